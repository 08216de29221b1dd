"""What is typed in a draft: answers of every kind, ranks, documents with their days, consents."""

from __future__ import annotations

from datetime import date

import pytest
from tests.domains.drafts import ANSWERS, CONSENTS, DOCUMENTS, FILES, with_questions

from dure.domains.applications.answers import read_answer, typed_answer
from dure.domains.applications.drafting import (
    Handed,
    documents,
    executors,
    read,
    read_choices,
    read_consents,
    read_documents,
    steps,
)
from dure.domains.applications.moved import Moved, what_changed
from dure.engine.programme import load
from dure.engine.programme.models.questions import Question
from dure.library import library_bytes

TOPS = load(library_bytes("tops-2025")).programme
ASKED = load(with_questions()).programme
TODAY = date(2025, 3, 24)
KEPT = {name: {"id": name} for name in FILES}


def question(kind: str, **more: object) -> Question:
    return Question.model_validate({"id": "q", "title": {"en": "Q"}, "kind": kind} | more)


CHOICES = {"choices": ({"id": "a", "title": {"en": "A"}}, {"id": "b", "title": {"en": "B"}})}


@pytest.mark.parametrize(
    ("asked", "typed", "value"),
    [
        (question("text"), [" 안녕\r\n "], "안녕"),
        (question("text"), ["가\r\n나"], "가\n나"),
        (question("number"), ["1,234.50"], 1234.5),
        (question("number"), ["-3"], -3),
        (question("whole_number"), ["1,000"], 1000),
        (question("whole_number"), ["7.0"], 7),
        (question("yes_no"), ["no"], False),
        (question("day"), ["2025-05-01"], "2025-05-01"),
        (question("choice", **CHOICES), ["b"], "b"),
        (question("choices", **CHOICES), ["b", "a"], ["a", "b"]),
        (question("text", required=False), [" "], None),
    ],
)
def test_an_answer_of_each_kind(asked, typed, value):
    assert read_answer(asked, typed) == (value, None)
    assert read_answer(asked, typed_answer(value)) == (value, None)


@pytest.mark.parametrize(
    ("asked", "typed", "message"),
    [
        (question("text"), [], "this question needs an answer"),
        (question("text", longest=3), ["네 글자다"], "this is longer than {longest} characters"),
        (question("number"), ["열"], "write a number in digits, such as 12.5"),
        (question("number"), ["NaN"], "write a number in digits, such as 12.5"),
        (question("number"), ["1e99"], "write a number in digits, such as 12.5"),
        (question("whole_number"), ["1.5"], "write a whole number in digits, such as 12"),
        (question("yes_no"), ["maybe"], "answer yes or no"),
        (question("day"), ["2025-02-30"], "write a day, such as 2019-05-01"),
        (question("choice", **CHOICES), ["c"], "choose one of the answers"),
        (question("choices", **CHOICES), ["a", "c"], "choose among the answers"),
    ],
)
def test_what_is_no_answer_is_told(asked, typed, message):
    value, problem = read_answer(asked, typed)
    assert value is None
    assert problem is not None
    assert (problem.code, problem.message) == ("answer.q", message)


def test_only_steps_with_something_in_them():
    assert steps(TOPS) == ("eligibility", "executors", "documents", "consents", "check")
    assert steps(ASKED) == ("eligibility", "executors", "questions", "documents", "consents", "check")
    assert len(executors(TOPS)) == 10
    assert [d.id for d in documents(TOPS)][:2] == ["small_merchant_certificate", "business_registration"]


def test_executors_stand_in_the_order_of_their_ranks_and_gaps_close():
    chosen, wrong = read_choices(TOPS, {"rank.acorn": ["3"], "rank.otter": ["1"], "rank.nobody": ["2"]})
    assert (chosen, wrong) == (["otter", "acorn"], [])


@pytest.mark.parametrize(
    ("typed", "name", "code"),
    [
        ({}, "rank.acorn", "choices.none"),
        ({"rank.acorn": ["1"], "rank.otter": ["1"]}, "rank.otter", "choices.doubled"),
        ({"rank.snail": ["11"]}, "rank.snail", "choices.rank"),
        ({"rank.snail": ["x"]}, "rank.snail", "choices.rank"),
    ],
)
def test_ranks_that_cannot_be_are_told_at_their_executor(typed, name, code):
    _, wrong = read_choices(TOPS, typed)
    assert [(w.step, w.name, w.problem.code) for w in wrong] == [("executors", name, code)]


