"""Merchants are looked through for duplicates: those of a list after it came in, all of them at night."""

from __future__ import annotations

from dure.domains.accounts.actors import SYSTEM
from dure.domains.merchants.services.seek_duplicates import seek_duplicates
from dure.jobs.app import every, task
from dure.settings.clock import now


@task("merchants.seek_duplicates")
def seek(*, merchant_ids: list[int]) -> None:
    """Compare some merchants with those that share a key with them."""
    seek_duplicates(actor=SYSTEM, now=now(), merchant_ids=merchant_ids)


@every("45 17 * * *", "merchants.seek_all_duplicates")
def seek_all() -> None:
    """Compare, at 02:45 in Korea, every merchant: what older rows and simultaneous changes have missed."""
    seek_duplicates(actor=SYSTEM, now=now())
