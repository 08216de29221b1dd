"""The demo: programmes, invented shops, and people of every role to sign in as. Again, it changes nothing."""

from __future__ import annotations

from datetime import datetime
from typing import NamedTuple

from django.contrib.auth import get_user_model

from dure.domains.accounts.actors import SYSTEM, SignedActor, actor_of
from dure.domains.accounts.services.appoint import appoint
from dure.domains.accounts.services.sign_up import sign_up
from dure.domains.programmes.services.publish import publish_programme
from dure.domains.programmes.services.upload import upload_programme
from dure.library import library_bytes
from dure.service.demo import (
    arrivals,
    bodies,
    claims,
    diagnoses,
    documents,
    finance,
    grants,
    matches,
    money,
    panels,
    partners,
    payments,
    recoveries,
    scene,
    votes,
    vouchers,
)
from dure.settings.clock import now as clock

PASSWORD = "dure-demo-2025"  # noqa: S105  printed for everybody: the demo is for this machine alone


class Person(NamedTuple):
    """Somebody to sign in as, and the organisation they act for."""

    name: str
    email: str
    role: str
    kind: str
    code: str
    ko: str
    en: str


_AGENCY = ("agency", "demo-agency", "가상 전담기관", "Invented agency")
_MINISTRY = ("ministry", "demo-ministry", "가상 소관부처", "Invented ministry")
_LEDGER = ("accountant", "demo-ledger", "가상 회계법인", "Invented accountants")
_GUILD = ("association", bodies.ASSOCIATION, "골목상인회(가상)", "Alley Merchants (invented)")
_CENTRE = ("centre", bodies.CENTRE, "동쪽지역센터(가상)", "Eastern Centre (invented)")
_ACORN = ("executor", "acorn", "도토리마켓(가상)", "Acorn Market (invented)")
_OTTER = ("executor", "otter", "수달라이브(가상)", "Otter Live (invented)")
_BOMNAE = ("executor", vouchers.ISSUER, "봄내시(가상)", "Bomnae City (invented)")
_PINECONE = ("executor", "pinecone", "솔방울쇼핑(가상)", "Pinecone Shopping (invented)")
STAFF = (
    Person("officer", "officer@demo.example", "officer", *_AGENCY),
    Person("second officer", "officer2@demo.example", "officer", *_AGENCY),
    Person("third officer, who took no part in selections", "officer3@demo.example", "officer", *_AGENCY),
    Person("ministry", "ministry@demo.example", "ministry", *_MINISTRY),
    Person("executor acorn", "acorn@demo.example", "executor_staff", *_ACORN),
    Person("executor otter", "otter@demo.example", "executor_staff", *_OTTER),
    Person("executor pinecone", "pinecone@demo.example", "executor_staff", *_PINECONE),
    Person("issuer of local vouchers", "issuer@demo.example", "executor_staff", *_BOMNAE),
    Person("reviewer with cases to review", "reviewer1@demo.example", "reviewer", *_AGENCY),
    Person("reviewer", "reviewer2@demo.example", "reviewer", *_AGENCY),
    Person("reviewer", "reviewer3@demo.example", "reviewer", *_AGENCY),
    Person("settlement accountant", "accountant@demo.example", "accountant", *_LEDGER),
    Person("association", "association@demo.example", "association_staff", *_GUILD),
    Person("regional centre", "centre@demo.example", "centre_staff", *_CENTRE),
)
FIRMS = tuple(f"{code}@demo.example" for code in partners.FIRMS)
"""Who proposes to carry out the programme whose executors are called for."""
MERCHANTS = ("merchant@demo.example", "merchant2@demo.example")
_BEGUN = datetime.fromisoformat("2025-01-02T09:00:00+09:00")
_PUBLISHED = datetime.fromisoformat("2025-03-17T09:00:00+09:00")


