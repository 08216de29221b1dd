from __future__ import annotations

from typing import Any

from tests.domains.builders import merchant
from tests.domains.people import NOW
from tests.web.matrix.rows import only
from tests.web.matrix.selected import selected
from tests.web.simulated import simulated

_PANEL = "/officer/review/tops-2025/champion_review/panel/"
_DOCUMENTS = "/officer/stage-documents/tops-2025/promote"
_STAGE = "/officer/selection/tops-2025/consult"
ROWS = {
    "officer_programmes": ("/officer/programmes/", only("officer", "ministry")),
    "officer_upload": ("/officer/programmes/upload/", only("officer")),
    "officer_rules": ("/officer/programmes/rules/", only("officer", "ministry")),
    "officer_version": ("/officer/programmes/{version}/", only("officer", "ministry")),
    "officer_version_changes": ("/officer/programmes/{version}/changes/", only("officer", "ministry")),
    "officer_rule_new": ("/officer/programmes/{version}/rules/", only("officer")),
    "officer_rule": ("/officer/programmes/{version}/rules/small_merchant/", only("officer")),
    "officer_rule_place": (
        "/officer/programmes/{version}/add-rule/?at=cap.consult",
        only("officer", code=302),
    ),
    "officer_rule_add": ("/officer/programmes/{version}/add-rule/cap.consult/", only("officer")),
    "officer_rule_delete": (
        "/officer/programmes/{version}/delete-rule/set_aside.consult.youth/",
        only("officer"),
    ),
    "officer_rule_order": ("/officer/programmes/{version}/rule-order/", only("officer")),
    "officer_trial": ("/officer/programmes/{version}/trial/", only("officer", code=405)),
    "officer_simulation": ("/officer/simulations/{simulation}/", only("officer", "ministry")),
    "officer_simulation_file": (
        "/officer/simulations/{simulation}/json/",
        only("officer", "ministry"),
    ),
    "officer_publish": ("/officer/programmes/{version}/publish/", only("officer", code=405)),
    "officer_home": ("/officer/", only("officer", "ministry")),
    "officer_applications": (
        "/officer/programmes/by-id/tops-2025/applications/",
        only("officer", "ministry"),
    ),
    "officer_accept_all": ("/officer/programmes/by-id/tops-2025/applications/accept/", only("officer")),
    "officer_refuse_all": ("/officer/programmes/by-id/tops-2025/applications/refuse/", only("officer")),
    "officer_applications_export": (
        "/officer/programmes/by-id/tops-2025/applications/export/",
        only("officer", "ministry"),
    ),
    "officer_screening": ("/officer/programmes/by-id/tops-2025/screening/", only("officer", "ministry")),
    "officer_imports": ("/officer/programmes/by-id/tops-2025/imports/", only("officer", "ministry")),
    "officer_import_xlsx": ("/officer/programmes/by-id/tops-2025/imports/empty.xlsx", only("officer")),
    "officer_import_csv": ("/officer/programmes/by-id/tops-2025/imports/empty.csv", only("officer")),
    "officer_import": ("/officer/imports/{import_run}/", only("officer", "ministry")),
    "officer_import_confirm": ("/officer/imports/{import_run}/confirm/", only("officer", code=405)),
    "officer_import_drop": ("/officer/imports/{import_run}/drop/", only("officer", code=405)),
    "officer_import_errors": ("/officer/imports/{import_run}/errors/", only("officer", code=405)),
    "officer_application": ("/officer/applications/{application}/", only("officer", "ministry")),
    "officer_application_history": (
        "/officer/applications/{application}/history/",
        only("officer", "ministry"),
    ),
    "officer_next": ("/officer/applications/{application}/next/", only("officer", "ministry", code=302)),
    "officer_judge": ("/officer/applications/{application}/judge/", only("officer", code=405)),
    "officer_accept": ("/officer/applications/{application}/accept/", only("officer", code=405)),
    "officer_refuse": ("/officer/applications/{application}/refuse/", only("officer", code=405)),
    "officer_reopen": ("/officer/applications/{application}/reopen/", only("officer", code=405)),
    "officer_supplement": ("/officer/applications/{application}/supplement/", only("officer")),
    "officer_supplement_cancel": (
        "/officer/applications/{application}/supplement/cancel/",
        only("officer", code=405),
    ),
    "officer_document_check": ("/officer/documents/{officer_document}/check/", only("officer", code=405)),
    "officer_document_file": (
        "/officer/documents/{officer_document}/file/",
        only("officer", "ministry", code=404),
    ),
    "officer_document_view": (
        "/officer/documents/{officer_document}/view/",
        only("officer", "ministry", code=404),
    ),
    "officer_merchants": ("/officer/merchants/", only("officer", "ministry")),
    "officer_merchant": ("/officer/merchants/{merchant}/", only("officer", "ministry")),
    "officer_merchant_reveal": ("/officer/merchants/{merchant}/reveal/", only("officer", code=405)),
    "officer_duplicates": ("/officer/duplicates/", only("officer", "ministry")),
    "officer_duplicates_export": ("/officer/duplicates/export.csv", only("officer", "ministry")),
    "officer_duplicate": ("/officer/duplicates/{pair}/", only("officer", "ministry")),
    "officer_duplicate_reveal": ("/officer/duplicates/{pair}/reveal/", only("officer", code=405)),
    "officer_duplicate_decide": ("/officer/duplicates/{pair}/decide/", only("officer", code=405)),
    "officer_duplicate_reopen": ("/officer/duplicates/{pair}/reopen/", only("officer", code=405)),
    "officer_review": ("/officer/review/", only("officer", "ministry")),
    "officer_review_programme": ("/officer/review/tops-2025/", only("officer", "ministry")),
    "officer_review_open": ("/officer/review/tops-2025/open/", only("officer", code=405)),
    "officer_staff_declarations": (
        "/officer/review/tops-2025/staff-declarations/",
        only("officer", "ministry"),
    ),
    "officer_staff_declarations_export": (
        "/officer/review/tops-2025/staff-declarations/export/",
        only("officer", "ministry"),
    ),
    "officer_panel": ("/officer/review/tops-2025/champion_review/panel/", only("officer", "ministry")),
    "officer_panel_form": (
        "/officer/review/tops-2025/champion_review/panel/form/",
        only("officer", code=405),
    ),
    "officer_panel_assign": (
        "/officer/review/tops-2025/champion_review/panel/assign/",
        only("officer", code=405),
    ),
    "officer_panel_through": (_PANEL + "through/", only("officer", code=405)),
    "officer_panel_cases": (_PANEL + "cases/", only("officer", "ministry")),
    "officer_panel_case": (_PANEL + "cases/{case}/", only("officer", "ministry")),
    "officer_panel_case_reopen": (_PANEL + "cases/{case}/reopen/", only("officer", code=405)),
    "officer_panel_replace": (_PANEL + "replace/", only("officer")),
    "officer_panel_quality": (_PANEL + "quality/", only("officer", "ministry")),
    "officer_panel_quality_export": (_PANEL + "quality/export/", only("officer", "ministry")),
    "officer_recusals": ("/officer/recusals/", only("officer", "ministry")),
    "officer_recusal": ("/officer/recusals/{recusal}/", only("officer", "ministry")),
    "officer_selections": ("/officer/selection/", only("officer", "ministry")),
    "officer_selection": ("/officer/selection/tops-2025/consult/", only("officer", "ministry")),
    "officer_selection_open": (f"{_STAGE}/open/", only("officer", code=405)),
    "officer_selection_seed": (f"{_STAGE}/seed/", only("officer", code=405)),
    "officer_selection_preview": (f"{_STAGE}/preview/", only("officer")),
    "officer_selection_preview_inputs": (f"{_STAGE}/preview/inputs/", only("officer")),
    "officer_selection_confirm": (f"{_STAGE}/confirm/", only("officer")),
    "officer_selection_send_back": (f"{_STAGE}/send-back/", only("officer")),
    "officer_selection_publish": (f"{_STAGE}/publish/", only("officer")),
    "officer_selection_decisions": (f"{_STAGE}/decisions/", only("officer", "ministry")),
    "officer_selection_fairness": (f"{_STAGE}/groups/", only("officer", "ministry")),
    "officer_selection_fairness_export": (f"{_STAGE}/groups/export/", only("officer", "ministry")),
    "officer_selection_decisions_export": (f"{_STAGE}/decisions/export/", only("officer", "ministry")),
    "officer_stage_choices": (f"{_STAGE}/choices/", only("officer", code=404)),
    "officer_stage_documents": (f"{_DOCUMENTS}/", only("officer", "ministry")),
    "officer_stage_documents_export": (f"{_DOCUMENTS}/export/", only("officer", "ministry")),
    "officer_stage_documents_remind": (f"{_DOCUMENTS}/remind/", only("officer")),
    # The application of the matrix waits at the document check: it takes part in no later stage.
    "officer_stage_document_case": (
        f"{_DOCUMENTS}/{{application}}/",
        only("officer", "ministry", code=404),
    ),
    "officer_stage_document_ask": (f"{_DOCUMENTS}/{{application}}/ask/", only("officer", code=405)),
    "officer_stage_document_check": (
        f"{_DOCUMENTS}/{{application}}/check/1/",
        only("officer", code=405),
    ),
    "officer_selection_places": (f"{_STAGE}/places/", only("officer", "ministry")),
    "officer_selection_move": (f"{_STAGE}/move-placed/", only("officer", "ministry")),
    "officer_selection_inputs": (f"{_STAGE}/inputs/", only("officer")),
    "officer_place_accept": ("/officer/places/{place}/accept/", only("officer")),
    "officer_place_give_up": ("/officer/places/{place}/give-up/", only("officer")),
    "officer_place_disqualify": ("/officer/places/{place}/disqualify/", only("officer")),
    # Nobody has answered a notice with a file.
    "officer_notice_file": (
        "/officer/places/{place}/disqualify/answer/",
        only("officer", "ministry", code=404),
    ),
    "officer_notice_file_view": (
        "/officer/places/{place}/disqualify/answer/view/",
        only("officer", "ministry", code=404),
    ),
    "officer_objections": ("/officer/objections/", only("officer", "ministry")),
    "officer_objections_export": ("/officer/objections/export/", only("officer", "ministry")),
    "officer_objection": ("/officer/objections/{objection}/", only("officer", "ministry")),
    "officer_objection_assign": ("/officer/objections/{objection}/assign/", only("officer", code=405)),
    "officer_objection_extend": ("/officer/objections/{objection}/extend/", only("officer")),
    "officer_objection_answer": ("/officer/objections/{objection}/answer/", only("officer")),
    "officer_objection_file_view": (
        "/officer/objections/{objection}/file/view/",
        only("officer", "ministry", code=404),
    ),
    "officer_objection_file": (
        "/officer/objections/{objection}/file/",
        only("officer", "ministry", code=404),
    ),
}


