"""Conflicts of interest of scorers (이해충돌): whose proposals somebody does not score, and what follows.

The rules are those of reviewers of merchants: a scorer declares before seeing anything but number and firm
(회피), the service finds what it knows (제척), a firm may ask that somebody does not score it (기피). Whoever
conflicts does not reach the proposal by any page, file or export; what they gave counts no more.
"""

from __future__ import annotations

from datetime import datetime

from django.db.models import QuerySet

from dure.domains.accounts.actors import SignedActor
from dure.domains.agreements.models import (
    ExecutorChoice,
    Proposal,
    Scorer,
    ScorerConflict,
    ScorerRecusal,
    found_near,
    to_judge,
)
from dure.domains.agreements.models_conflict import FOUND
from dure.domains.events.act import Act
from dure.domains.notices.staff import holders
from dure.engine.problems import msg, refuse

STILL_SCORED = ("submitted", "supplementing", "checked")
"""States of a proposal in which somebody may still come to score it."""


def to_declare(actor: SignedActor) -> QuerySet[Scorer]:
    """Return what is given to somebody and waits for their declaration, by programme and number."""
    waiting = to_judge(actor).filter(declared_at__isnull=True, proposal__state="checked")
    return waiting.select_related("proposal").order_by("proposal__programme", "proposal__number", "pk")


def set_aside(this: Act, programme: str) -> int:
    """Take proposals from scorers who are known to stand near to the firm; return how many that were.

    While no choice is proposed: its inputs stand fast.
    """
    near = Scorer.objects.filter(
        found_near(), proposal__programme=programme, proposal__state="checked", ended_at__isnull=True
    )
    rows = list(near.order_by("pk").select_for_update(of=("self",)))
    for one in rows:
        shut_out(this, one.proposal_id, one.user_id, FOUND)
    return len(rows)


def shut_out(this: Act, proposal_id: int, user_id: int, relation: str) -> bool:
    """Keep that somebody does not score a proposal, and end that they do; say whether that is new."""
    made, new = ScorerConflict.objects.get_or_create(
        proposal_id=proposal_id, user_id=user_id, defaults={"relation": relation, "at": this.now}
    )
    Scorer.objects.filter(proposal_id=proposal_id, user_id=user_id, ended_at__isnull=True).update(
        ended_at=this.now
    )
    if new:
        this.record("scorer_conflict", made.pk, proposal=proposal_id, user=user_id)
    return new


def known_conflicts(programme: str) -> set[tuple[int, int]]:
    """Return the (proposal, user) pairs of a call that are in conflict, as far as that was kept."""
    found = ScorerConflict.objects.filter(proposal__programme=programme)
    return set(found.values_list("proposal_id", "user_id"))


def refuse_while_chosen(programme: str) -> None:
    """Raise Refused while a choice is proposed or confirmed: its marks stand fast."""
    if ExecutorChoice.objects.filter(programme=programme, state__in=("proposed", "confirmed")).exists():
        raise refuse("choice.alive", msg("there is a choice already"))


def may_still_ask(proposal: Proposal) -> bool:
    """Say whether somebody may still come to score a proposal."""
    return proposal.state in STILL_SCORED


def may_be_meant(programme: str, now: datetime) -> set[int]:
    """Return who scores proposals of a programme, or may come to."""
    scoring = Scorer.objects.filter(proposal__programme=programme, ended_at__isnull=True)
    able = holders("accountant", programme, now) | holders("reviewer", programme, now)
    return able | set(scoring.values_list("user_id", flat=True))


def running_among(programme: str, now: datetime) -> set[int]:
    """Return who runs or supervises a programme: they see the marks of others, and choose by them."""
    return holders("officer", programme, now) | holders("ministry", programme, now)


def recusals_of(actor: SignedActor, proposal_id: int) -> list[ScorerRecusal]:
    """Return the requests about one proposal that an actor may see, the newest first."""
    return list(ScorerRecusal.objects.visible_to(actor).filter(proposal_id=proposal_id).order_by("-pk"))


def recusals_in(actor: SignedActor, programme: str, *, waiting: bool) -> QuerySet[ScorerRecusal]:
    """Return the requests of firms of a call: those that wait, or all that were not taken back."""
    found = ScorerRecusal.objects.visible_to(actor).filter(
        actor.scope("proposal__programme", "officer", "ministry"), proposal__programme=programme
    )
    found = found.filter(state="asked") if waiting else found.exclude(state="withdrawn")
    return found.select_related("proposal")


def recusal(actor: SignedActor, recusal_id: int) -> ScorerRecusal | None:
    """Return one request of a firm that an actor runs or supervises, or None."""
    found = ScorerRecusal.objects.visible_to(actor).filter(
        actor.scope("proposal__programme", "officer", "ministry"), pk=recusal_id
    )
    return found.select_related("proposal").first()


def conflicts_in(actor: SignedActor, programme: str) -> list[ScorerConflict]:
    """Return who conflicts with which firm of a call, by proposal; one query."""
    found = ScorerConflict.objects.visible_to(actor).filter(
        actor.scope("proposal__programme", "officer", "ministry"), proposal__programme=programme
    )
    return list(found.select_related("proposal", "user").order_by("proposal__number", "pk"))
