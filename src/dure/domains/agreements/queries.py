"""Calls for executors, proposals and agreements as pages read them."""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime
from typing import Any

from django.db.models import Count, Q, QuerySet

from dure.domains.accounts.actors import SignedActor
from dure.domains.accounts.queries import User
from dure.domains.agreements.calls import CallCase as CallCase
from dure.domains.agreements.calls import all_calls as all_calls
from dure.domains.agreements.calls import call_case as call_case
from dure.domains.agreements.calls import judged_call as judged_call
from dure.domains.agreements.calls import kept_case as kept_case
from dure.domains.agreements.conflicts import running_among
from dure.domains.agreements.models import SCORER_ROLES, ExecutorChoice, ProposalMark, Scorer
from dure.domains.agreements.models import Agreement as Agreement
from dure.domains.agreements.models import AgreementVersion as AgreementVersion
from dure.domains.agreements.models import Amendment as Amendment
from dure.domains.agreements.models import MidtermCheck as MidtermCheck
from dure.domains.agreements.models import Proposal as Proposal
from dure.domains.agreements.models import ProposalDocument as ProposalDocument
from dure.domains.agreements.models import ProposalSupplement as ProposalSupplement
from dure.domains.notices.staff import holders
from dure.language.hangul import search_words

HANDED_IN = (
    "submitted", "supplementing", "checked", "scored", "chosen", "not_chosen", "agreed", "refused",
    "withdrawn",
)  # fmt: skip


def own_proposals(actor: SignedActor) -> QuerySet[Proposal]:
    """Return the proposals of the firms for which somebody acts, the newest first."""
    mine = Proposal.objects.visible_to(actor).own(actor).exclude(state="discarded")
    return mine.select_related("organisation").order_by("-pk")


def own_proposal(actor: SignedActor, proposal_id: int) -> Proposal | None:
    """Return a proposal of a firm for which somebody acts, or None."""
    return own_proposals(actor).filter(pk=proposal_id).first()


def proposals(actor: SignedActor, programme: str, state: str = "", words: str = "") -> QuerySet[Proposal]:
    """Return what was handed in to a call that an actor runs or supervises."""
    found = Proposal.objects.visible_to(actor).filter(
        actor.scope("programme", "officer", "ministry"), programme=programme, state__in=HANDED_IN
    )
    if state in HANDED_IN:
        found = found.filter(state=state)
    for word in search_words(words):
        found = found.filter(Q(search__contains=word) | Q(number__icontains=word))
    return found.select_related("organisation")


def proposal(actor: SignedActor, proposal_id: int) -> Proposal | None:
    """Return one that was handed in to a call that an actor runs or supervises, or None."""
    found = Proposal.objects.visible_to(actor).filter(
        actor.scope("programme", "officer", "ministry"), pk=proposal_id, state__in=HANDED_IN
    )
    return found.select_related("organisation").first()


def counts(actor: SignedActor, programmes: Collection[str]) -> dict[str, dict[str, int]]:
    """Return how many proposals stand in each state, by programme."""
    rows = (
        Proposal.objects.visible_to(actor)
        .filter(programme__in=programmes, state__in=HANDED_IN)
        .order_by()
        .values_list("programme", "state")
        .annotate(n=Count("pk"))
    )
    found: dict[str, dict[str, int]] = {}
    for programme, state, n in rows:
        found.setdefault(programme, {})[state] = n
    return found


def waiting_for_agreement(actor: SignedActor, programme: str) -> QuerySet[Proposal]:
    """Return the firms that were chosen and to which no agreement is proposed, by number."""
    alive = Agreement.objects.visible_to(actor).filter(state__in=("proposed", "signed", "in_force"))
    found = proposals(actor, programme, "chosen").exclude(pk__in=alive.values("proposal_id"))
    return found.order_by("number", "pk")


def documents(actor: SignedActor, proposal_id: int) -> list[ProposalDocument]:
    """Return the documents of a proposal that count, in the order in which they came."""
    found = ProposalDocument.objects.visible_to(actor).filter(proposal_id=proposal_id)
    return list(found.exclude(state="replaced").select_related("file").order_by("pk"))


def document(actor: SignedActor, document_id: int) -> ProposalDocument | None:
    """Return one document that an actor may see, or None."""
    found: ProposalDocument | None = (
        ProposalDocument.objects.visible_to(actor)
        .filter(pk=document_id)
        .select_related("file", "proposal")
        .first()
    )
    return found


def supplements(actor: SignedActor, proposal_id: int) -> list[ProposalSupplement]:
    """Return what was asked of a firm, the newest first."""
    return list(ProposalSupplement.objects.visible_to(actor).filter(proposal_id=proposal_id).order_by("-pk"))


