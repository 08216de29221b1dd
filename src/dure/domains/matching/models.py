"""Matching (매칭): providers with their profiles, what merchants seek, rounds, and the pairs of them."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

import pgtrigger
from django.contrib.postgres.fields import ArrayField
from django.db import models

from dure.domains.accounts.actors import NOTHING, SignedActor
from dure.domains.accounts.models import PROVIDER_ROLES
from dure.domains.applications.queries import applications_of
from dure.domains.applications.staff_conflicts import staff_reach
from dure.domains.events.history import with_history
from dure.domains.matching.states import ALIVE, MATCH_STATES, OVER, PROVIDER_STATES, ROUND_STATES
from dure.domains.merchants.queries import merchants_of
from dure.domains.selection.models import HELD, Place


def of_own_provider(actor: SignedActor, organisation: str, kind: str) -> models.Q:
    """Return the condition that a row is of a provider for whom somebody acts, in that very kind.

    A provider belongs to no programme: a role that is for one programme does not count, here nor in
    ``acts_for_provider``.
    """
    found = NOTHING
    for role, code, programme in actor.held:
        if role in PROVIDER_ROLES and programme == "":
            found |= models.Q(**{organisation: code, kind: role})
    return found


def supported_by(actor: SignedActor) -> models.QuerySet[Place, Any]:
    """Return the ids of the applications that hold a place at an executor for whose staff somebody acts.

    Without those with which they have a conflict of interest: these are a colleague's.
    """
    reach = staff_reach(actor, "executor__in", "application_id", "application__merchant_id")
    held = Place.objects.filter(reach, state__in=HELD)
    return held.values("application_id")


class ProviderQuerySet(models.QuerySet["Provider"]):
    def visible_to(self, actor: SignedActor) -> ProviderQuerySet:
        """Everybody sees those approved who let themselves be listed; people see the own ones.

        Officers and the ministry see all. Staff of executors, and whoever acts for a merchant, see all that
        are approved: providers are told so before they register.
        """
        listed = models.Q(state="approved", listed=True)
        if actor.user_id is None:
            return self.filter(listed)
        if actor.has("officer", "ministry"):
            return self
        found = listed | of_own_provider(actor, "organisation__code", "kind")
        approved = models.Q(state="approved")
        if actor.has("executor_staff"):
            return self.filter(found | approved)
        return self.filter(found | (approved & models.Q(models.Exists(merchants_of(actor)))))


@with_history(without=("introduction", "changed_at"))
class Provider(models.Model):
    """Somebody who helps merchants in one way (creator, seller, tutor …), for an organisation of the own.

    Names are those of the organisation. Lists hold codes of ``dure.engine.pairing.sides``.
    """

    organisation = models.ForeignKey("accounts.Organisation", on_delete=models.PROTECT, related_name="+")
    kind = models.CharField(max_length=20)
    """As ``paired_with`` of programme files has it, and as the role is called."""
    state = models.CharField(max_length=10, default="applied")
    introduction = models.TextField(blank=True)
    skills = ArrayField(models.CharField(max_length=40), default=list)
    industries = ArrayField(models.CharField(max_length=2), default=list)
    languages = ArrayField(models.CharField(max_length=2), default=list)
    region = models.CharField(max_length=5, blank=True)
    reach = models.CharField(max_length=10, default="nation")
    regions = ArrayField(models.CharField(max_length=5), default=list)
    capacity = models.PositiveIntegerField(default=1)
    """How many merchants at a time, over all programmes."""
    monthly = models.PositiveIntegerField(null=True)
    """How many new ones in a calendar month at most, over all programmes; empty: as there is room."""
    price_won = models.BigIntegerField(null=True)
    """What one merchant costs; empty: to be agreed."""
    listed = models.BooleanField(default=False)
    """Whether the profile stands in the public list: a consent of its own."""
    note = models.TextField(blank=True)
    """Why an officer refused it."""
    applied_at = models.DateTimeField()
    decided_at = models.DateTimeField(null=True)
    changed_at = models.DateTimeField()
    warned_until = models.DateField(null=True)
    """The day on which it would be destroyed, as its people were told last; empty: they were not."""

    objects = ProviderQuerySet.as_manager()

    class Meta:
        constraints = (
            models.UniqueConstraint(
                fields=["organisation", "kind"],
                condition=~models.Q(state__in=OVER),
                name="provider_once",
            ),
            models.CheckConstraint(
                condition=models.Q(price_won__isnull=True) | models.Q(price_won__gte=0),
                name="provider_price",
            ),
        )
        indexes = (models.Index(fields=["kind", "state", "id"], name="provider_by_kind"),)
        triggers = (
            PROVIDER_STATES.trigger(),
            pgtrigger.Protect(name="kept", operation=pgtrigger.Delete),
        )

    @property
    def code(self) -> str:
        """By what the engine and files call it."""
        return f"{self.organisation.code}.{self.kind}"


class WishQuerySet(models.QuerySet["Wish"]):
    def visible_to(self, actor: SignedActor) -> WishQuerySet:
        """Whoever acts for the merchant, and officers and the ministry of the programme."""
        if actor.user_id is None:
            return self.none()
        return self.filter(
            models.Q(application_id__in=applications_of(actor))
            | actor.scope("application__programme", "officer", "ministry")
        )


class Wish(models.Model):
    """What a merchant seeks in one pairing of a programme, and in which order it would have whom."""

    application = models.ForeignKey("applications.Application", on_delete=models.PROTECT, related_name="+")
    pairing = models.CharField(max_length=40)
    skills = ArrayField(models.CharField(max_length=40), default=list)
    languages = ArrayField(models.CharField(max_length=2), default=list)
    text = models.TextField(blank=True)
    budget_won = models.BigIntegerField(null=True)
    ranked = ArrayField(models.BigIntegerField(), default=list)
    """Providers by id, best first."""
    changed_at = models.DateTimeField()

    objects = WishQuerySet.as_manager()

    class Meta:
        constraints = (models.UniqueConstraint(fields=["application", "pairing"], name="wish_once"),)


class ProviderOrder(models.Model):
    """In which order a provider would have the merchants of a pairing: applications by id, best first."""

    provider = models.ForeignKey(Provider, on_delete=models.PROTECT, related_name="orders")
    programme = models.CharField(max_length=60)
    pairing = models.CharField(max_length=40)
    ranked = ArrayField(models.BigIntegerField(), default=list)
    changed_at = models.DateTimeField()

    class Meta:
        constraints = (
            models.UniqueConstraint(fields=["provider", "programme", "pairing"], name="provider_order_once"),
        )


class PairRuleQuerySet(models.QuerySet["PairRule"]):
    def visible_to(self, actor: SignedActor) -> PairRuleQuerySet:
        """Officers and the ministry of the programme see all.

        An executor's staff see its own, and the agency's, about those whom it supports and with whom they
        have no conflict of interest.
        """
        of_own = models.Q(executor="") | actor.at_executors("executor__in", "programme")
        about = models.Q(application_id__in=supported_by(actor))
        return self.filter(actor.scope("programme", "officer", "ministry") | (of_own & about))

    def standing(self) -> PairRuleQuerySet:
        """Return those that were not lifted."""
        return self.filter(lifted_at__isnull=True)


@with_history()
class PairRule(models.Model):
    """A pair is fixed, or barred, with the reason: by an officer, or by an executor for its own rounds."""

    programme = models.CharField(max_length=60)
    pairing = models.CharField(max_length=40)
    application = models.ForeignKey("applications.Application", on_delete=models.PROTECT, related_name="+")
    provider = models.ForeignKey(Provider, on_delete=models.PROTECT, related_name="+")
    kind = models.CharField(max_length=6)
    """fixed or barred."""
    executor = models.CharField(max_length=40, blank=True, default="")
    """The executor that made it, for whom it supports; empty: the agency, for all rounds."""
    reason = models.TextField()
    made_by_id = models.BigIntegerField(null=True)
    made_at = models.DateTimeField()
    lifted_at = models.DateTimeField(null=True)

    objects = PairRuleQuerySet.as_manager()

    class Meta:
        constraints = (
            models.UniqueConstraint(
                fields=["pairing", "application", "provider", "executor"],
                condition=models.Q(lifted_at__isnull=True),
                name="pair_rule_once",
            ),
            models.CheckConstraint(condition=models.Q(kind__in=("fixed", "barred")), name="pair_rule_kind"),
        )
        indexes = (models.Index(fields=["programme", "pairing", "id"], name="pair_rule_by_pairing"),)
        triggers = (pgtrigger.Protect(name="kept", operation=pgtrigger.Delete),)


class RoundQuerySet(models.QuerySet["MatchRound"]):
    def visible_to(self, actor: SignedActor) -> RoundQuerySet:
        """Officers and the ministry of the programme see all; an executor's staff those that it runs."""
        return self.filter(
            actor.scope("programme", "officer", "ministry") | actor.at_executors("executor__in", "programme")
        )


