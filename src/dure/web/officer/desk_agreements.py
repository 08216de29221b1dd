"""What executors and firms put on the officer's desk."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _

from dure.domains.accounts.actors import SignedActor
from dure.domains.agreements.queries_waiting import waiting
from dure.web.templatetags.days import day_text


def agreements_by_programme(who: SignedActor, on: date) -> dict[str, list[dict[str, Any]]]:
    """Return, by programme, what waits of its agreements: label, count, url, kind, text."""
    found = {}
    for programme, one in waiting(who).items():
        listed = reverse("officer_agreements", args=[programme])
        due = _("until %(at)s") % {"at": day_text(one.next_due)} if one.next_due else ""
        late = one.next_due is not None and one.next_due < on
        tasks = (
            (_("Amendments of agreements to answer"), one.amendments, listed, "warning", ""),
            (_("Mid-term checks that were answered"), one.answers, listed, "warning", ""),
            (
                _("Objections of firms to answer"),
                one.objections,
                reverse("officer_firm_objections"),
                "danger" if late else "warning",
                due,
            ),
        )
        found[programme] = [
            {"label": label, "count": many, "url": url, "kind": kind, "text": text}
            for label, many, url, kind, text in tasks
            if many
        ]
    return found
