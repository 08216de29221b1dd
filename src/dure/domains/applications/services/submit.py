"""An application is handed in: whole, eligible or not known to be otherwise, once, with a receipt number.

Where many hand in at the same instant, one thread does it for all that wait (``dure.domains.events.crowd``):
each is an act of its own, refused or done by itself, in one transaction and a handful of statements.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.core.exceptions import ObjectDoesNotExist

from dure.domains.accounts.actors import SignedActor
from dure.domains.accounts.refusals import NotAllowed
from dure.domains.applications.arrivals import receive
from dure.domains.applications.columns import Column, support_columns, support_names
from dure.domains.applications.drafting import Reading, read
from dure.domains.applications.following import follow
from dure.domains.applications.handing_in import (
    columns,
    documents_of,
    eligible_or_refused,
    held_for_handing_in,
    refuse_bad_files,
    revision_of,
    rows_of_applications,
    verdict_of,
)
from dure.domains.applications.models import Application
from dure.domains.applications.policies import refuse_outside_window
from dure.domains.applications.ready import profile_problems
from dure.domains.applications.screening import Judged
from dure.domains.applications.states import APPLICATION_STATES
from dure.domains.applications.telling import recipients
from dure.domains.applications.telling_own import next_step
from dure.domains.events.act import Act, acts
from dure.domains.events.crowd import Crowd
from dure.domains.events.statements import add, together
from dure.domains.events.transitions import Move, move_each
from dure.domains.merchants.policies import acting_for
from dure.domains.merchants.queries import facts_of
from dure.domains.notices.services.notify import notify
from dure.domains.privacy.answers import Answers, hold_answers, keep_answers_of
from dure.domains.programmes.queries import Call, call
from dure.domains.uploads.queries import good_files
from dure.engine.problems import Refused, msg, refuse
from dure.engine.programme.models.window import SEOUL

MOST_AT_ONCE = 32
Outcome = str | Exception
"""A receipt number, or why there is none."""


@dataclass(frozen=True, slots=True)
class Wish:
    """What somebody wishes to hand in, as they looked at it."""

    actor: SignedActor
    now: datetime
    application_id: int
    counter: int | None
    programme: str | None


@dataclass(frozen=True, slots=True)
class _Ready:
    """An application that nothing stands against, as it was read."""

    place: int
    act: Act
    row: Application
    called: Call
    reading: Reading
    facts: Mapping[str, Any]
    found: Judged
    seen: int


def submit_application(
    *,
    actor: SignedActor,
    now: datetime,
    application_id: int,
    counter: int | None = None,
    programme: str | None = None,
) -> str:
    """Hand a draft in and return its receipt number (접수번호). Twice, also at once, is once.

    ``counter`` is the draft's as it was looked at, ``programme`` the one that it is thought to be to: others
    are refused. Raises NotAllowed, and Refused outside the window, under a version that is not in force,
    where something is missing or wrong (all of it), where a rule is known not to be met, and where the places
    of a first-come call are gone that receives no more (``apply.full``). What no rule knows is left to the
    document check.
    """
    return _CROWD.join(Wish(actor, now, application_id, counter, programme))


def _submit(wishes: Sequence[Wish]) -> list[Outcome]:
    """Hand in what was wished; the same application twice is done one after the other."""
    outcomes: dict[int, Outcome] = {}
    left = list(range(len(wishes)))
    while left:
        firsts = {wishes[place].application_id: place for place in reversed(left)}
        some = sorted(firsts.values())
        outcomes |= zip(some, _each_or_all([wishes[place] for place in some]), strict=True)
        left = [place for place in left if place not in outcomes]
    return [outcomes[place] for place in range(len(wishes))]


_CROWD: Crowd[Wish, str] = Crowd(_submit, most=MOST_AT_ONCE)


def _each_or_all(wishes: Sequence[Wish]) -> list[Outcome]:
    """Hand in all at once; where one of them breaks it, each by itself, so that it breaks nobody else's."""
    try:
        return _at_once(wishes)
    except Exception as error:  # noqa: BLE001 - it is raised where it was wished
        if len(wishes) == 1:
            return [error]
        return [outcome for wish in wishes for outcome in _each_or_all([wish])]


def _at_once(wishes: Sequence[Wish]) -> list[Outcome]:
    rows = rows_of_applications([wish.application_id for wish in wishes])
    allowed = acting_for(
        {(wish.actor.user_id, row.merchant_id) for wish in wishes if (row := rows.get(wish.application_id))}
    )
    outcomes: list[Outcome | None] = [None] * len(wishes)
    ready: list[_Ready] = []
    calls: dict[str, Call | None] = {}
    supports: dict[str, dict[str, Column]] = {}
    for place, wish in enumerate(wishes):
        row = rows.get(wish.application_id)
        try:
            if row is None:
                raise Application.DoesNotExist
            if (wish.actor.user_id, row.merchant_id) not in allowed:
                raise NotAllowed
            if wish.programme not in (None, row.programme):
                raise NotAllowed
            if row.application_no is None:
                if row.programme not in calls:
                    calls[row.programme] = call(wish.actor, wish.now, row.programme)
                    supports[row.programme] = _support(calls[row.programme], rows.values())
                columns = supports[row.programme].items()
                support = {name: column.of(row.merchant_id) for name, column in columns}
                ready.append(_read(place, wish, row, calls[row.programme], support))
            else:
                outcomes[place] = row.application_no
        except (Refused, NotAllowed, ObjectDoesNotExist) as refusal:
            outcomes[place] = refusal
    if ready := _with_good_files(ready, outcomes):
        with acts([one.act for one in ready]):
            _hand_in(ready, outcomes)
    found = [outcome for outcome in outcomes if outcome is not None]
    assert len(found) == len(wishes), "one outcome for each"
    return found


