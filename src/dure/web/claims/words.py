"""Words for what pages of claims show: states, findings, kinds of evidence, and who claims what."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as lazy

from dure.domains.claims.queries import Claim, Source
from dure.domains.claims.reading import organisation_names
from dure.domains.funds.queries import FundCase, fund_cases
from dure.domains.payments.owing import OwedState
from dure.web.funds.words import in_year, line_title
from dure.web.templatetags.days import day_text
from dure.web.words import page_language

CLAIM = {
    "draft": (lazy("Being written"), "gray"),
    "submitted": (lazy("Handed in"), "warning"),
    "closed": (lazy("Decided"), "success"),
    "withdrawn": (lazy("Taken back"), "gray"),
}
LINE = {
    "draft": (lazy("Being written"), "gray"),
    "submitted": (lazy("Waits for an officer"), "warning"),
    "asked": (lazy("Supplement asked"), "danger"),
    "checked": (lazy("Waits for the second officer"), "warning"),
    "accepted": (lazy("Approved"), "success"),
    "refused": (lazy("Refused"), "danger"),
    "withdrawn": (lazy("Taken back"), "gray"),
}
PAYMENT = {
    "waiting": lazy("Waits to be paid out"),
    "in_batch": lazy("In a bank transfer being prepared"),
    "sent": lazy("Sent to the bank"),
    "paid": lazy("Paid out"),
    "failed": lazy("The bank could not pay: look at your account"),
    "cancelled": lazy("Payment cancelled"),
}
WAYS = {
    "advance": lazy("From what the agency handed over"),
    "after": lazy("Paid by us: to be paid back"),
    "entitlement": lazy("From the support that was granted"),
}
SIDES = {"executor": lazy("Executor"), "provider": lazy("Provider"), "merchant": lazy("Merchant")}
EVIDENCE = {
    "tax_invoice": lazy("E-tax invoice"),
    "card_slip": lazy("Card slip"),
    "transfer": lazy("Proof of transfer"),
    "contract": lazy("Contract"),
    "delivery_photo": lazy("Photo of the delivery"),
    "other": lazy("Other evidence"),
}
FINDINGS = {
    "vat": lazy("VAT differs from the rate"),
    "own_list": lazy("Sold by the claimant itself"),
    "no_file": lazy("No file, only the number of the invoice"),
    "capped": lazy("Cut to what was left of the support"),
    "same_payee_day": lazy("Same payee, day and amount at another line"),
}
ASKED = {
    "what": lazy("What it was for"),
    "payee": lazy("Who was paid"),
    "spent_on": lazy("Day of the payment"),
    "cost_type": lazy("Kind of cost"),
    "evidence": lazy("Evidence of the cost"),
}


def case_of(programme: str, fund: str) -> FundCase | None:
    """Return a fund of a published programme, or None."""
    return next((case for case in fund_cases(programme) if case.fund.id == fund), None)


def named(claims: Iterable[Claim | Source]) -> dict[str, str]:
    """Return what the executors of some claims are called in the language of the page, in one query."""
    return executors_named({one.executor for one in claims if one.executor})


def executors_named(codes: Collection[str]) -> dict[str, str]:
    """Return what executors are called in the language of the page, by code; in one query."""
    found = organisation_names(codes)
    return {code: en if page_language() == "en" else ko for code, (ko, en) in found.items()}


def claimant(claim: Claim, names: Mapping[str, str] | None = None) -> str:
    """Return who claims, as staff read it; an executor by its name where it is told."""
    if claim.side == "provider" and claim.provider is not None:
        body = claim.provider.organisation
        return body.name_en if page_language() == "en" else body.name_ko
    if claim.side == "merchant" and claim.application is not None:
        return str(claim.application.name)
    return (names or {}).get(claim.executor, claim.executor)


def money_of(claim: Claim | Source, case: FundCase | None) -> str:
    """Return on which money something is claimed: the way, the line of an entitlement, the year."""
    told = str(WAYS[claim.way])
    if case is not None and claim.line:
        told = f"{told}: {line_title(case, claim.line)}"
    return in_year(told, claim.year)


def benefit_title(case: FundCase | None, benefit: str) -> str:
    """Return what a benefit is called."""
    if case is None:
        return benefit
    found = next((one for one in case.programme.benefits if one.id == benefit), None)
    return benefit if found is None else found.title.to(page_language())


def payment(state: OwedState | None, way: str) -> str:
    """Return what became of the payment of an approved line."""
    if way == "advance":
        return _("Settled with the advance")
    if state is None:
        return ""
    word = str(PAYMENT.get(state.state, state.state))
    return f"{word}, {day_text(state.paid_on)}" if state.paid_on is not None else word


def findings(codes: list[str]) -> list[str]:
    """Return what was found on a line, in words."""
    return [str(FINDINGS.get(code, code)) for code in codes]


def options(words: dict[str, Any]) -> list[tuple[str, Any]]:
    """Return words as choices with an empty one before them."""
    return [("", _("All")), *words.items()]
