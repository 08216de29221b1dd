"""A whole programme."""

from __future__ import annotations

from datetime import date
from typing import Annotated, Literal

from pydantic import Field

from dure.engine.programme.models.activities import Activity
from dure.engine.programme.models.agreements import Agreement
from dure.engine.programme.models.assumptions import Assumption
from dure.engine.programme.models.benefits import Benefit
from dure.engine.programme.models.claiming import ClaimTerms
from dure.engine.programme.models.diagnosis import DiagnosisForm
from dure.engine.programme.models.documents import Document
from dure.engine.programme.models.eligibility import EligibilityRule
from dure.engine.programme.models.evaluation import ExecutorEvaluation
from dure.engine.programme.models.exchange import OrderExchange
from dure.engine.programme.models.executor_calls import ExecutorCall
from dure.engine.programme.models.funds import Fund
from dure.engine.programme.models.indicators import Indicator
from dure.engine.programme.models.pairings import Pairing
from dure.engine.programme.models.part import Part
from dure.engine.programme.models.people import Applicant, Contact, Entry, Executor, Group, Target
from dure.engine.programme.models.pledges import Pledge
from dure.engine.programme.models.privacy import Consent, Retention
from dure.engine.programme.models.questions import Question
from dure.engine.programme.models.referrals import Referral
from dure.engine.programme.models.reviews import ReviewRound, Rubric
from dure.engine.programme.models.rights import Rights
from dure.engine.programme.models.settlement import SettlementTerms
from dure.engine.programme.models.stages import Stage
from dure.engine.programme.models.values import Day, Id, Line, ProgrammeId, Text
from dure.engine.programme.models.window import Window


class Programme(Part):
    """A support programme (사업) from the call for applications to its indicators."""

    format: Literal[1] = 1
    """The version of this format."""
    id: ProgrammeId
    title: Text
    summary: Text | None = None
    system: Annotated[int, Field(ge=1, le=9999)] | None = None
    """The row of the list of systems that it runs."""
    year: Annotated[int, Field(ge=2000, le=2100)]
    host: Text | None = None
    """The ministry that pays (소관부처)."""
    agency: Text | None = None
    """The public body that runs it (전담기관)."""
    target: Target = "small_merchants"
    applicants: Applicant = "merchant"
    group: Group | None = None
    """What a market or street must be to apply as one; only where ``applicants`` is market."""
    entry: tuple[Entry, ...] = ("application",)
    contact: Contact | None = None
    window: Window
    reference_day: Day
    """The day on which rules are judged and whose law counts."""
    executor_call: ExecutorCall | None = None
    """How the executors themselves are chosen, before merchants apply."""
    executors: tuple[Executor, ...] = ()
    eligibility: tuple[EligibilityRule, ...] = ()
    excludes: tuple[ProgrammeId, ...] = ()
    """Programmes whose recipients cannot take part (중복수혜)."""
    exclusion: Literal["refuse", "warn"] = "refuse"
    """What meets whoever was supported in one of them and applies: a refusal, or a warning to all sides."""
    questions: tuple[Question, ...] = ()
    documents: tuple[Document, ...] = ()
    diagnosis: tuple[DiagnosisForm, ...] = ()
    rubrics: tuple[Rubric, ...] = ()
    reviews: tuple[ReviewRound, ...] = ()
    stages: tuple[Stage, ...]
    benefits: tuple[Benefit, ...] = ()
    funds: tuple[Fund, ...] = ()
    claims: ClaimTerms | None = None
    """How claims on the funds are decided; null: one officer, seven days to answer."""
    pairings: tuple[Pairing, ...] = ()
    referrals: tuple[Referral, ...] = ()
    settlement: tuple[SettlementTerms, ...] = ()
    """How sales proceeds are paid out (판매대금 정산)."""
    order_exchange: OrderExchange | None = None
    agreements: tuple[Agreement, ...] = ()
    activities: tuple[Activity, ...] = ()
    indicators: tuple[Indicator, ...] = ()
    executor_evaluation: ExecutorEvaluation | None = None
    pledges: tuple[Pledge, ...] = ()
    """Public promises whose keeping the programme tracks."""
    rights: Rights = Rights()
    consents: tuple[Consent, ...] = ()
    retention: Retention | None = None
    needs: tuple[Id, ...] = ()
    """What the file uses and this version does not run; see ``dure check``."""
    assumed: tuple[Assumption, ...] = ()
    """What the source does not tell."""
    sources: tuple[Line, ...] = ()
    """Where the figures come from."""

    @property
    def opens_on(self) -> date:
        """The day in Seoul on which the call opens: rules read it as opens_on()."""
        return self.window.opens_on

    @property
    def open_benefit(self) -> Benefit | None:
        """The benefit that whoever applies is granted in the order of receipt; None for other calls."""
        return next((benefit for benefit in self.benefits if benefit.open is not None), None)

    def stage(self, stage_id: str) -> Stage | None:
        """Return a stage by its id."""
        return next((stage for stage in self.stages if stage.id == stage_id), None)

    @property
    def choosing_stage(self) -> Stage | None:
        """Return the first stage that is chosen at each executor: for it applicants list executors."""
        return next((stage for stage in self.stages if stage.is_by_executor), None)

    @property
    def listed_on_applying(self) -> Stage | None:
        """Return the stage for which executors are listed in the application itself; None where for none."""
        stage = self.choosing_stage
        return None if stage is None or stage.choices_due_on is not None else stage

    @property
    def application_documents(self) -> tuple[Document, ...]:
        """Return the documents that are handed in with the application: of no stage, or of the first."""
        first = self.stages[0].id if self.stages else None
        return tuple(one for one in self.documents if one.stage is None or one.stage == first)

    def stage_documents(self, stage_id: str) -> tuple[Document, ...]:
        """Return the documents that those who take part in a later stage hand in before it is chosen."""
        later = {stage.id for stage in self.stages[1:]}
        return tuple(one for one in self.documents if one.stage == stage_id and stage_id in later)

    def capacities(self, stage: Stage) -> dict[str, int]:
        """Return places by executor id in file order; empty for a stage over all.

        An executor's own capacity counts before the stage's ``quota.per_executor``.
        An executor with neither has no places and is left out, and so is one that left.
        """
        if not stage.is_by_executor:
            return {}
        told = {
            e.id: e.capacity.get(stage.id, stage.quota.per_executor)
            for e in self.executors
            if e.left_on is None
        }
        return {executor: places for executor, places in told.items() if places is not None}

    @property
    def executors_left(self) -> tuple[str, ...]:
        """Return the ids of the executors that carried the programme out once and do so no more."""
        return tuple(executor.id for executor in self.executors if executor.left_on is not None)
