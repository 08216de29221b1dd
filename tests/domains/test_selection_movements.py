"""The public log of places: whatever happened after the selection is repeated from it by the rule."""

from __future__ import annotations

import hashlib
from datetime import timedelta
from pathlib import Path

import pytest
from tests.domains.selecting import (
    TOLD,
    applicant,
    decisions,
    first_stage,
    holders,
    officer,
    place_of,
    told,
)

from dure.domains.accounts.actors import SYSTEM
from dure.domains.selection.models import MovementMark, Selection
from dure.domains.selection.movements import last_link, movements_of, public_log
from dure.domains.selection.queries_public import bundle_bytes
from dure.domains.selection.services.accept_place import accept_place
from dure.domains.selection.services.answer_objection import answer_objection
from dure.domains.selection.services.assign_objection import assign_objection
from dure.domains.selection.services.confirm_disqualification import confirm_disqualification
from dure.domains.selection.services.disqualify_place import disqualify_place
from dure.domains.selection.services.file_objection import file_objection
from dure.domains.selection.services.give_up_place import give_up_place
from dure.domains.selection.services.mark_movements import mark_movements
from dure.domains.selection.services.withdraw_application import withdraw_application
from dure.engine.selection.movements import Movement
from dure.files.movements import movements_bytes, read_movements, replay_movements

pytestmark = pytest.mark.django_db


def granted(n: int, **answer) -> None:
    pk = file_objection(
        actor=applicant(n), now=TOLD, decision_id=decisions(Selection.objects.get())[n].pk, grounds="이유"
    )
    assign_objection(actor=officer(), now=TOLD, objection_id=pk, officer_id=officer("third").user_id or 0)
    answer_objection(
        actor=officer("third"), now=TOLD, objection_id=pk, granted=True, answer="인용",
        **{"executor": "acorn", "basis": "규정"} | answer,
    )  # fmt: skip


def happened() -> Selection:
    """Return a selection after which everything happened that can happen to places."""
    first_stage()
    told()
    give_up_place(actor=applicant(1), now=TOLD, place_id=place_of(1).pk)
    withdraw_application(
        actor=applicant(14), now=TOLD, application_id=decisions(Selection.objects.get())[14].application_id
    )
    accept_place(actor=applicant(4), now=TOLD, place_id=place_of(4).pk)
    one = disqualify_place(
        actor=officer(), now=TOLD, place_id=place_of(4).pk, reason="허위 서류", exempt="proved"
    )
    confirm_disqualification(actor=officer("second"), now=TOLD, disqualification_id=one, reason="확인")
    granted(4, effect="restored")
    granted(20, effect="corrected", score=86_500)
    granted(22, effect="corrected", score=76_500)
    granted(24, effect="placed")
    granted(13, effect="corrected", score=20_000)  # holds a place, and keeps it
    give_up_place(actor=applicant(7), now=TOLD, place_id=place_of(7).pk)
    withdraw_application(
        actor=applicant(10), now=TOLD, application_id=decisions(Selection.objects.get())[10].application_id
    )
    return Selection.objects.select_related("bundle").get()


def files(folder: Path, selection: Selection) -> tuple[Path, Path]:
    bundle, log = folder / "bundle.zip", folder / "movements.csv"
    bundle.write_bytes(bundle_bytes(selection))
    log.write_bytes(public_log(selection).content)
    return bundle, log


def codes(faults) -> list[str]:
    return [fault.code for fault in faults]


def test_the_log_is_repeated_and_tampering_is_found(tmp_path):
    selection = happened()
    entries = movements_of(selection)
    told_of = [(one.what, int(one.application_no[-6:])) for one in entries]
    assert told_of[:7] == [
        ("given_up", 1), ("moved_up", 13), ("off_list", 14), ("disqualified", 4), ("moved_up", 15),
        ("restored", 4), ("corrected", 20),
    ]  # fmt: skip
    assert {"placed", "listed", "withdrawn"} <= {what for what, _ in told_of}
    bundle, log = files(tmp_path, selection)
    number, whole, faults = replay_movements(bundle, log)
    assert faults == []
    assert (number, whole) == (len(entries), public_log(selection).head)

    lines = log.read_text(encoding="utf-8-sig").splitlines(keepends=True)
    for changed in (
        [*lines[:2], *lines[3:]],  # who moved up is left out
        [line.replace("disqualified", "given_up") for line in lines],
        [line.replace("86.500", "87.500") for line in lines],
    ):
        log.write_text("".join(changed), encoding="utf-8-sig")
        assert codes(replay_movements(bundle, log)[2]) == ["movements.changed"]


