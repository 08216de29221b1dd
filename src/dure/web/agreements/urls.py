"""Addresses of the call for executors, of proposals, scores and agreements."""

from __future__ import annotations

from django.urls import path

from dure.web.agreements import (
    agreement,
    agreements,
    calls,
    checking,
    choosing,
    conflicts,
    firm,
    leaving,
    midterm,
    objecting,
    objections,
    recusals,
    scoring,
)

CALL = "calls/<slug:programme>/executors"
OWN = "proposals/<int:proposal>"
AGREED = "agreements/<int:agreement>"
RUN = "officer/executors/<slug:programme>"
ONE = "officer/proposals/<int:proposal>"

urlpatterns = [
    path(f"{CALL}/", firm.call_page, name="executor_call"),
    path(f"{CALL}/propose/", firm.begin, name="proposal_begin"),
    path("proposals/", firm.own_list, name="my_proposals"),
    path(f"{OWN}/", firm.own_page, name="my_proposal"),
    path(f"{OWN}/form/", firm.form, name="my_proposal_form"),
    path(f"{OWN}/withdraw/", firm.withdraw, name="my_proposal_withdraw"),
    path(f"{OWN}/objections/", objecting.own, name="my_firm_objections"),
    path("proposals/objections/<int:objection_id>/file/", objecting.file, name="firm_objection_file"),
    path("officer/firm-objections/", objections.objection_list, name="officer_firm_objections"),
    path("officer/firm-objections/<int:objection>/", objections.page, name="officer_firm_objection"),
    path("proposals/documents/<int:document>/", firm.document_file, name="proposal_document"),
    path(f"{OWN}/recusal/", recusals.own, name="my_proposal_recusal"),
    path(f"{OWN}/recusal/<int:recusal>/withdraw/", recusals.withdraw, name="my_proposal_recusal_withdraw"),
    path("scoring/", scoring.given_list, name="scoring"),
    path("scoring/<slug:programme>/declare/", conflicts.declare, name="scoring_declare"),
    path("scoring/<int:proposal>/conflict/", conflicts.conflict, name="scoring_conflict"),
    path("scoring/<int:proposal>/", scoring.score, name="scoring_score"),
    path(f"{AGREED}/", agreement.page, name="agreement"),
    path(f"{AGREED}/answer/", agreement.answer, name="agreement_answer"),
    path(f"{AGREED}/amend/", agreement.amend, name="agreement_amend"),
    path(f"{AGREED}/close/", leaving.close, name="agreement_close"),
    path(f"{AGREED}/stays/", leaving.stays, name="agreement_stays"),
    path(f"{AGREED}/choices/", leaving.choose_again, name="agreement_choices"),
    path(
        f"{AGREED}/amendments/<int:amendment>/answer/",
        agreement.amendment_answer,
        name="agreement_amendment_answer",
    ),
    path(f"{AGREED}/checks/new/", midterm.new, name="agreement_check_new"),
    path(f"{AGREED}/checks/<int:check>/answer/", midterm.answer, name="agreement_check_answer"),
    path("officer/executors/", calls.call_list, name="officer_executors"),
    path(f"{RUN}/", calls.proposal_list, name="officer_proposals"),
    path(f"{RUN}/export/", calls.export, name="officer_proposals_export"),
    path(f"{RUN}/scorers/", choosing.scorers, name="officer_proposals_assign"),
    path(f"{RUN}/recusals/", recusals.listed, name="officer_scorer_recusals"),
    path("officer/executors/recusals/<int:recusal>/", recusals.answer, name="officer_scorer_recusal"),
    path(f"{RUN}/choice/", choosing.choice, name="officer_executor_choice"),
    path(f"{RUN}/choice/decide/", choosing.decide, name="officer_executor_choice_confirm"),
    path(f"{RUN}/agreements/", agreements.agreement_list, name="officer_agreements"),
    path(f"{RUN}/agreements/export/", agreements.export, name="officer_agreements_export"),
    path(f"{RUN}/agreements/move/", agreements.move, name="officer_agreements_move"),
    path(f"{RUN}/agreements/draft/", agreements.draft, name="officer_agreements_draft"),
    path(f"{ONE}/", checking.page, name="officer_proposal"),
    path(
        f"{ONE}/documents/<int:document>/check/",
        checking.document_check,
        name="officer_proposal_document_check",
    ),
    path(f"{ONE}/contact/", checking.reveal, name="officer_proposal_reveal"),
    path(f"{ONE}/supplement/", checking.supplement, name="officer_proposal_supplement"),
    path(f"{ONE}/decide/", checking.decide, name="officer_proposal_decide"),
    path(f"{ONE}/agreement/", agreements.new, name="officer_agreement_new"),
]
