"""Check a published selection from nothing but its files. Selection Checker of Dure (두레), one file.

Run it where a bundle was unzipped, with any Python from 3.9 on and nothing else installed:

    python3 checker.py [FOLDER]

It answers 0 if every decision is proved, 1 if there are faults (each is printed), 2 if a file cannot
be read or lacks a column. `dure verify` uses the same file through `find_faults`.

The program that made the decisions is not used here, and the result is reached in another way. Reading
from top to bottom, the parts are:

 1. the faults that can be found, with their sentences;
 2. the stage: who chooses, how many seats, which set-aside seats and caps;
 3. the applications, as numbers, and whether scores follow from what each reviewer gave;
 4. the rule by which one executor chooses among people, which is the heart of the matter;
 5. the applicant-optimal result, found by letting applicants propose one after the other;
 6. the decisions to be checked: their rows, and whether anybody has a justified complaint (stability);
 7. every other column, worked out anew and compared;
 8. `find_faults`, which puts 2 to 7 in order;
 9. the stand-alone program: manifest, fingerprints of files, printing.

It cannot tell whether scores, reviews and traits are true, only whether the decisions follow from them.
"""

from __future__ import annotations

import calendar
import csv
import gc
import hashlib
import io
import json
import os
import re
import sys
import warnings
from array import array
from bisect import bisect_left, bisect_right
from collections import Counter
from collections.abc import Callable, Collection, Iterable, Sequence
from datetime import datetime, timezone
from functools import lru_cache, partial
from itertools import accumulate, chain, compress, count, islice, repeat
from operator import itemgetter, lt, sub
from pathlib import Path
from typing import Any, NamedTuple

Row = dict[str, str]


# ------------------------------------------------------------------------------------------ 1. Faults


class Fault(NamedTuple):
    """One thing that is not as it must be; `application_no` is empty where no single person is meant."""

    code: str
    application_no: str
    message: str
    params: dict[str, Any]


MESSAGES = {
    # The bundle (stand-alone program only).
    "file_changed": "{file} is not the file that was published: its SHA-256 is {found}, not {expected}.",
    "file_not_listed": "{file} is not named in the manifest, so nothing vouches for it.",
    "stage_differs": "stage.json describes stage {found}, the manifest says {expected}.",
    # The stage and the applications: with one of these nothing can be proved.
    "stage_invalid": "The description of the stage cannot be used: {field} is missing or not allowed.",
    "capacities_differ": "The capacities of the executors add up to {found}, but the quota is {expected}.",
    "column_missing": "{file} has no column {column}.",
    "application_no_empty": "An application has no number.",
    "application_doubled": "The application stands in the file more than once.",
    "choice_unknown": "The application names {executor}, which is not an executor of this stage.",
    "holder_missing": "The application tells no executor by which it is held.",
    "choice_doubled": "The application names {executor} more than once.",
    "choices_too_many": "The application names {found} executors; {limit} are allowed.",
    "score_invalid": "{column} is not a score from 0 to 100 with at most three decimals: {found}.",
    "reviews_invalid": "The reviews are no list such as r1=85.5;r2=90, each reviewer once: {found}.",
    "reviews_not_linked": "Scores cannot be adjusted: nothing links the reviewers {found} to the others.",
    "reviews_not_settled": "Adjusting the scores does not come to rest: too little links the reviewers.",
    "score_not_of_reviews": "{column} is {found}; the reviews make {expected}.",
    "part_invalid": "{column} is not a number of points from 0 to 100 with at most three decimals: {found}.",
    "score_not_of_parts": "{column} is {found}; the parts make {expected} by their weights.",
    "instant_invalid": "received_at is no instant with offset such as 2025-03-18T09:00:00.000000Z: {found}.",
    "votes_invalid": "votes is no whole number of votes: {found}.",
    "points_not_of_votes": "{column} is {found}; the votes make {expected}.",
    "ballot_differs": "Ballot {ballot} has not the hash of its choices and salt.",
    "ballot_doubled": "Ballot {ballot} stands in the list more than once.",
    "ballot_too_many": "Ballot {ballot} has {found} votes; {limit} are allowed.",
    "ballot_unclear": "Ballot {ballot}: counted is neither true nor false, or one set aside has no reason.",
    "sealed_differs": "The ballots are not those that were sealed at the close: {found}, not {expected}.",
    "votes_not_of_ballots": "votes is {found}; the ballots make {expected}.",
    "candidate_missing": "{found} ballots name this candidate, who is neither among the applications nor "
    "said to have left before the decision.",
    "votes_emptied": "votes is empty, and nobody says that the application came only after the vote.",
    "votes_of_latecomer": "is said to have come only after the vote, and votes is {found}.",
    "nominations_invalid": "The nominations are no list such as naru=1;dasom=3, each executor once: {found}.",
    "lot_without_seed": "The stage is chosen by lot, and there is no seed to draw with.",
    "commitment_missing": "The hash of the seed was to be published before the draw, the seed has decided, "
    "and no such hash is there: nothing shows that the seed was not chosen afterwards.",
    "commitment_differs": "The seed is not the one whose SHA-256 was published: {found}, not {expected}.",
    "trait_invalid": "{column} is neither true nor false nor empty: {found}.",
    "tie_without_seed": "Has the same score at {executor} as {other}, and there is no seed to decide.",
    "no_stable_result": "Several caps work against each other: proposals end in a result that is not stable "
    "for this application and {executor}, so that there is nothing to compare the decisions with.",
    # The rows of the decisions.
    "row_missing": "There is no decision on this application.",
    "row_extra": "There is a decision, but no such application.",
    "row_doubled": "There is more than one decision on this application; the first is checked.",
    "decision_unknown": "The decision is not one of selected, reserve, not_selected: {found}.",
    "executor_unknown": "The decision names {found}, which is not an executor of this stage.",
    "executor_not_chosen": "Selected at {executor}, which the application does not list with a score.",
    # Counting seats.
    "quota_exceeded": "{executor} has {limit} seats, but {found} are selected there.",
    "set_aside_exceeded": "{executor} has {limit} seats of set-aside {name}, but {found} hold one.",
    "set_aside_not_qualified": "Holds a seat of set-aside {name} without that trait.",
    "cap_exceeded": "At {executor} {found} in open seats fall under cap {name}; {limit} may.",
    # Stability and applicant-optimality.
    "blocking_pair": "By its rules {executor} takes this application, which likes it better than its result "
    "({found}): the decisions are not stable.",
    "not_chosen": "Holds a seat at {executor} that by its rules others should have had.",
    "not_optimal": "Stable, but another stable result gives this application {expected} and not {found}.",
    # The columns, one by one.
    "decision_wrong": "The decision is {found}; it follows from the files that it is {expected}.",
    "executor_wrong": "The executor is {found}; it follows from the files that it is {expected}.",
    "rank_wrong": "The rank is {found}; it follows from the files that it is {expected}.",
    "score_wrong": "The score is {found}; it follows from the files that it is {expected}.",
    "seat_wrong": "The seat is {found}; it follows from the files that it is {expected}.",
    "cutoff_wrong": "The cutoff is {found}; it follows from the files that it is {expected}.",
    "reserve_rank_wrong": "The reserve rank is {found}; it follows from the files that it is {expected}.",
    "reason_wrong": "The reason is {found}; it follows from the files that it is {expected}.",
}


def fault(code: str, application_no: str = "", **params: Any) -> Fault:
    return Fault(code, application_no, MESSAGES[code], params)


# --------------------------------------------------------------------------------------- 2. The stage


class Chooser(NamedTuple):
    """One executor, or the one pool of a stage that is chosen over all executors."""

    name: str
    capacity: int
    set_aside_seats: list[int]  # one number per set-aside, in file order
    cap_shares_bp: list[int]  # one share per cap, in file order


class Stage(NamedTuple):
    executors: list[str]
    choosers: list[Chooser]
    pooled: bool
    set_asides: list[str]
    caps: list[str]
    choices_limit: int | None
    reserve_length: int
    combine: str | None  # how several reviewers' scores become one; None: scores are given as they are
    rounds: list[
        dict[str, Any]
    ]  # rounds of review, where there are several: id, weight_bp, lets_through_from
    way: str  # what people are ordered by: score, lot, first_come, entitlement, nomination or vote
    parts: list[dict[str, Any]]  # sources of a mixed score: column, weight_bp, each, points (of a vote)
    first: bool  # a pool before any stage of executors: nobody is held by one
    left: list[str]  # executors that carry the programme out no more: choices of them do not count


WAYS = ("score", "lot", "first_come", "entitlement", "nomination", "vote")
POINTS = (None, "share", "most", "rank")  # how votes become points of a mix
EVERYBODY = 10**9  # places of an entitlement, whose quota is what is planned for


def is_count(value: object) -> bool:
    return isinstance(value, int) and not isinstance(value, bool) and value >= 0


def are_named(entries: object, number: str = "", most: int | None = None) -> bool:
    """Is this a list of objects with different ids, each with a whole number of that name?"""
    if not isinstance(entries, list) or not all(isinstance(entry, dict) for entry in entries):
        return False
    ids = [entry.get("id") for entry in entries]
    numbers = [entry.get(number) for entry in entries] if number else []
    texts = all(isinstance(name, str) and name for name in ids)
    return texts and len(set(ids)) == len(ids) and all(is_count(n) and n <= (most or n) for n in numbers)


def are_parts(parts: object) -> bool:
    """Is this a list of sources whose weights make a whole, or empty?"""
    if not isinstance(parts, list) or not all(isinstance(part, dict) for part in parts):
        return False
    if not all(isinstance(p.get("column"), str) and isinstance(p.get("each", False), bool) for p in parts):
        return False
    if not all(part.get("points") in POINTS for part in parts):
        return False
    weights = [part.get("weight_bp") for part in parts]
    return all(is_count(weight) for weight in weights) and (not parts or sum(weights) == 10000)


def are_others(names: object, executors: object) -> bool:
    """Are these different names, none of which is that of an executor?"""
    if not isinstance(names, list) or not all(isinstance(name, str) and name for name in names):
        return False
    known = executors if isinstance(executors, list) else []
    taken = {one.get("id") for one in known if isinstance(one, dict)}
    return len({*names}) == len(names) and not taken & {*names}


def are_rounds(rounds: object) -> bool:
    """Are these rounds of review whose weights make a whole, or none?"""
    if not are_named(rounds, "weight_bp", most=10000):
        return False
    assert isinstance(rounds, list)
    gates = [one.get("lets_through_from", 0) for one in rounds]
    return all(map(is_count, gates)) and (not rounds or sum(one["weight_bp"] for one in rounds) == 10000)


