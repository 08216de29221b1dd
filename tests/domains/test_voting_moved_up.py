"""Who moves up into a stage whose public vote has begun, or is over."""

from __future__ import annotations

import json
from datetime import datetime

import pytest
from tests.domains.selecting import (
    CONSULT,
    EXECUTORS,
    PROGRAMME,
    PROMOTE,
    SMALL,
    THEN,
    TOLD,
    accepted,
    applicant,
    decisions,
    officer,
    place_of,
    scored,
    small_programme,
    told,
)

from dure.domains.events.models import Event
from dure.domains.selection.next_vote import moving_into_vote
from dure.domains.selection.reasons import reason_lines
from dure.domains.selection.services.accept_place import accept_place
from dure.domains.selection.services.commit_seed import commit_seed
from dure.domains.selection.services.give_up_place import give_up_place
from dure.domains.selection.services.open_vote import open_vote
from dure.domains.selection.stages import stage_case
from dure.domains.uploads.queries import read_file
from dure.domains.voting.models import Candidate, Vote
from dure.domains.voting.services.count_vote import count_vote
from dure.domains.voting.services.seal_vote import seal_vote
from dure.files.bundles import read_members
from dure.files.replaying import replay_bundle

OPENS = datetime.fromisoformat("2025-06-02T10:00:00+09:00")
OPEN = datetime.fromisoformat("2025-06-03T15:00:00+09:00")
CLOSES = datetime.fromisoformat("2025-06-20T18:00:00+09:00")
AFTER = datetime.fromisoformat("2025-06-23T10:00:00+09:00")
SUMMER = datetime.fromisoformat("2025-07-18T10:00:00+09:00")
_VOTE = f"""\
    quota: {{total: 6, per_executor: 2}}
    over: each_executor
    chosen_by: vote
    vote: {{opens_at: "{OPENS.isoformat()}", closes_at: "{CLOSES.isoformat()}"}}
"""
TEXT = PROGRAMME.replace(
    "    quota: {total: 6, per_executor: 2}\n    over: each_executor\n    chosen_by: executor\n", _VOTE
)


def moved_up(leaving: int, coming: int, now: datetime) -> None:
    give_up_place(actor=applicant(leaving), now=now, place_id=place_of(leaving).pk)
    accept_place(actor=applicant(coming), now=now, place_id=place_of(coming).pk)


@pytest.mark.django_db
def test_before_the_end_a_candidate_from_then_on_and_after_it_none_with_its_own_words(tmp_path):
    made = accepted(small_programme(TEXT), 16)
    scored(CONSULT, {(one, e): 90_000 - 1000 * n for n, one in enumerate(made) for e in EXECUTORS})
    commit_seed(actor=officer(), now=THEN, programme=SMALL, stage=CONSULT)
    told()
    first = stage_case(SMALL, CONSULT)
    for n in range(1, 12):
        accept_place(actor=applicant(n), now=TOLD, place_id=place_of(n).pk)
    assert moving_into_vote(first, TOLD) == []
    assert open_vote(actor=officer(), now=TOLD, programme=SMALL, stage=PROMOTE) == 11
    # Before it begins one is a candidate as all others are.
    accept_place(actor=applicant(12), now=TOLD, place_id=place_of(12).pk)
    assert [p.code for p in moving_into_vote(first, OPEN)] == ["selection.vote_begun"]
    moved_up(12, 13, OPEN)
    since = {int(c.number[-6:]): c.stands_since for c in Candidate.objects.all()}
    assert since == {**dict.fromkeys(range(1, 13)), 13: OPEN}
    assert Event.objects.filter(subject="vote", details__stand_since=OPEN.isoformat()).count() == 1
    assert [p.code for p in moving_into_vote(first, CLOSES)] == ["selection.vote_over"]
    moved_up(11, 14, AFTER)
    assert not Candidate.objects.filter(number__endswith="000014").exists()

    vote = Vote.objects.get()
    seal_vote(actor=officer(), now=AFTER, vote_id=vote.pk)
    count_vote(actor=officer(), now=AFTER, vote_id=vote.pk, reason="마감")
    selection = told(PROMOTE, SUMMER)
    rows = decisions(selection)
    assert (rows[14].decision, rows[14].reason) == ("not_selected", "no_candidate")
    assert rows[13].reason != "no_candidate"
    assert reason_lines("no_candidate", stage_case(SMALL, PROMOTE), "ko") == [
        "공개 투표의 후보가 아니었습니다. 투표가 끝난 뒤에 참여하게 된 신청은 후보가 되지 않습니다."
    ]
    path = tmp_path / "b.zip"
    path.write_bytes(read_file(selection.bundle))
    manifest = json.loads(read_members(path)["manifest.json"])
    assert manifest["late"] == [str(made[13].application_no)]
    assert [number[-6:] for number in manifest["left"]] == ["000011", "000012"]
    assert replay_bundle(path).faults == ()