def load_demo() -> list[tuple[str, str, str]]:
    """Load people and TOPS 2025 and return role, address and password of each person."""
    begun = min(clock(), _BEGUN)
    for one in STAFF:
        appoint(
            actor=SYSTEM, now=begun, email=one.email, password=PASSWORD, role=one.role, kind=one.kind,
            code=one.code, name_ko=one.ko, name_en=one.en,
        )  # fmt: skip
    published = min(clock(), _PUBLISHED)
    uploaded = upload_programme(actor=SYSTEM, now=published, raw=library_bytes("tops-2025"))
    publish_programme(
        actor=SYSTEM,
        now=published,
        version_id=uploaded.version_id,
        reason="The demo stands inside this programme's window.",
    )
    return [(one.name, one.email, PASSWORD) for one in STAFF]


def load_scene() -> list[tuple[str, str, str]]:
    """Load the whole demo, with applications, scores and decisions; return who can sign in."""
    staff = load_demo()
    merchants = [_person(email) for email in MERCHANTS]
    officer, second = _actor("officer@demo.example"), _actor("officer2@demo.example")
    scoring = {
        one.code: _actor(one.email) for one in STAFF if one.kind == "executor" and one.code in scene.EXECUTORS
    }
    if not scene.is_loaded(officer):
        scene.load_small(officer, second, scoring)
        scene.load_people_of_small(merchants[0], merchants[1], officer, scoring)
        experts = [_actor(f"reviewer{n}@demo.example") for n in (1, 2)]
        diagnoses.load_diagnoses(merchants[0], officer, experts)
        people = {one.email: _person(one.email) for one in matches.PROVIDERS}
        matches.load_matches(merchants[0], officer, ("acorn", scoring["acorn"]), people)
        _load_partners(officer, second)
        panels.load_panel(officer, [_actor(f"reviewer{n}@demo.example") for n in (1, 2, 3)])
        votes.load_vote(officer)
        documents.load_stage_documents(merchants[0], officer)
        arrivals.load_arrivals(officer, merchants[0], merchants[1])
        _load_support(officer, second, merchants[0], merchants[1])
        scene.load_tops(officer, merchants[1])
        bodies.load_association(_actor("association@demo.example"), *merchants)
        bodies.load_centre(_actor("centre@demo.example"), officer)
    return [
        *staff,
        *(("firm", email, PASSWORD) for email in FIRMS),
        *(("merchant", email, PASSWORD) for email in MERCHANTS),
        *(("citizen", email, PASSWORD) for email in vouchers.CITIZENS),
        *((one.kind, one.email, PASSWORD) for one in matches.SIGNED_IN),
    ]


def _load_partners(officer: SignedActor, second: SignedActor) -> None:
    """Load the programme whose executors were called for, chosen and signed, with its money."""
    firms = {code: _person(email) for code, email in zip(partners.FIRMS, FIRMS, strict=True)}
    panel = [_actor(f"reviewer{n}@demo.example") for n in (1, 2)]
    made = partners.load_call(officer, second, firms, _actor("accountant@demo.example"), panel)
    agreements = partners.load_agreements(officer, made)
    # They act for executors only now.
    signing = {code: _actor(f"{code}@demo.example") for code in firms}
    partners.sign(officer, signing, agreements, made)
    money.load_money(officer, second, signing)
    third = _actor("officer3@demo.example")
    lines = claims.load_claims(officer, second, signing)
    payments.load_payments(officer, second, third, signing)
    recoveries.load_recoveries(officer, second, third, signing, lines)


def _load_support(officer: SignedActor, second: SignedActor, first: SignedActor, other: SignedActor) -> None:
    """Load support of many kinds, finance that others decide, and vouchers that citizens buy."""
    grants.load_grants(officer, second, (first, other))
    finance.load_finance(officer, second, first, other)
    one, two = (_person(email) for email in vouchers.CITIZENS)
    vouchers.load_vouchers(officer, _actor("issuer@demo.example"), (first, other), (one, two))


def _person(email: str) -> SignedActor:
    if not get_user_model().objects.filter(email=email).exists():
        sign_up(now=_BEGUN, email=email, password=PASSWORD)
    return _actor(email)


def _actor(email: str) -> SignedActor:
    return actor_of(get_user_model().objects.get(email=email).pk, clock())
