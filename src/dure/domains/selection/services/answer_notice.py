"""Whoever is to lose a place answers the notice (의견제출), with a file that proves it."""

from __future__ import annotations

from datetime import datetime

from dure.domains.accounts.actors import SignedActor
from dure.domains.events.act import act
from dure.domains.events.transitions import move
from dure.domains.notices.services.notify import notify
from dure.domains.selection.disqualifying import officers_told
from dure.domains.selection.models import Disqualification
from dure.domains.selection.policies import allow_own
from dure.domains.selection.states import DISQUALIFICATION_STATES
from dure.domains.uploads.services.keep import keep_file
from dure.engine.law.deadlines import day_of
from dure.engine.problems import msg, refuse

MOST_LETTERS = 5000


def answer_notice(
    *,
    actor: SignedActor,
    now: datetime,
    disqualification_id: int,
    answer: str,
    file: tuple[str, bytes] | None = None,
    key: str = "",
) -> None:
    """Keep an answer; another one takes its place until the last day. With a ``key`` twice is once.

    Without ``file`` the one that came before stays. Raises NotAllowed; Refused without words, after the last
    day, and once it is decided or fell away.
    """
    found = Disqualification.objects.select_related("place__selection__version").get(pk=disqualification_id)
    allow_own(actor, found.place.application_id)
    answer = answer.strip()
    if not answer or len(answer) > MOST_LETTERS:
        raise refuse(
            "disqualification.answer", msg("write your answer, up to {most} letters"), most=MOST_LETTERS
        )
    if found.answer_until is None or day_of(now) > found.answer_until:
        raise refuse(
            "disqualification.late", msg("answers were taken until {day}"), day=found.answer_until or ""
        )
    with act("place.answer_notice", actor=actor, now=now, key=key and f"{disqualification_id}/{key}") as this:
        if this.repeated:
            return
        changes = {"answer": answer, "answered_at": now}
        if file is not None:
            kept = keep_file(this, purpose="statement", name=file[0], content=file[1])
            changes["answer_file_id"] = kept.pk
        if not move(this, DISQUALIFICATION_STATES, Disqualification, [found.pk], "answer", changes=changes):
            raise refuse("disqualification.closed_now", msg("this is decided already: no answer is taken"))
        told = officers_told(this, found.place, reason=found.reason)
        notify(this, told, template="place_notice_answered", key=str(this.id))
