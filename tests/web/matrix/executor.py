from __future__ import annotations

from typing import Any

from tests.domains.people import NOW
from tests.web.matrix.rows import ROLES, only

BOTH = only("executor_staff", "other_executor")
BOTH_POST = only("executor_staff", "other_executor", code=405)


def own(code: int = 200) -> dict[str, int]:
    """Return a row of acorn's own: others' executors find nothing there."""
    return {**only("executor_staff", code=code), "other_executor": code if code == 405 else 404}


ROWS: dict[str, tuple[str, dict[str, int]]] = {
    "executor_home": ("/executor/", BOTH),
    "executor_nominations": ("/executor/tops-2025/nominations/", BOTH),
    "executor_nomination_order": ("/executor/tops-2025/nominations/order/", BOTH),
    "executor_nominate": ("/executor/tops-2025/nominations/new/", BOTH),
    "executor_nomination_take_back": (
        "/executor/tops-2025/nominations/{nomination}/take-back/",
        BOTH_POST,
    ),
    "executor_applicants": ("/executor/tops-2025/applicants/", BOTH),
    "executor_export": ("/executor/tops-2025/applicants/export/", BOTH),
    "executor_applicant": ("/executor/tops-2025/applicants/{entrant}/", own()),
    "executor_conflicts": ("/executor/tops-2025/conflicts/", BOTH),
    "executor_conflict": ("/executor/tops-2025/applicants/{entrant}/conflict/", own()),
    # Nobody has been given a place at this executor.
    "executor_accept": ("/executor/tops-2025/applicants/{entrant}/accept/", own(404)),
    "executor_reveal": ("/executor/tops-2025/applicants/{entrant}/contacts/", own(405)),
    "executor_document": ("/executor/tops-2025/applicants/{entrant}/documents/1/", own(405)),
    "executor_document_view": ("/executor/tops-2025/applicants/{entrant}/documents/1/view/", own(404)),
    "executor_scores": ("/executor/tops-2025/scores/consult/", BOTH),
    "executor_score_workbook": ("/executor/tops-2025/scores/consult/workbook/", BOTH),
    "executor_score_upload": ("/executor/tops-2025/scores/consult/uploads/", BOTH),
    "executor_score_file": ("/executor/tops-2025/scores/consult/uploads/{score_upload}/", own()),
    "executor_score_confirm": (
        "/executor/tops-2025/scores/consult/uploads/{score_upload}/confirm/",
        BOTH_POST,
    ),
    "executor_score_drop": ("/executor/tops-2025/scores/consult/uploads/{score_upload}/drop/", BOTH_POST),
    "executor_score": ("/executor/tops-2025/scores/consult/{entrant}/", own()),
}
assert all(set(row) == set(ROLES) for _address, row in ROWS.values())


def world(made: dict[str, Any]) -> None:
    """Add an applicant of acorn who is scored, a nomination, and an upload of scores."""
    from tests.domains.builders import application, merchant

    from dure.domains.accounts.models import Membership
    from dure.domains.applications.models import Nomination, StaffDeclaration
    from dure.domains.review.models import Entrant, ScoreUpload, ScoringWindow
    from dure.domains.uploads.models import StoredFile

    scored = merchant(31)
    entrant = application(scored, made["version_row"], n=31, state="accepted", choices=("acorn",))
    ScoringWindow.objects.create(programme="tops-2025", stage="consult", opened_at=NOW)
    Entrant.objects.create(
        programme="tops-2025", stage="consult", application=entrant, executor="acorn", entered_at=NOW
    )
    for user in Membership.objects.filter(role="executor_staff").values_list("user_id", flat=True):
        StaffDeclaration.objects.create(
            programme="tops-2025", executor="acorn", user_id=user, seen=[entrant.pk], at=NOW
        )
    nomination = Nomination.objects.create(
        programme="tops-2025", executor="acorn", merchant=scored, reason="why", nominated_at=NOW,
        token_hash="0" * 64,
    )  # fmt: skip
    file = StoredFile.objects.create(
        purpose="scores", name="scores.csv", size=1, sha256="0" * 64, content_type="text/csv", state="clean",
        uploaded_at=NOW,
    )  # fmt: skip
    upload = ScoreUpload.objects.create(
        programme="tops-2025", stage="consult", executor="acorn", file=file, made_at=NOW,
        counts={"rows": 1, "new": 1, "changed": 0, "same": 0, "empty": 0, "faulty": 0},
    )  # fmt: skip
    made |= {"entrant": entrant.pk, "nomination": nomination.pk, "score_upload": upload.pk}
