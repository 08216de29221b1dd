from __future__ import annotations

from typing import Any

from tests.domains.people import NOW
from tests.web.matrix.rows import only

_ROUND = "/reviewer/tops-2025/champion_review/"
ROWS: dict[str, tuple[str, dict[str, int]]] = {
    "reviewer_home": ("/reviewer/", only("reviewer")),
    "reviewer_expertise": ("/reviewer/expertise/", only("reviewer")),
    "reviewer_round": (_ROUND, only("reviewer")),
    "reviewer_export": (_ROUND + "export/", only("reviewer")),
    "reviewer_case": (_ROUND + "{case}/", only("reviewer")),
    "reviewer_conflict": (_ROUND + "{case}/conflict/", only("reviewer", code=405)),
    "reviewer_reopen": (_ROUND + "{case}/reopen/", only("reviewer", code=405)),
    "reviewer_document_view": (_ROUND + "{case}/documents/1/view/", only("reviewer", code=404)),
    "reviewer_document": (_ROUND + "{case}/documents/1/", only("reviewer", code=405)),
}


def world(made: dict[str, Any]) -> None:
    """Add a case that is assigned to the reviewer, who has declared no conflict with it."""
    from tests.domains.builders import application, merchant

    from dure.domains.review.models import Assignment, Entrant, Expertise, RecusalRequest, ScoringWindow

    case = application(merchant(41), made["version_row"], n=41, state="accepted", choices=("acorn",))
    ScoringWindow.objects.create(programme="tops-2025", stage="champion", opened_at=NOW)
    Entrant.objects.create(
        programme="tops-2025", stage="champion", application=case, executor="acorn", entered_at=NOW
    )
    Assignment.objects.create(
        programme="tops-2025", round="champion_review", application=case, assigned_at=NOW, declared_at=NOW,
        reviewer_id=made["actors"]["reviewer"].user_id,
    )  # fmt: skip
    made["case"] = case.pk
    Expertise.objects.create(
        reviewer_id=made["actors"]["reviewer"].user_id, industries=["47"], changed_at=NOW
    )
    owner = made["actors"]["merchant"]
    made["recusal"] = RecusalRequest.objects.create(
        programme="tops-2025", application_id=made["application"], about="가상인", grounds="분쟁",
        asked_by_id=owner.user_id, asked_at=NOW,
    ).pk  # fmt: skip
