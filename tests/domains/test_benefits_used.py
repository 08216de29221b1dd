"""Grants in use: sessions that two sides confirm, what is valued, devices with their proofs."""

from __future__ import annotations

import hashlib
from datetime import timedelta

import pytest
from tests.domains.agreeing import PDF
from tests.domains.granting import (
    GRANTS,
    THEN,
    TODAY,
    entitled,
    grant_of,
    granted,
    held,
    officer,
    owner,
    staff,
    with_money,
)
from tests.domains.people import person

from dure.domains.accounts.actors import SYSTEM
from dure.domains.accounts.refusals import NotAllowed
from dure.domains.benefits.models import Device, DeviceProof, Grant, GrantUse
from dure.domains.benefits.services.add_proof import add_proof
from dure.domains.benefits.services.decide_device import decide_device
from dure.domains.benefits.services.decide_use import decide_use
from dure.domains.benefits.services.drop_use import drop_use
from dure.domains.benefits.services.end_grant import end_grant
from dure.domains.benefits.services.end_lost import end_lost
from dure.domains.benefits.services.expire_grants import expire_grants
from dure.domains.benefits.services.install_device import Installed, install_device
from dure.domains.benefits.services.plan_use import plan_use
from dure.domains.benefits.services.report_use import Used, report_use
from dure.domains.claims.sources import OF_MERCHANTS, OF_PROVIDERS, benefits_on
from dure.domains.events.act import act
from dure.domains.events.models import Event
from dure.domains.funds.entitling import entitled_on
from dure.domains.funds.evidence import Key, use_evidence, used_for
from dure.domains.payments.models import Payable
from dure.domains.selection.models import Place
from dure.engine.problems import Refused

pytestmark = pytest.mark.django_db(transaction=True)
LATER = THEN + timedelta(days=3)
SESSION = Used(TODAY, "브랜드 진단")


def codes(refused: pytest.ExceptionInfo[Refused]) -> list[str]:
    return [problem.code for problem in refused.value.problems]


@pytest.fixture
def _consulting():
    held(2)
    with_money()
    granted("consulting")


def reported(n: int = 1, **more: object) -> int:
    return report_use(
        actor=staff(), now=LATER, grant_id=grant_of(n, "consulting").pk, used=SESSION, **more,
    )  # fmt: skip


@pytest.mark.usefixtures("_consulting")
def test_sessions_are_planned_held_and_confirmed_by_the_other_side():
    grant = grant_of(1, "consulting")
    when = THEN + timedelta(days=1)
    first = plan_use(actor=staff(), now=THEN, grant_id=grant.pk, at=when)
    assert plan_use(actor=staff(), now=THEN, grant_id=grant.pk, at=when) == first
    report_use(
        actor=staff(), now=LATER, grant_id=grant.pk, used=SESSION, use_id=first, name="a.pdf", content=PDF
    )
    assert grant_of(1, "consulting").state == "in_use"
    with pytest.raises(NotAllowed):
        decide_use(actor=staff(), now=LATER, use_id=first, name="confirm")
    decide_use(actor=owner(1), now=LATER, use_id=first, name="confirm")
    second = reported()
    decide_use(actor=owner(1), now=LATER, use_id=second, name="dispute", answer="열리지 않았습니다.")
    with pytest.raises(Refused) as refused:
        reported()
    assert codes(refused) == ["benefits.no_units"]
    with pytest.raises(Refused) as refused:
        end_grant(actor=officer(), now=LATER, grant_id=grant.pk, cancelled=False, reason="끝")
    assert codes(refused) == ["benefits.open_uses"]
    decide_use(actor=officer(), now=LATER, use_id=second, name="refuse", answer="열리지 않았습니다.")
    third = reported()
    decide_use(actor=officer(), now=LATER, use_id=third, name="confirm", answer="출석부를 확인했습니다.")
    assert grant_of(1, "consulting").state == "evidenced"
    owed = Payable.objects.order_by("pk")
    assert [(one.cause, one.won, one.payee.code, one.state) for one in owed] == [
        (f"grant-use/{first}", 200_000, "acorn", "waiting"),
        (f"grant-use/{third}", 200_000, "acorn", "waiting"),
    ]
    assert set(owed[0].involved) == {staff().user_id, owner(1).user_id, officer().user_id}
    assert entitled(1, "consulting") == {"government": 0, "province": 0}
    with pytest.raises(Refused) as refused:
        end_grant(actor=officer(), now=LATER, grant_id=grant.pk, cancelled=True, reason="끝")
    assert codes(refused) == ["benefits.held"]
    assert end_grant(actor=officer(), now=LATER, grant_id=grant.pk, cancelled=False, reason="끝") == 0


