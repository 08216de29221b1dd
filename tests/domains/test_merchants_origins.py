"""Each value of a profile knows where it came from and when."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from tests.domains.builders import business_number, merchant, published, signed_up
from tests.domains.lists import HEADERS, MORE, imported, row, sheet
from tests.domains.people import NOW, person

from dure.domains.applications.models import Application
from dure.domains.merchants.models import Merchant
from dure.domains.merchants.origins import with_origin
from dure.domains.merchants.services.refresh_status import refresh_status
from dure.domains.merchants.services.register import register_merchant
from dure.domains.merchants.services.update_profile import update_profile
from dure.engine.problems import Refused

pytestmark = pytest.mark.django_db
LATER = NOW + timedelta(days=3)
TOLD, TOLD_LATER = ["told", NOW.isoformat()], ["told", LATER.isoformat()]


def origins(of: Merchant) -> dict[str, list[str]]:
    return dict(Merchant.objects.values_list("origins", flat=True).get(pk=of.pk))


def test_what_is_told_says_so_and_what_is_told_again_keeps_its_day():
    shop = merchant(1, owner=(who := signed_up("one@test.example")), employees=None, ksic=None)
    facts = {"employees": 3.0, "ksic": "47911", "closed_on": None, "has.closed_on": False}
    update_profile(actor=who, now=NOW, merchant_id=shop.pk, version=1, facts=facts)
    assert origins(shop) == {"employees": TOLD, "ksic": TOLD, "ksic_revision": TOLD}
    facts |= {"employees": 4.0}
    update_profile(actor=who, now=LATER, merchant_id=shop.pk, version=2, facts=facts)
    assert origins(shop) == {"employees": TOLD_LATER, "ksic": TOLD, "ksic_revision": TOLD}


def test_none_is_a_value_with_an_origin_and_what_is_not_known_has_none():
    shop = merchant(1, owner=(who := signed_up("one@test.example")), has_channels=None)
    none = {"channels": None, "has.channels": False}
    update_profile(actor=who, now=NOW, merchant_id=shop.pk, version=1, facts=none)
    assert origins(shop) == {"channels": TOLD}
    unknown = {"channels": None, "has.channels": None}
    update_profile(actor=who, now=LATER, merchant_id=shop.pk, version=2, facts=unknown)
    assert origins(shop) == {}


def test_an_emptied_value_loses_its_origin():
    known = {"employees": TOLD, "channels": TOLD, "name": TOLD}
    changed = {"employees": None, "channels": None, "has_channels": False, "name": "", "phone": "1"}
    assert with_origin(known, changed, "import", LATER) == {"channels": ["import", LATER.isoformat()]}


def test_a_refused_change_changes_no_origin():
    shop = merchant(1, owner=(who := signed_up("one@test.example")))
    with pytest.raises(Refused):
        update_profile(actor=who, now=NOW, merchant_id=shop.pk, version=1, facts={"employees": -1.0})
    assert origins(shop) == {}


def test_the_tax_service_stands_behind_what_it_confirmed_at_registration():
    who = signed_up("one@test.example")
    made = register_merchant(
        actor=who,
        now=NOW,
        business_no=business_number(7),
        name="두레상회",
        owner_name="김가상",
        opened_on=date(2019, 5, 1),
    )
    checked = ["tax_service", NOW.isoformat()]
    assert origins(Merchant.objects.get(pk=made.merchant_id)) == {
        "name": TOLD,
        "opened_on": checked,
        "business_status": checked,
        "closed_on": checked,
    }


def test_asked_anew_it_is_checked_anew_even_where_nothing_changed():
    shop = merchant(1, owner=(who := signed_up("one@test.example")))
    refresh_status(actor=who, now=LATER, merchant_id=shop.pk)
    assert origins(shop)["business_status"] == ["tax_service", LATER.isoformat()]


def test_a_list_stands_behind_what_it_filled_and_nothing_else():
    published()
    known = merchant(1, annual_sales=None)
    Merchant.objects.filter(pk=known.pk).update(origins={"employees": TOLD})
    imported(person("officer"), sheet(row(1), row(2, 상호=""), headers=(*HEADERS, *MORE)))
    brought = ["import", NOW.isoformat()]
    assert origins(known) == {"employees": TOLD, "annual_sales": brought}
    new = Merchant.objects.exclude(pk=known.pk).get()
    told = (
        "ksic",
        "ksic_revision",
        "region",
        "business_status",
        "employees",
        "annual_sales",
        "mail_order_no",
    )
    told += ("tax_arrears", "sanctioned_until")
    assert new.origins == dict.fromkeys(told, brought)
    # An application is made of what the list tells, and of what was known where it is silent.
    made = Application.objects.get(merchant=known)
    assert made.origins == dict.fromkeys((*told, "name"), brought)
