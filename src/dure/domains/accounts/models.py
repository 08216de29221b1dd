"""Who may sign in, the organisations they act for, and in which role."""

from __future__ import annotations

from typing import ClassVar

from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.db import models
from django.db.models.functions import Lower


class Role(models.TextChoices):
    """What somebody may do for an organisation."""

    OFFICER = "officer"
    MINISTRY = "ministry"
    EXECUTOR_STAFF = "executor_staff"
    REVIEWER = "reviewer"


class OrganisationKind(models.TextChoices):
    AGENCY = "agency"
    MINISTRY = "ministry"
    EXECUTOR = "executor"
    ASSOCIATION = "association"
    ACCOUNTANT = "accountant"
    CENTRE = "centre"


class UserManager(BaseUserManager["User"]):
    def create_user(self, email: str, password: str | None = None, **more: object) -> User:
        """Make a user; the address is kept in small letters."""
        user = self.model(email=self.normalize_email(email).lower(), **more)
        user.set_password(password)
        user.save(using=self._db)
        return user


class User(AbstractBaseUser):
    """A person who signs in with an e-mail address; merchants need no membership."""

    email = models.EmailField(max_length=254, unique=True)
    is_active = models.BooleanField(default=True)
    joined_at = models.DateTimeField(auto_now_add=True)

    USERNAME_FIELD = "email"
    REQUIRED_FIELDS: ClassVar[list[str]] = []
    objects = UserManager()

    class Meta:
        constraints = (models.UniqueConstraint(Lower("email"), name="user_email_once"),)

    def __str__(self) -> str:
        # Names end up in logs: an address never does.
        return f"user {self.pk}"


class Organisation(models.Model):
    """A body that people act for; ``code`` is its id in programme files (executors)."""

    kind = models.CharField(max_length=20, choices=OrganisationKind.choices)
    code = models.CharField(max_length=60, unique=True)
    name_ko = models.CharField(max_length=200)
    name_en = models.CharField(max_length=200)


class Membership(models.Model):
    """A role of a user in an organisation, from an instant to an instant (open where there is no end)."""

    user = models.ForeignKey(User, on_delete=models.PROTECT, related_name="memberships")
    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="memberships")
    role = models.CharField(max_length=20, choices=Role.choices)
    starts_at = models.DateTimeField()
    ends_at = models.DateTimeField(null=True)

    class Meta:
        constraints = (
            models.UniqueConstraint(
                fields=["user", "organisation", "role", "starts_at"], name="membership_once"
            ),
            models.CheckConstraint(
                condition=models.Q(ends_at__isnull=True) | models.Q(ends_at__gt=models.F("starts_at")),
                name="membership_ends_after_it_starts",
            ),
        )