@pytest.mark.usefixtures("_consulting")
def test_a_planned_session_that_is_dropped_frees_its_unit_and_others_may_not_report():
    grant = grant_of(1, "consulting")
    one = plan_use(actor=staff(), now=THEN, grant_id=grant.pk, at=LATER, units=2)
    with pytest.raises(Refused) as refused:
        reported()
    assert codes(refused) == ["benefits.no_units"]
    drop_use(actor=staff(), now=THEN, use_id=one)
    for who in (staff("otter"), owner(1), owner(2)):
        with pytest.raises(NotAllowed):
            report_use(actor=who, now=LATER, grant_id=grant.pk, used=SESSION)
    with pytest.raises(Refused) as refused:
        report_use(
            actor=staff(),
            now=LATER,
            grant_id=grant.pk,
            used=Used(TODAY + timedelta(days=9), " ", worth_won=1),
        )
    assert codes(refused) == ["benefits.day", "benefits.what", "benefits.basis"]
    assert list(GrantUse.objects.values_list("state", flat=True)) == ["dropped"]


@pytest.mark.usefixtures("_consulting")
def test_the_same_file_proves_one_session():
    reported(name="a.pdf", content=PDF)
    with pytest.raises(Refused) as refused:
        reported(name="b.pdf", content=PDF)
    assert codes(refused) == ["benefits.evidence_used"]
    assert GrantUse.objects.count() == 1


def test_a_fee_that_is_waived_is_valued_on_a_basis():
    held(1)
    granted("discount")
    grant = grant_of(1, "discount")
    with pytest.raises(Refused) as refused:
        report_use(actor=staff(), now=LATER, grant_id=grant.pk, used=Used(TODAY, "6월 수수료"))
    assert codes(refused) == ["benefits.worth"]
    told = Used(TODAY, "6월 수수료", worth_won=120_000, basis="공개 수수료표")
    one = report_use(actor=staff(), now=LATER, grant_id=grant.pk, used=told)
    decide_use(actor=owner(1), now=LATER, use_id=one, name="confirm")
    assert GrantUse.objects.get().worth_won == 120_000


@pytest.fixture
def _device():
    held(2)
    with_money()
    granted("device")


KIOSK = Installed("무인 주문기 K1", "sn 0001", TODAY)


def installed(n: int = 1, file: bytes = PDF, told: Installed = KIOSK) -> int:
    return install_device(
        actor=owner(n), now=LATER, grant_id=grant_of(n, "device").pk, installed=told,
        files={"after": ("after.pdf", file)},
    )  # fmt: skip


@pytest.mark.usefixtures("_device")
def test_a_device_is_proved_accepted_and_used_for_its_time():
    pk = installed()
    device = Device.objects.get(pk=pk)
    assert (device.serial, str(device.use_until), device.state) == ("SN0001", "2027-06-02", "installed")
    with pytest.raises(Refused) as refused:
        installed()
    assert codes(refused) == ["benefits.serial_used"]
    decide_device(actor=officer(), now=LATER, device_id=pk, name="accept")
    assert grant_of(1, "device").state == "evidenced"
    add_proof(actor=owner(1), now=LATER, device_id=pk, files={"record": ("log.pdf", PDF + b"%log")})
    assert list(DeviceProof.objects.order_by("pk").values_list("proof", flat=True)) == ["after", "record"]
    decide_device(actor=officer(), now=LATER, device_id=pk, name="remove", answer="폐업", removed_on=TODAY)
    told = Event.objects.filter(act="benefits.remove_device", subject="device").get().details
    assert (told["days_early"], grant_of(1, "device").state) == (730, "in_use")


@pytest.mark.usefixtures("_device")
def test_a_refused_device_waits_for_more_and_no_file_or_serial_speaks_twice():
    pk = installed()
    with pytest.raises(Refused) as refused:
        installed(2)
    assert codes(refused) == ["benefits.serial_used"]
    with pytest.raises(Refused) as refused:
        installed(2, told=Installed("무인 주문기 K1", "SN0002", TODAY))
    assert codes(refused) == ["benefits.evidence_used"]
    decide_device(actor=officer(), now=LATER, device_id=pk, name="refuse", answer="번호가 보이지 않습니다.")
    with pytest.raises(Refused) as refused:
        add_proof(actor=owner(1), now=LATER, device_id=pk, files={"other": ("x.pdf", PDF + b"%x")})
    assert codes(refused) == ["benefits.proof"]
    with pytest.raises(NotAllowed):
        add_proof(actor=owner(2), now=LATER, device_id=pk, files={"after": ("x.pdf", PDF + b"%x")})
    add_proof(actor=owner(1), now=LATER, device_id=pk, files={"after": ("x.pdf", PDF + b"%x")})
    assert Device.objects.get(pk=pk).state == "installed"
    with pytest.raises(Refused) as refused:
        installed(2, b"", Installed("", "", TODAY + timedelta(days=9)))
    assert codes(refused)[:3] == ["benefits.device", "benefits.serial", "benefits.day"]
    assert Device.objects.count() == 1


