"""Every list of the service: address, who looks, what they can ask for. A bench measures, a test explains.

``queries`` are what users can pick that costs something: nothing, a common and a rare filter, each way to
sort, searches by parts of syllables and first consonants, searches that find nothing. ``last`` is where the
last page begins: (statement giving value and id, parameter) of the row before it.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from urllib.parse import quote

PROGRAMME = "tops-2025"
STAGE = "consult"
ROUND = "champion_review"
VOTE = ("lantern-2025", "named")


@dataclass(frozen=True, slots=True)
class ListPage:
    """One page that shows a list; ``who`` is a role, ``owner`` (acts for a merchant) or nobody."""

    name: str
    who: str
    arguments: tuple[object, ...] = ()
    queries: tuple[str, ...] = ("",)
    last: str = ""
    title: str = ""

    @property
    def label(self) -> str:
        """What the bench calls it."""
        return self.title or self.name


def _words(*words: str) -> tuple[str, ...]:
    return tuple(quote(word) for word in words)


# Syllables taken apart, first consonants (one or two of them stand in tens of thousands of names), numbers.
NAMES = _words(
    "ㄷ", "ㄷㄹ", "두", "두레", "상회", "ㅅㅎ", "ㄷㄹㅅㅎ", "두레상회", "뒯", "없는말", "ㅋㅋㅋ", "ㅎ 커"
)
NUMBERS = _words("12", "12345", "1000000890", "0000000000")

_APPLICATION = f"FROM applications_application WHERE programme = '{PROGRAMME}'"
_BY_NO = f"SELECT application_no, id {_APPLICATION} ORDER BY application_no DESC OFFSET 20 LIMIT 1"

PAGES = (
    ListPage("home", ""),
    ListPage(
        "calls",
        "",
        queries=(
            "",
            "state=open",
            "state=planned",
            "state=closed",
            "q=tops",
            "q=%EC%98%A8%EB%9D%BC%EC%9D%B8",
            "q=zzz",
        ),
    ),
    ListPage("votes", ""),
    ListPage(
        "vote",
        "",
        VOTE,
        queries=("", *(f"words={word}" for word in NAMES)),
        last="SELECT place, id FROM voting_candidate ORDER BY place DESC, id DESC OFFSET 20 LIMIT 1",
    ),
    ListPage(
        "vote_results",
        "",
        VOTE,
        last="SELECT votes, id FROM voting_candidate ORDER BY votes, id OFFSET 20 LIMIT 1",
    ),
    ListPage("officer_vote", "officer", VOTE),
    ListPage(
        "officer_vote_ballots",
        "officer",
        VOTE,
        queries=tuple(f"signal={one}&of={{ballot}}" for one in ("address", "device", "network", "burst")),
    ),
    ListPage("results", "", queries=("", "words=tops", "words=zzz")),
    ListPage(
        "results_programme",
        "",
        (PROGRAMME,),
        queries=("", *(f"words={word}" for word in (*NAMES, *NUMBERS[:2]))),
        last="SELECT a.name, p.id FROM selection_place p JOIN applications_application a"
        " ON a.id = p.application_id WHERE p.state IN ('offered', 'accepted')"
        " ORDER BY a.name DESC, p.id OFFSET 20 LIMIT 1",
    ),
    ListPage("my", "owner"),
    ListPage("my_notices", "owner", last="SELECT id, id FROM notices_notice ORDER BY id OFFSET 20 LIMIT 1"),
    ListPage("my_access", "owner"),
    ListPage("my_consents", "owner"),
    ListPage("merchant_members", "owner", ("{merchant}",)),
    ListPage("officer_home", "officer"),
    ListPage("officer_programmes", "officer", queries=("",)),
    ListPage(
        "officer_applications",
        "officer",
        (PROGRAMME,),
        title="officer_applications, all and sorted",
        queries=("", "sort=-number", "sort=time", "sort=-time", "state=accepted&sort=-time"),
        last=_BY_NO,
    ),
    ListPage(
        "officer_applications",
        "officer",
        (PROGRAMME,),
        title="officer_applications, filtered",
        queries=(
            *("state=submitted", "state=withdrawn", "verdict=unknown", "verdict=none&executor=otter"),
            *("executor=acorn", "executor=none", "province=51", "province=%3F", "section=C", "section=U"),
            *("documents=waiting", "documents=refused", "documents=accepted", "documents=old"),
            *("supplement=overdue", "supplement=open", "supplement=answered"),
            *("entry=import", "entry=nomination"),
            *("state=submitted&verdict=unknown&province=28&section=H&sort=-time", "province=36&sort=time"),
            *("verdict=eligible&documents=waiting&executor=walnut&entry=import", "section=C&sort=-time"),
        ),
    ),
    ListPage(
        "officer_applications",
        "officer",
        (PROGRAMME,),
        title="officer_applications, searched",
        queries=(
            *(f"words={word}" for word in (*NAMES, *NUMBERS)),
            *(f"words={NAMES[1]}&sort=-time", f"words={NAMES[3]}&state=withdrawn&province=36"),
        ),
    ),
    ListPage("officer_accept_all", "officer", (PROGRAMME,), queries=("", "verdict=eligible&entry=import")),
    ListPage("officer_refuse_all", "officer", (PROGRAMME,), queries=("", "province=36")),
    ListPage("officer_applications_export", "officer", (PROGRAMME,), queries=("", "province=36")),
    ListPage("officer_screening", "officer", (PROGRAMME,)),
    ListPage(
        "officer_imports",
        "officer",
        (PROGRAMME,),
        last="SELECT id, id FROM applications_importrun ORDER BY id OFFSET 10 LIMIT 1",
    ),
    ListPage(
        "officer_merchants",
        "officer",
        title="officer_merchants, all and filtered",
        queries=(
            *("", "province=51", "province=36", "province=%3F", "section=C", "section=U"),
            *("province=51&section=C", "province=36&section=R", "section=%3F"),
        ),
        last="SELECT name, id FROM merchants_merchant ORDER BY name DESC, id DESC OFFSET 20 LIMIT 1",
    ),
    ListPage(
        "officer_merchants",
        "officer",
        title="officer_merchants, searched",
        queries=(
            *(f"words={word}" for word in (*NAMES, *NUMBERS)),
            *(
                f"words={NAMES[1]}&province=51",
                f"words={NAMES[2]}&section=U",
                f"words={NAMES[4]}&province=36",
            ),
        ),
    ),
    ListPage(
        "officer_duplicates",
        "officer",
        queries=(
            "",
            "state=different",
            "band=high",
            *(f"state=&words={word}" for word in (*NAMES, *NUMBERS[:2])),
        ),
        last="SELECT score, id FROM merchants_duplicatepair WHERE state = 'open'"
        " ORDER BY score, id OFFSET 20 LIMIT 1",
    ),
    ListPage(
        "officer_diagnosis",
        "officer",
        (PROGRAMME, "online"),
        title="officer_diagnosis, all and filtered",
        queries=(
            *("", "merchant=none", "merchant=draft", "merchant=handed_in", "expert=none", "expert=draft"),
            *("expert=handed_in", "level=beginner", "level=able", "merchant=handed_in&expert=none"),
        ),
        last=_BY_NO,
    ),
    ListPage(
        "officer_diagnosis",
        "officer",
        (PROGRAMME, "online"),
        title="officer_diagnosis, searched",
        queries=tuple(f"words={word}" for word in (*NAMES, *NUMBERS)),
    ),
    ListPage("officer_diagnoses", "officer", (PROGRAMME,)),
    ListPage("officer_diagnosis_export", "officer", (PROGRAMME, "online"), queries=("", "level=able")),
    ListPage("officer_diagnosis_assign", "officer", (PROGRAMME, "online"), queries=("", "level=able")),
    ListPage(
        "officer_stage_documents",
        "officer",
        (PROGRAMME, "promote"),
        queries=(
            "",
            "state=missing",
            "state=waiting",
            "state=asked",
            *(f"words={word}" for word in NAMES[:3]),
        ),
    ),
    ListPage(
        "officer_stage_documents_export", "officer", (PROGRAMME, "promote"), queries=("", "state=waiting")
    ),
    ListPage("officer_stage_documents_remind", "officer", (PROGRAMME, "promote")),
    ListPage("officer_diagnosis_remind", "officer", (PROGRAMME, "online"), queries=("", "level=able")),
    ListPage(
        "diagnoses",
        "reviewer",
        queries=("", "state=draft", "state=handed_in"),
        last="SELECT id, id FROM diagnosis_diagnosissheet WHERE expert_id IS NOT NULL"
        " ORDER BY id OFFSET 20 LIMIT 1",
    ),
    ListPage("providers", "", queries=("", "kind=seller", "kind=tutor", "skill=video&region=51")),
    ListPage("provider_home", "owner"),
    ListPage(
        "officer_providers",
        "officer",
        queries=("", "kind=seller", "state=applied", *(f"words={word}" for word in NAMES[:3])),
    ),
    ListPage("officer_matchings", "officer", (PROGRAMME,)),
    ListPage(
        "officer_matching",
        "officer",
        (PROGRAMME, "seller"),
        queries=("", "state=accepted", "state=declined", "state=lapsed"),
        last="SELECT id, id FROM matching_match ORDER BY id OFFSET 20 LIMIT 1",
    ),
    ListPage("officer_match_round", "officer", (PROGRAMME, "seller", 2)),
    ListPage(
        "officer_match_rounds",
        "officer",
        (PROGRAMME, "placed"),
        last="SELECT number, id FROM matching_matchround WHERE pairing = 'placed' ORDER BY number OFFSET 20"
        " LIMIT 1",
    ),
    ListPage("executor_matchings", "executor", (PROGRAMME,)),
    ListPage("executor_matching", "executor", (PROGRAMME, "placed"), queries=("", "state=accepted")),
    ListPage("executor_match_rounds", "executor", (PROGRAMME, "placed")),
    ListPage("executor_match_round", "executor", (PROGRAMME, "placed", 80)),
    ListPage("executor_match_unmatched", "executor", (PROGRAMME, "placed", 80)),
    ListPage("officer_match_unmatched", "officer", (PROGRAMME, "seller", 2), last=_BY_NO),
    ListPage("officer_matching_export", "officer", (PROGRAMME, "seller"), queries=("", "round=1")),
    ListPage("executor_matching_export", "executor", (PROGRAMME, "placed"), queries=("", "round=80")),
    ListPage("officer_match_unmatched_export", "officer", (PROGRAMME, "seller", 2)),
    ListPage("executor_match_unmatched_export", "executor", (PROGRAMME, "placed", 80)),
    ListPage("officer_review", "officer"),
    ListPage("officer_review_programme", "officer", (PROGRAMME,)),
    ListPage("officer_panel", "officer", (PROGRAMME, ROUND)),
    ListPage(
        "officer_panel_cases",
        "officer",
        (PROGRAMME, ROUND),
        queries=("", "which=lacking", "which=open"),
        last=_BY_NO,
    ),
    ListPage("officer_panel_quality", "officer", (PROGRAMME, ROUND)),
    ListPage("officer_panel_quality_export", "officer", (PROGRAMME, ROUND)),
    ListPage(
        "officer_staff_declarations",
        "officer",
        (PROGRAMME,),
        queries=("", "state=conflict", "state=clear", "words=acorn", "words=zzz"),
        last="SELECT at, id FROM applications_staffdeclaration ORDER BY at, id OFFSET 20 LIMIT 1",
    ),
    ListPage("officer_staff_declarations_export", "officer", (PROGRAMME,)),
    ListPage("officer_recusals", "officer", queries=("", "which=all")),
    ListPage("officer_selections", "officer", queries=("", "words=tops", "words=zzz")),
    ListPage("officer_selection", "officer", (PROGRAMME, STAGE)),
    ListPage(
        "officer_selection_decisions",
        "officer",
        (PROGRAMME, STAGE),
        queries=(
            *("", "decision=selected", "decision=reserve", "decision=not_selected", "executor=acorn"),
            *("decision=reserve&executor=walnut", "number=000012", "number=2", "number=zzz"),
        ),
        last="SELECT application_no, id FROM selection_decision"
        " ORDER BY application_no DESC OFFSET 20 LIMIT 1",
    ),
    ListPage(
        "officer_selection_decisions_export",
        "officer",
        (PROGRAMME, STAGE),
        queries=("", "decision=reserve&executor=walnut", "number=000012"),
    ),
    ListPage("officer_selection_fairness", "officer", (PROGRAMME, STAGE)),
    ListPage("officer_selection_fairness_export", "officer", (PROGRAMME, STAGE)),
    ListPage(
        "officer_selection_places",
        "officer",
        (PROGRAMME, STAGE),
        queries=("", "executor=walnut"),
        last="SELECT offered_at, id FROM selection_place WHERE executor = 'acorn'"
        " ORDER BY offered_at DESC OFFSET 20 LIMIT 1",
    ),
    ListPage(
        "officer_objections",
        "officer",
        queries=tuple(f"which={which}" for which in ("open", "overdue", "mine", "answered", "all")),
        last="SELECT due_on, id FROM selection_objection WHERE state IN ('filed', 'assigned')"
        " ORDER BY due_on DESC, id DESC OFFSET 20 LIMIT 1",
    ),
    ListPage("officer_objections_export", "officer", queries=("", "which=overdue", "which=all")),
    ListPage("officer_application_history", "officer", ("{application}",)),
    ListPage("officer_history", "officer", ("application", "{application}")),
    ListPage(
        "officer_notices_sent",
        "officer",
        queries=(
            *("", "state=failed", "state=queued", "template=application_accepted", "template=place_lapsed"),
            *("state=sent&template=application_accepted", "state=sent&template=place_lapsed"),
        ),
        last="SELECT id, id FROM notices_notice ORDER BY id OFFSET 20 LIMIT 1",
    ),
    ListPage("officer_notices", "officer"),
    ListPage(
        "officer_events",
        "officer",
        last="SELECT id, id FROM events_event ORDER BY id OFFSET 20 LIMIT 1",
    ),
    ListPage(
        "officer_access",
        "officer",
        queries=(
            *("", "kind=download", "kind=change", "subject=merchant", "subject=user", "subject_id=77"),
            *("subject=application&subject_id=1", "person=7", "person=7&kind=reveal", "person=999999"),
            *("first=2025-03-21&last=2025-03-22", "first=2024-01-01&last=2024-01-02", "last=2025-03-20"),
            "kind=reveal&subject=user&first=2025-03-21",
        ),
        last="SELECT id, id FROM privacy_accessrecord ORDER BY id OFFSET 20 LIMIT 1",
    ),
    ListPage("officer_retention", "officer"),
    ListPage("officer_retention_programme", "officer", (PROGRAMME,)),
    ListPage(
        "organisations",
        "officer",
        queries=("", "kind=centre", "kind=ministry", f"words={NAMES[0]}", "words=77", "words=zzz"),
        last="SELECT code, id FROM accounts_organisation ORDER BY code DESC OFFSET 5 LIMIT 1",
    ),
    ListPage("organisation", "officer", ("{organisation}",)),
    ListPage("executor_home", "executor"),
    ListPage(
        "executor_applicants",
        "executor",
        (PROGRAMME,),
        queries=(
            *("", "scored=yes", "scored=no", "province=51", "province=36&section=R", "section=C"),
            *(f"q={word}" for word in (*NAMES, *NUMBERS)),
            *(f"q={NAMES[1]}&scored=no", "q=TOPS-2025-000012"),
        ),
        last=_BY_NO,
    ),
    ListPage("executor_export", "executor", (PROGRAMME,)),
    ListPage(
        "executor_nominations",
        "executor",
        (PROGRAMME,),
        queries=("", "state=open", "state=declined", "state=taken_back"),
        last="SELECT nominated_at, id FROM applications_nomination ORDER BY nominated_at OFFSET 20 LIMIT 1",
    ),
    ListPage("executor_conflicts", "executor", (PROGRAMME,)),
    ListPage("executor_scores", "executor", (PROGRAMME, STAGE)),
    ListPage(
        "association",
        "association",
        ("shop-guild",),
        queries=("", "state=agreed", "state=open", *(f"words={word}" for word in NAMES[:5])),
        last="SELECT id, id FROM bodies_affiliation ORDER BY id OFFSET 20 LIMIT 1",
    ),
    ListPage("my_associations", "owner"),
    ListPage("centre_home", "centre"),
    ListPage(
        "centre_applicants",
        "centre",
        (f"{PROGRAMME}@gangwon-centre",),
        queries=("", "which=supported", *(f"words={word}" for word in (*NAMES, "TOPS-2025-000012"))),
        last=_BY_NO,
    ),
    ListPage(
        "centre_visits",
        "centre",
        (f"{PROGRAMME}@gangwon-centre",),
        last="SELECT planned_on, id FROM bodies_visit ORDER BY planned_on, id OFFSET 20 LIMIT 1",
    ),
    ListPage("my_proposals", "executor"),
    ListPage("scoring", "reviewer"),
    ListPage("officer_executors", "officer"),
    ListPage(
        "officer_proposals",
        "officer",
        (PROGRAMME,),
        queries=("", "state=checked", "words=12", "words=zzz", f"state=agreed&words={NAMES[1]}"),
        last="SELECT number, id FROM agreements_proposal ORDER BY number DESC OFFSET 5 LIMIT 1",
    ),
    ListPage("officer_proposals_export", "officer", (PROGRAMME,), queries=("", "state=checked")),
    ListPage("officer_firm_objections", "officer", queries=("", "which=mine", "which=all")),
    ListPage("officer_executor_choice", "officer", (PROGRAMME,)),
    ListPage(
        "officer_scorer_recusals",
        "officer",
        (PROGRAMME,),
        queries=("", "which=all"),
        last="SELECT asked_at, id FROM agreements_scorerrecusal ORDER BY asked_at DESC, id DESC"
        " OFFSET 5 LIMIT 1",
    ),
    ListPage("officer_agreements", "officer", (PROGRAMME,)),
    ListPage("officer_agreements_export", "officer", (PROGRAMME,)),
    ListPage("officer_funds", "officer"),
    ListPage("officer_fund_file", "officer", (PROGRAMME,)),
    ListPage(
        "officer_fund_orders",
        "officer",
        (PROGRAMME,),
        last="SELECT proposed_at, id FROM funds_fundorder ORDER BY proposed_at, id OFFSET 5 LIMIT 1",
    ),
    ListPage(
        "officer_deliveries",
        "officer",
        (PROGRAMME,),
        last="SELECT reported_at, id FROM funds_delivery ORDER BY reported_at, id OFFSET 5 LIMIT 1",
    ),
    ListPage("officer_claims_programmes", "officer"),
    ListPage(
        "officer_claims",
        "officer",
        (PROGRAMME,),
        queries=("", "state=submitted", "executor=body-4", "from_won=1000", "waiting_days=3"),
        last="SELECT submitted_at, id FROM claims_claim ORDER BY submitted_at, id OFFSET 5 LIMIT 1",
    ),
    ListPage("officer_claims_export", "officer", (PROGRAMME,)),
    ListPage("claims_to_compare", "accountant"),
    ListPage("my_claims", "executor"),
    ListPage("my_funds", "executor"),
    ListPage(
        "officer_payments",
        "officer",
        (PROGRAMME,),
        queries=("", "state=failed", "state=paid", "kind=merchant", "kind=body"),
    ),
    ListPage("officer_batches", "officer", (PROGRAMME,)),
    ListPage("officer_payees", "officer", (PROGRAMME,), queries=("", "account=proposed", "account=none")),
    ListPage("officer_withheld", "officer", (PROGRAMME,)),
    ListPage("officer_payments_file", "officer", (PROGRAMME,)),
    ListPage("my_payments", "executor"),
    ListPage("officer_recoveries", "officer", (PROGRAMME,), queries=("", "state=decided", "number=1")),
    ListPage("officer_recoveries_file", "officer", (PROGRAMME,)),
    ListPage("officer_sanctions", "officer", queries=("", "state=running", "state=lifted", "number=000")),
    ListPage("officer_sanctions_file", "officer"),
    ListPage("my_recoveries", "executor"),
    ListPage("officer_benefits", "officer"),
    ListPage(
        "officer_benefit",
        "officer",
        (PROGRAMME, "promotion"),
        queries=("", "state=granted", "state=cancelled"),
        last="SELECT granted_at, id FROM benefits_grant ORDER BY granted_at, id OFFSET 5 LIMIT 1",
    ),
    ListPage("officer_benefit_file", "officer", (PROGRAMME, "promotion"), queries=("", "state=granted")),
    ListPage(
        "officer_referrals",
        "officer",
        (PROGRAMME, "loan_link"),
        queries=("", "state=asked", "state=withdrawn"),
        last="SELECT asked_at, id FROM referrals_referral ORDER BY asked_at DESC, id DESC OFFSET 5 LIMIT 1",
    ),
    ListPage("my_grants", "owner"),
    ListPage("given_grants", "executor"),
    ListPage(
        "titles",
        "",
        queries=("", f"title={PROGRAMME}/tops_title", f"words={NAMES[3]}", f"words={NAMES[9]}"),
        last="SELECT name, id FROM benefits_certificate ORDER BY name DESC, id DESC OFFSET 5 LIMIT 1",
    ),
    ListPage("voucher_sales", ""),
    ListPage("my_wallets", "owner"),
    ListPage("voucher_shops", "owner"),
    ListPage("officer_vouchers", "officer"),
    ListPage(
        "officer_voucher_shops",
        "officer",
        ("voucher-bench", "local"),
        queries=("", "state=asked", f"words={NAMES[3]}", f"words={NAMES[9]}", "words=zzz"),
        last="SELECT asked_at, id FROM vouchers_shop ORDER BY asked_at, id OFFSET 5 LIMIT 1",
    ),
    ListPage(
        "officer_voucher_orders",
        "officer",
        ("voucher-bench", "local"),
        last="SELECT ordered_at, id FROM vouchers_order ORDER BY ordered_at, id OFFSET 5 LIMIT 1",
    ),
    ListPage("officer_voucher_file", "officer", ("voucher-bench", "local"), queries=("", "state=asked")),
    ListPage("officer_voucher_figures", "officer", ("voucher-bench", "local")),
    ListPage("ledger_programmes", "officer"),
    ListPage(
        "ledger_accounts",
        "officer",
        (PROGRAMME,),
        queries=("", "kind=line", "words=consulting", "words=zzz"),
        last="SELECT code, id FROM ledger_account ORDER BY code DESC, id DESC OFFSET 20 LIMIT 1",
    ),
    ListPage("ledger_trial", "officer", (PROGRAMME,)),
    ListPage("ledger_file", "officer", (PROGRAMME,)),
    ListPage("ledger_execution", "officer", (PROGRAMME,)),
    ListPage("ledger_closings", "officer", (PROGRAMME,)),
    ListPage("reviewer_home", "reviewer"),
    ListPage("reviewer_round", "reviewer", (PROGRAMME, ROUND)),
    ListPage("reviewer_export", "reviewer", (PROGRAMME, ROUND)),
    *(
        ListPage("search", who, title=f"search by {who}", queries=tuple(f"q={w}" for w in (*NAMES, *NUMBERS)))
        for who in ("officer", "executor", "owner")
    ),
)
"""In the order of the audiences; a page may stand here more than once."""


def addresses(page: ListPage, filled: dict[str, object]) -> Iterator[str]:
    """Yield the addresses of a list, its last page with them; ``filled`` are ids that addresses name."""
    from django.db import connection
    from django.urls import reverse

    from dure.web.paging import mark_after

    path = reverse(page.name, args=[str(one).format(**filled) for one in page.arguments])
    for query in page.queries:
        yield f"{path}?{query.format(**filled)}" if query else path
    if page.last:
        with connection.cursor() as cursor:
            cursor.execute(page.last)
            row = cursor.fetchone()
        if row is not None:
            yield f"{path}?after={quote(mark_after(*row))}"
