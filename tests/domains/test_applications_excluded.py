"""``excludes``: who holds a place in such a programme is refused, or warned, with the reason."""

from __future__ import annotations

import pytest
from tests.domains.builders import application
from tests.domains.people import person
from tests.domains.selecting import SMALL, TOLD, applicant, confirmed, first_stage, place_of, told
from tests.domains.supporting import ASKING, FILE, asking, draft_of, merchant_of

from dure.domains.applications.columns import excluded_by
from dure.domains.applications.models import Application, Revision, Verdict
from dure.domains.applications.queries_officer_application import dossier
from dure.domains.applications.services.change import change_application
from dure.domains.applications.services.change_begin import begin_change
from dure.domains.applications.services.draft_save import save_draft
from dure.domains.applications.services.screen import screen
from dure.domains.applications.services.submit import submit_application
from dure.domains.selection.services.give_up_place import give_up_place
from dure.engine.problems import Refused
from dure.engine.programme import load

pytestmark = pytest.mark.django_db
NAME = f"supported_in.{SMALL}"
EXCLUDING = FILE.replace(
    f"""  - id: new_here
    rule: NOT supported_in('{SMALL}')
    reason: {{ko: 작은 탑스 2025에 선정되지 않아야 합니다., en: Not selected in Small TOPS 2025.}}
""".replace("{{", "{").replace("}}", "}"),
    "",
).replace("stages:\n", f"excludes: [{SMALL}, elsewhere-2020]\nstages:\n")
WARNING = EXCLUDING.replace("stages:\n", "exclusion: warn\nstages:\n")
GOOD = {"shops": "3", "owed": "yes"}


def submitted(n: int) -> Application:
    draft = draft_of(n, GOOD)
    submit_application(actor=applicant(n), now=TOLD, application_id=draft.pk)
    return Application.objects.get(pk=draft.pk)


@pytest.fixture
def selected():
    first_stage(16)
    told()


def test_the_file_of_this_test_excludes_and_has_no_such_rule():
    programme = load(EXCLUDING.encode()).programme
    assert (programme.excludes, programme.exclusion) == ((SMALL, "elsewhere-2020"), "refuse")
    assert [rule.id for rule in programme.eligibility] == ["some_shops", "little"]
    assert load(WARNING.encode()).programme.exclusion == "warn"


def test_who_holds_a_place_is_refused_by_name_and_nothing_is_handed_in(selected):
    asking(EXCLUDING)
    draft = draft_of(1, GOOD)
    with pytest.raises(Refused) as refused:
        submit_application(actor=applicant(1), now=TOLD, application_id=draft.pk)
    (problem,) = refused.value.problems
    assert (problem.code, problem.params["programmes"]) == ("apply.excluded", SMALL)
    draft.refresh_from_db()
    assert (draft.state, draft.application_no, draft.facts) == ("draft", None, None)
    assert not Revision.objects.filter(application=draft).exists()
    assert not Verdict.objects.filter(application=draft).exists()


def test_whoever_holds_none_applies_and_so_does_who_gave_it_up(selected):
    asking(EXCLUDING)
    assert submitted(16).verdict == "eligible"
    give_up_place(actor=applicant(1), now=TOLD, place_id=place_of(1).pk, reason="")
    assert submitted(1).verdict == "eligible"


def test_what_is_not_recorded_refuses_nobody_and_the_officer_is_told():
    first_stage(16)
    confirmed()
    asking(EXCLUDING)
    made = submitted(1)
    assert Verdict.objects.get(application=made).given == {
        NAME: None,
        "supported_in.elsewhere-2020": None,
        "total_support_won.36": None,
    }
    found = dossier(made, TOLD)
    assert (found.excluded_by, found.not_recorded) == ((), (SMALL, "elsewhere-2020"))


def test_a_file_that_warns_lets_through_and_tells_the_officer(selected):
    asking(WARNING)
    made = submitted(1)
    assert (made.state, made.verdict) == ("submitted", "eligible")
    found = dossier(made, TOLD)
    assert (found.excluded_by, found.not_recorded) == ((SMALL,), ("elsewhere-2020",))


def test_a_change_is_refused_as_handing_in_is():
    first_stage(16)
    confirmed()
    asking(EXCLUDING)
    made = submitted(1)
    from tests.domains.selecting import officer

    from dure.domains.selection.models import Selection
    from dure.domains.selection.services.publish_selection import publish_selection

    selection = Selection.objects.get()
    publish_selection(actor=officer(), now=TOLD, selection_id=selection.pk)
    begin_change(actor=applicant(1), now=TOLD, application_id=made.pk)
    save_draft(
        actor=applicant(1),
        now=TOLD,
        application_id=made.pk,
        step="questions",
        typed={"shops": ["4"], "owed": ["yes"]},
        counter=1_000,
        tab="",
        last=True,
    )
    with pytest.raises(Refused) as refused:
        change_application(actor=applicant(1), now=TOLD, application_id=made.pk)
    assert refused.value.problems[0].code == "apply.excluded"
    made.refresh_from_db()
    assert (made.revision, made.answers) == (1, {"shops": 3, "owed": True})


def test_a_screening_of_all_keeps_what_was_known_and_its_verdicts_are_of_the_rules_alone(selected):
    version = asking(EXCLUDING)
    made = application(merchant_of(1), version, n=101, answers={"shops": 2, "owed": True})
    screen(actor=person("officer"), now=TOLD, programme=ASKING)
    verdict = Verdict.objects.get(application=made)
    assert (verdict.verdict, verdict.given[NAME]) == ("eligible", True)
    assert excluded_by(version_file(version), verdict.given) == (SMALL,)


def version_file(version):
    return load(bytes(version.raw)).programme