def test_a_log_whose_hashes_were_made_anew_still_has_to_follow_by_the_rule(tmp_path):
    selection = happened()
    bundle, log = files(tmp_path, selection)
    entries, _ = read_movements(log.read_bytes())
    other = decisions(selection)[16].application_no
    from dataclasses import replace

    forged = [replace(one, application_no=other) if one.no == 2 else one for one in entries]
    log.write_bytes(movements_bytes(selection.decisions_sha256, forged))
    assert codes(replay_movements(bundle, log)[2]) == ["movements.moved_up"]
    shorter = [replace(one, no=i) for i, one in enumerate(entries[:1] + entries[2:], start=1)]
    log.write_bytes(movements_bytes(selection.decisions_sha256, shorter))
    assert codes(replay_movements(bundle, log)[2]) == ["movements.moved_up"]


def test_a_log_only_grows_and_begins_with_the_hash_of_the_decisions(tmp_path):
    first_stage()
    selection = told()
    before = public_log(selection)
    assert (before.entries, before.head) == (0, selection.decisions_sha256)
    give_up_place(actor=applicant(1), now=TOLD, place_id=place_of(1).pk)
    middle = public_log(selection)
    give_up_place(actor=applicant(2), now=TOLD, place_id=place_of(2).pk)
    after = public_log(selection)
    assert after.content.startswith(middle.content)
    assert (middle.entries, after.entries) == (2, 4)
    row = middle.content.decode("utf-8-sig").splitlines()[1].split(",")
    cells = ",".join(row[:-1])
    assert row[-1] == hashlib.sha256(f"{selection.decisions_sha256}\n{cells}".encode()).hexdigest()
    assert holders()["acorn"] == [4, 7, 10, 13]


def test_the_log_says_nothing_of_anybody_but_the_number():
    selection = happened()
    text = public_log(selection).content.decode("utf-8-sig")
    assert "두레" not in text
    assert "허위" not in text
    assert "@" not in text


def test_the_head_on_pages_is_that_of_the_file_with_and_without_a_mark(
    tmp_path, django_assert_max_num_queries
):
    selection = happened()
    number, whole, _ = replay_movements(*files(tmp_path, selection))
    assert (last_link(selection).entries, last_link(selection).head) == (number, whole)
    assert mark_movements(actor=SYSTEM, now=TOLD) == 1
    assert MovementMark.objects.get().entries < number, "the last are not settled yet"
    assert (last_link(selection).entries, last_link(selection).head) == (number, whole)
    later = TOLD + timedelta(hours=1)
    assert [mark_movements(actor=SYSTEM, now=later) for _ in range(2)] == [1, 0]
    mark = MovementMark.objects.get()
    assert (mark.entries, mark.head) == (number, whole)
    with django_assert_max_num_queries(2):
        assert last_link(selection).head == whole

    # What comes after the mark is read beside it: leaving where one was moved to, and a restored place.
    accept_place(actor=applicant(4), now=later, place_id=place_of(4).pk)
    give_up_place(actor=applicant(4), now=later, place_id=place_of(4).pk)
    give_up_place(actor=applicant(13), now=later, place_id=place_of(13).pk)
    granted(16, effect="corrected", score=61_000)
    selection = Selection.objects.select_related("bundle").get()
    more, head, faults = replay_movements(*files(tmp_path, selection))
    assert faults == []
    assert more > number
    assert (last_link(selection).entries, last_link(selection).head) == (more, head)
    assert mark_movements(actor=SYSTEM, now=later + timedelta(hours=1)) == 1
    assert (last_link(selection).entries, last_link(selection).head) == (more, head)


def test_without_an_entry_the_head_is_the_hash_of_the_decisions():
    first_stage()
    selection = told()
    assert (last_link(selection).entries, last_link(selection).head) == (0, selection.decisions_sha256)


@pytest.mark.parametrize(
    ("entry", "says"),
    [
        (("listed", "acorn-none"), "there is no such executor"),
        (("listed", ""), "it does not say at which executor"),
        (("placed", "acorn-none"), "there is no such executor"),
        (("corrected", "acorn", "", 999_000), "there is no such score"),
        (("corrected", "acorn", "", -1_000), "there is no such score"),
        (("corrected", "", "", 50_000), "it does not say at which executor"),
        (("placed", "acorn", "weird"), "there is no such kind of seat"),
        (("placed", "acorn", "open"), "every seat there is held"),
    ],
)
def test_what_a_hostile_log_says_is_a_fault_in_words(tmp_path, entry, says):
    first_stage()
    selection = told()
    bundle, log = files(tmp_path, selection)
    what, executor, seat, score = (*entry, *("", None)[len(entry) - 2 :])
    number = next(
        one.application_no for one in decisions(selection).values()
        if one.decision != "selected" and one.executor == "acorn"
    )  # fmt: skip
    one = Movement(1, 1, TOLD.isoformat(), what, number, executor, seat, score=score)
    log.write_bytes(movements_bytes(selection.decisions_sha256, [one]))
    _, _, faults = replay_movements(bundle, log)
    assert [fault.code for fault in faults] == ["movements.entry"]
    assert says in faults[0].message
