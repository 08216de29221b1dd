"""Executors listed for a stage after one over all: with the application, or by those who hold a place."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path

import pytest
from tests.domains.builders import signed_up
from tests.domains.listing import (
    ASKED,
    LATE,
    OVER,
    WITH_APPLICATION,
    listed,
    number,
    pooled,
    scored_by_number,
    turned,
)
from tests.domains.measuring import falling, handed_in, points_file
from tests.domains.selecting import (
    CHAMPION,
    CONSULT,
    EXECUTORS,
    PROMOTE,
    SMALL,
    THEN,
    TOLD,
    accepted,
    applicant,
    decisions,
    holders,
    officer,
    place_of,
    small_programme,
    told,
)

from dure.domains.accounts.refusals import NotAllowed
from dure.domains.applications.drafting import choices_limit, executors, steps
from dure.domains.applications.models import Application, Revision
from dure.domains.events.models import Event
from dure.domains.notices.models import Notice
from dure.domains.notices.wording import worded
from dure.domains.programmes.queries import loaded
from dure.domains.review.models import Entrant
from dure.domains.selection.listing import counted, own_listings
from dure.domains.selection.missing import missing
from dure.domains.selection.models import Decision, Place
from dure.domains.selection.reasons import reason_lines, told_reason
from dure.domains.selection.services.accept_place import accept_place
from dure.domains.selection.services.commit_seed import commit_seed
from dure.domains.selection.services.give_up_place import give_up_place
from dure.domains.selection.services.list_executors import list_executors
from dure.domains.selection.services.open_stage import open_stage
from dure.domains.selection.services.remind_choices import remind_choices
from dure.domains.selection.stages import stage_case
from dure.domains.uploads.queries import read_file
from dure.engine.problems import Refused
from dure.files.decisions import read_decision_rows
from dure.files.reading import open_table
from dure.files.replaying import replay_bundle
from dure.files.selecting import select_file, verify_file
from dure.files.session import open_session

pytestmark = pytest.mark.django_db
SUMMER = datetime.fromisoformat("2025-07-18T10:00:00+09:00")


def opened(now: datetime = OVER) -> int:
    return open_stage(actor=officer(), now=now, programme=SMALL, stage=PROMOTE)


def codes(refused) -> list[str]:
    return [problem.code for problem in refused.value.problems]


def test_the_application_asks_for_executors_of_the_stage_that_each_chooses_for():
    programme = loaded(small_programme(WITH_APPLICATION)).programme
    assert executors(programme) == EXECUTORS
    assert choices_limit(programme) == 3
    assert steps(programme) == ("eligibility", "executors", "check")


def test_it_does_not_where_they_are_listed_later():
    programme = loaded(small_programme(LATE)).programme
    assert (executors(programme), choices_limit(programme)) == ((), 0)
    assert steps(programme) == ("eligibility", "check")


def chosen_and_repeated(tmp_path: Path) -> dict[str, list[int]]:
    """Choose the second stage, prove that the file alone chooses the same, and return who holds a place."""
    scored_by_number()
    selection = told(PROMOTE, SUMMER)
    frozen = tmp_path / "applications.csv"
    frozen.write_bytes(read_file(selection.inputs))
    head = frozen.read_text("utf-8-sig").splitlines()[0]
    assert head.startswith("application_no,choices,executor,score.acorn,score.otter,score.pinecone")
    programme = loaded(selection.version).programme
    out = tmp_path / "decisions.csv"
    select_file(programme, PROMOTE, frozen, out, selection.seed)
    assert verify_file(programme, PROMOTE, frozen, out, selection.seed) == []
    with open_session([out]) as session:
        rows = read_decision_rows(session, open_table(session, out))
    ours = Decision.objects.filter(selection=selection).order_by("application_no")
    assert [(r["application_no"], r["decision"], r["executor"], r["reason"]) for r in rows] == list(
        ours.values_list("application_no", "decision", "executor", "reason")
    )
    path = tmp_path / "b.zip"
    path.write_bytes(read_file(selection.bundle))
    assert replay_bundle(path).faults == ()
    return holders(PROMOTE)


def test_choices_of_the_application_count_at_the_first_stage_that_each_executor_chooses_for(tmp_path):
    made = pooled(WITH_APPLICATION, EXECUTORS)
    for n, one in enumerate(made, 1):
        Application.objects.filter(pk=one.pk).update(choices=list(turned(n)))
    # In the pool nobody is held by an executor yet.
    assert {place.executor for place in Place.objects.all()} == {""}
    assert opened() == 33
    assert chosen_and_repeated(tmp_path) == {"acorn": [6, 9], "otter": [7, 10], "pinecone": [8, 11]}


def test_who_holds_a_place_lists_executors_and_is_chosen_by_them(tmp_path):
    pooled()
    assert Notice.objects.filter(template="stage_choices_asked").count() == 11
    asked = Notice.objects.filter(template="stage_choices_asked").first()
    assert "마지막 날: 2025. 6. 20.(금)" in worded(asked.template, "ko", asked.parameters).body
    for n in range(1, 11):
        assert listed(n, *turned(n)) == turned(n)
    assert (
        counted(stage_case(SMALL, PROMOTE), ASKED).asked,
        counted(stage_case(SMALL, PROMOTE), ASKED).listed,
    ) == (11, 10)
    assert opened() == 30
    assert chosen_and_repeated(tmp_path) == {"acorn": [6, 9], "otter": [7, 10], "pinecone": [5, 8]}
    # Who listed none is told just that, and nothing about scores.
    last = Decision.objects.get(selection__stage=PROMOTE, application_id=number(11))
    assert (last.decision, last.executor, last.reason) == ("not_selected", "", "no_score")
    case = stage_case(SMALL, PROMOTE)
    assert reason_lines(told_reason(last, case), case, "en") == ["No executor was chosen."]
    # From then on each is held where it was chosen.
    for n in range(5, 11):
        accept_place(actor=applicant(n), now=SUMMER, place_id=place_of(n, PROMOTE).pk)
    assert open_stage(actor=officer(), now=SUMMER, programme=SMALL, stage=CHAMPION) == 6
    assert (
        dict(Entrant.objects.filter(stage=CHAMPION).values_list("application_id", "executor"))[number(5)]
        == "pinecone"
    )


def test_a_list_is_a_revision_and_twice_is_once():
    pooled()
    assert listed(1, "otter", "acorn") == ("otter", "acorn")
    assert listed(1, "otter", "acorn") == ("otter", "acorn")
    row = Application.objects.get(pk=number(1))
    assert (row.choices, row.revision) == (
        ["otter", "acorn"],
        Revision.objects.filter(application=row).last().number,
    )
    assert [(r.act, r.choices) for r in Revision.objects.filter(application=row, act="choices")] == [
        ("choices", ["otter", "acorn"])
    ]
    assert Notice.objects.filter(template="stage_choices_received").count() == 1
    # Until the last day it can be changed.
    assert listed(1, "pinecone") == ("pinecone",)
    assert Application.objects.get(pk=number(1)).choices == ["pinecone"]
    assert Event.objects.filter(act="stage_choices.list").count() == 2


@pytest.mark.parametrize(
    ("typed", "code"),
    [
        ({}, "rank.acorn"),
        ({"rank.acorn": ["1"], "rank.otter": ["1"]}, "rank.otter"),
        ({"rank.acorn": ["4"]}, "rank.acorn"),
    ],
)
def test_a_list_that_does_not_do_is_refused_at_its_field(typed, code):
    pooled()
    with pytest.raises(Refused) as refused:
        list_executors(actor=applicant(1), now=ASKED, application_id=number(1), stage=PROMOTE, typed=typed)
    assert codes(refused) == [code]
    assert Application.objects.get(pk=number(1)).choices == []
    assert not Revision.objects.filter(act="choices").exists()


def test_only_who_holds_a_place_lists_only_its_own_and_only_in_time():
    pooled()
    with pytest.raises(NotAllowed):
        list_executors(
            actor=signed_up("other@test.example"), now=ASKED, application_id=number(1), stage=PROMOTE,
            typed={"rank.acorn": ["1"]},
        )  # fmt: skip
    for n, code in ((12, "listing.not_asked"), (14, "listing.not_asked")):
        with pytest.raises(Refused) as refused:
            listed(n, "acorn")
        assert codes(refused) == [code]
    with pytest.raises(Refused) as refused:
        listed(1, "acorn", now=OVER)
    assert codes(refused) == ["listing.closed"]
    with pytest.raises(Refused) as refused:
        list_executors(
            actor=applicant(1),
            now=ASKED,
            application_id=number(1),
            stage=CHAMPION,
            typed={"rank.acorn": ["1"]},
        )
    assert codes(refused) == ["listing.none"]
    assert not Application.objects.exclude(choices=[]).exists()


def test_nothing_is_scored_or_chosen_while_executors_can_be_listed():
    pooled()
    listed(1, "acorn")
    with pytest.raises(Refused) as refused:
        opened(ASKED)
    assert codes(refused) == ["selection.choices_due"]
    assert not Entrant.objects.filter(stage=PROMOTE).exists()
    case = stage_case(SMALL, PROMOTE)
    assert "selection.choices_due" in [p.code for p in missing(case, ASKED)]
    after = {p.code: p for p in missing(case, OVER)}
    assert (
        after["selection.choices_lacking"].params["count"],
        after["selection.choices_lacking"].is_error,
    ) == (10, False)


def test_who_takes_a_place_after_the_last_day_lists_once_and_is_scored_with_the_others():
    pooled()
    listed(1, "acorn")
    assert opened() == 1
    give_up_place(actor=applicant(2), now=OVER, place_id=place_of(2).pk)
    accept_place(actor=applicant(13), now=OVER, place_id=place_of(13).pk)
    letter = Notice.objects.filter(template="stage_choices_asked").last()
    assert "마지막 날:" not in worded(letter.template, "ko", letter.parameters).body
    assert not Entrant.objects.filter(stage=PROMOTE, application_id=number(13)).exists()
    mine = own_listings(applicant(13), [Application.objects.get(pk=number(13))], OVER)[number(13)][0]
    assert (mine.is_open, mine.to_do, mine.until) == (True, True, None)
    assert listed(13, "otter", "acorn", now=OVER) == ("otter", "acorn")
    found = Entrant.objects.filter(stage=PROMOTE, application_id=number(13))
    assert sorted(found.values_list("executor", flat=True)) == ["acorn", "otter"]
    with pytest.raises(Refused) as refused:
        listed(13, "acorn", now=OVER)
    assert codes(refused) == ["listing.closed"]


def test_those_who_listed_none_are_reminded_once():
    pooled()
    listed(1, "acorn")
    with pytest.raises(Refused):
        remind_choices(actor=officer(), now=ASKED, programme=SMALL, stage=PROMOTE, expected=3, key="k")
    assert Notice.objects.filter(template="stage_choices_asked").count() == 11
    for _ in range(2):
        assert (
            remind_choices(actor=officer(), now=ASKED, programme=SMALL, stage=PROMOTE, expected=10, key="k")
            == 10
        )
    assert Notice.objects.filter(template="stage_choices_asked").count() == 21
    with pytest.raises(NotAllowed):
        remind_choices(actor=applicant(1), now=ASKED, programme=SMALL, stage=PROMOTE, expected=10, key="n")
    # After the last day nobody is left who could.
    with pytest.raises(Refused) as refused:
        remind_choices(actor=officer(), now=OVER, programme=SMALL, stage=PROMOTE, expected=0, key="o")
    assert codes(refused) == ["listing.all_in"]


def test_a_mixed_score_carries_the_points_of_the_pool_over_to_each_executor(tmp_path):
    text = LATE.replace("    chosen_by: first_come\n", "    chosen_by: score\n", 1).replace(
        "    choices_due_on: 2025-06-20\n    over: each_executor\n    chosen_by: executor\n",
        "    choices_due_on: 2025-06-20\n    over: each_executor\n    chosen_by: mix\n    scores:\n"
        "      - {source: executor, weight_bp: 6000}\n"
        "      - {source: earlier_stage, stage: consult, weight_bp: 4000}\n",
    )
    made = accepted(small_programme(text), 12, ())
    handed_in(points_file(falling(made)))
    commit_seed(actor=officer(), now=THEN, programme=SMALL, stage=CONSULT)
    told()
    for n in range(1, 13):
        accept_place(actor=applicant(n), now=TOLD, place_id=place_of(n).pk)
        listed(n, *turned(n))
    assert opened() == 36
    scored_by_number()
    selection = told(PROMOTE, SUMMER)
    # 60 % of n points of the executor and 40 % of the 91 − n points of the pool.
    assert {n: row.score for n, row in decisions(selection).items()} == {
        n: 36_400 + 200 * n for n in range(1, 13)
    }
    assert holders(PROMOTE) == {"acorn": [9, 12], "otter": [7, 10], "pinecone": [8, 11]}
    path = tmp_path / "b.zip"
    path.write_bytes(read_file(selection.bundle))
    assert replay_bundle(path).faults == ()
