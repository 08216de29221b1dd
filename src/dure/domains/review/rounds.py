"""What a programme file says about the scoring of a stage: who scores, on which rubric, in which round."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime

from dure.domains.accounts.actors import SYSTEM
from dure.domains.programmes.queries import ProgrammeVersion, loaded
from dure.engine.programme import LoadedProgramme
from dure.engine.programme.models.reviews import ReviewRound, Rubric
from dure.engine.programme.models.stages import Stage


@dataclass(frozen=True, slots=True)
class StageReview:
    """A stage with a round of review and its rubric; without a rubric a score is given as one.

    Asked for by its stage alone, it is the stage's first round; :attr:`rounds` has all of them.
    """

    loaded: LoadedProgramme
    stage: Stage
    round: ReviewRound | None
    rubric: Rubric | None

    @property
    def programme(self) -> str:
        return self.loaded.programme.id

    @property
    def by_panel(self) -> bool:
        """Whether reviewers of a panel score, each alone."""
        return self.stage.scored_by_panel

    @property
    def by_executors(self) -> bool:
        """Whether the executors' staff score; of a mix both they and a panel may."""
        return self.stage.scored_by_executors

    @property
    def number(self) -> int:
        """Which stage it is, from 1."""
        return [stage.id for stage in self.loaded.programme.stages].index(self.stage.id) + 1

    @property
    def rounds(self) -> tuple[StageReview, ...]:
        """Every round of the stage, in order of the file; a stage without one is none."""
        held = [one for one in self.loaded.programme.reviews if one.stage == self.stage.id]
        return tuple(_in_round(self.loaded, self.stage, one) for one in held)

    @property
    def earlier(self) -> tuple[StageReview, ...]:
        """The rounds of the stage before this one."""
        rounds = self.rounds
        ids = [one.round.id if one.round else "" for one in rounds]
        return rounds[: ids.index(self.round.id)] if self.round is not None else ()

    @property
    def sheet_round(self) -> str:
        """What score sheets of this round are filed under: nothing in the first, and in the only one."""
        return self.round.id if self.round is not None and self.earlier else ""

    def weights(self) -> dict[str, int]:
        """Return the criteria's weights in basis points, in order of the rubric; empty without one."""
        return {item.id: item.weight_bp for item in self.rubric.items} if self.rubric else {}


def is_free_to_change(held: ReviewRound, now: datetime) -> bool:
    """Say whether a submitted review is its reviewer's to change, without an officer giving it back.

    It is while nothing was seen of what others gave, or of what is blind, and nothing can be: in a round that
    never shows it, until the reviews are due. Whoever saw it first would be swayed by it, and whoever changes
    late would pass for having been in time.
    """
    stays_blind = not held.blind or held.blind_ends == "never"
    shows_nothing = held.sees_other_reviews == "never" and held.sees_average == "never" and stays_blind
    return shows_nothing and (held.due_at is None or now <= held.due_at)


def blind_to(held: ReviewRound | None, *, own_submitted: bool) -> tuple[str, ...]:
    """Return the columns that a reviewer does not see of a case, by whether their own review is submitted."""
    if held is None or (own_submitted and held.blind_ends == "after_own"):
        return ()
    return held.blind


def published_programme(programme: str) -> LoadedProgramme | None:
    """Return the published file of a programme; it is everybody's."""
    found = ProgrammeVersion.objects.visible_to(SYSTEM).filter(programme=programme, state="published").first()
    return None if found is None else loaded(found)


def stage_review(programme: str, stage: str) -> StageReview | None:
    """Return how a stage is scored; None where there is no such programme or stage."""
    found = published_programme(programme)
    return None if found is None else review_of(found, stage)


def review_of(found: LoadedProgramme, stage_id: str) -> StageReview | None:
    """Return how a stage of a programme is scored, in its first round where it has several."""
    stage = found.programme.stage(stage_id)
    if stage is None:
        return None
    held = next((one for one in found.programme.reviews if one.stage == stage_id), None)
    return _in_round(found, stage, held)


def round_review(programme: str, round_id: str) -> StageReview | None:
    """Return a round of review with its stage; None where there is no such round."""
    return round_reviews([(programme, round_id)]).get((programme, round_id))


def round_reviews(places: Collection[tuple[str, str]]) -> dict[tuple[str, str], StageReview]:
    """Return the rounds of review of some (programme, round) pairs, without those that are not there; one
    query.
    """
    asked = {programme for programme, _ in places}
    seen = ProgrammeVersion.objects.visible_to(SYSTEM).filter(programme__in=asked, state="published")
    files = {one.programme: loaded(one) for one in seen}
    found = {}
    for programme, round_id in places:
        file = files.get(programme)
        held = next((r for r in file.programme.reviews if r.id == round_id), None) if file else None
        stage = file.programme.stage(held.stage) if file and held else None
        if file and stage:
            found[programme, round_id] = _in_round(file, stage, held)
    return found


def _in_round(found: LoadedProgramme, stage: Stage, held: ReviewRound | None) -> StageReview:
    rubric = next((r for r in found.programme.rubrics if held and r.id == held.rubric), None)
    return StageReview(found, stage, held, rubric)
