"""Applicants of a list are told of the receipt: one letter a person, by a job, and only if said."""

from __future__ import annotations

import pytest
from tests.domains.builders import application, business_number, merchant, published, signed_up
from tests.domains.lists import checked, row, sheet
from tests.domains.people import NOW, person
from tests.jobs.running import queued, run_jobs

from dure.domains.accounts.actors import SignedActor
from dure.domains.applications.models import Application, ImportRun
from dure.domains.applications.services.import_applicants import import_applicants
from dure.domains.applications.services.import_applicants_confirm import import_applicants_confirm
from dure.domains.events.models import Event
from dure.domains.merchants.models import Merchant
from dure.domains.notices.models import Notice
from dure.domains.notices.wording import worded

pytestmark = pytest.mark.django_db

TELL = "applications.import_tell"


@pytest.fixture
def officer(db) -> SignedActor:
    published()
    return person("officer")


def imported(officer: SignedActor, *rows: dict[str, str], tell: bool = True) -> ImportRun:
    run = checked(officer, sheet(*rows))
    for _ in range(2):  # a form sent twice, a job run twice
        import_applicants_confirm(actor=officer, now=NOW, run_id=run.pk, without_bad=True, tell=tell)
        assert officer.user_id is not None
        import_applicants(now=NOW, run_id=run.pk, user_id=officer.user_id)
        run_jobs(task=TELL)
    return ImportRun.objects.get(pk=run.pk)


def letters() -> list[Notice]:
    return list(Notice.objects.filter(template="application_imported").order_by("pk"))


def number_of(n: int) -> str:
    return str(Application.objects.get(merchant__business_no=business_number(n)).application_no)


def test_each_applicant_is_told_once_with_number_next_step_and_the_way_to_see_it(officer):
    run = imported(officer, row(1), row(2), row(3, 이메일=""))
    assert (run.counts["to_tell"], run.counts["letters"], run.counts["made"]) == (2, 2, 3)
    assert [(one.user_id, one.email, one.state) for one in letters()] == [
        (None, "owner1@example.kr", "queued"),
        (None, "owner2@example.kr", "queued"),
    ]
    first = letters()[0]
    assert first.merchant_id == Merchant.objects.get(business_no=business_number(1)).pk
    made = Application.objects.get(merchant_id=first.merchant_id)
    assert first.parameters["application_no"] == made.application_no
    assert first.link == f"/my/merchants/new/?next=/my/applications/{made.pk}/"
    told = worded(first.template, "ko", first.parameters)
    assert told.subject == f"신청 접수 안내 ({made.application_no})"
    assert "사업자등록번호로 업체를 등록" in told.body
    assert "접수 일시: 2025. 3. 24." in told.body
    done = Event.objects.get(act="import.run", subject="import", details__move="finish")
    assert done.details["made"] == 3
    assert Event.objects.get(act="import.tell", subject="import").details["letters"] == 2


def test_nobody_is_told_where_the_officer_did_not_say_so(officer):
    run = imported(officer, row(1), tell=False)
    assert (run.counts["made"], "letters" in run.counts, letters()) == (1, False, [])
    assert queued(TELL) == []
    assert Event.objects.get(act="import.confirm", subject="import").details["tell"] is False


def test_whoever_stands_behind_several_rows_gets_one_letter(officer):
    run = imported(
        officer, *(row(n, 이메일="Union@example.kr" if n % 2 else "union@example.kr") for n in (1, 2, 3))
    )
    assert (run.counts["to_tell"], run.counts["letters"]) == (3, 1)
    only = letters()[0]
    numbers = sorted(number_of(n) for n in (1, 2, 3))
    assert only.parameters["application_no"] == {
        "ko": f"{numbers[0]} 외 2건",
        "en": f"{numbers[0]} and 2 more",
    }
    assert only.link == "/my/merchants/new/?next=/my/"


def test_who_acts_for_a_known_merchant_is_told_and_not_the_address_of_the_list(officer):
    owner = signed_up("real@test.example")
    merchant(1, owner=owner)
    run = imported(officer, row(1, 이메일="stranger@example.kr"))
    assert run.counts["to_tell"] == 1
    told = letters()[0]
    assert (told.user_id, told.email) == (owner.user_id, "real@test.example")
    made = Application.objects.get()
    assert told.link == f"/my/applications/{made.pk}/"
    assert "내 신청" in worded(told.template, "ko", told.parameters).body


def test_whoever_has_an_application_already_is_told_nothing_and_a_mended_list_tells_only_the_new(officer):
    from dure.domains.programmes.models import ProgrammeVersion

    version = ProgrammeVersion.objects.get()
    application(merchant(1, owner=signed_up("real@test.example")), version, n=900)
    run = imported(officer, row(1), row(2))
    assert (run.counts["to_tell"], run.counts["letters"]) == (1, 1)
    again = imported(officer, row(1), row(2), row(3))
    assert (again.counts["to_tell"], again.counts["letters"]) == (1, 1)
    assert [one.email for one in letters()] == ["owner2@example.kr", "owner3@example.kr"]


def test_an_import_that_fails_tells_nobody_and_tells_once_when_tried_again(officer, monkeypatch):
    run = checked(officer, sheet(row(1)))
    import_applicants_confirm(actor=officer, now=NOW, run_id=run.pk, tell=True)
    from dure.domains.applications.services import import_applicants as service

    real = service._tell_officer
    monkeypatch.setattr(service, "_tell_officer", lambda *_: 1 / 0)
    assert officer.user_id is not None
    with pytest.raises(ZeroDivisionError):
        import_applicants(now=NOW, run_id=run.pk, user_id=officer.user_id)
    assert (queued(TELL), Application.objects.count()) == ([], 0)
    monkeypatch.setattr(service, "_tell_officer", real)
    import_applicants_confirm(actor=officer, now=NOW, run_id=run.pk, tell=True)
    import_applicants(now=NOW, run_id=run.pk, user_id=officer.user_id)
    assert (run_jobs(task=TELL), len(letters())) == ([TELL], 1)
