"""Answering a supplement: only what was named changes, the difference is kept, too late is too late."""

from __future__ import annotations

from datetime import timedelta

import pytest
from tests.domains.at_once import twice_at_once
from tests.domains.builders import merchant, published, signed_up
from tests.domains.drafts import ANSWERS, DOCUMENTS, PDF, complete, drafted, with_questions
from tests.domains.people import NOW, person

from dure.domains.accounts.actors import SYSTEM
from dure.domains.accounts.refusals import NotAllowed
from dure.domains.applications.models import Application, ApplicationDocument, Revision, Supplement
from dure.domains.applications.services.answer_supplement import answer_supplement
from dure.domains.applications.services.draft_file import put_file
from dure.domains.applications.services.draft_save import save_draft
from dure.domains.applications.services.submit import submit_application
from dure.domains.applications.states import APPLICATION_STATES
from dure.domains.events.act import act
from dure.domains.events.models import Event
from dure.domains.events.transitions import move
from dure.domains.merchants.models import Merchant
from dure.domains.notices.models import Notice
from dure.engine.problems import Refused

LATER = NOW + timedelta(days=2)
DUE = NOW + timedelta(days=7)


def handed_in(who) -> Application:
    draft = drafted(who, complete(merchant(1, owner=who, employees=None)), questions=ANSWERS)
    submit_application(actor=who, now=NOW, application_id=draft.pk)
    return Application.objects.get(pk=draft.pk)


def asked(row: Application, *named: tuple[str, str]) -> Supplement:
    made = Supplement.objects.create(
        application=row,
        items=[{"kind": kind, "name": name, "note": "고쳐 주십시오"} for kind, name in named],
        asked_at=NOW,
        due_at=DUE,
    )
    with act("test.ask", actor=SYSTEM, now=NOW) as this:
        move(this, APPLICATION_STATES, Application, [row.pk], "ask_supplement")
    return made


@pytest.fixture
def who(db):
    published(with_questions())
    return signed_up("one@test.example")


@pytest.fixture
def row(who) -> Application:
    return handed_in(who)


def save(who, row, step: str, **typed) -> None:
    save_draft(
        actor=who, now=LATER, application_id=row.pk, step=step, typed=typed, counter=1_000, tab="", last=True
    )


def answer(who, row, now=LATER, **facts) -> int:
    return answer_supplement(
        actor=who,
        now=now,
        application_id=row.pk,
        facts={name.replace("__", "."): value for name, value in facts.items()},
    )


def codes(refused: pytest.ExceptionInfo[Refused]) -> list[str]:
    return [problem.code for problem in refused.value.problems]


def unanswered(row: Application) -> bool:
    new = Application.objects.get()
    return (new.state, new.revision, Supplement.objects.get().state, Revision.objects.count()) == (
        "supplementing", 1, "open", 1,
    )  # fmt: skip


def test_a_fact_changes_in_the_application_and_in_the_profile_and_is_judged_again(who, row):
    assert row.verdict == "unknown"
    supplement = asked(row, ("fact", "employees"))
    assert answer(who, row, employees=3.0, annual_sales=1) == supplement.pk
    new, shop = Application.objects.get(), Merchant.objects.get()
    assert (new.state, new.revision, new.verdict) == ("submitted", 2, "eligible")
    assert (new.facts["employees"], new.facts["annual_sales"]) == (3.0, 240_000_000)
    assert (shop.employees, shop.annual_sales) == (3, 240_000_000)
    supplement.refresh_from_db()
    assert (supplement.state, supplement.answered_at) == ("answered", LATER)
    assert supplement.difference == {"fact.employees": [None, 3.0]}
    kept = Revision.objects.get(number=2)
    assert (kept.act, kept.facts["employees"]) == ("supplement", 3.0)
    event = Event.objects.get(
        act="application.answer_supplement", subject="application", details__has_key="move"
    )
    assert event.details["changed"] == ["fact.employees"]
    assert Notice.objects.filter(template="supplement_received").count() == 1


def test_none_is_an_answer(who, row):
    asked(row, ("fact", "market_id"))
    with pytest.raises(Refused) as refused:
        answer(who, row, market_id=None, has__market_id=None)
    assert codes(refused) == ["fact.market_id"]
    assert unanswered(row)
    answer(who, row, market_id=None, has__market_id=False)
    assert Application.objects.get().facts["has.market_id"] is False


