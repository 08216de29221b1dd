"""Those who hold a place at an executor that left are moved: seats, notices, the log, and what stays."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path

import pytest
from django.test import Client
from tests.domains.people import person
from tests.domains.selecting import (
    CONSULT,
    PROGRAMME,
    PROMOTE,
    SMALL,
    TOLD,
    applicant,
    first_stage,
    holders,
    officer,
    place_of,
    told,
)

from dure.domains.accounts.actors import SYSTEM
from dure.domains.accounts.models import User
from dure.domains.accounts.refusals import NotAllowed
from dure.domains.events.act import act
from dure.domains.events.models import Event
from dure.domains.notices.models import Notice
from dure.domains.programmes.leaving import note_executor_left
from dure.domains.programmes.models import ProgrammeVersion
from dure.domains.programmes.services.publish import publish_programme
from dure.domains.programmes.services.upload import upload_programme
from dure.domains.programmes.sources import Source
from dure.domains.selection.executor_leaving import close_lists
from dure.domains.selection.models import Selection
from dure.domains.selection.movements import last_link, link_of, movements_of, public_log
from dure.domains.selection.moving import gone_from, move_plan, selection_left
from dure.domains.selection.queries import place_rows
from dure.domains.selection.queries_public import bundle_bytes
from dure.domains.selection.services.accept_place import accept_place
from dure.domains.selection.services.give_up_place import give_up_place
from dure.domains.selection.services.lapse_places import lapse_places
from dure.domains.selection.services.mark_movements import mark_movements
from dure.domains.selection.services.move_placed import MovedOver, move_placed
from dure.engine.problems import Refused
from dure.files.movements import replay_movements

pytestmark = pytest.mark.django_db

WHY = "도토리마켓이 사업을 그만두어 옮깁니다"


def gone(executor: str = "acorn") -> None:
    """Have an executor leave after the results of stage 1 were told."""
    with act("agreement.leave", actor=officer(), now=TOLD, reason="사업 철수") as this:
        note_executor_left(this, programme=SMALL, executor=executor, left_on=TOLD.date())
        close_lists(this, SMALL, executor)


def taken_over(otter: int, pinecone: int) -> None:
    """Publish the file with acorn's places at stage 1 given to the others; the rest is lost."""
    acorn = 4 - (otter - 4) - (pinecone - 4)
    text = PROGRAMME.replace(
        "  - {id: acorn, ", f"  - {{id: acorn, capacity: {{{CONSULT}: {acorn}}}, "
    ).replace("  - {id: otter, ", f"  - {{id: otter, capacity: {{{CONSULT}: {otter}}}, ")
    text = text.replace("  - {id: pinecone, ", f"  - {{id: pinecone, capacity: {{{CONSULT}: {pinecone}}}, ")
    version = ProgrammeVersion.objects.get(programme=SMALL, state="published")
    text = text.replace(
        "needs: [seed_commitment, acceptance, second_officer, objections]\n",
        next(
            line
            for line in bytes(version.raw).decode().splitlines(keepends=True)
            if line.startswith("needs:")
        ),
    )
    made = upload_programme(actor=person(), now=TOLD, raw=text.encode(), source=Source(version.pk, "", ""))
    publish_programme(actor=person(), now=TOLD, version_id=made.version_id, reason="자리를 옮깁니다")
    with act("agreement.leave", actor=officer(), now=TOLD) as this:
        note_executor_left(this, programme=SMALL, executor="acorn", left_on=TOLD.date())


def moved(who=None, now=TOLD, reason=WHY) -> MovedOver:
    return move_placed(actor=who or officer(), now=now, programme=SMALL, stage=CONSULT, reason=reason)


def selection() -> Selection:
    return Selection.objects.select_related("bundle", "version", "inputs").get()


def codes(refused: pytest.ExceptionInfo[Refused]) -> list[str]:
    return [problem.code for problem in refused.value.problems]


def replayed(folder: Path) -> list[str]:
    bundle, log = folder / "b.zip", folder / "m.csv"
    bundle.write_bytes(bundle_bytes(selection()))
    log.write_bytes(public_log(selection()).content)
    return [fault.code for fault in replay_movements(bundle, log)[2]]


def test_they_get_the_seats_that_were_taken_over_and_everybody_else_stays(tmp_path):
    first_stage()
    told()
    before = holders()
    gone()
    taken_over(otter=6, pinecone=5)
    assert moved() == MovedOver(3, 1)
    after = holders()
    assert set(before["otter"]) < set(after["otter"])
    assert set(before["pinecone"]) < set(after["pinecone"])
    assert [len(after[e]) for e in ("acorn", "otter", "pinecone")] == [1, 6, 5]
    assert replayed(tmp_path) == []
    (left,) = after["acorn"]
    kept = place_of(left)
    assert (kept.state, kept.handed_over) == ("offered", "without_executor:full")
    for n in set(before["acorn"]) - {left}:
        place = place_of(n)
        assert (place.state, place.handed_over, place.given_by) == ("offered", "moved_from:acorn", "moved")
        assert place.due_at is not None
    assert Notice.objects.filter(template="place_moved").count() == 3
    assert Notice.objects.filter(template="place_without").count() == 1
    rows = {row.place: (row.capacity, row.held) for row in place_rows(officer(), selection())}
    assert rows == {"acorn": (0, 1), "otter": (6, 6), "pinecone": (5, 5)}


