"""Versions under which rows of other subjects stand, read once for many rows."""

from __future__ import annotations

from collections.abc import Collection

from dure.domains.programmes.models import ProgrammeVersion


def versions_of(ids: Collection[int]) -> dict[int, ProgrammeVersion]:
    """Return versions by id, with their bytes; one query. The caller has asked who may see the rows."""
    return ProgrammeVersion.objects.in_bulk(ids)
