"""Accepting and refusing: what stands in the way, all of a filter in one act, one notice each."""

from __future__ import annotations

import pytest
from tests.domains.at_once import twice_at_once
from tests.domains.builders import application, merchant, published, signed_up
from tests.domains.people import NOW, person

from dure.domains.accounts.refusals import NotAllowed
from dure.domains.applications.models import Application, ApplicationDocument
from dure.domains.applications.queries_officer import Wanted, can_be_accepted
from dure.domains.applications.services.accept import accept
from dure.domains.applications.services.accept_all import accept_all
from dure.domains.applications.services.refuse import refuse
from dure.domains.applications.services.refuse_all import refuse_all
from dure.domains.applications.services.screen import screen
from dure.domains.events.models import Event
from dure.domains.notices.models import Notice
from dure.domains.programmes.queries import loaded
from dure.domains.selection.services.reopen_application import reopen_application
from dure.engine.problems import Refused

pytestmark = pytest.mark.django_db
REQUIRED = (
    *("small_merchant_certificate", "national_tax_certificate"),
    *("local_tax_certificate", "brand_plan"),
)


@pytest.fixture
def officer(db):
    return person("officer")


def complete(n: int, **more) -> Application:
    """Return an application whose required documents are accepted; the tax service told the rest."""
    owner = signed_up(f"owner{n}@test.example")
    asked = {"business_status": ["tax_service", NOW.isoformat()]}
    made = application(
        merchant(n, owner=owner), published(), n=n, verdict="eligible", **{"origins": asked} | more
    )
    for name in REQUIRED:
        ApplicationDocument.objects.create(
            application=made, document=name, handed_in_at=NOW, state="accepted"
        )
    return made


def states() -> list[str]:
    return list(Application.objects.order_by("application_no").values_list("state", flat=True))


def test_an_application_is_accepted_and_the_applicant_told_once(officer):
    made = complete(1)
    for _ in range(2):
        accept(actor=officer, now=NOW, application_id=made.pk)
    made.refresh_from_db()
    assert (made.state, made.checked_at, made.checked_by_id) == ("accepted", NOW, officer.user_id)
    notice = Notice.objects.get()
    assert (notice.template, notice.parameters["application_no"]) == (
        "application_accepted",
        "TOPS-2025-000001",
    )
    assert Event.objects.filter(act="application.accept", subject="application").count() == 1


def test_everything_that_stands_in_the_way_is_told(officer):
    made = complete(1)
    Application.objects.filter(pk=made.pk).update(verdict="unknown")
    ApplicationDocument.objects.filter(document="brand_plan").update(state="refused")
    ApplicationDocument.objects.filter(document="local_tax_certificate").update(state="replaced")
    ApplicationDocument.objects.create(application=made, document="mail_order_report", handed_in_at=NOW)
    with pytest.raises(Refused) as refused:
        accept(actor=officer, now=NOW, application_id=made.pk)
    told = [(p.code, getattr(p.params.get("document"), "en", "")) for p in refused.value.problems]
    assert told == [
        ("accept.verdict", ""),
        ("accept.document", "Mail-order business report"),
        ("accept.document", "Local tax clearance"),
        ("accept.document", "Brand description"),
    ]
    assert (states(), Notice.objects.count()) == (["submitted"], 0)


@pytest.mark.parametrize(
    ("origins", "facts"),
    [
        ({}, {}),
        ({"business_status": ["told", NOW.isoformat()]}, {}),
        ({"business_status": ["tax_service", NOW.isoformat()]}, {"business_status": None}),
        ({"business_status": ["tax_service", NOW.isoformat()]}, {"business_status": "closed"}),
    ],
)
def test_what_no_register_told_is_asked_for(officer, origins, facts):
    made = complete(1, origins=origins)
    Application.objects.filter(pk=made.pk).update(facts={**made.facts, **facts})
    with pytest.raises(Refused) as refused:
        accept(actor=officer, now=NOW, application_id=made.pk)
    told = [(p.code, getattr(p.params.get("document"), "en", "")) for p in refused.value.problems]
    assert told == [("accept.document", "Business registration certificate")]
    listed, programme = Application.objects.all(), loaded(made.version).programme
    assert can_be_accepted(officer, listed, programme).count() == 0
    assert (states(), Notice.objects.count()) == (["submitted"], 0)
    Application.objects.filter(pk=made.pk).update(
        origins={"business_status": ["tax_service", NOW.isoformat()]}, facts=made.facts
    )
    assert can_be_accepted(officer, listed, programme).count() == 1
    accept(actor=officer, now=NOW, application_id=made.pk)
    assert states() == ["accepted"]


def test_whoever_came_with_a_list_needs_no_documents(officer):
    made = application(merchant(1), published(), n=1, verdict="eligible", entry="import")
    accept(actor=officer, now=NOW, application_id=made.pk)
    assert states() == ["accepted"]