def test_twice_is_once_and_more_seats_move_more(tmp_path):
    first_stage()
    told()
    gone()
    assert moved() == MovedOver(0, 4)  # nothing was taken over
    taken_over(otter=6, pinecone=5)
    assert moved() == MovedOver(3, 1)
    was = holders()
    events = Event.objects.filter(subject="place").count()
    notices = Notice.objects.count()
    assert moved() == MovedOver(0, 1)
    assert holders() == was
    assert (Event.objects.filter(subject="place").count(), Notice.objects.count()) == (events, notices)
    taken_over(otter=7, pinecone=5)
    assert moved() == MovedOver(1, 0)
    assert [len(some) for some in holders().values()] == [0, 7, 5]
    assert replayed(tmp_path) == []
    assert last_link(selection()) == link_of(selection())
    mark_movements(actor=SYSTEM, now=TOLD)
    assert last_link(selection()).head == link_of(selection()).head


def test_who_is_moved_accepts_or_declines_and_the_list_of_the_new_executor_follows(tmp_path):
    first_stage()
    told()
    for n in holders()["acorn"]:
        accept_place(actor=applicant(n), now=TOLD, place_id=place_of(n).pk)
    one, other, *rest = holders()["acorn"]
    gone()
    taken_over(otter=6, pinecone=6)
    moved(now=TOLD + timedelta(days=1))
    assert {place_of(n).state for n in (one, other, *rest)} == {"offered"}
    to = place_of(other).executor
    accept_place(actor=applicant(one), now=TOLD + timedelta(days=2), place_id=place_of(one).pk)
    given = give_up_place(actor=applicant(other), now=TOLD + timedelta(days=2), place_id=place_of(other).pk)
    assert len(given) == 1
    assert len(holders()[to]) == 6
    lapse_places(actor=SYSTEM, now=TOLD + timedelta(days=30))
    assert place_of(one).state == "accepted"
    assert {place_of(n).state for n in rest} == {"lapsed"}
    assert replayed(tmp_path) == []


def test_a_place_given_up_at_an_executor_that_left_goes_to_nobody(tmp_path):
    first_stage()
    told()
    one = holders()["acorn"][0]
    gone()
    assert give_up_place(actor=applicant(one), now=TOLD, place_id=place_of(one).pk) == []
    assert len(holders()["acorn"]) == 3
    assert [one.what for one in movements_of(selection())] == ["closed", "given_up"]
    assert not Event.objects.filter(details__has_key="not_filled").exists()
    assert replayed(tmp_path) == []


def test_one_that_comes_back_keeps_its_people():
    first_stage()
    told()
    gone()
    with act("agreement.sign", actor=officer(), now=TOLD) as this:
        note_executor_left(this, programme=SMALL, executor="acorn", left_on=None)
    with pytest.raises(Refused) as refused:
        moved()
    assert codes(refused) == ["moving.nobody_left"]
    assert len(holders()["acorn"]) == 4


def test_who_may_and_what_is_refused():
    first_stage()
    with pytest.raises(Refused) as refused:
        moved()
    assert codes(refused) == ["moving.not_published"]
    told()
    with pytest.raises(NotAllowed):
        moved(applicant(1))
    with pytest.raises(Refused) as refused:
        moved(reason=" ")
    assert codes(refused) == ["moving.reason"]
    with pytest.raises(Refused) as refused:
        moved()
    assert codes(refused) == ["moving.nobody_left"]
    assert selection_left(officer(), SMALL, PROMOTE) is None
    assert selection_left(applicant(1), SMALL, CONSULT) is None
    assert Selection.objects.get().afterwards == {}
    assert not Event.objects.filter(act="selection.move_placed").exists()


def test_the_preview_is_what_comes_of_it():
    first_stage()
    told()
    gone()
    taken_over(otter=6, pinecone=5)
    found = selection_left(officer(), SMALL, CONSULT)
    assert found is not None
    shown = move_plan(found, gone_from(found))
    assert {one.executor: (one.decided, one.more, one.free) for one in shown.seats} == {
        "otter": (4, 2, 2),
        "pinecone": (4, 1, 1),
    }
    assert shown.lost == 1
    expected = {one.place.pk: one.moved.executor if one.moved else "acorn" for one in shown.affected}
    moved()
    assert {pk: type(one.place).objects.get(pk=pk).executor for one in shown.affected
            for pk in [one.place.pk]} == expected  # fmt: skip


def test_the_page_shows_who_is_affected_asks_why_and_does_it():
    first_stage()
    told()
    gone()
    taken_over(otter=6, pinecone=5)
    browser = Client()
    browser.force_login(User.objects.get(pk=officer().user_id))
    stage = f"/officer/selection/{SMALL}/{CONSULT}/"
    assert f"{stage}move-placed/" in browser.get(stage).content.decode()
    page = browser.get(f"{stage}move-placed/").content.decode()
    assert page.count("수달라이브") > 1
    assert all(place_of(n).application.application_no in page for n in holders()["acorn"])
    assert browser.post(f"{stage}move-placed/", {"reason": ""}).status_code == 422
    assert Notice.objects.filter(template="place_moved").count() == 0
    assert browser.post(f"{stage}move-placed/", {"reason": WHY}).status_code == 302
    assert Notice.objects.filter(template="place_moved").count() == 3
    assert "수행기관 없음" in browser.get(f"{stage}move-placed/").content.decode()
    places = browser.get(f"{stage}places/?executor=acorn").content.decode()
    assert "맡은 수행기관이 없습니다" in places
