"""Told beforehand, answered, decided with the answer taken up (행정절차법 제21조 이하)."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from django.db import IntegrityError, transaction
from tests.domains.at_once import twice_at_once
from tests.domains.files import pdf
from tests.domains.people import person
from tests.domains.selecting import PROGRAMME, SMALL, TOLD, applicant, first_stage, officer, place_of, told

from dure.domains.accounts.refusals import NotAllowed
from dure.domains.applications.models import Application
from dure.domains.events.models import Event
from dure.domains.notices.models import Notice
from dure.domains.selection.forgetting import count, files
from dure.domains.selection.models import Disqualification
from dure.domains.selection.queries_disqualification import hearings
from dure.domains.selection.queries_own import notices_to_answer, own_notice
from dure.domains.selection.services.answer_notice import answer_notice
from dure.domains.selection.services.confirm_disqualification import confirm_disqualification
from dure.domains.selection.services.disqualify_place import disqualify_place
from dure.domains.selection.services.drop_disqualification import drop_disqualification
from dure.domains.selection.services.give_notice import give_notice
from dure.domains.selection.services.propose_disqualification import propose_disqualification
from dure.domains.uploads.models import StoredFile
from dure.engine.law.dated import MissingParameter
from dure.engine.law.hearing import OPINION_DAYS, least_until
from dure.engine.problems import Refused

GROUND = "소상공인 확인서가 허위로 의심됨 (공고 제9조)"
ANSWER = "확인서는 진본이며 발급 내역을 붙입니다."
WEIGHED = "발급기관에 확인했으나 발급한 사실이 없어 받아들이지 않습니다."
UNTIL = date(2025, 5, 26)
"""Ten days after the notice of 16 May, a Monday."""
AFTER = TOLD + timedelta(days=11)


def refused(code: str, call, *args, **given) -> None:
    with pytest.raises(Refused) as caught:
        call(*args, **given)
    assert [p.code for p in caught.value.problems] == [code]


def noticed(n: int = 1, **how) -> int:
    return give_notice(actor=officer(), now=TOLD, place_id=place_of(n).pk, reason=GROUND, **how)


def answered(one: int, now=TOLD, answer=ANSWER, **how) -> None:
    answer_notice(actor=applicant(1), now=now, disqualification_id=one, answer=answer, **how)


def weighed(one: int, now=TOLD, who="officer", considered=WEIGHED) -> None:
    propose_disqualification(actor=officer(who), now=now, disqualification_id=one, considered=considered)


def letters(n: int, template: str) -> list[dict]:
    found = Notice.objects.filter(template=template, user_id=applicant(n).user_id).order_by("pk")
    return [one.parameters for one in found]


@pytest.fixture
def published(db, settings, tmp_path):
    settings.DURE_PRIVATE_FILES = tmp_path
    settings.DURE_VIRUS_SCAN = False
    first_stage()
    return told()


def test_the_law_leaves_ten_days_at_least_and_says_so_from_its_first_day_on():
    assert OPINION_DAYS.on(date(2020, 6, 11)) == 10
    with pytest.raises(MissingParameter):
        OPINION_DAYS.on(date(2020, 6, 10))
    # The tenth day is a Sunday: the period ends with the Monday after it.
    assert least_until(date(2025, 5, 15)) == date(2025, 5, 26)


def test_told_answered_weighed_and_confirmed_the_place_goes_and_the_letter_says_why(published):
    one = noticed()
    (letter,) = letters(1, "place_notice")
    assert (letter["reason"], letter["until"]) == (GROUND, UNTIL.isoformat())
    assert place_of(1).state == "offered"
    assert [n.pk for n in notices_to_answer(applicant(1), TOLD)] == [one]
    answered(one, file=("발급내역.pdf", pdf()))
    found = Disqualification.objects.get()
    assert (found.state, found.answer, found.answered_at) == ("answered", ANSWER, TOLD)
    assert StoredFile.objects.get(purpose="statement").pk == found.answer_file_id
    assert notices_to_answer(applicant(1), TOLD) == []
    assert hearings(officer(), TOLD) == [(SMALL, place_of(1).pk, "answered")]
    weighed(one)
    assert place_of(1).state == "offered"
    confirm_disqualification(
        actor=officer("second"), now=TOLD, disqualification_id=one, reason="확인했습니다"
    )
    assert place_of(1).state == "disqualified"
    (letter,) = letters(1, "place_disqualified")
    assert (letter["reason"], letter["considered"]) == (GROUND, WEIGHED)
    assert "exempt" not in letter
    acts = Event.objects.filter(subject="disqualification").order_by("pk").values_list("act", flat=True)
    assert list(acts) == [
        "place.give_notice",
        "place.answer_notice",
        "place.propose_disqualification",
        "place.confirm_disqualification",
    ]


def test_nothing_is_decided_while_the_holder_may_still_answer(published):
    one = noticed()
    refused("disqualification.too_early", weighed, one)
    refused("disqualification.too_early", weighed, one, now=TOLD + timedelta(days=10))
    given = {"now": TOLD, "disqualification_id": one, "reason": "확인"}
    refused("disqualification.not_proposed", confirm_disqualification, actor=officer("second"), **given)
    assert (Disqualification.objects.get().state, place_of(1).state) == ("noticed", "offered")
    assert hearings(officer(), TOLD) == []
    assert hearings(officer(), AFTER) == [(SMALL, place_of(1).pk, "noticed")]
    weighed(one, now=AFTER, considered="기한까지 의견이 없었습니다.")
    assert Disqualification.objects.get().state == "proposed"


def test_answers_are_taken_to_the_last_minute_of_the_last_day_and_replace_one_another(published):
    one = noticed()
    answered(one, file=("a.pdf", pdf()))
    answered(one, now=TOLD + timedelta(days=1), answer="덧붙입니다.")
    found = Disqualification.objects.get()
    assert (found.answer, found.answer_file is not None) == ("덧붙입니다.", True)
    late = {"actor": applicant(1), "disqualification_id": one, "answer": "늦었습니다"}
    refused("disqualification.late", answer_notice, now=AFTER, **late)
    weighed(one)
    refused("disqualification.closed_now", answer_notice, now=TOLD, **late)
    assert Disqualification.objects.get().answer == "덧붙입니다."


@pytest.mark.parametrize(("until", "is_taken"), [(UNTIL - timedelta(days=1), False), (UNTIL, True)])
def test_the_last_day_is_the_one_of_the_law_or_later(published, until, is_taken):
    if is_taken:
        noticed(until=until)
        assert Disqualification.objects.get().answer_until == until
    else:
        refused("disqualification.too_soon", noticed, until=until)
        assert not Disqualification.objects.exists()
        assert letters(1, "place_notice") == []


def test_without_a_ground_words_or_a_reason_nothing_is_kept(published):
    given = {"actor": officer(), "now": TOLD, "place_id": place_of(1).pk}
    refused("place.ground", give_notice, reason=" ", **given)
    refused("disqualification.no_notice", disqualify_place, reason=GROUND, **given)
    refused("disqualification.no_notice", disqualify_place, reason=GROUND, exempt="because", **given)
    assert not Disqualification.objects.exists()
    one = noticed()
    refused("disqualification.answer", answered, one, answer=" ")
    refused("disqualification.answer", answered, one, answer="가" * 5001)
    answered(one)
    refused("disqualification.considered", weighed, one, considered=" ")
    assert Disqualification.objects.get().state == "answered"


def test_only_the_holder_answers_and_only_officers_give_notice_and_weigh(published):
    place = place_of(1).pk
    for who in (applicant(1), person("ministry"), person("reviewer")):
        with pytest.raises(NotAllowed):
            give_notice(actor=who, now=TOLD, place_id=place, reason=GROUND)
    one = noticed()
    for who in (applicant(2), officer(), person("ministry")):
        with pytest.raises(NotAllowed):
            answer_notice(actor=who, now=TOLD, disqualification_id=one, answer=ANSWER)
        assert own_notice(who, place) is None
    with pytest.raises(NotAllowed):
        propose_disqualification(actor=applicant(1), now=AFTER, disqualification_id=one, considered=WEIGHED)
    assert Disqualification.objects.get().state == "noticed"


def test_a_notice_that_is_sent_back_is_told_and_the_place_stays(published):
    one = noticed()
    answered(one)
    drop_disqualification(actor=officer(), now=TOLD, disqualification_id=one, reason="진본입니다")
    assert (Disqualification.objects.get().state, place_of(1).state) == ("dropped", "offered")
    assert len(letters(1, "place_notice_dropped")) == 1
    again = noticed()
    assert again != one
    assert Disqualification.objects.get(pk=again).state == "noticed"


def test_where_the_law_lets_it_nobody_is_told_beforehand_and_the_letter_says_which_case(published):
    one = disqualify_place(actor=officer(), now=TOLD, place_id=place_of(1).pk, reason=GROUND, exempt="proved")
    confirm_disqualification(actor=officer("second"), now=TOLD, disqualification_id=one, reason="확인")
    (letter,) = letters(1, "place_disqualified")
    assert letter["exempt"]["ko"].startswith("법원의 재판 등으로")
    assert "considered" not in letter
    assert letters(1, "place_notice") == []


@pytest.mark.django_db
def test_where_one_officer_is_enough_the_answer_is_weighed_and_it_takes_effect():
    from tests.domains.selecting import CONSULT, EXECUTORS, THEN, accepted, scored, small_programme

    from dure.domains.selection.services.commit_seed import commit_seed

    version = small_programme(PROGRAMME.replace("second_officer: true", "second_officer: false", 1))
    made = accepted(version)
    scored(CONSULT, {(one, e): 90_000 - 1000 * n for n, one in enumerate(made) for e in EXECUTORS})
    commit_seed(actor=officer(), now=THEN, programme=SMALL, stage=CONSULT)
    told()
    holder = next(n for n in range(1, 25) if Application.objects.filter(pk=made[n - 1].pk).exists())
    one = noticed(holder)
    answered(one)
    weighed(one)
    assert (Disqualification.objects.get().state, place_of(holder).state) == ("confirmed", "disqualified")


@pytest.mark.django_db(transaction=True)
def test_two_notices_at_once_are_one():
    first_stage()
    told()
    found = twice_at_once(*(lambda who=who: noticed_by(who) for who in ("officer", "second")))
    assert len(set(found)) == 1
    assert (Disqualification.objects.count(), len(letters(1, "place_notice"))) == (1, 1)


def noticed_by(who: str) -> int:
    return give_notice(actor=officer(who), now=TOLD, place_id=place_of(1).pk, reason=GROUND)


def test_the_database_keeps_nobody_unheard(published):
    one = noticed()
    answered(one)
    for changes in (
        {"noticed_at": None},
        {"answer_until": None},
        {"state": "proposed", "proposed_at": TOLD},
        {"state": "proposed", "considered": WEIGHED},
    ):
        with pytest.raises(IntegrityError), transaction.atomic():
            Disqualification.objects.filter(pk=one).update(**changes)


def test_what_was_answered_goes_when_its_time_is_over(published):
    one = noticed()
    answered(one, file=("a.pdf", pdf()))
    assert count(SMALL)["statements"] == 1
    assert files(SMALL) == [Disqualification.objects.get().answer_file_id]
