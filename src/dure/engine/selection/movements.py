"""What happened to the places after a selection, repeated: who left, who moved up, what objections gave.

``docs/algorithms/reserve-lists.md`` has the rule. The log names applications by their numbers and
says nothing else of anybody.
"""

from __future__ import annotations

import hashlib
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass, field
from itertools import groupby

from dure.engine.problems import Problem, Refused, msg
from dure.engine.selection.correcting import Correction, corrected, outcome
from dure.engine.selection.moving import Afterwards, move_placed, plan_after, seats_left
from dure.engine.selection.plan import Application, Decision, StagePlan, score_text
from dure.engine.selection.reserves import reserve_lists
from dure.engine.selection.vacancy import fill_places

COLUMNS = ("no", "act", "at", "what", "application_no", "executor", "seat", "over_quota", "score", "hash")
LEFT = ("given_up", "lapsed", "withdrawn", "disqualified")
"""Somebody leaves a place: given up, not taken in time, with the whole application, or disqualified."""
GIVEN = ("placed", "restored")
"""An objection gives a place, or gives one back."""
TOP = 100_000
"""The best score, in thousandths."""
OF_EXECUTORS = ("closed", "back", "seat_taken_over")
"""An executor left, carries the programme out again, or took over one seat of one that left."""
KINDS = (*LEFT, *GIVEN, *OF_EXECUTORS, "moved_over", "moved_up", "corrected", "listed", "off_list", "on_list")


@dataclass(frozen=True, slots=True)
class Movement:
    """One entry of the log. Entries of one ``act`` belong together; ``score`` is of a corrected one."""

    no: int
    act: int
    at: str
    what: str
    application_no: str
    executor: str = ""
    seat: str = ""
    over_quota: bool = False
    score: int | None = None

    def cells(self) -> tuple[str, ...]:
        """Return it as cells of csv, without the hash."""
        return (
            str(self.no),
            str(self.act),
            self.at,
            self.what,
            self.application_no,
            self.executor,
            self.seat,
            "true" if self.over_quota else "false",
            score_text(self.score),
        )


def chain(decisions_sha256: str, movements: Iterable[Movement]) -> list[str]:
    """Return the hash of each entry: SHA-256 of the one before it, a line feed, and its cells.

    The first follows the hash of the decisions, so that a log belongs to one selection.
    """
    hashes = []
    before = decisions_sha256
    for one in movements:
        before = hashlib.sha256(f"{before}\n{','.join(one.cells())}".encode()).hexdigest()
        hashes.append(before)
    return hashes


@dataclass(slots=True)
class _State:
    """Who holds what, and who waits where, at one moment."""

    plan: StagePlan
    seed: str | None
    applications: dict[str, Application]
    filling: dict[str, Application]
    """The same as seats are filled by: whoever held a place when a score was put right has the one before."""
    lists: dict[str, set[str]]
    held: dict[str, tuple[str, bool]]
    """By number the executor, and whether a seat is taken: a place over the quota takes none."""
    had: set[str]
    out: set[str] = field(default_factory=set)
    after: Afterwards = field(default_factory=Afterwards)
    now: StagePlan = field(init=False)
    """The plan with the seats as they are after what became of its executors."""

    def __post_init__(self) -> None:
        self.now = self.plan

    def became(self, after: Afterwards) -> None:
        """Take over what became of the executors."""
        self.after = after
        self.now = plan_after(self.plan, after)

    def place_of(self, executor: str) -> str:
        return "" if self.plan.pooled else executor


def movement_faults(
    plan: StagePlan,
    applications: Sequence[Application],
    decisions: Sequence[Decision],
    seed: str | None,
    movements: Sequence[Movement],
) -> list[Problem]:
    """Return what in a log does not follow by the rule from the decisions; none: it is repeated.

    It stops at the first act that does not, for what comes after rests on it.
    """
    chosen = {d.application_no: (d.executor, True) for d in decisions if d.decision == "selected"}
    lists = reserve_lists(plan, applications, decisions, seed)
    state = _State(
        plan=plan,
        seed=seed,
        applications={one.application_no: one for one in applications},
        filling={one.application_no: one for one in applications},
        lists={place: {one.application_no for one in listed} for place, listed in lists.items()},
        held=dict(chosen),
        had=set(chosen),
    )
    for number, one in enumerate(movements, start=1):
        if one.no != number:
            return [_fault("numbering", msg("entry {no} of the log is missing or doubled"), no=number)]
    for _, entries in groupby(movements, key=lambda one: one.act):
        found = _act_faults(state, list(entries))
        if found:
            return found
    return []


