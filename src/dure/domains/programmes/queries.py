"""Programmes as pages read them."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass, replace
from datetime import date, datetime
from functools import lru_cache
from typing import Any, Literal

from django.db.models import Case, Q, QuerySet, When
from django.db.models.fields.json import KeyTransform

from dure.domains.accounts.actors import SignedActor
from dure.domains.events.statements import Planned, by_key
from dure.domains.programmes.models import ProgrammeVersion as ProgrammeVersion
from dure.domains.programmes.models import SimulationRun as SimulationRun
from dure.domains.programmes.models import VersionState
from dure.engine.programme import LoadedProgramme, load
from dure.engine.programme.books import eligibility_book
from dure.engine.screening import MerchantScreener, Rulebook

CallState = Literal["planned", "open", "closed"]


@dataclass(frozen=True, slots=True)
class Call:
    """A published programme as the public sees it: its file and where it stands in time."""

    version: ProgrammeVersion
    loaded: LoadedProgramme
    state: CallState


def calls(actor: SignedActor, words: str = "") -> QuerySet[ProgrammeVersion]:
    """Return the published versions, those that close last first; ``words`` must stand in a title or id."""
    found = ProgrammeVersion.objects.visible_to(actor).filter(state=VersionState.PUBLISHED)
    for word in words.split():
        found = found.filter(
            Q(title_ko__icontains=word) | Q(title_en__icontains=word) | Q(programme__icontains=word)
        )
    return found.defer("raw").order_by("-closes_at", "id")


def calls_in(
    found: QuerySet[ProgrammeVersion], state: CallState, now: datetime
) -> QuerySet[ProgrammeVersion]:
    """Return those of some calls whose window stands so at an instant."""
    if state == "planned":
        return found.filter(opens_at__gt=now)
    if state == "closed":
        return found.filter(closes_at__lte=now)
    return found.filter(opens_at__lte=now, closes_at__gt=now)


def calls_now(actor: SignedActor, now: datetime, most: int) -> list[ProgrammeVersion]:
    """Return the calls that matter now: the open ones, first to close first, then the next, then the last."""
    found = calls(actor)
    rank = Case(When(opens_at__gt=now, then=1), When(closes_at__lte=now, then=2), default=0)
    near = found.annotate(rank=rank).order_by(
        "rank",
        Case(When(rank=0, then="closes_at"), When(rank=1, then="opens_at")),
        "-closes_at",
        "id",
    )
    return list(near[:most])


def calls_run_by(actor: SignedActor, words: str = "") -> QuerySet[ProgrammeVersion]:
    """Return the published versions of the programmes that an actor runs or supervises."""
    return calls(actor, words).filter(actor.scope("programme", "officer", "ministry"))


def published_calls(now: datetime) -> list[Call]:
    """Return the published version of every programme, in order of their ids; everybody may see them.

    One query, and one more for each version that this process has not read yet.
    """
    published = ProgrammeVersion.objects.visible_to(SignedActor()).filter(state=VersionState.PUBLISHED)
    rows = published.order_by("programme").values_list("pk", "hash", "executors_left")
    found = [_version(*row) for row in rows]
    return [Call(one, loaded(one), call_state(one, now)) for one in found if one is not None]


def call(_actor: SignedActor, now: datetime, programme: str) -> Call | None:
    """Return the published version of a programme, or None; everybody may see it."""
    found = published_version(programme)
    return None if found is None else Call(found, loaded(found), call_state(found, now))


def _in_force(programme: str) -> QuerySet[Any, Any]:
    published = ProgrammeVersion.objects.visible_to(SignedActor())  # a published version is everybody's
    found = published.filter(programme=programme, state=VersionState.PUBLISHED)
    return found.values_list("pk", "hash", "executors_left")


_IN_FORCE = Planned(_in_force, programme="the programme that is asked for")


@lru_cache(maxsize=64)
def _version(version_id: int, _hash: str, _left: str) -> ProgrammeVersion | None:
    """Return a published version, read once: nothing else of it can change while it is published."""
    return by_key(ProgrammeVersion, version_id)


def call_state(version: ProgrammeVersion, now: datetime) -> CallState:
    """Return where a version's window stands at an instant; half open, as all periods."""
    if now < version.opens_at:
        return "planned"
    return "open" if now < version.closes_at else "closed"


