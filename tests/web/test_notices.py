"""Pages of notices: one's own and no other's, read when opened; officers see masked and send again."""

from __future__ import annotations

import pytest
from django.core import mail
from django.test import Client
from tests.domains.builders import signed_up
from tests.domains.people import NOW, person
from tests.jobs.running import run_jobs

from dure.domains.accounts.models import User
from dure.domains.events.models import Event
from dure.domains.notices.models import Notice
from dure.domains.notices.services.mark_read import mark_read
from dure.domains.notices.wording import templates
from dure.domains.privacy.models import AccessRecord

pytestmark = pytest.mark.django_db


def notice(n: int = 1, **more: object) -> Notice:
    given = {"template": "import_done", "parameters": templates()["import_done"].examples()}
    return Notice.objects.create(**{"key": f"k{n}", "made_at": NOW, "state": "sent"} | given | more)


def browser(user_id: int | None) -> Client:
    found = Client(headers={"accept-language": "ko"})
    if user_id:
        found.force_login(User.objects.get(pk=user_id))
    return found


def test_the_inbox_counts_what_is_new_and_opening_reads_it_once():
    who = signed_up("a@test.example")
    mine, _other = (
        notice(1, user_id=who.user_id, link="/calls/"),
        notice(2, user_id=signed_up("b@test.example").user_id),
    )
    page = browser(who.user_id)
    assert "알림 (새 알림 1건)" in page.get("/my/notices/").content.decode()
    opened = page.get(f"/my/notices/{mine.pk}/").content.decode()
    assert "명단의 행 수: 20,000" in opened
    assert 'href="/calls/"' in opened
    assert "새 알림 1건" not in page.get("/my/notices/").content.decode()
    mine.refresh_from_db()
    first = mine.read_at
    page.get(f"/my/notices/{mine.pk}/")
    mine.refresh_from_db()
    assert mine.read_at == first
    assert Event.objects.filter(act="notice.read").count() == 1
    assert Notice.objects.filter(read_at__isnull=False).count() == 1


def test_nobody_reads_for_another():
    who, other = signed_up("a@test.example"), signed_up("b@test.example")
    mine = notice(user_id=who.user_id)
    assert not mark_read(actor=other, now=NOW, notice_id=mine.pk)
    assert not mark_read(actor=person("officer"), now=NOW, notice_id=mine.pk)
    assert Notice.objects.get().read_at is None


def test_the_inbox_is_paged_and_asks_a_constant_number_of_questions(django_assert_max_num_queries):
    who = signed_up("a@test.example")
    for n in range(45):
        notice(n, user_id=who.user_id)
    page = browser(who.user_id)
    seen: list[int] = []
    address = "/my/notices/"
    for size in (20, 20, 5):
        with django_assert_max_num_queries(12):
            answer = page.get(address)
        seen += [row["id"] for row in answer.context["rows"]]
        assert len(answer.context["rows"]) == size
        address = answer.context["page"].next_url
    assert seen == sorted(Notice.objects.values_list("pk", flat=True), reverse=True)
    assert address == ""


def test_officers_see_masked_addresses_and_looking_is_noted():
    one = notice(email="hongkildong@test.example", user_id=signed_up("a@test.example").user_id)
    officer = browser(person("officer").user_id)
    for address in ("/officer/notices/", f"/officer/notices/{one.pk}/"):
        text = officer.get(address).content.decode()
        assert "ho***@test.example" in text
        assert "hongkildong" not in text
    record = AccessRecord.objects.get()
    assert (record.kind, record.subject, record.what) == ("view", "user", "notice page")


def test_the_list_is_narrowed_by_state_and_kind():
    notice(1)
    notice(2, state="failed", fault="refused")
    notice(3, template="destruction_done", parameters={"count": 1})
    officer = browser(person("officer").user_id)

    def shown(query: str) -> int:
        return len(officer.get(f"/officer/notices/{query}").context["rows"])

    assert [shown(q) for q in ("", "?state=failed", "?template=import_done", "?state=x&template=y")] == [
        3,
        1,
        2,
        3,
    ]
    assert "이 주소의 편지를 받지 않습니다" in officer.get("/officer/notices/?state=failed").content.decode()


def test_failed_letters_are_sent_again_and_others_are_left():
    failed = notice(1, state="failed", fault="refused", lasting=True, email="a@test.example")
    sent = notice(2, email="b@test.example")
    officer = browser(person("officer").user_id)
    answer = officer.post("/officer/notices/again/", {"notice": [failed.pk, sent.pk]})
    assert answer.status_code == 302
    assert run_jobs() == ["notices.send"]
    assert [letter.to for letter in mail.outbox] == [["a@test.example"]]
    assert set(Notice.objects.values_list("state", flat=True)) == {"sent"}
    officer.post("/officer/notices/again/", {"notice": [failed.pk]})
    assert run_jobs() == []


def test_sending_none_again_is_told_and_others_may_not():
    failed = notice(state="failed")
    officer = browser(person("officer").user_id)
    answer = officer.post("/officer/notices/again/", {"notice": ["x"]})
    assert answer.status_code == 422
    assert "편지를 하나 이상" in answer.content.decode()
    for who in (person("ministry", kind="ministry", code="m"), signed_up("a@test.example")):
        assert (
            browser(who.user_id).post("/officer/notices/again/", {"notice": [failed.pk]}).status_code == 403
        )
    assert Notice.objects.get().state == "failed"


def test_every_template_has_a_preview_in_both_languages():
    officer = browser(person("officer").user_id)
    page = officer.get("/officer/notices/templates/").content.decode()
    for name, template in templates().items():
        assert f"/officer/notices/templates/{name}/" in page
        text = officer.get(f"/officer/notices/templates/{name}/").content.decode()
        assert 'lang="ko"' in text
        assert 'lang="en"' in text
        assert ("권리와 기한 안내 포함" in text) is template.rights
    assert officer.get("/officer/notices/templates/nothing/").status_code == 404
