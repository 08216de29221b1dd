"""Pages of scorers' conflicts: declared before anything is shown, late, and asked for by the firm."""

from __future__ import annotations

import pytest
from django.test import Client
from tests.domains.agreeing import (
    LATER,
    PARTNERS,
    accountant,
    called,
    checked,
    firm,
    has_declared,
)
from tests.domains.people import person

from dure.domains.accounts.models import User
from dure.domains.agreements.models import ProposalDocument, ScorerConflict, ScorerDeclaration, ScorerRecusal
from dure.domains.agreements.services.assign_scorers import assign_scorers

DECLARE = f"/scoring/{PARTNERS}/declare/"
RECUSALS = f"/officer/executors/{PARTNERS}/recusals/"


@pytest.fixture(autouse=True)
def _later(db, monkeypatch):
    monkeypatch.setenv("DURE_NOW", LATER.isoformat())
    called()


def browser(who) -> Client:
    client = Client(headers={"accept-language": "ko"})
    client.force_login(User.objects.get(pk=who.user_id))
    return client


@pytest.fixture
def given():
    """Return two proposals and the accountant to whom they are given."""
    pks, who = (checked(1), checked(2)), accountant()
    assign_scorers(actor=person(), now=LATER, programme=PARTNERS, kind="accountant", user_ids=[who.user_id])
    return pks, who


def closed_to(client: Client, pk: int) -> bool:
    """Say whether a proposal is reached by none of its addresses."""
    document = ProposalDocument.objects.filter(proposal_id=pk).latest("pk").pk
    answers = [
        client.get(f"/scoring/{pk}/"),
        client.post(f"/scoring/{pk}/", {"mark_finance": "80"}),
        client.post(f"/scoring/{pk}/conflict/", {"conflict-relation": "family"}),
        client.get(f"/proposals/documents/{document}/"),
        client.get(f"/proposals/{pk}/"),
    ]
    listed = [row["row"].pk for row in client.get("/scoring/").context["rows"]]
    assert len({pk in listed, *(answer.status_code != 404 for answer in answers)}) == 1
    return pk not in listed


def test_the_list_leads_to_the_declaration_and_opens_what_is_free(given):
    (one, other), who = given
    client = browser(who)
    assert closed_to(client, one)
    assert closed_to(client, other)
    page = client.get("/scoring/")
    assert page.context["waiting"][0]["count"] == 2
    assert DECLARE in page.content.decode()
    asked = client.get(DECLARE).content.decode()
    assert "가상기업 1" in asked
    assert "30,000,000" not in asked
    lacking = client.post(DECLARE, {f"case.{one}": "none", f"case.{other}": ""})
    assert lacking.status_code == 422
    assert not ScorerDeclaration.objects.exists()
    answer = client.post(DECLARE, {f"case.{one}": "none", f"case.{other}": "business", "signed": "on"})
    assert (answer.status_code, answer.url) == (302, "/scoring/")
    assert client.get(f"/scoring/{one}/").status_code == 200
    assert closed_to(client, other)
    assert client.get(DECLARE).status_code == 302


def test_a_late_conflict_shuts_the_proposal_and_officers_see_it(given):
    (one, _other), who = given
    has_declared(who)
    client = browser(who)
    assert client.post(f"/scoring/{one}/conflict/", {"conflict-relation": ""}).status_code == 302
    assert not ScorerConflict.objects.exists()
    assert client.post(f"/scoring/{one}/conflict/", {"conflict-relation": "advice"}).status_code == 302
    assert closed_to(client, one)
    page = browser(person()).get(f"/officer/executors/{PARTNERS}/choice/")
    assert [(row["row"].proposal_id, row["row"].relation) for row in page.context["conflicts"]] == [
        (one, "advice")
    ]
    assert [row["declared"] is not None for row in page.context["scorers"]] == [True]


def test_a_firm_asks_takes_back_and_asks_again_and_an_officer_grants_it(given):
    (one, _other), who = given
    has_declared(who)
    own = browser(firm(1))
    address = f"/proposals/{one}/recusal/"
    empty = own.post(address, {"about": "회계사", "grounds": ""})
    assert empty.status_code == 422
    assert "회계사" in empty.content.decode()
    assert own.post(address, {"about": "회계사", "grounds": "친척입니다.", "nonce": "a"}).status_code == 302
    first = ScorerRecusal.objects.get()
    assert own.post(f"{address}{first.pk}/withdraw/").status_code == 302
    assert own.post(address, {"about": "회계사", "grounds": "친척입니다.", "nonce": "b"}).status_code == 302
    assert browser(firm(2)).get(address).status_code == 404
    officer = browser(person())
    listed = officer.get(RECUSALS)
    assert [row["row"].state for row in listed.context["rows"]] == ["asked"]
    pk = listed.context["rows"][0]["row"].pk
    page = f"/officer/executors/recusals/{pk}/"
    told = {"outcome": "granted", "scorer": "", "reason": "사유가 있습니다."}
    lacking = officer.post(page, told)
    assert lacking.status_code == 422
    assert "사유가 있습니다." in lacking.content.decode()
    assert browser(person("ministry")).post(page, told | {"scorer": who.user_id}).status_code == 403
    assert ScorerRecusal.objects.get(pk=pk).state == "asked"
    done = officer.post(page, told | {"scorer": who.user_id})
    assert done.status_code == 302, done.context["form"].errors
    assert closed_to(browser(who), one)
    seen = own.get(address).content.decode()
    assert "사유가 있습니다." in seen
    assert "ledger-house" not in seen
    assert officer.get(RECUSALS).context["total"] == 0
    assert officer.get(f"{RECUSALS}?which=all").context["total"] == 1
