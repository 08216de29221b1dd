"""Who belongs to the firms of a call, and that a firm proposes once."""

from __future__ import annotations

from django.db.models import Q

from dure.domains.accounts.models import Membership
from dure.domains.agreements.models import NOT_STANDING, Proposal
from dure.engine.problems import msg, refuse


def people_of_firms(programme: str) -> set[int]:
    """Return the users who made a proposal of a firm that handed one in, or work for such a firm.

    Of the same business number is the same firm; whoever is staff no more is among them still.
    """
    handed_in = Proposal.objects.filter(programme=programme, number__isnull=False)
    numbers = set(handed_in.values_list("business_no", flat=True)) - {""}
    same = Proposal.objects.filter(programme=programme).filter(
        Q(number__isnull=False) | Q(business_no__in=numbers)
    )
    bodies = set(same.values_list("organisation_id", flat=True)) - {None}
    staff = Membership.objects.filter(
        organisation_id__in=bodies, role="executor_staff", programme__in=("", programme)
    )
    return {*same.values_list("made_by_id", flat=True), *staff.values_list("user_id", flat=True)}


def people_of(proposal: Proposal) -> set[int]:
    """Return the users who made one proposal, or work for its firm."""
    staff = Membership.objects.filter(
        organisation_id=proposal.organisation_id or 0,
        role="executor_staff",
        programme__in=("", proposal.programme),
    )
    return {proposal.made_by_id, *staff.values_list("user_id", flat=True)}


def refuse_twice(programme: str, business_no: str, besides: int) -> None:
    """Raise Refused where another proposal of the firm stands; the programme's proposals are held."""
    others = Proposal.objects.filter(programme=programme, business_no=business_no).exclude(pk=besides)
    if others.exclude(state__in=NOT_STANDING).exists():
        raise refuse("proposal.twice", msg("this firm has handed in a proposal to this call already"))


def business_no_of_executor(programme: str, executor: str) -> str:
    """Return the business number that an executor told in its proposal; empty where there is none."""
    found = Proposal.objects.filter(programme=programme, organisation__code=executor).exclude(business_no="")
    number: str | None = found.order_by("-pk").values_list("business_no", flat=True).first()
    return number or ""
