"""A call served in the order of arrival with few places left; the proof of one application has grown old."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path

from dure.domains.accounts.actors import SignedActor
from dure.domains.applications.services.ask_supplement import Item, ask_supplement
from dure.domains.applications.services.draft import draft_application
from dure.domains.applications.services.draft_file import put_file
from dure.domains.applications.services.draft_save import save_draft
from dure.domains.applications.services.screen import screen
from dure.domains.applications.services.submit import submit_application
from dure.domains.merchants.queries import my_merchants
from dure.domains.programmes.services.publish import publish_programme
from dure.domains.programmes.services.upload import upload_programme
from dure.service.demo.invented import draw
from dure.service.demo.money import proof
from dure.service.demo.scene import at, bring_in

FILE = Path(__file__).with_name("dewdrop-2025.yaml")
PROGRAMME = "dewdrop-2025"
SHOPS = range(357, 367)
"""Those who came with a list; two more hand in by themselves, so that three of 15 places are left."""

_FILES = {"national_tax_certificate": "국세납세증명서.pdf", "business_registration": "사업자등록증.pdf"}
AGAIN = "발송 건수가 업종 평균보다 많습니다. 지난달 건수를 다시 적어 주십시오."


def load_arrivals(officer: SignedActor, first: SignedActor, second: SignedActor) -> None:
    """Open a first-come call and let it fill up; the proof of one is too old by now, one lacks an answer."""
    begun = at("2025-02-10T08:00:00")
    version = upload_programme(actor=officer, now=begun, raw=FILE.read_bytes()).version_id
    publish_programme(actor=officer, now=begun, version_id=version, reason="시연용 사업을 공고합니다.")
    bring_in(
        officer, at("2025-02-12T14:00:00"), PROGRAMME, SHOPS, 0, (),
        lambda n: {"answer.parcels": str(20 + draw(n, "parcels", 300))},
    )  # fmt: skip
    screen(actor=officer, now=at("2025-02-12T15:00:00"), programme=PROGRAMME, key=f"demo/{PROGRAMME}")
    _hand_in(first, at("2025-03-17T10:00:00"), "2025-02-18")
    asked = _hand_in(second, at("2025-03-19T10:00:00"), "2025-03-17")
    ask_supplement(
        actor=officer, now=at("2025-03-20T10:00:00"), application_id=asked,
        items=[Item("answer", "parcels", AGAIN)],
    )  # fmt: skip


def _hand_in(who: SignedActor, now: datetime, issued_on: str) -> int:
    """Hand in an application as a merchant does, with a file of its own, and return its id."""
    shop = my_merchants(who)[0]
    made = draft_application(actor=who, now=now, programme=PROGRAMME, merchant_id=shop.pk)
    typed = {
        "questions": {"parcels": [str(120 + draw(shop.pk, "parcels", 300))]},
        "documents": {"issued_on.national_tax_certificate": [issued_on]},
        "consents": {"consent.use": ["yes"]},
    }
    for step, values in typed.items():
        save_draft(
            actor=who, now=now, application_id=made, step=step, typed=values, counter=99, tab="", last=True
        )
    for n, (document, name) in enumerate(_FILES.items()):
        put_file(
            actor=who, now=now, application_id=made, document=document, name=name,
            content=proof(91_000 + made * 10 + n),
        )  # fmt: skip
    submit_application(actor=who, now=now, application_id=made)
    return made
