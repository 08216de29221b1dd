"""Words for what pages of referrals show: states, kinds of finance, what a body answers."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as lazy

from dure.domains.referrals.queries import FinanceCase, Referral, handed_fields
from dure.language import translate
from dure.web.funds.words import fact
from dure.web.templatetags.amounts import count, money, percent
from dure.web.templatetags.days import day_text
from dure.web.templatetags.programme import told
from dure.web.words import page_language

STATES = {
    "asked": (lazy("Waits for your consent"), "warning"),
    "consented": (lazy("Agreed, not handed over yet"), "information"),
    "sent": (lazy("Handed to the body"), "information"),
    "received": (lazy("The body has it"), "information"),
    "approved": (lazy("The body granted it"), "success"),
    "refused": (lazy("The body refused it"), "danger"),
    "taken_up": (lazy("In force"), "success"),
    "lapsed": (lazy("Granted, not taken up"), "gray"),
    "ended": (lazy("Ended with the body"), "gray"),
    "withdrawn": (lazy("Taken back"), "gray"),
}
PAYOUTS = {
    "asked": (lazy("The insurer is asked"), "warning"),
    "paid": (lazy("The insurer paid"), "success"),
    "refused": (lazy("The insurer paid nothing"), "danger"),
}
PRODUCTS = {
    "loan": lazy("Loan"),
    "guarantee": lazy("Guarantee"),
    "insurance": lazy("Insurance"),
    "loan_extension": lazy("Change of a loan"),
    "unemployment_benefit": lazy("Unemployment benefit"),
    "early_payout": lazy("Early payout of proceeds"),
}
ASKED = {
    "loan": lazy("Loan asked for, in won"),
    "guarantee": lazy("Loan to be guaranteed, in won"),
    "insurance": lazy("Premium that the insurer quoted, in won"),
}
ANSWERS = {
    "receive": lazy("It has it"),
    "approve": lazy("It grants it"),
    "refuse": lazy("It refuses it"),
    "take_up": lazy("It is taken up: lent, guaranteed, insured"),
    "lapse": lazy("It was granted and not taken up"),
    "end": lazy("It has ended"),
}


def body_title(finance: FinanceCase, body: str) -> str:
    """Return what a body is called."""
    title = finance.bodies.get(body)
    return body if title is None else told(title)


def terms(finance: FinanceCase) -> list[dict[str, str]]:
    """Return what the file says of a kind of finance."""
    benefit = finance.finance
    found = [
        fact(_("Kind of finance"), PRODUCTS[benefit.product]),
        fact(_("Body that decides"), told(benefit.decided_by), _("Never decided here.")),
    ]
    if benefit.most_each_won is not None:
        found.append(fact(_("At most for each"), money(benefit.most_each_won)))
    if benefit.term_months:
        found.append(fact(_("Term"), _("%(n)s months") % {"n": count(benefit.term_months)}))
    if benefit.covered_bp:
        found.append(fact(_("Part of the loan that is covered"), percent(benefit.covered_bp)))
    if benefit.product == "insurance":
        own, paid = benefit.merchant_share_bp or 0, benefit.paid_for_merchant_bp
        found.append(fact(_("Merchant's share of the premium"), percent(own)))
        found.append(fact(_("Of that paid for the merchant"), percent(paid)))
    change = benefit.loan_change
    if change is not None and change.deferred_for_months:
        found.append(fact(_("Deferral, at most"), _("%(n)s months") % {"n": change.deferred_for_months}))
    if change is not None and change.extended_by_months:
        found.append(fact(_("Extension, at most"), _("%(n)s months") % {"n": change.extended_by_months}))
    return found


def facts_of(finance: FinanceCase, one: Referral) -> list[dict[str, str]]:
    """Return how a referral stands."""
    found = [fact(_("Reference"), one.reference), fact(_("Body"), body_title(finance, one.body))]
    if one.asked_won:
        found.append(fact(_("Amount asked for"), money(one.asked_won)))
    if one.counted_won and one.counted_won != one.asked_won:
        found.append(fact(_("Counts against the ceiling"), money(one.counted_won)))
    if one.decided_won is not None:
        found.append(fact(_("Granted by the body"), money(one.decided_won)))
    if one.taken_won:
        found.append(fact(_("Taken up"), money(one.taken_won)))
    if one.repaid_won:
        found.append(fact(_("Repaid"), money(one.repaid_won)))
    if one.starts_on is not None:
        found.append(fact(_("From"), day_text(one.starts_on)))
    if one.ends_on is not None:
        found.append(fact(_("Good until before"), day_text(one.ends_on)))
    if one.contract_no:
        found.append(fact(_("Contract number"), one.contract_no))
    if one.answered_on is not None:
        found.append(fact(_("The body answered on"), day_text(one.answered_on), one.answer))
    if one.consented_at is not None and one.consent_until is not None:
        found.append(fact(_("Agreed until"), day_text(one.consent_until)))
    return found


def consent_lines(finance: FinanceCase, body: str, until: Any) -> list[dict[str, str]]:
    """Return what is agreed to, in the language of the page."""
    language = page_language()
    return [
        fact(_("Who is given the data"), body_title(finance, body)),
        fact(_("For what"), told(finance.purpose)),
        fact(_("Which data"), ", ".join(translate(name, language) for name in handed_fields(finance))),
        fact(_("Kept until"), day_text(until)),
    ]
