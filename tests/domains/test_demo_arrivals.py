"""What the demo shows of a first-come call and of documents of a stage: an old proof, one asked for again."""

from __future__ import annotations

from datetime import date

import pytest
from tests.domains.people import NOW

from dure.domains.accounts.actors import SignedActor, actor_of
from dure.domains.accounts.models import User
from dure.domains.accounts.services.sign_up import sign_up
from dure.domains.applications.ageing import ages_of
from dure.domains.applications.arrivals import places_left
from dure.domains.applications.models import Application
from dure.domains.merchants.services.register import register_merchant
from dure.domains.programmes.queries import call
from dure.domains.selection.queries_stage_documents import documented_case, held_by
from dure.service.demo import arrivals, documents, load_demo
from dure.service.demo.invented import shop
from dure.service.demo.scene import at, bring_in

SHOPS = (1, 6)


@pytest.fixture
def people(db, settings, tmp_path) -> tuple[SignedActor, SignedActor, SignedActor]:
    """Return an officer and two who act for shops that a list has brought in."""
    settings.DURE_VIRUS_SCAN = False
    settings.DURE_PRIVATE_FILES = tmp_path
    load_demo()
    officer = actor_of(User.objects.get(email="officer@demo.example").pk, NOW)
    bring_in(officer, at("2025-03-18T10:00:00"), "tops-2025", SHOPS, 0, ())
    found = []
    for n in SHOPS:
        email = f"owner{n}@demo.example"
        sign_up(now=at("2025-01-02T09:00:00"), email=email, password="dure-demo-2025")
        who = actor_of(User.objects.get(email=email).pk, NOW)
        made = shop(n)
        register_merchant(
            actor=who, now=at("2025-03-10T09:00:00"), business_no=made.profile["business_no"],
            name=made.profile["name"], owner_name=made.owner_name,
            opened_on=date.fromisoformat(made.profile["opened_on"]),
        )  # fmt: skip
        found.append(who)
    return officer, found[0], found[1]


def test_the_first_come_call_of_the_demo_has_three_places_left_an_old_proof_and_a_supplement(people):
    officer, first, second = people
    arrivals.load_arrivals(officer, first, second)
    called = call(officer, NOW, arrivals.PROGRAMME)
    assert called is not None
    left = places_left(called.loaded.programme)
    assert left is not None
    assert (left.quota, left.left, left.refuses) == (15, 3, True)
    own = Application.objects.filter(programme=arrivals.PROGRAMME).order_by("-pk")[:2]
    assert [one.state for one in own] == ["supplementing", "submitted"]
    asked = called.loaded.programme.application_documents
    old = ages_of(asked, [one.pk for one in own], date(2025, 3, 24))
    assert old == {own[1].pk: ("issued_long_ago",)}


def test_of_the_documents_of_a_stage_one_waits_one_is_asked_for_again_and_one_is_missing(people):
    officer, _first, second = people
    documents.load_stage_documents(second, officer)
    mine = Application.objects.get(programme=documents.PROGRAMME, name=shop(6).profile["name"])
    case = documented_case(documents.PROGRAMME, documents.STAGE)
    held = held_by(case, [mine.pk], NOW)[mine.pk]
    assert [(one.document.id, one.row and one.row.state, one.is_asked_again) for one in held] == [
        ("broadcast_plan", "handed_in", False),
        ("sales_record", "refused", True),
        ("product_photos", None, False),
    ]
