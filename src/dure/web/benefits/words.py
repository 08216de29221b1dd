"""Words for what pages of benefits show: kinds, states, why somebody gets nothing, how a benefit is used."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as lazy

from dure.domains.benefits.queries import BY_WAY, OPEN, BenefitCase, Grant
from dure.engine.benefits.granting import Outcome
from dure.engine.programme.models.benefits import (
    Designation,
    Equipment,
    Service,
    Subsidy,
)
from dure.web.templatetags.amounts import count, money, percent
from dure.web.templatetags.days import day_text
from dure.web.templatetags.programme import told
from dure.web.words import page_language

KINDS = {
    "subsidy": lazy("Subsidy"),
    "voucher_credit": lazy("Voucher or credit"),
    "service": lazy("Help in sessions"),
    "course": lazy("Course"),
    "booking": lazy("Booking of a place"),
    "placement": lazy("Place on show"),
    "finance": lazy("Finance by another body"),
    "equipment": lazy("Equipment"),
    "designation": lazy("Title"),
    "fee_relief": lazy("Fee relief"),
    "data_service": lazy("Data service"),
}
GRANT = {
    "granted": (lazy("Support granted"), "information"),
    "in_use": (lazy("In use"), "information"),
    "evidenced": (lazy("Used and evidenced"), "success"),
    "closed": (lazy("Closed after use"), "gray"),
    "cancelled": (lazy("Grant cancelled"), "danger"),
    "expired": (lazy("Its time is over"), "gray"),
}
USE = {
    "planned": (lazy("Planned for later"), "gray"),
    "reported": (lazy("Waits for the merchant"), "warning"),
    "confirmed": (lazy("Confirmed by both sides"), "success"),
    "disputed": (lazy("The merchant says no"), "danger"),
    "refused": (lazy("Does not count"), "gray"),
    "dropped": (lazy("Did not take place"), "gray"),
}
DEVICE = {
    "installed": (lazy("Waits for the check"), "warning"),
    "accepted": (lazy("Installation accepted"), "success"),
    "refused": (lazy("More proof is needed"), "danger"),
    "removed": (lazy("Taken away"), "gray"),
}
CERTIFICATE = {
    "in_force": (lazy("Title in force"), "success"),
    "renewed": (lazy("Renewed by a later one"), "gray"),
    "revoked": (lazy("Title withdrawn"), "danger"),
    "expired": (lazy("Period is over"), "gray"),
}
PAYMENT = {
    "waiting": lazy("Waits to be paid"),
    "in_batch": lazy("In a batch of transfers"),
    "sent": lazy("Transfer is on its way"),
    "paid": lazy("Paid out"),
    "failed": lazy("The transfer failed"),
    "cancelled": lazy("Not to be paid any more"),
}
POSTED = {
    "funds.entitle": lazy("Granted to the merchant"),
    "funds.give_back": lazy("Given back to the line"),
    "funds.grant_use": lazy("A session that was confirmed"),
    "funds.payment.take": lazy("Paid out"),
    "vouchers.spend": lazy("Taken by a shop"),
    "vouchers.give_back": lazy("Given back by a shop"),
    "benefits.in_kind": lazy("Given in kind"),
    "funds.payment.release": lazy("Not to be paid any more"),
}
"""What a journal of the ledger is for, by its own word."""
OUTCOMES: dict[Outcome, Any] = {
    "granted": lazy("Gets it now"),
    "granted_before": lazy("Has it already"),
    "excluded": lazy("Supported by a programme that excludes it"),
    "rule_no": lazy("Not one of those it is for"),
    "rule_unknown": lazy("Not known whether it is for them"),
    "recipients_full": lazy("As many as may have it have it"),
    "total_used": lazy("The sum for all is used"),
    "money_short": lazy("The money is not enough"),
}
ENDS = {
    "officer": lazy("Cancelled by the programme"),
    "place_lost": lazy("The place it rests on is not held any more"),
    "expired": lazy("Its time is over"),
    "closed": lazy("Closed after use"),
}
HOW = {
    "subsidy": lazy("Spend first, then claim it with its evidence: what counts is paid up to what is left."),
    "service": lazy("Whoever carries it out agrees dates with you. Confirm each session that took place."),
    "course": lazy("Whoever carries it out reports what you attended. Confirm it here."),
    "booking": lazy("Whoever runs the place agrees the time with you. Confirm here that you used it."),
    "placement": lazy("Your goods are shown as agreed. Confirm here what was shown."),
    "equipment": lazy("Hand in here the serial number and the proofs when the device is installed."),
    "finance": lazy("Another body decides. Ask here to be referred, and agree to what it is given."),
    "designation": lazy("Your certificate stands below: print it, and let people verify it by its code."),
    "fee_relief": lazy("The fee is waived or lowered by itself. Confirm here what was credited to you."),
    "data_service": lazy("You are given the data or the analysis. Confirm here what you got."),
}  # fmt: skip
"""How a merchant uses a kind."""
PROOFS = {"installed": lazy("Proof of the installation")}


def last_day(ends_on: date | None) -> str:
    """Return the last day of a period as pages tell it."""
    return day_text(ends_on - timedelta(days=1)) if ends_on else _("without end")


def ground_title(case: BenefitCase, ground: str) -> str:
    """Return what grants a benefit: a stage by its title, or the way of a diagnosis."""
    found = next((stage for stage in case.stages if stage.id == ground), None)
    if found is not None:
        return told(found.title)
    if ground == OPEN:
        return _("By applying, in the order of receipt")
    return _("By the diagnosis") if ground == BY_WAY else ground


def executor_title(case: BenefitCase, code: str) -> str:
    """Return what an executor of the file is called; its code where the file has it no more."""
    found = next((one for one in case.programme.executors if one.id == code), None)
    return code if found is None else told(found.name)


def terms_of(case: BenefitCase) -> list[tuple[str, str]]:
    """Return what the file says of a benefit beside amounts, as (term, text) pairs."""
    benefit = case.benefit
    found: list[tuple[str, str]] = []
    if isinstance(benefit, Subsidy) and benefit.cost_types:
        found.append((_("Costs that count"), ", ".join(told(one) for one in benefit.cost_types)))
    if isinstance(benefit, Subsidy | Equipment) and benefit.own_share_bp:
        found.append((_("Own share of each cost"), percent(benefit.own_share_bp)))
    if isinstance(benefit, Service) and benefit.session_won:
        found.append((_("Paid for each session"), money(benefit.session_won)))
    if isinstance(benefit, Equipment):
        if benefit.device:
            found.append((_("Device"), told(benefit.device)))
        if benefit.used_for_months:
            months = _("%(count)s months from the installation") % {"count": benefit.used_for_months}
            found.append((_("To be used for"), months))
    if isinstance(benefit, Designation) and benefit.awarded_by:
        found.append((_("Awarded by"), told(benefit.awarded_by)))
    if isinstance(benefit, Designation) and benefit.renewed_by:
        found.append((_("How it is renewed"), told(benefit.renewed_by)))
    return found


def units_text(grant: Grant, done: int) -> str:
    """Return how many units of a grant are done."""
    return _("%(done)s of %(all)s") % {"done": count(done), "all": count(grant.units or 0)}


def proof_title(case: BenefitCase, proof: str) -> str:
    """Return what a proof of a device is called."""
    benefit = case.benefit
    named = benefit.evidence if isinstance(benefit, Equipment) else ()
    found = next((one for one in named if one.id == proof), None)
    return told(found.title) if found is not None else str(PROOFS.get(proof, proof))


def title_by(version_titles: Any) -> str:
    """Return a version's title in the page's language."""
    return str(version_titles.title_en if page_language() == "en" else version_titles.title_ko)
