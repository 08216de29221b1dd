"""The document check: dates against the programme file, rules answered by documents, supplements."""

from __future__ import annotations

from datetime import date, datetime, timedelta

import pytest
from tests.domains.builders import application, merchant, published, signed_up
from tests.domains.people import NOW, person
from tests.jobs.running import run_task

from dure.domains.accounts.refusals import NotAllowed
from dure.domains.applications.checking import DocumentDates
from dure.domains.applications.models import Application, ApplicationDocument, Supplement, Verdict
from dure.domains.applications.services.ask_supplement import Item, ask_supplement
from dure.domains.applications.services.ask_supplement_cancel import ask_supplement_cancel
from dure.domains.applications.services.check_document import check_document
from dure.domains.applications.services.lapse import lapse
from dure.domains.events.models import Event
from dure.domains.notices.models import Notice
from dure.domains.uploads.models import StoredFile
from dure.engine.problems import Refused

pytestmark = pytest.mark.django_db
DUE = datetime.fromisoformat("2025-04-01T00:00:00+09:00")


def codes(refused: pytest.ExceptionInfo[Refused]) -> list[str]:
    return [problem.code for problem in refused.value.problems]


@pytest.fixture
def officer(db):
    return person("officer")


@pytest.fixture
def applied(db) -> Application:
    owner = signed_up("owner@test.example")
    return application(merchant(1, owner=owner, employees="7"), published(), n=1)


def document(of: Application, name: str, **more) -> ApplicationDocument:
    file = StoredFile.objects.create(
        purpose="document", name="a.pdf", size=1, sha256="0" * 64, content_type="application/pdf",
        state="clean", uploaded_at=NOW,
    )  # fmt: skip
    return ApplicationDocument.objects.create(
        application=of, document=name, file=file, handed_in_at=NOW, **more
    )


def check(officer, held: ApplicationDocument, accepted: bool = True, **more) -> str:
    return check_document(actor=officer, now=NOW, document_id=held.pk, accepted=accepted, **more)


def test_an_accepted_document_overrides_its_rule_by_a_recorded_act(officer, applied):
    held = document(applied, "small_merchant_certificate", valid_until=date(2025, 12, 31))
    for _ in range(2):  # twice is once
        assert check(officer, held) == "eligible"
    newest = Verdict.objects.get()
    assert (newest.verdict, newest.overridden_rules) == ("eligible", ["small_merchant"])
    assert Event.objects.filter(act="document.check", subject="application_document").count() == 1
    assert check(officer, held, accepted=False, note="다른 사업자의 확인서입니다.") == "ineligible"
    applied.refresh_from_db()
    assert (applied.verdict, Verdict.objects.count()) == ("ineligible", 2)


def test_every_required_document_of_a_rule_must_be_accepted(officer):
    owing = application(merchant(2, tax_arrears=True), published(), n=2)
    national = document(owing, "national_tax_certificate", issued_on=date(2025, 3, 20))
    local = document(owing, "local_tax_certificate", issued_on=date(2025, 3, 20))
    assert check(officer, national) == "ineligible"
    assert check(officer, local) == "eligible"
    assert Verdict.objects.order_by("-pk")[0].overridden_rules == ["no_tax_arrears"]


@pytest.mark.parametrize(
    ("name", "dates", "expected"),
    [
        ("national_tax_certificate", {"issued_on": date(2025, 2, 22)}, []),
        ("national_tax_certificate", {"issued_on": date(2025, 2, 21)}, ["document.issued_on"]),
        ("national_tax_certificate", {"issued_on": date(2025, 3, 25)}, ["document.issued_on"]),
        ("national_tax_certificate", {}, ["document.issued_on"]),
        ("small_merchant_certificate", {"valid_until": date(2025, 3, 18)}, []),
        ("small_merchant_certificate", {"valid_until": date(2025, 3, 17)}, ["document.valid_until"]),
        ("small_merchant_certificate", {}, ["document.valid_until"]),
        (
            "small_merchant_certificate",
            {"valid_from": date(2025, 5, 1), "valid_until": date(2025, 4, 1)},
            ["document.valid_until"],
        ),
    ],
)
def test_dates_are_judged_against_the_programme_file(officer, applied, name, dates, expected):
    held = document(applied, name)
    if not expected:
        check(officer, held, dates=DocumentDates(**dates))
    else:
        with pytest.raises(Refused) as refused:
            check(officer, held, dates=DocumentDates(**dates))
        assert codes(refused) == expected
    held.refresh_from_db()
    assert held.state == ("handed_in" if expected else "accepted")


