"""What experts have begun and may not go on with: a conflict with the merchant came up."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import replace

from dure.domains.applications.telling import both
from dure.domains.diagnosis.experts import hold_reviews
from dure.domains.diagnosis.models import EXPERT, DiagnosisSheet
from dure.domains.diagnosis.states import DIAGNOSIS_STATES
from dure.domains.events.act import Act
from dure.domains.events.transitions import move
from dure.domains.notices.services.notify import notify
from dure.domains.notices.staff import officers
from dure.domains.programmes.queries import loaded


def drop_drafts(this: Act, programme: str, user_id: int, application_ids: Collection[int]) -> int:
    """Drop what somebody was to diagnose of applications that they conflict with now; return how many.

    Officers are told, but for who acts: they give it to another expert. What was handed in before stays.
    The conflict is written already. Last in an act: sheets come after whatever review holds.
    """
    if not application_ids:
        return 0
    hold_reviews(programme)
    drafts = DiagnosisSheet.objects.filter(
        programme=programme,
        expert_id=user_id,
        application_id__in=application_ids,
        filled_by=EXPERT,
        state="draft",
    )
    ids = list(drafts.order_by("pk").select_for_update(no_key=True).values_list("pk", flat=True))
    if not ids:
        return 0
    move(this, DIAGNOSIS_STATES, DiagnosisSheet, ids, "drop")
    first = DiagnosisSheet.objects.select_related("version").get(pk=ids[0])
    told = {"programme": both(loaded(first.version).programme.title), "count": len(ids)}
    link = f"/officer/diagnosis/{programme}/{first.form}/?expert=none"
    people = officers(programme, this.now, besides=this.actor.user_id)
    notify(
        this,
        [replace(one, parameters=told, link=link) for one in people],
        template="diagnosis_conflict",
        key=f"{programme}/{this.id}",
    )
    return len(ids)
