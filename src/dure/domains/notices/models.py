"""Notices to people: one row a notice, shown in the inbox and sent by mail."""

from __future__ import annotations

from typing import Any

from django.db import models

from dure.domains.events.transitions import StateTable, Transition
from dure.domains.privacy.encryption import EncryptedText

MAIL_STATES = StateTable(
    "mail",
    first=("queued", "none"),
    transitions=(
        Transition("send", ("queued", "failed"), "sent", ("system",)),
        Transition("fail", ("queued", "failed"), "failed", ("system",)),
        Transition("retry", ("failed",), "queued", ("system", "officer")),
    ),
)


class NoticeQuerySet(models.QuerySet["Notice"]):
    def visible_to(self, actor: Any) -> NoticeQuerySet:
        """A notice is its recipient's; officers of all programmes see all, to answer whether one was told."""
        if actor.may_in("", "officer"):
            return self
        return self.filter(user_id=actor.user_id) if actor.user_id else self.none()


class Notice(models.Model):
    """One notice: a template's name and its parameters, in which there is no personal data.

    ``state`` is that of the mail; ``none`` where there is no address. ``key`` makes one act tell one
    recipient once.
    """

    user = models.ForeignKey("accounts.User", on_delete=models.PROTECT, null=True, related_name="+")
    merchant_id = models.BigIntegerField(null=True)
    email = EncryptedText(blank=True, default="")
    template = models.CharField(max_length=60)
    parameters = models.JSONField(default=dict)
    link = models.CharField(max_length=300, blank=True)
    """Path of the page that the notice is about."""
    secret = EncryptedText(blank=True, default="")
    """Path with a secret, which only the letter has: encrypted until it is sent, and empty afterwards."""
    language = models.CharField(max_length=2, default="ko")
    key = models.CharField(max_length=160, unique=True)
    state = models.CharField(max_length=10, default="queued")
    made_at = models.DateTimeField()
    read_at = models.DateTimeField(null=True)
    sent_at = models.DateTimeField(null=True)
    tries = models.PositiveSmallIntegerField(default=0)
    fault = models.CharField(max_length=300, blank=True)
    """Code of why the last try failed (``dure.domains.notices.faults``), never the words of a mail server."""
    lasting = models.BooleanField(default=False)
    """Trying again by itself would be no use: an officer may, once the address is mended."""
    claimed_until = models.DateTimeField(null=True)
    """Until when, by the true clock, a worker holds it to send it: no other takes it up before."""

    objects = NoticeQuerySet.as_manager()

    class Meta:
        indexes = (
            models.Index(fields=["user", "-id"], name="notice_by_user"),
            models.Index(fields=["state", "id"], name="notice_by_state"),
            models.Index(fields=["template", "id"], include=["state"], name="notice_by_template"),
            models.Index(fields=["merchant_id", "-id"], name="notice_by_merchant"),
            models.Index(fields=["user"], name="notice_unread", condition=models.Q(read_at__isnull=True)),
        )
        triggers = (MAIL_STATES.trigger(),)
