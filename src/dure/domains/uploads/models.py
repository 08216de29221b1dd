"""Files that people hand in and that the service makes: typed by content, scanned, kept in private."""

from __future__ import annotations

import uuid

import pgtrigger
from django.db import models

from dure.domains.events.transitions import StateTable, Transition
from dure.domains.privacy.encryption import EncryptedText

FILE_STATES = StateTable(
    "file",
    first=("waiting", "clean"),
    transitions=(
        Transition("found_clean", ("waiting",), "clean", ("system",)),
        Transition("found_infected", ("waiting",), "infected", ("system",)),
        Transition("destroy", ("waiting", "clean", "infected"), "destroyed", ("system", "officer")),
    ),
)


class StoredFile(models.Model):
    """One file: what it is, by its bytes, and where it lies. Its name may tell of a person: encrypted."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    purpose = models.CharField(max_length=40)
    """One of those of ``purposes.py``."""
    name = EncryptedText()
    size = models.BigIntegerField()
    sha256 = models.CharField(max_length=64)
    content_type = models.CharField(max_length=100)
    """As the bytes say, not as the sender said."""
    state = models.CharField(max_length=10, default="waiting")
    uploaded_by = models.ForeignKey("accounts.User", on_delete=models.PROTECT, null=True, related_name="+")
    uploaded_at = models.DateTimeField()
    scanned_at = models.DateTimeField(null=True)

    class Meta:
        indexes = (models.Index(fields=["state", "uploaded_at"], name="file_by_state"),)
        triggers = (
            FILE_STATES.trigger(),
            pgtrigger.Protect(name="kept", operation=pgtrigger.Delete),
            pgtrigger.Protect(
                name="frozen",
                operation=pgtrigger.Update,
                condition=pgtrigger.AnyChange("sha256", "size", "content_type", "uploaded_at", "purpose"),
            ),
        )