def test_all_of_a_filter_that_can_be_accepted_are(officer):
    for n in range(1, 4):
        complete(n, choices=("acorn",) if n < 3 else ("otter",))
    application(merchant(4), published(), n=4, verdict="eligible")  # has no documents
    wanted = Wanted(executor="acorn")
    done = [
        accept_all(
            actor=officer, now=NOW, programme="tops-2025", wanted=wanted, expected=2, reason="서류 확인 완료",
            key="once",
        )
        for _ in range(2)
    ]  # fmt: skip
    assert done == [2, 2]
    assert states() == ["accepted", "accepted", "submitted", "submitted"]
    assert Notice.objects.filter(template="application_accepted").count() == 2
    events = Event.objects.filter(act="application.accept_all", subject="application")
    assert set(events.values_list("reason", flat=True)) == {"서류 확인 완료"}


@pytest.mark.parametrize(("expected", "reason"), [(2, "사유"), (1, "  ")])
def test_nothing_is_decided_where_the_number_is_another_or_the_reason_missing(officer, expected, reason):
    complete(1)
    with pytest.raises(Refused):
        accept_all(
            actor=officer, now=NOW, programme="tops-2025", wanted=Wanted(), expected=expected, reason=reason,
            key="k",
        )  # fmt: skip
    assert (states(), Notice.objects.count()) == (["submitted"], 0)


def test_a_refusal_tells_reasons_and_until_when_to_object(officer):
    owner = signed_up("owner@test.example")
    made = application(merchant(1, owner=owner), published(), n=1)
    for _ in range(2):
        refuse(
            actor=officer, now=NOW, application_id=made.pk, rules=["small_merchant", "nonsense"],
            words="확인서가 없습니다.",
        )  # fmt: skip
    made.refresh_from_db()
    assert (made.state, made.refusal_rules, made.refusal_reason) == (
        "refused", ["small_merchant"], "확인서가 없습니다.",
    )  # fmt: skip
    notice = Notice.objects.get()
    # Thirty days from 24 March end on 23 April.
    assert notice.parameters["objection_until"] == "2025-04-23"
    assert notice.parameters["reasons"][0]["en"].startswith("The business must be a small merchant")
    assert notice.parameters["reasons"][1] == "확인서가 없습니다."


def test_a_refusal_without_reasons_is_none(officer):
    made = application(merchant(1), published(), n=1)
    with pytest.raises(Refused):
        refuse(actor=officer, now=NOW, application_id=made.pk, rules=["nonsense"], words=" ")
    assert states() == ["submitted"]


def test_all_that_the_rules_refuse_are_refused_each_for_its_rules(officer):
    version = published()
    application(merchant(1, employees="9"), version, n=1)
    application(merchant(2, tax_arrears=True, ksic="91249"), version, n=2)
    application(merchant(3), version, n=3)
    screen(actor=officer, now=NOW, programme="tops-2025")
    done = refuse_all(
        actor=officer,
        now=NOW,
        programme="tops-2025",
        wanted=Wanted(),
        expected=2,
        reason="요건 미충족",
        key="k",
    )
    assert (done, states()) == (2, ["refused", "refused", "submitted"])
    assert list(Application.objects.order_by("pk").values_list("refusal_rules", flat=True)) == [
        ["small_merchant"],
        ["no_tax_arrears", "industry_allowed"],
        [],
    ]


def test_a_closed_check_is_taken_up_again_with_a_reason(officer):
    made = complete(1)
    accept(actor=officer, now=NOW, application_id=made.pk)
    with pytest.raises(Refused):
        reopen_application(actor=officer, now=NOW, application_id=made.pk, reason="")
    for _ in range(2):
        reopen_application(actor=officer, now=NOW, application_id=made.pk, reason="서류 재확인")
    made.refresh_from_db()
    assert (made.state, made.checked_at) == ("submitted", None)
    assert Notice.objects.filter(template="application_reopened").count() == 1
    accept(actor=officer, now=NOW, application_id=made.pk)
    assert Notice.objects.filter(template="application_accepted").count() == 2


@pytest.mark.parametrize("role", ["ministry", "executor_staff", "reviewer"])
def test_only_officers_decide(officer, role):
    made, other = complete(1), person(role)
    with pytest.raises(NotAllowed):
        accept(actor=other, now=NOW, application_id=made.pk)
    with pytest.raises(NotAllowed):
        refuse(actor=other, now=NOW, application_id=made.pk, rules=[], words="x")
    with pytest.raises(NotAllowed):
        accept_all(
            actor=other, now=NOW, programme="tops-2025", wanted=Wanted(), expected=1, reason="x", key="k"
        )
    assert states() == ["submitted"]


@pytest.mark.django_db(transaction=True)
def test_accepted_and_refused_at_once_is_one_of_both():
    made, officer = complete(1), person("officer")
    twice_at_once(
        lambda: accept(actor=officer, now=NOW, application_id=made.pk),
        lambda: refuse(actor=officer, now=NOW, application_id=made.pk, rules=[], words="x"),
    )
    assert states()[0] in ("accepted", "refused")
    assert Notice.objects.count() == 1
