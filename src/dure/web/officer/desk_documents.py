"""What documents of later stages put on the officer's desk."""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _

from dure.domains.accounts.actors import SignedActor
from dure.domains.programmes.queries import published_calls
from dure.domains.selection.queries_stage_documents import waiting_documents


def stage_documents_by_programme(
    who: SignedActor, ids: Collection[str], now: datetime
) -> dict[str, list[dict[str, Any]]]:
    """Return, by programme of some, the documents of its later stages that wait to be checked."""
    found: dict[str, list[dict[str, Any]]] = {}
    calls = [one.loaded.programme for one in published_calls(now)]
    programmes = [one for one in calls if one.id in ids]
    for (programme, stage), many in waiting_documents(who, programmes).items():
        found.setdefault(programme, []).append(
            {
                "label": _("Documents of a stage to check"),
                "count": many,
                "url": reverse("officer_stage_documents", args=[programme, stage]) + "?state=waiting",
                "kind": "warning",
                "text": "",
            }
        )
    return found
