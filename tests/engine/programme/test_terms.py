"""Terms of benefits, groups, referrals, settlement and pledges: what they cannot be, each at its place."""

# ruff: noqa: E501  (tables: one case a line)

from __future__ import annotations

import pytest
from tests.engine.programme.example import refused, spoiled

from dure.engine.programme import load
from dure.engine.programme.capabilities import CAPABILITIES

TEXT = "title: {ko: 가, en: T}"
GRANTED = ("over: all", "over: all\n    benefits: [b]")


def _benefit(kind: str, terms: str, needs: str) -> str:
    added = f"benefits:\n  - {{id: b, kind: {kind}, {TEXT},\n     {terms}}}\nneeds: [{kind}, {needs}]\n"
    return spoiled(GRANTED, add=added)


def _allowance(*periods: str) -> str:
    listed = ", ".join(periods)
    terms = f"product: unemployment_benefit, decided_by: {{ko: 가, en: X}}, allowance: [{listed}]"
    return _benefit("finance", terms, "allowance")


BEFORE = "{id: a, ends_on: 2019-09-30, replaces_bp: 5000, basis: 법, days: [{from_years: 1, days: 90}]}"
SINCE = "{id: b, starts_on: 2019-10-01, replaces_bp: 6000, basis: 법, days: [{from_years: 1, days: 120}]}"


@pytest.mark.parametrize(
    ("terms", "expected"),
    [
        (
            "discount_borne: [{by: government, share_bp: 10000}]",
            "34:6: nobody can bear a discount that is not given: write sold_at_discount_bp:",
        ),
        (
            "sold_at_discount_bp: 1000, discount_borne: [{by: government, share_bp: 4000}]",
            "34:33: the parts of the discount make 4000, not 10000 (basis points)",
        ),
        (
            "sold_at_discount_bp: 1000, refund_from_spent_bp: 6000",
            "34:33: what is left is paid back only where partial_refund is true",
        ),
    ],
)
def test_vouchers(terms, expected):
    assert refused(_benefit("voucher_credit", terms, "voucher_sale")) == [expected]


def test_a_voucher_with_all_its_terms_is_accepted():
    terms = (
        "sold_at_discount_bp: 1000, purchase_ceiling_won: 700000, partial_refund: true,"
        " refund_from_spent_bp: 6000,\n     redemption: {paid_within_days: 3, monthly_ceiling_won: 50000000},"
        "\n     discount_borne: [{by: government, share_bp: 8000}, {by: local_government, share_bp: 2000}]"
    )
    assert load(_benefit("voucher_credit", terms, "voucher_sale").encode()).problems == ()


def test_places_that_are_allocated_have_a_number():
    text = _benefit("placement", "allocated_by: lot", "slot_allocation")
    assert refused(text) == ["34:20: places are allocated, but their number is not told: write slots:"]
    assert load(text.replace("allocated_by: lot", "allocated_by: lot, slots: 3").encode()).problems == ()


def test_the_periods_of_an_allowance_follow_each_other():
    assert load(_allowance(BEFORE, SINCE).encode()).problems == ()
    (late,) = refused(_allowance(SINCE, BEFORE))
    assert late.endswith(": this period begins before the one above has ended")
    (years,) = refused(_allowance(SINCE.replace("120}]", "120}, {from_years: 1, days: 9}]")))
    assert years.endswith(": each entry begins with more years than the one above")
    (ends,) = refused(_allowance(SINCE.replace("replaces_bp", "ends_on: 2019-09-30, replaces_bp")))
    assert ends.endswith(": the period ends (2019-09-30) before it begins (2019-10-01)")


def test_all_proceeds_are_paid_or_held_back():
    terms = (
        "settlement:\n  - id: fast\n    title: {ko: 가, en: F}\n    channel: {ko: 나, en: C}\n"
        "    sold_as: fulfilment\n    paid: [{share_bp: 9000, after: delivery, days: 1}]\n"
        "    holdback_bp: 500\nneeds: [settlement_terms]\n"
    )
    expected = "36:5: what is paid and what is held back make 9500, not 10000 (basis points)"
    assert refused(spoiled(add=terms)) == [expected]
    assert load(spoiled(add=terms.replace("500\n", "1000\n")).encode()).problems == ()


