"""Applications and merchants that the search of the whole site finds: those that the actor may see."""

from __future__ import annotations

import re
from typing import Any

from django.db.models import Q, QuerySet

from dure.domains.accounts.actors import SignedActor
from dure.domains.applications.models import Application
from dure.domains.applications.queries import applicants_of
from dure.domains.merchants.models import Merchant
from dure.domains.merchants.queries_officer import business_number_in, named
from dure.language.hangul import search_words


def found_applications(actor: SignedActor, words: str) -> QuerySet[Any]:
    """Return the applications that an actor sees by parts of a name, first consonants or a whole number."""
    seen = Application.objects.visible_to(actor).exclude(state__in=("draft", "discarded"))
    found = seen.filter(_wanted(words, receipt=True)) if search_words(words) else seen.none()
    # Without the choices: executors' staff find their applicants here too, and must not learn them.
    columns = ("pk", "programme", "application_no", "name", "region", "state", "submitted_at")
    return found.select_related("merchant").only(*columns, "merchant__business_no")


def found_merchants(actor: SignedActor, words: str) -> QuerySet[Any]:
    """Return the merchants that an actor sees by parts of a name, first consonants or a business number."""
    seen = Merchant.objects.visible_to(actor, applicants_of(actor))
    found = seen.filter(_wanted(words, receipt=False)) if search_words(words) else seen.none()
    return found.only("pk", "business_no", "name", "region")


def _wanted(words: str, *, receipt: bool) -> Q:
    """Return the condition of a search; the words together may be one name too: 두레 상회 is 두레상회."""
    number = business_number_in(words)
    if number:
        return Q(merchant__business_no=number) if receipt else Q(business_no=number)
    plain = words.strip().upper()
    if receipt and re.fullmatch(r"[A-Z0-9]+(-[A-Z0-9]+)*-\d{6}", plain):
        return Q(application_no=plain)
    condition = named(words)
    together = "".join(words.split())
    return condition | named(together) if together != words.strip() else condition
