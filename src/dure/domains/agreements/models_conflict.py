"""Conflicts of interest (제척·기피·회피) of those who score firms' proposals.

``models.py`` brings the rows to Django.
"""

from __future__ import annotations

import pgtrigger
from django.contrib.postgres.fields import ArrayField
from django.db import models

from dure.domains.accounts.actors import SignedActor
from dure.domains.agreements.states import SCORER_RECUSAL_STATES

FOUND, SET_ASIDE = "found", "set_aside"
"""Relations that nobody declared: what is known of the scorer tells it, or the firm's request was granted."""


class ScorerConflictQuerySet(models.QuerySet["ScorerConflict"]):
    def visible_to(self, actor: SignedActor) -> ScorerConflictQuerySet:
        """Officers and the ministry see those of their programmes, scorers their own."""
        if actor.user_id is None:
            return self.none()
        run = actor.scope("proposal__programme", "officer", "ministry")
        return self.filter(models.Q(user_id=actor.user_id) | run)


class ScorerConflict(models.Model):
    """Somebody does not score one proposal: declared, found, or set aside at its firm's request."""

    proposal = models.ForeignKey("agreements.Proposal", on_delete=models.PROTECT, related_name="conflicts")
    user = models.ForeignKey("accounts.User", on_delete=models.PROTECT, related_name="+")
    relation = models.CharField(max_length=12)
    """A code, never words about somebody."""
    at = models.DateTimeField()

    objects = ScorerConflictQuerySet.as_manager()

    class Meta:
        app_label = "agreements"
        constraints = (models.UniqueConstraint(fields=["user", "proposal"], name="scorer_conflict_once"),)
        triggers = (pgtrigger.Protect(name="append_only", operation=pgtrigger.Update | pgtrigger.Delete),)


class ScorerDeclaration(models.Model):
    """What a scorer signed: with which of the firms shown they conflict is told."""

    programme = models.CharField(max_length=60)
    user = models.ForeignKey("accounts.User", on_delete=models.PROTECT, related_name="+")
    seen = ArrayField(models.BigIntegerField(), default=list)
    """Ids of the proposals that were shown, by number and firm only, when it was signed."""
    conflicts = models.PositiveIntegerField(default=0)
    """With how many of them a conflict was declared (:class:`ScorerConflict` has which)."""
    at = models.DateTimeField()

    class Meta:
        app_label = "agreements"
        indexes = (models.Index(fields=["user", "programme", "-id"], name="scorer_declaration_newest"),)
        triggers = (pgtrigger.Protect(name="append_only", operation=pgtrigger.Update | pgtrigger.Delete),)


def may_be_about(actor: SignedActor) -> models.Q:
    """Return the condition that a firm's request may mean an actor, or is of a proposal they had a part in.

    Who may come to score for the programme, was given one of its proposals to score, or conflicts with the
    firm.
    """
    from dure.domains.agreements.models import Scorer

    given = Scorer.objects.filter(user_id=actor.user_id or 0).values("proposal__programme")
    told = ScorerConflict.objects.filter(user_id=actor.user_id or 0).values("proposal_id")
    return (
        actor.scope("proposal__programme", "reviewer", "accountant")
        | models.Q(proposal__programme__in=given)
        | models.Q(proposal_id__in=told)
    )


class ScorerRecusalQuerySet(models.QuerySet["ScorerRecusal"]):
    def visible_to(self, actor: SignedActor) -> ScorerRecusalQuerySet:
        """Officers and the ministry see those of their programmes, a firm those about its proposals.

        An officer who may be the one that is meant, as a scorer, does not (:func:`may_be_about`).
        """
        from dure.domains.agreements.models import Proposal

        if actor.user_id is None:
            return self.none()
        own = models.Q(proposal_id__in=Proposal.objects.own(actor).values("pk"))
        run = actor.scope("proposal__programme", "officer", "ministry") & ~may_be_about(actor)
        return self.filter(own | run)


class ScorerRecusal(models.Model):
    """A firm asks that somebody does not score its proposal (기피 신청), and what an officer answered."""

    proposal = models.ForeignKey("agreements.Proposal", on_delete=models.PROTECT, related_name="recusals")
    state = models.CharField(max_length=10, default="asked")
    about = models.CharField(max_length=200, blank=True)
    """Whom the firm means, in its words; emptied when the programme's records are destroyed."""
    grounds = models.TextField(blank=True)
    asked_by_id = models.BigIntegerField()
    asked_at = models.DateTimeField()
    user = models.ForeignKey("accounts.User", on_delete=models.PROTECT, null=True, related_name="+")
    """Who is set aside, once it is granted."""
    answer = models.TextField(blank=True)
    answered_by_id = models.BigIntegerField(null=True)
    answered_at = models.DateTimeField(null=True)

    objects = ScorerRecusalQuerySet.as_manager()

    class Meta:
        app_label = "agreements"
        indexes = (models.Index(fields=["proposal", "-id"], name="scorer_recusal_newest"),)
        constraints = (
            models.CheckConstraint(
                condition=~models.Q(state="granted") | models.Q(user__isnull=False),
                name="scorer_recusal_of_somebody",
            ),
        )
        triggers = (
            SCORER_RECUSAL_STATES.trigger(),
            pgtrigger.Protect(name="kept", operation=pgtrigger.Delete),
        )
