"""What a granted objection comes too late for: later stages that were chosen without the place, or the score.

``docs/algorithms/corrected-scores.md`` says what holds; here it is told to whom it is about.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from django.db.models import Max

from dure.domains.selection.models import HELD, Decision, Place, ScoreCorrection, Selection
from dure.domains.selection.stages import StageCase
from dure.domains.selection.telling import both
from dure.engine.problems import msg
from dure.engine.programme.models.stages import Stage

_SENTENCES = {
    "being_decided": msg(
        "The next stage, {stage}, is being decided now. If you hold your place as accepted before that is"
        " confirmed, it is decided anew with you; else you do not take part in it."
    ),
    "decided": msg(
        "The next stage, {stage}, was decided already, of those who held places by then. You do not take part"
        " in it, nor in the stages after it. Your place at this stage, and what it gives, is yours in full."
    ),
    "score": msg(
        "{stage}, which counts this score, was decided already by the score before. That decision is not"
        " made anew by itself: you can object to it on its own page, as long as its period runs."
    ),
}


@dataclass(frozen=True, slots=True)
class TooLate:
    """A later stage, and what of it a place or a score that was put right does not reach any more."""

    stage: Stage
    what: Literal["being_decided", "decided", "score"]

    @property
    def sentence(self) -> str:
        """The message; its parameter ``stage`` is the title of the stage."""
        return _SENTENCES[self.what]

    @property
    def texts(self) -> dict[str, str]:
        """The sentence in both languages, as notices take it."""
        return {
            language: text.format(stage=self.stage.title.to("ko" if language == "ko" else "en"))
            for language, text in both(self.sentence).items()
        }


def too_late_for(case: StageCase, selection_id: int, application_id: int) -> list[TooLate]:
    """Return what came too late for an application at the later stages, in their order.

    A place that an objection gave, or that was offered from the reserve list since; a score that an objection
    put right. Three queries at most, one where neither is there.
    """
    of = {"selection_id": selection_id, "application_id": application_id}
    place = Place.objects.filter(**of, state__in=HELD).exclude(given_by="selection").first()
    corrected_at = ScoreCorrection.objects.filter(**of).aggregate(last=Max("corrected_at"))["last"]
    if place is None and corrected_at is None:
        return []
    later = [stage.id for stage in case.programme.stages[case.number + 1 :]]
    made = Selection.objects.filter(programme=case.programme.id, stage__in=later).exclude(state="sent_back")
    states = {one.stage: one for one in made.only("stage", "state", "confirmed_at")}
    took_part = set(
        Decision.objects.filter(selection__in=made, application_id=application_id).values_list(
            "selection__stage", flat=True
        )
    )
    found: list[TooLate] = []
    after = case.after
    if place is not None and after is not None and after.id in states and after.id not in took_part:
        if states[after.id].state != "proposed":
            found.append(TooLate(after, "decided"))
        elif place.state == "offered":
            found.append(TooLate(after, "being_decided"))
    if corrected_at is not None:
        found += [
            TooLate(stage, "score")
            for stage in case.programme.stages[case.number + 1 :]
            if stage.id in took_part
            and any(one.source == "earlier_stage" and one.stage == case.stage.id for one in stage.scores)
            # What was put right before is counted: a selection is not confirmed from what has changed.
            and (confirmed_at := states[stage.id].confirmed_at) is not None
            and confirmed_at <= corrected_at
        ]
    return found
