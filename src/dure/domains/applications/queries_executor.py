"""Applications and nominations as executors' staff read them: those of their own executor, and no others.

What an executor must not know before the selection is kept out here: which other executors an applicant
chose, and in which order. Whoever knew to be somebody's third choice could score them down, or promise them
something.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.db import connection
from django.db.models import Exists, F, OuterRef, QuerySet

from dure.domains.accounts.actors import SignedActor
from dure.domains.applications.models import IN_PROCESS as IN_PROCESS
from dure.domains.applications.models import Application, ApplicationDocument
from dure.domains.applications.models import Nomination as Nomination
from dure.domains.applications.nominating import DECLINE_REASONS as DECLINE_REASONS
from dure.domains.applications.nominating import members_of, sought_nomination
from dure.domains.applications.staff_conflicts import in_conflict
from dure.domains.events.models import Event
from dure.domains.merchants.queries_officer import in_province, in_section, named
from dure.domains.programmes.queries import ProgrammeVersion, loaded
from dure.engine.programme import LoadedProgramme
from dure.engine.programme.models.people import Executor


@dataclass(frozen=True, slots=True)
class Desk:
    """One programme in which one executor takes part; ``key`` names both in addresses."""

    version: ProgrammeVersion
    loaded: LoadedProgramme
    executor: Executor
    key: str


def desks(actor: SignedActor) -> list[Desk]:
    """Return the desks of somebody's executors, those whose calls close last first; one query."""
    codes = actor.organisations("executor_staff")
    if not codes:
        return []
    found = []
    versions = ProgrammeVersion.objects.visible_to(actor).filter(state="published")
    for version in versions.order_by("-closes_at", "id"):
        file = loaded(version)
        own = [
            one
            for one in file.programme.executors
            if one.id in codes and actor.holds("executor_staff", one.id, version.programme)
        ]
        for one in own:
            # Whoever works for two executors of a programme has two desks in it.
            key = version.programme if len(own) == 1 else f"{version.programme}@{one.id}"
            found.append(Desk(version, file, one, key))
    return found


def desk(actor: SignedActor, key: str) -> Desk | None:
    """Return the desk that an address names, or None where it is not the actor's."""
    programme, _, executor = key.partition("@")
    codes = actor.organisations("executor_staff")
    version = (
        ProgrammeVersion.objects.visible_to(actor).filter(state="published", programme=programme).first()
    )
    if version is None or not codes:
        return None
    file = loaded(version)
    own = [
        one
        for one in file.programme.executors
        if one.id in codes and actor.holds("executor_staff", one.id, programme)
    ]
    chosen = [one for one in own if one.id == executor] if executor else own if len(own) == 1 else []
    return Desk(version, file, chosen[0], key) if chosen else None


@dataclass(frozen=True, slots=True)
class WantedApplicants:
    """What the list of applicants is filtered by; an empty text: everything."""

    words: str = ""
    province: str = ""
    section: str = ""


def applicants(actor: SignedActor, at: Desk, wanted: WantedApplicants, on: date) -> QuerySet[Application]:
    """Return who applied to the executor, as a filter leaves them; region codes are those of the day ``on``.

    Words may be parts of the name, first consonants, a business number or a whole receipt number.
    """
    found = Application.objects.visible_to(actor).filter(
        ~in_conflict(actor),
        programme=at.version.programme,
        state__in=IN_PROCESS,
        choices__contains=[at.executor.id],
    )
    words = wanted.words.strip()
    if words:
        number = words.upper()
        own = number.startswith(f"{at.version.programme.upper()}-")
        found = found.filter(application_no=number) if own else found.filter(named(words))
    if wanted.province:
        found = found.filter(in_province(wanted.province, on))
    if wanted.section:
        found = found.filter(in_section(wanted.section))
    # The choices are not even read: a list that does not hold them cannot show them.
    columns = ("pk", "application_no", "name", "region", "ksic", "state", "submitted_at")
    return found.select_related("merchant").only(*columns, "merchant__business_no")


def applicant(actor: SignedActor, at: Desk, application_id: int) -> Application | None:
    """Return one applicant of the executor with the merchant, or None.

    Whom the actor has a conflict of interest with is not there.
    """
    return (
        Application.objects.visible_to(actor)
        .filter(
            ~in_conflict(actor),
            pk=application_id,
            programme=at.version.programme,
            state__in=IN_PROCESS,
            choices__contains=[at.executor.id],
        )
        .select_related("merchant")
        .defer("choices", "draft", "search")
        .first()
    )


def documents_of(application: Application) -> list[ApplicationDocument]:
    """Return the documents of an application that the caller may see, with their files."""
    return list(
        ApplicationDocument.objects.filter(application=application)
        .exclude(state="replaced")
        .select_related("file")
        .order_by("pk")
    )


@dataclass(frozen=True, slots=True)
class Numbers:
    """What a desk counts: applicants in process, and nominations by their state."""

    applicants: int
    nominations: dict[str, int]


