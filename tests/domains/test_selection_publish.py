"""A confirmed selection is published: places, one notice to each applicant, and a bundle that replays."""

from __future__ import annotations

import hashlib
from datetime import date, datetime, timedelta
from pathlib import Path

import pytest
from tests.domains.at_once import twice_at_once
from tests.domains.people import person
from tests.domains.selecting import (
    CONSULT,
    PROGRAMME,
    SMALL,
    THEN,
    TOLD,
    applicant,
    confirmed,
    decisions,
    first_stage,
    holders,
    officer,
    place_of,
    proposed,
    told,
)

from dure.domains.accounts.actors import SignedActor
from dure.domains.accounts.refusals import NotAllowed
from dure.domains.events.models import Event
from dure.domains.notices.models import Notice
from dure.domains.notices.wording import worded
from dure.domains.selection.models import Decision, Place, Selection
from dure.domains.selection.services.publish_selection import publish_selection
from dure.domains.uploads.queries import read_file
from dure.engine.problems import Refused
from dure.files.bundles import read_members
from dure.files.replaying import replay_bundle


def publish(selection: Selection, who: SignedActor | None = None, now: datetime = TOLD) -> None:
    publish_selection(actor=who or officer(), now=now, selection_id=selection.pk)


@pytest.mark.django_db
def test_each_of_the_selected_is_offered_a_place_until_the_day_that_the_call_says():
    first_stage()
    selection = told()
    # Seven days from Friday 16 May, which is not counted: Friday 23 May, to its end.
    due = datetime.fromisoformat("2025-05-24T00:00:00+09:00")
    places = Place.objects.filter(selection=selection)
    assert {(p.state, p.due_at, p.offered_at, p.given_by) for p in places} == {
        ("offered", due, TOLD, "selection")
    }
    assert holders() == {"acorn": [1, 4, 7, 10], "otter": [2, 5, 8, 11], "pinecone": [3, 6, 9, 12]}


@pytest.mark.django_db
def test_without_a_period_a_place_is_taken_at_once(monkeypatch):
    from tests.domains import selecting

    text = PROGRAMME.replace(", accept_within_days: 7", "")
    real = selecting.small_programme
    monkeypatch.setattr(selecting, "small_programme", lambda: real(text))
    first_stage()
    told()
    assert set(Place.objects.values_list("state", "due_at")) == {("accepted", None)}


@pytest.mark.django_db
def test_everybody_is_told_once_with_decision_reasons_rights_and_clock():
    first_stage()
    selection = told()
    notices = Notice.objects.filter(template="decision")
    assert notices.count() == 24
    assert {n.user_id for n in notices} == {applicant(n).user_id for n in range(1, 25)}
    selected, reserve, refused = (notices.get(user_id=applicant(n).user_id).parameters for n in (1, 13, 20))
    assert (selected["decision"], selected["due"], selected["objection_until"]) == (
        "selected", "2025-05-23", "2025-06-16",
    )  # fmt: skip
    assert (reserve["decision"], reserve["reserve_rank"]) == ("reserve", 1)
    assert "due" not in reserve
    letter = worded("decision", "ko", refused).body
    assert "결과: 미선정" in letter
    assert "점수: 71.000" in letter
    assert "2025. 6. 16.(월)까지" in letter
    assert letter.count("- ") == 3  # a reason for each executor that was chosen
    # The period to object ends on 15 June, a Sunday: it runs to the Monday.
    assert selection.object_until == date(2025, 6, 16)


@pytest.mark.django_db
def test_the_bundle_is_what_was_frozen_and_anybody_can_replay_it(tmp_path: Path):
    first_stage()
    selection = told()
    assert selection.bundle is not None
    path = tmp_path / "bundle.zip"
    path.write_bytes(read_file(selection.bundle))
    replay = replay_bundle(path)
    assert (replay.programme, replay.stage, replay.decisions, replay.faults) == (SMALL, CONSULT, 24, ())
    members = read_members(path)
    assert members["applications.csv"] == read_file(selection.inputs)
    assert hashlib.sha256(members["decisions.csv"]).hexdigest() == selection.decisions_sha256


@pytest.mark.django_db
def test_the_public_may_see_it_from_the_announced_day_on():
    first_stage()
    early = confirmed()
    publish(early, now=THEN)
    assert Selection.objects.get().public_from == datetime.fromisoformat("2025-05-16T00:00:00+09:00")


@pytest.mark.django_db
def test_published_late_it_is_public_at_once():
    first_stage()
    assert told(now=TOLD + timedelta(days=3)).public_from == TOLD + timedelta(days=3)


@pytest.mark.django_db
def test_applicants_see_their_decision_once_it_is_published_and_nobody_else_s():
    first_stage()
    selection = confirmed()
    assert Decision.objects.visible_to(applicant(1)).count() == 0
    publish(selection)
    assert [d.application_no for d in Decision.objects.visible_to(applicant(1))] == ["TOPS-2025-000001"]
    staff = person("executor_staff", kind="executor", code="acorn")
    assert {d.executor for d in Decision.objects.visible_to(staff)} == {"acorn"}
    assert Decision.objects.visible_to(SignedActor()).count() == 0


@pytest.mark.django_db
def test_publishing_twice_is_once():
    first_stage()
    selection = confirmed()
    for _ in range(2):
        publish(selection)
    assert Place.objects.count() == 12
    assert Notice.objects.filter(template="decision").count() == 24
    assert Event.objects.filter(act="selection.publish", subject="application").count() == 24


@pytest.mark.django_db(transaction=True)
def test_two_publications_at_once_are_one():
    first_stage()
    selection = confirmed()
    first, second = officer(), officer("second")
    assert twice_at_once(lambda: publish(selection, first), lambda: publish(selection, second)) == [
        None,
        None,
    ]
    assert Place.objects.count() == 12
    assert Notice.objects.filter(template="decision").count() == 24


@pytest.mark.django_db
def test_only_a_confirmed_selection_is_published_and_only_by_officers():
    first_stage()
    selection = proposed()
    with pytest.raises(Refused) as refused:
        publish(selection)
    assert refused.value.problems[0].code == "selection.not_confirmed"
    with pytest.raises(NotAllowed):
        publish(selection, person("ministry"))
    assert Selection.objects.get().state == "proposed"
    assert not Place.objects.exists()


@pytest.mark.django_db
def test_reasons_name_each_choice():
    first_stage()
    selection = told()
    assert decisions(selection)[20].reason == (
        "below_cutoff:otter=71.000<80.000|below_cutoff:pinecone=71.000<79.000|below_cutoff:acorn=71.000<84.000"
    )
    assert place_of(1).executor == "acorn"