def published_version(programme: str) -> ProgrammeVersion | None:
    """Return the published version of a programme, or None; everybody may see it."""
    rows = _IN_FORCE.rows(programme=programme)
    return _version(*rows[0]) if rows else None


def versions(actor: SignedActor) -> QuerySet[ProgrammeVersion]:
    """Return all versions of the programmes that an actor runs or supervises, the newest first."""
    return _run_by(actor).defer("raw").order_by("-uploaded_at", "-id")


def other_versions(actor: SignedActor, version: ProgrammeVersion, most: int) -> list[ProgrammeVersion]:
    """Return the other versions of a programme, at most so many: the published one, then the newest first."""
    others = _run_by(actor).filter(programme=version.programme).exclude(pk=version.pk).defer("raw")
    rank = Case(When(state=VersionState.PUBLISHED, then=0), default=1)
    return list(others.order_by(rank, "-uploaded_at", "-id")[:most])


def version(actor: SignedActor, version_id: int) -> ProgrammeVersion | None:
    """Return one version of a programme that an actor runs or supervises, or None."""
    return _run_by(actor).filter(pk=version_id).first()


def _run_by(actor: SignedActor) -> QuerySet[ProgrammeVersion]:
    seen = ProgrammeVersion.objects.visible_to(actor)
    return seen.filter(actor.scope("programme", "officer", "ministry"))


def loaded(version: ProgrammeVersion) -> LoadedProgramme:
    """Return a version's file, read once, with the executors that left since: nobody can choose these."""
    raw = bytes(version.raw)
    return _with_left(raw, version.executors_left) if version.executors_left else loaded_from(raw)


@lru_cache(maxsize=64)
def _with_left(raw: bytes, told: str) -> LoadedProgramme:
    """Return a file in which executors have left; the places that it gives them are told in it still."""
    file, left = loaded_from(raw), left_in(told)
    executors = tuple(
        one.model_copy(update={"left_on": left[one.id]}) if one.left_on is None and one.id in left else one
        for one in file.programme.executors
    )
    return replace(file, programme=file.programme.model_copy(update={"executors": executors}))


def left_in(told: str) -> dict[str, date]:
    """Return the executors that a version's column names, each with the day from which on.

    >>> left_in("pine=2025-05-02")
    {'pine': datetime.date(2025, 5, 2)}
    """
    pairs = (one.partition("=") for one in told.split(";") if one)
    return {code: date.fromisoformat(day) for code, _, day in pairs}


@lru_cache(maxsize=64)
def loaded_from(raw: bytes) -> LoadedProgramme:
    """Return a published file, read; the same bytes are read once."""
    return load(raw)


def rulebook(version: ProgrammeVersion) -> Rulebook:
    """Return the eligibility rules of a version, bound to its own days."""
    return _rulebook(bytes(version.raw))


def screener(version: ProgrammeVersion) -> MerchantScreener:
    """Return the screener of single merchants by a version's rules."""
    return _screener(bytes(version.raw))


@lru_cache(maxsize=64)
def _rulebook(raw: bytes) -> Rulebook:
    return eligibility_book(loaded_from(raw).programme)


@lru_cache(maxsize=64)
def _screener(raw: bytes) -> MerchantScreener:
    return MerchantScreener(_rulebook(raw))


def versions_by_hash(actor: SignedActor, hashes: Collection[str]) -> dict[str, ProgrammeVersion]:
    """Return those of some versions that an actor may see, by the hash of their file."""
    found = ProgrammeVersion.objects.visible_to(actor).filter(hash__in=hashes)
    return {version.hash: version for version in found}


def simulations_listed(
    actor: SignedActor, version_id: int, most: int
) -> list[tuple[SimulationRun, int | None]]:
    """Return the newest simulations of a version, each with how many are eligible where it is done."""
    found = SimulationRun.objects.visible_to(actor).filter(version_id=version_id).order_by("-pk")
    eligible = KeyTransform("eligible", KeyTransform("whole", KeyTransform("programme", "result")))
    rows = found.defer("result").annotate(eligible=eligible)[:most]
    return [(run, run.__dict__["eligible"]) for run in rows]


def simulation(actor: SignedActor, run_id: int) -> SimulationRun | None:
    """Return a simulation with its version, or None."""
    return (
        SimulationRun.objects.visible_to(actor).select_related("version", "against").filter(pk=run_id).first()
    )
