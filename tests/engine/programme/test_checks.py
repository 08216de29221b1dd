"""What no programme can have: each with its exact place."""

# ruff: noqa: E501  (tables: one case a line)

from __future__ import annotations

import pytest
from tests.engine.programme.example import refused, said, spoiled

from dure.engine.programme import load

CAPACITY_ONE = ("name: {ko: 하나, en: One}", "name: {ko: 하나, en: One}\n    capacity: {first: 8}")
NEEDS = "needs: [{}]\n"


@pytest.mark.parametrize(
    ("changes", "expected"),
    [
        ([("per_executor: 10", "per_executor: 9")], "20:20: the executors' places at stage “first” make 18, but the quota is 20"),
        ([CAPACITY_ONE], "21:20: the executors' places at stage “first” make 18, but the quota is 20"),
        ([(", per_executor: 10", "")], "9:5: places of executor “one” at stage “first” are not told"),
        (
            [("name: {ko: 하나, en: One}", "name: {ko: 하나, en: One}\n    capacity: {frist: 8}")],
            "11:16: there is no “frist” in stages: did you mean “first”?",
        ),
        (
            [("name: {ko: 하나, en: One}", "name: {ko: 하나, en: One}\n    capacity: {second: 8}")],
            "11:16: this stage is chosen over all executors: it has no places per executor",
        ),
        ([("{total: 5}", "{total: 5, per_executor: 1}")], "30:37: this stage is chosen over all executors: it has no places per executor"),
        ([("    over: all\n", "")], "9:5: places of executor “one” at stage “second” are not told"),
        ([("id: two", "id: one")], "11:9: “one” stands in this list twice: first in line 9"),
        ([("id: second", "id: first")], "26:9: “first” stands in this list twice: first in line 18"),
        ([("id: female", "id: open")], "22:13: a set-aside cannot be called “open”: decisions use the word for all other seats"),
        ([("closes_at: 2025-04-18", "closes_at: 2025-02-18")], "6:14: the call closes before it opens, or at the same time"),
        ([("closes_at: 2025-04-18T18", "closes_at: 2025-03-18T09")], "6:14: the call closes before it opens, or at the same time"),
        ([("chosen_by: score", "chosen_by: mix")], "29:16: a mix needs at least two scores with their weights"),
        (
            [("over: all", "over: all\n    scores: [{source: panel, weight_bp: 9000}]")],
            "29:5: scores are mixed only where chosen_by is mix",
        ),
        ([("over: all", "over: all\n    benefits: [gift]")], "29:16: there is no “gift”: the file has no benefits"),
        (
            [("over: all", "over: all\n    dates: {opens_at: 2025-05-02T00:00:00Z, closes_at: 2025-05-01T00:00:00Z}")],
            "29:56: stage “second” closes before it opens, or at the same time",
        ),
        ([("executors:\n", "rubrics:\n"), ("total: 20", "total: 20")], "18:5: stage “first” is chosen by each executor, but there are no executors"),
    ],
)  # fmt: skip
def test_stages_executors_and_periods(changes, expected):
    assert expected in refused(spoiled(*changes))


def test_set_asides_above_everything():
    text = spoiled(("share_bp: 1000", "share_bp: 9000"), ("  - id: second", _set_aside("youth", 1001)))
    assert refused(text) == ["21:5: the set-asides of stage “first” make 100.01 %: more than all seats"]


def test_set_asides_above_what_an_executor_has():
    # 4 seats at 4 executors: each half is 2 seats, and both halves go to the first two executors.
    four = "".join(f"  - {{id: e{n}, name: {{ko: 가, en: E}}}}\n" for n in (3, 4))
    text = spoiled(
        ("eligibility:\n", four + "eligibility:\n"),
        ("{total: 20, per_executor: 10}", "{total: 4, per_executor: 1}"),
        ("{total: 5}", "{total: 2}"),
        ("share_bp: 1000", "share_bp: 5000"),
        ("  - id: second", _set_aside("youth", 5000)),
    )
    message = "at executor “{}” the set-asides of stage “first” take 2 seats, but it has 1"
    assert [line for line in refused(text) if "take" in line] == [
        "23:5: " + message.format("one"),
        "23:5: " + message.format("two"),
    ]


def _set_aside(name: str, share: int) -> str:
    rule = f"{{id: {name}, title: {{ko: 가, en: Y}}, share_bp: {share}, rule: youth_led}}"
    return f"      - {rule}\n  - id: second"


