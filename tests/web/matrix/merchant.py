from __future__ import annotations

from typing import Any

from tests.domains.builders import application, merchant
from tests.domains.drafts import complete
from tests.domains.people import NOW
from tests.web.matrix.rows import ROLES, SIGNED_IN

from dure.domains.applications.models import ApplicationDocument, Supplement
from dure.domains.merchants.models import MerchantMember


def own(code: int = 200, others: int = 404) -> dict[str, int]:
    """Return a row: ``code`` for who acts for the merchant, not found for everybody else."""
    return {role: code if role == "merchant" else 302 if role == "nobody" else others for role in ROLES}


def posted() -> dict[str, int]:
    """Return the row of an address that takes posts only."""
    return {**dict.fromkeys(ROLES, 405), "nobody": 302}


_APPLY = "/calls/tops-2025/apply/{draft}/"
ROWS: dict[str, tuple[str, dict[str, int]]] = {
    "my": ("/my/", SIGNED_IN),
    "merchant_new": ("/my/merchants/new/", SIGNED_IN),
    "merchant_check": ("/my/merchants/check-number/", posted()),
    "merchant": ("/my/merchants/{merchant}/", own()),
    "merchant_advice": ("/my/merchants/{merchant}/what-can-i-get/", own()),
    "merchant_mail_order": ("/my/merchants/{merchant}/mail-order/", posted()),
    "merchant_status": ("/my/merchants/{merchant}/status/", posted()),
    "merchant_members": ("/my/merchants/{merchant}/people/", own()),
    "merchant_member_end": ("/my/merchants/{merchant}/people/{member}/end/", own()),
    "apply": ("/calls/tops-2025/apply/", SIGNED_IN),
    "apply_step": (_APPLY + "executors/", own()),
    "apply_save": (_APPLY + "executors/save/", posted()),
    "apply_moved": (_APPLY + "moved/", posted()),
    "apply_discard": (_APPLY + "discard/", own()),
    "apply_done": ("/calls/tops-2025/apply/{application}/done/", own()),
    "my_application": ("/my/applications/{application}/", own()),
    "my_application_print": ("/my/applications/{application}/print/", own()),
    "my_application_change": ("/my/applications/{application}/change/", posted()),
    # None of its executors left.
    "my_application_choose": ("/my/applications/{application}/choose/", own(404)),
    "my_application_withdraw": ("/my/applications/{application}/withdraw/", own()),
    "my_refusal_object": ("/my/applications/{refused}/object/", own()),
    "my_recusal": ("/my/applications/{application}/recusal/", own()),
    "my_recusal_withdraw": ("/my/applications/{application}/recusal/{recusal}/withdraw/", posted()),
    # No stage of the programme of the matrix has executors listed for it later.
    "my_stage_choices": ("/my/applications/{application}/choices/promote/", own(404)),
    "my_stage_documents": ("/my/applications/{application}/stage/promote/", own(404)),
    "my_supplement": ("/my/applications/{supplementing}/supplement/", own()),
    "nomination": ("/nominations/", dict.fromkeys(ROLES, 404)),
    "nomination_confirm": ("/nominations/confirm/", dict.fromkeys(ROLES, 405)),
    "nomination_decline": ("/nominations/decline/", dict.fromkeys(ROLES, 405)),
    "my_nomination": ("/my/nominations/1/", {**dict.fromkeys(ROLES, 404), "nobody": 302}),
    "nomination_letter": ("/nominations/no-such-letter/", dict.fromkeys(ROLES, 302)),
    "my_decision": ("/my/decisions/{decision}/", own()),
    "my_decision_print": ("/my/decisions/{decision}/print/", own()),
    "my_decision_object": ("/my/decisions/{decision}/object/", own()),
    "my_place_accept": ("/my/places/{place}/accept/", own()),
    # Nobody has given notice that the place is to be taken.
    "my_place_notice": ("/my/places/{place}/notice/", dict.fromkeys(ROLES, 404) | {"nobody": 302}),
    "my_place_notice_file": ("/my/places/{place}/notice/file/", dict.fromkeys(ROLES, 404) | {"nobody": 302}),
    "my_place_give_up": ("/my/places/{place}/give-up/", own()),
    "my_objection": ("/my/objections/{objection}/", own()),
    "my_objection_withdraw": ("/my/objections/{objection}/withdraw/", own()),
    "my_objection_file": ("/my/objections/{objection}/file/", own(404)),
    "my_document_view": ("/my/applications/{supplementing}/documents/{registered}/view/", own(404)),
    "my_document": ("/my/applications/{supplementing}/documents/{registered}/", own(404)),
}


def world(made: dict[str, Any]) -> None:
    """Add a draft, an application with a supplement, and a document of the register."""
    owner, version = made["actors"]["merchant"], made["version_row"]
    second, third = complete(merchant(11, owner=owner)), merchant(12, owner=owner)
    made["draft"] = application(
        second, version, state="draft", n=2, draft={"purpose": "apply", "counter": 0}
    ).pk
    asked = application(third, version, state="supplementing", n=3)
    made["supplementing"] = asked.pk
    Supplement.objects.create(
        application=asked,
        items=[{"kind": "fact", "name": "employees", "note": "고쳐 주십시오"}],
        asked_at=NOW,
        due_at=version.closes_at,
    )
    made["refused"] = application(
        merchant(13, owner=owner), version, state="refused", n=5, checked_at=NOW, object_until=NOW.date()
    ).pk
    made["registered"] = ApplicationDocument.objects.create(
        application=asked, document="business_registration", handed_in_at=NOW
    ).pk
    made["member"] = MerchantMember.objects.get(merchant_id=made["merchant"]).pk