def _act_faults(state: _State, entries: Sequence[Movement]) -> list[Problem]:
    """Take the entries of one act over into the state; return what is wrong with them."""
    free: list[str] = []
    told, over = [], []
    placed = {one.application_no for one in entries if one.what == "placed"}
    rights: dict[str, list[Movement]] = {}
    for one in entries:
        if one.what == "corrected":
            rights.setdefault(one.application_no, []).append(one)
    for one in entries:
        if one.what == "corrected":
            # One score may count at several executors: they are put right together, where the first stands.
            together = rights.pop(one.application_no, [])
            wrong = _correct(state, together, free, placed) if together else None
        else:
            wrong = _take_over(state, one, free)
        if wrong is not None:
            return [wrong]
        if one.what == "moved_up":
            told.append((one.application_no, one.executor, one.seat))
        if one.what == "moved_over":
            over.append((one.application_no, one.executor, one.seat))
    wrong = _move_over(state, entries[0], over) if over else None
    if wrong is not None:
        return [wrong]
    expected = [moved for place in dict.fromkeys(map(state.place_of, free)) for moved in _fill(state, place)]
    if told == expected:
        return []
    missing = [number for number, _, _ in expected if number not in {n for n, _, _ in told}]
    return [
        _fault(
            "moved_up",
            msg("act {act} at {at}: {told} moved up; by the rule it is {expected}"),
            act=entries[0].act,
            at=entries[0].at,
            told=_named(told),
            expected=_named(expected),
            missing=", ".join(missing),
        )
    ]


def _take_over(state: _State, one: Movement, free: list[str]) -> Problem | None:
    number = one.application_no
    wrong = _unknown(state, one)
    if wrong is not None:
        return wrong
    if one.what in LEFT:
        if state.held.get(number, ("", False))[0] != one.executor:
            return _entry_fault(one, msg("entry {no}: {application} held no place there"))
        state.held.pop(number)
        free.append(one.executor)
    elif one.what in GIVEN:
        if number in state.held:
            return _entry_fault(one, msg("entry {no}: {application} holds a place already"))
        if one.executor not in state.applications[number].choices:
            return _entry_fault(one, msg("entry {no}: {application} has not listed that executor"))
        if not one.over_quota and _is_full(state, state.place_of(one.executor)):
            return _entry_fault(
                one,
                msg("entry {no}: every seat there is held, and {application} is not put over the quota"),
            )
        state.held[number] = one.executor, not one.over_quota
        state.had.add(number)
    elif one.what == "listed":
        if one.executor not in state.applications[number].choices:
            return _entry_fault(one, msg("entry {no}: {application} has not listed that executor"))
        state.lists[state.place_of(one.executor)].add(number)
        free.append(one.executor)
    elif one.what in OF_EXECUTORS:
        return _of_executor(state, one)
    elif one.what in ("off_list", "on_list"):
        (state.out.add if one.what == "off_list" else state.out.discard)(number)
    return None


def _unknown(state: _State, one: Movement) -> Problem | None:
    """Return what an entry names that there is not: application, movement, executor, kind of seat."""
    if one.what in OF_EXECUTORS:
        if one.application_no or state.plan.pooled or one.executor not in state.plan.executors:
            return _entry_fault(one, msg("entry {no}: there is no such executor"))
        return None
    if one.application_no not in state.applications or one.what not in KINDS:
        return _entry_fault(one, msg("entry {no}: there is no such application, or no such movement"))
    if one.executor and one.executor not in state.plan.choosable:
        return _entry_fault(one, msg("entry {no}: there is no such executor"))
    if not one.executor and one.what not in ("off_list", "on_list") and "" not in state.plan.choosable:
        return _entry_fault(one, msg("entry {no}: it does not say at which executor"))
    if one.seat and one.seat not in ("open", *(share.id for share in state.plan.set_asides)):
        return _entry_fault(one, msg("entry {no}: there is no such kind of seat"))
    return None


def _of_executor(state: _State, one: Movement) -> Problem | None:
    """Take over what became of an executor; seats are taken over of those that left alone, and no more."""
    after, executor = state.after, one.executor
    if one.what == "closed":
        if executor in after.gone:
            return _entry_fault(one, msg("entry {no}: {executor} had left already"), executor)
        closed = tuple(dict.fromkeys((*after.closed, executor)))
        state.became(Afterwards(closed, tuple(e for e in after.back if e != executor), after.added))
    elif one.what == "back":
        if executor not in after.gone:
            return _entry_fault(one, msg("entry {no}: {executor} had not left"), executor)
        state.became(Afterwards(after.closed, (*after.back, executor), after.added))
    else:
        if executor in after.closed or not seats_left(state.plan, after):
            return _entry_fault(
                one, msg("entry {no}: there is no seat that {executor} could take over"), executor
            )
        added = {**after.added, executor: after.added.get(executor, 0) + 1}
        state.became(Afterwards(after.closed, after.back, added))
    return None


