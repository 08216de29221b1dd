"""Who may sign in, the organisations they act for, and in which role."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING, ClassVar

from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import ArrayField, DateTimeRangeField, RangeBoundary, RangeOperators
from django.db import models
from django.db.models.functions import Lower

from dure.domains.events.history import with_history
from dure.domains.events.transitions import StateTable, Transition
from dure.domains.privacy.encryption import EncryptedText

if TYPE_CHECKING:
    from dure.domains.accounts.actors import SignedActor

INVITATION_STATES = StateTable(
    "invitation",
    first=("open",),
    transitions=(
        Transition("accept", ("open",), "accepted", ("invited",)),
        Transition(
            "revoke",
            ("open",),
            "revoked",
            ("officer", "executor_staff", "association_staff", "centre_staff"),
        ),
        Transition("lapse", ("open",), "lapsed", ("system",)),
    ),
)


class Role(models.TextChoices):
    """What somebody may do for an organisation."""

    OFFICER = "officer"
    MINISTRY = "ministry"
    EXECUTOR_STAFF = "executor_staff"
    REVIEWER = "reviewer"
    ACCOUNTANT = "accountant"
    ASSOCIATION_STAFF = "association_staff"
    CENTRE_STAFF = "centre_staff"
    CREATOR = "creator"
    SELLER = "seller"
    TUTOR = "tutor"
    MENTOR = "mentor"
    CONSULTANT = "consultant"
    MERCHANDISER = "merchandiser"
    BUYER = "buyer"
    STUDIO = "studio"


PROVIDER_ROLES: tuple[str, ...] = (
    Role.CREATOR,
    Role.SELLER,
    Role.TUTOR,
    Role.MENTOR,
    Role.CONSULTANT,
    Role.MERCHANDISER,
    Role.BUYER,
    Role.STUDIO,
)
"""Who is matched to merchants: called as ``paired_with`` of programme files has them."""


class OrganisationKind(models.TextChoices):
    AGENCY = "agency"
    MINISTRY = "ministry"
    EXECUTOR = "executor"
    ASSOCIATION = "association"
    ACCOUNTANT = "accountant"
    CENTRE = "centre"
    PROVIDER = "provider"


ROLES_IN: dict[str, tuple[str, ...]] = {
    OrganisationKind.AGENCY: (Role.OFFICER, Role.REVIEWER),
    OrganisationKind.MINISTRY: (Role.MINISTRY,),
    OrganisationKind.EXECUTOR: (Role.EXECUTOR_STAFF,),
    OrganisationKind.ASSOCIATION: (Role.ASSOCIATION_STAFF, Role.REVIEWER),
    OrganisationKind.ACCOUNTANT: (Role.ACCOUNTANT,),
    OrganisationKind.CENTRE: (Role.CENTRE_STAFF, Role.REVIEWER),
    OrganisationKind.PROVIDER: PROVIDER_ROLES,
}
"""Which roles an organisation of a kind can give."""

COLLEAGUES: dict[str, str] = {
    OrganisationKind.EXECUTOR: Role.EXECUTOR_STAFF,
    OrganisationKind.ASSOCIATION: Role.ASSOCIATION_STAFF,
    OrganisationKind.CENTRE: Role.CENTRE_STAFF,
}
"""Where the own staff give and end one another's role. Reviewers are officers' choice."""


def _of_programmes(actor: SignedActor) -> models.Q:
    """Return the condition that a role or invitation is for a programme that officers and the ministry see.

    What is for all programmes (an empty id) is for theirs too.
    """
    seen = actor.scope("programme", Role.OFFICER, Role.MINISTRY)
    return seen | models.Q(programme="") if actor.has(Role.OFFICER, Role.MINISTRY) else seen


class UserManager(BaseUserManager["User"]):
    def visible_to(self, actor: SignedActor) -> models.QuerySet[User]:
        """Everybody sees their own account and those of colleagues, officers and the ministry all staff.

        Those whose role is for one programme see the staff of that programme and of all.
        """
        if actor.user_id is None:
            return self.none()
        colleagues = models.Q(organisation__code__in={code for _, code in actor.roles})
        staff = Membership.objects.filter(colleagues | _of_programmes(actor)).values("user_id")
        return self.filter(models.Q(pk=actor.user_id) | models.Q(pk__in=staff))

    def create_user(self, email: str, password: str | None = None, **more: object) -> User:
        """Make a user; the address is kept in small letters."""
        user = self.model(email=self.normalize_email(email).lower(), **more)
        user.set_password(password)
        user.save(using=self._db)
        return user


class User(AbstractBaseUser):
    """A person who signs in with an e-mail address; merchants need no membership."""

    email = models.EmailField(max_length=254, unique=True)
    name = EncryptedText(blank=True, default="")
    phone = EncryptedText(blank=True, default="")
    language = models.CharField(max_length=2, default="ko")
    """In which notices are written."""
    is_active = models.BooleanField(default=True)
    joined_at = models.DateTimeField(auto_now_add=True)
    closed_at = models.DateTimeField(null=True)
    """When the account was closed; its contacts are empty from then on."""

    sessions_ended = models.PositiveIntegerField(default=0)
    """How often all sessions were ended at once: each session is good for one of these only."""

    USERNAME_FIELD = "email"
    REQUIRED_FIELDS: ClassVar[list[str]] = []
    objects = UserManager()

    class Meta:
        constraints = (models.UniqueConstraint(Lower("email"), name="user_email_once"),)

    def _get_session_auth_hash(self, secret: str | bytes | None = None) -> str:
        """Return what a session must have kept to be good still: another one once all were ended."""
        kept: str = super()._get_session_auth_hash(secret)  # type: ignore[misc]
        return f"{kept}.{self.sessions_ended}" if self.sessions_ended else kept

    def __str__(self) -> str:
        # Names end up in logs: an address never does.
        return f"user {self.pk}"


class OrganisationQuerySet(models.QuerySet["Organisation"]):
    def visible_to(self, actor: SignedActor) -> OrganisationQuerySet:
        """Officers and the ministry see all, others those that they act for."""
        if actor.has("officer", "ministry"):
            return self
        return self.filter(code__in={code for _, code in actor.roles})


@with_history(without=("search",))
class Organisation(models.Model):
    """A body that people act for; ``code`` is its id in programme files (executors)."""

    kind = models.CharField(max_length=20, choices=OrganisationKind.choices)
    code = models.CharField(max_length=60, unique=True)
    name_ko = models.CharField(max_length=200)
    name_en = models.CharField(max_length=200)
    search = models.TextField(blank=True, default="")
    """Names and code taken apart (``dure.language.hangul``): what the search box looks in."""
    left_programmes = ArrayField(models.CharField(max_length=80), default=list, db_default=[])
    """The programmes that it carries out no more: of these its staff see and do nothing any longer."""

    objects = OrganisationQuerySet.as_manager()


class PeriodOfRole(models.Func):
    """The half-open period in which a role is held, as the database compares it."""

    function = "TSTZRANGE"
    output_field = DateTimeRangeField()


class MembershipQuerySet(models.QuerySet["Membership"]):
    def visible_to(self, actor: SignedActor) -> MembershipQuerySet:
        """Officers and the ministry see those of their programmes, colleagues those of their organisation.

        Colleagues are the staff of executors, associations and centres. What is for all programmes is for
        each of them. Others see their own and what they passed on.
        """
        if actor.user_id is None:
            return self.none()
        return self.filter(
            models.Q(user_id=actor.user_id)
            | models.Q(delegated_by__user_id=actor.user_id)
            | _of_programmes(actor)
            | actor.of_own("organisation__code__in", "programme", *COLLEAGUES.values())
        )

    def in_force(self, now: datetime) -> MembershipQuerySet:
        """Only roles that are held at an instant; what was passed on, only while its source is held."""

        def open_at(before: str) -> models.Q:
            return models.Q(**{f"{before}ends_at__isnull": True}) | models.Q(**{f"{before}ends_at__gt": now})

        return self.filter(
            open_at(""),
            models.Q(delegated_by__isnull=True) | open_at("delegated_by__"),
            starts_at__lte=now,
        )


@with_history()
class Membership(models.Model):
    """A role of a user in an organisation, from an instant to an instant (open where there is no end)."""

    user = models.ForeignKey(User, on_delete=models.PROTECT, related_name="memberships")
    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="memberships")
    role = models.CharField(max_length=20, choices=Role.choices)
    programme = models.CharField(max_length=60, blank=True)
    """Id of the one programme that it is for; empty: all."""
    delegated_by = models.ForeignKey("self", on_delete=models.PROTECT, null=True, related_name="delegations")
    """The membership whose holder passed the role on for a while (위임); empty where it is one's own."""
    starts_at = models.DateTimeField()
    ends_at = models.DateTimeField(null=True)

    objects = MembershipQuerySet.as_manager()

    class Meta:
        constraints = (
            # What ends when it begins was never held, and is in nobody's way.
            ExclusionConstraint(
                name="membership_once_at_a_time",
                expressions=[
                    ("user", RangeOperators.EQUAL),
                    ("organisation", RangeOperators.EQUAL),
                    ("role", RangeOperators.EQUAL),
                    ("programme", RangeOperators.EQUAL),
                    (PeriodOfRole("starts_at", "ends_at", RangeBoundary()), RangeOperators.OVERLAPS),
                ],
            ),
            models.CheckConstraint(
                condition=models.Q(ends_at__isnull=True) | models.Q(ends_at__gte=models.F("starts_at")),
                name="membership_not_ended_before_it_starts",
            ),
            models.CheckConstraint(
                condition=models.Q(delegated_by__isnull=True) | models.Q(ends_at__isnull=False),
                name="membership_delegated_for_a_while",
            ),
        )
        indexes = (models.Index(fields=["organisation", "role", "id"], name="membership_by_organisation"),)


