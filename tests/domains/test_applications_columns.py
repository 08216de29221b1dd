"""Rules that ask beside the profile: answers of the application, and places in another programme."""

from __future__ import annotations

import pytest
from tests.domains.builders import application, merchant
from tests.domains.people import person
from tests.domains.selecting import SMALL, TOLD, applicant, confirmed, first_stage, place_of, told
from tests.domains.supporting import ASKING, FILE, asking, draft_of, merchant_of

from dure.domains.applications.columns import support_columns, support_of
from dure.domains.applications.models import Application, Screening, Verdict
from dure.domains.applications.queries_officer_application import dossier
from dure.domains.applications.screening import published
from dure.domains.applications.services.judge import judge
from dure.domains.applications.services.screen import screen
from dure.domains.applications.services.submit import submit_application
from dure.domains.selection.inputs import build_inputs
from dure.domains.selection.models import Place
from dure.domains.selection.services.give_up_place import give_up_place
from dure.domains.selection.stages import stage_case
from dure.engine.law.published import law_version
from dure.engine.problems import Refused

pytestmark = pytest.mark.django_db
NAME = f"supported_in.{SMALL}"
WON = "total_support_won.36"


def submit(draft: Application, n: int) -> Application:
    submit_application(actor=applicant(n), now=TOLD, application_id=draft.pk)
    return Application.objects.get(pk=draft.pk)


def verdict_of(found: Application) -> tuple[str, list[str], list[str], list[str]]:
    newest = Verdict.objects.filter(application=found).order_by("-pk")[0]
    return newest.verdict, newest.failed_rules, newest.unknown_rules, newest.missing_fields


@pytest.fixture
def both():
    first_stage(16)
    told()
    return asking()


def test_who_was_selected_elsewhere_is_refused_and_nothing_is_handed_in(both):
    draft = draft_of(1, {"shops": "3", "owed": "yes"})
    with pytest.raises(Refused) as refused:
        submit(draft, 1)
    (problem,) = refused.value.problems
    assert (problem.code, problem.params["rules"]) == ("apply.ineligible", ["new_here"])
    draft.refresh_from_db()
    assert (draft.state, draft.facts, Verdict.objects.filter(application=draft).count()) == ("draft", None, 0)


def test_who_was_not_selected_there_is_eligible_by_answers(both):
    found = submit(draft_of(16, {"shops": "3", "owed": "yes"}), 16)
    assert verdict_of(found) == ("eligible", [], [], [])


def test_an_answer_that_fails_a_rule_is_refused(both):
    draft = draft_of(16, {"shops": "1", "owed": "yes"})
    with pytest.raises(Refused) as refused:
        submit(draft, 16)
    assert refused.value.problems[0].params["rules"] == ["some_shops"]
    draft.refresh_from_db()
    assert draft.state == "draft"


def test_what_nobody_recorded_is_not_known_and_never_0(both):
    found = submit(draft_of(16, {"owed": "no"}), 16)
    assert verdict_of(found) == ("unknown", [], ["some_shops", "little"], ["answer.shops", WON])
    assert Verdict.objects.get(application=found).given == {NAME: False, WON: None}


def test_a_programme_that_published_no_selection_says_nothing_of_anybody():
    first_stage(16)
    confirmed()
    version = asking()
    merchant = merchant_of(1)
    assert support_of(published(ASKING, TOLD), merchant.pk) == {NAME: None, WON: None}
    assert version.programme == ASKING


def test_a_place_offered_or_taken_counts_and_one_given_up_does_not(both):
    called = published(ASKING, TOLD)
    assert Place.objects.filter(state="offered").count() == 12
    assert support_of(called, merchant_of(1).pk)[NAME] is True
    give_up_place(actor=applicant(1), now=TOLD, place_id=place_of(1).pk, reason="")
    assert support_of(called, merchant_of(1).pk)[NAME] is False


def test_who_knows_is_asked_only_where_a_rule_asks(both, django_assert_num_queries):
    with django_assert_num_queries(0):
        assert support_columns((), [1]) == {}


