"""A benefit as the published file has it: who grants it, what each gets at most, until when it is good."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta

from dure.domains.funds.published import FundCase
from dure.domains.programmes.queries import ProgrammeVersion, loaded, published_version
from dure.engine.law.parameters import NUMBERS
from dure.engine.problems import Refused, msg, refuse
from dure.engine.programme.models.benefits import (
    Benefit,
    Booking,
    Course,
    Designation,
    Equipment,
    FeeRelief,
    Placement,
    Service,
    VoucherCredit,
)
from dure.engine.programme.models.programme import Programme
from dure.engine.programme.models.stages import Stage
from dure.engine.programme.retention import months_after

BY_WAY = "~way"
"""What stands for a stage where the ways of a diagnosis lead to a benefit."""
OPEN = "~open"
"""What stands for a stage where whoever applies is granted a benefit."""


@dataclass(frozen=True, slots=True)
class BenefitCase:
    """A benefit and the published file it stands in."""

    version: ProgrammeVersion
    programme: Programme
    benefit: Benefit

    @property
    def fund(self) -> FundCase | None:
        """The fund that pays it, None where nothing is paid."""
        found = next((one for one in self.programme.funds if one.id == self.benefit.fund), None)
        return None if found is None else FundCase(self.programme, found)

    @property
    def stages(self) -> tuple[Stage, ...]:
        """The stages whose selected are granted it."""
        return tuple(stage for stage in self.programme.stages if self.benefit.id in stage.benefits)

    @property
    def ways(self) -> tuple[str, ...]:
        """The ways of diagnoses (``form.way``) that lead to it."""
        return tuple(
            f"{form.id}.{way.id}"
            for form in self.programme.diagnosis
            for way in form.ways
            if way.benefit == self.benefit.id
        )

    @property
    def grounds(self) -> tuple[str, ...]:
        """By what it can be granted: ids of stages, and ``BY_WAY``."""
        return (*(stage.id for stage in self.stages), *((BY_WAY,) if self.ways else ()))

    @property
    def units(self) -> int | None:
        """How many units each gets: sessions, hours, devices; None where they are not counted."""
        benefit = self.benefit
        if isinstance(benefit, Service):
            return benefit.sessions
        if isinstance(benefit, Course):
            return benefit.contents or benefit.hours
        if isinstance(benefit, Equipment):
            return 1
        return 1 if isinstance(benefit, Booking) else None

    @property
    def places(self) -> int | None:
        """For how many there are places or devices in the programme, None where the file has no bound."""
        benefit = self.benefit
        bounds = [benefit.recipients]
        if isinstance(benefit, Placement | Booking):
            bounds.append(benefit.slots)
        if isinstance(benefit, Equipment):
            bounds.append(benefit.count)
        if isinstance(benefit, Course):
            bounds.append(benefit.seats)
        told = [bound for bound in bounds if bound is not None]
        return min(told) if told else None

    @property
    def fixed_won(self) -> int | None:
        """What each gets where it is the same for all: the amount, or every session at its price."""
        benefit = self.benefit
        if isinstance(benefit, Service) and benefit.sessions and benefit.session_won:
            return benefit.sessions * benefit.session_won
        return benefit.amount_won

    @property
    def may_set_nothing(self) -> bool:
        """Whether it can be granted with no money set aside: an executor pays it of what it was handed."""
        return isinstance(self.benefit, Service) and self.benefit.provided_by == "executor"

    def most_won(self, day: date) -> int | None:
        """Return the most that one gets on a day, None where neither file nor law say.

        Raises MissingParameter for a day of which the law tables have no value.
        """
        benefit = self.benefit
        if benefit.ceiling_parameter is not None:
            return NUMBERS[benefit.ceiling_parameter].on(day)
        return benefit.most_each_won if benefit.most_each_won is not None else self.fixed_won

    def ends_on(self, start: date) -> date | None:
        """Return the first day on which a grant that begins on a day is good no more by the file."""
        benefit = self.benefit
        if isinstance(benefit, VoucherCredit) and benefit.expires_after_days:
            return start + timedelta(days=benefit.expires_after_days)
        if isinstance(benefit, Designation) and benefit.valid_months:
            return months_after(start, benefit.valid_months)
        if isinstance(benefit, FeeRelief) and benefit.months:
            return months_after(start, benefit.months)
        if isinstance(benefit, Equipment) and benefit.installed_within_days:
            return start + timedelta(days=benefit.installed_within_days + 1)
        return None


def benefit_case(programme: str, benefit: str) -> BenefitCase:
    """Return a benefit of the published version; raises Refused where there is none."""
    found = next((case for case in benefit_cases(programme) if case.benefit.id == benefit), None)
    if found is None:
        raise unknown()
    return found


def open_case(programme: str) -> BenefitCase | None:
    """Return the benefit of the published version that whoever applies is granted; None for other calls."""
    return next((case for case in benefit_cases(programme) if case.benefit.open is not None), None)


def unknown() -> Refused:
    return refuse("benefits.unknown", msg("the published file has no such benefit"))


def benefit_cases(programme: str) -> list[BenefitCase]:
    """Return the benefits of a published programme, in the order of its file."""
    version = published_version(programme)
    return [] if version is None else cases_of(version)


def cases_of(version: ProgrammeVersion) -> list[BenefitCase]:
    """Return the benefits of a version, in the order of its file."""
    file = loaded(version).programme
    return [BenefitCase(version, file, benefit) for benefit in file.benefits]


def case_in(version: ProgrammeVersion, benefit: str) -> BenefitCase:
    """Return a benefit by the very version by which it was granted."""
    return next(case for case in cases_of(version) if case.benefit.id == benefit)
