"""Addresses of the officers' pages."""

from __future__ import annotations

from django.urls import path

from dure.web.officer import (
    applicants,
    application,
    changes,
    decision_export,
    desk,
    diagnoses,
    diagnosis_acts,
    diagnosis_case,
    disqualification,
    duplicates,
    exporting,
    fairness,
    imports,
    merchants,
    objection_export,
    objections,
    panel_cases,
    panel_quality,
    programmes,
    recusals,
    review,
    rule_guide,
    screening,
    selection,
    selection_acts,
    selection_inputs,
    selection_places,
    simulations,
    staff_declarations,
    supplement,
)
from dure.web.officer.rule_builder import deleting, ordering
from dure.web.officer.rule_builder import views as builder

_PROGRAMME = "officer/programmes/by-id/<slug:programme>"
_APPLICATION = "officer/applications/<int:application>"
_STAGE = "officer/selection/<slug:programme>/<slug:stage>"
_DIAGNOSIS = "officer/diagnosis/<slug:programme>"
_PANEL = "officer/review/<slug:programme>/<slug:round>/panel"
_PAIR = "officer/duplicates/<int:pair>"
_OBJECTION = "officer/objections/<int:objection_id>"

urlpatterns = [
    path("officer/", desk.desk, name="officer_home"),
    path("officer/programmes/", programmes.version_list, name="officer_programmes"),
    path("officer/programmes/upload/", programmes.upload, name="officer_upload"),
    path("officer/programmes/rules/", rule_guide.rule_guide, name="officer_rules"),
    path("officer/programmes/<int:version>/", programmes.version_page, name="officer_version"),
    path(
        "officer/programmes/<int:version>/changes/", changes.version_changes, name="officer_version_changes"
    ),
    path("officer/programmes/<int:version>/rules/", builder.new_rule, name="officer_rule_new"),
    path("officer/programmes/<int:version>/rules/<str:rule>/", builder.change_rule, name="officer_rule"),
    path("officer/programmes/<int:version>/add-rule/", builder.choose_place, name="officer_rule_place"),
    path(
        "officer/programmes/<int:version>/add-rule/<str:holder>/", builder.new_rule, name="officer_rule_add"
    ),
    path(
        "officer/programmes/<int:version>/delete-rule/<str:rule>/",
        deleting.remove_rule,
        name="officer_rule_delete",
    ),
    path("officer/programmes/<int:version>/rule-order/", ordering.rule_order, name="officer_rule_order"),
    path("officer/programmes/<int:version>/trial/", simulations.trial, name="officer_trial"),
    path("officer/simulations/<int:run>/", simulations.simulation, name="officer_simulation"),
    path(
        "officer/simulations/<int:run>/<slug:kind>/",
        simulations.simulation_file,
        name="officer_simulation_file",
    ),
    path("officer/programmes/<int:version>/publish/", programmes.publish, name="officer_publish"),
    path(f"{_DIAGNOSIS}/", diagnoses.form_list, name="officer_diagnoses"),
    path(f"{_DIAGNOSIS}/<slug:form>/", diagnoses.diagnosis_list, name="officer_diagnosis"),
    path(f"{_DIAGNOSIS}/<slug:form>/assign/", diagnosis_acts.assign, name="officer_diagnosis_assign"),
    path(f"{_DIAGNOSIS}/<slug:form>/remind/", diagnosis_acts.send_reminder, name="officer_diagnosis_remind"),
    path(f"{_DIAGNOSIS}/<slug:form>/again/", diagnosis_acts.open_round, name="officer_diagnosis_again"),
    path(f"{_DIAGNOSIS}/<slug:form>/export/", diagnosis_acts.export, name="officer_diagnosis_export"),
    path(f"{_DIAGNOSIS}/<slug:form>/<int:application>/", diagnosis_case.case, name="officer_diagnosis_case"),
    path(
        f"{_DIAGNOSIS}/<slug:form>/<int:application>/<int:sheet>/reopen/",
        diagnosis_case.reopen,
        name="officer_diagnosis_reopen",
    ),
    path(
        f"{_DIAGNOSIS}/<slug:form>/<int:application>/<int:sheet>/<int:evidence>/",
        diagnosis_case.file,
        name="officer_diagnosis_file",
    ),
    path(f"{_PROGRAMME}/applications/", applicants.applicant_list, name="officer_applications"),
    path(f"{_PROGRAMME}/applications/accept/", applicants.accept_list, name="officer_accept_all"),
    path(f"{_PROGRAMME}/applications/refuse/", applicants.refuse_list, name="officer_refuse_all"),
    path(f"{_PROGRAMME}/applications/export/", exporting.export, name="officer_applications_export"),
    path(f"{_PROGRAMME}/screening/", screening.screening, name="officer_screening"),
    path(f"{_PROGRAMME}/imports/", imports.import_list, name="officer_imports"),
    path(f"{_PROGRAMME}/imports/empty.xlsx", imports.template, {"kind": "xlsx"}, name="officer_import_xlsx"),
    path(f"{_PROGRAMME}/imports/empty.csv", imports.template, {"kind": "csv"}, name="officer_import_csv"),
    path("officer/imports/<int:run>/", imports.import_page, name="officer_import"),
    path("officer/imports/<int:run>/confirm/", imports.confirm, name="officer_import_confirm"),
    path("officer/imports/<int:run>/drop/", imports.drop, name="officer_import_drop"),
    path("officer/imports/<int:run>/errors/", imports.errors, name="officer_import_errors"),
    path(f"{_APPLICATION}/", application.application_page, name="officer_application"),
    path(f"{_APPLICATION}/history/", application.application_history, name="officer_application_history"),
    path(f"{_APPLICATION}/next/", application.next_application, name="officer_next"),
    path(f"{_APPLICATION}/judge/", application.judge_again, name="officer_judge"),
    path(f"{_APPLICATION}/accept/", application.accept_one, name="officer_accept"),
    path(f"{_APPLICATION}/refuse/", application.refuse_one, name="officer_refuse"),
    path(f"{_APPLICATION}/reopen/", application.reopen_one, name="officer_reopen"),
    path(f"{_APPLICATION}/supplement/", supplement.supplement, name="officer_supplement"),
    path(f"{_APPLICATION}/supplement/cancel/", supplement.cancel, name="officer_supplement_cancel"),
    path(
        "officer/documents/<int:document>/check/", application.document_check, name="officer_document_check"
    ),
    path("officer/documents/<int:document>/view/", application.document_view, name="officer_document_view"),
    path("officer/documents/<int:document>/file/", application.document_file, name="officer_document_file"),
    path("officer/merchants/", merchants.merchant_list, name="officer_merchants"),
    path("officer/merchants/<int:merchant>/", merchants.merchant_page, name="officer_merchant"),
    path(
        "officer/merchants/<int:merchant>/reveal/", merchants.merchant_reveal, name="officer_merchant_reveal"
    ),
    path("officer/duplicates/", duplicates.duplicate_list, name="officer_duplicates"),
    path("officer/duplicates/export.csv", duplicates.export, name="officer_duplicates_export"),
    path(f"{_PAIR}/", duplicates.duplicate_page, name="officer_duplicate"),
    path(f"{_PAIR}/reveal/", duplicates.duplicate_reveal, name="officer_duplicate_reveal"),
    path(f"{_PAIR}/decide/", duplicates.duplicate_decide, name="officer_duplicate_decide"),
    path(f"{_PAIR}/reopen/", duplicates.duplicate_reopen, name="officer_duplicate_reopen"),
    path("officer/review/", review.review_list, name="officer_review"),
    path("officer/review/<slug:programme>/", review.review_programme, name="officer_review_programme"),
    path("officer/review/<slug:programme>/open/", review.open_first, name="officer_review_open"),
    path(
        "officer/review/<slug:programme>/staff-declarations/",
        staff_declarations.listed,
        name="officer_staff_declarations",
    ),
    path(
        "officer/review/<slug:programme>/staff-declarations/export/",
        staff_declarations.export,
        name="officer_staff_declarations_export",
    ),
    path("officer/review/<slug:programme>/<slug:round>/panel/", review.panel, name="officer_panel"),
    path(
        "officer/review/<slug:programme>/<slug:round>/panel/form/",
        review.panel_form,
        name="officer_panel_form",
    ),
    path(
        "officer/review/<slug:programme>/<slug:round>/panel/assign/",
        review.panel_assign,
        name="officer_panel_assign",
    ),
    path(f"{_PANEL}/through/", review.panel_through, name="officer_panel_through"),
    path(f"{_PANEL}/cases/", panel_cases.case_list, name="officer_panel_cases"),
    path(f"{_PANEL}/cases/<int:application>/", panel_cases.case_page, name="officer_panel_case"),
    path(
        f"{_PANEL}/cases/<int:application>/reopen/",
        panel_cases.case_reopen,
        name="officer_panel_case_reopen",
    ),
    path(f"{_PANEL}/replace/", panel_cases.replace, name="officer_panel_replace"),
    path(f"{_PANEL}/quality/", panel_quality.quality, name="officer_panel_quality"),
    path(f"{_PANEL}/quality/export/", panel_quality.quality_export, name="officer_panel_quality_export"),
    path("officer/recusals/", recusals.recusal_list, name="officer_recusals"),
    path("officer/recusals/<int:recusal>/", recusals.recusal_page, name="officer_recusal"),
    path("officer/selection/", selection.stage_list, name="officer_selections"),
    path(f"{_STAGE}/", selection.stage_page, name="officer_selection"),
    path(f"{_STAGE}/open/", selection.open_scoring, name="officer_selection_open"),
    path(f"{_STAGE}/seed/", selection.publish_hash, name="officer_selection_seed"),
    path(f"{_STAGE}/preview/", selection_acts.preview, name="officer_selection_preview"),
    path(f"{_STAGE}/preview/inputs/", selection_inputs.preview_file, name="officer_selection_preview_inputs"),
    path(f"{_STAGE}/confirm/", selection_acts.confirm, name="officer_selection_confirm"),
    path(f"{_STAGE}/send-back/", selection_acts.send_back, name="officer_selection_send_back"),
    path(f"{_STAGE}/publish/", selection_acts.publish, name="officer_selection_publish"),
    path(f"{_STAGE}/decisions/", selection_places.decision_list, name="officer_selection_decisions"),
    path(f"{_STAGE}/decisions/export/", decision_export.export, name="officer_selection_decisions_export"),
    path(f"{_STAGE}/groups/", fairness.fairness_page, name="officer_selection_fairness"),
    path(f"{_STAGE}/groups/export/", fairness.export, name="officer_selection_fairness_export"),
    path(f"{_STAGE}/places/", selection_places.place_list, name="officer_selection_places"),
    path(f"{_STAGE}/inputs/", selection_places.inputs, name="officer_selection_inputs"),
    path("officer/places/<int:place_id>/give-up/", selection_places.give_up, name="officer_place_give_up"),
    path(
        "officer/places/<int:place_id>/disqualify/",
        disqualification.disqualify,
        name="officer_place_disqualify",
    ),
    path(
        "officer/places/<int:place_id>/disqualify/answer/",
        disqualification.answer_file,
        name="officer_notice_file",
    ),
    path(
        "officer/places/<int:place_id>/disqualify/answer/view/",
        disqualification.answer_file_view,
        name="officer_notice_file_view",
    ),
    path("officer/objections/", objections.objection_list, name="officer_objections"),
    path("officer/objections/export/", objection_export.export, name="officer_objections_export"),
    path(f"{_OBJECTION}/", objections.objection_page, name="officer_objection"),
    path(f"{_OBJECTION}/assign/", objections.assign, name="officer_objection_assign"),
    path(f"{_OBJECTION}/extend/", objections.extend, name="officer_objection_extend"),
    path(f"{_OBJECTION}/answer/", objections.answer, name="officer_objection_answer"),
    path(f"{_OBJECTION}/file/view/", objections.objection_file_view, name="officer_objection_file_view"),
    path(f"{_OBJECTION}/file/", objections.objection_file, name="officer_objection_file"),
]
