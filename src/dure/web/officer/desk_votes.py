"""What public votes put on the officer's desk."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _

from dure.domains.accounts.actors import SignedActor
from dure.domains.voting.queries import phase_of
from dure.domains.voting.queries_officer import votes_running
from dure.web.templatetags.days import instant


def votes_by_programme(who: SignedActor, now: datetime) -> dict[str, list[dict[str, Any]]]:
    """Return, by programme, its votes that are not counted yet: label, count, url, kind, text."""
    found: dict[str, list[dict[str, Any]]] = {}
    for one in votes_running(who):
        label, kind, text = _told(phase_of(one.vote, now), one.vote.opens_at, one.vote.closes_at)
        url = reverse("officer_vote", args=[one.vote.programme, one.vote.stage])
        tasks = found.setdefault(one.vote.programme, [])
        tasks.append({"label": label, "count": 1, "url": url, "kind": kind, "text": text})
        if one.proposals:
            label = _("Ballots proposed to be set aside")
            tasks.append({"label": label, "count": one.proposals, "url": url, "kind": "warning", "text": ""})
    return found


def _told(phase: str, opens_at: datetime, closes_at: datetime) -> tuple[str, str, str]:
    match phase:
        case "planned":
            return _("Public votes that have not begun"), "gray", _("from %(at)s") % {"at": instant(opens_at)}
        case "open":
            until = _("until %(at)s") % {"at": instant(closes_at)}
            return _("Public votes that run"), "information", until
        case "closing":
            return _("Public votes to seal"), "warning", ""
        case _:
            return _("Public votes to count"), "warning", ""
