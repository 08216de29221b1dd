"""Nominations and lists of applicants, each run twice."""

from __future__ import annotations

from tests.domains.builders import AFTER_CLOSING, business_number, signed_up
from tests.domains.lists import checked, handed_in, imported, row, sheet
from tests.domains.people import NOW, person
from tests.domains.reviews import TOPS, staff
from tests.domains.twice.scenario import Call, twice

from dure.domains.accounts.actors import SignedActor
from dure.domains.applications.models import Application, Nomination
from dure.domains.applications.services.check_import import check_import
from dure.domains.applications.services.confirm_nomination import confirm_nomination
from dure.domains.applications.services.decline_nomination import decline_nomination
from dure.domains.applications.services.import_applicants import import_applicants
from dure.domains.applications.services.import_applicants_confirm import import_applicants_confirm
from dure.domains.applications.services.import_applicants_drop import import_applicants_drop
from dure.domains.applications.services.import_applicants_start import import_applicants_start
from dure.domains.applications.services.import_applicants_stop import import_applicants_stop
from dure.domains.applications.services.import_applicants_tell import import_applicants_tell
from dure.domains.applications.services.lapse_nominations import lapse_nominations
from dure.domains.applications.services.nominate import nominate
from dure.domains.applications.services.order_nominations import order_nominations
from dure.domains.applications.services.take_back_nomination import take_back_nomination
from dure.domains.notices.models import Notice


def name_it(key: str) -> int:
    return nominate(
        actor=staff(), now=NOW, programme=TOPS, executor="acorn", business_no=business_number(77),
        name="새싹공방", email="sprout@merchant.example", phone="010-1234-5678", reason="뛰어납니다.",
        key=key,
    )  # fmt: skip


def token() -> str:
    name_it("k")
    return Notice.objects.filter(template="nomination").latest("id").secret.split("/")[2]


@twice(nominate, "call")
def _nominate() -> Call:
    staff()
    return lambda: name_it("form")


@twice(nominate, "call")
def _nominate_from_two_forms() -> Call:
    staff()
    keys = iter("abcdef")
    return lambda: name_it(next(keys))


@twice(confirm_nomination, "call")
def _confirm_nomination() -> Call:
    who, secret = signed_up("three@test.example"), token()
    return lambda: confirm_nomination(actor=who, now=NOW, token=secret)


@twice(decline_nomination, "call")
def _decline_nomination() -> Call:
    secret = token()
    return lambda: decline_nomination(actor=SignedActor(), now=NOW, token=secret, because="no_time")


@twice(take_back_nomination, "call")
def _take_back_nomination() -> Call:
    who, one = staff(), name_it("k")
    return lambda: take_back_nomination(actor=who, now=NOW, nomination_id=one)


@twice(order_nominations, "call")
def _order_nominations() -> Call:
    who, one = staff(), name_it("k")
    Nomination.objects.filter(pk=one).update(state="confirmed")
    places: dict[int, int | None] = {one: 1}
    return lambda: order_nominations(
        actor=who, now=NOW, programme=TOPS, executor="acorn", places=places, reason="성장"
    )


@twice(lapse_nominations, "call")
def _lapse_nominations() -> Call:
    name_it("k")
    assert Nomination.objects.filter(state="open").count() == 1
    return lambda: lapse_nominations(now=AFTER_CLOSING)


# --- lists of applicants --------------------------------------------------------------------------


def content() -> bytes:
    return sheet(row(11), row(12), row(13, 사업자상태="모름"))


@twice(import_applicants_start, "call")
def _import_applicants_start() -> Call:
    who = person()
    return lambda: import_applicants_start(
        actor=who, now=NOW, programme=TOPS, name="list.csv", content=content(), language="ko"
    )


@twice(check_import, "call")
def _check_import() -> Call:
    run = handed_in(person(), content())
    return lambda: check_import(now=NOW, run_id=run, language="ko")


@twice(import_applicants_confirm, "call")
def _import_applicants_confirm() -> Call:
    who = person()
    run = checked(who, content()).pk
    return lambda: import_applicants_confirm(actor=who, now=NOW, run_id=run, without_bad=True)


@twice(import_applicants, "call")
def _import_applicants() -> Call:
    who = person()
    run = checked(who, content()).pk
    import_applicants_confirm(actor=who, now=NOW, run_id=run, without_bad=True)
    user = who.user_id
    assert user is not None
    return lambda: import_applicants(now=NOW, run_id=run, user_id=user)


@twice(import_applicants_tell, "call")
def _import_applicants_tell() -> Call:
    who = person()
    run = imported(who, content()).pk
    user, made = who.user_id, list(Application.objects.values_list("pk", flat=True))
    assert user is not None
    assert made
    return lambda: import_applicants_tell(now=NOW, run_id=run, user_id=user, application_ids=made)


@twice(import_applicants_drop, "call")
def _import_applicants_drop() -> Call:
    who = person()
    run = checked(who, content()).pk
    return lambda: import_applicants_drop(actor=who, now=NOW, run_id=run)


@twice(import_applicants_stop, "call")
def _import_applicants_stop() -> Call:
    who = person()
    run = checked(who, content()).pk
    import_applicants_confirm(actor=who, now=NOW, run_id=run, without_bad=True)
    return lambda: import_applicants_stop(now=NOW, run_id=run, error=ValueError("of a test"))
