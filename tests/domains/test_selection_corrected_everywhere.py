"""One score that counts at every executor is put right at all of them, in one act."""

from __future__ import annotations

import pytest
from tests.domains.measuring import MIX, falling, handed_in, measured, measured_programme, points_file
from tests.domains.selecting import (
    CONSULT,
    SMALL,
    THEN,
    TOLD,
    applicant,
    decisions,
    holders,
    officer,
    place_of,
    small_programme,
    told,
)
from tests.domains.test_selection_corrected import WHY, objected, put_right, waiting

from dure.domains.applications.models import Application
from dure.domains.events.models import Event
from dure.domains.selection.correcting_items import is_one_score
from dure.domains.selection.models import Objection, Place, Reserve, ScoreCorrection, Selection
from dure.domains.selection.movements import movements_of, public_log
from dure.domains.selection.queries_own import reserves_now
from dure.domains.selection.queries_public import bundle_bytes
from dure.domains.selection.services.answer_objection import answer_objection
from dure.domains.selection.services.commit_seed import commit_seed
from dure.domains.selection.services.give_up_place import give_up_place
from dure.domains.selection.stages import case_of
from dure.files.movements import movements_bytes, replay_movements

pytestmark = pytest.mark.django_db


def by_points(choices: tuple[str, ...] = ()) -> list[Application]:
    """Return a published stage by measured points: 90, 89, …; everybody asks Acorn, then Otter, Pinecone."""
    made = measured()
    if choices:
        Application.objects.filter(pk__in=[one.pk for one in made]).update(choices=list(choices))
    handed_in(points_file(falling(made)))
    commit_seed(actor=officer(), now=THEN, programme=SMALL, stage=CONSULT)
    told()
    return made


def replayed(tmp_path) -> list[object]:
    selection = Selection.objects.get()
    bundle, log = tmp_path / "bundle.zip", tmp_path / "log.csv"
    bundle.write_bytes(bundle_bytes(selection))
    log.write_bytes(public_log(selection).content)
    return replay_movements(bundle, log)[2]


def test_the_best_choice_that_the_right_score_would_have_had_gives_the_place(tmp_path):
    by_points()
    before = holders()
    # 20 had 71: by 88.5 it stands third everywhere. The answer names Otter, its second choice.
    found = put_right(20, 88_500, executor="otter")
    place = place_of(20)
    assert (place.executor, place.over_quota, place.given_by) == ("acorn", True, "objection")
    assert holders() == {**before, "acorn": sorted([*before["acorn"], 20])}
    assert found.place_id == place.pk
    kept = ScoreCorrection.objects.order_by("pk")
    assert [(one.executor, one.raw_score, one.score) for one in kept] == [
        ("acorn", 71_000, 88_500),
        ("otter", 71_000, 88_500),
        ("pinecone", 71_000, 88_500),
    ]
    assert [one.details["rank"] for one in Event.objects.filter(subject="score_correction")] == [3, 3, 3]
    assert len(set(Event.objects.filter(subject="score_correction").values_list("act_id"))) == 1
    assert [(one.what, one.executor) for one in movements_of(Selection.objects.get())] == [
        ("corrected", "acorn"),
        ("corrected", "otter"),
        ("corrected", "pinecone"),
        ("placed", "acorn"),
    ]
    assert replayed(tmp_path) == []


def test_who_gets_no_place_stands_on_every_list_by_the_right_score(tmp_path):
    by_points()
    put_right(20, 78_500)  # before 13, who had 78: the first of everybody without a place
    for executor in ("acorn", "otter", "pinecone"):
        assert waiting(executor)[0][0] == 20
    assert not Place.objects.filter(given_by="objection").exists()
    decision = decisions(Selection.objects.get())[20]
    assert decision.decision == "not_selected"
    assert reserves_now(decision) == [("acorn", 1), ("otter", 1), ("pinecone", 1)]
    assert reserves_now(decisions(Selection.objects.get())[22]) == []
    (first,) = holders()["acorn"][:1]
    give_up_place(actor=applicant(first), now=TOLD, place_id=place_of(first).pk)
    assert place_of(20).executor == "acorn"
    assert replayed(tmp_path) == []


def test_a_log_that_puts_one_score_right_at_two_and_gives_nothing_is_a_fault(tmp_path):
    by_points()
    put_right(20, 88_500)
    selection = Selection.objects.get()
    kept = [one for one in movements_of(selection) if one.what == "corrected"]
    bundle, log = tmp_path / "bundle.zip", tmp_path / "log.csv"
    bundle.write_bytes(bundle_bytes(selection))
    log.write_bytes(movements_bytes(selection.decisions_sha256, kept))
    _, _, (fault,) = replay_movements(bundle, log)
    assert (fault.code, fault.params["no"]) == ("movements.entry", 1)


def test_no_executor_has_to_be_named_where_there_is_one_score():
    by_points()
    pk = objected(20)
    answer_objection(
        actor=officer("third"), now=TOLD, objection_id=pk, granted=True, answer="바로잡음",
        effect="corrected", score=88_500, basis=WHY,
    )  # fmt: skip
    assert Objection.objects.get(pk=pk).state == "granted"
    assert place_of(20).executor == "acorn"


def test_who_holds_a_place_has_the_score_put_right_everywhere_and_keeps_the_place(tmp_path):
    by_points()
    before = holders()
    put_right(2, 40_000)
    assert holders() == before
    assert set(ScoreCorrection.objects.values_list("held", "score")) == {(True, 40_000)}
    assert not Reserve.objects.filter(application=decisions(Selection.objects.get())[2].application).exists()
    assert replayed(tmp_path) == []


@pytest.mark.parametrize(
    ("way", "extra", "one"),
    [
        ("score", "", True),
        ("executor", "", False),
        (
            "mix",
            MIX,
            False,
        ),
    ],
)
def test_a_score_is_one_where_no_executor_gives_its_own(way, extra, one):
    version = small_programme(measured_programme(way, extra))
    selection = Selection(programme=SMALL, stage=CONSULT, version=version)
    assert is_one_score(case_of(selection)) is one
