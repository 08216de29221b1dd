"""Merchants of a list: those that are new are made, of those that are known only empty fields are filled."""

from __future__ import annotations

from dataclasses import dataclass

from django.db import connection

from dure.domains.events.act import Act
from dure.domains.events.later import later_each
from dure.domains.events.many import record_many
from dure.domains.merchants.facts import CONTACTS
from dure.domains.merchants.origins import origins_sql, stamp_of
from dure.domains.merchants.services.note_duplicates import MOST_AT_ONCE
from dure.engine.profile.fields import PROFILE_COLUMNS

_FIELDS = tuple(field for field in PROFILE_COLUMNS if field.name not in ("business_no", "name"))


@dataclass(frozen=True, slots=True)
class ImportedMerchants:
    """How many merchants a list made, and of how many known ones it filled empty fields."""

    new: int
    filled: int


def import_merchants(this: Act, *, incoming: str) -> ImportedMerchants:
    """Bring the merchants of a table of rows in, within an act that is open; twice changes nothing more.

    ``incoming`` is a table with a row a merchant: business_no, name, search, the columns of the profile with
    their companions (``has_FIELD``), and the contacts as they are kept (encrypted). What is
    known is never written over. A field that can be none is filled with its companion, or not at all.
    """
    stamp = stamp_of("import", this.now)
    with connection.cursor() as cursor:
        cursor.execute(
            f"SELECT m.id FROM merchants_merchant AS m JOIN {incoming} AS i USING (business_no)"
            " ORDER BY m.id FOR NO KEY UPDATE OF m"
        )
        cursor.execute(_fill(incoming), [stamp, this.now])
        filled = [row[0] for row in cursor.fetchall()]
        cursor.execute(_make(incoming), [stamp, this.now, this.now])
        new = [row[0] for row in cursor.fetchall()]
    record_many(this, "merchant", new, new=True)
    record_many(this, "merchant", filled, filled=True)
    ids = [*new, *filled]
    parts = [ids[start : start + MOST_AT_ONCE] for start in range(0, len(ids), MOST_AT_ONCE)]
    later_each("merchants.seek_duplicates", [{"merchant_ids": part} for part in parts])
    return ImportedMerchants(len(new), len(filled))


def _columns() -> list[str]:
    return [f.name for f in _FIELDS] + [f"has_{f.name}" for f in _FIELDS if f.none_able]


def _make(incoming: str) -> str:
    columns = ", ".join(["business_no", "name", "search", *_columns(), *CONTACTS])
    told = {f.name: f"has_{f.name} IS NOT NULL" if f.none_able else f"{f.name} IS NOT NULL" for f in _FIELDS}
    told["name"] = "name <> ''"
    return f"""
        INSERT INTO merchants_merchant ({columns}, origins, version, made_at, changed_at)
        SELECT {columns}, {origins_sql(told)}, 1, %s, %s FROM {incoming} ORDER BY business_no
        ON CONFLICT (business_no) DO NOTHING RETURNING id
    """


def _fill(incoming: str) -> str:
    """Fill what is empty in one statement, in the rows in which anything is."""
    sets, tests = [], []
    filled: dict[str, str] = {}
    for field in _FIELDS:
        name = field.name
        if name == "ksic_revision":  # it comes with its code, and never to a code that stands there already
            sets.append(f"{name} = CASE WHEN m.ksic IS NULL THEN i.{name} ELSE m.{name} END")
            filled[name] = f"m.ksic IS NULL AND i.{name} IS NOT NULL"
            continue
        if field.none_able:
            has = f"has_{name}"
            open_ = f"m.{has} IS NULL AND m.{name} IS NULL AND i.{has} IS NOT NULL"
            sets += [
                f"{name} = CASE WHEN {open_} THEN i.{name} ELSE m.{name} END",
                f"{has} = CASE WHEN {open_} THEN i.{has} ELSE m.{has} END",
            ]
        else:
            open_ = f"m.{name} IS NULL AND i.{name} IS NOT NULL"
            sets.append(f"{name} = coalesce(m.{name}, i.{name})")
        tests.append(f"({open_})")
        filled[name] = open_
    for name in CONTACTS:
        sets.append(f"{name} = coalesce(nullif(m.{name}, ''), i.{name})")
        tests.append(f"(m.{name} = '' AND i.{name} <> '')")
    nameless = "m.name = '' AND i.name <> ''"
    filled["name"] = nameless
    sets += [
        f"origins = m.origins || {origins_sql(filled)}",
        f"name = CASE WHEN {nameless} THEN i.name ELSE m.name END",
        f"search = CASE WHEN {nameless} THEN i.search ELSE m.search END",
        "version = m.version + 1",
        "changed_at = %s",
    ]
    tests.append(f"({nameless})")
    return (
        f"UPDATE merchants_merchant AS m SET {', '.join(sets)} FROM {incoming} AS i"
        f" WHERE m.business_no = i.business_no AND ({' OR '.join(tests)}) RETURNING m.id"
    )