def given(actor: SignedActor) -> list[tuple[Proposal, str]]:
    """Return the proposals that are given to somebody to score, with the kind of scorer."""
    kinds = dict(
        Scorer.objects.visible_to(actor)
        .filter(user_id=actor.user_id or 0, ended_at__isnull=True)
        .values_list("proposal_id", "kind")
    )
    found = Proposal.objects.visible_to(actor).filter(pk__in=kinds, state__in=HANDED_IN)
    return [(one, kinds[one.pk]) for one in found.order_by("programme", "number", "pk")]


def own_marks(actor: SignedActor, proposal_ids: Collection[int]) -> dict[tuple[int, str], ProposalMark]:
    """Return what somebody gave, by proposal and criterion."""
    found = ProposalMark.objects.visible_to(actor).filter(
        proposal_id__in=proposal_ids, user_id=actor.user_id or 0
    )
    return {(one.proposal_id, one.criterion): one for one in found}


def scorers(actor: SignedActor, programme: str) -> list[Scorer]:
    """Return who scores the proposals of a call now."""
    found = Scorer.objects.visible_to(actor).filter(proposal__programme=programme, ended_at__isnull=True)
    return list(found.select_related("user", "proposal").order_by("kind", "user_id", "pk"))


def may_be_scorers(actor: SignedActor, programme: str, kind: str, now: datetime) -> list[User]:
    """Return who holds the role that scores what a kind of scorer scores, and does not run the programme."""
    ids = holders(SCORER_ROLES[kind], programme, now) - running_among(programme, now)
    return list(User.objects.visible_to(actor).filter(pk__in=ids).order_by("pk"))


def marks_given(actor: SignedActor, programme: str) -> dict[tuple[int, int], int]:
    """Return how many marks each scorer gave each proposal of a call."""
    found = ProposalMark.objects.visible_to(actor).filter(proposal__programme=programme).order_by()
    return {(p, u): n for p, u, n in found.values_list("proposal_id", "user_id").annotate(n=Count("pk"))}


def choices(actor: SignedActor, programme: str) -> list[ExecutorChoice]:
    """Return the choices of a call, the newest first."""
    return list(ExecutorChoice.objects.visible_to(actor).filter(programme=programme).order_by("-pk"))


def people(actor: SignedActor, ids: Collection[int | None]) -> dict[int, str]:
    """Return how officers are called by id: the name that they gave, else their address."""
    wanted = {one for one in ids if one is not None}
    found = User.objects.visible_to(actor).filter(pk__in=wanted)
    return {user.pk: user.name or user.email for user in found}


def agreements(actor: SignedActor, programme: str = "") -> QuerySet[Agreement]:
    """Return the agreements on whose sides somebody stands, or which they supervise, the newest first."""
    found = Agreement.objects.visible_to(actor).select_related("organisation", "proposal")
    return (found.filter(programme=programme) if programme else found).order_by("-pk")


def agreement(actor: SignedActor, agreement_id: int) -> Agreement | None:
    """Return one agreement that an actor may see, or None."""
    return agreements(actor).filter(pk=agreement_id).first()


def agreement_versions(actor: SignedActor, agreement_id: int) -> list[AgreementVersion]:
    """Return the versions of an agreement, the newest first."""
    found = AgreementVersion.objects.visible_to(actor).filter(agreement_id=agreement_id)
    return list(found.order_by("-number"))


def terms_in_force(actor: SignedActor, some: Collection[Agreement]) -> dict[int, dict[str, Any]]:
    """Return what agreements say now, by their ids: plain terms of the version that counts."""
    numbers = {one.pk: one.number for one in some}
    found = AgreementVersion.objects.visible_to(actor).filter(agreement_id__in=numbers)
    return {one.agreement_id: one.terms for one in found if one.number == numbers[one.agreement_id]}


def amendments(actor: SignedActor, agreement_id: int) -> list[Amendment]:
    """Return the amendments of an agreement, the newest first."""
    return list(Amendment.objects.visible_to(actor).filter(agreement_id=agreement_id).order_by("-pk"))


def amendment(actor: SignedActor, agreement_id: int, amendment_id: int) -> Amendment | None:
    """Return one amendment of an agreement that an actor may see, or None."""
    found = Amendment.objects.visible_to(actor).filter(pk=amendment_id, agreement_id=agreement_id)
    one: Amendment | None = found.first()
    return one


def checks(actor: SignedActor, agreement_id: int) -> list[MidtermCheck]:
    """Return the mid-term checks of an agreement, the newest first."""
    return list(MidtermCheck.objects.visible_to(actor).filter(agreement_id=agreement_id).order_by("-pk"))


def check(actor: SignedActor, agreement_id: int, check_id: int) -> MidtermCheck | None:
    """Return one mid-term check of an agreement that an actor may see, or None."""
    found = MidtermCheck.objects.visible_to(actor).filter(pk=check_id, agreement_id=agreement_id)
    one: MidtermCheck | None = found.first()
    return one


def chosen_firms(programme: str) -> list[str]:
    """Return the names of the firms that were chosen in a call, by number: these are public."""
    chosen = Proposal.objects.visible_to(SignedActor()).filter(programme=programme)
    return list(chosen.order_by("number").values_list("firm", flat=True))
