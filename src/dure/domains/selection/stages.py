"""A stage of a published programme, with the file that it is chosen by."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from dure.domains.programmes.queries import ProgrammeVersion, loaded
from dure.domains.selection.models import Selection
from dure.engine.problems import Refused, msg, refuse
from dure.engine.programme import LoadedProgramme
from dure.engine.programme.models.programme import Programme
from dure.engine.programme.models.stages import Stage
from dure.engine.programme.models.values import Text


@dataclass(frozen=True, slots=True)
class StageCase:
    """One stage and the version of the programme file that governs it."""

    version: ProgrammeVersion
    loaded: LoadedProgramme
    stage: Stage

    @property
    def programme(self) -> Programme:
        return self.loaded.programme

    @property
    def number(self) -> int:
        """Which stage it is, from 0."""
        return [stage.id for stage in self.programme.stages].index(self.stage.id)

    @property
    def before(self) -> Stage | None:
        """The stage before, whose selected enter this one; None for the first."""
        return self.programme.stages[self.number - 1] if self.number else None

    @property
    def after(self) -> Stage | None:
        """The stage that the selected may go on to; None for the last."""
        following = self.programme.stages[self.number + 1 :]
        return following[0] if following else None

    @property
    def pooled(self) -> bool:
        return not self.stage.is_by_executor

    @property
    def is_listed(self) -> bool:
        """Whether it is the stage for which applicants list executors: the first one chosen at each."""
        return self.programme.choosing_stage is self.stage

    @property
    def is_listed_late(self) -> bool:
        """Whether executors are listed for it by those who hold a place at the stage before."""
        return self.is_listed and self.stage.choices_due_on is not None

    def asked_of(self, listed: Sequence[str]) -> tuple[str, ...]:
        """Return the executors that are asked at the stage by somebody whom none holds yet, who listed some.

        In a pool before the stage for which they are listed nobody is held by one: it is the whole stage
        then, named ``""``. Where every stage is a pool the first of the list is whom one is held by.
        """
        if not self.pooled:
            return tuple(listed)
        return ("",) if self.programme.choosing_stage is not None else tuple(listed) or ("",)

    def executor_name(self, executor: str) -> Text | None:
        """Return the name of an executor, None where the file has none of that id."""
        return next((e.name for e in self.programme.executors if e.id == executor), None)

    def place_of(self, executor: str) -> str:
        """Return the place of the plan where an executor's seats are: "" for the one pool."""
        return "" if self.pooled else executor


def review_rounds(case: StageCase) -> list[str]:
    """Return the rounds of review in which a stage is scored."""
    return [one.id for one in case.programme.reviews if one.stage == case.stage.id]


def stage_case(programme: str, stage: str) -> StageCase:
    """Return a stage of the published version; raises Refused where there is none."""
    version = ProgrammeVersion.objects.filter(programme=programme, state="published").first()
    found = None if version is None else loaded(version).programme.stage(stage)
    if version is None or found is None:
        raise _no_stage()
    return StageCase(version, loaded(version), found)


def first_case(programme: str) -> StageCase:
    """Return the first stage, which the document check leads to; raises Refused as :func:`stage_case`."""
    version = ProgrammeVersion.objects.filter(programme=programme, state="published").first()
    stages = () if version is None else loaded(version).programme.stages
    if version is None or not stages:
        raise _no_stage()
    return StageCase(version, loaded(version), stages[0])


def _no_stage() -> Refused:
    return refuse("selection.no_stage", msg("there is no such stage of a published programme"))


def case_of(selection: Selection) -> StageCase:
    """Return the stage of a selection under the version that it was made by."""
    file = loaded(selection.version)
    found = file.programme.stage(selection.stage)
    assert found is not None, "a selection is made of a stage of its own version"
    return StageCase(selection.version, file, found)


def texts(value: Text | None, otherwise: str = "") -> dict[str, str]:
    """Return a text of a programme file in both languages, as notices take it."""
    if value is None:
        return {"ko": otherwise, "en": otherwise}
    return {"ko": value.to("ko"), "en": value.to("en")}
