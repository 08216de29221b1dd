"""Changing what was handed in, and withdrawing it: the difference is kept, and nothing is lost."""

from __future__ import annotations

from datetime import timedelta

import pytest
from tests.domains.at_once import twice_at_once
from tests.domains.builders import AFTER_CLOSING, merchant, published, signed_up
from tests.domains.drafts import CONSENTS, PDF, complete, drafted
from tests.domains.people import NOW, person

from dure.domains.accounts.actors import SYSTEM
from dure.domains.accounts.refusals import NotAllowed
from dure.domains.applications.copying import difference, working_draft
from dure.domains.applications.drafting import read
from dure.domains.applications.models import Application, ApplicationDocument, Revision, Supplement
from dure.domains.applications.services.change import change_application
from dure.domains.applications.services.change_begin import begin_change
from dure.domains.applications.services.change_drop import drop_change
from dure.domains.applications.services.draft import draft_application
from dure.domains.applications.services.draft_file import put_file
from dure.domains.applications.services.draft_save import save_draft
from dure.domains.applications.services.submit import submit_application
from dure.domains.applications.states import APPLICATION_STATES
from dure.domains.events.act import act
from dure.domains.events.models import Event
from dure.domains.events.transitions import move
from dure.domains.merchants.queries import facts_of
from dure.domains.merchants.services.update_profile import update_profile
from dure.domains.notices.models import Notice
from dure.domains.programmes.queries import loaded
from dure.domains.selection.services.withdraw_application import withdraw_application
from dure.engine.problems import Refused
from dure.library import library_bytes

LATER = NOW + timedelta(days=2)


def handed_in(who) -> Application:
    draft = drafted(who, complete(merchant(1, owner=who)))
    submit_application(actor=who, now=NOW, application_id=draft.pk)
    return Application.objects.select_related("version").get(pk=draft.pk)


@pytest.fixture
def who(db):
    published()
    return signed_up("one@test.example")


@pytest.fixture
def row(who) -> Application:
    return handed_in(who)


def begin(who, row, now=LATER) -> None:
    begin_change(actor=who, now=now, application_id=row.pk)


def save(who, row, step: str, **typed) -> None:
    save_draft(
        actor=who, now=LATER, application_id=row.pk, step=step, typed=typed, counter=1_000, tab="", last=True
    )


def change(who, row, now=LATER, counter=None) -> int:
    return change_application(actor=who, now=now, application_id=row.pk, counter=counter)


def code(refused: pytest.ExceptionInfo[Refused]) -> str:
    (problem,) = refused.value.problems
    return problem.code


def test_the_working_copy_says_what_stands(who, row):
    begin(who, row)
    row.refresh_from_db()
    programme = loaded(row.version).programme
    reading = read(programme, row.draft, LATER.date())
    assert reading.problems == ()
    assert difference(row, reading, facts_of(row.merchant)) == {}
    assert (row.state, reading.choices) == ("submitted", ["acorn", "otter"])
    save(who, row, "executors", **{"rank.snail": ["1"]})
    begin(who, row)  # again: goes on with what was typed
    row.refresh_from_db()
    assert row.draft["typed"]["executors"] == {"rank.snail": ["1"]}
    assert row.choices == ["acorn", "otter"]


