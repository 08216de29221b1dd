"""Firms that propose to carry a programme out: their proposals, what is scored, and who is chosen."""

from __future__ import annotations

from typing import Any

import pgtrigger
from django.contrib.postgres.fields import ArrayField
from django.db import models

from dure.domains.accounts.actors import NOTHING, SignedActor
from dure.domains.accounts.models import Membership
from dure.domains.accounts.relations import EMPLOYED
from dure.domains.agreements.models_agreement import (
    Agreement as Agreement,
)
from dure.domains.agreements.models_agreement import (
    AgreementVersion as AgreementVersion,
)
from dure.domains.agreements.models_agreement import (
    Amendment as Amendment,
)
from dure.domains.agreements.models_agreement import (
    MidtermCheck as MidtermCheck,
)
from dure.domains.agreements.models_conflict import (
    ScorerConflict as ScorerConflict,
)
from dure.domains.agreements.models_conflict import (
    ScorerDeclaration as ScorerDeclaration,
)
from dure.domains.agreements.models_conflict import (
    ScorerRecusal as ScorerRecusal,
)
from dure.domains.agreements.models_objection import (
    FirmObjection as FirmObjection,
)
from dure.domains.agreements.states import (
    CHOICE_STATES,
    PROPOSAL_DOCUMENT_STATES,
    PROPOSAL_STATES,
)
from dure.domains.events.history import with_history
from dure.domains.merchants.models import MerchantMember
from dure.domains.privacy.encryption import EncryptedText

NOT_HANDED_IN = ("draft", "discarded")
NOT_STANDING = (*NOT_HANDED_IN, "withdrawn", "refused")
"""In these a proposal does not keep its firm from handing in another."""


class ProposalQuerySet(models.QuerySet["Proposal"]):
    def own(self, actor: SignedActor) -> ProposalQuerySet:
        """Return those of the firms for which somebody acts."""
        return self.none() if actor.user_id is None else self.filter(_own(actor))

    def visible_to(self, actor: SignedActor) -> ProposalQuerySet:
        """Firms see their own; officers and the ministry what was handed in to their programmes.

        Accountants and reviewers see what is given to them to score, and nothing else. That a firm was chosen
        is public: whoever has not signed in sees those.
        """
        if actor.user_id is None:
            return self.filter(state__in=("chosen", "agreed"))
        run = ~models.Q(state__in=NOT_HANDED_IN) & actor.scope("programme", "officer", "ministry")
        return self.filter(_own(actor) | run | models.Q(pk__in=given_to(actor)))


def _own(actor: SignedActor) -> models.Q:
    """Return the condition that somebody acts for the firm: its staff, or the maker where it has none yet."""
    maker = models.Q(made_by_id=actor.user_id, organisation__isnull=True)
    return maker | actor.at_executors("organisation__code__in", "programme", left=True)


def given_to(actor: SignedActor) -> models.QuerySet[Scorer, int]:
    """Return the proposals open to somebody: given in a role that is still held, and declared about.

    One in conflict is none of them, declared or not: see :mod:`dure.domains.agreements.conflicts`.
    """
    return to_judge(actor).filter(declared_at__isnull=False).values_list("proposal_id", flat=True)


def to_judge(actor: SignedActor) -> ScorerQuerySet:
    """Return what is given to somebody in a role that is still held, and is in no conflict that is known."""
    found = Scorer.objects.filter(user_id=actor.user_id or 0, ended_at__isnull=True).filter(~found_near())
    held = NOTHING
    for kind, role in SCORER_ROLES.items():
        if actor.has(role):
            held |= models.Q(kind=kind) & actor.scope("proposal__programme", role)
    return found.filter(held)


SCORER_ROLES = {"accountant": "accountant", "panel": "reviewer"}
"""The role that scores what each kind of scorer scores."""


