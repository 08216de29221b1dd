"""Where each value of a profile came from, and when: kept beside it, by the field's name.

``{"employees": ["told", "2025-03-20T10:00:00+09:00"]}``. A field that is not there is not known, or stood
there before this was kept. What an accepted document shows has two more: the origin before it and when, which
it has again should the document be refused after all.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import Any, Literal

from dure.engine.profile.fields import PROFILE_COLUMNS

Origin = Literal["told", "tax_service", "fair_trade", "executor", "import", "document"]
"""Told by whoever acts for it; by the tax service, or checked with it; by
the register of mail-order businesses; by who nominated it; by a list; shown
by an accepted document, whose day counts."""
Origins = dict[str, list[str]]

_FIELD_OF = {f.name: f.name for f in PROFILE_COLUMNS} | {
    f"has_{f.name}": f.name for f in PROFILE_COLUMNS if f.none_able
}


def stamped(names: Iterable[str], origin: Origin, at: datetime) -> Origins:
    """Return one origin for some fields; names that are no columns of the profile are left out.

    ``names`` are columns of a merchant: a companion stands for its field.
    """
    fields = {_FIELD_OF[name] for name in names if name in _FIELD_OF}
    return {field: [origin, at.isoformat()] for field in sorted(fields)}


def with_origin(
    known: Mapping[str, Any], changed: Mapping[str, Any], origin: Origin, at: datetime
) -> Origins:
    """Return the origins after columns were changed: anew for changed fields, none for emptied ones.

    A companion that says there is none is a value too.
    """
    found = dict(known) | stamped(changed, origin, at)
    for field in PROFILE_COLUMNS:
        has = f"has_{field.name}"
        emptied = changed.get(field.name, field) in (None, "") and changed.get(has) is not False
        if emptied or changed.get(has, field) is None:
            found.pop(field.name, None)
    return found


def shown(known: Mapping[str, Any], names: Iterable[str], at: datetime) -> Origins:
    """Return the origins after a document showed some fields; each remembers the one before.

    >>> from datetime import timezone
    >>> day = datetime(2025, 3, 20, tzinfo=timezone.utc)
    >>> shown({"name": ["told", "2025-03-18T00:00:00+00:00"]}, ["name"], day)
    {'name': ['document', '2025-03-20T00:00:00+00:00', 'told', '2025-03-18T00:00:00+00:00']}
    """
    found = dict(known)
    for name in names:
        before = known.get(name, [])
        found[name] = ["document", at.isoformat(), *(before[2:] if before[:1] == ["document"] else before)]
    return found


def not_shown(known: Mapping[str, Any], names: Iterable[str]) -> Origins:
    """Return the origins after the document that showed some fields was refused: those before it again."""
    found = dict(known)
    for name in names:
        if found.get(name, [""])[0] == "document":
            before = found.pop(name)[2:]
            found |= {name: before} if before else {}
    return found


def origins_sql(tests: Mapping[str, str]) -> str:
    """Return the SQL of the origins that a list gives the fields whose test holds; its parameter: a stamp."""
    # One parameter, and not an expression in each place: it would be worked out anew for every field and row.
    listed = ", ".join(f"'{name}', CASE WHEN {test} THEN o.o END" for name, test in tests.items())
    return f"(SELECT jsonb_strip_nulls(jsonb_build_object({listed})) FROM (SELECT %s::jsonb AS o) AS o)"


def stamp_of(origin: Origin, at: datetime) -> str:
    """Return one origin as JSON, for :func:`origins_sql`."""
    return json.dumps([origin, at.isoformat()])