def test_a_change_is_a_revision_and_keeps_number_and_time(who, row):
    begin(who, row)
    save(who, row, "executors", **{"rank.snail": ["1"], "rank.acorn": ["2"]})
    save(who, row, "consents", **CONSENTS | {"consent.news": ["yes"]})
    put_file(actor=who, now=LATER, application_id=row.pk, document="brand_plan", name="neu.pdf", content=PDF)
    update_profile(
        actor=who,
        now=LATER,
        merchant_id=row.merchant_id,
        version=row.merchant.version,
        facts={"employees": 3.5},
    )
    assert change(who, row) == 2
    new = Application.objects.get()
    assert (new.application_no, new.submitted_at, new.changed_at, new.revision) == (
        row.application_no, NOW, LATER, 2,
    )  # fmt: skip
    assert (new.choices, new.facts["employees"], new.draft) == (["snail", "acorn"], 3.5, {})
    assert [r.choices for r in Revision.objects.order_by("number")] == [
        ["acorn", "otter"],
        ["snail", "acorn"],
    ]
    plans = ApplicationDocument.objects.filter(document="brand_plan").order_by("pk")
    assert [p.state for p in plans] == ["replaced", "handed_in"]
    assert ApplicationDocument.objects.filter(state="handed_in").count() == 5
    event = Event.objects.get(act="application.change", subject="application")
    assert event.details == {
        "move": "change",
        "revision": 2,
        "changed": ["choices.", "consent.news", "document.brand_plan", "fact.employees"],
    }
    notice = Notice.objects.get(template="application_changed")
    assert [part["en"] for part in notice.parameters["changes"]] == [
        "executors chosen and their order",
        "News of other programmes",
        "Brand description",
        "Regular employees",
    ]


def test_nothing_changed_is_no_revision(who, row):
    begin(who, row)
    assert change(who, row) == 1
    assert Application.objects.get().draft == {}
    assert not Notice.objects.filter(template="application_changed").exists()
    assert change(who, row) == 1


def test_a_document_whose_day_is_mended_is_handed_in_anew_with_its_file(who, row):
    begin(who, row)
    typed = Application.objects.get().draft["typed"]["documents"]
    save(who, row, "documents", **typed | {"issued_on.national_tax_certificate": ["2025-03-19"]})
    change(who, row)
    rows = ApplicationDocument.objects.filter(document="national_tax_certificate").order_by("pk")
    assert [(r.state, str(r.issued_on)) for r in rows] == [
        ("replaced", "2025-03-20"),
        ("handed_in", "2025-03-19"),
    ]
    assert rows[0].file_id == rows[1].file_id


def test_a_change_left_be_leaves_everything_as_it_was(who, row):
    begin(who, row)
    save(who, row, "executors", **{"rank.snail": ["1"]})
    drop_change(actor=who, now=LATER, application_id=row.pk)
    drop_change(actor=who, now=LATER, application_id=row.pk)
    new = Application.objects.get()
    assert (new.draft, new.choices, new.revision) == ({}, ["acorn", "otter"], 1)


def test_after_the_window_nothing_is_changed(who, row):
    begin(who, row)
    save(who, row, "executors", **{"rank.snail": ["1"]})
    for late in (lambda: begin(who, row, AFTER_CLOSING), lambda: change(who, row, AFTER_CLOSING)):
        with pytest.raises(Refused) as refused:
            late()
        assert code(refused) == "apply.closed"
    assert Application.objects.get().choices == ["acorn", "otter"]


@pytest.mark.parametrize(
    ("step", "typed", "expected"),
    [
        ("executors", {}, "choices.none"),
        ("consents", CONSENTS | {"consent.use": ["no"]}, "consent.required"),
    ],
)
def test_a_change_must_be_whole_too(who, row, step, typed, expected):
    begin(who, row)
    save(who, row, step, **typed)
    with pytest.raises(Refused) as refused:
        change(who, row)
    assert code(refused) == expected
    assert (Application.objects.get().revision, Revision.objects.count()) == (1, 1)


def test_a_change_that_makes_one_ineligible_is_refused(who, row):
    begin(who, row)
    update_profile(
        actor=who,
        now=LATER,
        merchant_id=row.merchant_id,
        version=row.merchant.version,
        facts={"tax_arrears": True},
    )
    with pytest.raises(Refused) as refused:
        change(who, row)
    assert code(refused) == "apply.ineligible"
    assert Application.objects.get().verdict == "eligible"


def test_a_change_is_made_under_the_version_in_force(who, row):
    begin(who, row)
    newer = published(library_bytes("tops-2025").replace(b"reserve_length: 60", b"reserve_length: 50"))
    save(who, row, "executors", **{"rank.snail": ["1"]})
    change(who, row)
    assert Application.objects.get().version_id == newer.pk


