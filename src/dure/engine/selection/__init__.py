"""Selection at a stage: deferred acceptance with set-asides, caps, reserve lists and reasons."""

from dure.engine.selection.decide import select
from dure.engine.selection.plan import Application, Decision, Share, StagePlan, plan_stage

__all__ = ["Application", "Decision", "Share", "StagePlan", "plan_stage", "select"]
