"""Public votes in a programme file: what contradicts itself is told at its place."""

from __future__ import annotations

import pytest
from tests.engine.programme.example import refused, said, spoiled

from dure.engine.programme import load

VOTE = "{opens_at: 2025-05-01T10:00:00+09:00, closes_at: 2025-05-15T18:00:00+09:00%s}"


def by_vote(more: str = "", vote: str = VOTE, add: str = "") -> str:
    terms = vote % more if "%s" in vote else vote
    return spoiled(("chosen_by: score\n", f"chosen_by: vote\n    vote: {terms}\n"), add=add)


def test_a_stage_chosen_by_vote_is_accepted_and_runs():
    loaded = load(by_vote(", votes_each: 3, regions: ['11', '26110'], shows: [region]").encode())
    assert (loaded.problems, loaded.unmet_needs) == ((), ())
    vote = loaded.programme.stages[1].vote
    assert (vote.votes_each, vote.changeable, vote.shows, vote.traces_days) == (3, True, ("region",), 90)


def test_a_vote_that_is_not_described_and_one_that_nobody_asks_for_are_refused():
    assert refused(spoiled(("chosen_by: score", "chosen_by: vote"))) == [
        "29:16: stage “second” has a public vote: say by vote: from when until when, and by whom"
    ]
    text = spoiled(("chosen_by: score\n", f"chosen_by: score\n    vote: {VOTE % ''}\n"))
    assert refused(text) == [
        "30:5: stage “second” has no public vote: neither is it chosen by vote, nor is it in its mix"
    ]


EXECUTOR = "{source: executor, weight_bp: 5000%s}"


@pytest.mark.parametrize(
    ("vote", "executor", "line"), [("", "", 32), (", points: share", ", points: share", 31)]
)
def test_points_stand_exactly_at_the_vote_of_a_mix(vote, executor, line):
    sources = f"      - {EXECUTOR % executor}\n      - {{source: vote, weight_bp: 5000{vote}}}\n"
    text = spoiled(("chosen_by: score\n", f"chosen_by: mix\n    scores:\n{sources}    vote: {VOTE % ''}\n"))
    assert refused(text) == [
        f"{line}:9: points: stands exactly where the source is vote: share, most or rank"
    ]


@pytest.mark.parametrize(
    ("text", "says"),
    [
        (by_vote(vote="{opens_at: 2025-05-15T18:00:00+09:00, closes_at: 2025-05-15T18:00:00+09:00}"),
         "the vote of stage “second” closes before it opens, or at the same time"),
        (by_vote(vote="{opens_at: 2025-04-01T10:00:00+09:00, closes_at: 2025-05-15T18:00:00+09:00}"),
         "the vote opens while applications are still being taken: nobody is a candidate yet"),
        (by_vote("}\n    dates: {announced_on: 2025-05-14", VOTE),
         "the result is announced on 2025-05-14, before the vote is over"),
        (by_vote(", regions: ['1111010100']"),
         "“1111010100” is narrower than a city or district: voters say no more than that"),
        (by_vote(", shows: [answer.pitch]"),
         "“answer.pitch” is no question of the call: nothing of it can be shown"),
        (by_vote(", votes_each: 20"),
         "one person has 20 votes, but the stage before chooses 20: all could have one"),
    ],
)  # fmt: skip
def test_a_vote_that_contradicts_the_rest_is_refused(text, says):
    assert [line.split(": ", 1)[1] for line in said(text)] == [says]


def test_an_answer_of_the_call_can_be_shown():
    question = "questions: [{id: pitch, kind: text, title: {ko: 소개, en: Pitch}}]\n"
    assert said(by_vote(", shows: [answer.pitch]", add=question)) == []


def test_no_score_is_carried_over_from_a_vote():
    third = (
        "  - id: third\n    title: {ko: 셋째, en: Third}\n    over: all\n    chosen_by: mix\n"
        "    quota: {total: 2}\n    scores:\n"
        "      - {source: earlier_stage, stage: second, weight_bp: 5000}\n"
        "      - {source: executor, weight_bp: 5000}\n"
    )
    found = refused(by_vote(add=third))
    assert [line.split(": ", 1)[1] for line in found] == [
        "stage “second” is not chosen by scores: there is none to carry over"
    ]
