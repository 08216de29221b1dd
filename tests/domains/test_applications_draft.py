"""A draft: begun once, saved as typed, not written over by an older window, moved to the newest version."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.db import connection
from tests.domains.at_once import twice_at_once
from tests.domains.builders import AFTER_CLOSING, application, merchant, published, signed_up
from tests.domains.drafts import PDF, drafted
from tests.domains.people import NOW, person

from dure.domains.accounts.refusals import NotAllowed
from dure.domains.applications.models import Application
from dure.domains.applications.services.discard import discard_application
from dure.domains.applications.services.draft import draft_application
from dure.domains.applications.services.draft_file import put_file
from dure.domains.applications.services.draft_move import move_draft
from dure.domains.applications.services.draft_save import Saved, opened, save_draft
from dure.domains.events.models import Event
from dure.domains.uploads.models import StoredFile
from dure.engine.problems import Refused
from dure.library import library_bytes

CHANGED = library_bytes("tops-2025").replace(b"reserve_length: 60", b"reserve_length: 50")


@pytest.fixture
def world(db):
    version = published()
    who = signed_up("one@test.example")
    return version, who, merchant(1, owner=who)


def begin(who, shop, now=NOW, programme="tops-2025") -> int:
    return draft_application(actor=who, now=now, programme=programme, merchant_id=shop.pk)


def save(
    who, draft: int, counter: int, tab: str = "a", step: str = "executors", last=False, **typed
) -> Saved:
    return save_draft(
        actor=who,
        now=NOW,
        application_id=draft,
        step=step,
        typed=typed or {"rank.acorn": ["1"]},
        counter=counter,
        tab=tab,
        last=last,
    )


def code(refused: pytest.ExceptionInfo[Refused]) -> str:
    (problem,) = refused.value.problems
    return problem.code


def test_a_draft_is_begun_once(world):
    version, who, shop = world
    made = begin(who, shop)
    assert begin(who, shop, NOW + timedelta(days=1)) == made
    row = Application.objects.get()
    assert (row.state, row.version_id, row.made_by_id, row.application_no) == (
        "draft", version.pk, who.user_id, None,
    )  # fmt: skip
    assert row.draft == {"purpose": "apply", "counter": 0}
    assert Event.objects.filter(act="application.draft").count() == 1


@pytest.mark.parametrize(
    ("now", "expected"),
    [
        (NOW - timedelta(days=30), "apply.not_open"),
        (AFTER_CLOSING, "apply.closed"),
    ],
)
def test_outside_the_window_nothing_is_begun(world, now, expected):
    _, who, shop = world
    with pytest.raises(Refused) as refused:
        begin(who, shop, now)
    assert code(refused) == expected
    assert not Application.objects.exists()


def test_the_window_is_half_open(world):
    version, who, shop = world
    with pytest.raises(Refused):
        begin(who, shop, version.closes_at)
    assert begin(who, shop, version.opens_at)


def test_who_has_applied_is_led_there_and_an_unknown_call_is_none(world):
    version, who, shop = world
    with pytest.raises(Refused) as refused:
        begin(who, shop, programme="nothing-2025")
    assert code(refused) == "apply.unknown"
    there = application(shop, version)
    with pytest.raises(Refused) as refused:
        begin(who, shop)
    assert code(refused) == "apply.already"
    assert refused.value.problems[0].params == {"application": there.pk}


def test_after_a_withdrawal_one_begins_anew(world):
    version, who, shop = world
    old = application(shop, version, state="withdrawn")
    assert begin(who, shop) != old.pk


def test_others_begin_and_save_nothing(world):
    _, who, shop = world
    made = begin(who, shop)
    for other in (signed_up("two@test.example"), person("officer")):
        with pytest.raises(NotAllowed):
            begin(other, shop)
        with pytest.raises(NotAllowed):
            save(other, made, 0)
        with pytest.raises(NotAllowed):
            put_file(actor=other, now=NOW, application_id=made, document="brand_plan", name="a", content=PDF)
        with pytest.raises(NotAllowed):
            discard_application(actor=other, now=NOW, application_id=made)
    assert Application.objects.get().draft == {"purpose": "apply", "counter": 0}


def test_what_is_typed_is_kept_right_or_wrong(world):
    _, who, shop = world
    made = begin(who, shop)
    assert save(who, made, 0, **{"rank.acorn": ["99"]}) == Saved(1, NOW)
    assert save(who, made, 1, **{"rank.acorn": ["viel"]}) == Saved(2, NOW)
    draft = Application.objects.get().draft
    assert draft["typed"] == {"executors": {"rank.acorn": ["viel"]}}
    assert (draft["counter"], draft["saved_at"]) == (2, NOW.isoformat())
    assert not Event.objects.filter(act="application.save_draft").exists()


def test_contacts_are_encrypted_in_a_draft(world):
    _, who, shop = world
    made = begin(who, shop)
    save(who, made, 0, step="eligibility", phone=["010-1234-5678"], employees=["3"])
    with connection.cursor() as cursor:
        cursor.execute("SELECT draft::text FROM applications_application")
        kept = cursor.fetchone()[0]
    assert "1234-5678" not in kept
    typed = Application.objects.get().draft["typed"]["eligibility"]
    assert opened(typed) == {"phone": ["010-1234-5678"], "employees": ["3"]}


def test_an_older_window_does_not_write_over_a_newer_one(world):
    _, who, shop = world
    made = begin(who, shop)
    save(who, made, 0, tab="a")
    with pytest.raises(Refused) as refused:
        save(who, made, 0, tab="b", **{"rank.otter": ["1"]})
    assert code(refused) == "draft.newer"
    assert Application.objects.get().draft["typed"]["executors"] == {"rank.acorn": ["1"]}
    save(who, made, 1, tab="b", **{"rank.otter": ["1"]})
    assert Application.objects.get().draft["typed"]["executors"] == {"rank.otter": ["1"]}


def test_a_window_does_not_stand_in_its_own_way_until_its_page_is_left(world):
    _, who, shop = world
    made = begin(who, shop)
    save(who, made, 0, tab="a")
    save(who, made, 0, tab="a")  # its next saving went off before the first was answered
    save(who, made, 0, tab="a", last=True)
    with pytest.raises(Refused) as refused:
        save(who, made, 0, tab="a", **{"rank.otter": ["1"]})
    assert code(refused) == "draft.newer"


def test_another_step_in_another_window_is_no_conflict(world):
    _, who, shop = world
    made = begin(who, shop)
    save(who, made, 0, tab="a")
    assert save(who, made, 0, tab="b", step="consents", **{"consent.use": ["yes"]}).counter == 2


def test_what_no_form_of_ours_sends_is_not_kept(world):
    _, who, shop = world
    made = begin(who, shop)
    for bad in ({"step": "other"}, {"x": ["y" * 20_001]}, {"x": ["y"] * 501}):
        with pytest.raises(Refused) as refused:
            save(who, made, 0, **bad)
        assert code(refused) == "draft.form"
    assert Application.objects.get().draft["counter"] == 0


def test_a_file_is_put_in_and_taken_out(world):
    _, who, shop = world
    made = begin(who, shop)
    put_file(actor=who, now=NOW, application_id=made, document="brand_plan", name="소개.pdf", content=PDF)
    entry = Application.objects.get().draft["files"]["brand_plan"]
    file = StoredFile.objects.get()
    assert (entry["id"], entry["size"], file.name, file.purpose) == (
        str(file.pk), len(PDF), "소개.pdf", "document",
    )  # fmt: skip
    assert "소개" not in entry["name"]
    put_file(actor=who, now=NOW, application_id=made, document="brand_plan", name="", content=None)
    assert Application.objects.get().draft["files"] == {}


@pytest.mark.parametrize(
    ("document", "content", "expected"),
    [
        ("other", PDF, "document.unknown"),
        ("brand_plan", b"", "file.empty"),
        ("brand_plan", b"MZ\x90\x00\x03", "file.type"),
        ("brand_plan", b"%PDF-" + b"0" * (20 * 1024 * 1024), "file.large"),
    ],
)
def test_a_file_that_cannot_be_taken_leaves_nothing(world, document, content, expected):
    _, who, shop = world
    made = begin(who, shop)
    with pytest.raises(Refused) as refused:
        put_file(actor=who, now=NOW, application_id=made, document=document, name="a.pdf", content=content)
    assert code(refused) == expected
    assert not StoredFile.objects.exists()
    assert "files" not in Application.objects.get().draft


def test_a_draft_put_away_is_gone_and_another_is_begun(world):
    _, who, shop = world
    made = begin(who, shop)
    save(who, made, 0)
    discard_application(actor=who, now=NOW, application_id=made)
    discard_application(actor=who, now=NOW, application_id=made)
    row = Application.objects.get()
    assert (row.state, row.draft) == ("discarded", {})
    with pytest.raises(Refused) as refused:
        save(who, made, 1)
    assert code(refused) == "draft.gone"
    assert begin(who, shop) != made
    assert Event.objects.filter(act="application.discard").count() == 1


def test_what_was_handed_in_is_not_put_away(world):
    version, who, shop = world
    there = application(shop, version)
    with pytest.raises(Refused) as refused:
        discard_application(actor=who, now=NOW, application_id=there.pk)
    assert code(refused) == "discard.handed_in"
    assert Application.objects.get().state == "submitted"


def test_a_draft_moves_to_the_newest_version_and_remembers_the_first(world):
    version, who, shop = world
    made = drafted(who, shop).pk
    assert not move_draft(actor=who, now=NOW, application_id=made)
    newer = published(CHANGED)
    assert move_draft(actor=who, now=NOW, application_id=made)
    assert not move_draft(actor=who, now=NOW, application_id=made)
    newest = published(CHANGED.replace(b"reserve_length: 50", b"reserve_length: 40"))
    assert move_draft(actor=who, now=NOW, application_id=made)
    row = Application.objects.get()
    assert row.version_id == newest.pk != newer.pk
    assert row.draft["moved_from"] == version.pk
    assert row.draft["typed"]["executors"]["rank.acorn"] == ["1"]


def test_what_was_handed_in_stays_under_its_version(world):
    version, who, shop = world
    there = application(shop, version)
    published(CHANGED)
    assert not move_draft(actor=who, now=NOW, application_id=there.pk)
    assert Application.objects.get().version_id == version.pk


@pytest.mark.django_db(transaction=True)
def test_begun_twice_at_once_is_one_draft():
    published()
    who = signed_up("one@test.example")
    shop = merchant(1, owner=who)
    found = twice_at_once(lambda: begin(who, shop))
    assert found[0] == found[1] == Application.objects.get().pk


@pytest.mark.django_db(transaction=True)
def test_of_two_windows_at_once_one_is_told():
    published()
    who = signed_up("one@test.example")
    made = begin(who, merchant(1, owner=who))
    found = twice_at_once(
        lambda: save(who, made, 0, tab="a"), lambda: save(who, made, 0, tab="b", **{"rank.otter": ["1"]})
    )
    assert sorted(type(f).__name__ for f in found) == ["Refused", "Saved"]
    assert Application.objects.get().draft["counter"] == 1