@pytest.mark.usefixtures("_consulting")
def test_a_session_that_waits_for_its_confirmation_is_paid_although_the_time_is_over():
    """Held in time, confirmed later: nothing of what it costs goes back before that is decided."""
    grant = grant_of(1, "consulting")
    Grant.objects.filter(pk=grant.pk).update(ends_on=TODAY + timedelta(days=10))
    use = reported()
    after = THEN + timedelta(days=12)
    assert expire_grants(actor=SYSTEM, now=after) == 0
    with pytest.raises(Refused) as refused:
        report_use(
            actor=staff(), now=after, grant_id=grant.pk, used=Used(TODAY + timedelta(days=11), "늦은 상담")
        )
    assert codes(refused) == ["benefits.after"]
    decide_use(actor=owner(1), now=after, use_id=use, name="confirm")
    assert Payable.objects.get().won == 200_000
    assert expire_grants(actor=SYSTEM, now=after) == 1
    assert Grant.objects.get(pk=grant.pk).returned_won == 200_000


@pytest.mark.usefixtures("_consulting")
def test_a_grant_is_not_cancelled_nor_lost_while_a_session_waits_for_its_confirmation():
    grant = grant_of(1, "consulting")
    use = reported()
    with pytest.raises(Refused) as refused:
        end_grant(actor=officer(), now=LATER, grant_id=grant.pk, cancelled=True, reason="포기")
    assert codes(refused) == ["benefits.open_uses"]
    Place.objects.filter(application=grant.application_id).update(state="disqualified")
    assert end_lost(actor=SYSTEM, now=LATER) == 0
    decide_use(actor=owner(1), now=LATER, use_id=use, name="confirm")
    assert end_lost(actor=SYSTEM, now=LATER) == 1
    back = Grant.objects.get(pk=grant.pk).returned_won
    assert (Payable.objects.get().won, back) == (200_000, 200_000)


@pytest.mark.usefixtures("_consulting")
def test_a_file_that_proves_a_session_is_no_evidence_of_anything_else_until_it_is_refused():
    use = reported(name="a.pdf", content=PDF)
    key = Key("file", hashlib.sha256(PDF).hexdigest())
    assert used_for([key]) == {key: f"grant-use/{use}"}
    decide_use(actor=officer(), now=LATER, use_id=use, name="refuse", answer="열리지 않았습니다.")
    assert used_for([key]) == {}
    with act("test.claimed", actor=officer(), now=LATER) as this:
        use_evidence(this, GRANTS, [(key, "claim-line/1")])
    with pytest.raises(Refused) as refused:
        reported(name="b.pdf", content=PDF)
    assert codes(refused) == ["funds.evidence_used"]
    assert GrantUse.objects.count() == 1


@pytest.mark.usefixtures("_consulting")
def test_an_officer_who_works_for_the_provider_confirms_nothing_of_it():
    grant = grant_of(1, "consulting")
    Grant.objects.filter(pk=grant.pk).update(provider="haesol")
    seller = person("seller", email="haesol@test.example", kind="provider", code="haesol")
    use = report_use(actor=seller, now=LATER, grant_id=grant.pk, used=SESSION)
    person("seller", email="two@test.example", kind="provider", code="haesol")
    two = person("officer", email="two@test.example")
    with pytest.raises(Refused) as refused:
        decide_use(actor=two, now=LATER, use_id=use, name="confirm", answer="확인")
    assert codes(refused) == ["benefits.own_side"]
    assert (GrantUse.objects.get().state, Payable.objects.count()) == ("reported", 0)


def test_what_is_paid_session_by_session_is_not_claimed_beside_it():
    """The file pays 200,000 won for each confirmed session: what is left of the grant is no source."""
    held(1)
    with_money()
    granted("consulting")
    granted("ads")
    sessions, costs = (
        next(one for one in entitled_on([grant_of(1, "ads").application_id]) if one.benefit == benefit)
        for benefit in ("consulting", "ads")
    )
    assert sessions.left_won == 400_000
    assert [*benefits_on(sessions, OF_PROVIDERS), *benefits_on(sessions, OF_MERCHANTS)] == []
    assert [one.id for one in benefits_on(costs, OF_MERCHANTS)] == ["ads"]