class InvitationQuerySet(models.QuerySet["Invitation"]):
    def visible_to(self, actor: SignedActor) -> InvitationQuerySet:
        """Officers see those of their programmes, colleagues those of their organisation."""
        own = actor.of_own("organisation__code__in", "programme", *COLLEAGUES.values())
        return self.filter(_of_programmes(actor) | own)


class Invitation(models.Model):
    """A letter that lets somebody take a role in an organisation; only the hash of its secret is kept.

    The address is kept only while it is open.
    """

    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="invitations")
    role = models.CharField(max_length=20, choices=Role.choices)
    programme = models.CharField(max_length=60, blank=True)
    email = EncryptedText(blank=True, default="")
    email_blind = models.CharField(max_length=64, blank=True, default="")
    token_hash = models.CharField(max_length=64, unique=True)
    ends_at = models.DateTimeField(null=True)
    """When the role ends; empty: open."""
    state = models.CharField(max_length=10, default="open")
    invited_by_id = models.BigIntegerField(null=True)
    invited_at = models.DateTimeField()
    expires_at = models.DateTimeField()
    answered_at = models.DateTimeField(null=True)

    objects = InvitationQuerySet.as_manager()

    class Meta:
        constraints = (
            models.UniqueConstraint(
                fields=["organisation", "role", "programme", "email_blind"],
                condition=models.Q(state="open"),
                name="invitation_one_open",
            ),
        )
        indexes = (models.Index(fields=["organisation", "-id"], name="invitation_by_organisation"),)
        triggers = (INVITATION_STATES.trigger(),)
