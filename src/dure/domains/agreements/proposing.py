"""What a proposal says, as typed: read, and judged against what the call asks for."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from dure.domains.agreements.calls import CallCase
from dure.domains.agreements.models import Proposal, ProposalDocument, ProposalSupplement
from dure.engine.executors.terms import MOST_PLACES, MOST_WON, InKind
from dure.engine.law.deadlines import day_of
from dure.engine.problems import Problem, msg
from dure.engine.profile.business_number import is_business_number
from dure.language.hangul import search_text

FIELDS = ("firm", "business_no", "contact", "places", "cash_won", "in_kind", "gives")
"""What an officer can ask to mend, besides documents."""
COLUMNS: Mapping[str, tuple[str, ...]] = {
    "contact": ("contact_name", "contact_email", "contact_phone"),
}
DOCUMENT = "document."


@dataclass(frozen=True, slots=True)
class Said:
    """What a firm says of itself and promises; money in whole won."""

    firm: str
    business_no: str
    contact_name: str
    contact_email: str
    contact_phone: str
    places: Mapping[str, int]
    cash_won: int
    in_kind: tuple[InKind, ...]
    gives: str

    def columns(self) -> dict[str, Any]:
        """Return it as the columns of a proposal."""
        return {
            "firm": self.firm.strip(),
            "business_no": "".join(filter(str.isdecimal, self.business_no)),
            "contact_name": self.contact_name.strip(),
            "contact_email": self.contact_email.strip().lower(),
            "contact_phone": self.contact_phone.strip(),
            "places": dict(self.places),
            "cash_won": self.cash_won,
            "in_kind": [{"title": one.title, "won": one.won, "basis": one.basis} for one in self.in_kind],
            "gives": self.gives.strip(),
        }


def changed_columns(proposal: Proposal, said: Said, allowed: Collection[str] | None) -> dict[str, Any]:
    """Return the columns that change, of the fields that may be changed (None: all of them)."""
    told = said.columns()
    if allowed is not None:
        open_columns = {c for name in allowed for c in COLUMNS.get(name, (name,))}
        told = {name: value for name, value in told.items() if name in open_columns}
    changes = {name: value for name, value in told.items() if getattr(proposal, name) != value}
    if "firm" in changes or "business_no" in changes:
        changes["search"] = search_text(
            changes.get("firm", proposal.firm), changes.get("business_no", proposal.business_no)
        )
    return changes


def open_supplement(proposal_id: int) -> ProposalSupplement | None:
    """Return the supplement that a firm still owes, or None."""
    return ProposalSupplement.objects.filter(proposal_id=proposal_id, answered_at__isnull=True).first()


def lacking(case: CallCase, proposal: Proposal, documents: Iterable[ProposalDocument]) -> list[Problem]:
    """Return everything that keeps a proposal from being handed in."""
    found = []
    for value, field, message in (
        (proposal.firm, "firm", msg("write the name of the firm")),
        (proposal.contact_name, "contact", msg("write who can be asked about the proposal")),
        (proposal.contact_email, "contact", msg("write an e-mail address for questions")),
        (proposal.gives, "gives", msg("write what the firm does for merchants")),
    ):
        if not value:
            found.append(Problem(f"proposal.{field}", message))
    if not is_business_number(proposal.business_no):
        found.append(Problem("proposal.business_no", msg("the business number cannot be right: check it")))
    found += _of_promises(case, proposal)
    held = {one.document: one for one in documents}
    for asked in case.call.documents:
        one = held.get(asked.id)
        if one is None:
            if asked.required:
                found.append(_of_document(asked.id, msg("a required document is missing")))
        elif asked.validity_days is not None:
            found += _of_age(asked.id, one.issued_on, asked.validity_days, day_of(one.handed_in_at))
    return found


def _of_promises(case: CallCase, proposal: Proposal) -> list[Problem]:
    found = []
    if not any(proposal.places.values()):
        found.append(Problem("proposal.places", msg("say at which stages the firm takes how many places")))
    for stage in case.stages:
        if not 0 <= proposal.places.get(stage.id, 0) <= min(stage.quota.total, MOST_PLACES):
            found.append(
                Problem(
                    "proposal.places",
                    msg("stage {stage} has {total} places in all"),
                    {"stage": stage.id, "total": stage.quota.total},
                )
            )
    if not case.call.least_cash_won <= proposal.cash_won <= MOST_WON:
        found.append(
            Problem(
                "proposal.cash_won",
                msg("the call asks for at least {won} won in cash"),
                {"won": f"{case.call.least_cash_won:,}"},
            )
        )
    if not case.call.least_in_kind_won <= proposal.in_kind_won <= MOST_WON:
        found.append(
            Problem(
                "proposal.in_kind",
                msg("the call asks for at least {won} won in kind"),
                {"won": f"{case.call.least_in_kind_won:,}"},
            )
        )
    if any(not one["title"] or not one["basis"] for one in proposal.in_kind):
        found.append(
            Problem("proposal.in_kind", msg("say what is given in kind, and on what its value rests"))
        )
    return found


def _of_age(document: str, issued_on: date | None, days: int, today: date) -> list[Problem]:
    if issued_on is None:
        return [_of_document(document, msg("say when the document was issued"))]
    if issued_on > today:
        return [_of_document(document, msg("the document was issued in the future: check the date"))]
    if issued_on < today - timedelta(days=days):
        return [_of_document(document, msg("the document is too old: have it issued anew"))]
    return []


def _of_document(document: str, message: str) -> Problem:
    return Problem(f"proposal.{DOCUMENT}{document}", message)
