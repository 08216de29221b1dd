"""Executors that leave a programme, and that come back: told of every version that was published."""

from __future__ import annotations

from datetime import date

from dure.domains.events.act import Act
from dure.domains.programmes.models import ProgrammeVersion, VersionState
from dure.domains.programmes.queries import left_in


def note_executor_left(this: Act, *, programme: str, executor: str, left_on: date | None) -> None:
    """Note within an act that an executor left from a day on, or (None) carries the programme out again."""
    versions = ProgrammeVersion.objects.filter(programme=programme).exclude(state=VersionState.DRAFT)
    for version in versions.defer("raw").select_for_update().order_by("pk"):
        left = left_in(version.executors_left)
        before = dict(left)
        if left_on is None:
            left.pop(executor, None)
        else:
            left[executor] = left_on
        if left != before:
            told = ";".join(f"{code}={day.isoformat()}" for code, day in sorted(left.items()))
            ProgrammeVersion.objects.filter(pk=version.pk).update(executors_left=told)
            day = None if left_on is None else left_on.isoformat()
            this.record("programme_version", version.pk, executor=executor, left_on=day)