@pytest.mark.parametrize(
    ("added", "expected"),
    [
        (
            "documents:\n  - {id: d, title: {ko: 가, en: D}, answers_rule: open_shp, valid_from: 2025-05-02, valid_until: 2025-05-01}\n",
            ["32:50: there is no “open_shp” in eligibility: did you mean “open_shop”?", "32:97: the period ends (2025-05-01) before it begins (2025-05-02)"],
        ),
        (
            "questions:\n  - {id: q, title: {ko: 가, en: Q}, kind: choice}\n  - {id: r, title: {ko: 가, en: R}, kind: text, choices: [{id: a, title: {ko: 가, en: A}}]}\n",
            ["32:42: a question to choose from needs at least two choices", "33:48: choices belong to the kinds choice and choices alone"],
        ),
        (
            "funds:\n  - id: f\n    title: {ko: 가, en: F}\n    total_won: 1000000\n    sources: [{id: g, kind: government, title: {ko: 가, en: G}, total_won: 999999}]\n",
            ["35:5: sources make 999,999 won, but the fund has 1,000,000 won"],
        ),
        (
            "funds:\n  - id: f\n    title: {ko: 가, en: F}\n    sources: [{id: g, kind: government, title: {ko: 가, en: G}}]\n    matching: {kind: by_executor, public: [g], private: [g, h]}\n",
            ["35:58: source “g” cannot match itself: it stands on both sides", "35:61: there is no “h” in sources: possible are g"],
        ),
        (
            "benefits:\n  - {id: b, kind: course, title: {ko: 가, en: B}, source: g}\n",
            ["32:58: a source is named, but no fund: write fund: above it"],
        ),
        (
            "rights:\n  objection: {statutory: true, file_within: {days: 30}, answer_within: {parameter: yuth_age}}\n",
            ["32:45: a clock of the law needs its source: write basis:", "32:84: the law tables have no parameter “yuth_age”; the nearest is “youth_age”"],
        ),
        (
            "rights:\n  objection: {statutory: false, file_within: {}, answer_within: {days: 1, parameter: youth_age}}\n",
            ["32:46: exactly one of days: and parameter: is wanted here", "32:65: exactly one of days: and parameter: is wanted here"],
        ),
        (
            "rubrics:\n  - {id: r, title: {ko: 가, en: R}, items: [{id: a, title: {ko: 가, en: A}, weight_bp: 9999}]}\n",
            ["32:36: the weights here make 9999, not 10000 (basis points)"],
        ),
        (
            "reviews:\n  - {id: v, title: {ko: 가, en: V}, stage: frist, rubric: x}\n",
            ["32:43: there is no “frist” in stages: did you mean “first”?", "32:58: there is no “x”: the file has no rubrics"],
        ),
        (
            "agreements:\n  - {id: a, title: {ko: 가, en: A}, parties: [agency, agency], starts_on: 2025-02-01, ends_on: 2025-01-01}\n",
            ["32:54: “agency” stands in this list twice: first in line 32", "32:95: the period ends (2025-01-01) before it begins (2025-02-01)"],
        ),
        (
            "activities:\n  - {id: a, title: {ko: 가, en: A}, kind: talk, starts_on: 2025-02-01, ends_on: 2025-01-01}\n",
            ["32:80: the period ends (2025-01-01) before it begins (2025-02-01)"],
        ),
    ],
)  # fmt: skip
def test_other_parts(added, expected):
    found = refused(spoiled(add=added))
    assert [line for line in found if "warning" not in line and "under needs" not in line] == expected


DIAGNOSIS = """\
diagnosis:
  - id: d
    title: {ko: 진단, en: D}
    sections:
      - id: s
        title: {ko: 가, en: S}
        weight_bp: 10000
        items:
          - {id: a, title: {ko: 가, en: A}, kind: scale, weight_bp: 3000}
          - {id: b, title: {ko: 가, en: B}, kind: choice, weight_bp: 3000}
          - {id: c, title: {ko: 가, en: C}, kind: number, weight_bp: 4000, low: 3, high: 3}
    levels:
      - {id: low, title: {ko: 가, en: L}, from_points: 10}
      - {id: high, title: {ko: 가, en: H}, from_points: 10}
    ways:
      - {id: w, rule: level.d < 2, benefit: x, stage: first}
needs: [diagnosis]
"""


def test_diagnosis_forms():
    assert refused(spoiled(add=DIAGNOSIS)) == [
        "39:50: a scale needs its top: write highest:",
        "40:50: an item to choose from needs at least two choices",
        "41:50: a number needs low: and high:, what gives 0 and 100 points",
        "43:55: the lowest level begins at 0",
        "44:56: each level begins above the one before",
        "46:33: a number cannot be compared with a text",
        "46:45: there is no “x”: the file has no benefits",
    ]