def test_a_document_of_a_public_register_bears_no_dates(officer, applied):
    held = ApplicationDocument.objects.create(
        application=applied, document="national_tax_certificate", handed_in_at=NOW
    )
    check(officer, held)
    held.refresh_from_db()
    assert (held.state, held.checked_by_id) == ("accepted", officer.user_id)


def test_a_refusal_needs_words_for_the_applicant(officer, applied):
    held = document(applied, "brand_plan")
    with pytest.raises(Refused) as refused:
        check(officer, held, accepted=False, note="  ")
    assert codes(refused) == ["document.note"]
    held.refresh_from_db()
    assert held.state == "handed_in"


def test_a_closed_check_must_be_reopened_first(officer, applied):
    held = document(applied, "brand_plan")
    Application.objects.filter(pk=applied.pk).update(state="accepted")
    with pytest.raises(Refused) as refused:
        check(officer, held)
    assert codes(refused) == ["document.decided"]


@pytest.mark.parametrize("role", ["ministry", "executor_staff", "reviewer"])
def test_only_officers_check(applied, role):
    held = document(applied, "brand_plan")
    with pytest.raises(NotAllowed):
        check(person(role), held)
    with pytest.raises(NotAllowed):
        ask_supplement(
            actor=person(role), now=NOW, application_id=applied.pk, items=[Item("fact", "ksic", "?")]
        )
    held.refresh_from_db()
    assert (held.state, Supplement.objects.count()) == ("handed_in", 0)


ITEMS = (
    Item("document", "brand_plan", "서명이 없습니다."),
    Item("fact", "ksic", "세세분류까지 적어 주십시오."),
)


def test_a_supplement_reopens_what_is_named_until_the_day_the_law_counts(officer, applied):
    made = {ask_supplement(actor=officer, now=NOW, application_id=applied.pk, items=ITEMS) for _ in range(2)}
    asked = Supplement.objects.get(pk=made.pop())
    assert not made
    # Seven days from 24 March, the first not counted, over at midnight in Seoul.
    assert asked.due_at == DUE
    assert [(i["kind"], i["name"]) for i in asked.items] == [("document", "brand_plan"), ("fact", "ksic")]
    applied.refresh_from_db()
    assert applied.state == "supplementing"
    notice = Notice.objects.get(template="supplement_asked")
    assert notice.parameters["due"] == "2025-03-31"
    assert notice.parameters["items"][0]["ko"] == "브랜드 소개서: 서명이 없습니다."


@pytest.mark.parametrize(
    "items",
    [
        (),
        (Item("fact", "business_no", "x"),),
        (Item("document", "nothing", "x"),),
        (Item("fact", "ksic", " "),),
        (Item("fact", "ksic", "x"), Item("fact", "ksic", "y")),
        (Item("fact", "ksic", "x" * 501),),
    ],
)
def test_a_supplement_names_parts_of_the_call_with_a_note_each(officer, applied, items):
    with pytest.raises(Refused):
        ask_supplement(actor=officer, now=NOW, application_id=applied.pk, items=items)
    applied.refresh_from_db()
    assert (applied.state, Supplement.objects.count(), Notice.objects.count()) == ("submitted", 0, 0)


def test_a_supplement_is_taken_back(officer, applied):
    ask_supplement(actor=officer, now=NOW, application_id=applied.pk, items=ITEMS)
    for _ in range(2):
        ask_supplement_cancel(actor=officer, now=NOW, application_id=applied.pk, reason="잘못 요청함")
    applied.refresh_from_db()
    assert (applied.state, Supplement.objects.get().state) == ("submitted", "cancelled")


def test_a_supplement_lapses_when_its_time_is_over_and_not_before(officer, applied):
    ask_supplement(actor=officer, now=NOW, application_id=applied.pk, items=ITEMS)
    assert lapse(now=DUE - timedelta(microseconds=1)) == 0
    assert [lapse(now=DUE), lapse(now=DUE)] == [1, 0]
    applied.refresh_from_db()
    assert (applied.state, Supplement.objects.get().state) == ("submitted", "lapsed")
    # A lapsed one does not stand in the way of another.
    assert ask_supplement(actor=officer, now=DUE, application_id=applied.pk, items=ITEMS)


def test_the_hourly_job_lets_supplements_lapse(officer, applied, monkeypatch):
    ask_supplement(actor=officer, now=NOW, application_id=applied.pk, items=ITEMS)
    monkeypatch.setenv("DURE_NOW", DUE.isoformat())
    run_task("applications.lapse_supplements")
    assert Supplement.objects.get().state == "lapsed"
