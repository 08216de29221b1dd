"""Executors that are listed for a stage after one over all: by whom, until when, who is told of it.

The file says so by ``choices_due_on`` of the stage. Those who hold an accepted place at the stage before
list executors until the end of that day, and may change their list until then. Who takes a place of the
reserve list only after it lists once, until the selection of the stage is proposed. Nobody is scored and
nothing is chosen before the day is over. The list becomes the choices of the application: from then on the
executors on it see it.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Any

from django.db.models import QuerySet
from django.db.models.functions import Coalesce

from dure.domains.accounts.actors import SignedActor
from dure.domains.applications.models import Application
from dure.domains.events.act import Act
from dure.domains.notices.services.notify import Recipient, notify
from dure.domains.selection.models import Place
from dure.domains.selection.stage_documents import is_chosen, places_asked
from dure.domains.selection.stages import StageCase, case_of, stage_case, texts
from dure.domains.selection.telling import applicants, last_day_before
from dure.engine.law.deadlines import day_of, end_of
from dure.engine.problems import Problem, msg, refuse


@dataclass(frozen=True, slots=True)
class Listing:
    """The executors that one's own application lists for a stage, and until when."""

    case: StageCase
    application: Application
    taken_at: datetime
    """When the place at the stage before was taken."""
    is_chosen: bool
    """Whether the selection of the stage is proposed or further."""
    now: datetime

    @property
    def due_at(self) -> datetime:
        return listing_due(self.case)

    @property
    def is_late(self) -> bool:
        """Whether the place was taken only when the day was over."""
        return self.taken_at >= self.due_at

    @property
    def is_open(self) -> bool:
        if self.is_chosen:
            return False
        return self.now < self.due_at or (self.is_late and not self.application.choices)

    @property
    def to_do(self) -> bool:
        return self.is_open and not self.application.choices

    @property
    def until(self) -> datetime | None:
        """The end of the period; None for who came after it, and lists as long as nothing is chosen."""
        return None if self.is_late else self.due_at


def listing_due(case: StageCase) -> datetime:
    """Return when the last day of listing executors for a stage is over."""
    assert case.stage.choices_due_on is not None, "executors are listed late for this stage only"
    return end_of(case.stage.choices_due_on)


def listing_case(programme: str, stage: str) -> StageCase:
    """Return a stage whose executors are listed late; raises Refused where there is none."""
    case = stage_case(programme, stage)
    if not case.is_listed_late:
        raise refuse(
            "listing.none", msg("executors are not listed for this stage by those who come that far")
        )
    return case


def listing_of(application: Application, case: StageCase, now: datetime) -> Listing:
    """Return the listing of an application; raises Refused where it does not take part in the stage."""
    place = places_asked(case).filter(application_id=application.pk).order_by("-pk").first()
    if place is None:
        raise refuse(
            "listing.not_asked",
            msg("nothing is asked for: executors are listed by those who hold a place at the stage before"),
        )
    return Listing(case, application, taken_at(place), is_chosen(case), now)


def taken_at(place: Place) -> datetime:
    """Return when a place was taken: on being offered where the stage gives no period to answer."""
    return place.answered_at or place.offered_at


def own_listings(
    actor: SignedActor, rows: Iterable[Application], now: datetime
) -> dict[int, tuple[Listing, ...]]:
    """Return the stages for which one's own applications list executors, by application. One query for the
    places, one more for each stage."""
    mine = {row.pk: row for row in rows}
    places = (
        Place.objects.visible_to(actor)
        .filter(application_id__in=mine, state="accepted", application__state="accepted")
        .select_related("selection__version")
        .order_by("application_id", "pk")
    )
    found: dict[int, tuple[Listing, ...]] = {}
    chosen: dict[tuple[str, str], bool] = {}
    for place in places:
        case = case_of(place.selection)
        after = None if case.after is None else StageCase(case.version, case.loaded, case.after)
        if after is None or not after.is_listed_late:
            continue
        of = (place.programme, after.stage.id)
        if of not in chosen:
            chosen[of] = is_chosen(after)
        one = Listing(after, mine[place.application_id], taken_at(place), chosen[of], now)
        found[place.application_id] = (one,)
    return found


def without_list(case: StageCase, now: datetime | None = None) -> QuerySet[Application]:
    """Return the applications that take part in a stage and have listed no executor: with ``now``, of those
    only who still can."""
    places = places_asked(case)
    due = listing_due(case)
    if now is not None and now >= due:
        taken = Coalesce("answered_at", "offered_at")
        places = places.annotate(taken=taken).filter(taken__gte=due)
    return Application.objects.filter(pk__in=places.values("application"), choices=[])


@dataclass(frozen=True, slots=True)
class Count:
    """How many take part in a stage, how many of them have listed executors, and how many still can."""

    asked: int
    listed: int
    can_list: int
    due_at: datetime


def counted(case: StageCase, now: datetime) -> Count:
    """Return how far a stage has come with the lists of those who take part; three queries."""
    asked = places_asked(case).count()
    lacking = without_list(case).count()
    return Count(asked, asked - lacking, without_list(case, now).count(), listing_due(case))


def listing_problems(case: StageCase, now: datetime) -> list[Problem]:
    """Return why it is not known yet whom each applicant chooses, and warn of those who chose none."""
    if not case.is_listed_late:
        return []
    due = listing_due(case)
    if now < due:
        day = day_of(due - timedelta(microseconds=1)).isoformat()
        return [
            Problem("selection.choices_due", msg("executors can be listed until {day}"), {"day": day}),
        ]
    count = without_list(case).count()
    if not count:
        return []
    message = msg("{count} have listed no executor: they are chosen nowhere and are told so")
    return [Problem("selection.choices_lacking", message, {"count": count}, severity="warning")]


def told_to_list(case: StageCase, application_ids: Collection[int], now: datetime) -> list[Recipient]:
    """Return who is told to list executors; the last day is left out where it is over."""
    due = listing_due(case)
    told: dict[str, Any] = {"stage": texts(case.stage.title)}
    if now < due:
        told["due"] = last_day_before(due)
    people = applicants(case, application_ids, lambda _: told)
    return [replace(one, link=f"{one.link}choices/{case.stage.id}/") for one in people]


def ask_for_choices(this: Act, case: StageCase, application_ids: Collection[int]) -> None:
    """Tell whoever has taken a place that executors are to be listed; each is told once."""
    if not case.is_listed_late or not application_ids:
        return
    people = told_to_list(case, application_ids, this.now)
    notify(this, people, template="stage_choices_asked", key=f"{case.programme.id}/{case.stage.id}")
