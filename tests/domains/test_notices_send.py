"""Sending letters: each once, also with two workers; what fails is tried again, what is final is not."""

from __future__ import annotations

import smtplib
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta
from threading import Barrier
from typing import ClassVar

import pytest
from django.core import mail
from django.core.mail.backends import locmem
from django.db import connection
from tests.domains.people import NOW, person
from tests.jobs.running import jobs, run_jobs

from dure.domains.accounts.actors import SYSTEM
from dure.domains.accounts.refusals import NotAllowed
from dure.domains.events.act import act
from dure.domains.events.models import Event
from dure.domains.notices.models import Notice
from dure.domains.notices.services.notify import Recipient, notify
from dure.domains.notices.services.send import MailNotSent, send_notices
from dure.domains.notices.services.send_again import send_again
from dure.engine.problems import Refused


def tell(*names: str, link: str = "") -> list[int]:
    with act("test.tell", actor=SYSTEM, now=NOW) as this:
        told = [Recipient(email=f"{name}@test.example", parameters={"count": 3}, link=link) for name in names]
        notify(this, told, template="destruction_done", key="1")
    return list(Notice.objects.order_by("pk").values_list("pk", flat=True))


def send(ids: list[int]) -> int:
    return send_notices(actor=SYSTEM, now=NOW, notice_ids=ids)


class Moody(locmem.EmailBackend):
    """A mail server that raises for some addresses."""

    moods: ClassVar[dict[str, Exception]] = {}

    def send_messages(self, messages):
        for message in messages:
            error = self.moods.get(message.to[0].partition("@")[0])
            if error:
                raise error
        return super().send_messages(messages)


@pytest.fixture
def moods(settings):
    settings.EMAIL_BACKEND = f"{__name__}.Moody"
    Moody.moods = {}
    return Moody.moods


@pytest.mark.django_db
def test_a_letter_goes_out_once_with_its_words_and_its_link(settings):
    settings.DURE_ADDRESS = "https://dure.example"
    tell("hong", link="/my/notices/")
    assert (run_jobs(), run_jobs()) == (["notices.send"], [])
    (letter,) = mail.outbox
    notice = Notice.objects.get()
    assert letter.to == ["hong@test.example"]
    assert letter.subject == "[두레] 개인정보 파기 완료"
    assert letter.body.startswith("보유 기간이 끝난 개인정보를 파기했습니다.\n\n건수: 3\n")
    assert "\n\nhttps://dure.example/my/notices/\n\n" in letter.body
    assert letter.extra_headers["Message-ID"] == f"<notice-{notice.pk}@localhost>"
    assert (notice.state, notice.tries, notice.fault) == ("sent", 1, "")
    assert notice.sent_at is not None
    event = Event.objects.get(subject="mail")
    assert (event.act, event.details) == ("notice.send", {"move": "send", "from": "queued", "to": "sent"})
    assert "hong" not in str(Event.objects.values())


@pytest.mark.django_db
def test_a_sent_letter_is_never_sent_again():
    ids = tell("a", "b")
    assert [send(ids), send(ids)] == [2, 0]
    assert len(mail.outbox) == 2


@pytest.mark.django_db
def test_an_address_that_the_server_refuses_for_good_fails_alone_and_is_left(moods):
    ids = tell("a", "b", "c")
    moods["b"] = smtplib.SMTPRecipientsRefused({"b@test.example": (550, b"no such user b@test.example")})
    assert send(ids) == 2
    failed = Notice.objects.get(state="failed")
    assert (failed.email, failed.fault, failed.lasting) == ("b@test.example", "refused", True)
    assert send(ids) == 0
    assert "such user" not in str(Event.objects.values())


@pytest.mark.django_db
def test_an_address_that_is_not_taken_now_is_tried_again(moods):
    ids = tell("a", "b")
    moods["a"] = smtplib.SMTPRecipientsRefused({"a@test.example": (451, b"later")})
    with pytest.raises(MailNotSent, match="not_now"):
        send(ids)
    assert [letter.to for letter in mail.outbox] == [["b@test.example"]]
    moods.clear()
    assert send(ids) == 1
    assert set(Notice.objects.values_list("state", "fault", "tries")) == {("sent", "", 1), ("sent", "", 2)}


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("error", "code"),
    [
        (ConnectionRefusedError(), "no_connection"),
        (TimeoutError(), "no_connection"),
        (smtplib.SMTPServerDisconnected("bye"), "no_connection"),
        (smtplib.SMTPAuthenticationError(535, b"who?"), "signed_out"),
        (smtplib.SMTPSenderRefused(550, b"not you", "x"), "sender"),
    ],
)
def test_a_server_that_is_down_leaves_all_waiting_for_the_next_try(moods, error, code):
    ids = tell("a", "b")
    moods["a"] = error
    run_jobs(failing=True)
    assert set(Notice.objects.values_list("state", "fault", "lasting")) == {("failed", code, False)}
    assert [(job.status, job.attempts) for job in jobs()] == [("todo", 1)]
    moods.clear()
    run_jobs(due=True)
    assert len(mail.outbox) == 2
    assert send(ids) == 0


@pytest.mark.django_db
def test_what_a_dead_worker_had_claimed_is_not_forgotten():
    ids = tell("a")
    Notice.objects.update(claimed_until=datetime.now(UTC) + timedelta(minutes=5))
    with pytest.raises(MailNotSent, match="claimed"):
        send(ids)
    assert mail.outbox == []
    Notice.objects.update(claimed_until=datetime.now(UTC) - timedelta(seconds=1))
    assert send(ids) == 1


@pytest.mark.django_db(transaction=True)
def test_two_workers_at_once_send_each_letter_once():
    ids = tell(*(f"m{n}" for n in range(40)))
    barrier = Barrier(2)

    def one(_n: int) -> int:
        barrier.wait()
        try:
            return send(ids)
        except MailNotSent:
            return -1  # the other is still at it: this one would come back
        finally:
            connection.close()

    with ThreadPoolExecutor(2) as two:
        list(two.map(one, (1, 2)))
    assert sorted(letter.to[0] for letter in mail.outbox) == sorted(f"m{n}@test.example" for n in range(40))
    assert set(Notice.objects.values_list("state", "tries")) == {("sent", 1)}


@pytest.mark.django_db
def test_sending_again_twice_sends_once(moods):
    ids = tell("a")
    moods["a"] = smtplib.SMTPRecipientsRefused({"a@test.example": (550, b"no")})
    send(ids)
    moods.clear()
    officer = person()
    assert [send_again(actor=officer, now=NOW, notice_ids=ids) for _ in range(2)] == [1, 0]
    run_jobs()
    assert [letter.to for letter in mail.outbox] == [["a@test.example"]]


@pytest.mark.django_db
def test_only_officers_send_again_and_not_nothing(moods):
    ids = tell("a")
    Notice.objects.update(state="failed")
    with pytest.raises(NotAllowed):
        send_again(actor=person("ministry"), now=NOW, notice_ids=ids)
    with pytest.raises(Refused):
        send_again(actor=person(), now=NOW, notice_ids=[])
    assert Notice.objects.get().state == "failed"
