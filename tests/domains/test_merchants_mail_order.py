"""The register of mail-order businesses, asked for a merchant: its number stands for the document."""

from __future__ import annotations

from datetime import timedelta

import pytest
from tests.domains.builders import merchant, signed_up
from tests.domains.people import NOW, person

from dure.domains.accounts.refusals import NotAllowed
from dure.domains.applications.deciding import is_told_by_register
from dure.domains.events.act import act
from dure.domains.events.models import Event
from dure.domains.merchants.models import Merchant
from dure.domains.merchants.services.ask_mail_order import ask_mail_order
from dure.engine.problems import Refused
from dure.engine.programme.models.documents import Document
from dure.engine.programme.models.values import Text

pytestmark = pytest.mark.django_db
REGISTER = Text(ko="공정거래위원회 통신판매사업자 조회", en="Register of mail-order businesses")
REPORT = Document(id="report", title=REGISTER, taken_from=REGISTER)


def shop(sixth: str = "0", **facts) -> Merchant:
    """Return a merchant of whose number the sixth digit is told: the stub's answer follows from it."""
    made = merchant(1, owner=signed_up("owner@test.example"), **facts)
    Merchant.objects.filter(pk=made.pk).update(business_no=f"10100{sixth}0011")
    return Merchant.objects.get(pk=made.pk)


def asked(one: Merchant, now=NOW, who=None) -> str:
    return ask_mail_order(actor=who or signed_up("owner@test.example"), now=now, merchant_id=one.pk)


def test_the_number_of_the_register_stands_in_the_profile_with_where_it_came_from():
    one = shop(mail_order_no=None)
    assert asked(one) == "2023-가상-0001"
    found = Merchant.objects.get(pk=one.pk)
    assert (found.mail_order_no, found.has_mail_order_no) == ("2023-가상-0001", True)
    assert found.origins["mail_order_no"] == ["fair_trade", NOW.isoformat()]
    assert found.version == one.version + 1
    told = Event.objects.get(act="merchant.ask_mail_order")
    assert told.details == {"register": "mail_order", "changed": ["mail_order_no"]}


def test_asked_again_within_a_minute_it_is_what_is_known_and_later_it_is_checked_anew():
    one = shop()
    asked(one)
    asked(one, NOW + timedelta(seconds=59))
    assert Event.objects.filter(act="merchant.ask_mail_order").count() == 1
    asked(one, NOW + timedelta(minutes=1))
    assert (
        Merchant.objects.get(pk=one.pk).origins["mail_order_no"][1]
        == (NOW + timedelta(minutes=1)).isoformat()
    )


@pytest.mark.parametrize("sixth", ["7", "9"])
def test_what_the_register_does_not_have_in_operation_changes_nothing(sixth):
    one = shop(sixth, mail_order_no="2020-서울중구-0009")
    with pytest.raises(Refused) as told:
        asked(one)
    assert [p.code for p in told.value.problems] == ["mail_order.not_there"]
    found = Merchant.objects.get(pk=one.pk)
    assert (found.mail_order_no, found.version, found.origins) == (
        one.mail_order_no,
        one.version,
        one.origins,
    )


def test_others_may_not_ask_and_officers_may():
    one = shop()
    for who in (signed_up("other@test.example"), person("reviewer")):
        with pytest.raises(NotAllowed):
            asked(one, who=who)
    assert Merchant.objects.get(pk=one.pk).version == one.version
    assert asked(one, who=person("officer")) == "2023-가상-0001"


def test_the_register_is_never_asked_within_an_act():
    one = shop()
    with pytest.raises(RuntimeError), act("test", actor=person("officer"), now=NOW):
        asked(one)


@pytest.mark.parametrize(
    ("settings_told", "code"),
    [
        ({"DURE_FTC_STUB": False}, "mail_order.none"),
        ({"DURE_FTC_URL": "http://127.0.0.1:9/x"}, "mail_order.unreachable"),
    ],
)
def test_without_a_register_a_file_is_asked_for(settings, settings_told, code):
    one = shop()
    for name, value in settings_told.items():
        setattr(settings, name, value)
    with pytest.raises(Refused) as told:
        asked(one)
    assert [p.code for p in told.value.problems] == [code]


@pytest.mark.parametrize(
    ("origin", "number", "is_told"),
    [
        ("fair_trade", "2023-가상-0001", True),
        ("told", "2023-가상-0001", False),
        ("fair_trade", None, False),
        ("fair_trade", "", False),
    ],
)
def test_only_what_the_register_told_stands_for_the_document(origin, number, is_told):
    application = {
        "origins": {"mail_order_no": [origin, NOW.isoformat()]},
        "facts": {"mail_order_no": number},
    }
    assert is_told_by_register(REPORT, application) is is_told
    assert not is_told_by_register(REPORT, {"origins": {}, "facts": {}})