def test_answers_and_choices_only_where_named(who, row):
    asked(row, ("answer", "plan"), ("choices", ""))
    save(who, row, "questions", **ANSWERS | {"plan": ["새 계획"], "goods": ["99"]})
    save(who, row, "executors", **{"rank.snail": ["1"]})
    answer(who, row)
    new = Application.objects.get()
    assert (new.answers["plan"], new.answers["goods"], new.choices) == ("새 계획", 7, ["snail"])
    assert Supplement.objects.get().difference == {
        "answer.plan": ["계획", "새 계획"],
        "choices.": [["acorn", "otter"], ["snail"]],
    }


def test_a_document_is_replaced_by_a_new_one_that_is_good_today(who, row):
    asked(row, ("document", "national_tax_certificate"))
    with pytest.raises(Refused) as refused:
        answer(who, row)
    assert codes(refused) == ["document.file.national_tax_certificate"]
    put_file(
        actor=who,
        now=LATER,
        application_id=row.pk,
        document="national_tax_certificate",
        name="neu.pdf",
        content=PDF,
    )
    save(who, row, "documents", **DOCUMENTS | {"issued_on.national_tax_certificate": ["2025-01-01"]})
    with pytest.raises(Refused) as refused:
        answer(who, row)
    assert codes(refused) == ["document.issued_on.national_tax_certificate"]
    assert unanswered(row)
    save(who, row, "documents", **DOCUMENTS | {"issued_on.national_tax_certificate": ["2025-03-26"]})
    answer(who, row)
    rows = ApplicationDocument.objects.filter(document="national_tax_certificate").order_by("pk")
    assert [(r.state, str(r.issued_on)) for r in rows] == [
        ("replaced", "2025-03-20"),
        ("handed_in", "2025-03-26"),
    ]
    before, after = Supplement.objects.get().difference["document.national_tax_certificate"]
    assert (before, after) == (rows[0].pk, str(rows[1].file_id))
    assert ApplicationDocument.objects.exclude(state="replaced").count() == 5


def test_the_business_status_is_the_tax_services_to_tell(who, row):
    asked(row, ("fact", "business_status"))
    Merchant.objects.update(business_status="suspended")
    answer(who, row, business_status="active")
    assert Application.objects.get().facts["business_status"] == "suspended"


def test_from_the_deadline_on_it_is_too_late(who, row):
    asked(row, ("fact", "employees"))
    with pytest.raises(Refused) as refused:
        answer(who, row, DUE, employees=3.0)
    assert codes(refused) == ["supplement.late"]
    assert unanswered(row)
    answer(who, row, DUE - timedelta(seconds=1), employees=3.0)


def test_a_value_that_cannot_be_is_refused(who, row):
    asked(row, ("fact", "employees"))
    with pytest.raises(Refused) as refused:
        answer(who, row, employees=-1)
    assert codes(refused) == ["fact.employees"]
    assert unanswered(row)
    assert Merchant.objects.get().employees is None


def test_twice_is_once_and_nothing_asked_is_refused(who, row):
    with pytest.raises(Refused) as refused:
        answer(who, row, employees=3.0)
    assert codes(refused) == ["supplement.none"]
    supplement = asked(row, ("fact", "employees"))
    assert answer(who, row, employees=3.0) == answer(who, row, employees=4.0) == supplement.pk
    assert Application.objects.get().facts["employees"] == 3.0


def test_others_answer_nothing(who, row):
    asked(row, ("fact", "employees"))
    for other in (signed_up("two@test.example"), person("officer")):
        with pytest.raises(NotAllowed):
            answer(other, row, employees=3.0)
    assert unanswered(row)


@pytest.mark.django_db(transaction=True)
def test_answered_twice_at_once_is_once():
    published(with_questions())
    who = signed_up("one@test.example")
    row = handed_in(who)
    supplement = asked(row, ("fact", "employees"))
    assert twice_at_once(lambda: answer(who, row, employees=3.0)) == [supplement.pk] * 2
    assert Revision.objects.count() == 2
    assert Notice.objects.filter(template="supplement_received").count() == 1
