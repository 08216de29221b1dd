from __future__ import annotations

from typing import Any

from tests.web.matrix.rows import EVERYBODY, ROLES, SIGNED_IN, only

ACTS = {**dict.fromkeys(ROLES, 405), "nobody": 302}
SIDES = only("executor_staff", "officer", "ministry", others=404)
BOTH_ACT = only("executor_staff", "officer", others=404)
OWN = only("executor_staff", others=404)
STAFF = only("officer", "ministry")
_RUN = "/officer/executors/partners-2025"
ROWS: dict[str, tuple[str, dict[str, int]]] = {
    "executor_call": ("/calls/partners-2025/executors/", EVERYBODY),
    "proposal_begin": ("/calls/partners-2025/executors/propose/", ACTS),
    "my_proposals": ("/proposals/", SIGNED_IN),
    "my_proposal": ("/proposals/{proposal}/", OWN),
    "my_proposal_form": ("/proposals/{proposal}/form/", only("executor_staff", code=302, others=404)),
    "my_proposal_withdraw": ("/proposals/{proposal}/withdraw/", OWN),
    "my_firm_objections": ("/proposals/{proposal}/objections/", OWN),
    "firm_objection_file": (
        "/proposals/objections/{firm_objection}/file/",
        # Its file is gone (409): who may see it is told so, to others there is none.
        only("executor_staff", "officer", "ministry", code=409, others=404),
    ),
    "officer_firm_objections": ("/officer/firm-objections/", STAFF),
    "officer_firm_objection": ("/officer/firm-objections/{firm_objection}/", STAFF),
    "proposal_document": (
        "/proposals/documents/{proposal_document}/",
        # Its file is gone (409): who may see it is told so, to others there is none.
        only("executor_staff", "officer", "ministry", "reviewer", "accountant", code=409, others=404),
    ),
    "my_proposal_recusal": ("/proposals/{proposal}/recusal/", OWN),
    "my_proposal_recusal_withdraw": ("/proposals/{proposal}/recusal/{scorer_recusal}/withdraw/", ACTS),
    "scoring_declare": (
        "/scoring/partners-2025/declare/",
        only("reviewer", "accountant", code=302),
    ),
    "scoring_conflict": ("/scoring/{proposal}/conflict/", only("reviewer", "accountant", code=405)),
    "officer_scorer_recusals": (f"{_RUN}/recusals/", STAFF),
    "officer_scorer_recusal": ("/officer/executors/recusals/{scorer_recusal}/", STAFF),
    "scoring": ("/scoring/", only("reviewer", "accountant")),
    "scoring_score": ("/scoring/{proposal}/", only("reviewer", "accountant")),
    "agreement": ("/agreements/{agreement}/", SIDES),
    "agreement_answer": ("/agreements/{agreement}/answer/", ACTS),
    "agreement_amend": ("/agreements/{agreement}/amend/", BOTH_ACT),
    "agreement_close": ("/agreements/{agreement}/close/", BOTH_ACT),
    "agreement_stays": ("/agreements/{agreement}/stays/", dict.fromkeys(ROLES, 404) | {"nobody": 302}),
    "agreement_choices": ("/agreements/{agreement}/choices/", dict.fromkeys(ROLES, 404) | {"nobody": 302}),
    "agreement_amendment_answer": ("/agreements/{agreement}/amendments/{amendment}/answer/", ACTS),
    "agreement_check_new": ("/agreements/{agreement}/checks/new/", only("officer")),
    "agreement_check_answer": ("/agreements/{agreement}/checks/{midterm}/answer/", ACTS),
    "officer_executors": ("/officer/executors/", STAFF),
    "officer_proposals": (f"{_RUN}/", STAFF),
    "officer_proposals_export": (f"{_RUN}/export/", STAFF),
    "officer_proposals_assign": (f"{_RUN}/scorers/", only("officer")),
    "officer_executor_choice": (f"{_RUN}/choice/", STAFF),
    "officer_executor_choice_confirm": (f"{_RUN}/choice/decide/", only("officer", code=405)),
    "officer_agreements": (f"{_RUN}/agreements/", STAFF),
    "officer_agreements_export": (f"{_RUN}/agreements/export/", STAFF),
    "officer_agreements_move": (f"{_RUN}/agreements/move/", only("officer")),
    "officer_agreements_draft": (f"{_RUN}/agreements/draft/", only("officer", code=405)),
    "officer_proposal": ("/officer/proposals/{proposal}/", STAFF),
    "officer_proposal_document_check": (
        "/officer/proposals/{proposal}/documents/{proposal_document}/check/",
        only("officer", code=405),
    ),
    "officer_proposal_reveal": ("/officer/proposals/{proposal}/contact/", only("officer", code=405)),
    "officer_proposal_supplement": ("/officer/proposals/{proposal}/supplement/", only("officer")),
    "officer_proposal_decide": ("/officer/proposals/{proposal}/decide/", only("officer", code=405)),
    "officer_agreement_new": ("/officer/proposals/{proposal}/agreement/", only("officer")),
}


def world(made: dict[str, Any]) -> None:
    """Add a call for executors that acorn answered: scored, chosen, agreed, amended, checked."""
    from datetime import date

    from tests.domains.agreeing import LATER, both_signed, called, terms
    from tests.domains.people import person

    from dure.domains.agreements.models import (
        FirmObjection,
        ProposalDocument,
        ProposalSupplement,
        ScorerRecusal,
    )
    from dure.domains.agreements.models_agreement import Agreement
    from dure.domains.agreements.services.note_midterm import note_midterm
    from dure.domains.agreements.services.propose_amendment import propose_amendment
    from dure.domains.uploads.models import StoredFile

    called()
    person("executor_staff", email="firm1@firm.example", kind="executor", code="acorn")
    agreement, _other = both_signed()
    proposal = Agreement.objects.values_list("proposal_id", flat=True).get(pk=agreement)
    amendment = propose_amendment(
        actor=person(), now=LATER, agreement_id=agreement, terms=terms(cash_won=40_000_000), reason="why"
    )
    midterm = note_midterm(
        actor=person(), now=LATER, agreement_id=agreement, held_on=date(2025, 3, 24), findings="found",
        grade="fair", measures="more", due_on=date(2025, 4, 30), key="k",
    )  # fmt: skip
    ProposalSupplement.objects.create(
        proposal_id=proposal, fields=["gives"], note="more", asked_by_id=1, asked_at=LATER, due_at=LATER,
        answered_at=LATER,
    )  # fmt: skip
    recusal = ScorerRecusal.objects.create(
        proposal_id=proposal, about="who", grounds="why", asked_by_id=1, asked_at=LATER
    )
    document = ProposalDocument.objects.filter(proposal_id=proposal).latest("pk")
    StoredFile.objects.filter(pk=document.file_id).update(state="destroyed")
    objection = FirmObjection.objects.create(
        proposal_id=proposal, against="refusal", decided_at=LATER, grounds="왜", file_id=document.file_id,
        filed_by_id=1, filed_at=LATER, due_on=date(2025, 4, 7),
    )  # fmt: skip
    made |= {
        "firm_objection": objection.pk,
        "agreement": agreement,
        "proposal": proposal,
        "amendment": amendment,
        "midterm": midterm,
        "proposal_document": document.pk,
        "scorer_recusal": recusal.pk,
    }