def _move_over(state: _State, first: Movement, told: Sequence[tuple[str, str, str]]) -> Problem | None:
    """Move those who sit at executors that left, by the rule; whom the log moves must be exactly these."""
    gone = state.after.gone
    leaving = [number for number, (executor, _) in state.held.items() if executor in gone]
    seated = {
        number: executor for number, (executor, takes) in state.held.items() if takes and executor not in gone
    }
    # Who sits there stands by the score that the seat was given by; who leaves, by the right one.
    among = [state.filling[number] for number in seated] + [state.applications[one] for one in leaving]
    moved, _ = move_placed(state.now, among, seated=seated, leaving=leaving, seed=state.seed)
    expected = [(one.application_no, one.executor, one.seat) for one in moved]
    if sorted(told) != expected:
        return _fault(
            "moved_over",
            msg("act {act} at {at}: {told} moved to other executors; by the rule it is {expected}"),
            act=first.act,
            at=first.at,
            told=_named(told),
            expected=_named(expected),
        )
    state.held.update({number: (executor, True) for number, executor, _ in expected})
    return None


def _is_full(state: _State, place: str) -> bool:
    capacity = next(p.capacity for p in state.now.places if p.id == place)
    return len(_seated(state, place)) >= capacity


def _seated(state: _State, place: str) -> list[str]:
    """Return who holds a seat at a place: places over the quota take none."""
    return [
        number
        for number, (executor, takes) in state.held.items()
        if takes and (state.plan.pooled or executor == place)
    ]


def _correct(
    state: _State, entries: Sequence[Movement], free: list[str], placed: Collection[str]
) -> Problem | None:
    """Put the scores of one application right; whoever would have been selected by them must get a place.

    That is in the same act. Whoever holds one keeps it and gets no other; seats are filled around them by
    the score before. Who gets none stands on the reserve lists by the right scores, and seats that are free
    are filled by them.
    """
    rights = []
    for one in entries:
        wrong = _unknown(state, one) or _no_score(state, one)
        if wrong is not None:
            return wrong
        rights.append(Correction(one.application_no, one.executor, one.score or 0))
    number = entries[0].application_no
    holds = number in state.held
    try:
        found = outcome(state.plan, list(state.applications.values()), rights, state.seed)
        state.applications = corrected(state.applications, rights)
        if not holds:
            state.filling = corrected(state.filling, rights)
    except Refused as refused:
        return refused.problems[0]
    gives = found.selected and not holds
    if gives != (number in placed):
        return _entry_fault(
            entries[0],
            msg("entry {no}: by the corrected score {application} does not get what the log says"),
        )
    if not gives and not holds:
        free.extend(one.executor for one in entries)
    return None


def _no_score(state: _State, one: Movement) -> Problem | None:
    """Return what is wrong with a corrected score as it stands in the log."""
    if one.score is None:
        return _entry_fault(one, msg("entry {no}: a corrected score is missing"))
    if not 0 <= one.score <= TOP or not state.plan.is_scored:
        return _entry_fault(one, msg("entry {no}: there is no such score"))
    if one.executor not in state.applications[one.application_no].choices:
        return _entry_fault(one, msg("entry {no}: {application} has not listed that executor"))
    return None


def _fill(state: _State, place: str) -> list[tuple[str, str, str]]:
    """Return who moves up at a place now, with executor and kind of seat, and let them hold it."""
    waiting = state.lists[place] - state.had - state.out
    seated = _seated(state, place)
    if not waiting or _is_full(state, place):
        return []
    try:
        moved = fill_places(
            state.now,
            [state.filling[number] for number in (*seated, *sorted(waiting))],
            place=place,
            selected=seated,
            reserve=dict.fromkeys(waiting, 0),
            given_up=(),
            seed=state.seed,
        )
    except Refused:
        return []  # caps work against each other: the place stays free, as the rule says
    found = []
    for one in moved:
        executor = place or state.applications[one.application_no].choices[0]
        state.held[one.application_no] = executor, True
        state.had.add(one.application_no)
        found.append((one.application_no, executor, one.seat))
    return found


def head(decisions_sha256: str, hashes: Sequence[str]) -> str:
    """Return the hash by which a whole log is named: that of its last entry."""
    return hashes[-1] if hashes else decisions_sha256


def _named(some: Sequence[tuple[str, str, str]]) -> str:
    return ", ".join(f"{number} ({executor}, {seat})" for number, executor, seat in some) or "–"


def _entry_fault(one: Movement, message: str, executor: str = "") -> Problem:
    told = {"executor": executor} if executor else {"application": one.application_no}
    return _fault("entry", message, no=one.no, **told)


def _fault(code: str, message: str, **params: object) -> Problem:
    return Problem(f"movements.{code}", message, params)
