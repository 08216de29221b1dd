"""The rows of seals, for every log that is sealed: the log's own domain makes tables of them."""

from __future__ import annotations

import pgtrigger
from django.db import models


class SealRow(models.Model):
    """A block of rows and its hash, which holds that of the block before: no row is changed unseen.

    Who could change rows past the trigger could change seals too: a copy of a hash kept elsewhere tells.
    """

    from_id = models.BigIntegerField()
    to_id = models.BigIntegerField(unique=True)
    """Numbers of the rows from the first to the last, both included; numbers that no row bears are no gap."""
    count = models.PositiveIntegerField()
    previous = models.CharField(max_length=64)
    """Hash of the seal before; zeros for the first."""
    hash = models.CharField(max_length=64, unique=True)
    at = models.DateTimeField()
    """By the true clock."""

    class Meta:
        abstract = True
        triggers = (pgtrigger.Protect(name="append_only", operation=pgtrigger.Update | pgtrigger.Delete),)


class SealMarkRow(models.Model):
    """How far numbers had been given at an instant: sealed once all transactions of that time have ended."""

    last_id = models.BigIntegerField()
    at = models.DateTimeField()

    class Meta:
        abstract = True
