"""From a matching to decisions: seats, ranks, cut-offs, reserve lists and reasons."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterable, Sequence
from functools import lru_cache
from itertools import chain, compress, islice, repeat
from operator import attrgetter, lt

import numpy as np

from dure.engine.problems import Problem, Refused, msg
from dure.engine.selection.choice import Chosen, seat_labels
from dure.engine.selection.matching import match
from dure.engine.selection.plan import Application, Decision, StagePlan, score_text
from dure.engine.selection.stability import refuse_unstable
from dure.engine.selection.standing import PIECE, Numbers, Standing, rank_applicants
from dure.engine.selection.ways import TERMS

EXECUTOR_LEFT = "executor_left"
"""Why a choice did not count: its executor carries the programme out no more."""
NO_OPEN_SEAT = "no_open_seat"
"""Why a place refused whose seats were all set aside, and taken by those they are for."""


def select(plan: StagePlan, applications: Sequence[Application], seed: str | None = None) -> list[Decision]:
    """Decide on every application of a stage; sorted by application number in code-point order.

    Raises Refused for doubled numbers, unknown executors, doubled or too many choices, equal scores at
    one executor without a seed, caps that overlap without one holding the other, and several caps that
    work against each other so that the result would not be stable.
    """
    check_applications(plan, applications)
    standing = rank_applicants(plan, applications, seed)
    chosen = match(plan, applications, standing)
    refuse_unstable(plan, applications, standing, chosen)
    return _Decisions(plan, applications, standing, chosen).all()


def check_applications(plan: StagePlan, applications: Sequence[Application]) -> None:
    """Raise Refused, with every problem, where the applications cannot be decided on."""
    known = frozenset(plan.choosable)
    limit = 1 if plan.pooled else plan.choices_limit
    seen: set[str] = set()
    problems: list[Problem] = []
    numbers = list(map(attrgetter("application_no"), applications))
    # Many list the same executors in the same order: each such list is looked at once.
    listed = set(map(attrgetter("choices"), applications))
    if (
        (all(map(lt, numbers, islice(numbers, 1, None))) or len(set(numbers)) == len(numbers))
        and known.issuperset(chain.from_iterable(listed))
        and all(len(set(choices)) == len(choices) <= limit for choices in listed)
    ):
        # Nothing is wrong with any of them, as almost always: nobody has to be named.
        applications_to_name: Sequence[Application] = ()
    else:
        applications_to_name = applications

    def problem(code: str, message: str, application: Application, **params: object) -> None:
        problems.append(
            Problem(f"select.{code}", message, {"application": application.application_no, **params})
        )

    for application in applications_to_name:
        if application.application_no in seen:
            problem(
                "doubled_application", msg("the application {application} stands there twice"), application
            )
        seen.add(application.application_no)
        for choice in application.choices:
            if choice not in known:
                problem(
                    "unknown_executor",
                    msg("application {application}: there is no executor “{executor}”"),
                    application,
                    executor=choice,
                )
        if len(set(application.choices)) < len(application.choices):
            problem(
                "doubled_choice", msg("application {application}: an executor is chosen twice"), application
            )
        if len(application.choices) > limit:
            problem(
                "too_many_choices",
                msg("application {application}: {count} executors are chosen, at most {limit} may be"),
                application,
                count=len(application.choices),
                limit=limit,
            )
    problems.extend(_crossing_caps(plan, applications))
    if problems:
        raise Refused(problems)


def _crossing_caps(plan: StagePlan, applications: Sequence[Application]) -> list[Problem]:
    """Caps must be apart or one inside the other: otherwise no stable choice need exist."""
    masks = set(map(attrgetter("caps"), applications))
    problems = []
    for i in range(len(plan.caps)):
        for j in range(i + 1, len(plan.caps)):
            kinds = {(mask >> i & 1, mask >> j & 1) for mask in masks}
            if {(1, 1), (1, 0), (0, 1)} <= kinds:
                problems.append(
                    Problem(
                        "select.crossing_caps",
                        msg(
                            "the caps {one} and {other} cross: some applicants are under both and some"
                            " under each alone, and then no fair choice need exist"
                        ),
                        {"one": plan.caps[i].id, "other": plan.caps[j].id},
                    )
                )
    return problems


@lru_cache(maxsize=1)
def _score_texts() -> tuple[str, ...]:
    """Return every score as it is written: millions of reasons name them, so each is worded once."""
    return tuple(map(score_text, range(100_001)))


def _joined(parts: list[str], counts: Numbers) -> Iterable[str]:
    """Join the parts of each, who has so many of them: those of one after those of another."""
    if len(counts) and (counts == counts[0]).all():
        return map("|".join, zip(*[iter(parts)] * int(counts[0]), strict=True))
    following = iter(parts)
    return ["|".join(islice(following, count)) for count in counts.tolist()]


def _gone(application: Application) -> list[str]:
    """Say of each choice whose executor left that it did not count: it stands before all other reasons."""
    return [f"{EXECUTOR_LEFT}:{executor}" for executor in application.left]


class _Decisions:
    """All decisions of one stage, from the final choice of every place."""

    def __init__(
        self,
        plan: StagePlan,
        applications: Sequence[Application],
        standing: Standing,
        chosen: tuple[Chosen, ...],
    ) -> None:
        self.plan = plan
        self.applications = applications
        self.standing = standing
        self.chosen = chosen
        self.seats: dict[int, tuple[int, int, str]] = {}  # applicant → place, rank, seat
        self.cutoffs: list[dict[str, int | None]] = []  # by place: seat → lowest score
        self.open_cutoff: list[int | None] = []
        self.last_open: list[int | None] = []  # by place: the last rank in an open seat, where all are taken
        for p, place in enumerate(plan.places):
            by_rank = standing.by_rank[p]
            labels = seat_labels(place, chosen[p].group, standing.set_asides[p])
            seats = {r: plan.set_asides[t].id for r, t in labels.items()}
            seats.update(dict.fromkeys(chosen[p].open, "open"))
            cutoffs: dict[str, int | None] = {}
            for rank, seat in sorted(seats.items()):
                self.seats[by_rank[rank]] = (p, rank, seat)
                cutoffs[seat] = self._score(p, rank)  # ranks rise: the last one is the lowest
            self.cutoffs.append(cutoffs)
            full = len(chosen[p].open) == chosen[p].open_seats
            self.open_cutoff.append(cutoffs.get("open") if full else None)
            self.last_open.append(chosen[p].open[-1] if full and chosen[p].open else None)
        self.reserves = self._reserve_lists()
        self.full_caps: dict[tuple[int, int, int], str | None] = {}  # by mask, place, open seats taken
        self.names = [place.id for place in plan.places]
        self.closed = [not one.open_seats for one in chosen]
        """By place, whether it had no open seat: every seat was set aside, and taken."""
        self.score_texts = _score_texts()
        self.cutoff_texts = [score_text(cutoff) for cutoff in self.open_cutoff]
        self.last_texts = ["" if last is None else str(last + 1) for last in self.last_open]

    def _score(self, place: int, rank: int) -> int | None:
        """Return a score as it is told: a lot, an arrival and an executor's order have none."""
        return self.standing.scores[place][rank] if self.plan.is_scored else None

    def _reserve_lists(self) -> dict[tuple[int, int], int]:
        """Return, by place and applicant, the place on the reserve list (from 1)."""
        lists: dict[tuple[int, int], int] = {}
        for p in range(len(self.plan.places)):
            length = 0
            for applicant in self.standing.by_rank[p]:
                if length == self.plan.reserve_length:
                    break
                if applicant not in self.seats:
                    length += 1
                    lists[p, applicant] = length
        return lists

    def all(self) -> list[Decision]:
        if self.plan.pooled or not self.plan.is_scored:
            decisions = [self._of(i) for i in range(len(self.applications))]
        else:
            decisions = self._of_many()
        return sorted(decisions, key=attrgetter("application_no"))

    def _of_many(self) -> list[Decision]:
        """Return what :meth:`_of` returns of each, by columns: almost all are refused by score alone."""
        decisions: list[Decision] = []
        for first in range(0, len(self.applications), PIECE):
            decisions += self._piece(first, min(first + PIECE, len(self.applications)))
        on_lists = (applicant for _, applicant in self.reserves)
        for i in {*self.seats, *on_lists, *self._maybe_capped(), *self._scored_in_part()}:
            decisions[i] = self._of(i)
        if self.plan.left:
            for i in (i for i, one in enumerate(self.applications) if one.left):
                decisions[i] = self._of(i)
        return decisions

    def _piece(self, first: int, last: int) -> list[Decision]:
        """Return the decisions on some, as if each were refused everywhere and stood on no list."""
        standing = self.standing
        start = standing.start[first : last + 1]
        counts = np.diff(start)
        begins = start[:-1][counts > 0]
        mine = slice(int(start[0]), int(start[-1]))
        before = [f"below_cutoff:{name}=" for name in self.names]
        after = [f"<{text}" for text in self.cutoff_texts]
        texts = self.score_texts
        scored = zip(standing.place[mine].tolist(), standing.score[mine].tolist(), strict=True)
        if any(self.closed):
            whole = [
                f"{NO_OPEN_SEAT}:{name}" if shut else ""
                for name, shut in zip(self.names, self.closed, strict=True)
            ]
            parts = [whole[p] or f"{before[p]}{texts[s]}{after[p]}" for p, s in scored]
        else:
            parts = [f"{before[p]}{texts[s]}{after[p]}" for p, s in scored]
        places = standing.place[begins].tolist()
        applications = self.applications[first:last]
        with_choice = compress(applications, (counts > 0).tolist())
        rows = zip(
            map(attrgetter("application_no"), with_choice),
            repeat("not_selected"),
            map(self.names.__getitem__, places),
            (standing.rank[begins] + 1).tolist(),
            standing.score[begins].tolist(),
            repeat(""),
            map(self.open_cutoff.__getitem__, places),
            repeat(None),
            _joined(parts, counts[counts > 0]),
            strict=False,
        )
        # As Decision._make, without asking of each whether it has nine parts.
        refused = list(map(tuple.__new__, repeat(Decision), rows))
        if len(refused) == last - first:
            return refused
        following = iter(refused)
        has_choice = (counts > 0).tolist()
        return [next(following) if has_choice[i - first] else self._of(i) for i in range(first, last)]

    def _scored_in_part(self) -> list[int]:
        """Return who has a score at some of the executors listed, and none at others."""
        counts = np.diff(self.standing.start)
        listed = np.fromiter(
            map(len, map(attrgetter("choices"), self.applications)), np.int64, len(self.applications)
        )
        return np.flatnonzero((counts > 0) & (counts < listed)).tolist()

    def _maybe_capped(self) -> list[int]:
        """Return who is under a cap and stands before the last open seat of a place: it may be full."""
        if not self.plan.caps:
            return []
        standing = self.standing
        last = [
            len(by_rank) if r is None else r
            for r, by_rank in zip(self.last_open, standing.by_rank, strict=True)
        ]
        early = standing.rank < np.array(last, dtype=np.int64)[standing.place]
        who = np.repeat(np.arange(len(self.applications)), np.diff(standing.start))[early]
        return [i for i in np.unique(who).tolist() if self.applications[i].caps]

    def _of(self, applicant: int) -> Decision:
        application = self.applications[applicant]
        if applicant in self.seats:
            place, rank, seat = self.seats[applicant]
            return Decision(
                application.application_no,
                "selected",
                self._executor(application, place),
                rank + 1,
                self._score(place, rank),
                seat,
                self.cutoffs[place][seat],
                None,
                "open" if seat == "open" else f"set_aside:{seat}",
            )
        choices = self.standing.choices(applicant)
        if not choices:
            return self._without_standing(application)
        listed = [(p, r) for p, r in choices if (p, applicant) in self.reserves]
        if not listed and not self.plan.pooled and self.names[choices[0][0]] != application.choices[0]:
            # The row tells of the first choice, where nothing stands to be ranked by.
            first = self.names.index(application.choices[0])
            return Decision(
                application.application_no,
                "not_selected",
                application.choices[0],
                None,
                None,
                "",
                self.open_cutoff[first],
                None,
                "|".join([*_gone(application), self._refusals(applicant, choices)]),
            )
        place, rank = (listed or choices)[0]
        return Decision(
            application.application_no,
            "reserve" if listed else "not_selected",
            self._executor(application, place),
            rank + 1,
            self._score(place, rank),
            "",
            self.open_cutoff[place],
            self.reserves.get((place, applicant)),
            "|".join([*_gone(application), self._refusals(applicant, choices)]),
        )

    def _without_standing(self, application: Application) -> Decision:
        first = application.choices[0] if application.choices else ""
        cutoff = None
        if first or self.plan.pooled:
            cutoff = self.open_cutoff[0 if self.plan.pooled else self.names.index(first)]
        lacking = "|".join(f"no_document:{one}" for one in application.lacking)
        absent = lacking or TERMS[self.plan.way].absent
        if application.left:
            # Who chose only executors that left lacks nothing else.
            absent = "|".join([*_gone(application), *([absent] if lacking or first else [])])
        return Decision(
            application.application_no, "not_selected", first, None, None, "", cutoff, None, absent
        )

    def _executor(self, application: Application, place: int) -> str:
        return application.choices[0] if self.plan.pooled else self.names[place]

    def _refusals(self, applicant: int, choices: list[tuple[int, int]]) -> str:
        """Say of every choice listed why the place refused: no open seat, a cap that was full, the order, or
        that nothing stands there to be ordered by.
        """
        application = self.applications[applicant]
        names = [application.choices[0]] if self.plan.pooled else self.names
        if self.plan.is_scored:
            texts, cutoffs = self.score_texts, self.cutoff_texts
            mine = slice(self.standing.start[applicant], self.standing.start[applicant + 1])
            pairs = self.standing.place[mine].tolist(), self.standing.score[mine].tolist()
            scored = zip(*pairs, strict=True)
            reasons = [f"below_cutoff:{names[p]}={texts[s]}<{cutoffs[p]}" for p, s in scored]
        else:
            reasons = [f"behind:{names[p]}={rank + 1}>{self.last_texts[p]}" for p, rank in choices]
        for k, (place, _) in enumerate(choices):
            if self.closed[place]:
                reasons[k] = f"{NO_OPEN_SEAT}:{names[place]}"
        if application.caps:
            for k, (place, rank) in enumerate(choices):
                cap = self._full_cap(application.caps, place, rank)
                if cap is not None:
                    reasons[k] = f"cap:{cap}"
        if len(choices) < len(application.choices):
            absent = TERMS[self.plan.way].absent
            told = {self.names[place]: reason for (place, _), reason in zip(choices, reasons, strict=True)}
            reasons = [told.get(one) or f"{absent}:{one}" for one in application.choices]
        return "|".join(reasons)

    def _full_cap(self, mask: int, place: int, rank: int) -> str | None:
        chosen = self.chosen[place]
        before = bisect_left(chosen.open, rank)
        if before == chosen.open_seats:
            return None
        if (mask, place, before) not in self.full_caps:
            self.full_caps[mask, place, before] = self._full_cap_after(mask, place, before)
        return self.full_caps[mask, place, before]

    def _full_cap_after(self, mask: int, place: int, before: int) -> str | None:
        """Return the first cap of a mask that is full once so many of the open seats are taken."""
        chosen, caps = self.chosen[place], self.standing.caps[place]
        for i, cap in enumerate(self.plan.caps):
            if mask >> i & 1:
                limit = chosen.open_seats * cap.share_bp // 10_000
                taken = sum(caps[r] >> i & 1 for r in chosen.open[:before])
                if taken >= limit:
                    return cap.id
        return None