def test_others_change_nothing(who, row):
    begin(who, row)
    for other in (signed_up("two@test.example"), person("officer")):
        for what in (begin, change):
            with pytest.raises(NotAllowed):
                what(other, row)
        with pytest.raises(NotAllowed):
            drop_change(actor=other, now=LATER, application_id=row.pk)
        with pytest.raises(NotAllowed):
            withdraw_application(actor=other, now=LATER, application_id=row.pk)
    assert Application.objects.get().draft["purpose"] == "change"


def test_an_accepted_application_is_not_changed_any_more(who, row):
    begin(who, row)
    with act("test.accept", actor=SYSTEM, now=LATER) as this:
        move(this, APPLICATION_STATES, Application, [row.pk], "accept")
    for what in (begin, change):
        with pytest.raises(Refused) as refused:
            what(who, row)
        assert code(refused) == "change.state"
    assert working_draft(Application.objects.get(), loaded(row.version).programme) is None


@pytest.mark.django_db(transaction=True)
def test_changed_twice_at_once_is_one_revision():
    published()
    who = signed_up("one@test.example")
    row = handed_in(who)
    begin(who, row)
    save(who, row, "executors", **{"rank.snail": ["1"]})
    assert twice_at_once(lambda: change(who, row)) == [2, 2]
    assert Revision.objects.count() == 2
    assert Notice.objects.filter(template="application_changed").count() == 1


# --- withdrawing ------------------------------------------------------------------------------------


def withdraw(who, row, now=LATER, reason="") -> None:
    withdraw_application(actor=who, now=now, application_id=row.pk, reason=reason)


def test_a_withdrawal_keeps_everything_and_frees_the_business(who, row):
    withdraw(who, row, reason=" 사정이 생겼습니다 ")
    withdraw(who, row)
    new = Application.objects.get()
    assert (new.state, new.application_no, new.facts, new.choices) == (
        "withdrawn", row.application_no, row.facts, row.choices,
    )  # fmt: skip
    event = Event.objects.get(act="application.withdraw", subject="application")
    assert event.reason == "사정이 생겼습니다"
    assert Notice.objects.filter(template="application_withdrawn").count() == 1
    again = draft_application(actor=who, now=LATER, programme="tops-2025", merchant_id=row.merchant_id)
    assert again != row.pk


def test_a_supplement_asked_for_falls_away_with_it(who, row):
    asked = Supplement.objects.create(
        application=row, items=[], asked_at=NOW, due_at=LATER + timedelta(days=7)
    )
    with act("test.ask", actor=SYSTEM, now=NOW) as this:
        move(this, APPLICATION_STATES, Application, [row.pk], "ask_supplement")
    withdraw(who, row)
    asked.refresh_from_db()
    assert (Application.objects.get().state, asked.state) == ("withdrawn", "cancelled")


def test_after_the_window_one_may_withdraw_too(who, row):
    withdraw(who, row, AFTER_CLOSING)
    assert Application.objects.get().state == "withdrawn"


def test_a_draft_is_put_away_not_withdrawn(who):
    draft = drafted(who, complete(merchant(1, owner=who)))
    with pytest.raises(Refused) as refused:
        withdraw(who, draft)
    assert code(refused) == "withdraw.state"
    assert Application.objects.get().state == "draft"


def test_where_the_call_says_so_nothing_is_withdrawn(db):
    published(library_bytes("tops-2025").replace(b"  withdraw: true", b"  withdraw: false"))
    who = signed_up("one@test.example")
    row = handed_in(who)
    with pytest.raises(Refused) as refused:
        withdraw(who, row)
    assert code(refused) == "withdraw.rights"
    assert Application.objects.get().state == "submitted"


@pytest.mark.django_db(transaction=True)
def test_withdrawn_twice_at_once_is_once():
    published()
    who = signed_up("one@test.example")
    row = handed_in(who)
    assert twice_at_once(lambda: withdraw(who, row)) == [None, None]
    assert Event.objects.filter(act="application.withdraw", subject="application").count() == 1
