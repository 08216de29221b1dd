"""Every list: as many queries for many rows as for few, and each of them by an index of the large tables.

The lists, and what can be asked for in each, are those of ``bench/lists_pages.py``, which the bench measures
at 1,000,000 merchants and 100,000 applications. Here the same rows are made, fewer of them, and every
statement that a page sends is explained: pages, bounded counts, menus. A page that is neither a list there
nor named here as none fails.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from itertools import islice
from typing import Any

import pytest
from bench import lists_fill, lists_fill_after, lists_fill_votes, lists_fill_vouchers, lists_pages
from bench.lists_pages import PAGES, ListPage, addresses
from django.core.management import call_command
from django.db import connection
from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver
from tests.domains.builders import published, signed_up
from tests.domains.people import NOW, person

from dure.domains.accounts.models import Organisation, User
from dure.domains.applications.models import Application
from dure.domains.merchants.models import MerchantMember
from dure.domains.programmes.models import ProgrammeVersion
from dure.domains.review.models import PanelMember
from dure.library import library_bytes

LARGE = {
    "merchants_merchant", "applications_application", "applications_applicationdocument",
    "applications_revision", "applications_verdict", "review_scoresheet", "review_entrant",
    "selection_decision", "merchants_duplicatepair", "notices_notice", "events_event", "privacy_accessrecord",
    "diagnosis_diagnosissheet", "matching_match", "voting_candidate", "voting_ballot",
    "benefits_grant", "benefits_certificate", "referrals_referral",
}  # fmt: skip
"""Tables that grow with merchants and applications; explained where they hold ``LEAST`` rows or more."""

LEAST = 5_000
"""Fewer rows are read from end to end as quickly as by an index: a plan for them says nothing."""

SUMS = {
    "officer_review_programme": "counts the scores of all entrants of a programme, by executor",
    "officer_panel": "shows a whole panel",
    "officer_panel_cases": "counts the reviewers of all cases of a round",
    "officer_panel_quality": "adds up all reviews of a round",
    "officer_panel_quality_export": "adds up all reviews of a round",
    "officer_retention_programme": "counts all records of a programme before they are destroyed",
    "diagnoses": "reads all sheets of one expert, who has every tenth of them here",
    "officer_diagnoses": "counts the sheets of a programme, by side and by level",
    "officer_diagnosis_assign": "counts exactly how many an act over all of a list would concern",
    "officer_diagnosis_remind": "counts exactly how many an act over all of a list would concern",
    "officer_stage_documents_remind": "counts exactly how many an act over all of a list would concern",
    "officer_accept_all": "counts exactly how many an act over all of a list would concern",
    "officer_refuse_all": "counts exactly how many an act over all of a list would concern",
    "officer_matchings": "counts the matches of a pairing, by state",
    "officer_match_round": "counts exactly how many an act over a whole round would concern",
    "vote": "searches the candidates of one vote, and the table holds no other vote here",
    "officer_vote": "groups all ballots of a vote by sign and day",
    "executor_conflicts": "counts whom somebody has still to declare about",
    "executor_home": "counts the scores of all entrants of an executor",
    "officer_voucher_figures": "adds up what became of all vouchers of a benefit",
    "officer_withheld": "adds up what was withheld in a year",
    "executor_scores": "counts the scores of all entrants of an executor",
}
"""Pages that add up whole sets: what they read grows with those, so any plan that reads one once will do."""

FORMS = (
    "accept", "account", "again", "apply", "assign", "cancel", "case", "check", "close", "confirm",
    "contacts", "decline", "delegate", "discard", "drop", "extend", "form", "give", "invite", "invitation",
    "judge", "new", "nominate", "object", "open", "publish", "refuse", "reopen", "reveal", "revoke", "save",
    "score", "send", "status", "supplement", "take", "upload", "withdraw", "end", "answer", "conflict",
    "done", "moved", "step",
)  # fmt: skip
ONE = {
    "apply", "call", "eligibility", "invitation", "healthz", "merchant", "my_account", "my_application",
    "my_decision", "my_notice", "my_objection", "my_application_print", "my_application_change",
    "my_place_accept", "my_place_give_up", "nomination", "nomination_letter", "officer_application",
    "officer_place_disqualify", "my_place_notice", "merchant_mail_order",
    "officer_import", "officer_merchant", "officer_notice", "officer_notice_preview", "officer_objection",
    "officer_points", "officer_points_file", "officer_points_apply", "officer_points_drop",
    "officer_selection_preview", "officer_selection_seed", "officer_version", "officer_trial",
    "second_factor", "session_extend", "executor_applicant", "executor_score", "officer_next",
    "officer_accept", "officer_refuse", "advice", "merchant_advice", "my_decision_print", "my_nomination",
    "unemployment_benefit", "loan_repayment",
    "officer_duplicate", "officer_duplicate_decide", "officer_rules", "officer_simulation",
    "person_second_factor", "officer_rule", "officer_version_changes", "my_diagnosis", "my_diagnosis_section",
    "my_diagnosis_result", "my_diagnosis_print", "diagnosis_sheet", "diagnosis_section", "diagnosis_result",
    "officer_rule_place", "officer_rule_add", "officer_rule_delete", "officer_rule_order",
    "my_matching", "match", "provider_register", "provider_profile", "provider_suggestions",
    "officer_provider", "officer_matching_plan", "executor_matching_plan", "officer_matching_rule",
    "officer_matching_lift", "executor_matching_rule", "executor_matching_lift", "officer_match_by_hand",
    "executor_match_by_hand",
    "my_proposal_recusal", "officer_panel_through", "officer_scorer_recusal", "scoring_declare",
    "my_recusal", "officer_recusal", "reviewer_expertise", "officer_panel_replace",
    "executor_nomination_order",
    "executor_call", "proposal_begin", "my_proposal", "agreement", "agreement_amend", "officer_proposal",
    "officer_proposal_decide", "officer_proposal_reveal", "officer_agreements_move",
    "officer_agreements_draft",
    "vote_candidate", "vote_choose", "vote_ballot", "vote_verified", "vote_receipt", "vote_picture",
    "officer_vote_seal", "officer_vote_count", "officer_set_aside",
    "my_firm_objections", "officer_firm_objection", "association_home", "association_member",
    "centre_applicant",
    "centre_visit", "organisation_region",
    "my_stage_choices", "officer_stage_choices",
    "my_stage_documents", "officer_stage_document_case", "officer_stage_document_check",
    "officer_stage_document_ask",
    "officer_fund", "my_fund", "officer_fund_allot", "officer_fund_carry", "officer_fund_reallocate",
    "officer_fund_advance", "officer_fund_settle", "officer_fund_order", "officer_delivery",
    "ledger_closing",
    "officer_settlement", "my_fund_deliver", "my_delivery_take_back",
    "my_claim_new", "my_claim", "my_claim_line_new", "my_claim_import", "my_claim_line", "my_claim_answer",
    "my_evidence_remove", "my_prices", "officer_claims_together", "officer_claim", "officer_claim_line",
    "agreement_choices", "agreement_stays", "my_application_choose", "officer_selection_move",
    "my_recovery", "officer_recovery", "officer_sanction", "officer_tax_handed", "officer_tax_handover",
    "officer_payable", "officer_payee", "officer_batch", "my_payee_account", "officer_batch_draft",
    "officer_voucher", "officer_voucher_issue", "officer_voucher_end", "officer_voucher_order",
    "officer_voucher_shop", "buy_voucher", "voucher_verified", "my_wallet", "voucher_order", "voucher_shop",
    "register_voucher_shop", "voucher_counter", "voucher_spend",
    "officer_programme_benefits", "grant", "grant_plan", "grant_report", "grant_install", "grant_use",
    "grant_device", "certificate", "verify_title", "officer_benefit_grant",
    "voucher_till_keys", "till_balance", "till_spend", "referral_handover_fetch", "premium_return",
    "grant_referral", "referral_schedule", "officer_referral_answers", "officer_referral", "referral_payout",
}  # fmt: skip
"""Pages and acts about one thing, and forms."""

FILES = {
    "officer_batch_file",
    "call_file", "executor_document_view", "my_document_view", "officer_document_view",
    "officer_duplicates_export", "officer_objection_file_view", "officer_selection_preview_inputs",
    "officer_simulation_file", "reviewer_document_view", "my_diagnosis_file", "diagnosis_file",
    "officer_diagnosis_file", "proposal_document", "firm_objection_file", "delivery_file",
    "claim_evidence_file",
    "my_claim_faults", "my_recovery_file", "officer_recovery_file",
    "grant_use_file", "device_proof", "referral_evidence", "referral_handover",
    "my_document", "my_objection_file", "officer_access_export", "officer_document_file",
    "officer_import_csv", "officer_import_errors", "officer_import_xlsx", "officer_objection_file",
    "officer_points_list", "officer_points_errors",
    "fund_statement",
    "officer_seals", "officer_selection_inputs", "executor_document", "executor_score_workbook",
    "executor_score_file", "results_bundle", "results_csv", "results_movements",
    "reviewer_document", "vote_sealed_list", "vote_opened_list",
    "vote_picture_view", "my_place_notice_file", "officer_notice_file", "officer_notice_file_view",
}  # fmt: skip
"""Files that are handed out."""

OTHERS = ("account_", "mfa_", "set_language", "styleguide")


def names() -> set[str]:
    """Return the names of every address of the service's own."""

    def below(patterns: Any) -> Iterator[str]:
        for one in patterns:
            if isinstance(one, URLResolver):
                yield from below(one.url_patterns)
            elif isinstance(one, URLPattern) and one.name and not one.name.startswith(OTHERS):
                yield one.name

    return set(below(get_resolver().url_patterns))