def test_a_screening_of_all_says_what_each_alone_says(both):
    made = []
    for n, answers in ((1, {"owed": True, "shops": 2}), (16, {"owed": True, "shops": 2}), (15, {"shops": 1})):
        made.append(application(merchant_of(n), both, n=100 + n, answers=answers))
    made.append(application(merchant_of(14), both, n=114))
    officer = person("officer")
    screen(actor=officer, now=TOLD, programme=ASKING)
    together = [verdict_of(one) for one in made]
    assert together == [
        ("ineligible", ["new_here"], [], []),
        ("eligible", [], [], []),
        ("ineligible", ["some_shops"], ["little"], []),
        ("unknown", [], ["some_shops", "little"], ["answer.shops", "answer.owed", WON]),
    ]
    assert Verdict.objects.count() == 4
    for one in made:
        judge(actor=officer, now=TOLD, application_id=one.pk)
        judge(actor=officer, now=TOLD, application_id=one.pk)
    assert Verdict.objects.count() == 4
    assert [dossier(one, TOLD).judged.verdict for one in made] == [v[0] for v in together]
    assert [v.given[NAME] for v in Verdict.objects.order_by("application_id")] == [True, False, False, False]


def test_a_place_given_up_makes_the_next_verdict_another(both):
    one = application(merchant_of(1), both, n=101, answers={"owed": True, "shops": 2})
    officer = person("officer")
    screen(actor=officer, now=TOLD, programme=ASKING)
    give_up_place(actor=applicant(1), now=TOLD, place_id=place_of(1).pk, reason="")
    again = screen(actor=officer, now=TOLD, programme=ASKING)
    assert Screening.objects.get(pk=again).counts["written"] == 1
    assert [v.verdict for v in Verdict.objects.filter(application=one).order_by("pk")] == [
        "ineligible",
        "eligible",
    ]


def test_each_verdict_names_file_day_and_law_it_was_made_by(both):
    alone = submit(draft_of(16, {"shops": "3", "owed": "yes"}), 16)
    screened = application(merchant_of(15), both, n=115, answers={"shops": 1})
    screen(actor=person("officer"), now=TOLD, programme=ASKING)
    for one in (alone, screened):
        kept = Verdict.objects.get(application=one)
        assert (kept.programme_hash, kept.as_of.isoformat(), kept.law) == (
            both.hash,
            "2025-05-01",
            law_version(),
        )


def test_set_asides_are_judged_from_answers_and_earlier_support(both):
    for n, owed in ((1, True), (16, True), (15, False), (14, None)):
        answers = {} if owed is None else {"owed": owed}
        application(merchant_of(n), both, n=100 + n, state="accepted", answers=answers)
    frozen = build_inputs(stage_case(ASKING, "first")).frozen.decode("utf-8-sig")
    header, *rows = frozen.splitlines()
    assert header.split(",")[-1] == "trait.owing"
    assert {row.split(",")[0][-3:]: row.rsplit(",", 1)[1] for row in rows} == {
        "101": "false", "116": "true", "115": "false", "114": "",
    }  # fmt: skip


TEXT = '한 줄,\n"두" 줄;\\ 끝'
"""What people write: lines, quotes, commas."""


def test_a_long_answer_of_several_lines_is_judged_alike_alone_and_with_all():
    text = FILE.replace(
        f"    rule: NOT supported_in('{SMALL}')\n",
        "    rule: answer.note <> 'x' AND contains(answer.goods, 'a')\n",
    ).replace(
        "questions:\n",
        "questions:\n"
        "  - {id: note, title: {ko: 설명, en: Note}, kind: text}\n"
        "  - {id: goods, title: {ko: 상품, en: Goods}, kind: choices,"
        " choices: [{id: a, title: {en: A}}, {id: b, title: {en: B}}]}\n",
    )
    version = asking(text)
    told_ = {"shops": 2, "owed": True}
    made = [
        application(merchant(n), version, n=n, answers=told_ | {"note": note, "goods": goods})
        for n, note, goods in ((1, TEXT, ["b", "a"]), (2, "x", ["a"]), (3, TEXT, ["b"]))
    ]
    officer = person("officer")
    screen(actor=officer, now=TOLD, programme=ASKING)
    together = [verdict_of(one) for one in made]
    assert [verdict for verdict, *_ in together] == ["eligible", "ineligible", "ineligible"]
    for one in made:
        judge(actor=officer, now=TOLD, application_id=one.pk)
    assert Verdict.objects.count() == 3