def test_rules_of_forms_read_what_stands_before_and_names_mean_one_thing():
    text = DIAGNOSIS.replace("highest", "").replace("kind: scale", "kind: yes_no, asked_if: b = 'x'")
    text = text.replace("id: c, ", "id: region, ").replace("level.d < 2", "rank.d < 2 AND score.d >= 70.5")
    text = text.replace("    levels:", "      - {id: t, title: {en: T}, weight_bp: 1, items: [{id: a, title: {en: A}, kind: yes_no, weight_bp: 1}]}\n    levels:")  # fmt: skip
    found = [line for line in refused(spoiled(add=text)) if "asked" in line or "“" in line]
    assert found == [
        "39:68: “b” does not stand before this item: a condition reads what was asked before",
        "41:18: “region” means something else in the rules of this form: choose another name",
        "42:60: another section of this form has an item called “a”",
        "47:64: there is no “x”: the file has no benefits",
    ]


def test_scores_carried_over_come_from_an_earlier_stage():
    scores = "scores: [{source: earlier_stage, weight_bp: 5000, stage: second}, {source: executor, weight_bp: 5000, stage: first}]"
    text = spoiled(
        ("over: all", f"over: all\n    {scores}"),
        ("chosen_by: score", "chosen_by: mix"),
        add=NEEDS.format("mixed_score"),
    )
    assert refused(text) == [
        "29:62: stage “second” is not earlier than this one: it has no score yet",
        "29:71: a stage is named exactly where the source is earlier_stage",
    ]  # fmt: skip


RULE = "  - {{id: some, reason: {{ko: 가, en: a}}, rule: {}}}\n"
DOCUMENTS = "documents:\n  - {{id: paper, title: {{ko: 가, en: a}}, proves: [{}]}}\n"


@pytest.mark.parametrize(
    ("rule", "expected"),
    [
        ("ksic_in('47', '4412')", ["no industry begins with “4412”: the classification has no division 44"]),
        (
            "NOT ksic_in('10:0001')",
            ["no industry begins with “10:0001”: the classification has no division 00"],
        ),
    ],
)
def test_codes_of_industries_that_there_are_not(rule, expected):
    line = RULE.format(f'"{rule}"')
    found = refused(spoiled(("eligibility:\n", "eligibility:\n" + line)))
    assert [line.partition(": ")[2] for line in found] == expected
    code = expected[0].split("“")[1].split("”")[0]
    column = int(found[0].split(":")[1])
    assert line[column - 1 :].startswith(f"'{code}'"), "the place is that of the code"


def test_what_documents_can_prove():
    for name, told in (
        ("employes", "“employes” is nothing that a document can prove: did you mean “employees”?"),
        ("business_status", "“business_status” is nothing that a document can prove: "),
    ):
        (found,) = refused(spoiled(("stages:\n", DOCUMENTS.format(name) + "stages:\n")))
        assert told in found


LATER = "documents:\n  - {{id: plan, title: {{ko: 가, en: a}}, stage: {}}}\n"


@pytest.mark.parametrize(
    ("written", "expected"),
    [
        ("second, due_on: 2025-05-31", None),
        ("second", "a document of stage “second” is handed in later: write due_on, its last day"),
        (
            "first, due_on: 2025-05-31",
            "it is handed in with the application, until the call closes: leave due_on out",
        ),
        (
            "second, due_on: 2025-04-18",
            "the last day must come after 2025-04-18: until then nobody of the stage before is chosen",
        ),
        (
            "second, due_on: 2025-05-31, answers_rule: open_shop",
            "the rules are judged before stage “second”: this document comes too late",
        ),
        (
            "second, due_on: 2025-05-31, proves: [opened_on]",
            "the rules are judged before stage “second”: this document comes too late",
        ),
    ],
)
def test_documents_of_a_stage_have_their_day(written, expected):
    text = spoiled(("stages:\n", LATER.format(written) + "stages:\n"))
    if expected is None:
        programme = load(text.encode()).programme
        assert [one.id for one in programme.stage_documents("second")] == ["plan"]
        assert programme.application_documents == ()
        return
    (found,) = [line for line in refused(text) if "warning" not in line]
    assert found.partition(": ")[2] == expected


def test_a_document_of_the_first_stage_comes_with_the_application():
    programme = load(spoiled(("stages:\n", LATER.format("first") + "stages:\n")).encode()).programme
    assert [one.id for one in programme.application_documents] == ["plan"]
    assert programme.stage_documents("first") == ()


def test_a_last_day_comes_between_the_results_of_the_two_stages():
    dates = "    over: all\n    dates: {announced_on: 2025-06-01}\n"
    for day, told in (("2025-05-31", False), ("2025-06-01", True)):
        written = LATER.format(f"second, due_on: {day}")
        text = spoiled(("stages:\n", written + "stages:\n"), ("    over: all\n", dates))
        sentence = "the last day must come before 2025-06-01, when stage “second” is announced"
        assert any(sentence in line for line in said(text)) is told