def test_every_page_is_a_list_that_is_measured_or_told_to_be_none():
    listed = {page.name for page in PAGES}
    told = ONE | FILES | {name for name in names() if set(name.split("_")[1:]) & set(FORMS)}
    assert sorted(names() - listed - told) == []
    assert sorted(listed - names()) == []
    assert sorted((ONE | FILES) - names()) == []
    assert set(SUMS) <= listed


@pytest.fixture(scope="module")
def world(django_db_setup, django_db_blocker) -> Iterator[dict[str, Any]]:
    """Return who asks for lists and the ids that addresses name, with twenty thousand merchants."""
    with django_db_blocker.unblock(), pytest.MonkeyPatch.context() as patch:
        patch.setenv("DURE_NOW", NOW.isoformat())
        try:
            few = made(merchants=40, applications=20, others=40)
            sent = {page.label: [len(one) for one in first_pages(page, few)] for page in PAGES}
            call_command("flush", verbosity=0, interactive=False)
            # Committed and vacuumed: only then does an index alone answer what it holds.
            yield made(merchants=15_000, applications=6_000, others=15_000) | {"few": sent}
        finally:
            call_command("flush", verbosity=0, interactive=False)
            with connection.cursor() as cursor:
                cursor.execute("TRUNCATE procrastinate_jobs CASCADE")
            connection.close()


