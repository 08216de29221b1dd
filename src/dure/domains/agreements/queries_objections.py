"""Objections of firms as they and officers read them."""

from __future__ import annotations

from datetime import datetime

from django.db.models import QuerySet

from dure.domains.accounts.actors import SignedActor
from dure.domains.accounts.queries import User
from dure.domains.agreements.models import Agreement, Proposal
from dure.domains.agreements.models import FirmObjection as FirmObjection
from dure.domains.agreements.objected import Decided, deciders, may_object_within
from dure.domains.notices.staff import holders
from dure.domains.programmes.objecting import OPEN


def has_objected(actor: SignedActor, proposal_id: int) -> bool:
    """Say whether an actor sees an objection to what was decided of a proposal."""
    return FirmObjection.objects.visible_to(actor).filter(proposal_id=proposal_id).exists()


def objections_of(actor: SignedActor, proposal_id: int) -> list[FirmObjection]:
    """Return the objections to what was decided of a proposal, the newest first."""
    found = FirmObjection.objects.visible_to(actor).filter(proposal_id=proposal_id)
    return list(found.select_related("file").order_by("-pk"))


def objections_within(actor: SignedActor, agreement: Agreement) -> list[FirmObjection]:
    """Return the objections to acts within the agreements of a proposal, the newest first."""
    found = FirmObjection.objects.visible_to(actor).filter(proposal_id=agreement.proposal_id)
    return list(found.exclude(subject_id=None).order_by("-pk"))


def objectable(actor: SignedActor, agreement: Agreement, now: datetime) -> list[Decided]:
    """Return the acts within an agreement that an actor's firm may still object to; others: none."""
    own = Proposal.objects.own(actor).filter(pk=agreement.proposal_id).first()
    return [] if own is None else may_object_within(own, now)


def own_objection(actor: SignedActor, objection_id: int) -> FirmObjection | None:
    """Return an objection of a firm for which somebody acts, or None."""
    own = Proposal.objects.own(actor).values("pk")
    found = FirmObjection.objects.visible_to(actor).filter(pk=objection_id, proposal_id__in=own)
    return found.select_related("file", "proposal").first()


def objections(actor: SignedActor, which: str) -> QuerySet[FirmObjection]:
    """Return the objections of firms in an actor's programmes: open, mine, answered, or all."""
    found = FirmObjection.objects.visible_to(actor).filter(
        actor.scope("proposal__programme", "officer", "ministry")
    )
    if which in ("open", "mine"):
        found = found.filter(state__in=OPEN)
    if which == "mine":
        found = found.filter(assigned_to_id=actor.user_id or 0)
    if which == "answered":
        found = found.filter(state__in=("granted", "dismissed"))
    return found.select_related("proposal", "assigned_to")


def objection(actor: SignedActor, objection_id: int) -> FirmObjection | None:
    """Return one objection of an actor's programmes, or None."""
    found = FirmObjection.objects.visible_to(actor).filter(
        actor.scope("proposal__programme", "officer", "ministry"), pk=objection_id
    )
    return found.select_related("proposal__organisation", "file", "assigned_to").first()


def agreement_of(actor: SignedActor, objection: FirmObjection) -> Agreement | None:
    """Return the newest agreement that came of the proposal which an objection is about, or None."""
    found = Agreement.objects.visible_to(actor).filter(proposal_id=objection.proposal_id)
    return found.order_by("-pk").first()


def may_judge(actor: SignedActor, objection: FirmObjection, now: datetime) -> list[User]:
    """Return the officers of the programme who took no part in what was decided."""
    free = holders("officer", objection.proposal.programme, now) - deciders(objection)
    return list(User.objects.visible_to(actor).filter(pk__in=free).order_by("pk"))