def numbers(at: Iterable[Desk]) -> dict[str, Numbers]:
    """Return the numbers of desks by their keys; two queries, however many desks."""
    them = list(at)
    codes = sorted({one.executor.id for one in them})
    programmes = sorted({one.version.programme for one in them})
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT a.programme, chosen, count(*) FROM applications_application a"
            " CROSS JOIN LATERAL unnest(a.choices) AS chosen"
            " WHERE a.programme = ANY(%s) AND a.choices && %s::varchar[] AND a.state = ANY(%s)"
            " AND chosen = ANY(%s) GROUP BY 1, 2",
            [programmes, codes, list(IN_PROCESS), codes],
        )
        applied = {(programme, code): count for programme, code, count in cursor.fetchall()}
        cursor.execute(
            "SELECT programme, executor, state, count(*) FROM applications_nomination"
            " WHERE programme = ANY(%s) AND executor = ANY(%s) GROUP BY 1, 2, 3",
            [programmes, codes],
        )
        named_: dict[tuple[str, str], dict[str, int]] = {}
        for programme, code, state, count in cursor.fetchall():
            named_.setdefault((programme, code), {})[state] = count
    return {
        one.key: Numbers(
            applied.get((one.version.programme, one.executor.id), 0),
            named_.get((one.version.programme, one.executor.id), {}),
        )
        for one in them
    }


def nominations(actor: SignedActor, at: Desk, state: str = "") -> QuerySet[Nomination]:
    """Return the nominations of a desk with their merchants, to be ordered by page.

    Without those of merchants with whom the actor has a conflict of interest.
    ``wanted_elsewhere`` says whether another executor nominates the same merchant; not which one.
    """
    alive = Nomination.objects.filter(programme=at.version.programme, state__in=("open", "confirmed"))
    others = alive.filter(merchant_id=OuterRef("merchant_id")).exclude(executor=at.executor.id)
    found = Nomination.objects.filter(
        ~in_conflict(actor, "application_id"), programme=at.version.programme, executor=at.executor.id
    ).annotate(wanted_elsewhere=Exists(others))
    return (found.filter(state=state) if state else found).select_related("merchant", "application")


MOST_ORDERED = 1000
"""So many confirmed nominations are put in order on one page."""


def conflicts_with_nominated(actor: SignedActor, at: Desk) -> bool:
    """Say whether the actor conflicts with a confirmed nomination: then somebody else puts them in order."""
    found = Nomination.objects.filter(
        programme=at.version.programme, executor=at.executor.id, state="confirmed"
    )
    return found.filter(in_conflict(actor, "application_id")).exists()


def confirmed_nominations(at: Desk) -> list[Nomination]:
    """Return the confirmed nominations of an executor, in its order; those without a place come last."""
    found = Nomination.objects.filter(
        programme=at.version.programme, executor=at.executor.id, state="confirmed"
    )
    ordered = found.select_related("merchant", "application").order_by(F("place").asc(nulls_last=True), "id")
    return list(ordered[:MOST_ORDERED])


def is_listed(at: Desk, one: Nomination) -> bool:
    """Say whether the application of a nomination still is one of the executor's: in process, choosing it."""
    of = one.application
    return of is not None and of.state in IN_PROCESS and at.executor.id in of.choices


def nomination(actor: SignedActor, at: Desk, nomination_id: int) -> Nomination | None:
    """Return one nomination of a desk, or None."""
    return nominations(actor, at).filter(pk=nomination_id).first()


def why_declined(ids: Iterable[int]) -> dict[int, tuple[str, str]]:
    """Return for declined nominations the code of the reason and the words with it, by id."""
    told = Event.objects.filter(
        subject="nomination", subject_id__in=[str(one) for one in ids], act="nomination.decline"
    )
    return {
        int(event.subject_id): (str(event.details.get("because", "")), event.reason)
        for event in told.order_by("id")
    }


@dataclass(frozen=True, slots=True)
class Letter:
    """What the letter of a nomination opens: who nominates whom, and whether it can be answered still."""

    nomination: Nomination
    version: ProgrammeVersion
    loaded: LoadedProgramme
    executor: Executor
    has_people: bool
    """Somebody acts for the merchant already."""
    expired: bool


def letter(
    actor: SignedActor, now: datetime, *, token: str = "", nomination_id: int | None = None
) -> Letter | None:
    """Return what a letter opens, or None: whoever has it may read it, and whoever acts for the merchant."""
    found = sought_nomination(actor, token, nomination_id)
    if found is None:
        return None
    version = (
        ProgrammeVersion.objects.visible_to(SignedActor())
        .filter(state="published", programme=found.programme)
        .first()
    )
    if version is None:
        return None
    file = loaded(version)
    executor: Any = next((one for one in file.programme.executors if one.id == found.executor), None)
    if executor is None:
        return None
    people = members_of(found.merchant_id).exists()
    return Letter(found, version, file, executor, people, now >= version.closes_at)
