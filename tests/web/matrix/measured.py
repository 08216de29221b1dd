"""Measured points: the second stage of the programme with the vote is chosen by them."""

from __future__ import annotations

from typing import Any

from tests.domains.people import NOW
from tests.web.matrix.rows import only

_HERE = "/officer/selection/small-2025/promote/points/"

ROWS: dict[str, tuple[str, dict[str, int]]] = {
    "officer_points": (_HERE, only("officer", "ministry")),
    "officer_points_list": (_HERE + "list.csv", only("officer", "ministry")),
    "officer_points_file": (_HERE + "{points}/", only("officer", "ministry")),
    "officer_points_errors": (_HERE + "{points}/errors.csv", only("officer", "ministry")),
    "officer_points_apply": (_HERE + "{points}/apply/", only("officer", code=405)),
    "officer_points_drop": (_HERE + "{points}/drop/", only("officer", code=405)),
}


def world(made: dict[str, Any]) -> None:
    """Add a file of points that was checked."""
    from dure.domains.accounts.actors import SYSTEM
    from dure.domains.events.act import act
    from dure.domains.selection.models import PointsUpload
    from dure.domains.uploads.services.keep import keep_file

    with act("test.points", actor=SYSTEM, now=NOW) as this:
        kept = keep_file(this, purpose="points", name="points.csv", content=b"a,b\n", made_by_us=True)
    counts = {"rows": 0, "new": 0, "changed": 0, "same": 0, "empty": 0, "lacking": 0, "faulty": 0}
    upload = PointsUpload.objects.create(
        programme="small-2025", stage="promote", file=kept, sha256=kept.sha256, counts=counts, made_at=NOW
    )
    made["points"] = upload.pk
