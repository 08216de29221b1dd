"""The worked examples of docs/algorithms are read from the pages and run; a page that is wrong fails."""

from __future__ import annotations

import csv
import io
import json
import re
from pathlib import Path

import pytest
from tests.engine.selection.selection_case import Case, Row
from tests.engine.selection.selection_definition import Market

from dure.engine.problems import Refused
from dure.engine.review.combining import weighted_total
from dure.engine.review.correcting_items import CorrectedItem, total_put_right
from dure.engine.selection.correcting import Correction, corrected, outcome
from dure.engine.selection.moving import Afterwards, move_placed, plan_after
from dure.engine.selection.optimum import optimum
from dure.engine.selection.plan import score_text
from dure.engine.selection.trial import justified_complaints, seats_of
from dure.engine.selection.vacancy import fill_places

PAGES = Path(__file__).resolve().parents[3] / "docs" / "algorithms"
PAGES_WITH_STAGES = (
    "selection.md",
    "set-asides.md",
    "reserve-lists.md",
    "corrected-scores.md",
    "executors-that-leave.md",
    "lot.md",
    "first-come.md",
    "nomination.md",
    "mixed-scores.md",
    "public-vote.md",
    "trial.md",
)
FENCE = re.compile(r"^```(\w+) (\w+)(?: seed=(\S+))?\n(.*?)^```$", re.MULTILINE | re.DOTALL)


class Example:
    """One stage of a page and the tables that follow it, by their names."""

    def __init__(self, stage: str, seed: str | None) -> None:
        self.stage = json.loads(stage)
        self.seed = seed
        self.tables: dict[str, list[Row]] = {}

    @property
    def case(self) -> Case:
        return Case(self.stage, tuple(self.tables["applications"]), self.seed)


def examples() -> list[tuple[str, Example]]:
    found: list[tuple[str, Example]] = []
    for page in PAGES_WITH_STAGES:
        of_page: list[Example] = []
        for kind, name, seed, text in FENCE.findall((PAGES / page).read_text(encoding="utf-8")):
            if (kind, name) == ("json", "stage"):
                of_page.append(Example(text, seed or None))
            elif of_page:
                of_page[-1].tables[name] = list(csv.DictReader(io.StringIO(text), strict=True))
        found += [(f"{page} {i}", example) for i, example in enumerate(of_page, start=1)]
    return found


EXAMPLES = examples()


def with_table(name: str) -> pytest.MarkDecorator:
    chosen = [pytest.param(example, id=where) for where, example in EXAMPLES if name in example.tables]
    assert chosen, f"no page has an example with {name}"
    return pytest.mark.parametrize("example", chosen)


def test_every_page_has_an_example_and_no_table_is_passed_over():
    assert [where for where, _ in EXAMPLES] == [
        "selection.md 1",
        "selection.md 2",
        "set-asides.md 1",
        "reserve-lists.md 1",
        "corrected-scores.md 1",
        "corrected-scores.md 2",
        "executors-that-leave.md 1",
        "lot.md 1",
        "first-come.md 1",
        "nomination.md 1",
        "mixed-scores.md 1",
        "public-vote.md 1",
        "public-vote.md 2",
        "trial.md 1",
    ]
    known = {
        "applications",
        "decisions",
        "refused",
        "seats",
        "given_up",
        "moved_up",
        "tried",
        "corrected",
    } | {"marks", "filled", "seats_after", "moved_over"}
    assert all(example.tables.keys() <= known for _, example in EXAMPLES)


@with_table("decisions")
def test_the_decisions_of_the_page_follow_and_the_checker_finds_no_fault(example):
    assert example.case.decided_rows() == example.tables["decisions"]
    assert example.case.faults() == []


@with_table("tried")
def test_what_is_tried_on_the_page_is_counted(example):
    case = example.case
    decided = case.decided()
    best = optimum(case.plan, case.applications, decided, case.seed)
    complaints = justified_complaints(case.plan, case.applications, seats_of(case.plan, decided), case.seed)
    assert [
        {
            "complaints": str(complaints),
            "points": score_text(best.chosen),
            "greatest": score_text(best.points),
            "lost": score_text(best.lost),
            "greatest_complaints": str(best.complaints),
        }
    ] == example.tables["tried"]


@with_table("seats")
def test_the_seats_of_the_page_follow(example):
    names = [s.id for s in example.case.plan.set_asides]
    seats = [
        {"executor": place.id, **dict(zip(names, map(str, place.set_aside_seats), strict=True))}
        for place in example.case.plan.places
    ]
    assert seats == example.tables["seats"]


@with_table("refused")
def test_what_the_page_says_is_refused_is_refused(example):
    with pytest.raises(Refused) as refused:
        example.case.decisions()
    assert [{"code": p.code, **p.params} for p in refused.value.problems] == example.tables["refused"]


