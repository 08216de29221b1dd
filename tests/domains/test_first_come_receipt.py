"""First come: what is received, in which order, and what happens when the places are gone."""

from __future__ import annotations

from datetime import timedelta

import pytest
from tests.domains.at_once import twice_at_once
from tests.domains.builders import merchant
from tests.domains.drafts import complete, drafted
from tests.domains.lists import HEADERS, MORE, imported, row, sheet
from tests.domains.people import NOW, person
from tests.domains.selecting import CONSULT, SMALL, THEN, applicant, decisions, officer, small_programme, told
from tests.domains.test_selection_ways import over_all, programme

from dure.domains.applications.arrivals import Standing, places_left, standing_of
from dure.domains.applications.models import Application, ImportRun, Revision
from dure.domains.applications.services.change import change_application
from dure.domains.applications.services.change_begin import begin_change
from dure.domains.applications.services.draft_save import save_draft
from dure.domains.applications.services.submit import Wish, _submit, submit_application
from dure.domains.events.models import Event
from dure.domains.notices.models import Notice
from dure.domains.programmes.queries import loaded
from dure.domains.selection.models import Selection
from dure.domains.selection.services.commit_seed import commit_seed
from dure.domains.selection.services.withdraw_application import withdraw_application
from dure.domains.uploads.queries import read_file
from dure.engine.problems import Refused
from dure.files.replaying import replay_bundle
from dure.language import translate


def few(when_full: str, total: int = 2) -> str:
    """Return a call over all with few places, and what happens when they are gone."""
    text = over_all("first_come").replace("quota: {total: 12}", f"quota: {{total: {total}}}", 1)
    return text.replace("chosen_by: first_come\n", f"chosen_by: first_come\n    when_full: {when_full}\n", 1)


def at_executors(when_full: str = "refuse") -> str:
    """Return a call with one place at each of three executors, chosen by arrival."""
    text = programme("first_come", f"    when_full: {when_full}\n")
    return text.replace("quota: {total: 12, per_executor: 4}", "quota: {total: 3, per_executor: 1}", 1)


def draft_of(n: int, choices: tuple[str, ...] = ()) -> Application:
    shop = complete(merchant(n, owner=applicant(n), region="1111010100"))
    return drafted(applicant(n), shop, programme=SMALL, choices=choices, files=(), documents={}, consents={})


def hand_in(n: int, draft: Application, now=NOW) -> str:
    return submit_application(actor=applicant(n), now=now, application_id=draft.pk)


def refusal(n: int, draft: Application, now=NOW) -> list[str]:
    """Say why an application is refused, having looked that nothing of it was kept."""
    before = (Event.objects.count(), Notice.objects.count(), Revision.objects.count())
    with pytest.raises(Refused) as refused:
        hand_in(n, draft, now)
    assert (Event.objects.count(), Notice.objects.count(), Revision.objects.count()) == before
    row = Application.objects.get(pk=draft.pk)
    assert (row.state, row.application_no, row.submitted_at) == ("draft", None, None)
    return [problem.code for problem in refused.value.problems]


@pytest.mark.django_db
def test_who_comes_when_the_places_are_gone_is_refused_in_words_and_nothing_is_kept():
    version = small_programme(few("refuse"))
    drafts = {n: draft_of(n) for n in (1, 2, 3)}
    hand_in(1, drafts[1])
    assert places_left(loaded(version).programme).left == 1
    hand_in(2, drafts[2])
    left = places_left(loaded(version).programme)
    assert (left.left, left.refuses, left.is_full) == (0, True, True)
    assert refusal(3, drafts[3]) == ["apply.full"]
    with pytest.raises(Refused) as refused:
        hand_in(3, drafts[3])
    (problem,) = refused.value.problems
    assert translate(problem.message, "ko", problem.params).startswith("자리 2개가 모두 찼습니다")
    # Twice is once, also when the places are gone.
    assert hand_in(2, drafts[2]) == Application.objects.get(pk=drafts[2].pk).application_no
    # A place that becomes free is open to whoever hands in first.
    withdraw_application(actor=applicant(1), now=NOW, application_id=drafts[1].pk, reason="")
    assert hand_in(3, drafts[3])


@pytest.mark.django_db(transaction=True)
def test_of_two_at_once_on_the_last_place_one_gets_it_and_the_other_the_refusal():
    small_programme(few("refuse", total=1))
    drafts = {n: draft_of(n) for n in (1, 2)}
    # Not through the crowd, which would put both into one transaction: two connections, as of two processes.
    wishes = {n: Wish(applicant(n), NOW, draft.pk, None, None) for n, draft in drafts.items()}
    found = [
        outcome for (outcome,) in twice_at_once(lambda: _submit([wishes[1]]), lambda: _submit([wishes[2]]))
    ]
    numbers = [one for one in found if isinstance(one, str)]
    (refused,) = [one for one in found if not isinstance(one, str)]
    assert len(numbers) == 1
    assert [problem.code for problem in refused.problems] == ["apply.full"]
    assert list(Application.objects.filter(state="submitted").values_list("application_no", flat=True)) == (
        numbers
    )
    assert Application.objects.filter(state="draft").count() == 1
    # The same one handed in twice at the same time takes one place and has one number.
    (won,) = Application.objects.filter(state="submitted")
    n = next(n for n, draft in drafts.items() if draft.pk == won.pk)
    assert twice_at_once(lambda: _submit([wishes[n]])) == [numbers, numbers]
    assert Application.objects.filter(state="submitted").count() == 1