@with_history(without=("changed_at", "search"))
class Proposal(models.Model):
    """What a firm proposes in answer to a call for executors."""

    programme = models.CharField(max_length=60)
    number = models.CharField(max_length=80, null=True, unique=True)
    """The receipt number, given when it is handed in."""
    state = models.CharField(max_length=14, default="draft")
    organisation = models.ForeignKey(
        "accounts.Organisation", on_delete=models.PROTECT, null=True, related_name="+"
    )
    """The executor's organisation, where the firm has one already."""
    firm = models.CharField(max_length=200, blank=True)
    business_no = models.CharField(max_length=10, blank=True)
    contact_name = EncryptedText(blank=True, default="")
    contact_email = EncryptedText(blank=True, default="")
    contact_phone = EncryptedText(blank=True, default="")
    places = models.JSONField(default=dict)
    """Places that it would take, by stage."""
    cash_won = models.BigIntegerField(default=0)
    in_kind = models.JSONField(default=list)
    """What it promises in kind: title, won, basis of the value."""
    gives = models.TextField(blank=True)
    """What it gives merchants beside the programme's benefits."""
    search = models.TextField(blank=True, default="")
    made_by = models.ForeignKey("accounts.User", on_delete=models.PROTECT, related_name="+")
    made_at = models.DateTimeField()
    changed_at = models.DateTimeField()
    submitted_at = models.DateTimeField(null=True)
    decided_at = models.DateTimeField(null=True)
    decided_by_id = models.BigIntegerField(null=True)
    decided_reason = models.TextField(blank=True)
    """Why it was refused or passed at the check, as told to the firm."""

    objects = ProposalQuerySet.as_manager()

    class Meta:
        constraints = (
            models.UniqueConstraint(
                fields=["programme", "business_no"],
                condition=~models.Q(state__in=NOT_STANDING),
                name="proposal_one_a_firm",
            ),
            models.CheckConstraint(
                condition=models.Q(state__in=NOT_HANDED_IN)
                | models.Q(number__isnull=False, submitted_at__isnull=False),
                name="proposal_handed_in_whole",
            ),
            models.CheckConstraint(condition=models.Q(cash_won__gte=0), name="proposal_cash_not_negative"),
        )
        indexes = (
            models.Index(fields=["programme", "state", "id"], name="proposal_by_state"),
            models.Index(fields=["made_by", "-id"], name="proposal_by_maker"),
        )
        triggers = (
            PROPOSAL_STATES.trigger(),
            pgtrigger.Protect(name="kept", operation=pgtrigger.Delete),
        )

    @property
    def in_kind_won(self) -> int:
        """What is promised in kind, added up."""
        return sum(int(one["won"]) for one in self.in_kind)


def found_near() -> models.Q:
    """Return the condition that a scorer is known to stand near to the firm, or conflicts with it.

    Works for its organisation in any role, or did within two years before the proposal was handed in; acts or
    acted for a merchant of its business number; made the proposal; said so; or was set aside at its request.
    """
    works = Membership.objects.filter(
        models.Q(ends_at__isnull=True)
        | models.Q(ends_at__gt=models.OuterRef("proposal__submitted_at") - EMPLOYED),
        user_id=models.OuterRef("user_id"),
        organisation_id=models.OuterRef("proposal__organisation_id"),
    )
    acts = MerchantMember.objects.filter(
        user_id=models.OuterRef("user_id"), merchant__business_no=models.OuterRef("proposal__business_no")
    )
    told = ScorerConflict.objects.filter(
        user_id=models.OuterRef("user_id"), proposal_id=models.OuterRef("proposal_id")
    )
    made = models.Q(proposal__made_by_id=models.F("user_id"))
    return models.Q(models.Exists(works)) | models.Exists(acts) | models.Exists(told) | made


class PartOfProposal(models.QuerySet[Any]):
    def visible_to(self, actor: SignedActor) -> PartOfProposal:
        """Whoever sees the proposal; that a firm was chosen is public, what it handed in is not."""
        if actor.user_id is None:
            return self.none()
        return self.filter(proposal_id__in=Proposal.objects.visible_to(actor).values("pk"))