def split_by_largest_remainder(total: int, weights: list[int]) -> list[int]:
    """Split whole seats in proportion to weights; equal remainders are served in file order."""
    whole = sum(weights) or 1
    parts = [total * weight // whole for weight in weights]
    by_remainder = sorted(range(len(weights)), key=lambda e: -(total * weights[e] % whole))
    for e in by_remainder[: total - sum(parts)]:
        parts[e] += 1
    return parts


def read_stage(stage: dict[str, Any]) -> tuple[Stage | None, list[Fault]]:
    pooled, limit = stage.get("pooled"), stage.get("choices_limit")
    usable = {
        "pooled": isinstance(pooled, bool),
        "quota": is_count(stage.get("quota")),
        "reserve_length": is_count(stage.get("reserve_length")),
        "choices_limit": limit is None or is_count(limit),
        "executors": are_named(stage.get("executors"), "" if pooled else "capacity"),
        "set_asides": are_named(stage.get("set_asides"), "share_bp", most=10000),
        "caps": are_named(stage.get("caps"), "share_bp", most=10000),
        "combine": stage.get("combine") in (None, "mean", "trimmed_mean", "adjusted"),
        "rounds": are_rounds(stage.get("rounds", [])),
        "way": stage.get("way", "score") in WAYS,
        "parts": are_parts(stage.get("parts", [])),
        "first": stage.get("first", False) in (False, bool(pooled)),
        "left": are_others(stage.get("left", []), stage.get("executors")),
    }
    if not all(usable.values()):
        return None, [fault("stage_invalid", field=field) for field, fine in usable.items() if not fine]
    quota, set_asides, caps = stage["quota"], stage["set_asides"], stage["caps"]
    executors = [entry["id"] for entry in stage["executors"]]
    names = ["(pool)"] if pooled else executors
    capacities = [quota] if pooled else [entry["capacity"] for entry in stage["executors"]]
    if sum(capacities) != quota:
        return None, [fault("capacities_differ", found=sum(capacities), expected=quota)]
    way = stage.get("way", "score")
    if way == "entitlement":
        capacities = [EVERYBODY] * len(capacities)
    # The seats of a set-aside are counted over the whole stage, then split by capacity.
    seats = [split_by_largest_remainder(quota * one["share_bp"] // 10000, capacities) for one in set_asides]
    shares = [cap["share_bp"] for cap in caps]
    choosers = [
        Chooser(name, capacities[e], [of_one[e] for of_one in seats], shares) for e, name in enumerate(names)
    ]
    ids, cap_ids = [one["id"] for one in set_asides], [cap["id"] for cap in caps]
    combine, reserve_length = stage.get("combine"), stage["reserve_length"]
    parts, first = stage.get("parts", []), bool(stage.get("first"))
    terms = limit, reserve_length, combine, stage.get("rounds", []), way, parts, first, stage.get("left", [])
    return Stage(executors, choosers, bool(pooled), ids, cap_ids, *terms), []


# -------------------------------------------------------------------------------- 3. The applications

TOP = 100_000  # the best score, in thousandths: scores are compared as whole numbers
NO_SCORE, BAD_SCORE, NOBODY = -1, -2, -1
SCORE = re.compile(r"([0-9]{1,9})(?:\.([0-9]{1,3}))?")
TRUTH = {
    **dict.fromkeys(("true", "1", "y", "예"), True),
    **dict.fromkeys(("false", "0", "n", "아니오", ""), False),
}

DECISIONS = ("selected", "reserve", "not_selected")
COMPARED = ("decision", "executor", "rank", "score", "seat", "cutoff", "reserve_rank", "reason")
DECISION_COLUMNS = ("application_no", *COMPARED)


class People(NamedTuple):
    """The applications as numbers: a person is a place in these lists, and so are executors and traits.

    The choices at which a person has a score stand one after the other, best first, those of all people in
    one list: person i's from `start[i]` up to `start[i + 1]`. Scores are in thousandths, or stand for what
    the stage orders by where that is no score: the higher comes first. People of one kind have the same
    traits.
    """

    numbers: list[str]
    seed: str | None
    start: array[int]
    executor: array[int]  # per choice: who is asked
    score: array[int]  # per choice: the score there
    named: array[int]  # per person the executor held, or the first choice as listed; NOBODY: none
    kinds: array[int]
    traits_of_kind: list[int]  # set-asides as bits: bit t is set if the kind qualifies for set-aside t
    caps_of_kind: list[tuple[int, ...]]  # the caps under which the kind is counted
    lists: list[Arrivals]  # per executor who chose it
    lacking: dict[int, str]  # per person who lacks a document: the reason, which names each
    in_part: dict[int, tuple[int, ...]]  # per person with a score at some choices only: all, as listed
    left: dict[int, str]  # per person who chose executors that left: the reason, which names each

    def chosen(self, i: int) -> Sequence[int]:
        return self.executor[self.start[i] : self.start[i + 1]]

    def at(self, i: int, e: int) -> int:
        """Where in the lists of choices the choice of executor e by person i stands."""
        return self.start[i] + self.chosen(i).index(e)


class Scores(dict[str, int]):
    """'87.5' -> 87500; NO_SCORE for an empty cell, BAD_SCORE for what is no score; read once each."""

    def __missing__(self, cell: str) -> int:
        match = SCORE.fullmatch(cell.strip())
        score = NO_SCORE if not cell.strip() else BAD_SCORE
        if match and int(match[1] + (match[2] or "").ljust(3, "0")) <= TOP:
            score = int(match[1] + (match[2] or "").ljust(3, "0"))
        self[cell] = score
        return score


def three_decimals(score: int) -> str:
    return f"{score // 1000}.{score % 1000:03d}"


@lru_cache(maxsize=1)
def score_texts() -> tuple[str, ...]:
    """Every score there can be as it is worded: made once, however many stages are checked."""
    return tuple(map(three_decimals, range(TOP + 1)))


def score_columns(stage: Stage, columns: Iterable[str]) -> list[str]:
    """One column per executor if there are such columns, else `score`."""
    per_executor = [f"score.{name}" for name in stage.executors]
    each = any(part.get("each") for part in stage.parts)  # then a mixed score differs by executor
    return per_executor if each or set(per_executor) & set(columns) else ["score"]


def part_columns(stage: Stage, part: dict[str, Any]) -> list[str]:
    """Where the points of one source stand: one column per executor if each gives its own."""
    return [f"{part['column']}.{name}" for name in stage.executors] if part.get("each") else [part["column"]]


PANEL = "part.panel"  # of a mix, the source that reviews make


def review_columns(stage: Stage) -> list[str]:
    """Where stands what each reviewer gave: one column per round if there are several."""
    return [f"reviews.{one['id']}" for one in stage.rounds] or ["reviews"]


def trait_columns(stage: Stage) -> list[str]:
    return [f"trait.{name}" for name in stage.set_asides + stage.caps]


def missing_columns(
    stage: dict[str, Any], applications: Collection[str], decisions: Collection[str]
) -> list[Fault]:
    """What two files with these columns lack; without it nothing can be checked."""
    rules, faults = read_stage(stage)
    if rules is None:
        return faults
    needed = ["application_no", "executor" if rules.pooled else "choices"]
    needed += review_columns(rules) if rules.combine else []
    needed += {
        "score": score_columns(rules, applications),
        "lot": [],
        "nomination": ["nominations"],
        "vote": ["votes"],
    }.get(rules.way, ["received_at"])
    needed += [column for part in rules.parts for column in part_columns(rules, part)]
    needed += ["votes"] if any(part.get("points") for part in rules.parts) else []
    needed += dict.fromkeys(trait_columns(rules))
    lacking = [("applications", column) for column in needed if column not in applications]
    lacking += [("decisions", column) for column in DECISION_COLUMNS if column not in decisions]
    return [fault("column_missing", file=file, column=column) for file, column in lacking]


def drawn_number(seed: str, application_no: str) -> bytes:
    """SHA-256 of seed, newline and application number: of two equal scores the smaller one comes first."""
    return hashlib.sha256(f"{seed}\n{application_no}".encode("utf-8", "surrogatepass")).digest()


class Columns(Sequence[Row]):
    """Rows kept column by column, in half the room; a row is made when it is asked for."""

    def __init__(self, columns: dict[str, Sequence[str]]) -> None:
        self.columns = columns

    def __len__(self) -> int:
        return len(next(iter(self.columns.values()), ()))

    def __getitem__(self, i: Any) -> Any:
        return {name: cells[i] for name, cells in self.columns.items()}


def cells_of(rows: Sequence[Row], column: str, first: int = 0, last: int | None = None) -> Sequence[str]:
    if isinstance(rows, Columns):
        cells = rows.columns[column]
        return cells if last is None else cells[first:last]
    return [row[column] for row in (rows if last is None else rows[first:last])]


class Arrivals(NamedTuple):
    """Who chose one executor and has a score there, as people come in the file.

    Where somebody stands is one whole number below 2**53, the lower the better: how far the score is from the
    highest one, then the first bits of the draw. A float holds it exactly, and nothing is sorted faster.
    """

    keys: array[float]
    persons: array[int]


class Draw(NamedTuple):
    """By what people stand at an executor: the highest score there is, and so many bits of the draw as a
    float has room for beside it."""

    seed: str | None
    bits: int
    highest: int


DIGITS = bytes.maketrans(b"123456789", b"0" * 9)


class Tools:
    """What large files spend most of their time on, with nothing but this library.

    Whoever has a faster library at hand can put an object with the same answers in place of this one.
    """

    def read_scores(self, texts: Sequence[str], read: Scores) -> Sequence[int]:
        """Read scores: all at once if each is written with three decimals, as programs write them."""
        joined = "\n".join(texts)
        if joined.isascii():
            shape = b"\n" + joined.encode().translate(DIGITS)
            for whole in (b"\n00.000", b"\n0.000", b"\n000.000"):
                shape = shape.replace(whole, b"s")
            if shape == b"s" * len(texts):
                scores = list(map(int, joined.replace(".", "").split("\n")))
                if max(scores) <= TOP:
                    return scores
        return list(map(read.__getitem__, texts))

    def list_by_executor(
        self,
        lists: list[Arrivals],
        draw: Draw,
        numbers: Sequence[str],
        counts: array[int],
        executor: array[int],
        score: array[int],
        who: array[int],
    ) -> None:
        """Add people to the lists of the executors they chose. Without a seed nobody may need a draw."""
        lots = repeat(0, len(numbers)) if draw.seed is None else self.draw_lots(draw.seed, numbers, draw.bits)
        add_key = [of_one.keys.append for of_one in lists]
        add_person = [of_one.persons.append for of_one in lists]
        highest, step = draw.highest, float(1 << draw.bits)
        of_choice = chain.from_iterable(map(repeat, lots, counts))
        for e, s, lot, i in zip(executor, score, of_choice, who):  # noqa: B905 (as above)
            add_key[e]((highest - s) * step + lot)
            add_person[e](i)

    def draw_lots(self, seed: str, numbers: Sequence[str], bits: int) -> Iterable[int]:
        """The first bits of everybody's number in the draw."""
        lots = first_quarters(seed, numbers)
        return [lot >> 64 - bits for lot in lots]

    def put_in_order(self, keys: array[float]) -> tuple[Sequence[int], bool]:
        """The places of these numbers, the lowest first, and whether two numbers are equal."""
        as_list = keys.tolist()
        return sorted(range(len(keys)), key=as_list.__getitem__), len(set(as_list)) < len(as_list)

    def ranks(self, order: Sequence[int]) -> array[int]:
        """At which place of the order each stands, from 1."""
        ranks = array("i", [0]) * len(order)
        for rank, k in enumerate(order, start=1):
            ranks[k] = rank
        return ranks

    def rank_of_each_choice(self, people: People, ranks: list[array[int]]) -> Sequence[int] | None:
        """The rank of all choices, one after the other; None if they are rather looked for when needed."""

    def first_choices(self, people: People) -> tuple[Sequence[int], Sequence[int]]:
        """Everybody who has a choice, and the score at the first one."""
        start = people.start
        persons = [i for i, (a, b) in enumerate(zip(start, start[1:])) if a < b]  # noqa: B905, RUF007
        return persons, list(map(people.score.__getitem__, map(start.__getitem__, persons)))

    def choices_from(self, people: People, gates: list[int]) -> Iterable[int]:
        """The choices with at least the score that is asked for at their executor."""
        choices = zip(count(), people.executor, people.score)
        return [p for p, e, score in choices if score >= gates[e]]


TOOLS = Tools()


def first_quarters(seed: str, numbers: Sequence[str]) -> array[int]:
    """The first 64 bits of everybody's number in the draw."""
    before, sha256 = f"{seed}\n", hashlib.sha256
    digests = [sha256((before + n).encode("utf-8", "surrogatepass")).digest() for n in numbers]
    lots = array("Q", b"".join(digests))[::4]
    if sys.byteorder == "little":
        lots.byteswap()
    return lots


def read_applications(
    stage: Stage, rows: Sequence[Row], seed: str | None, processes: int = 1, tools: Tools = TOOLS
) -> tuple[People | None, list[Fault]]:
    """Read blocks of rows side by side. Only if something in them is not as it must be are they gone
    through once more, to name everything that is wrong."""
    faults: list[Fault] = []
    numbers = list(cells_of(rows, "application_no"))
    rising = all(map(lt, numbers, islice(numbers, 1, None)))  # then none of them is doubled
    if "" in numbers[:1] or (not rising and ("" in numbers or len(set(numbers)) < len(numbers))):
        times = Counter(numbers)
        faults += [fault("application_no_empty")] if times.pop("", 0) else []
        faults += [fault("application_doubled", number) for number, count in times.items() if count > 1]

    columns = score_columns(stage, rows[0] if rows else ()) if stage.way == "score" else []
    orders, bad_cells = orders_of_way(stage, rows, numbers) if stage.way != "score" else ([], [])
    cut = blocks(len(rows), processes)
    readers = [Reader(stage, rows, columns, orders, seed, tools) for _ in cut]
    tasks = [partial(reader.read, k, cut) for k, reader in enumerate(readers)]
    read = side_by_side(tasks, processes)
    irregular = None in read
    if not irregular and sum(block.scored for block in read) < sum(block.filled for block in read):
        # There are scores beside those of choices; nobody needs them, and yet they must be scores.
        irregular = bool(read_scores(rows, columns, numbers, "score_invalid")[1])
    faults += read_scores(rows, columns, numbers, "score_invalid")[1] if irregular else []
    faults += bad_cells
    faults += choice_faults(stage, rows, numbers) if irregular else []
    if stage.combine and not faults:
        faults = compare_with_reviews(stage, rows, [PANEL] if stage.parts else columns, numbers)
    if any(part.get("points") for part in stage.parts) and not faults:
        faults = compare_with_votes(stage, rows, numbers)
    if stage.parts and not faults:
        faults = compare_with_parts(stage, rows, columns, numbers)
    faults += trait_faults(stage, rows, numbers) if irregular else []
    if irregular and not faults:
        raise AssertionError("a block was not as it must be, and nothing wrong was found in it")
    lacking, left = reasons_of_lacking(rows), reasons_of_left(stage, rows)
    if irregular:
        return None, faults
    in_part = listed_in_part(stage, rows, read)
    return together(stage, numbers, seed, read, lacking, in_part, left), faults


def listed_in_part(
    stage: Stage, rows: Sequence[Row], read: Iterable[Block | None]
) -> dict[int, tuple[int, ...]]:
    """Who has a score at some of the choices and none at others, and all of these as they are listed."""
    if stage.pooled:
        return {}
    lists, cells = Lists(stage), cells_of(rows, "choices")
    scored = chain.from_iterable(block.counts for block in read if block is not None)
    # Where there is a score everywhere, there is one semicolon less than scores: no list is read for that.
    fewer = [(i, n) for i, (n, cell) in enumerate(zip(scored, cells)) if 0 < n <= cell.count(";")]  # noqa: B905 (as above)
    return {i: lists[cells[i]] for i, n in fewer if n < len(lists[cells[i]])}


LACKING = "documents_lacking"  # which documents that the stage asks for are missing; then no score counts


def listed_documents(cell: str) -> list[str]:
    """'plan; map' -> ['plan', 'map']"""
    return [name for name in map(str.strip, cell.split(";")) if name]


def reasons_of_lacking(rows: Sequence[Row]) -> dict[int, str]:
    """Who lacks a document, and how that is told."""
    if not rows or LACKING not in (rows.columns if isinstance(rows, Columns) else rows[0]):
        return {}
    named = ((i, listed_documents(cell)) for i, cell in enumerate(cells_of(rows, LACKING)))
    return {i: "|".join(f"no_document:{name}" for name in names) for i, names in named if names}


def reasons_of_left(stage: Stage, rows: Sequence[Row]) -> dict[int, str]:
    """Who chose executors that left, and how that is told."""
    gone = {*stage.left}
    if not gone:
        return {}
    named = ((i, all_names(stage, cell)) for i, cell in enumerate(cells_of(rows, "choices")))
    told = ((i, [f"executor_left:{name}" for name in names if name in gone]) for i, names in named)
    return {i: "|".join(reasons) for i, reasons in told if reasons}


class Block(NamedTuple):
    """Some of the applications as numbers, side by side as in `People`."""

    counts: array[int]  # per person: choices with a score
    executor: array[int]
    score: array[int]
    named: array[int]
    kinds: array[int]
    lists: list[Arrivals]  # per executor who chose it
    known: list[tuple[bool, ...]]  # per kind: set-asides, then caps
    scored: int  # cells of scores that were read as those of choices, and how many there are
    filled: int


PIECE = 10_000  # so many rows at a time stay near at hand


class Reader:
    """Reads rows piece by piece; what is written alike is read once."""

    def __init__(
        self,
        stage: Stage,
        rows: Sequence[Row],
        columns: list[str],
        orders: list[Sequence[int]],
        seed: str | None,
        tools: Tools,
    ) -> None:
        self.stage, self.rows, self.columns, self.orders, self.seed = stage, rows, columns, orders, seed
        self.tools = tools
        self.lists, self.kinds, self.scores = Lists(stage), Kinds(), Scores()
        # Only the scores of choices are read, if each executor has a column and people are not in a pool.
        self.by_choice = stage.way == "score" and not stage.pooled and columns != ["score"]
        self.scored = 0
        self.tells_lacking = bool(rows) and LACKING in (
            rows.columns if isinstance(rows, Columns) else rows[0]
        )
        # By what people stand at an executor: as many bits of the draw as a float has room for.
        self.highest = max(map(max, filter(None, orders)), default=TOP)
        bits = 53 - (self.highest + 1).bit_length()
        self.draw = Draw(seed, bits, self.highest)
        self.lists_of = [Arrivals(array("d"), array("i")) for _ in stage.choosers]

    def read(self, k: int, cut: list[tuple[int, int]]) -> Block | None:
        """Read the k-th block; None if a cell there is not as it must be."""
        first, last = cut[k]
        columns = [array("i") for _ in range(5)]
        for a in range(first, last, PIECE):
            piece = self.read_piece(a, min(a + PIECE, last))
            if piece is None:
                return None
            for whole, more in zip(columns, piece):  # noqa: B905 (as above)
                whole.extend(more)
        filled = 0
        if self.by_choice and isinstance(self.rows, Columns):  # each looks through some columns, whole
            filled = count_filled(self.rows.columns[column] for column in self.columns[k :: len(cut)])
        elif self.by_choice:
            filled = count_filled(cells_of(self.rows, column, first, last) for column in self.columns)
        known = list(self.kinds.known)
        counts, executor, score, named, kinds = columns
        return Block(counts, executor, score, named, kinds, self.lists_of, known, self.scored, filled)

    def read_piece(self, first: int, last: int) -> Iterable[array[int]] | None:
        stage, rows = self.stage, self.rows
        chosen = list(
            map(
                self.lists.__getitem__, cells_of(rows, "executor" if stage.pooled else "choices", first, last)
            )
        )
        traits = [cells_of(rows, column, first, last) for column in trait_columns(stage)]
        of_person = zip(*traits) if traits else repeat((), last - first)  # noqa: B905 (as above)
        kinds = array("i", map(self.kinds.__getitem__, of_person))
        if self.lists.irregular or self.kinds.irregular:
            return None
        who = list(chain.from_iterable(map(repeat, range(first, last), map(len, chosen))))
        executor = list(chain.from_iterable(chosen))
        if self.tells_lacking:  # no choice counts of who lacks a document
            cells = cells_of(rows, LACKING, first, last)
            whole = [not listed_documents(cell) for cell in cells]
            who, executor = kept([whole[i - first] for i in who], who, executor)
        if self.by_choice:
            texts = cells_of_choices(rows, self.columns, executor, who)
            if "" in texts:  # an empty score drops that choice
                who, executor, texts = kept(list(map(bool, texts)), who, executor, texts)
            score = self.tools.read_scores(texts, self.scores)
            self.scored += len(texts)
        else:
            scores = self.scores_of_all(first, last)
            score = [scores[e][i - first] for e, i in zip(executor, who)]  # noqa: B905 (as above)
            if any(BAD_SCORE in of_column for of_column in scores):
                return None
        if min(score, default=0) < 0:
            if BAD_SCORE in score:
                return None
            who, executor, score = kept([s >= 0 for s in score], who, executor, score)
        named = [of_one[0] if of_one else NOBODY for of_one in chosen]
        if stage.pooled:  # one chooser, number 0
            executor = [0] * len(executor)
            named = [e if e < len(stage.executors) else NOBODY for e in named]
        counts = list(map(len, chosen))
        if sum(counts) > len(who):
            left = Counter(who)
            counts = [left[i] for i in range(first, last)]
        numbers = cells_of(rows, "application_no", first, last)
        of_choices = array("i", executor), array("i", score), array("i", who)
        all_counts = array("i", counts)
        self.tools.list_by_executor(self.lists_of, self.draw, numbers, all_counts, *of_choices)
        return all_counts, *of_choices[:2], array("i", named), kinds

    def scores_of_all(self, first: int, last: int) -> list[Sequence[int]]:
        """What people are ordered by, per executor and person."""
        stage, columns = self.stage, self.columns
        scores: list[Sequence[int]] = [of_column[first:last] for of_column in self.orders] or [
            self.tools.read_scores(cells_of(self.rows, column, first, last), self.scores)
            for column in columns
        ]
        whole = scores[0] if scores else []
        if len(scores) < len(stage.executors):
            scores = scores * len(stage.executors)  # one score for all executors
        if stage.first:  # who is held by nobody, as if by one executor more: the choice is the pool itself
            one_for_all = columns == ["score"] or stage.way not in ("score", "nomination")
            scores = [*scores, whole if one_for_all else [NO_SCORE] * (last - first)]
        return scores


def kept(which: list[bool], *columns: Sequence[Any]) -> Iterable[list[Any]]:
    """Columns without the places that are not kept."""
    return (list(compress(column, which)) for column in columns)


def cells_of_choices(
    rows: Sequence[Row], columns: Sequence[str], executor: list[int], who: list[int]
) -> list[str]:
    """The score of each choice as it is written in the column of its executor."""
    if isinstance(rows, Columns):
        by_executor = [rows.columns[column] for column in columns]
        return [by_executor[e][i] for e, i in zip(executor, who)]  # noqa: B905 (as above)
    return [rows[i][columns[e]] for e, i in zip(executor, who)]  # noqa: B905 (as above)


def count_filled(columns: Iterable[Sequence[str]]) -> int:
    """How many cells of these columns are not empty."""
    return sum(len(cells) - cells.count("") for cells in columns)


class Lists(dict[str, tuple[int, ...]]):
    """'naru; dasom' -> (0, 1): the executors in a cell, read once each; `irregular` if one may not be."""

    def __init__(self, stage: Stage) -> None:
        self.stage, self.irregular = stage, False
        self.executors = {name: e for e, name in enumerate(stage.executors)}
        if stage.first:
            self.executors[""] = len(stage.executors)

    def __missing__(self, cell: str) -> tuple[int, ...]:
        names = listed_names(self.stage, cell)
        chosen = tuple(self.executors.get(name, NOBODY) for name in names)
        limit = None if self.stage.pooled else self.stage.choices_limit
        if NOBODY in chosen or len(set(chosen)) < len(chosen) or (limit is not None and len(names) > limit):
            self.irregular = True
        self[cell] = chosen
        return chosen


def listed_names(stage: Stage, cell: str) -> list[str]:
    """The names in a cell that count: none of an executor that left."""
    names = all_names(stage, cell)
    return [name for name in names if name not in stage.left] if stage.left else names


def all_names(stage: Stage, cell: str) -> list[str]:
    """The names in a cell: of choices without blanks and empty parts between the semicolons."""
    if stage.pooled:
        return [cell.strip()]
    return [name for name in map(str.strip, cell.split(";")) if name]


class Kinds(dict[tuple[str, ...], int]):
    """The cells of traits -> the kind of person; `irregular` if one of them is no trait.

    A trait that is not known takes no set-aside seat and fills no cap.
    """

    def __init__(self) -> None:
        self.known: dict[tuple[bool, ...], int] = {}
        self.irregular = False

    def __missing__(self, cells: tuple[str, ...]) -> int:
        known = tuple(TRUTH.get(cell.strip().lower()) for cell in cells)
        self.irregular = self.irregular or None in known
        self[cells] = self.known.setdefault(tuple(map(bool, known)), len(self.known))
        return self[cells]


def together(
    stage: Stage,
    numbers: list[str],
    seed: str | None,
    read: list[Block],
    lacking: dict[int, str],
    in_part: dict[int, tuple[int, ...]],
    left: dict[int, str],
) -> People:
    """Join blocks: what each has counted as its own kinds are kinds of all."""
    known: dict[tuple[bool, ...], int] = {}
    kinds, counts = array("i"), array("i")
    executor, score, named = array("i"), array("i"), array("i")
    lists = [Arrivals(array("d"), array("i")) for _ in stage.choosers]
    for block in read:
        of_all = [known.setdefault(traits, len(known)) for traits in block.known]
        same = of_all == list(range(len(of_all)))
        kinds += block.kinds if same else array("i", map(of_all.__getitem__, block.kinds))
        counts += block.counts
        executor += block.executor
        score += block.score
        named += block.named
        for whole, more in zip(lists, block.lists):  # noqa: B905 (as above)
            whole.keys.extend(more.keys)
            whole.persons.extend(more.persons)
    own, caps = range(len(stage.set_asides)), range(len(stage.caps))
    return People(
        numbers,
        seed,
        array("i", accumulate(counts, initial=0)),
        executor,
        score,
        named,
        kinds,
        [sum(1 << t for t in own if traits[t]) for traits in known],
        [tuple(c for c in caps if traits[len(own) + c]) for traits in known],
        lists,
        lacking,
        in_part,
        left,
    )


def choice_faults(stage: Stage, rows: Sequence[Row], numbers: list[str]) -> list[Fault]:
    """Name every choice that may not be."""
    faults: list[Fault] = []
    known = {*stage.executors, *([""] if stage.first else [])}
    for i, cell in enumerate(cells_of(rows, "executor" if stage.pooled else "choices")):
        number, names = numbers[i], listed_names(stage, cell)
        faults += [
            fault("choice_unknown", number, executor=n) if n else fault("holder_missing", number)
            for n in names
            if n not in known
        ]
        doubled = [n for n, count in Counter(names).items() if count > 1 and n in known]
        faults += [fault("choice_doubled", number, executor=n) for n in doubled]
        if stage.choices_limit is not None and not stage.pooled and len(names) > stage.choices_limit:
            faults.append(fault("choices_too_many", number, found=len(names), limit=stage.choices_limit))
    return faults


def trait_faults(stage: Stage, rows: Sequence[Row], numbers: list[str]) -> list[Fault]:
    """Name every trait that is none."""
    columns = trait_columns(stage)
    by_column = [cells_of(rows, column) for column in columns]
    return [
        fault("trait_invalid", numbers[i], column=columns[c], found=cell)
        for i, cells in enumerate(zip(*by_column))  # noqa: B905 (as above)
        for c, cell in enumerate(cells)
        if TRUTH.get(cell.strip().lower()) is None
    ]


def read_scores(
    rows: Sequence[Row], columns: Sequence[str], numbers: list[str], code: str
) -> tuple[list[Sequence[int]], list[Fault]]:
    """Read columns of scores, column by column: millions of cells, most of them written like one before."""
    read, faults = Scores(), []
    scores: list[Sequence[int]] = [list(map(read.__getitem__, cells_of(rows, c))) for c in columns]
    for column, of_column in zip(columns, scores):  # noqa: B905 (strict= came with 3.10)
        if BAD_SCORE in of_column:
            bad = [i for i, score in enumerate(of_column) if score == BAD_SCORE]
            faults += [fault(code, numbers[i], column=column, found=rows[i][column]) for i in bad]
    return scores, faults


# Where people are ordered by no score, what they are ordered by is put into whole numbers, the higher the
# earlier: everything after this is the same for every way of choosing.

LAST_PLACE = 10**6
INSTANT = re.compile(
    r"(\d{4})-(\d\d)-(\d\d)[T ](\d\d):(\d\d):(\d\d)(?:\.(\d{1,6}))?(?:Z|([+-])([01]\d|2[0-3]):([0-5]\d))",
    re.ASCII,
)


def orders_of_way(
    stage: Stage, rows: Sequence[Row], numbers: list[str]
) -> tuple[list[Sequence[int]], list[Fault]]:
    if stage.way == "lot":  # the draw alone decides
        return [[0] * len(rows)], []
    if stage.way == "nomination":
        return places_in_orders(stage, rows, numbers)
    if stage.way == "vote":
        votes, faults = read_votes(rows, numbers)
        return [votes], faults
    return order_of_arrival(rows, numbers)


def order_of_arrival(rows: Sequence[Row], numbers: list[str]) -> tuple[list[Sequence[int]], list[Fault]]:
    """By when they came, to the microsecond; of two at one instant the lower number was first."""
    cells = cells_of(rows, "received_at")
    at = [microseconds(cell.strip()) for cell in cells]
    bad = [i for i, instant in enumerate(at) if instant is None]
    if bad:
        return [[0] * len(rows)], [fault("instant_invalid", numbers[i], found=cells[i][:60]) for i in bad]
    order = [0] * len(rows)
    for behind, i in enumerate(sorted(range(len(rows)), key=lambda i: (at[i], numbers[i]), reverse=True)):
        order[i] = behind
    return [order], []


def microseconds(cell: str) -> int | None:
    """An instant as microseconds since 1970-01-01 UTC; None for what is no instant."""
    match = INSTANT.fullmatch(cell)
    if not match:
        return None
    year, month, day, hour, minute, second = (int(part) for part in match.groups()[:6])
    try:
        whole = calendar.timegm(
            datetime(year, month, day, hour, minute, second, tzinfo=timezone.utc).timetuple()  # noqa: UP017
        )
    except ValueError:
        return None
    ahead = int(match[9] or 0) * 3600 + int(match[10] or 0) * 60
    whole += ahead if match[8] == "-" else -ahead
    return whole * 10**6 + int((match[7] or "0").ljust(6, "0")) if whole >= 0 else None


def places_in_orders(
    stage: Stage, rows: Sequence[Row], numbers: list[str]
) -> tuple[list[Sequence[int]], list[Fault]]:
    """By the place in the order of each executor that nominates; who is not nominated has none there."""
    executors = {name: e for e, name in enumerate(stage.executors)}
    orders = [[NO_SCORE] * len(rows) for _ in executors]
    faults = []
    for i, cell in enumerate(cells_of(rows, "nominations")):
        for part in cell.split(";") if cell.strip() else ():
            name, _, place = part.strip().partition("=")
            e = executors.get(name, -1)
            if name in stage.left and re.fullmatch(r"[1-9][0-9]{0,6}", place):
                continue  # its order counts no more
            known = e >= 0 and re.fullmatch(r"[1-9][0-9]{0,6}", place) and int(place) <= LAST_PLACE
            if not known or orders[e][i] != NO_SCORE:
                faults.append(fault("nominations_invalid", numbers[i], found=cell[:60]))
                break
            orders[e][i] = LAST_PLACE - int(place)
    return list(orders), faults


def read_votes(rows: Sequence[Row], numbers: list[str]) -> tuple[list[int], list[Fault]]:
    """The votes of each; an empty cell is that of somebody who was no candidate."""
    votes, faults = [], []
    for i, cell in enumerate(cells_of(rows, "votes")):
        text = cell.strip()
        fine = re.fullmatch(r"[0-9]{1,9}", text, re.ASCII)
        votes.append(int(text) if fine else NO_SCORE)
        if text and not fine:
            faults.append(fault("votes_invalid", numbers[i], found=cell[:60]))
    return votes, faults


def compare_with_votes(stage: Stage, rows: Sequence[Row], numbers: list[str]) -> list[Fault]:
    """Make the points of votes anew, from everybody's votes, and compare."""
    votes, faults = read_votes(rows, numbers)
    if faults:
        return faults
    cast = [n for n in votes if n >= 0]
    for part in stage.parts:
        how, column = part.get("points"), part["column"]
        if not how:
            continue
        points, bad_cells = read_scores(rows, [column], numbers, "part_invalid")
        if bad_cells:
            return bad_cells
        fewer = {n: sum(other < n for other in cast) for n in set(cast)}
        whole = {"share": sum(cast), "most": max(cast, default=0), "rank": len(cast) - 1}[how]
        for i, n in enumerate(votes):
            if n < 0:
                made = NO_SCORE
            elif whole:
                made = nearest((fewer[n] if how == "rank" else n) * TOP, whole)
            else:
                made = TOP if how == "rank" else 0
            if points[0][i] != made:
                expected = three_decimals(made) if made >= 0 else "empty"
                found = rows[i][column] or "empty"
                faults.append(
                    fault("points_not_of_votes", numbers[i], column=column, found=found, expected=expected)
                )
    return faults


def compare_with_parts(
    stage: Stage, rows: Sequence[Row], columns: list[str], numbers: list[str]
) -> list[Fault]:
    """Mix the points of all sources anew by their weights, and compare with the scores."""
    faults: list[Fault] = []
    listed = cells_of(rows, "executor" if stage.pooled else "choices")
    asked = [set(cell.replace(" ", "").split(";")) for cell in listed]
    executors = set(stage.executors)
    for column in columns:
        name = column[len("score.") :] if column != "score" else ""
        sources = [
            f"{part['column']}.{name}" if part.get("each") and name else part["column"]
            for part in stage.parts
        ]
        points, bad_cells = read_scores(rows, sources, numbers, "part_invalid")
        if bad_cells:
            return bad_cells
        given = cells_of(rows, column)
        for i, number in enumerate(numbers):
            if (name or not stage.pooled) and not asked[i] & ({name} if name else executors):
                continue
            of_one = [of_source[i] for of_source in points]
            total = sum(p * part["weight_bp"] for p, part in zip(of_one, stage.parts))  # noqa: B905 (as above)
            made = NO_SCORE if NO_SCORE in of_one else nearest(total, 10000)
            if Scores()[given[i]] != made:
                expected = three_decimals(made) if made >= 0 else "empty"
                found = given[i] or "empty"
                faults.append(
                    fault("score_not_of_parts", number, column=column, found=found, expected=expected)
                )
    return faults


# Several reviewers' scores become one score by what the stage says, in whole numbers and with every quotient
# rounded to the nearest (a half upwards), so that every machine comes to the same thousandths.

FEWEST_TO_TRIM = 5  # of fewer, the highest and the lowest count as well
FINE = 10**6  # adjusting counts in billionths of a point: so many to a thousandth
UNIT_SLOPE = 10**9
DOUBT = 20  # reviews of somebody average that are added to each reviewer's own
AT_REST, LAST_TURN = 1000, 1000


def nearest(amount: int, by: int) -> int:
    """The quotient by a number above zero, to the nearest whole number, a half upwards."""
    return (2 * amount + by) // (2 * by)


def read_reviews(cell: str) -> list[tuple[str, int]] | None:
    read, reviews = Scores(), []
    for part in cell.split(";") if cell.strip() else ():
        who, _, mark = part.strip().partition("=")
        if not re.fullmatch(r"[A-Za-z0-9_.-]{1,64}", who) or read[mark] < 0:
            return None
        reviews.append((who, read[mark]))
    return reviews if len({who for who, _ in reviews}) == len(reviews) else None


def compare_with_reviews(
    stage: Stage, rows: Sequence[Row], columns: list[str], numbers: list[str]
) -> list[Fault]:
    """Work the scores out anew from what each reviewer gave, and compare."""
    of_round: list[list[int]] = []
    for column in review_columns(stage):
        cells = cells_of(rows, column)
        read = [read_reviews(cell) for cell in cells]
        bad = [i for i, one in enumerate(read) if one is None]
        if bad:
            return [fault("reviews_invalid", numbers[i], found=cells[i][:60]) for i in bad]
        scores, faults = scores_of_round(stage, [one or [] for one in read])
        if faults:
            return faults
        of_round.append(scores)
    faults = []
    made = [score_of_rounds(stage.rounds, one) for one in zip(*of_round)] if stage.rounds else of_round[0]  # noqa: B905 (as above)
    for column in columns:
        for i, cell in enumerate(cells_of(rows, column)):
            score = Scores()[cell]
            if score != made[i] and (score >= 0 or len(columns) == 1):
                expected = three_decimals(made[i]) if made[i] >= 0 else "empty"
                faults.append(
                    fault(
                        "score_not_of_reviews",
                        numbers[i],
                        column=column,
                        found=cell or "empty",
                        expected=expected,
                    )
                )
    return faults


def scores_of_round(stage: Stage, reviews: list[list[tuple[str, int]]]) -> tuple[list[int], list[Fault]]:
    if stage.combine == "adjusted":
        return adjusted_scores(reviews)
    return [mean_score([score for _, score in one], stage.combine) for one in reviews], []


def score_of_rounds(rounds: list[dict[str, Any]], scores: Sequence[int]) -> int:
    """The scores of all rounds by their weights; none for whom a round is open, or was the last."""
    total = 0
    for one, score in zip(rounds, scores):  # noqa: B905 (as above)
        if score < 0 or score < one.get("lets_through_from", 0):
            return NO_SCORE
        total += score * one["weight_bp"]
    return nearest(total, 10000)


def mean_score(scores: list[int], combine: str | None) -> int:
    kept = sorted(scores)
    if combine == "trimmed_mean" and len(kept) >= FEWEST_TO_TRIM:
        kept = kept[1:-1]
    return nearest(sum(kept), len(kept)) if kept else NO_SCORE


def adjusted_scores(reviews: list[list[tuple[str, int]]]) -> tuple[list[int], list[Fault]]:
    """Take out how severe each reviewer is and how far apart each sets people.

    A reviewer is a line: somebody at level t gets base + slope * t. In turns, lines are fitted to levels and
    levels to lines, until no level moves by more than a millionth of a point. A slope is drawn towards 1 by
    DOUBT reviews, kept between 1/2 and 2, and slopes are 1 on the average of all reviews.
    """
    triples = [(i, who, score * FINE) for i, one in enumerate(reviews) for who, score in one]
    if not triples:
        return [NO_SCORE] * len(reviews), []
    apart = unlinked(reviews)
    if apart:
        return [], [fault("reviews_not_linked", found=", ".join(apart[:5]))]
    counts = Counter(i for i, _, _ in triples)
    own: dict[str, list[tuple[int, int]]] = {}
    for i, who, score in triples:
        own.setdefault(who, []).append((i, score))
    grand = nearest(sum(score for _, _, score in triples), len(triples))

    def centred(levels: dict[int, int]) -> dict[int, int]:
        off = grand - nearest(sum(counts[i] * level for i, level in levels.items()), len(triples))
        return {i: level + off for i, level in levels.items()}

    summed: Counter[int] = Counter()
    for i, _, score in triples:
        summed[i] += score
    levels = centred({i: nearest(summed[i], n) for i, n in counts.items()})
    for _ in range(LAST_TURN):
        lines = fitted_lines(own, levels, len(triples))
        above: Counter[int] = Counter()
        below: Counter[int] = Counter()
        for i, who, score in triples:
            base, slope = lines[who]
            above[i] += slope * (score - base)
            below[i] += slope * slope
        fitted = centred({i: nearest(above[i] * UNIT_SLOPE, below[i]) for i in levels})
        at_rest = all(abs(fitted[i] - level) <= AT_REST for i, level in levels.items())
        levels = fitted
        if at_rest:
            scores = {i: min(max(nearest(level, FINE), 0), TOP) for i, level in levels.items()}
            return [scores.get(i, NO_SCORE) for i in range(len(reviews))], []
    return [], [fault("reviews_not_settled")]


def fitted_lines(
    own: dict[str, list[tuple[int, int]]], levels: dict[int, int], number: int
) -> dict[str, tuple[int, int]]:
    """Base and slope of each reviewer. Deviations are taken times n, so that they are whole."""
    square, product = {}, {}
    for who, given in own.items():
        n, total = len(given), sum(levels[i] for i, _ in given)
        deviations = [n * levels[i] - total for i, _ in given]
        square[who] = sum(d * d for d in deviations) // n
        product[who] = sum(d * score for d, (_, score) in zip(deviations, given))  # noqa: B905 (as above)
    spread = nearest(sum(nearest(square[who], len(own[who])) for who in own), number)
    slopes = {}
    for who, given in own.items():
        doubt = DOUBT * spread * len(given)
        fitted = (
            nearest(UNIT_SLOPE * (product[who] + doubt), square[who] + doubt)
            if square[who] + doubt
            else UNIT_SLOPE
        )
        slopes[who] = sorted((UNIT_SLOPE // 2, fitted, UNIT_SLOPE * 2))[1]
    weight = sum(len(own[who]) * slope for who, slope in slopes.items())
    lines = {}
    for who, given in own.items():
        slope = nearest(slopes[who] * UNIT_SLOPE * number, weight)
        rest = sum(score for _, score in given) * UNIT_SLOPE - slope * sum(levels[i] for i, _ in given)
        lines[who] = (nearest(rest, len(given) * UNIT_SLOPE), slope)
    return lines


def unlinked(reviews: list[list[tuple[str, int]]]) -> list[str]:
    """Reviewers whom no chain of applications links to the first one; none: all can be compared."""
    together: dict[str, set[str]] = {}
    for one in reviews:
        for who, _ in one:
            together.setdefault(who, set()).update(other for other, _ in one)
    waiting = [min(together)]
    reached = set(waiting)
    while waiting:
        new = together[waiting.pop()] - reached
        reached |= new
        waiting += new
    return sorted(set(together) - reached)


def equal_scores(stage: Stage, people: People) -> list[Fault]:
    """Without a seed two equal scores leave the order open: one fault per executor."""
    if stage.way == "lot" and people.numbers:
        return [fault("lot_without_seed")]
    faults: dict[int, Fault] = {}
    first_with: dict[tuple[int, int], str] = {}
    for i, number in enumerate(people.numbers):
        for p in range(people.start[i], people.start[i + 1]):
            e = people.executor[p]
            other = first_with.setdefault((e, people.score[p]), number)
            if other != number and e not in faults:
                name = stage.choosers[e].name
                faults[e] = fault("tie_without_seed", number, executor=name, other=other)
    return list(faults.values())


# ------------------------------------------------------------------------- 4. How one executor chooses


class Seating:
    """The set-aside seats of one executor, and how many people of which traits sit on each sort.

    Whether one more person can be seated is settled by trying: if the seats the person qualifies for are
    taken, somebody there moves to another seat he or she qualifies for, and so on along a chain that
    ends at a free seat (an augmenting path). People with the same traits can change places, so only
    their number is kept.
    """

    def __init__(self, seats: list[int]) -> None:
        self.free = list(seats)
        self.seated: list[dict[int, int]] = [{} for _ in seats]  # per set-aside: traits -> people
        self.known: dict[int, list[int]] = {}  # traits -> set-asides

    def make_room(self, wanted: int) -> bool:
        """Try to have a free seat of set-aside `wanted`, nobody losing a seat; False: cannot be done."""
        came_from = {wanted: (-1, 0)}  # set-aside -> (the one before it in the chain, traits of who moves)
        chain_ends = [wanted]
        for here in chain_ends:
            if self.free[here]:
                before, traits = came_from[here]
                while before >= 0:
                    self.take(here, traits)
                    self.leave(before, traits)
                    here = before
                    before, traits = came_from[here]
                return True
            for traits in [traits for traits, people in self.seated[here].items() if people]:
                for t in self.sorts(traits):
                    if t not in came_from:
                        came_from[t] = (here, traits)
                        chain_ends.append(t)
        return False

    def sorts(self, traits: int) -> list[int]:
        """The set-asides these traits qualify for."""
        if traits not in self.known:
            self.known[traits] = [t for t in range(len(self.free)) if traits >> t & 1]
        return self.known[traits]

    def take(self, t: int, traits: int) -> None:
        self.free[t] -= 1
        self.seated[t][traits] = self.seated[t].get(traits, 0) + 1

    def leave(self, t: int, traits: int) -> None:
        self.free[t] += 1
        self.seated[t][traits] -= 1

    def admit(self, traits: int) -> bool:
        """Seat one more person; False if somebody would be left standing."""
        for t in self.sorts(traits):
            if self.free[t] or self.make_room(t):
                self.take(t, traits)
                return True
        return False

    def settle(self, traits: int) -> int:
        """Give one of the seated the first seat, in file order, that leaves seats for all the rest."""
        self.leave(next(t for t, people in enumerate(self.seated) if people.get(traits)), traits)
        first = next(t for t in self.sorts(traits) if self.make_room(t))  # at the latest the seat just left
        self.free[first] -= 1  # for good: this person is not counted among those who can be moved
        return first


class Choice(NamedTuple):
    group: list[int]  # on set-aside seats, in order
    open: list[int]  # on open seats, in order
    passed_over: dict[int, int]  # person -> the full cap, while an open seat was still to be had
    open_seats: int


def choose(chooser: Chooser, ordered: Iterable[int], people: People) -> Choice:
    """Whom one executor takes from these people, who come in its order (score, then the draw)."""
    kinds, walk = people.kinds, iter(ordered)
    group: list[int] = []
    others: list[int] = []
    # First walk: the set-aside group. Who cannot be seated beside those already in it stays out, and so
    # does everybody later with the same traits. It ends when every seat is taken.
    seating, hopeless = Seating(chooser.set_aside_seats), set()
    largest_group = min(chooser.capacity, sum(chooser.set_aside_seats))
    for i in walk if largest_group else ():
        if kinds[i] in hopeless or not seating.admit(people.traits_of_kind[kinds[i]]):
            hopeless.add(kinds[i])
            others.append(i)
            continue
        group.append(i)
        if len(group) == largest_group:
            break
    # Second walk: all seats that the group does not use are open seats, and the caps are shares of them.
    open_seats = chooser.capacity - len(group)
    room_under_cap = [open_seats * share // 10000 for share in chooser.cap_shares_bp]
    taken: list[int] = []
    passed_over: dict[int, int] = {}
    for i in chain(others, walk):
        if len(taken) == open_seats:
            break
        caps = people.caps_of_kind[kinds[i]]
        full = [c for c in caps if not room_under_cap[c]]
        if full:
            passed_over[i] = full[0]
            continue
        for c in caps:
            room_under_cap[c] -= 1
        taken.append(i)
    return Choice(group, taken, passed_over, open_seats)


# -------------------------------------------------------------------- 5. The applicant-optimal result


class Proposals:
    """Applicants come one after the other and propose down their lists (McVitie and Wilson 1971).

    An executor may keep more people waiting than it has seats; from time to time it chooses among them and
    refuses the rest, who at once propose further. By the theorem the order in which all this happens has
    no influence on the end. Whoever is refused bars all later people of the same kind and worse order.
    """

    def __init__(self, stage: Stage, people: People, tools: Tools) -> None:
        self.stage, self.people, self.tools = stage, people, tools
        self.kept: list[list[int]] = [[] for _ in stage.choosers]
        self.places: list[dict[int, Place]] = [{} for _ in stage.choosers]  # of those who could propose
        self.barred: list[dict[int, Place]] = [{} for _ in stage.choosers]  # by kind
        self.unsettled: set[int] = set()
        self.left: dict[int, list[int]] = {}  # the choices that each has not yet proposed to, worst first

    def all_propose(self, persons: Iterable[int]) -> None:
        people, score = self.people, self.people.score
        # Those with the highest score at their first choice come first (popped from the end): they are the
        # least likely to be refused later, which saves time and changes nothing else.
        waiting = sorted(persons, key=lambda i: score[people.start[i]])
        for i in waiting:
            lot = i if people.seed is None else drawn_number(people.seed, people.numbers[i])
            chosen = people.chosen(i)
            for p, e in enumerate(chosen, start=people.start[i]):
                self.places[e][i] = -score[p], lot
            self.left[i] = list(reversed(chosen))
        while waiting:
            i = waiting.pop()
            choices, kind = self.left[i], people.kinds[i]
            while choices:
                e = choices.pop()
                bar = self.barred[e].get(kind)
                if bar is None or self.places[e][i] < bar:
                    self.kept[e].append(i)
                    self.unsettled.add(e)
                    if len(self.kept[e]) > 2 * self.stage.choosers[e].capacity + 10:
                        waiting += self.choose_and_refuse(e)
                    break
            while self.unsettled and not waiting:
                waiting += self.choose_and_refuse(min(self.unsettled))

    def choose_and_refuse(self, e: int) -> list[int]:
        places, barred, kinds = self.places[e], self.barred[e], self.people.kinds
        choice = choose(self.stage.choosers[e], sorted(self.kept[e], key=places.__getitem__), self.people)
        refused = set(self.kept[e]).difference(choice.group, choice.open)
        self.kept[e] = choice.group + choice.open
        self.unsettled.discard(e)
        for i in refused:
            barred[kinds[i]] = min(barred.get(kinds[i], places[i]), places[i])
        return sorted(refused)

    def hopeful(self) -> list[int]:
        """Who has not proposed yet and is not barred everywhere by score alone."""
        people, kinds = self.people, range(len(self.people.traits_of_kind))
        nothing = -TOP * LAST_PLACE
        lowest = [
            [-barred[kind][0] if kind in barred else nothing for kind in kinds] for barred in self.barred
        ]
        # Some kinds are too rare to have been refused anywhere: the bars of the others are looked at first.
        often = [kind for kind in kinds if all(of_executor[kind] > nothing for of_executor in lowest)]
        gates = [min((of_executor[kind] for kind in often), default=nothing) for of_executor in lowest]
        rare = set(kinds).difference(often)
        hopeful = {i for i, kind in enumerate(people.kinds) if kind in rare} if rare else set()
        for p in self.tools.choices_from(people, gates):
            i = bisect_right(people.start, p) - 1
            if people.score[p] >= lowest[people.executor[p]][people.kinds[i]]:
                hopeful.add(i)
        return [i for i in sorted(hopeful) if i not in self.left and people.start[i] < people.start[i + 1]]


SAMPLED = 16  # one in so many is looked at where only about how many there are has to be known
Place = tuple[int, Any]  # smaller is better: the score below zero, then the lot


def applicant_optimal(stage: Stage, people: People, tools: Tools = TOOLS) -> list[int]:
    """Per person the executor in the applicant-optimal stable result, or -1."""
    proposals = Proposals(stage, people, tools)
    persons, firsts = tools.first_choices(people)
    # The best come first, twice as many as there are seats. Of the others most are then barred everywhere.
    many = 2 * sum(chooser.capacity for chooser in stage.choosers) + 1000
    if len(persons) > many:
        line = nth_highest(Counter(firsts[::SAMPLED]), many // SAMPLED)
        proposals.all_propose(compress(persons, map(line.__lt__, firsts)))
        persons = proposals.hopeful()
    proposals.all_propose(persons)
    result = [-1] * len(people.numbers)
    for e, selected in enumerate(proposals.kept):
        for i in selected:
            result[i] = e
    return result


def nth_highest(times: dict[int, int], n: int) -> int:
    """The number that comes n-th from above where each comes so many times."""
    highest = sorted(times, reverse=True)
    return highest[bisect_left(list(accumulate(map(times.__getitem__, highest))), n)]


class Ranking(NamedTuple):
    """Who stands where at each executor among all who chose it and have a score there."""

    ranks: list[array[int]]  # per executor the rank of each in its list of arrivals, from 1
    best: list[list[int]]  # per executor the first so many, best first
    many: int
    of_each: Sequence[int] | None  # of all choices, one after the other, where the tools give it

    def of(self, people: People, i: int, e: int) -> int:
        """The rank of one person at executor e."""
        return self.ranks[e][bisect_left(people.lists[e].persons, i)]

    def of_choices(self, people: People, first: int, last: int) -> Sequence[int]:
        """The ranks of all choices of these people, one after the other."""
        if self.of_each is not None:
            return self.of_each[people.start[first] : people.start[last]]
        following = [
            iter(ranks[bisect_left(of_one.persons, first) : bisect_left(of_one.persons, last)])
            for ranks, of_one in zip(self.ranks, people.lists)  # noqa: B905 (as above)
        ]
        choices = people.executor[people.start[first] : people.start[last]]
        return list(map(next, map(following.__getitem__, choices)))

    def order(self, people: People, e: int) -> Iterable[int]:
        """All at an executor, best first. Seldom are more than the first asked for."""
        yield from self.best[e]
        if len(self.best[e]) == self.many:
            in_order = sorted(zip(self.ranks[e], people.lists[e].persons))  # noqa: B905 (as above)
            yield from map(itemgetter(1), in_order[self.many :])


Ranked = tuple["array[int]", list[int]]  # at one executor: the rank of each, in their order; the best


def rank_at(people: People, first: int, last: int, many: int, tools: Tools) -> list[Ranked]:
    """Rank all who chose these executors, by score and then by the draw."""
    return [put_in_order(people, e, many, tools) for e in range(first, last)]


def put_in_order(people: People, e: int, many: int, tools: Tools = TOOLS) -> Ranked:
    """Where so few bits of the draw do not tell two apart, all of it does."""
    persons, seed, numbers = people.lists[e].persons, people.seed, people.numbers
    order, some_are_equal = tools.put_in_order(people.lists[e].keys)
    if seed is not None and some_are_equal:
        score = [people.score[people.at(i, e)] for i in persons]
        drawn = [drawn_number(seed, numbers[i]) for i in persons]
        order = sorted(range(len(order)), key=lambda k: (-score[k], drawn[k]))
    return tools.ranks(order), [persons[k] for k in order[:many]]


def optimal_and_ranked(
    stage: Stage, people: People, processes: int, tools: Tools = TOOLS
) -> tuple[list[int], Ranking]:
    """Find the optimal result, and who stands where, side by side: the one needs nothing of the other."""
    many = stage.reserve_length + 4 * max((chooser.capacity for chooser in stage.choosers), default=0) + 100
    number = len(stage.choosers)
    # Who finds the result has little time to rank as well.
    few = number // (4 * processes) if processes > 1 else number
    ends = [few + (number - few) * k // max(1, processes - 1) for k in range(processes)]

    def first_part() -> tuple[list[int], list[Ranked]]:
        return applicant_optimal(stage, people, tools), rank_at(people, 0, few, many, tools)

    others = [partial(rank_at, people, a, b, many, tools) for a, b in zip(ends, ends[1:])]  # noqa: B905, RUF007
    (optimal, ranked), *more = side_by_side([first_part, *others], processes)
    ranked = list(chain(ranked, *more))
    ranks = [of_one for of_one, _ in ranked]
    of_each = tools.rank_of_each_choice(people, ranks)
    return optimal, Ranking(ranks, [best for _, best in ranked], many, of_each)


# --------------------------------------------------------------------- 6. The decisions to be checked


class Given(NamedTuple):
    rows: dict[int, Row]  # per person the row to be checked
    result: list[int]  # per person the executor that selected it, or -1
    judged: set[int]  # people whose row has a fault already: no more is said about them


def in_order_of_people(people: People, rows: Sequence[Row]) -> Sequence[Row] | None:
    """The rows in the order of people; None if there is not exactly one for each."""
    numbers = cells_of(rows, "application_no") if rows else []
    if len(numbers) != len(people.numbers):
        return None
    at = {number: k for k, number in enumerate(numbers)}
    if len(at) < len(numbers) or not at.keys() >= set(people.numbers):
        return None
    order = [at[number] for number in people.numbers]
    if isinstance(rows, Columns):
        return Columns({name: [cells[k] for k in order] for name, cells in rows.columns.items()})
    return [rows[k] for k in order]


def read_decisions(
    stage: Stage, people: People, rows: Sequence[Row], optimal: list[int]
) -> tuple[Given, list[Fault]]:
    """Join rows to people. A person without a usable row is taken to have what section 5 found, so that
    one spoilt row is reported once and casts no doubt on others."""
    faults: list[Fault] = []
    persons = {number: i for i, number in enumerate(people.numbers)}
    executors = {name: e for e, name in enumerate(stage.executors)}
    given = Given({}, list(optimal), set())
    for row in rows:
        number, name = row["application_no"], row["executor"]
        i, e = persons.get(number, -1), executors.get(name, -1)
        at = 0 if stage.pooled else e
        if i < 0 or i in given.rows:
            faults.append(fault("row_extra" if i < 0 else "row_doubled", number))
            continue
        given.rows[i] = row
        if row["decision"] not in DECISIONS:
            faults.append(fault("decision_unknown", number, found=row["decision"]))
        elif e < 0 and name != name_of(stage, people.named[i]):
            faults.append(fault("executor_unknown", number, found=name))
        elif row["decision"] == "selected" and at not in people.chosen(i):
            faults.append(fault("executor_not_chosen", number, executor=name))
        else:
            given.result[i] = at if row["decision"] == "selected" else -1
            continue
        given.judged.add(i)
    without = [i for i in range(len(people.numbers)) if i not in given.rows]
    given.judged.update(without)
    return given, faults + [fault("row_missing", people.numbers[i]) for i in without]


def name_of(stage: Stage, named: int) -> str:
    return stage.executors[named] if named >= 0 else ""


def count_seats(stage: Stage, people: People, given: Given) -> list[Fault]:
    """Simple counting: no executor gives more seats than it has, of any sort."""
    faults: list[Fault] = []
    seats: Counter[tuple[int, str]] = Counter()
    under_cap: Counter[tuple[int, int]] = Counter()
    for i, row in given.rows.items():
        e = given.result[i]
        if e < 0 or i in given.judged:
            continue
        seat, kind = row["seat"], people.kinds[i]
        seats[e, "any"] += 1
        seats[e, "set-aside " + seat] += 1
        under_cap.update((e, c) for c in people.caps_of_kind[kind] if seat == "open")
        if seat in stage.set_asides and not people.traits_of_kind[kind] >> stage.set_asides.index(seat) & 1:
            faults.append(fault("set_aside_not_qualified", people.numbers[i], name=seat))
    for e, chooser in enumerate(stage.choosers):
        counted = [("quota_exceeded", "", seats[e, "any"], chooser.capacity)]
        open_seats = chooser.capacity
        for t, name in enumerate(stage.set_asides):
            found = seats[e, "set-aside " + name]
            open_seats = max(0, open_seats - found)
            counted.append(("set_aside_exceeded", name, found, chooser.set_aside_seats[t]))
        for c, name in enumerate(stage.caps):
            limit = open_seats * chooser.cap_shares_bp[c] // 10000
            counted.append(("cap_exceeded", name, under_cap[e, c], limit))
        for code, name, found, limit in counted:
            if found > limit:
                faults.append(fault(code, executor=chooser.name, name=name, found=found, limit=limit))
    return faults


def certificate(
    stage: Stage, people: People, ranking: Ranking, result: list[int]
) -> tuple[list[Choice], list[Fault]]:
    """Proof of stability: among all who like an executor at least as well as their result, it would
    choose exactly those it has. Returns these choices, and who could complain where they differ."""
    happier_elsewhere: list[set[int]] = [set() for _ in stage.choosers]
    selected: list[list[int]] = [[] for _ in stage.choosers]
    for i, e in enumerate(result):
        if e >= 0:
            selected[e].append(i)
            chosen = people.chosen(i)
            for worse in chosen[chosen.index(e) + 1 :]:
                happier_elsewhere[worse].add(i)
    choices, faults = [], []
    for e, chooser in enumerate(stage.choosers):
        choice = choose(
            chooser, (i for i in ranking.order(people, e) if i not in happier_elsewhere[e]), people
        )
        by_rule = {*choice.group, *choice.open}
        choices.append(choice)
        for i in sorted(by_rule.difference(selected[e])):
            at = outcome(stage, result[i])
            faults.append(fault("blocking_pair", people.numbers[i], executor=chooser.name, found=at))
        for i in sorted(set(selected[e]) - by_rule):
            faults.append(fault("not_chosen", people.numbers[i], executor=chooser.name))
    return choices, faults


def outcome(stage: Stage, e: int) -> str:
    return stage.choosers[e].name if e >= 0 else "not_selected"


# -------------------------------------------------------------------------------- 7. The other columns


ABSENT = {
    "score": "no_score",
    "nomination": "not_nominated",
    "vote": "no_candidate",
}  # why nobody could order somebody


END = "\n"  # of a reason, where those of many people stand one after the other


class Expected:
    """Every row as it follows from the optimal result: `rows(first, last)`, each in the order of COMPARED."""

    def __init__(
        self, stage: Stage, people: People, ranking: Ranking, optimal: list[int], choices: list[Choice]
    ) -> None:
        self.stage, self.people, self.ranking, self.optimal = stage, people, ranking, optimal
        self.seat: dict[int, str] = {}
        self.scored = stage.way == "score"
        # Every score and rank is worded once: there are fewer of them than rows.
        self.texts = score_texts() if self.scored else ()
        self.rank_texts = list(map(str, range(1 + max(len(of_one.keys) for of_one in people.lists))))
        self.cutoffs = [self.seats_and_cutoffs(e, choice) for e, choice in enumerate(choices)]
        self.others = [cutoff["(others)"] for cutoff in self.cutoffs]
        # Who stands on reserve lists: at the best of the choices on whose list it is, and as which there.
        self.reserve: dict[int, tuple[int, int]] = {}
        lists: list[dict[int, int]] = []
        for e in range(len(stage.choosers)):
            unselected = (i for i in ranking.order(people, e) if optimal[i] < 0)
            lists.append({i: r for r, i in enumerate(islice(unselected, stage.reserve_length), start=1)})
        for i in set().union(*lists):
            e = next(e for e in people.chosen(i) if i in lists[e])
            self.reserve[i] = e, lists[e][i]
        # Reasons are cut where they end, unless a name is so odd that it has such an end in it.
        self.is_ended = any(END in name for name in (*stage.executors, *stage.caps))
        # Why a choice refused: the cutoff of its open seats; without scores two ranks, one's own, and that of
        # the last who had an open seat. The cap that was full stands in place of that.
        names = [*stage.executors, ""]
        self.before = [f"below_cutoff:{name}=" if self.scored else f"behind:{name}=" for name in names]
        self.after = [f"<{cutoff}" for cutoff in self.others]
        if not self.scored:
            full = [choice.open and len(choice.open) == choice.open_seats for choice in choices]
            last = [ranking.of(people, c.open[-1], e) if full[e] else "" for e, c in enumerate(choices)]
            self.after = [f">{rank}" for rank in last]
        # Where every seat was set aside and taken there was no open one to come behind in.
        self.closed = [not choice.open_seats for choice in choices]
        self.special = sorted({*self.reserve, *self.seat})
        self.in_part = sorted(people.in_part)
        self.passed_over = [
            (i, people.at(i, e), f"cap:{stage.caps[cap]}")
            for e, choice in enumerate(choices)
            for i, cap in choice.passed_over.items()
        ]

    def seats_and_cutoffs(self, e: int, choice: Choice) -> dict[str, str]:
        """Label the seats of one executor; return the lowest score on each sort of seat, and what the
        others read: that of the open seats, or nothing while a seat is left."""
        people, seating = self.people, Seating(self.stage.choosers[e].set_aside_seats)
        traits = [people.traits_of_kind[people.kinds[i]] for i in choice.group]
        for of_one in traits:
            seating.admit(of_one)
        self.seat.update(dict.fromkeys(choice.open, "open"))
        for k, i in enumerate(choice.group):
            self.seat[i] = self.stage.set_asides[seating.settle(traits[k])]
        # Best first, so that the last one written is the lowest.
        lowest = {self.seat[i]: self.told(people.at(i, e)) for i in choice.group + choice.open}
        seat_is_left = len(choice.open) < choice.open_seats
        return {**lowest, "(others)": "" if seat_is_left else lowest.get("open", "")}

    def told(self, p: int) -> str:
        """The score of a choice, as it is told: what is no score is not."""
        return self.texts[self.people.score[p]] if self.scored else ""

    def rows(self, first: int, last: int) -> list[tuple[str, ...]]:
        """The rows of these people: as if each were refused by all and on no reserve list, but for those
        who are not."""
        people, names = self.people, [*self.stage.executors, ""]
        start = people.start[first : last + 1]
        has_choice = [a < b for a, b in zip(start, start[1:])]  # noqa: B905, RUF007
        firsts = list(compress(start, has_choice))
        asked = list(map(people.executor.__getitem__, firsts))
        ranks = self.ranking.of_choices(people, first, last)
        low = start[0]
        about = compress(people.named[first:last], has_choice) if self.stage.pooled else asked
        reasons = self.refusals(first, last, ranks)
        in_part = self.in_part[bisect_left(self.in_part, first) : bisect_left(self.in_part, last)]
        texts = self.texts_of_refusals(first, last, ranks) if in_part else []
        for i in in_part:
            reasons[i - first] = self.reason_in_part(i, texts, start[0])
        refused = zip(
            repeat("not_selected"),
            map(names.__getitem__, about),
            map(self.rank_texts.__getitem__, map(ranks.__getitem__, map(sub, firsts, repeat(low)))),
            map(self.texts.__getitem__, map(people.score.__getitem__, firsts)) if self.scored else repeat(""),
            repeat(""),
            map(self.others.__getitem__, asked),
            repeat(""),
            compress(reasons, has_choice),
        )
        table: list[tuple[str, ...]] = list(refused)
        if len(table) < len(has_choice):
            rows = iter(table)
            persons = enumerate(has_choice, start=first)
            table = [next(rows) if has else self.without_choice(i) for i, has in persons]
        for i in in_part:
            named = people.named[i]
            if (
                named != people.chosen(i)[0]
            ):  # the first choice has no score: the row is about it all the same
                cutoff, reason = self.others[named], reasons[i - first]
                absent = name_of(self.stage, named), "", "", "", cutoff, "", reason
                table[i - first] = ("not_selected", *absent)
        for i in self.special_among(first, last):
            table[i - first] = *self.special_row(i), self.reason_of_seat(i) or reasons[i - first]
        for i in self.gone_among(first, last):
            *before, reason = table[i - first]
            if has_choice[i - first]:  # else the row says it already
                table[i - first] = *before, f"{people.left[i]}|{reason}"
        return table

    def gone_among(self, first: int, last: int) -> list[int]:
        """Who of these people has no seat and chose an executor that left."""
        left = self.people.left
        return [i for i in range(first, last) if i in left and i not in self.seat] if left else []

    def special_among(self, first: int, last: int) -> list[int]:
        """Who of these people has a seat or stands on a reserve list."""
        return self.special[bisect_left(self.special, first) : bisect_left(self.special, last)]

    def special_row(self, i: int) -> tuple[str, ...]:
        """The row of one of them, but for the reason."""
        if i in self.seat:
            e, seat = self.optimal[i], self.seat[i]
            return "selected", *self.about(i, e), seat, self.cutoffs[e][seat], ""
        e, reserve_rank = self.reserve[i]
        return "reserve", *self.about(i, e), "", self.others[e], str(reserve_rank)

    def reason_of_seat(self, i: int) -> str:
        seat = self.seat.get(i, "")
        return seat if seat in ("", "open") else f"set_aside:{seat}"

    def reads_right(self, rows: Sequence[Row], first: int, last: int) -> bool:
        """Do the rows of these people read as they must? No row is made for that; False may be said of
        people among whom some have no score at a choice, or whose names are odd."""
        people, names = self.people, [*self.stage.executors, ""]
        bounds = people.start[first : last + 1]
        if self.is_ended or 0 in map(sub, bounds[1:], bounds) or self.gone_among(first, last):
            return False
        if bisect_left(self.in_part, first) < bisect_left(self.in_part, last):
            return False
        asked = list(map(people.executor.__getitem__, bounds[:-1]))
        ranks = self.ranking.of_choices(people, first, last)
        of_first = map(ranks.__getitem__, map(sub, bounds[:-1], repeat(bounds[0])))
        number = last - first
        right = [
            ["not_selected"] * number,
            list(map(names.__getitem__, people.named[first:last] if self.stage.pooled else asked)),
            list(map(self.rank_texts.__getitem__, of_first)),
            list(map(self.texts.__getitem__, map(people.score.__getitem__, bounds[:-1])))
            if self.scored
            else [""] * number,
            [""] * number,
            list(map(self.others.__getitem__, asked)),
            [""] * number,
        ]
        texts = self.texts_of_refusals(first, last, ranks)
        for i in self.special_among(first, last):
            for column, cell in zip(right, self.special_row(i)):  # noqa: B905 (as above)
                column[i - first] = cell
            if i in self.seat:
                a, b = (4 * (bound - bounds[0]) for bound in bounds[i - first : i - first + 2])
                texts[a:b] = [self.reason_of_seat(i), *[""] * (b - a - 2), END]
        for name, column in zip(COMPARED, right):  # noqa: B905 (as above)
            if list(cells_of(rows, name, first, last)) != column:
                return False
        # No reason that is expected has an end in it: one text is the other only if they are cut alike.
        return END.join(cells_of(rows, "reason", first, last)) + END == "".join(texts)

    def about(self, i: int, e: int) -> tuple[str, str, str]:
        """The executor a row speaks of, and rank and score there."""
        p = self.people.at(i, e)
        name = self.people.named[i] if self.stage.pooled else e
        return name_of(self.stage, name), str(self.ranking.of(self.people, i, e)), self.told(p)

    def without_choice(self, i: int) -> tuple[str, ...]:
        """The row of somebody without any score: the first choice as listed, and its cutoff as for others."""
        named = self.people.named[i]
        at = 0 if self.stage.pooled else named
        cutoff = self.others[at] if at >= 0 else ""
        lacking, left = self.people.lacking.get(i), self.people.left.get(i)
        absent = lacking or ABSENT.get(self.stage.way, "no_choice")
        if left:  # who chose only executors that left lacks nothing else
            absent = f"{left}|{absent}" if lacking or named >= 0 else left
        return "not_selected", name_of(self.stage, named), "", "", "", cutoff, "", absent

    def reason_in_part(self, i: int, texts: Sequence[str], low: int) -> str:
        """Why each choice as listed refused somebody who has no score at some of them."""
        start, scored = self.people.start[i] - low, list(self.people.chosen(i))
        told = {e: "".join(texts[4 * (start + k) : 4 * (start + k) + 3]) for k, e in enumerate(scored)}
        absent = ABSENT.get(self.stage.way, "no_choice")
        listed = self.people.in_part[i]
        return "|".join(told[e] if e in told else f"{absent}:{name_of(self.stage, e)}" for e in listed)

    def refusals(self, first: int, last: int, ranks: Sequence[int]) -> list[str]:
        """Per person why each choice refused."""
        bounds = self.people.start[first : last + 1]
        texts = self.texts_of_refusals(first, last, ranks)
        if not self.is_ended and 0 not in map(sub, bounds[1:], bounds):
            return "".join(texts).split(END)[:-1]
        ends = [4 * (bound - bounds[0]) for bound in bounds]
        return ["".join(texts[a : max(a, b - 1)]) for a, b in zip(ends, ends[1:])]  # noqa: B905, RUF007

    def texts_of_refusals(self, first: int, last: int, ranks: Sequence[int]) -> list[str]:
        """Four texts per choice: what is told of it, and behind it what parts it from the next choice or the
        next person."""
        people, stage = self.people, self.stage
        bounds = people.start[first : last + 1]
        low, high = bounds[0], bounds[-1]
        executor = people.executor[low:high]
        texts = ["|"] * (4 * (high - low))
        if stage.pooled:
            held = zip(range(first, last), bounds, bounds[1:])  # noqa: B905 (as above)
            texts[0::4] = [self.before[people.named[i]] for i, a, b in held if a < b]
        else:
            texts[0::4] = map(self.before.__getitem__, executor)
        if self.scored:
            texts[1::4] = map(self.texts.__getitem__, people.score[low:high])
        else:
            texts[1::4] = map(self.rank_texts.__getitem__, ranks)
        texts[2::4] = map(self.after.__getitem__, executor)
        if any(self.closed):
            for k, e in enumerate(executor):
                if self.closed[e]:
                    name = texts[4 * k].partition(":")[2][:-1]
                    texts[4 * k : 4 * k + 3] = f"no_open_seat:{name}", "", ""
        for i, p, cap in self.passed_over:
            if first <= i < last:
                at = 4 * (p - low)
                texts[at : at + 3] = cap, "", ""
        for b in bounds[1:]:
            if b > low:
                texts[4 * (b - low) - 1] = END
        return texts


Judged = tuple[int, tuple[str, ...]]  # a person, and the row as it should be


def find_differing(
    expected: Expected, rows: Sequence[Row], processes: int, *, in_order: bool = False
) -> list[Judged] | None:
    """Which people have rows that read otherwise than expected; None if rows do not come as people do."""
    if len(rows) != len(expected.people.numbers):
        return None
    cut = blocks(len(rows), processes)
    tasks = [partial(differing_block, expected, rows, a, b, in_order) for a, b in cut]
    found = side_by_side(tasks, processes)
    return None if None in found else list(chain.from_iterable(found))


def differing_block(
    expected: Expected, rows: Sequence[Row], first: int, last: int, in_order: bool
) -> list[Judged] | None:
    differing: list[Judged] = []
    for a in range(first, last, PIECE):
        b = min(a + PIECE, last)
        if not in_order and list(cells_of(rows, "application_no", a, b)) != expected.people.numbers[a:b]:
            return None
        differing += differing_piece(expected, rows, a, b)
    return differing


def differing_piece(expected: Expected, rows: Sequence[Row], first: int, last: int) -> list[Judged]:
    if expected.reads_right(rows, first, last):
        return []
    right = expected.rows(first, last)
    found: list[tuple[str, ...]]
    if isinstance(rows, Columns):
        found = list(zip(*(rows.columns[column][first:last] for column in COMPARED)))  # noqa: B905 (as above)
    else:
        found = list(map(itemgetter(*COMPARED), rows[first:last]))
    persons = zip(range(first, last), right, found)  # noqa: B905 (as above)
    return [(i, should) for i, should, reads in persons if reads != should]


def compare_rows(
    stage: Stage, people: People, given: Given, expected: Expected, judged: Iterable[Judged], stable: bool
) -> list[Fault]:
    faults: list[Fault] = []
    cells, read = itemgetter(*COMPARED), Scores()
    for i, right in judged:
        number = people.numbers[i]
        if i in given.judged:
            continue
        found = cells(given.rows[i])
        if found == right:
            continue
        at, best = given.result[i], expected.optimal[i]
        liking = [*people.chosen(i), -1]  # to be selected nowhere comes last
        if at != best and stable and liking.index(best) < liking.index(at):
            worse, better = outcome(stage, at), outcome(stage, best)
            faults.append(fault("not_optimal", number, found=worse, expected=better))
            continue
        for k, column in enumerate(COMPARED):
            same = found[k] == right[k] or (  # 87.5 is 87.500
                column in ("score", "cutoff") and read[found[k]] == read[right[k]]
            )
            if not same:
                faults.append(fault(f"{column}_wrong", number, found=found[k], expected=right[k]))
            if not same and column in ("decision", "executor") and (at != best or column == "decision"):
                break  # all else in the row follows from this
    return sorted(faults, key=lambda f: f.application_no)


# ------------------------------------------------------------------------------------- 8. All together


FEW = 20_000  # so many rows at least are worth a process


def side_by_side(tasks: Sequence[Callable[[], Any]], processes: int) -> list[Any]:
    """Do several things at once, each but the first in a process that is a copy of this one."""
    if processes < 2 or len(tasks) < 2:
        return [task() for task in tasks]
    import multiprocessing  # not before it is needed

    if "fork" not in multiprocessing.get_all_start_methods():
        return [task() for task in tasks]
    context, helpers = multiprocessing.get_context("fork"), []
    for task in tasks[1:]:
        answer, to_answer = context.Pipe(duplex=False)
        helper = context.Process(target=lambda task, to: to.send(task()), args=(task, to_answer), daemon=True)
        with warnings.catch_warnings():  # of other threads: nothing here waits for any of them
            warnings.simplefilter("ignore", DeprecationWarning)
            helper.start()
        to_answer.close()
        helpers.append((helper, answer))
    done = [tasks[0]()]
    for task, (helper, answer) in zip(tasks[1:], helpers):  # noqa: B905 (as above)
        try:
            done.append(answer.recv())
        except EOFError:  # it has ended without an answer, for want of memory perhaps
            done.append(task())
        helper.join()
    return done


def blocks(number: int, processes: int) -> list[tuple[int, int]]:
    """Cut so many rows into pieces of one size: the first row of each and the one after its last."""
    pieces = max(1, min(processes, number // FEW))
    return [(number * k // pieces, number * (k + 1) // pieces) for k in range(pieces)]


def find_faults(
    stage: dict[str, Any],
    applications: Sequence[Row],
    decisions: Sequence[Row],
    seed: str | None,
    *,
    processes: int = 1,
    tools: Tools = TOOLS,
) -> list[Fault]:
    """Return every fault of a selection; an empty list means that all of it is proved.

    stage: as in stage.json of a bundle. applications, decisions: the rows of the files, every cell text
    as it reads after the apostrophe of the guard against formulas has been taken off. processes: how many
    may work at once where the machine can copy a process; what is found is the same with one. tools: who does
    what takes long; what is found is the same with others.
    """
    rules, faults = read_stage(stage)
    if rules is None:
        return faults
    lacking = missing_columns(stage, next(iter(applications), {}), next(iter(decisions), {}))
    present = [file for file, rows in (("applications", applications), ("decisions", decisions)) if rows]
    if any(f.params["file"] in present for f in lacking):
        return [f for f in lacking if f.params["file"] in present]
    people, faults = read_applications(rules, applications, seed, processes, tools)
    if people is not None and not faults and (seed is None or (rules.way == "lot" and not seed)):
        faults = equal_scores(rules, people)
    if people is None or faults:
        return faults

    several = processes if len(people.numbers) >= FEW else 1
    optimal, ranking = optimal_and_ranked(rules, people, several, tools)
    choices, complaints = certificate(rules, people, ranking, optimal)
    if complaints:  # only with several caps: see docs/algorithms/verification.md
        return [
            fault("no_stable_result", f.application_no, executor=f.params["executor"]) for f in complaints
        ]
    expected = Expected(rules, people, ranking, optimal, choices)
    rows: Sequence[Row] | None = decisions
    judged = find_differing(expected, decisions, processes)
    if judged is None:
        rows = in_order_of_people(people, decisions)
        judged = find_differing(expected, rows, processes, in_order=True) if rows is not None else None
    if judged is None:  # there is not exactly one row for each
        judged = list(enumerate(expected.rows(0, len(people.numbers))))
    if rows is not None and not judged:  # every row is right: there is nothing to be told of it but its seats
        given = Given({i: rows[i] for i in expected.seat}, optimal, set())
    else:
        given, faults = read_decisions(rules, people, decisions, optimal)
        if given.result != optimal:
            _, complaints = certificate(rules, people, ranking, given.result)
    faults += count_seats(rules, people, given) + complaints
    return faults + compare_rows(rules, people, given, expected, judged, stable=not complaints)


def compare_with_commitment(seed: str | None, commitment: str) -> list[Fault]:
    """Is the seed the one that was committed to: has it the SHA-256 that was published before the draw?"""
    found = hashlib.sha256((seed or "").encode("utf-8", "surrogatepass")).hexdigest()
    if seed is not None and found == commitment.strip().lower():
        return []
    return [fault("commitment_differs", found=found if seed is not None else "no seed", expected=commitment)]


def seed_decides(
    stage: dict[str, Any], applications: Sequence[Row], processes: int = 1, tools: Tools = TOOLS
) -> bool:
    """Does the order of anybody hang on the seed: is it a lot, or are two equal at an executor?"""
    rules, _ = read_stage(stage)
    if rules is None or not applications or missing_columns(stage, applications[0], DECISION_COLUMNS):
        return False  # nothing can be proved of it, and that is said elsewhere
    people, faults = read_applications(rules, applications, None, processes, tools)
    return people is not None and not faults and bool(equal_scores(rules, people))


BALLOT_COLUMNS = ("ballot", "choices", "salt", "counted", "reason")


def compare_with_ballots(
    programme: str,
    stage: dict[str, Any],
    applications: Sequence[Row],
    ballots: Sequence[Row],
    sealed: str,
    left: Collection[str] = (),
    late: Collection[str] | None = None,
) -> list[Fault]:
    """Open every ballot, compare the list with the hash that was published at the close, and count.

    left: candidates who left before the decision, as is published with it: the ballots may name them, and
    nobody else who is not among the applications. late: who came only after the vote and was no candidate, as
    is published with it; all others have votes, be it 0. None where nothing was published of that.
    """
    columns = next(iter(ballots), dict.fromkeys(BALLOT_COLUMNS, ""))
    lacking = [column for column in BALLOT_COLUMNS if column not in columns]
    if lacking:
        return [fault("column_missing", file="ballots", column=column) for column in lacking]
    faults: list[Fault] = []
    votes: Counter[str] = Counter()
    hashes = sorted(row["ballot"] for row in ballots)
    for name, times in Counter(hashes).items():
        if times > 1:
            faults.append(fault("ballot_doubled", ballot=name))
    for row in ballots:
        choices = row["choices"].split(";") if row["choices"] else []
        text = "\n".join(
            ("dure-ballot/1", programme, str(stage.get("id")), row["salt"], ";".join(sorted(choices)))
        )
        if hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest() != row["ballot"]:
            faults.append(fault("ballot_differs", ballot=row["ballot"]))
        most: Any = stage.get("votes_each")
        if len(set(choices)) < len(choices) or (is_count(most) and len(choices) > most):
            faults.append(fault("ballot_too_many", ballot=row["ballot"], found=len(choices), limit=most))
        if row["counted"] not in ("true", "false") or (
            row["counted"] == "false" and not row["reason"].strip()
        ):
            faults.append(fault("ballot_unclear", ballot=row["ballot"]))
        if row["counted"] == "true":
            votes.update(choices)
    listed = "".join(f"{line}\n" for line in ["ballot", *hashes]).encode("utf-8", "surrogatepass")
    found = hashlib.sha256(listed).hexdigest()
    if found != sealed.strip().lower():
        faults.append(fault("sealed_differs", found=found, expected=sealed))
    for row in applications:
        told, number = row.get("votes", "").strip(), row["application_no"]
        # Who was no candidate has an empty cell, and then no ballot.
        if (told or "0") != str(votes[number]):
            faults.append(
                fault("votes_not_of_ballots", number, found=told or "empty", expected=votes[number])
            )
        elif late is not None and not told and number not in late:
            faults.append(fault("votes_emptied", number))
        elif late is not None and told and number in late:
            faults.append(fault("votes_of_latecomer", number, found=told))
    known = {*cells_of(applications, "application_no"), *left}
    faults += [
        fault("candidate_missing", number, found=many)
        for number, many in sorted(votes.items())
        if number not in known
    ]
    return faults


def votes_of_those_who_left(ballots: Sequence[Row], left: Collection[str]) -> int:
    """How many votes went to candidates who left before the decision."""
    counted = (row["choices"].split(";") for row in ballots if row.get("counted") == "true")
    return sum(choice in left for choices in counted for choice in choices)


# ------------------------------------------------------------------------- 9. The stand-alone program

FORMAT = "dure-bundle/1"
DATA_FILES = ("stage.json", "applications.csv", "decisions.csv")
BALLOTS = "ballots.csv"  # of a public vote, where the manifest tells the hash of the sealed list
SAFE_NAME = re.compile(r"[A-Za-z0-9._-]+")  # no folders: a manifest must not lead out of its own


class Unreadable(Exception):
    """A file that is not there, is broken or lacks a column."""


def read_bytes(folder: Path, name: str) -> bytes:
    if not SAFE_NAME.fullmatch(name) or name in (".", ".."):
        raise Unreadable(f"manifest.json: a file name that is not allowed: {name!r}")
    if not (folder / name).is_file():
        raise Unreadable(f"{name}: there is no such file")
    return (folder / name).read_bytes()


def read_json(name: str, data: bytes) -> dict[str, Any]:
    try:
        value = json.loads(data.decode("utf-8-sig"))
    except (ValueError, RecursionError) as error:
        raise Unreadable(f"{name}: {error}") from error
    if not isinstance(value, dict):
        raise Unreadable(f"{name}: not a JSON object")
    return value


def without_guard(cell: str) -> str:
    """Take off the apostrophe written before text that a spreadsheet would take for a formula."""
    return cell[1:] if cell[:1] == "'" and cell[1:2] in ("=", "+", "-", "@", "\t", "\r") else cell


def read_csv(name: str, data: bytes) -> tuple[list[str], list[Row]]:
    rows: list[Row] = []
    seen: dict[str, str] = {}  # equal cells are kept once
    guarded = b"'" in data
    lines = csv.reader(io.TextIOWrapper(io.BytesIO(data), "utf-8-sig", newline=""), strict=True)
    try:
        header = [without_guard(cell) for cell in next(lines, [])]
        if len(set(header)) < len(header):
            raise Unreadable(f"{name}: two columns have the same name")
        for line in lines:
            if line and len(line) != len(header):
                raise Unreadable(f"{name}: line {lines.line_num} has {len(line)} cells, not {len(header)}")
            if line:
                cells = [without_guard(cell) for cell in line] if guarded else line
                rows.append(dict(zip(header, map(seen.setdefault, cells, cells))))  # noqa: B905 (as above)
    except (csv.Error, ValueError) as error:
        raise Unreadable(f"{name}: {error}") from error
    return header, rows


# What was taken as it stands, so that PROVED is not read for more than it says.
NOT_CHECKED = {
    "scores": (
        "NOT CHECKED: what people gave is taken as it stands; what each reviewer gave is not in the bundle.",
        "확인하지 않음: 매긴 점수는 적힌 대로 받아들였습니다. 평가자별 점수는 묶음에 없습니다.",
    ),
    "votes": (
        "NOT CHECKED: the votes are taken as they stand; the ballots are not in the bundle.",
        "확인하지 않음: 득표수는 적힌 대로 받아들였습니다. 투표지는 묶음에 없습니다.",
    ),
    "left": (
        "NOTE: candidates who left before the decision, as the manifest says: {numbers}; "
        "their votes: {votes}.",
        "알림: 묶음 설명에 따르면 결정 전에 빠진 후보: {numbers}, 그 득표수: {votes}.",
    ),
    "late": (
        "NOTE: no candidates, for they came only after the vote, as the manifest says: {numbers}.",
        "알림: 묶음 설명에 따르면 투표가 끝난 뒤에 참여하여 후보가 아니었던 신청: {numbers}.",
    ),
}


def not_checked(stage: dict[str, Any], sealed: str | None) -> list[str]:
    """What is taken as it stands at this stage: keys of NOT_CHECKED."""
    parts = stage.get("parts", [])
    is_voted = stage.get("way") == "vote" or any(part.get("points") for part in parts)
    is_given = stage.get("way", "score") == "score" and not stage.get("combine")
    return (["scores"] if is_given else []) + (["votes"] if is_voted and sealed is None else [])


def check_bundle(folder: Path) -> tuple[dict[str, Any], list[Row], list[Fault], list[str]]:
    """Return the stage, the decisions, the faults, and what was not checked of an unzipped bundle."""
    manifest = read_json("manifest.json", read_bytes(folder, "manifest.json"))
    files, seed, commitment = manifest.get("files"), manifest.get("seed"), manifest.get("commitment")
    if manifest.get("format") != FORMAT:
        raise Unreadable(f"manifest.json: not of the format {FORMAT}")
    if not isinstance(files, dict) or not (seed is None or isinstance(seed, str)):
        raise Unreadable("manifest.json: files must be an object, seed text or null")
    if not (commitment is None or isinstance(commitment, str)):
        raise Unreadable("manifest.json: commitment must be text or null")
    sealed = manifest.get("sealed")
    if not (sealed is None or isinstance(sealed, str)):
        raise Unreadable("manifest.json: sealed must be text or null")
    left = manifest.get("left", [])
    if not (isinstance(left, list) and all(isinstance(number, str) for number in left)):
        raise Unreadable("manifest.json: left must be a list of numbers of applications")
    if left and sealed is None:
        raise Unreadable("manifest.json: left is told of candidates, and there was no vote")
    late = manifest.get("late")
    if not (late is None or (isinstance(late, list) and all(isinstance(number, str) for number in late))):
        raise Unreadable("manifest.json: late must be a list of numbers of applications")
    data_files = DATA_FILES if sealed is None else (*DATA_FILES, BALLOTS)
    contents = {name: read_bytes(folder, name) for name in data_files}
    faults = [fault("file_not_listed", file=name) for name in data_files if name not in files]
    for name, expected in files.items():
        found = hashlib.sha256(contents.get(name) or read_bytes(folder, name)).hexdigest()
        if found != expected:
            faults.append(fault("file_changed", file=name, found=found, expected=expected))
    stage = read_json("stage.json", contents["stage.json"])
    if stage.get("id") != manifest.get("stage"):
        faults.append(fault("stage_differs", found=stage.get("id"), expected=manifest.get("stage")))
    columns, applications = read_csv("applications.csv", contents.pop("applications.csv"))
    decision_columns, decisions = read_csv("decisions.csv", contents.pop("decisions.csv"))
    lacking = [f for f in missing_columns(stage, columns, decision_columns) if f.code == "column_missing"]
    if lacking:
        raise Unreadable("; ".join(f.message.format(**f.params) for f in lacking))
    faults += [] if commitment is None else compare_with_commitment(seed, commitment)
    if commitment is None and stage.get("committed") is True and seed_decides(stage, applications):
        faults.append(fault("commitment_missing"))
    notes: list[str] = []
    if sealed is not None:
        named, (_, ballots) = manifest.get("programme"), read_csv(BALLOTS, contents.pop(BALLOTS))
        programme = named.get("id") if isinstance(named, dict) else ""
        faults += compare_with_ballots(str(programme), stage, applications, ballots, sealed, left, late)
        if late:
            notes += [text.format(numbers=", ".join(late)) for text in NOT_CHECKED["late"]]
        if left:
            told = {"numbers": ", ".join(left), "votes": votes_of_those_who_left(ballots, left)}
            notes += [text.format(**told) for text in NOT_CHECKED["left"]]
    faults += find_faults(stage, applications, decisions, seed, processes=os.cpu_count() or 1)
    if not any(one.code == "stage_invalid" for one in faults):
        notes += chain.from_iterable(map(NOT_CHECKED.__getitem__, not_checked(stage, sealed)))
    return stage, decisions, faults, notes


def main(arguments: list[str]) -> int:
    if isinstance(sys.stdout, io.TextIOWrapper):  # a console that cannot show Korean must not stop us
        sys.stdout.reconfigure(errors="backslashreplace")
    folder = Path(arguments[0]) if arguments else Path(__file__).resolve().parent
    try:
        stage, decisions, faults, notes = check_bundle(folder)
    except (Unreadable, OSError) as error:
        sys.stderr.write(f"{error}\n")
        return 2
    notes = [] if faults else notes
    for found in faults:
        who = f"{found.application_no}: " if found.application_no else ""
        sys.stdout.write(f"{who}{found.code}: {found.message.format(**found.params)}\n")
    name, total = stage.get("id"), len(decisions)
    selected = sum(row["decision"] == "selected" for row in decisions)
    if faults:
        english = f"NOT PROVED. Stage {name}: {total} decisions, {len(faults)} faults (above)."
        korean = f"증명되지 않음. {name} 단계: 결정 {total}건, 오류 {len(faults)}건(위 목록)."
    else:
        # With several caps the theorem behind section 5 can fail, so that less is claimed.
        several = len(stage["caps"]) > 1
        best = "it is what proposals lead to" if several else "no stable result is better for applicants"
        best_ko = (
            "제안 절차의 결과와 같습니다" if several else "신청자에게 이보다 유리한 안정적 결과는 없습니다"
        )
        english = (
            f"PROVED. Stage {name}: {total} decisions, {selected} selected. Seats, set-asides, caps, order "
            f"and reasons hold; nobody has a justified complaint; {best}."
        )
        korean = (
            f"증명됨. {name} 단계: 결정 {total}건, 선정 {selected}건. 정원·우선배정·상한·순위·사유가 모두 "
            f"맞고, 정당한 이의가 없으며, {best_ko}."
        )
    sys.stdout.write("".join(f"{line}\n" for line in (english, korean, *notes)))
    return 1 if faults else 0


if __name__ == "__main__":
    gc.disable()  # nothing here refers back to itself; to look for that would take a third of the time
    sys.exit(main(sys.argv[1:]))
