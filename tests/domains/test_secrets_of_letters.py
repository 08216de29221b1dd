"""Secrets of letters stand nowhere in plain: hashed where they open something, encrypted until sent."""

from __future__ import annotations

import importlib
import re

import pytest
from django.apps import apps
from django.core import mail
from django.db import connection
from tests.domains.builders import business_number, merchant, published, signed_up
from tests.domains.people import NOW, person
from tests.domains.reviews import TOPS, staff
from tests.domains.twice.keeping import tables
from tests.jobs.running import run_jobs

from dure.domains.accounts.invitations import open_invitation
from dure.domains.accounts.models import Organisation
from dure.domains.accounts.services.invite import invite
from dure.domains.accounts.services.send_invitation_again import send_invitation_again
from dure.domains.applications.models import Nomination
from dure.domains.applications.queries_executor import letter
from dure.domains.applications.services.nominate import nominate
from dure.domains.notices.models import Notice
from dure.web.people.invitations import send_letter

pytestmark = pytest.mark.django_db


def invited() -> int:
    person()
    return invite(
        actor=person(), now=NOW, tell=send_letter, organisation_id=Organisation.objects.get().pk,
        role="reviewer", programme="", email="new@test.example", ends_at=None, key="k",
    )  # fmt: skip


def nominated(number: str = business_number(77)) -> None:
    nominate(
        actor=staff(), now=NOW, programme=TOPS, executor="acorn", business_no=number, name="새싹공방",
        email="sprout@merchant.example", phone="", reason="뛰어납니다.", key="k",
    )  # fmt: skip


def token(template: str) -> str:
    return Notice.objects.filter(template=template).latest("id").secret.split("/")[2]


def standing_in_plain(secret: str) -> list[str]:
    """Return the tables in which a text stands anywhere."""
    found = []
    with connection.cursor() as cursor:
        for name in tables():
            cursor.execute(f'SELECT 1 FROM "{name}" t WHERE t::text LIKE %s LIMIT 1', [f"%{secret}%"])
            if cursor.fetchone():
                found.append(name)
    return found


def test_no_table_holds_the_secret_of_an_invitation_before_or_after_the_letter_is_sent():
    invited()
    secret = token("invitation")
    assert standing_in_plain(secret) == []
    assert standing_in_plain("reviewer") != []  # the search finds what stands there
    run_jobs()
    assert f"/invitations/{secret}/" in mail.outbox[0].body
    assert standing_in_plain(secret) == []
    assert Notice.objects.get(template="invitation").secret == ""
    assert open_invitation(secret, NOW) is not None


def test_no_table_holds_the_secret_of_a_nomination():
    published()
    nominated()
    secret = token("nomination")
    assert standing_in_plain(secret) == []
    run_jobs()
    assert f"/nominations/{secret}/" in mail.outbox[0].body
    assert (standing_in_plain(secret), Notice.objects.get(template="nomination").secret) == ([], "")
    assert letter(person(), NOW, token=secret) is not None


def test_whoever_acts_for_the_merchant_needs_no_secret_and_others_cannot_use_the_number():
    published()
    owner = signed_up("owner@test.example")
    merchant(1, owner=owner)
    nominated(business_number(1))
    notice, row = Notice.objects.get(template="nomination"), Nomination.objects.get()
    assert (notice.link, notice.secret) == (f"/my/nominations/{row.pk}/", "")
    assert letter(owner, NOW, nomination_id=row.pk) is not None
    assert letter(signed_up("other@test.example"), NOW, nomination_id=row.pk) is None


def test_sent_again_the_letter_has_a_new_secret_and_the_old_one_opens_nothing():
    pk = invited()
    first = token("invitation")
    run_jobs()
    for _ in range(2):  # twice is one letter
        send_invitation_again(actor=person(), now=NOW, tell=send_letter, invitation_id=pk, key="form")
    second = token("invitation")
    assert first != second
    assert (open_invitation(first, NOW), open_invitation(second, NOW) is not None) == (None, True)
    run_jobs()
    sent = [re.findall(r"/invitations/([^/]+)/", letter.body) for letter in mail.outbox]
    assert sent == [[first], [second]]
    assert standing_in_plain(second) == []


def test_links_written_before_are_taken_apart():
    move = importlib.import_module("dure.domains.notices.migrations.0005_secrets_apart").apart
    for state in ("queued", "failed", "sent", "none"):
        Notice.objects.create(
            template="invitation", link=f"/invitations/{state}-secret/", key=state, state=state, made_at=NOW
        )
    Notice.objects.create(template="decision", link="/my/decisions/1/", key="d", state="sent", made_at=NOW)
    move(apps, None)
    assert {n.key: (n.link, n.secret) for n in Notice.objects.all()} == {
        "queued": ("", "/invitations/queued-secret/"),
        "failed": ("", "/invitations/failed-secret/"),
        "sent": ("", ""),
        "none": ("", ""),
        "d": ("/my/decisions/1/", ""),
    }
    assert standing_in_plain("-secret") == []
