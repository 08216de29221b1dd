"""What this subject keeps of persons, and how it goes when a programme's retention period is over.

What applicants said of reviewers, remarks of reviewers and executors, spreadsheets of scores and the faulty
cells in them; scores stay, for decisions rest on them, under the receipt number.
"""

from __future__ import annotations

from uuid import UUID

from dure.domains.events.act import Act
from dure.domains.events.history import forget_history, tracked_models
from dure.domains.review.models import RecusalRequest, ScoreSheet, ScoreUpload

GONE = "-"
"""What stands in place of an answer: there was one."""


def files(programme: str) -> list[UUID]:
    """Return the ids of the spreadsheets of scores."""
    found = ScoreUpload.objects.filter(programme=programme)
    return list(found.order_by("file_id").values_list("file_id", flat=True).distinct())


def count(programme: str) -> dict[str, int]:
    """Return how many sheets bear remarks, how many uploads keep faulty cells, how many requests say why."""
    return {
        "remarks": len(_remarks(programme)),
        "score_uploads": len(_faulty(programme)),
        "recusals": len(_asked(programme)),
    }


def forget(this: Act, programme: str) -> dict[str, int]:
    """Empty remarks and faulty cells, within the act."""
    remarks, faulty = _remarks(programme), _faulty(programme)
    ScoreSheet.objects.filter(pk__in=remarks).update(comment="", remarks={}, changed_at=this.now)
    if ScoreSheet in tracked_models().values():
        forget_history(this, ScoreSheet, remarks)
    ScoreUpload.objects.filter(pk__in=faulty).update(problems=[])
    asked = _asked(programme)
    of_these = RecusalRequest.objects.filter(pk__in=asked)
    of_these.exclude(answer="").update(answer=GONE)
    of_these.update(about="", grounds="")
    return {"remarks": len(remarks), "score_uploads": len(faulty), "recusals": len(asked)}


def _remarks(programme: str) -> list[int]:
    """Return the ids of the sheets that say something."""
    found = ScoreSheet.objects.filter(programme=programme).exclude(comment="", remarks={})
    return list(found.order_by("pk").values_list("pk", flat=True))


def _faulty(programme: str) -> list[int]:
    found = ScoreUpload.objects.filter(programme=programme).exclude(problems=[])
    return list(found.order_by("pk").values_list("pk", flat=True))


def _asked(programme: str) -> list[int]:
    """Return the ids of the requests that still say something."""
    found = RecusalRequest.objects.filter(programme=programme).order_by("pk")
    return [one.pk for one in found if one.about or one.grounds]
