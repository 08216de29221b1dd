"""What of a programme's records is personal, and where it stands: for a preview, and for what destroys it.

What stays: states, choices, verdicts and decisions under the receipt number, and of the facts those that
statistics need, with the region cut to the district and days cut to the year.
"""

from __future__ import annotations

from collections.abc import Collection
from typing import Any, Protocol
from uuid import UUID

from django.db import connection

from dure.domains.events.act import Act

KEPT_FACTS = (
    "legal_form", "ksic", "ksic_revision", "region", "opened_on", "employees", "annual_sales",
    "online_sales_share", "business_status", "owner_female", "tax_arrears",
)  # fmt: skip
"""Facts that stay; of all others it stays whether there was one (``has.FIELD``)."""

DONE = "applications"
"""What of a destruction tells that a programme's records were destroyed."""

WITHOUT_PERSONS = """
    COALESCE((SELECT jsonb_object_agg(key, CASE
        WHEN key = 'region' AND jsonb_typeof(value) = 'string'
            THEN to_jsonb(rpad(left(value #>> '{}', 5), length(value #>> '{}'), '0'))
        WHEN key = 'opened_on' AND jsonb_typeof(value) = 'string'
            THEN to_jsonb(left(value #>> '{}', 4) || '-01-01')
        WHEN key = ANY(%(kept)s) OR jsonb_typeof(value) = 'boolean' THEN value
        ELSE 'null'::jsonb END)
    FROM jsonb_each({column})), '{{}}'::jsonb)
"""
"""The facts of a column without what tells of persons; the same of what is so already."""


class Elsewhere(Protocol):
    """What a later subject keeps of a programme (grounds of objections): it destroys it itself."""

    def files(self, programme: str) -> list[UUID]:
        """Return the ids of its files that go."""
        ...

    def count(self, programme: str) -> dict[str, int]:
        """Return how much would go, by what it is."""
        ...

    def forget(self, this: Act, programme: str) -> dict[str, int]:
        """Destroy it within the act and return how much went."""
        ...


def without_persons(column: str) -> str:
    """Return the SQL of a column's facts without what tells of persons."""
    return WITHOUT_PERSONS.replace("{column}", column).replace("{{}}", "{}")


APPLICATIONS = f"""
    SELECT id FROM applications_application WHERE programme = %(programme)s AND (
        name <> '' OR search <> '' OR answers <> '{{}}'::jsonb OR draft <> '{{}}'::jsonb
        OR refusal_reason <> '' OR made_by_id IS NOT NULL OR facts IS DISTINCT FROM
            (CASE WHEN facts IS NULL THEN NULL ELSE {without_persons("facts")} END))
"""
REVISIONS = f"""
    SELECT r.id FROM applications_revision r JOIN applications_application a ON a.id = r.application_id
    WHERE a.programme = %(programme)s
        AND (r.answers <> '{{}}'::jsonb OR r.facts IS DISTINCT FROM {without_persons("r.facts")})
"""
SUPPLEMENTS = """
    SELECT s.id FROM applications_supplement s JOIN applications_application a ON a.id = s.application_id
    WHERE a.programme = %(programme)s AND (s.difference IS NOT NULL
        OR EXISTS (SELECT FROM jsonb_array_elements(s.items) AS item WHERE item ? 'note'))
"""
NOTES = """
    SELECT d.id FROM applications_applicationdocument d
        JOIN applications_application a ON a.id = d.application_id
    WHERE a.programme = %(programme)s AND d.note <> ''
"""
NOMINATIONS = "SELECT id FROM applications_nomination WHERE programme = %(programme)s AND reason <> ''"
IMPORTS = "SELECT id FROM applications_importrun WHERE programme = %(programme)s AND problems <> '[]'::jsonb"
FILES = """
    SELECT f.id FROM uploads_storedfile f WHERE f.state <> 'destroyed' AND f.id IN (
        SELECT d.file_id FROM applications_applicationdocument d
            JOIN applications_application a ON a.id = d.application_id WHERE a.programme = %(programme)s
        UNION SELECT file_id FROM applications_importrun WHERE programme = %(programme)s
        UNION SELECT error_sheet_id FROM applications_importrun WHERE programme = %(programme)s
        UNION SELECT good_rows_id FROM applications_importrun WHERE programme = %(programme)s
        UNION SELECT (entry.value ->> 'id')::uuid FROM applications_application a,
            jsonb_each(CASE WHEN jsonb_typeof(a.draft -> 'files') = 'object' THEN a.draft -> 'files'
                ELSE '{}'::jsonb END) AS entry
            WHERE a.programme = %(programme)s AND jsonb_typeof(entry.value) = 'object'
        UNION SELECT unnest(%(more)s::uuid[]))
"""
# Contacts stay while another programme, whose records were not destroyed yet, knows the merchant.
MERCHANTS = """
    SELECT m.id FROM merchants_merchant m
    WHERE (m.owner_name <> '' OR m.phone <> '' OR m.email <> '' OR m.address <> '')
        AND (EXISTS (SELECT FROM applications_application a
                WHERE a.merchant_id = m.id AND a.programme = %(programme)s)
            OR EXISTS (SELECT FROM applications_nomination n
                WHERE n.merchant_id = m.id AND n.programme = %(programme)s))
        AND NOT EXISTS (SELECT FROM applications_application a
            WHERE a.merchant_id = m.id AND a.programme <> %(programme)s AND a.state <> 'discarded'
                AND NOT a.programme = ANY(%(destroyed)s))
        AND NOT EXISTS (SELECT FROM applications_nomination n
            WHERE n.merchant_id = m.id AND n.programme <> %(programme)s AND n.state = 'open')
"""
LETTERS = f"SELECT id FROM notices_notice WHERE email <> '' AND merchant_id IN ({MERCHANTS})"
QUERIES = {
    "files": FILES,
    "letters": LETTERS,
    "merchants": MERCHANTS,
    "applications": APPLICATIONS,
    "revisions": REVISIONS,
    "notes": NOTES,
    "supplements": SUPPLEMENTS,
    "nominations": NOMINATIONS,
    "imports": IMPORTS,
}
"""What is destroyed, each by the query of its ids."""


def ids_of(what: str, parameters: dict[str, Any]) -> list[Any]:
    """Return the ids of what would go, in order."""
    with connection.cursor() as cursor:
        cursor.execute(f"{QUERIES[what]} ORDER BY 1", parameters)
        return [row[0] for row in cursor.fetchall()]


def count_of(what: str, parameters: dict[str, Any]) -> int:
    """Return how much would go."""
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT count(*) FROM ({QUERIES[what]}) AS found", parameters)
        return int(cursor.fetchone()[0])


def parameters_of(programme: str, destroyed: Collection[str], more: Collection[UUID]) -> dict[str, Any]:
    """Return what the queries ask with."""
    return {
        "programme": programme,
        "destroyed": list(destroyed),
        "more": [str(one) for one in more],
        "kept": list(KEPT_FACTS),
    }
