"""Benefits, each service run twice."""

from __future__ import annotations

from datetime import timedelta

from tests.domains.agreeing import PDF
from tests.domains.granting import (
    GRANTS,
    THEN,
    TODAY,
    grant_of,
    officer,
    owner,
    planned,
    staff,
)
from tests.domains.people import NOW
from tests.domains.twice.scenario import Call, twice

from dure.domains.accounts.actors import SYSTEM
from dure.domains.benefits.granting import Asked
from dure.domains.benefits.models import Certificate
from dure.domains.benefits.services.add_proof import add_proof
from dure.domains.benefits.services.assign_provider import assign_provider
from dure.domains.benefits.services.decide_device import decide_device
from dure.domains.benefits.services.decide_use import decide_use
from dure.domains.benefits.services.drop_use import drop_use
from dure.domains.benefits.services.end_grant import end_grant
from dure.domains.benefits.services.end_lost import end_lost
from dure.domains.benefits.services.expire_grants import expire_grants
from dure.domains.benefits.services.grant_benefit import grant_benefit
from dure.domains.benefits.services.grant_open import grant_open
from dure.domains.benefits.services.install_device import Installed, install_device
from dure.domains.benefits.services.plan_use import plan_use
from dure.domains.benefits.services.renew_certificate import renew_certificate
from dure.domains.benefits.services.report_use import Used, report_use
from dure.domains.selection.models import Place

WORLD = "granted"
LATER = THEN + timedelta(days=3)
SESSION = Used(TODAY, "상담")


def _reported() -> int:
    return report_use(actor=staff(), now=LATER, grant_id=grant_of(1, "consulting").pk, used=SESSION)


def _installed() -> int:
    return install_device(
        actor=owner(1), now=LATER, grant_id=grant_of(1, "device").pk,
        installed=Installed("K1", "SN1", TODAY), files={"after": ("a.pdf", PDF)},
    )  # fmt: skip


@twice(grant_benefit, WORLD)
def _grant() -> Call:
    who, shown = officer(), planned("ads").plan.fingerprint
    return lambda: grant_benefit(
        actor=who, now=THEN, programme=GRANTS, benefit="ads", asked=Asked("first", "main"), fingerprint=shown,
        reason="why", key="k",
    )  # fmt: skip


@twice(end_grant, WORLD)
def _end() -> Call:
    who, pk = officer(), grant_of(1, "device").pk
    return lambda: end_grant(actor=who, now=LATER, grant_id=pk, cancelled=True, reason="why")


@twice(end_lost, WORLD)
def _lose() -> Call:
    Place.objects.filter(application__application_no__endswith="000002").update(state="disqualified")
    return lambda: end_lost(actor=SYSTEM, now=LATER)


@twice(expire_grants, WORLD)
def _expire() -> Call:
    return lambda: expire_grants(actor=SYSTEM, now=THEN + timedelta(days=61))


@twice(grant_open, "opened")
def _open() -> Call:
    return lambda: grant_open(actor=SYSTEM, now=NOW)


@twice(renew_certificate, WORLD)
def _renew() -> Call:
    who, pk = officer(), Certificate.objects.get(sequence=1).pk
    return lambda: renew_certificate(actor=who, now=LATER, certificate_id=pk, reason="why")


@twice(assign_provider, WORLD)
def _assign() -> Call:
    who, pk = officer(), grant_of(1, "device").pk
    return lambda: assign_provider(actor=who, now=LATER, grant_id=pk, provider="")


@twice(plan_use, WORLD)
def _plan() -> Call:
    who, pk = staff(), grant_of(1, "consulting").pk
    return lambda: plan_use(actor=who, now=THEN, grant_id=pk, at=LATER)


@twice(report_use, WORLD)
def _report() -> Call:
    who, pk = staff(), grant_of(1, "consulting").pk
    return lambda: report_use(actor=who, now=LATER, grant_id=pk, used=SESSION)


@twice(decide_use, WORLD)
def _decide() -> Call:
    who, pk = owner(1), _reported()
    return lambda: decide_use(actor=who, now=LATER, use_id=pk, name="confirm")


@twice(drop_use, WORLD)
def _drop() -> Call:
    who = staff()
    pk = plan_use(actor=who, now=THEN, grant_id=grant_of(1, "consulting").pk, at=LATER)
    return lambda: drop_use(actor=who, now=THEN, use_id=pk)


@twice(install_device, WORLD)
def _install() -> Call:
    who, pk = owner(1), grant_of(1, "device").pk
    return lambda: install_device(
        actor=who, now=LATER, grant_id=pk, installed=Installed("K1", "SN1", TODAY),
        files={"after": ("a.pdf", PDF)},
    )  # fmt: skip


@twice(add_proof, WORLD)
def _add() -> Call:
    who, pk = owner(1), _installed()
    return lambda: add_proof(actor=who, now=LATER, device_id=pk, files={"record": ("b.pdf", PDF + b"%b")})


@twice(decide_device, WORLD)
def _accept() -> Call:
    who, pk = officer(), _installed()
    return lambda: decide_device(actor=who, now=LATER, device_id=pk, name="accept")