def world(made: dict[str, Any]) -> None:
    """Add an import that was checked, and a document that a public register tells."""
    from dure.domains.applications.models import ApplicationDocument, ImportRun
    from dure.domains.merchants.models import DuplicatePair
    from dure.domains.programmes.models import SimulationRun
    from dure.domains.uploads.models import StoredFile

    file = StoredFile.objects.create(
        purpose="import", name="list.csv", size=1, sha256="0" * 64, content_type="text/csv", state="clean",
        uploaded_at=NOW,
    )  # fmt: skip
    run = ImportRun.objects.create(
        programme="tops-2025", file=file, state="checked", rows=1, good=1, new=1, made_at=NOW,
        counts={"bad": 0, "standing": 0, "known": 0, "read": [], "unread": []},
    )  # fmt: skip
    document = ApplicationDocument.objects.create(
        application_id=made["application"], document="mail_order_report", handed_in_at=NOW
    )
    simulation = SimulationRun.objects.create(
        version_id=made["version"], source="service", state="done", rows=1, result=simulated(), asked_at=NOW
    )
    selected(made)
    pair = DuplicatePair.objects.create(
        one_id=made["merchant"], other_id=merchant(99, name="두래상회").pk, band="high", score=100,
        looks_like="same_business", evidence={"name": "near"}, found_at=NOW,
    )  # fmt: skip
    made |= {
        "simulation": simulation.pk, "import_run": run.pk, "pair": pair.pk, "officer_document": document.pk,
    }  # fmt: skip