@with_table("given_up")
def test_whoever_moves_up_on_the_page_does_so_event_by_event(example):
    case = example.case
    selected = case.result()
    lists = {
        place: [n for n in order if not selected[n]][: case.plan.reserve_length]
        for place, order in Market(case).orders.items()
    }
    moved_up = []
    for event in example.tables["given_up"]:
        place, gone = event["executor"], event["application_no"]
        here = {n for n, at in selected.items() if at == place}
        elsewhere = {n for n, at in selected.items() if at and at != place}
        moved = fill_places(
            case.plan,
            case.applications,
            place=place,
            selected=here,
            reserve={n: rank for rank, n in enumerate(lists[place], start=1)},
            given_up={gone} | elsewhere,
            seed=case.seed,
        )
        selected[gone] = ""
        selected |= {one.application_no: place for one in moved}
        moved_up += [
            {"executor": place, "application_no": one.application_no, "seat": one.seat} for one in moved
        ]
    assert moved_up == example.tables["moved_up"]


@with_table("corrected")
def test_what_corrected_scores_would_have_decided_on_the_page_follows(example):
    case = example.case
    applications = {one.application_no: one for one in case.applications}
    told = []
    for row in example.tables["corrected"]:
        score = round(float(row["score"]) * 1000)
        rights = [Correction(row["application_no"], at, score) for at in row["executor"].split(";")]
        found = outcome(case.plan, list(applications.values()), rights, case.seed)
        applications = corrected(applications, rights)
        said = "selected" if found.selected else "not selected"
        ranks = ";".join(str(found.ranks[right.executor]) for right in rights)
        placed = {"place": found.executor} if "place" in row else {}
        told.append({**row, "outcome": said, **placed, "rank": ranks})
    assert told == example.tables["corrected"]


@with_table("marks")
def test_the_marks_put_right_on_the_page_make_the_score_that_is_corrected(example):
    rows = example.tables["marks"]
    number = rows[0]["application_no"]
    weights = {row["item"]: int(row["weight_bp"]) for row in rows}
    now = {row["item"]: int(float(row["before"]) * 1000) for row in rows}
    items = [
        CorrectedItem(row["item"], now[row["item"]], int(row["after"]) * 1000, "")
        for row in rows
        if row["after"]
    ]
    frozen = next(one for one in example.case.applications if one.application_no == number)
    assert weighted_total(now, weights) == frozen.scores[0]
    (told,) = [row for row in example.tables["corrected"] if row["application_no"] == number]
    assert total_put_right(weights, now, items) == int(told["score"]) * 1000


@with_table("filled")
def test_whoever_holds_a_place_on_the_page_keeps_it_when_another_becomes_free(example):
    case = example.case
    holders = {row["application_no"] for row in example.tables["decisions"] if row["decision"] == "selected"}
    rights = [
        Correction(row["application_no"], row["executor"], int(row["score"]) * 1000)
        for row in example.tables["corrected"]
    ]
    over_quota = {
        row["application_no"] for row in example.tables["corrected"] if row["outcome"] == "selected"
    }
    everybody = {one.application_no: one for one in case.applications}
    to_fill = corrected(everybody, [one for one in rights if one.application_no not in holders])
    waiting = everybody.keys() - holders - over_quota
    told = []
    for row in example.tables["filled"]:
        moved = fill_places(
            case.plan,
            list(to_fill.values()),
            place="naru",
            selected=holders,
            reserve=dict.fromkeys(waiting, 0),
            given_up={row["given_up"]},
            seed=case.seed,
        )
        told.append({"given_up": row["given_up"], "moved_up": ";".join(one.application_no for one in moved)})
    assert told == example.tables["filled"]


@with_table("moved_over")
def test_whoever_moves_from_an_executor_that_left_on_the_page_does_so_time_after_time(example):
    case = example.case
    holds = {row["application_no"]: row["executor"] for row in example.tables["decisions"] if row["seat"]}
    told: list[Row] = []
    seats: list[Row] = []
    for time, *executors in (("1", "naru", "dasom"), ("2", "naru", "dasom", "naru")):
        added = {name: executors.count(name) for name in ("naru", "dasom")}
        plan = plan_after(case.plan, Afterwards(("garam",), (), added))
        seats += [
            {"time": time, "executor": p.id, "seats": str(p.capacity), "female": str(p.set_aside_seats[0])}
            for p in plan.places
        ]
        leaving = [number for number, executor in holds.items() if executor == "garam"]
        seated = {number: executor for number, executor in holds.items() if executor != "garam"}
        among = [one for one in case.applications if one.application_no in holds]
        moved, whys = move_placed(plan, among, seated=seated, leaving=leaving, seed=case.seed)
        rows = {
            one.application_no: {"executor": one.executor, "seat": one.seat, "why": ""} for one in moved
        } | {number: {"executor": "garam", "seat": "", "why": why} for number, why in whys.items()}
        told += [{"time": time, "application_no": number, **rows[number]} for number in sorted(rows)]
        holds |= {one.application_no: one.executor for one in moved}
    assert seats == example.tables["seats_after"]
    assert told == example.tables["moved_over"]