class ProposalDocument(models.Model):
    """A document handed in with a proposal; one that takes its place leaves it replaced."""

    proposal = models.ForeignKey(Proposal, on_delete=models.PROTECT, related_name="documents")
    document = models.CharField(max_length=40)
    file = models.ForeignKey("uploads.StoredFile", on_delete=models.PROTECT, related_name="+")
    issued_on = models.DateField(null=True)
    state = models.CharField(max_length=10, default="handed_in")
    note = models.TextField(blank=True)
    handed_in_at = models.DateTimeField()
    checked_at = models.DateTimeField(null=True)
    checked_by_id = models.BigIntegerField(null=True)

    objects = PartOfProposal.as_manager()

    class Meta:
        constraints = (
            models.UniqueConstraint(
                fields=["proposal", "document"],
                condition=~models.Q(state="replaced"),
                name="proposal_document_once",
            ),
        )
        triggers = (PROPOSAL_DOCUMENT_STATES.trigger(),)


class ProposalSupplement(models.Model):
    """What an officer asks a firm to mend: fields and documents by name, until when."""

    proposal = models.ForeignKey(Proposal, on_delete=models.PROTECT, related_name="supplements")
    fields = ArrayField(models.CharField(max_length=60))
    """Names of fields, and ``document.ID`` for documents."""
    note = models.TextField()
    asked_by_id = models.BigIntegerField()
    asked_at = models.DateTimeField()
    due_at = models.DateTimeField()
    answered_at = models.DateTimeField(null=True)

    objects = PartOfProposal.as_manager()

    class Meta:
        constraints = (
            models.UniqueConstraint(
                fields=["proposal"],
                condition=models.Q(answered_at__isnull=True),
                name="proposal_supplement_one_open",
            ),
        )


class ScorerQuerySet(models.QuerySet["Scorer"]):
    def visible_to(self, actor: SignedActor) -> ScorerQuerySet:
        """Officers and the ministry see who scores in their programmes, scorers what is given to them."""
        return self.filter(
            models.Q(user_id=actor.user_id or 0) | actor.scope("proposal__programme", "officer", "ministry")
        )


class Scorer(models.Model):
    """Somebody to whom a proposal is given to score: an accountant, or a member of the panel."""

    proposal = models.ForeignKey(Proposal, on_delete=models.PROTECT, related_name="scorers")
    user = models.ForeignKey("accounts.User", on_delete=models.PROTECT, related_name="+")
    kind = models.CharField(max_length=12)
    given_by_id = models.BigIntegerField(null=True)
    given_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True)
    declared_at = models.DateTimeField(null=True)
    """When they said to have no conflict with the firm; before that it is not shown."""

    objects = ScorerQuerySet.as_manager()

    class Meta:
        constraints = (
            models.UniqueConstraint(
                fields=["proposal", "user"], condition=models.Q(ended_at__isnull=True), name="scorer_once"
            ),
            models.CheckConstraint(condition=models.Q(kind__in=("accountant", "panel")), name="scorer_kind"),
        )
        indexes = (models.Index(fields=["user", "-id"], name="scorer_by_user"),)
        triggers = (
            pgtrigger.Trigger(
                name="no_decider_scores",
                when=pgtrigger.Before,
                operation=pgtrigger.Insert,
                func="IF EXISTS (SELECT FROM agreements_executorchoice c JOIN agreements_proposal p"
                " ON p.programme = c.programme WHERE p.id = NEW.proposal_id AND c.state = 'confirmed'"
                " AND c.decided_by_id = NEW.user_id)"
                " THEN RAISE EXCEPTION 'who confirmed the choice does not score its proposals'; END IF;"
                " RETURN NEW;",
            ),
        )


class MarkQuerySet(models.QuerySet["ProposalMark"]):
    def visible_to(self, actor: SignedActor) -> MarkQuerySet:
        """Officers and the ministry see those of their programmes, scorers what they gave themselves.

        Not what they gave a firm with which a conflict came to light.
        """
        own = models.Q(user_id=actor.user_id or 0) & ~models.Exists(
            ScorerConflict.objects.filter(
                user_id=actor.user_id or 0, proposal_id=models.OuterRef("proposal_id")
            )
        )
        return self.filter(own | actor.scope("proposal__programme", "officer", "ministry"))