@pytest.mark.django_db(transaction=True)
def test_many_at_once_never_take_more_than_there_is():
    small_programme(few("refuse", total=3))
    drafts = {n: draft_of(n) for n in range(1, 9)}
    wishes = [Wish(applicant(n), NOW, draft.pk, None, None) for n, draft in drafts.items()]
    found = twice_at_once(*[lambda one=one: _submit([one])[0] for one in wishes])
    assert sum(isinstance(one, str) for one in found) == 3
    rows = Application.objects.filter(state="submitted").order_by("submitted_at")
    # At one instant of the clock: who was received first by the database has the earlier instant and number.
    assert [row.submitted_at for row in rows] == [NOW + timedelta(microseconds=n) for n in range(3)]
    assert [row.application_no for row in rows] == sorted(row.application_no for row in rows)


@pytest.mark.django_db
def test_the_order_is_that_of_the_database_and_not_of_clocks():
    version = small_programme(few("queue"))
    drafts = {n: draft_of(n) for n in (1, 2, 3, 4)}
    # The clock of the second one's server is slow by a minute, and that of the third by an hour.
    times = (NOW, NOW - timedelta(minutes=1), NOW - timedelta(hours=1), NOW + timedelta(seconds=1))
    for n, now in zip(drafts, times, strict=True):
        hand_in(n, drafts[n], now)
    rows = [Application.objects.get(pk=draft.pk) for draft in drafts.values()]
    micro = timedelta(microseconds=1)
    assert [row.submitted_at for row in rows] == [
        NOW,
        NOW + micro,
        NOW + 2 * micro,
        NOW + timedelta(seconds=1),
    ]
    assert [standing_of(loaded(version).programme, row) for row in rows] == [
        Standing(0, True, None), Standing(1, True, None), Standing(2, False, 1), Standing(3, False, 2),
    ]  # fmt: skip


@pytest.mark.django_db
def test_who_queues_is_received_and_the_place_of_whoever_leaves_goes_to_the_next(tmp_path):
    version = small_programme(few("queue"))
    drafts = {n: draft_of(n) for n in (1, 2, 3, 4)}
    for n, draft in drafts.items():
        assert hand_in(n, draft)
    withdraw_application(actor=applicant(1), now=NOW, application_id=drafts[1].pk, reason="")
    fourth = Application.objects.get(pk=drafts[4].pk)
    assert standing_of(loaded(version).programme, fourth) == Standing(2, False, 1)
    Application.objects.filter(state="submitted").update(state="accepted")
    commit_seed(actor=officer(), now=THEN, programme=SMALL, stage=CONSULT)
    selection = told()
    found = {Application.objects.get(pk=draft.pk).application_no: n for n, draft in drafts.items()}
    of = {found[d.application.application_no]: d for d in decisions(selection).values()}
    assert {n: (d.decision, d.rank, d.reserve_rank) for n, d in of.items()} == {
        2: ("selected", 1, None), 3: ("selected", 2, None), 4: ("reserve", 3, 1),
    }  # fmt: skip
    path = tmp_path / "b.zip"
    path.write_bytes(read_file(Selection.objects.get(pk=selection.pk).bundle))
    assert (replay_bundle(path).faults, replay_bundle(path).decisions) == ((), 3)


@pytest.mark.django_db
def test_at_executors_a_place_is_one_of_those_chosen_and_others_choices_cost_nobody_a_place():
    version = small_programme(at_executors())
    drafts = {
        1: draft_of(1, ("acorn", "otter")),
        2: draft_of(2, ("acorn", "otter")),
        3: draft_of(3, ("acorn", "otter")),
        4: draft_of(4, ("pinecone",)),
    }
    hand_in(1, drafts[1])
    hand_in(2, drafts[2])
    assert refusal(3, drafts[3]) == ["apply.full"]
    left = places_left(loaded(version).programme)
    assert (left.left, dict(left.at)) == (1, {"acorn": 0, "otter": 0, "pinecone": 1})
    hand_in(4, drafts[4])
    # The second would take the fourth's only place by choosing otherwise.
    begin_change(actor=applicant(2), now=NOW, application_id=drafts[2].pk)
    save_draft(
        actor=applicant(2), now=NOW, application_id=drafts[2].pk, step="executors",
        typed={"rank.pinecone": ["1"]}, counter=1_000, tab="", last=True,
    )  # fmt: skip
    with pytest.raises(Refused) as refused:
        change_application(actor=applicant(2), now=NOW, application_id=drafts[2].pk)
    assert [p.code for p in refused.value.problems] == ["apply.full_choices"]
    row = Application.objects.get(pk=drafts[2].pk)
    assert (row.choices, row.revision) == (["acorn", "otter"], 1)


@pytest.mark.django_db
def test_a_list_that_would_receive_more_than_there_are_places_is_refused_whole():
    small_programme(few("refuse"))
    who, headers = person("officer"), (*HEADERS, *MORE)
    small_programme(few("refuse"))
    hand_in(9, draft_of(9))
    three = sheet(*(row(n, 희망수행기관="") for n in (1, 2, 3)), headers=headers)
    with pytest.raises(Refused) as refused:
        imported(who, three, SMALL)
    assert [(p.code, p.params["count"]) for p in refused.value.problems] == [("import.full", 2)]
    assert Application.objects.count() == 1
    run = ImportRun.objects.get()
    assert (run.state, [p["code"] for p in run.counts["stopped"]]) == ("checked", ["import.full"])
    imported(who, sheet(row(1, 희망수행기관=""), headers=headers), SMALL)
    assert Application.objects.filter(state="submitted").count() == 2
