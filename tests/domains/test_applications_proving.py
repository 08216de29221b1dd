"""What an accepted document proves: the origin, the value where it says otherwise, what is left of it."""

from __future__ import annotations

from datetime import date

import pytest
from django.test import Client
from tests.domains.builders import application, merchant, published
from tests.domains.people import NOW, person
from tests.domains.test_applications_check import check, document

from dure.domains.accounts.models import User
from dure.domains.applications.models import Application, Revision, Verdict
from dure.domains.applications.services.screen import screen
from dure.domains.events.models import Event
from dure.domains.merchants.models import Merchant
from dure.engine.problems import Refused

pytestmark = pytest.mark.django_db
DAY = date(2025, 3, 20)
SHOWN = ["document", "2025-03-20T00:00:00+09:00"]


@pytest.fixture
def officer():
    return person("officer")


def applied(**facts) -> Application:
    return application(merchant(1, **facts), published(), n=1)


def origins(of: Application) -> tuple[object, object]:
    """Return the origin of the tax arrears in the application and in the profile."""
    of.refresh_from_db()
    kept = Merchant.objects.get(pk=of.merchant_id).origins
    return of.origins.get("tax_arrears"), kept.get("tax_arrears")


def test_what_two_certificates_prove_together_is_shown_when_both_are_accepted(officer):
    made = applied(tax_arrears=False)
    before = origins(made)
    no = {"tax_arrears": False}
    check(officer, document(made, "national_tax_certificate", issued_on=DAY), says=no)
    assert origins(made) == before
    check(officer, document(made, "local_tax_certificate", issued_on=DAY), says=no)
    ours, profile = origins(made)
    assert (ours[:2], profile[:2]) == (SHOWN, SHOWN)
    assert (made.revision, Revision.objects.count()) == (1, 1), "nothing was other than handed in"


def test_a_certificate_that_says_otherwise_corrects_the_application_and_the_profile_at_once(officer):
    made = applied(tax_arrears=False)
    held = document(made, "national_tax_certificate", issued_on=DAY)
    for _ in range(2):  # twice is once
        assert check(officer, held, says={"tax_arrears": True}) == "ineligible"
    ours, profile = origins(made)
    assert (ours[:2], profile[:2]) == (SHOWN, SHOWN)
    assert (made.facts["tax_arrears"], made.verdict, made.revision) == (True, "ineligible", 2)
    assert Merchant.objects.get(pk=made.merchant_id).tax_arrears is True
    _first, revision = Revision.objects.order_by("number")
    assert (revision.number, revision.act, revision.facts["tax_arrears"]) == (2, "document", True)
    local = document(made, "local_tax_certificate", issued_on=DAY)
    assert check(officer, local) == "ineligible", "one of the two speaks against the rule that they answer"
    newest = Verdict.objects.order_by("-pk")[0]
    assert (newest.failed_rules, newest.overridden_rules) == (["no_tax_arrears"], [])
    screen(actor=officer, now=NOW, programme="tops-2025")
    made.refresh_from_db()
    assert made.verdict == "ineligible", "all judged at once are judged the same"
    told = Event.objects.get(act="document.check", subject="application", details__has_key="shown")
    assert (told.details["shown"], told.details["corrected"]) == (["tax_arrears"], ["tax_arrears"])


def test_what_was_told_otherwise_since_is_newer_and_stays_in_the_profile(officer):
    made = applied(opened_on=date(2020, 1, 1))
    Merchant.objects.filter(pk=made.merchant_id).update(opened_on=date(2021, 1, 1))
    held = document(made, "business_registration")
    check(officer, held, says={"opened_on": date(2020, 5, 1)})
    made.refresh_from_db()
    assert made.facts["opened_on"] == "2020-05-01"
    assert Merchant.objects.get(pk=made.merchant_id).opened_on == date(2021, 1, 1)


def test_none_can_be_proved_and_what_nobody_knows_is_shown_by_nothing(officer):
    made = applied(mail_order_no=None, has_mail_order_no=None)
    held = document(made, "mail_order_report")
    check(officer, held)
    made.refresh_from_db()
    assert "mail_order_no" not in made.origins
    check(officer, held, says={"mail_order_no": "2025-000-1", "has.mail_order_no": True})
    made.refresh_from_db()
    assert (made.facts["mail_order_no"], made.facts["has.mail_order_no"]) == ("2025-000-1", True)
    assert made.origins["mail_order_no"][0] == "document"


def test_a_document_refused_after_all_gives_the_origin_back(officer):
    made = applied(opened_on=date(2020, 1, 1))
    made.origins = {"opened_on": ["told", NOW.isoformat()]}
    made.save(update_fields=["origins"])
    held = document(made, "business_registration")
    check(officer, held, says={"opened_on": date(2020, 1, 1)})
    made.refresh_from_db()
    assert made.origins["opened_on"][0] == "document"
    check(officer, held, accepted=False, note="다른 사업자의 것입니다.")
    made.refresh_from_db()
    assert made.origins == {"opened_on": ["told", NOW.isoformat()]}
    assert "opened_on" not in Merchant.objects.get(pk=made.merchant_id).origins


def test_what_a_document_does_not_prove_and_what_cannot_be_are_not_taken(officer):
    made = applied(employees=2)
    held = document(made, "business_registration")
    check(officer, held, says={"employees": 40})
    made.refresh_from_db()
    assert made.facts["employees"] == 2
    with pytest.raises(Refused):
        check(officer, document(made, "mail_order_report"), says={"mail_order_no": "9" * 99})
    assert "mail_order_no" not in Application.objects.get(pk=made.pk).origins


def test_the_officer_enters_on_the_page_what_the_document_says(officer, monkeypatch):
    monkeypatch.setenv("DURE_NOW", NOW.isoformat())
    made = applied(tax_arrears=False)
    held = document(made, "national_tax_certificate", issued_on=DAY)
    browser = Client(headers={"accept-language": "ko"})
    browser.force_login(User.objects.get(pk=officer.user_id))
    page = browser.get(f"/officer/applications/{made.pk}/").content.decode()
    assert f'name="says-{held.pk}-tax_arrears"' in page
    sent = {
        "accepted": "yes",
        f"document-{held.pk}-issued_on": "2025-03-20",
        f"says-{held.pk}-tax_arrears": "true",
    }
    assert browser.post(f"/officer/documents/{held.pk}/check/", sent).status_code == 302
    page = browser.get(f"/officer/applications/{made.pk}/").content.decode()
    assert "서류로 확인, 2025. 3. 20.(목)" in page
    assert "서류에 따라 고침" in page


def test_the_rule_table_says_none_where_the_facts_say_none(officer, monkeypatch):
    monkeypatch.setenv("DURE_NOW", NOW.isoformat())
    made = applied(sanctioned_until=None, has_sanctioned_until=False)
    browser = Client(headers={"accept-language": "ko"})
    browser.force_login(User.objects.get(pk=officer.user_id))
    rules = browser.get(f"/officer/applications/{made.pk}/").context["rules"]
    (rule,) = [one for one in rules if one["id"] == "not_sanctioned"]
    assert rule["values"] == ["참여제한 종료일: 참여제한 없음"]
