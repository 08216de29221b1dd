"""Screening of all in one act: the same answers as one by one, every time; documents before figures."""

from __future__ import annotations

import pytest
from tests.domains.at_once import twice_at_once
from tests.domains.builders import application, merchant, published
from tests.domains.people import NOW, person

from dure.domains.accounts.refusals import NotAllowed
from dure.domains.applications.models import Application, ApplicationDocument, Screening, Verdict
from dure.domains.applications.services.judge import judge
from dure.domains.applications.services.screen import screen
from dure.domains.events.models import Event
from dure.engine.law.published import law_version

FACTS = (
    {},
    {"employees": "7"},
    {"employees": None},
    {"tax_arrears": True},
    {"ksic": "91249"},
    {"has_mail_order_no": False, "mail_order_no": None, "online_sales_share": None},
    {"channels": ["smartstore:1", "openmarket"], "has_channels": True, "mail_order_no": None},
    {"business_status": "closed"},
    {"has_sanctioned_until": True, "sanctioned_until": "2025-03-18"},
    {"region": None, "ksic": None},
)


def accepted(of: Application, *documents: str) -> None:
    for document in documents:
        ApplicationDocument.objects.create(
            application=of, document=document, handed_in_at=NOW, state="accepted"
        )


@pytest.fixture
def applications(db) -> list[Application]:
    version = published()
    made = [application(merchant(n, **facts), version, n=n) for n, facts in enumerate(FACTS, 1)]
    accepted(made[1], "small_merchant_certificate")
    accepted(made[3], "national_tax_certificate")  # the local one is required too: it answers nothing
    return made


def told() -> list[tuple[object, ...]]:
    rows = Verdict.objects.order_by("application_id", "pk").values_list(
        "application__application_no",
        "revision",
        "verdict",
        "failed_rules",
        "unknown_rules",
        "missing_fields",
        "overridden_rules",
    )
    return [tuple(row) for row in rows]


def test_all_are_judged_in_one_act(applications):
    officer = person("officer")
    found = Screening.objects.get(pk=screen(actor=officer, now=NOW, programme="tops-2025"))
    assert [row[2:] for row in told()] == [
        ("eligible", [], [], [], []),
        ("eligible", [], [], [], ["small_merchant"]),
        ("unknown", [], ["small_merchant"], ["employees"], []),
        ("ineligible", ["no_tax_arrears"], [], [], []),
        ("ineligible", ["industry_allowed"], [], [], []),
        ("unknown", [], ["sells_online"], ["online_sales_share"], []),
        ("eligible", [], [], [], []),
        ("ineligible", ["in_business"], [], [], []),
        ("ineligible", ["not_sanctioned"], [], [], []),
        ("unknown", [], ["small_merchant", "industry_allowed"], ["ksic"], []),
    ]  # fmt: skip
    assert (found.counts["total"], found.counts["eligible"], found.counts["unknown"]) == (10, 3, 3)
    assert (found.counts["written"], found.counts["changed"], found.counts["overridden"]) == (10, 10, 1)
    assert {r["id"]: r["fails"] for r in found.counts["rules"]}["no_tax_arrears"] == 1
    assert Event.objects.filter(act="application.screen").count() == 1


def test_a_screening_names_the_file_the_law_and_the_day_that_it_judged_by(applications):
    found = Screening.objects.get(pk=screen(actor=person("officer"), now=NOW, programme="tops-2025"))
    event = Event.objects.get(act="application.screen")
    assert (found.as_of.isoformat(), found.law) == ("2025-03-18", law_version())
    assert {name: event.details[name] for name in ("programme_hash", "law", "as_of")} == {
        "programme_hash": found.version.hash,
        "law": found.law,
        "as_of": "2025-03-18",
    }


def test_all_at_once_say_what_each_alone_says(applications):
    officer = person("officer")
    screen(actor=officer, now=NOW, programme="tops-2025")
    before = told()
    verdicts = [judge(actor=officer, now=NOW, application_id=a.pk).verdict for a in applications]
    assert told() == before
    assert verdicts == list(Application.objects.order_by("pk").values_list("verdict", flat=True))


def test_screening_again_writes_nothing_that_did_not_change(applications):
    officer = person("officer")
    screen(actor=officer, now=NOW, programme="tops-2025")
    before = told()
    again = screen(actor=officer, now=NOW, programme="tops-2025")
    assert told() == before
    assert Screening.objects.get(pk=again).counts["written"] == 0
    accepted(applications[3], "local_tax_certificate")
    third = Screening.objects.get(pk=screen(actor=officer, now=NOW, programme="tops-2025"))
    assert (third.counts["written"], third.counts["changed"]) == (1, 1)
    applications[3].refresh_from_db()
    assert applications[3].verdict == "eligible"


def test_a_key_is_done_once(applications):
    officer = person("officer")
    first = screen(actor=officer, now=NOW, programme="tops-2025", key="k")
    assert screen(actor=officer, now=NOW, programme="tops-2025", key="k") == first
    assert Screening.objects.count() == 1


def test_what_was_withdrawn_is_not_judged(applications):
    Application.objects.filter(pk=applications[0].pk).update(state="withdrawn")
    screen(actor=person("officer"), now=NOW, programme="tops-2025")
    applications[0].refresh_from_db()
    assert applications[0].verdict is None


@pytest.mark.parametrize("role", ["ministry", "reviewer"])
def test_only_officers_screen(applications, role):
    with pytest.raises(NotAllowed):
        screen(actor=person(role), now=NOW, programme="tops-2025")
    assert Verdict.objects.count() == Screening.objects.count() == 0


def test_nobody_applied_yet(db):
    published()
    found = screen(actor=person("officer"), now=NOW, programme="tops-2025")
    assert Screening.objects.get(pk=found).counts["total"] == 0


@pytest.mark.django_db(transaction=True)
def test_two_at_once_write_each_verdict_once():
    version = published()
    for n in range(1, 4):
        application(merchant(n), version, n=n)
    officer = person("officer")
    twice_at_once(lambda: screen(actor=officer, now=NOW, programme="tops-2025"))
    assert (Verdict.objects.count(), Screening.objects.count()) == (3, 2)