def _support(called: Call | None, rows: Iterable[Application]) -> dict[str, Column]:
    """Return what a call's rules read of earlier support, of all who hand in at once."""
    if called is None:
        return {}
    names = support_names(called)
    merchants = {row.merchant_id for row in rows}
    return support_columns(names, merchants, called.version.programme) if names else {}


def _read(
    place: int, wish: Wish, row: Application, called: Call | None, support: Mapping[str, Any]
) -> _Ready:
    """Read a draft as it would be handed in; raise Refused where something stands against it."""
    if called is None or called.version.pk != row.version_id:
        raise refuse("apply.moved", msg("the call was changed meanwhile: look at what changed, then apply"))
    refuse_outside_window(called.version, wish.now)
    if row.state != "draft":
        raise refuse("draft.gone", msg("this draft was handed in or put away meanwhile"))
    reading = read(called.loaded.programme, row.draft, wish.now.astimezone(SEOUL).date())
    if missing := [*profile_problems(row.merchant), *reading.problems]:
        raise Refused(found.problem for found in missing)
    facts = facts_of(row.merchant)
    found = eligible_or_refused(called, facts, reading.answers, support)
    seen = row.draft["counter"] if wish.counter is None else wish.counter
    this = Act("application.submit", wish.actor, wish.now, "")
    return _Ready(place, this, row, called, reading, facts, found, seen)


def _with_good_files(ready: Sequence[_Ready], outcomes: list[Outcome | None]) -> list[_Ready]:
    """Return those whose files no scan has found bad; the others are refused."""
    ids = {d.file_id for one in ready for d in one.reading.documents.values() if d.file_id}
    good = good_files(ids) if ids else set()
    found = []
    for one in ready:
        try:
            refuse_bad_files(one.reading.documents.values(), good)
        except Refused as refusal:
            outcomes[one.place] = refusal
        else:
            found.append(one)
    return found


def _hand_in(ready: Sequence[_Ready], outcomes: list[Outcome | None]) -> None:
    """Change the rows, within the acts; what somebody else changed meanwhile is refused, and nothing else."""
    reception = receive({one.row.programme: one.called.loaded.programme for one in ready}.values())
    hold_answers((one.row.merchant_id, one.row.programme) for one in ready)
    held = held_for_handing_in([one.row.pk for one in ready])
    received: dict[int, datetime] = {}
    moves, kept, revisions, verdicts, documents, answers = [], [], [], [], [], []
    for one in ready:
        state, count, number = held[one.row.pk]
        if state != "draft" or count != one.seen or count != one.row.draft["counter"]:
            outcomes[one.place] = _changed_meanwhile(one.row.pk, state)
            continue
        try:
            reception.refuse_when_full(one.row.programme, one.reading.choices)
        except Refused as refusal:
            outcomes[one.place] = refusal
            continue
        at = received[one.row.pk] = reception.instant(one.row.programme, one.act.now)
        name = f"{one.row.programme.upper()}-{number:06d}"
        handed = columns(one.row.merchant, one.reading, one.facts, one.found.verdict)
        given = {
            "application_no": name,
            "revision": 1,
            "submitted_at": at,
            "changed_at": at,
        }
        told = {"application_no": name, "verdict": one.found.verdict}
        moves.append(Move(one.act, one.row.pk, handed | given, told))
        revisions.append(revision_of(one.act, one.row.pk, 1, "submit", handed))
        verdicts.append(verdict_of(one.act, one.row.pk, 1, one.found))
        documents += documents_of(one.act, one.row.pk, one.reading.documents.values())
        if one.reading.consents:
            of = one.called.version.hash
            answers.append(Answers(one.act, one.row.merchant_id, one.row.programme, of, one.reading.consents))
        outcomes[one.place] = name
        kept.append(one)
    keep_answers_of(answers)
    moved = move_each(APPLICATION_STATES, Application, "submit", moves)
    assert len(moved) == len(moves), "their rows are held"
    with together():
        add(revisions)
        add(verdicts)
        add(documents)
    _tell(kept, received)
    for file in {one.row.programme: one.called.loaded.programme for one in kept}.values():
        follow(kept[0].act, file, arrived=True)


def _changed_meanwhile(application_id: int, state: str) -> Outcome:
    """Say what somebody else made of a draft: handed it in, which is what was wished, or changed it."""
    if state == "draft":
        return refuse("draft.newer", msg("this draft was saved in another window meanwhile"))
    number = Application.objects.values_list("application_no", flat=True).get(pk=application_id)
    return number or refuse("draft.gone", msg("this draft was handed in or put away meanwhile"))


def _tell(kept: Sequence[_Ready], received: Mapping[int, datetime]) -> None:
    """Tell everybody who acts for the merchants; each application is told of once."""
    for called in {one.called.version.pk: one.called for one in kept}.values():
        file = called.loaded.programme
        of = {one.row.pk: one for one in kept if one.called.version.pk == called.version.pk}
        after = next_step(file)
        told = recipients(
            list(of),
            file.title,
            lambda key, after=after: {"at": received[key].isoformat(), "next": after},  # type: ignore[misc]
            occasion="submit",
        )
        notify(kept[0].act, told, template="application_received", key="submit")