def test_a_group_is_described_where_a_market_applies():
    group = "group: {area: market, least_members: 30}\nneeds: [group_applicants]\n"
    (told, *_) = refused(spoiled(add=group))
    assert told == "31:1: a group is described, but applicants is not market"
    assert load(spoiled(add="applicants: market\n" + group).encode()).problems == ()


@pytest.mark.parametrize(
    ("consent", "expected"),
    [
        ("", "34:5: data go to another body only with consent: write consent:"),
        (", consent: use", "34:82: “use” is no consent to third parties"),
        (", consent: give", "34:82: there is no “give” in consents: possible are use"),
    ],
)
def test_a_referral_to_another_body_needs_its_consent(consent, expected):
    added = (
        "consents:\n  - {id: use, kind: collection, title: {ko: 가, en: U}}\nreferrals:\n"
        f"  - {{id: r, direction: to, body: {{ko: 가, en: B}}, title: {{ko: 가, en: T}}{consent}}}\n"
        "needs: [referrals]\n"
    )
    assert refused(spoiled(add=added)) == [expected]


def test_a_referral_from_elsewhere_needs_none():
    added = f"referrals: [{{id: r, direction: from, body: {{ko: 가, en: B}}, {TEXT}}}]\nneeds: [referrals]\n"
    assert load(spoiled(add=added).encode()).problems == ()


def test_a_pledge_is_kept_where_evidence_shows_it():
    added = f"pledges: [{{id: p, by: {{ko: 가, en: B}}, state: kept, {TEXT}}}]\nneeds: [pledges]\n"
    assert refused(spoiled(add=added)) == [
        "31:46: a pledge is kept or broken only where evidence shows it: write evidence:"
    ]


def test_a_benefit_for_some_has_a_rule_that_is_read_and_tried():
    assert refused(_benefit("placement", "only_for: bogus", "benefit_rules")) == [
        "34:16: there is no field “bogus”"
    ]
    (never,) = load(_benefit("placement", "only_for: employees < 0", "benefit_rules").encode()).problems
    assert never.code == "programme.rule_never"


def test_a_region_that_is_no_code_is_refused():
    text = spoiled(("name: {ko: 하나, en: One}", "name: {ko: 하나, en: One}\n    regions: ['110']"))
    assert refused(text)[0] == "11:15: “110” is no region code: two, five or ten digits"


@pytest.mark.parametrize(
    ("kind", "terms", "need"),
    [
        ("service", "fulfilment: {free_storage_days: 30}", "fulfilment"),
        ("placement", "near: {within_metres: 500}", "nearby"),
    ],
)
def test_terms_of_a_benefit_are_needs_of_their_own(kind, terms, need):
    text = _benefit(kind, terms, need)
    lacks = [one for one in (kind, need) if not CAPABILITIES[one].runs]
    assert load(text.encode()).unmet_needs == tuple(sorted(lacks, key=list(CAPABILITIES).index))
    (told,) = refused(text.replace(f"[{kind}, {need}]", f"[{kind}]"))
    assert told.startswith("34:")
    assert told.endswith(f": “{need}” is not run by this version: list it under needs")


@pytest.mark.parametrize(
    ("added", "needs"),
    [
        (f"indicators: [{{id: a, kind: output, unit: count, once_per: order, {TEXT}}}]\n", ("indicators", "counted_once")),
        (f"agreements: [{{id: a, parties: [landlord], rent: {{kept_years: 10}}, {TEXT}}}]\n", ("rent_terms", "agreements")),
        (f"rubrics: [{{id: r, {TEXT}, items: []}}]\nexecutor_evaluation: {{rubric: r, {TEXT}}}\n", ("executor_evaluation",)),
    ],
)  # fmt: skip
def test_terms_of_sections_are_needs_too(added, needs):
    assert len(refused(spoiled(add=added))) == len(needs)
    assert load(spoiled(add=f"{added}needs: [{', '.join(needs)}]\n").encode()).unmet_needs == needs