class MatchRound(models.Model):
    """One round of a pairing: both sides as they were, and who got nobody and why.

    ``inputs`` are the sides as the engine read them (no names): running the published file on them comes to
    the same pairs.
    """

    programme = models.CharField(max_length=60)
    version = models.ForeignKey("programmes.ProgrammeVersion", on_delete=models.PROTECT, related_name="+")
    pairing = models.CharField(max_length=40)
    executor = models.CharField(max_length=40, blank=True, default="")
    """The executor that runs it, for those who hold a place with it; empty: the agency, for everybody."""
    number = models.PositiveIntegerField()
    """Counted over all rounds of the pairing, whoever runs them."""
    state = models.CharField(max_length=10, default="planned")
    inputs = models.JSONField(default=dict)
    unmatched = models.JSONField(default=list)
    points = models.BigIntegerField(default=0)
    planned_at = models.DateTimeField()
    proposed_at = models.DateTimeField(null=True)
    due_at = models.DateTimeField(null=True)
    """By when both sides answer; empty where nobody is asked."""

    objects = RoundQuerySet.as_manager()

    class Meta:
        constraints = (
            models.UniqueConstraint(fields=["programme", "pairing", "number"], name="match_round_once"),
            models.UniqueConstraint(
                fields=["programme", "pairing", "executor"],
                condition=models.Q(state="planned"),
                name="match_round_one_planned",
            ),
        )
        triggers = (ROUND_STATES.trigger(), pgtrigger.Protect(name="kept", operation=pgtrigger.Delete))

    @property
    def answer_by(self) -> datetime | None:
        """The last moment to answer: not the first of the day after."""
        return self.due_at - timedelta(microseconds=1) if self.due_at else None


