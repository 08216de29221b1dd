"""Bans as screening and calls for executors see them: by number and owner, in their programme or in all."""

from __future__ import annotations

from datetime import date

import pytest
from tests.domains.agreeing import LATER
from tests.domains.people import person
from tests.domains.selecting import SMALL, TOLD, applicant, first_stage
from tests.domains.supporting import FILE, asking, draft_of, merchant_of

from dure.domains.applications.models import Application, Verdict
from dure.domains.applications.services.screen import screen
from dure.domains.applications.services.submit import submit_application
from dure.domains.events.act import act
from dure.domains.merchants.models import Merchant
from dure.domains.merchants.services.note_duplicates import note_duplicates
from dure.domains.sanctions.imposing import Ban, impose, lift
from dure.domains.sanctions.standing import bans_of_merchants
from dure.engine.problems import Refused

pytestmark = pytest.mark.django_db
RULE = """  - id: not_banned
    rule: NOT sanctioned_until >= as_of()
    reason: {ko: 참여제한 중이 아니어야 합니다., en: Not banned.}
"""
PLAIN = FILE.replace(
    f"""  - id: new_here
    rule: NOT supported_in('{SMALL}')
    reason: {{ko: 작은 탑스 2025에 선정되지 않아야 합니다., en: Not selected in Small TOPS 2025.}}
""".replace("{{", "{").replace("}}", "}"),
    "",
)
GOOD = {"shops": "3", "owed": "yes"}


@pytest.fixture(autouse=True)
def _shops():
    first_stage(16)


def banned(n: int, programme: str = "another", scope: str = "all", until: date = date(2027, 3, 1)) -> str:
    """Ban a merchant; return the cause."""
    one = Application.objects.get(programme=SMALL, application_no__endswith=f"{n:06d}").merchant
    with act("test.ban", actor=person(), now=LATER) as this:
        impose(
            this,
            Ban(
                programme=programme, scope=scope, cause=f"recovery/{n}", business_no=one.business_no,
                name=one.name, ground="misuse", basis="제31조의2", from_on=date(2025, 3, 24), until_on=until,
            ),
        )  # fmt: skip
    return f"recovery/{n}"


def test_who_is_banned_hands_nothing_in_and_reads_until_when():
    asking(PLAIN)
    draft = draft_of(1, GOOD)
    banned(1)
    with pytest.raises(Refused) as refused:
        submit_application(actor=applicant(1), now=TOLD, application_id=draft.pk)
    (problem,) = refused.value.problems
    assert (problem.code, problem.params["until"]) == ("apply.sanctioned", "2027-03-01")
    draft.refresh_from_db()
    assert (draft.state, draft.application_no) == ("draft", None)


def test_a_ban_of_another_programme_alone_and_one_that_is_lifted_stop_nobody():
    asking(PLAIN)
    draft = draft_of(1, GOOD)
    banned(1, scope="programme")
    other = draft_of(2, GOOD)
    cause = banned(2)
    with act("test.lift", actor=person(), now=LATER) as this:
        assert lift(this, cause, "다 지켰습니다.")
    for n, one in ((1, draft), (2, other)):
        submit_application(actor=applicant(n), now=TOLD, application_id=one.pk)
    assert Application.objects.filter(state="submitted").count() == 2


def test_screening_judges_by_the_later_of_what_was_told_and_what_the_register_has():
    asking(PLAIN.replace("eligibility:\n", "eligibility:\n" + RULE, 1))
    first, second = draft_of(1, GOOD), draft_of(2, GOOD)
    for n in (1, 2):
        Merchant.objects.filter(pk=merchant_of(n).pk).update(has_sanctioned_until=False)
    for n, one in ((1, first), (2, second)):
        submit_application(actor=applicant(n), now=TOLD, application_id=one.pk)
    banned(1)
    screen(actor=person(), now=TOLD, programme=first.programme, key="again")
    told = {
        one.application_id: (one.verdict, list(one.failed_rules), one.given.get("sanctioned_until"))
        for one in Verdict.objects.order_by("pk")
    }
    assert told[first.pk] == ("ineligible", ["not_banned"], "2027-03-01")
    assert told[second.pk][0] != "ineligible"
    assert told[second.pk][2] is None


def test_a_ban_follows_the_owner_to_another_business():
    asking(PLAIN)
    one, two = merchant_of(1), merchant_of(2)
    Merchant.objects.filter(pk__in=(one.pk, two.pk)).update(owner_name="홍가상", owner_birth_year=1980)
    with act("test.keys", actor=person(), now=LATER) as this:
        note_duplicates(this, [one.pk, two.pk])
    banned(1)
    assert bans_of_merchants("another", None) == {one.pk: date(2027, 3, 1), two.pk: date(2027, 3, 1)}
    assert bans_of_merchants("another", [two.pk]) == {two.pk: date(2027, 3, 1)}
