"""What tests of measured points need: the small programme by points, and files of them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from tests.domains.selecting import (
    CONSULT,
    EXECUTORS,
    PROGRAMME,
    SMALL,
    THEN,
    accepted,
    officer,
    small_programme,
)

from dure.domains.applications.models import Application
from dure.domains.selection.services.apply_points import apply_points
from dure.domains.selection.services.check_points import check_points

MIX = """\
    scores:
      - {source: executor, weight_bp: 6000}
      - {source: data, weight_bp: 4000}
"""


def measured_programme(way: str = "score", extra: str = "") -> str:
    """Return the small programme whose first stage is chosen by measured points."""
    return PROGRAMME.replace("    chosen_by: executor\n", f"    chosen_by: {way}\n{extra}", 1)


def measured(count: int = 24, way: str = "score", extra: str = "") -> list[Application]:
    """Return accepted applications, each of which lists all three executors in the same order."""
    made = accepted(small_programme(measured_programme(way, extra)), count)
    Application.objects.filter(pk__in=[one.pk for one in made]).update(choices=list(EXECUTORS))
    return made


def points_file(rows: Mapping[str, str] | Sequence[tuple[str, str]]) -> bytes:
    """Return a file of points: receipt numbers and what stands beside them."""
    pairs = rows.items() if isinstance(rows, Mapping) else rows
    return "".join(["접수번호,점수\n", *(f"{number},{points}\n" for number, points in pairs)]).encode()


def falling(made: Sequence[Application], first: float = 90) -> dict[str, str]:
    """Return points that fall by one from application to application."""
    return {str(one.application_no): f"{first - n:g}" for n, one in enumerate(made)}


def checked(content: bytes, **told: str) -> int:
    """Check a file as an officer."""
    name = told.get("name", "points.csv")
    return check_points(actor=officer(), now=THEN, programme=SMALL, stage=CONSULT, name=name, content=content)


def handed_in(content: bytes, reason: str = "") -> int:
    """Check a file and take it over; return how many points were new or changed."""
    return apply_points(actor=officer(), now=THEN, upload_id=checked(content), reason=reason)
