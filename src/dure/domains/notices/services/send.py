"""Notices go out by mail: claimed, sent outside of any transaction, and noted one by one."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from contextlib import suppress
from datetime import UTC, datetime, timedelta

from django.conf import settings
from django.core.mail import EmailMessage, get_connection
from django.core.mail.backends.base import BaseEmailBackend
from django.db.models import F, Q

from dure.domains.events.act import Actor, act, acting
from dure.domains.events.transitions import move
from dure.domains.notices.faults import MailFault, fault_of
from dure.domains.notices.models import MAIL_STATES, Notice
from dure.domains.notices.wording import worded

CLAIM = timedelta(minutes=15)
TOGETHER = 50
"""Letters claimed at once: few enough to be sent long before the claim ends."""


_OURS = {
    "ko": ("두레", "이 편지는 보내기 전용 주소에서 발송되었습니다."),
    "en": ("Dure", "This letter comes from an address that reads no answers."),
}
"""What stands before each subject, and under each letter."""


class MailNotSent(Exception):
    """Some letters could not be sent and may be later; holds no addresses."""


def send_notices(*, actor: Actor, now: datetime, notice_ids: Sequence[int]) -> int:
    """Send the letters of notices that are not sent yet, and return how many went out.

    Two workers never send the same letter: it is claimed first. Each is noted as soon as it is out; should a
    worker die in between, the letter goes out again under the same message id. Raises MailNotSent where some
    failed that are worth another try.
    """
    assert acting() is None, "letters are sent outside of acts"
    sent = 0
    failed: list[MailFault] = []
    for start in range(0, len(notice_ids), TOGETHER):
        claimed = _claim(actor, now, notice_ids[start : start + TOGETHER])
        faults = _send(actor, now, claimed)
        sent += len(claimed) - len(faults)
        failed += faults
        if any(fault.of_server for fault in faults):
            break  # the rest would fare no better, and is not even claimed
    worth = sorted({fault.code for fault in failed if not fault.lasting})
    if worth:
        raise MailNotSent(", ".join(worth))
    if Notice.objects.filter(_waiting(), pk__in=notice_ids, claimed_until__gt=datetime.now(UTC)).exists():
        # Claimed by a worker that has not noted them: it is at it, or it died. Somebody has to come back.
        raise MailNotSent("claimed")
    return sent


def _waiting() -> Q:
    return Q(state="queued") | Q(state="failed", lasting=False)


def _claim(actor: Actor, now: datetime, notice_ids: Iterable[int]) -> list[Notice]:
    """Hold notices that wait, or failed for a while, for this worker."""
    # By the true clock: DURE_NOW stands still, and workers do not.
    clock = datetime.now(UTC)
    with act("notice.claim", actor=actor, now=now):
        free = Q(claimed_until__isnull=True) | Q(claimed_until__lt=clock)
        rows = list(
            Notice.objects.select_for_update(skip_locked=True)
            .filter(free, _waiting(), pk__in=list(notice_ids))
            .order_by("pk")
        )
        Notice.objects.filter(pk__in=[row.pk for row in rows]).update(claimed_until=clock + CLAIM)
    return rows


def _send(actor: Actor, now: datetime, notices: Sequence[Notice]) -> list[MailFault]:
    """Send claimed notices over one connection and note each; return the faults."""
    faults: list[MailFault] = []
    mail = get_connection()
    for place, notice in enumerate(notices):
        fault: MailFault | None = None
        try:
            letter = _letter(notice, mail)
            mail.open()  # nothing where it is open: one connection for all
            mail.send_messages([letter])
        except Exception as error:  # noqa: BLE001  whatever a backend raises: the letter is not out
            fault = fault_of(error)
            _close(mail)
        if fault is not None and fault.of_server:
            # Not this letter's fault: all that were claimed wait for a better time.
            rest = notices[place:]
            _note(actor, now, [n.pk for n in rest], fault)
            return faults + [fault] * len(rest)
        _note(actor, now, [notice.pk], fault)
        if fault is not None:
            faults.append(fault)
    _close(mail)
    return faults


def _letter(notice: Notice, mail: BaseEmailBackend) -> EmailMessage:
    if not notice.email:
        raise ValueError("no address")
    wording = worded(notice.template, notice.language, notice.parameters)
    path = notice.secret or notice.link
    address = f"{settings.DURE_ADDRESS}{path}" if path else ""
    name, tail = _OURS["en" if notice.language == "en" else "ko"]
    host = settings.DEFAULT_FROM_EMAIL.rpartition("@")[2].rstrip(">")
    return EmailMessage(
        subject=f"[{name}] {wording.subject}",
        body="\n\n".join(part for part in (wording.body, address, f"-- \n{tail}") if part) + "\n",
        from_email=settings.DEFAULT_FROM_EMAIL,
        to=[notice.email],
        headers={
            # The same for every try: who got the letter already can tell.
            "Message-ID": f"<notice-{notice.pk}@{host}>",
            "Auto-Submitted": "auto-generated",
            "Content-Language": notice.language,
        },
        connection=mail,
    )


def _note(actor: Actor, now: datetime, notice_ids: Sequence[int], fault: MailFault | None) -> None:
    """Note that letters are out, or why they are not."""
    with act("notice.send", actor=actor, now=now) as this:
        changes: dict[str, object] = {"claimed_until": None, "tries": F("tries") + 1}
        if fault is None:
            # Out is out: the secret stands in the letter from now on, and nowhere here.
            changes |= {"sent_at": now, "fault": "", "lasting": False, "secret": ""}
            move(this, MAIL_STATES, Notice, notice_ids, "send", changes=changes)
        else:
            changes |= {"fault": fault.code, "lasting": fault.lasting}
            told = {"fault": fault.code}
            move(this, MAIL_STATES, Notice, notice_ids, "fail", changes=changes, details=told)


def _close(mail: BaseEmailBackend) -> None:
    with suppress(Exception):  # a connection that cannot be closed is gone
        mail.close()
