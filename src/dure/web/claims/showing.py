"""How a claim and its lines are shown, to claimants and to staff."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _

from dure.domains.claims.queries import Claim, ClaimLine, Evidence
from dure.domains.funds.queries import FundCase
from dure.domains.payments.owing import OwedState
from dure.web.agreements.words import badge
from dure.web.claims.words import EVIDENCE, LINE, benefit_title, findings, money_of, named, payment
from dure.web.funds.words import fact, line_title
from dure.web.tables import Header, headers
from dure.web.templatetags.amounts import money
from dure.web.templatetags.days import day_text, instant

PER_PAGE = 50


def claim_facts(claim: Claim, case: FundCase | None) -> list[dict[str, str]]:
    """Return what a claim is of, as items of a description list."""
    found = [fact(_("Money on which is claimed"), money_of(claim, case))]
    if claim.executor:
        found.append(fact(_("Executor"), named([claim]).get(claim.executor, claim.executor)))
    if claim.benefit:
        found.append(fact(_("Benefit"), benefit_title(case, claim.benefit)))
    if claim.submitted_at is not None:
        found += [
            fact(_("Claimed in all"), money(claim.won)),
            fact(_("Lines"), claim.lines_count),
            fact(_("Handed in at"), instant(claim.submitted_at)),
            fact(_("Officers who approve"), claim.officers),
        ]
    return found


def line_headers(*, draft: bool) -> list[Header]:
    """Return the headers of the lines of a claim."""
    numbers = (_("Cost with VAT"), _("Claimed"), _("Approved amount"))
    if draft:
        return headers(
            _("What it was for"),
            _("Budget line"),
            _("Day"),
            _("Cost with VAT"),
            _("Evidence of the cost"),
            numeric=numbers,
        )
    return headers(
        _("What it was for"), _("Budget line"), _("Day"), _("Cost with VAT"), _("Claimed"),
        _("Approved amount"), _("State"), _("Evidence of the cost"),
        numeric=numbers,
    )  # fmt: skip


def line_rows(
    lines: Sequence[ClaimLine],
    case: FundCase | None,
    claim: Claim,
    paid: Mapping[int, OwedState],
    address: str,
    now: datetime,
) -> list[dict[str, Any]]:
    """Return lines as the table shows them; ``address`` names the page of one line."""
    return [
        {
            "line": one,
            "label": one.what or _("Line %(n)s") % {"n": one.position},
            "url": reverse(address, args=[one.pk]) if address else "",
            "budget": _budget(one, case, claim),
            "day": day_text(one.spent_on) if one.spent_on else "–",
            "cost": money(one.cost_won) if one.supply_won else "–",
            "claimed": money(one.supported_won) if one.supported_won else "–",
            "approved": money(one.approved_won) if one.approved_won else "–",
            "state": badge(LINE, one.state),
            "notes": _notes(one, claim, paid, now),
            "asked": one.state == "asked",
            "findings": findings(one.findings),
            "proofs": [proof(piece) for piece in getattr(one, "proofs", ())],
        }
        for one in lines
    ]


def proof(one: Evidence) -> dict[str, Any]:
    """Return a piece of evidence as pages show it."""
    return {
        "pk": one.pk,
        "kind": str(EVIDENCE.get(one.kind, one.kind)),
        "number": one.number,
        "name": "" if one.file is None else one.file.name,
        "url": "" if one.file is None else reverse("claim_evidence_file", args=[one.pk]),
    }


def _budget(one: ClaimLine, case: FundCase | None, claim: Claim) -> str:
    line = one.line or claim.line
    told = line_title(case, line) if case is not None and line else line
    return " · ".join(part for part in (told, one.cost_type) if part) or "–"


def is_overdue(one: ClaimLine, now: datetime) -> bool:
    """Say whether the time is over in which the claimant was to answer a question."""
    return one.state == "asked" and one.due_at is not None and one.due_at <= now


def _notes(one: ClaimLine, claim: Claim, paid: Mapping[int, OwedState], now: datetime) -> list[str]:
    """Return what a claimant should know of a line: reasons, questions, the payment."""
    found = []
    if one.state == "asked":
        found.append(_("Until %(at)s: %(question)s") % {"at": instant(one.due_at), "question": one.asked})
    if is_overdue(one, now):
        found.append(_("The time to answer is over."))
    if one.answer and one.state in ("accepted", "refused"):
        found.append(_("Reason: %(reason)s") % {"reason": one.answer})
    if one.own_won:
        found.append(_("Own share: %(won)s") % {"won": money(one.own_won)})
    if one.state == "accepted" and (told := payment(paid.get(one.pk), claim.way)):
        found.append(told)
    return found
