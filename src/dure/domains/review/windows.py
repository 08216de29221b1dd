"""The window in which a stage is scored, as acts hold it."""

from __future__ import annotations

from django.db import connection

from dure.domains.events.act import Act
from dure.domains.review.models import ScoringWindow
from dure.engine.problems import Refused, msg, refuse


def begin(this: Act, programme: str, stage: str) -> ScoringWindow:
    """Return the window of a stage, made where it is missing, and held until the act ends."""
    window, new = ScoringWindow.objects.get_or_create(
        programme=programme, stage=stage, defaults={"opened_at": this.now}
    )
    if new:
        this.record("scoring_window", window.pk, programme=programme, stage=stage, state="open")
    return ScoringWindow.objects.select_for_update().get(pk=window.pk)


def hold_open(this: Act, programme: str, stage: str) -> None:
    """Hold the window of a stage open until the act ends: whoever closes it waits.

    Any number of acts hold it at once. Raises Refused where it is not open.
    """
    assert not this.repeated, "an act that was done before changes nothing"
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT state FROM review_scoringwindow WHERE programme = %s AND stage = %s FOR SHARE",
            [programme, stage],
        )
        found = cursor.fetchone()
    if found is None:
        raise refuse("scoring.not_open", msg("the scoring of this stage has not begun yet"))
    if found[0] != "open":
        raise closed()


def closed() -> Refused:
    """Return the refusal of whatever would change scores that stand fast."""
    return refuse(
        "scoring.closed",
        msg("the selection of this stage has been proposed: its scores stand fast and cannot be changed"),
    )
