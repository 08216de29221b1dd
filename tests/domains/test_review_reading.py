"""What reviewers read, and no more: conflicts are asked for on every reading, and publication ends it."""

from __future__ import annotations

import pytest
from django.test import Client
from tests.domains.files import pdf
from tests.domains.people import NOW, person
from tests.domains.reviews import CHAMPION, ROUND, TOPS, assigned_panel, closed
from tests.domains.test_review_changes import held_by, review_of_round, told_officers, version
from tests.domains.test_review_panels import declare, score

from dure.domains.accounts.actors import SYSTEM, actor_of
from dure.domains.accounts.models import User
from dure.domains.applications.models import Application, ApplicationDocument
from dure.domains.events.act import act
from dure.domains.merchants.models import MerchantMember
from dure.domains.review.models import Assignment, RecusalRequest, ScoreSheet
from dure.domains.review.queries_panel import case as case_of
from dure.domains.review.queries_panel import cases as cases_read
from dure.domains.review.queries_panel import own_rounds, to_declare
from dure.domains.review.services.set_aside_conflicts import set_aside_conflicts
from dure.domains.selection.models import Selection
from dure.domains.selection.support import stages_published
from dure.domains.uploads.services.keep import keep_file


def document_of(case: Application) -> ApplicationDocument:
    """Return an accepted document of a case, with its file."""
    with act("test.keep", actor=SYSTEM, now=NOW) as this:
        file = keep_file(this, purpose="document", name="a.pdf", content=pdf(), made_by_us=True)
    return ApplicationDocument.objects.create(
        application=case, document="brand_plan", handed_in_at=NOW, state="accepted", checked_at=NOW, file=file
    )


def file_of(browser: Client, home: str) -> str:
    """Return the file of the cases that a reviewer may read."""
    answer = browser.post(f"{home}export/", {"kind": "csv", "reason": "평가"})
    assert answer.status_code == 200
    return b"".join(answer.streaming_content).decode("utf-8-sig")  # type: ignore[attr-defined]


def status(browser: Client, address: str) -> int:
    """Return how an address answers; a file that it hands out is read to its end."""
    answer = browser.get(address)
    if answer.streaming:
        list(answer.streaming_content)
    return answer.status_code


def published_selection() -> None:
    """Let the champions' selection be published, without the services."""
    with act("test.keep", actor=SYSTEM, now=NOW) as this:
        file = keep_file(this, purpose="bundle", name="a.pdf", content=pdf(), made_by_us=True)
    Selection.objects.create(
        programme=TOPS, version=version(), stage=CHAMPION, state="published", seed="s", inputs=file,
        bundle=file, decisions_sha256="b" * 64, proposed_at=NOW, proposed_reason="why", published_at=NOW,
        public_from=NOW,
    )  # fmt: skip


@pytest.mark.django_db
@pytest.mark.parametrize("how", ["acts for the merchant", "set aside at the applicant's request"])
def test_a_stage_not_scored_any_more_keeps_its_scores_and_shuts_the_case_to_who_conflicts(how, monkeypatch):
    monkeypatch.setenv("DURE_NOW", NOW.isoformat())
    cases, sitting = assigned_panel(2, 6)
    who = next(r for r in sitting if r.user_id in held_by(cases[0]) & held_by(cases[1]))
    declare(who)
    score(who, cases[0])
    kept = document_of(cases[0])
    home = f"/reviewer/{TOPS}/{ROUND}/"
    addresses = [f"{home}{cases[0].pk}/", f"{home}{cases[0].pk}/documents/{kept.pk}/view/"]
    browser = Client()
    browser.force_login(User.objects.get(pk=who.user_id))
    assert [status(browser, one) for one in addresses] == [200, 200]
    assert cases[0].application_no in file_of(browser, home)
    closed(CHAMPION)
    if how == "acts for the merchant":
        MerchantMember.objects.create(
            merchant=cases[0].merchant, user_id=who.user_id, proved_by="first", since=NOW
        )
    else:
        RecusalRequest.objects.create(
            programme=TOPS, application=cases[0], about="x", grounds="x", state="granted", answer="x",
            reviewer_id=who.user_id, asked_by_id=1, asked_at=NOW,
        )  # fmt: skip
    assert set_aside_conflicts(actor=SYSTEM, now=NOW) == 0
    assert who.user_id in held_by(cases[0])
    assert ScoreSheet.objects.get(reviewer_id=who.user_id).total == 85_133
    assert told_officers() == []
    assert [status(browser, one) for one in addresses] == [404, 404]
    document = f"{home}{cases[0].pk}/documents/{kept.pk}/"
    assert browser.post(document, {"reason": "평가"}).status_code == 404
    assert browser.get(f"{home}{cases[1].pk}/").status_code == 200
    told = file_of(browser, home)
    assert (cases[0].application_no in told, cases[1].application_no in told) == (False, True)
    assert cases[0].application_no not in browser.get(home).content.decode()
    (mine,) = own_rounds(who, NOW)
    assert (mine.to_declare, mine.to_score, mine.scored) == (0, 1, 0)


@pytest.mark.django_db
def test_who_comes_into_conflict_reads_no_case_before_the_worker_has_come_to_it(monkeypatch):
    monkeypatch.setenv("DURE_NOW", NOW.isoformat())
    cases, sitting = assigned_panel(1, 5)
    who, other = sitting[:2]
    for one in (who, other):
        declare(one)
    person("executor_staff", email=User.objects.get(pk=who.user_id).email, kind="executor", code="acorn")
    review, again = review_of_round(), actor_of(who.user_id, NOW)
    assert held_by(cases[0]) == {one.user_id for one in sitting}
    assert case_of(again, review, cases[0].pk, NOW) is None
    assert (cases_read(again, review, NOW), own_rounds(again, NOW)) == ([], [])
    assert case_of(other, review, cases[0].pk, NOW) is not None


@pytest.mark.django_db
def test_what_waits_for_a_declaration_is_not_told_to_who_conflicts():
    cases, sitting = assigned_panel(2, 5)
    who, review = sitting[0], review_of_round()
    assert [row["application_id"] for row in to_declare(who, review, NOW)] == [one.pk for one in cases]
    MerchantMember.objects.create(
        merchant=cases[0].merchant, user_id=who.user_id, proved_by="first", since=NOW
    )
    assert [row["application_id"] for row in to_declare(who, review, NOW)] == [cases[1].pk]


@pytest.mark.django_db
def test_once_the_result_is_published_reviewers_read_their_cases_no_more():
    cases, sitting = assigned_panel(1, 5)
    who, review = sitting[0], review_of_round()
    declare(who)
    closed(CHAMPION)
    assert case_of(who, review, cases[0].pk, NOW) is not None
    published_selection()
    assert stages_published([TOPS]) == {(TOPS, CHAMPION)}
    assert case_of(who, review, cases[0].pk, NOW) is None
    assert (cases_read(who, review, NOW), own_rounds(who, NOW)) == ([], [])
    assert Assignment.objects.filter(reviewer_id=who.user_id, state="assigned").count() == 1


@pytest.mark.django_db
def test_reading_asks_as_many_questions_of_many_cases_as_of_one(django_assert_num_queries):
    _, sitting = assigned_panel(6, 5)
    who, review = sitting[0], review_of_round()
    declare(who)
    with django_assert_num_queries(5):
        assert len(cases_read(who, review, NOW)) == 6
    with django_assert_num_queries(4):
        assert [one.to_score for one in own_rounds(who, NOW)] == [6]