def made(*, merchants: int, applications: int, others: int) -> dict[str, Any]:
    """Fill the database as the bench does; return users by who they are, and ids."""
    version: ProgrammeVersion = published(lists_fill_after.with_a_form(library_bytes("tops-2025")))
    lists_fill.fill_merchants(merchants)
    lists_fill.fill_applications(lists_pages.PROGRAMME, version.pk, applications)
    lists_fill_after.fill_all(
        version=version.pk, people=max(30, merchants // 50), notices=others, events=others
    )
    lists_fill_votes.fill_votes(published(lists_fill_votes.vote_file()).pk)
    published(lists_fill_vouchers.voucher_file())
    lists_fill_vouchers.fill_vouchers()
    owner = signed_up("owner@test.example")
    first = Application.objects.order_by("pk").first()
    assert first is not None
    MerchantMember.objects.create(
        merchant_id=first.merchant_id, user_id=owner.user_id, proved_by="first", since=NOW
    )
    lists_fill.settle()
    return {
        "": None,
        "officer": person("officer").user_id,
        "executor": person("executor_staff", kind="executor", code="acorn").user_id,
        "association": person("association_staff", kind="association", code="shop-guild").user_id,
        "centre": person("centre_staff", kind="centre", code="gangwon-centre").user_id,
        "reviewer": PanelMember.objects.order_by("pk").values_list("reviewer_id", flat=True)[0],
        "accountant": person("accountant", kind="accountant", code="ledger-house").user_id,
        "owner": owner.user_id,
        "ids": {
            "application": first.pk,
            "merchant": first.merchant_id,
            "organisation": Organisation.objects.get(code="agency").pk,
            "ballot": lists_fill_votes.a_ballot(),
        },
    }


def client_of(user_id: int | None) -> Client:
    """Return a browser that is signed in."""
    client = Client(headers={"accept-language": "ko"})
    if user_id is not None:
        client.force_login(User.objects.get(pk=user_id))
    return client


def statements(client: Client, address: str) -> list[tuple[str, Any]]:
    """Return the statements that a page sends, with what is filled in."""
    sent: list[tuple[str, Any]] = []

    def note(execute: Any, query: str, values: Any, many: bool, context: Any) -> Any:
        # Marks within the test's own transaction are none of the page's.
        if not query.startswith(("SAVEPOINT", "RELEASE")):
            sent.append((query, values))
        return execute(query, values, many, context)

    with connection.execute_wrapper(note):
        assert client.get(address).status_code == 200, address
    return sent


def first_pages(page: ListPage, world: dict[str, Any]) -> list[list[tuple[str, Any]]]:
    """Return the statements of a list without and with a filter; each page is opened once before."""
    client = client_of(world[page.who])
    asked = list(islice(addresses(page, world["ids"]), 2))
    for address in asked:
        client.get(address)
    return [statements(client, address) for address in asked]


def read_whole(query: str, values: Any) -> set[str]:
    """Return the large tables that a statement would read from end to end."""
    if not query.startswith(("SELECT", "WITH", "(SELECT")):
        return set()
    with connection.cursor() as cursor:
        cursor.execute(f"EXPLAIN (FORMAT JSON) {query}", values)
        found = cursor.fetchone()[0]
    plan = (json.loads(found) if isinstance(found, str) else found)[0]["Plan"]
    return {table for table in scanned(plan) if table in LARGE and holds_many(table)}


def holds_many(table: str) -> bool:
    """Say whether a table holds so many rows here that its plans are those of larger ones."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT reltuples FROM pg_class WHERE oid = %s::regclass", [table])
        return bool(cursor.fetchone()[0] >= LEAST)


def scanned(plan: dict[str, Any]) -> Iterator[str]:
    """Yield the tables of a plan's sequential scans."""
    if plan["Node Type"] == "Seq Scan":
        yield plan["Relation Name"]
    for below in plan.get("Plans", ()):
        yield from scanned(below)


@pytest.mark.django_db
@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.label.replace(" ", "-"))
def test_a_list_walks_indexes_and_never_a_large_table(world, page: ListPage):
    client = client_of(world[page.who])
    faults = {
        (address, table, query[:300])
        for address in addresses(page, world["ids"])
        for query, values in statements(client, address)
        for table in read_whole(query, values)
        if page.name not in SUMS
    }
    assert faults == set()


@pytest.mark.django_db
@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.label.replace(" ", "-"))
def test_a_list_sends_as_many_statements_for_many_rows_as_for_few(world, page: ListPage):
    many = [len(one) for one in first_pages(page, world)]
    few = world["few"][page.label]
    # A page of fifty rows here has up to forty more than there: a statement a row would be seen. One more is
    # sent for the total of a long list, others for what stands in rows only once there are any.
    assert all(now - before <= 4 for before, now in zip(few, many, strict=False)), (few, many)
