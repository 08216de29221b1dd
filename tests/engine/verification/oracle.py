"""The rules of a selection said as plainly as can be, for a handful of people: the oracle of the checker.

Nothing is clever here. Every result that gives each applicant one of its choices or nothing is written
down, the stable ones are kept by the definition, and the applicant-optimal one is the one that is at
least as good for everybody. Seats of set-asides are assigned by trying all ways.
"""

from __future__ import annotations

import hashlib
from itertools import product
from typing import Any, NamedTuple

Row = dict[str, str]
COLUMNS = ["decision", "executor", "rank", "score", "seat", "cutoff", "reserve_rank", "reason"]
Chosen = tuple[list[str], list[str], dict[str, str], int]


class Case(NamedTuple):
    stage: dict[str, Any]
    applications: list[Row]
    seed: str | None


def milli(text: str) -> int:
    whole, _, part = text.partition(".")
    return int(whole) * 1000 + int((part + "000")[:3])


def shown(score: int) -> str:
    return f"{score / 1000:.3f}"


class Oracle:
    """One stage and its applications, by number; executor POOL stands for the one pool."""

    POOL = "(pool)"

    def __init__(self, case: Case) -> None:
        self.stage, self.seed = case.stage, case.seed
        self.rows = {row["application_no"]: row for row in case.applications}
        self.pooled = case.stage["pooled"]
        self.capacity = (
            {self.POOL: case.stage["quota"]}
            if self.pooled
            else {entry["id"]: entry["capacity"] for entry in case.stage["executors"]}
        )
        self.names = list(self.capacity)
        self._orders: dict[str, list[str]] = {}  # what has been worked out once
        self._chosen: dict[tuple[str, ...], Chosen] = {}
        self._choices: dict[str, list[str]] = {}
        self.seats = {name: self._seats_of(name) for name in self.names}

    def _seats_of(self, name: str) -> dict[str, int]:
        seats = {}
        for entry in self.stage["set_asides"]:
            total = self.stage["quota"] * entry["share_bp"] // 10000
            exact = [total * capacity / max(1, self.stage["quota"]) for capacity in self.capacity.values()]
            parts = [int(share) for share in exact]
            while sum(parts) < total:
                left = [round(share - part, 9) for share, part in zip(exact, parts, strict=True)]
                parts[left.index(max(left))] += 1
            seats[entry["id"]] = parts[self.names.index(name)]
        return seats

    # What the rows say

    def listed(self, number: str) -> list[str]:
        if self.pooled:
            return [self.POOL]
        return [name for name in self.rows[number]["choices"].split(";") if name]

    def score(self, number: str, name: str) -> int | None:
        row = self.rows[number]
        where = row["executor"] if name == self.POOL else name
        cell = row[f"score.{where}"] if f"score.{where}" in row else row["score"]
        return milli(cell) if cell else None

    def choices(self, number: str) -> list[str]:
        if number not in self._choices:
            listed = self.listed(number)
            self._choices[number] = [name for name in listed if self.score(number, name) is not None]
        return self._choices[number]

    def has(self, number: str, trait: str) -> bool:
        return self.rows[number][f"trait.{trait}"] == "true"

    def order(self, name: str) -> list[str]:
        if name in self._orders:
            return self._orders[name]

        def key(number: str) -> tuple[int, str]:
            drawn = hashlib.sha256(f"{self.seed}\n{number}".encode()).hexdigest()
            score = self.score(number, name)
            assert score is not None
            return (-score, drawn)

        people = [number for number in self.rows if name in self.choices(number)]
        self._orders[name] = sorted(people, key=key)
        return self._orders[name]

    # The choice of one executor

    def seatings(self, name: str, group: list[str]) -> list[tuple[str, ...]]:
        """All ways to give each of the group a set-aside it qualifies for, within the seats."""
        seats = self.seats[name]
        ways = product(*([trait for trait in seats if self.has(number, trait)] for number in group))
        return [way for way in ways if all(way.count(trait) <= seats[trait] for trait in seats)]

    def choose(self, name: str, people: list[str]) -> Chosen:
        """The set-aside group, those on open seats, who was passed over for which cap, open seats."""
        known = self._chosen.get((name, *people))
        if known is None:
            known = self._chosen[(name, *people)] = self._choose(name, people)
        return known

    def _choose(self, name: str, people: list[str]) -> Chosen:
        group: list[str] = []
        for number in people:
            if len(group) < self.capacity[name] and self.seatings(name, [*group, number]):
                group.append(number)
        open_seats = self.capacity[name] - len(group)
        taken: list[str] = []
        passed: dict[str, str] = {}
        for number in people:
            if number in group or len(taken) == open_seats:
                continue
            for cap in self.stage["caps"]:
                limit = open_seats * cap["share_bp"] // 10000
                if self.has(number, cap["id"]) and sum(self.has(t, cap["id"]) for t in taken) >= limit:
                    passed[number] = cap["id"]
                    break
            else:
                taken.append(number)
        return group, taken, passed, open_seats

    def labels(self, name: str, group: list[str]) -> dict[str, str]:
        """In order of rank each takes the first set-aside in file order that leaves seats for the rest."""
        left = self.seatings(name, group)
        for place in range(len(group)):
            first = min((way[place] for way in left), key=list(self.seats[name]).index)
            left = [way for way in left if way[place] == first]
        return dict(zip(group, left[0], strict=True)) if group else {}

    # Results

    def willing(self, name: str, result: dict[str, str]) -> list[str]:
        """Those who like this executor at least as well as what they have, in its order."""
        people = []
        for number in self.order(name):
            choices = self.choices(number)
            has = result[number]
            if not has or choices.index(name) <= choices.index(has):
                people.append(number)
        return people

    def is_stable(self, result: dict[str, str]) -> bool:
        for name in self.names:
            group, taken, _, _ = self.choose(name, self.willing(name, result))
            if set(group + taken) != {number for number, at in result.items() if at == name}:
                return False
        return True

    def stable_results(self) -> list[dict[str, str]]:
        ways = product(*([*self.choices(number), ""] for number in self.rows))
        results = [dict(zip(self.rows, way, strict=True)) for way in ways]
        return [result for result in results if self.is_stable(result)]

    def optimal(self) -> dict[str, str]:
        def liking(number: str, name: str) -> int:
            return self.choices(number).index(name) if name else len(self.choices(number))

        stable = self.stable_results()
        best = [
            result
            for result in stable
            if all(liking(n, result[n]) <= liking(n, other[n]) for other in stable for n in self.rows)
        ]
        assert len(best) == 1, "exactly one stable result is best for all applicants"
        return best[0]

    # The file of decisions

    def claims(self, result: dict[str, str]) -> list[Row]:
        """Rows that claim a result, stable or not, with everything else left empty."""
        rows = []
        for number, at in result.items():
            row = {"application_no": number, **dict.fromkeys(COLUMNS, "")}
            row["decision"] = "selected" if at else "not_selected"
            row["executor"] = self.rows[number]["executor"] if at == self.POOL else at
            rows.append(row)
        return rows

    def decisions(self, result: dict[str, str] | None = None) -> list[Row]:
        result = self.optimal() if result is None else result
        chosen = {name: self.choose(name, self.willing(name, result)) for name in self.names}
        label: dict[str, str] = {}
        lowest: dict[tuple[str, str], str] = {}
        reserve: dict[str, list[str]] = {}
        for name, (group, taken, _, open_seats) in chosen.items():
            label.update(self.labels(name, group) | dict.fromkeys(taken, "open"))
            for number in group + taken:
                lowest[name, label[number]] = shown(self.score(number, name) or 0)
            lowest[name, "others"] = lowest.get((name, "open"), "") if len(taken) == open_seats else ""
            refused = [number for number in self.order(name) if not result[number]]
            reserve[name] = refused[: self.stage["reserve_length"]]
        rows = []
        for number in sorted(self.rows):
            row = dict.fromkeys(["application_no", *COLUMNS], "")
            row["application_no"] = number
            rows.append(row)
            choices = self.choices(number)
            held = self.rows[number].get("executor", "")
            if not choices:
                first = (self.listed(number) or [""])[0]
                row |= {"decision": "not_selected", "executor": held if self.pooled else first}
                row |= {"cutoff": lowest.get((first, "others"), ""), "reason": "no_score"}
                continue
            on_lists = [name for name in choices if number in reserve[name]]
            listed = choices if self.pooled else self.listed(number)
            of_no_score = False
            if result[number]:
                about, row["decision"], row["seat"] = result[number], "selected", label[number]
                row["cutoff"] = lowest[about, label[number]]
                row["reason"] = "open" if label[number] == "open" else f"set_aside:{label[number]}"
            else:
                about = (on_lists or listed)[0]
                of_no_score = about not in choices
                row["decision"] = "reserve" if on_lists else "not_selected"
                row["cutoff"] = lowest[about, "others"]
                row["reserve_rank"] = str(reserve[about].index(number) + 1) if on_lists else ""
                parts = []
                for name in listed:
                    passed = chosen[name][2]
                    here = held if self.pooled else name
                    if name not in choices:
                        parts.append(f"no_score:{name}")
                        continue
                    score = shown(self.score(number, name) or 0)
                    below = f"below_cutoff:{here}={score}<{lowest[name, 'others']}"
                    if not chosen[name][3]:
                        below = f"no_open_seat:{here}"
                    parts.append(f"cap:{passed[number]}" if number in passed else below)
                row["reason"] = "|".join(parts)
            row["executor"] = held if self.pooled else about
            if of_no_score:
                continue
            row["rank"] = str(self.order(about).index(number) + 1)
            row["score"] = shown(self.score(number, about) or 0)
        return rows