def test_a_whole_draft_has_no_problem():
    draft = {"typed": {"executors": {"rank.acorn": ["1"]}, "documents": DOCUMENTS, "consents": CONSENTS}}
    found = read(TOPS, draft | {"files": KEPT}, TODAY)
    assert found.problems == ()
    assert found.choices == ["acorn"]
    assert found.consents == {"use": True, "executors": True, "news": False}
    assert found.documents["business_registration"] == Handed("business_registration", None)
    assert found.documents["national_tax_certificate"].issued_on == date(2025, 3, 20)
    assert set(found.documents) == {*FILES, "business_registration"}
    answers = read(ASKED, {"typed": {"questions": ANSWERS}}, TODAY).answers
    assert answers == {
        "plan": "계획", "price": 12.5, "goods": 7, "exports": False, "begins": "2025-05-01", "size": "big",
        "wants": ["a", "b"],
    }  # fmt: skip


def test_an_empty_draft_is_told_everything_step_by_step():
    found = read(ASKED, {}, TODAY)
    names = [(w.step, w.name) for w in found.problems]
    assert names[:1] == [("executors", "rank.acorn")]
    assert [n for s, n in names if s == "questions"] == [
        "plan",
        "price",
        "goods",
        "exports",
        "begins",
        "size",
    ]
    assert [n for s, n in names if s == "documents"] == [
        f"file.{d.id}" for d in documents(ASKED) if d.required
    ]
    assert [n for s, n in names if s == "consents"] == ["consent.use", "consent.executors"]


@pytest.mark.parametrize(
    ("days", "name", "code"),
    [
        ({"issued_on.national_tax_certificate": [""]}, "issued_on", "document.day"),
        ({"issued_on.national_tax_certificate": ["gestern"]}, "issued_on", "document.day"),
        ({"issued_on.national_tax_certificate": ["2025-03-25"]}, "issued_on", "document.future"),
        ({"issued_on.national_tax_certificate": ["2025-02-21"]}, "issued_on", "document.stale"),
        ({"valid_until.small_merchant_certificate": ["2025-03-17"]}, "valid_until", "document.ended"),
        ({"valid_until.small_merchant_certificate": ["2024-12-31"]}, "valid_until", "document.order"),
    ],
)
def test_a_document_that_is_not_good_on_the_day_is_told_at_its_day(days, name, code):
    found, wrong = read_documents(TOPS, DOCUMENTS | days, KEPT, TODAY)
    (key,) = days
    document = key.split(".")[1]
    assert [(w.name, w.problem.code) for w in wrong] == [(f"{name}.{document}", code)]
    assert document not in found


def test_thirty_days_count_the_first_of_them():
    oldest = {"issued_on.national_tax_certificate": ["2025-02-22"]}
    assert read_documents(TOPS, DOCUMENTS | oldest, KEPT, TODAY)[1] == []


def test_a_document_handed_in_before_is_not_judged_anew_unless_its_day_changes():
    days = {"issued_on": "2025-01-02"}
    files = KEPT | {"national_tax_certificate": {"id": "f", "row": 5, "days": days}}
    same = DOCUMENTS | {"issued_on.national_tax_certificate": ["2025-01-02"]}
    found, wrong = read_documents(TOPS, same, files, TODAY)
    assert (found["national_tax_certificate"].row, wrong) == (5, [])
    found, wrong = read_documents(TOPS, DOCUMENTS, files, TODAY)
    assert (found["national_tax_certificate"].row, wrong) == (None, [])


def test_an_optional_consent_never_blocks_a_required_one_does():
    given, wrong = read_consents(TOPS, {"consent.use": ["no"], "consent.executors": ["yes"]})
    assert given == {"use": False, "executors": True}
    assert [(w.name, w.problem.code) for w in wrong] == [("consent.use", "consent.required")]


def test_what_changed_between_two_versions():
    raw = library_bytes("tops-2025").replace(b'closes_at: "2025-04-18', b'closes_at: "2025-04-25')
    raw = raw.replace(b"  - id: brand_plan\n", b"  - id: brand_story\n").replace(
        b"\ndocuments:\n", with_questions_part()
    )
    new = load(raw).programme
    titles = {d.id: d.title for d in (*TOPS.documents, *new.documents)}
    found = what_changed(TOPS, new)
    assert Moved("window", "changed") in found
    assert Moved("documents", "added", titles["brand_story"]) in found
    assert Moved("documents", "removed", titles["brand_plan"]) in found
    assert sum(one.part == "questions" and one.kind == "added" for one in found) == 7
    assert what_changed(TOPS, TOPS) == []


def with_questions_part() -> bytes:
    from tests.domains.drafts import QUESTIONS

    return QUESTIONS + b"\ndocuments:\n"
