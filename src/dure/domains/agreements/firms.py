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


def refuse_twice(programme: str, business_no: str, besides: int, organisation_id: int | None = None) -> None:
    """Raise Refused where another proposal of the firm stands; the programme's proposals are held.

    The same firm is the same business number, and the same organisation.
    """
    same = Q(business_no=business_no)
    if organisation_id is not None:
        same |= Q(organisation_id=organisation_id, number__isnull=False)
    others = Proposal.objects.filter(same, programme=programme).exclude(pk=besides)
    if others.exclude(state__in=NOT_STANDING).exists():
        raise refuse("proposal.twice", msg("this firm has handed in a proposal to this call already"))


def business_no_of_executor(programme: str, executor: str) -> str:
    """Return the business number that an executor told in its proposal; empty where there is none."""
    found = Proposal.objects.filter(programme=programme, organisation__code=executor).exclude(business_no="")
    number: str | None = found.order_by("-pk").values_list("business_no", flat=True).first()
    return number or ""


def refuse_other_firm(proposal: Proposal) -> None:
    """Raise Refused where a proposal names another firm than the organisation that hands it in.

    Its name has to be one of the organisation's, and its business number the one that the organisation's
    earlier proposals were judged by, where there are any. A firm of another name hands in by itself: whoever
    is chosen is who signs.
    """
    body = proposal.organisation
    if body is None:
        return
    if _plain(proposal.firm) not in {_plain(body.name_ko), _plain(body.name_en)}:
        raise refuse(
            "proposal.other_firm",
            msg(
                "you hand this in for {organisation}: write its name, or let the other firm hand it in itself"
            ),
            organisation=body.name_ko,
        )
    judged = Proposal.objects.filter(organisation=body, state__in=("chosen", "agreed"))
    known = set(judged.exclude(pk=proposal.pk).values_list("business_no", flat=True)) - {""}
    if known and proposal.business_no not in known:
        raise refuse(
            "proposal.other_number",
            msg("{organisation} has another business number: it is the one of its earlier proposals"),
            organisation=body.name_ko,
        )


def _plain(name: str) -> str:
    return "".join(name.split()).casefold()
