"""Documents of a later stage: one waits to be checked, one is asked for again, one was not handed in yet."""

from __future__ import annotations

from datetime import date
from pathlib import Path

from dure.domains.accounts.actors import SignedActor
from dure.domains.applications.queries_own import my_applications
from dure.domains.applications.services.screen import screen
from dure.domains.merchants.queries import my_merchants
from dure.domains.programmes.services.publish import publish_programme
from dure.domains.programmes.services.upload import upload_programme
from dure.domains.selection.queries_stage_documents import documented_case, held_by
from dure.domains.selection.services.ask_stage_documents import ask_stage_documents
from dure.domains.selection.services.check_stage_document import check_stage_document
from dure.domains.selection.services.commit_seed import commit_seed
from dure.domains.selection.services.confirm_selection import confirm_selection
from dure.domains.selection.services.hand_in_stage_documents import hand_in_stage_documents
from dure.domains.selection.services.propose_selection import propose_selection
from dure.domains.selection.services.publish_selection import publish_selection
from dure.domains.selection.services.save_stage_draft import Brought, save_stage_draft
from dure.service.demo.money import proof
from dure.service.demo.scene import at, bring_in, decide

FILE = Path(__file__).with_name("swallow-2025.yaml")
PROGRAMME, DRAWN, STAGE = "swallow-2025", "learn", "air"
SHOPS = range(367, 373)
_HANDED_IN = {
    "broadcast_plan": ("방송판매계획서.pdf", None),
    "sales_record": ("과세표준증명.pdf", date(2025, 3, 3)),
}
"""By document: the name of its file, and the day on which it was issued."""
AGAIN, WHY = "sales_record", "대표자 이름이 가려져 있습니다. 이름이 보이는 것으로 다시 내 주십시오."


def load_stage_documents(merchant: SignedActor, officer: SignedActor) -> None:
    """Draw the places of stage 1; let one merchant hand in documents of stage 2, and ask for one again.

    There are more places than applicants, so that everybody has one whatever is drawn.
    """
    _draw(merchant, officer)
    (mine,) = [one for one in my_applications(merchant) if one.programme == PROGRAMME]
    for n, (document, (name, issued)) in enumerate(_HANDED_IN.items()):
        save_stage_draft(
            actor=merchant, now=at("2025-03-20T21:00:00"), application_id=mine.pk, stage=STAGE,
            typed={f"issued_on.{document}": [issued.isoformat()]} if issued else {},
            file=(document, Brought(name, proof(90_000 + n))),
        )  # fmt: skip
    hand_in_stage_documents(
        actor=merchant, now=at("2025-03-20T21:10:00"), application_id=mine.pk, stage=STAGE
    )
    now = at("2025-03-21T13:30:00")
    held = held_by(documented_case(PROGRAMME, STAGE), [mine.pk], now)[mine.pk]
    wrong = next(one.row for one in held if one.document.id == AGAIN)
    assert wrong is not None, "handed in above"
    check_stage_document(actor=officer, now=now, document_id=wrong.pk, stage=STAGE, accepted=False, note=WHY)
    ask_stage_documents(
        actor=officer, now=at("2025-03-21T13:35:00"), application_id=mine.pk, stage=STAGE, notes={AGAIN: WHY}
    )


def _draw(merchant: SignedActor, officer: SignedActor) -> None:
    """Bring in some shops and the merchant's own, and draw among them."""
    begun = at("2025-02-03T08:00:00")
    version = upload_programme(actor=officer, now=begun, raw=FILE.read_bytes()).version_id
    publish_programme(actor=officer, now=begun, version_id=version, reason="시연용 사업을 공고합니다.")
    own = int(my_merchants(merchant)[0].name.rsplit(" ", 1)[1])
    bring_in(officer, at("2025-02-27T14:00:00"), PROGRAMME, (own, *SHOPS), 0, ())
    screen(actor=officer, now=at("2025-03-03T09:30:00"), programme=PROGRAMME, key=f"demo/{PROGRAMME}")
    decide(officer, at("2025-03-04T10:00:00"), PROGRAMME)
    commit_seed(actor=officer, now=at("2025-03-04T10:30:00"), programme=PROGRAMME, stage=DRAWN)
    selection = propose_selection(
        actor=officer, now=at("2025-03-06T10:00:00"), programme=PROGRAMME, stage=DRAWN,
        reason="서류 확인이 끝났습니다.", key="demo",
    )  # fmt: skip
    confirm_selection(
        actor=officer,
        now=at("2025-03-06T14:00:00"),
        selection_id=selection,
        reason="추첨 결과를 확인했습니다.",
    )
    publish_selection(actor=officer, now=at("2025-03-07T10:00:00"), selection_id=selection)