@with_history()
class ProposalMark(models.Model):
    """What one scorer gave a proposal in one criterion."""

    proposal = models.ForeignKey(Proposal, on_delete=models.PROTECT, related_name="marks")
    criterion = models.CharField(max_length=40)
    user = models.ForeignKey("accounts.User", on_delete=models.PROTECT, related_name="+")
    thousandths = models.PositiveIntegerField()
    comment = models.TextField(blank=True)
    at = models.DateTimeField()

    objects = MarkQuerySet.as_manager()

    class Meta:
        constraints = (
            models.UniqueConstraint(fields=["proposal", "criterion", "user"], name="proposal_mark_once"),
            models.CheckConstraint(condition=models.Q(thousandths__lte=100_000), name="proposal_mark_most"),
        )


class ChoiceQuerySet(models.QuerySet["ExecutorChoice"]):
    def visible_to(self, actor: SignedActor) -> ChoiceQuerySet:
        """Officers and the ministry see those of their programmes."""
        return self.filter(actor.scope("programme", "officer", "ministry"))


@with_history()
class ExecutorChoice(models.Model):
    """Who is chosen among the proposals, from marks as they were, and the two officers who decided it."""

    programme = models.CharField(max_length=60)
    version = models.ForeignKey("programmes.ProgrammeVersion", on_delete=models.PROTECT, related_name="+")
    state = models.CharField(max_length=10, default="proposed")
    inputs = models.JSONField()
    """Proposals by number and every mark: what the order can be worked out from again."""
    standings = models.JSONField()
    seed = models.CharField(max_length=64)
    """The hash of the file that was published when the first proposal was handed in."""
    second_officer = models.BooleanField(default=True)
    proposed_by_id = models.BigIntegerField()
    proposed_at = models.DateTimeField()
    proposed_reason = models.TextField()
    decided_by_id = models.BigIntegerField(null=True)
    decided_at = models.DateTimeField(null=True)
    decided_reason = models.TextField(blank=True)

    objects = ChoiceQuerySet.as_manager()

    class Meta:
        constraints = (
            models.UniqueConstraint(
                fields=["programme"],
                condition=models.Q(state__in=("proposed", "confirmed")),
                name="executor_choice_one_alive",
            ),
            models.CheckConstraint(
                condition=~models.Q(state="confirmed")
                | models.Q(second_officer=False)
                | ~models.Q(decided_by_id=models.F("proposed_by_id")),
                name="executor_choice_two_officers",
            ),
            models.CheckConstraint(
                condition=~models.Q(state="confirmed") | models.Q(decided_by_id__isnull=False),
                name="executor_choice_decided_by_somebody",
            ),
        )
        triggers = (
            CHOICE_STATES.trigger(),
            pgtrigger.Trigger(
                name="no_scorer_decides",
                when=pgtrigger.Before,
                operation=pgtrigger.Update,
                condition=pgtrigger.Condition("NEW.state = 'confirmed' AND OLD.state <> 'confirmed'"),
                func="IF EXISTS (SELECT FROM agreements_scorer s JOIN agreements_proposal p"
                " ON p.id = s.proposal_id WHERE p.programme = NEW.programme AND s.ended_at IS NULL"
                " AND s.user_id = NEW.decided_by_id)"
                " THEN RAISE EXCEPTION 'who scores proposals does not confirm the choice'; END IF;"
                " RETURN NEW;",
            ),
            pgtrigger.Protect(name="kept", operation=pgtrigger.Delete),
            pgtrigger.Protect(
                name="frozen",
                operation=pgtrigger.Update,
                condition=pgtrigger.AnyChange("inputs", "standings", "seed", "version", "proposed_by_id"),
            ),
        )