class MatchQuerySet(models.QuerySet["Match"]):
    def visible_to(self, actor: SignedActor) -> MatchQuerySet:
        """Officers and the ministry see those of their programmes; both sides theirs from the proposal on.

        So do staff of the executor at which the merchant holds a place, and also what was planned where it is
        they who run the round: having been chosen by somebody who went elsewhere, or got no place, shows an
        executor nothing, and somebody of its staff nothing with whom they have a conflict of interest.
        """
        if actor.user_id is None:
            return self.none()
        told = ~models.Q(state__in=("planned", "dropped"))
        sides = models.Q(application_id__in=applications_of(actor)) | of_own_provider(
            actor, "provider__organisation__code", "provider__kind"
        )
        supported = models.Q(application_id__in=supported_by(actor))
        own_round = actor.at_executors("round__executor__in", "programme")
        return self.filter(
            actor.scope("programme", "officer", "ministry")
            | (told & sides)
            | ((told | own_round) & supported)
        )


@with_history(without=("parts",))
class Match(models.Model):
    """A merchant and a provider: planned, proposed, and what both said to it."""

    round = models.ForeignKey(MatchRound, on_delete=models.PROTECT, related_name="matches")
    programme = models.CharField(max_length=60)
    pairing = models.CharField(max_length=40)
    application = models.ForeignKey("applications.Application", on_delete=models.PROTECT, related_name="+")
    provider = models.ForeignKey(Provider, on_delete=models.PROTECT, related_name="matches")
    state = models.CharField(max_length=10, default="planned")
    points = models.PositiveIntegerField(default=0)
    parts = models.JSONField(default=list)
    """What speaks for it, criterion by criterion (``dure.engine.pairing.points``)."""
    fixed = models.BooleanField(default=False)
    hand = models.CharField(max_length=3, blank=True, default="")
    """``put``: into the planned round by hand; ``out``: the round had it, and it was taken out by hand."""
    hand_reason = models.TextField(blank=True, default="")
    """Why, for those who run the round alone."""
    merchant_yes = models.BooleanField(null=True)
    provider_yes = models.BooleanField(null=True)
    """What each side said; empty: not yet, or not asked."""
    due_at = models.DateTimeField(null=True)
    proposed_at = models.DateTimeField(null=True)
    answered_at = models.DateTimeField(null=True)
    reason = models.TextField(blank=True)
    """Why it was declined or ended, as told to the other side."""

    objects = MatchQuerySet.as_manager()

    class Meta:
        constraints = (
            models.UniqueConstraint(
                fields=["pairing", "application", "provider"],
                condition=models.Q(state__in=ALIVE),
                name="match_one_alive",
            ),
        )
        indexes = (
            models.Index(fields=["programme", "pairing", "state", "id"], name="match_by_pairing"),
            models.Index(fields=["provider", "state", "id"], name="match_by_provider"),
            models.Index(fields=["application", "-id"], name="match_by_application"),
            models.Index(fields=["state", "due_at", "id"], name="match_by_due"),
        )
        triggers = (MATCH_STATES.trigger(), pgtrigger.Protect(name="kept", operation=pgtrigger.Delete))

    @property
    def answer_by(self) -> datetime | None:
        """The last moment to answer: not the first of the day after."""
        return self.due_at - timedelta(microseconds=1) if self.due_at else None
