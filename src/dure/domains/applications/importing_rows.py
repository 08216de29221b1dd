"""The good rows of a list become rows of the database: copied into a table of the act, then in sets."""

from __future__ import annotations

import json
from collections.abc import Sequence
from datetime import date
from typing import Any

from django.db import connection
from django.db.backends.utils import CursorWrapper

from dure.domains.applications.importing import Applicant, Progress
from dure.domains.applications.importing_standing import CLOSED
from dure.domains.applications.models import ImportRun
from dure.domains.events.act import Act
from dure.domains.events.many import record_many
from dure.domains.merchants.facts import CONTACTS
from dure.domains.merchants.judged import TYPES
from dure.domains.merchants.origins import origins_sql, stamp_of
from dure.domains.privacy.encryption import encrypt
from dure.engine.profile.fields import PROFILE_COLUMNS, Field, Kind
from dure.engine.profile.industry import revision_on
from dure.language.hangul import search_text

INCOMING = "incoming_applicants"
_CHUNK = 1_000


def copy_rows(applicants: Sequence[Applicant], progress: Progress, on: date) -> None:
    """Copy rows into a temporary table of this transaction; contacts are encrypted on the way.

    An industry code without a revision is of the one in force ``on`` the day of the import.
    """
    with connection.cursor() as cursor:
        make_table(cursor)
        raw: Any = cursor.cursor
        with raw.copy(f"COPY {INCOMING} FROM STDIN") as copy:
            for done, one in enumerate(applicants, 1):
                copy.write_row(_row(one, revision_on(on)))
                if done % _CHUNK == 0:
                    progress(done, len(applicants))
        index_rows(cursor)


def make_table(cursor: CursorWrapper) -> None:
    """Make the temporary table of this transaction, empty."""
    cursor.execute(f"DROP TABLE IF EXISTS {INCOMING}")
    defined = ", ".join(f"{name} {kind}" for name, kind in incoming_columns().items())
    cursor.execute(f"CREATE TEMP TABLE {INCOMING} ({defined}) ON COMMIT DROP")


def index_rows(cursor: CursorWrapper) -> None:
    """Let the rows be found by their business number; two rows with one number are refused."""
    cursor.execute(f"CREATE UNIQUE INDEX ON {INCOMING} (business_no)")
    cursor.execute(f"ANALYZE {INCOMING} (business_no)")


def incoming_columns() -> dict[str, str]:
    """Return the columns of the table with their types, in the order in which they are copied."""
    columns = {"business_no": "text", "name": "text", "search": "text"}
    for field in _fields():
        columns[field.name] = "bigint" if field.whole else TYPES[field.kind]
        if field.none_able:
            columns[f"has_{field.name}"] = "boolean"
    columns |= dict.fromkeys(CONTACTS, "text")
    return columns | {
        "application_no": "text",
        "received_at": "timestamptz",
        "choices": "text[]",
        "answers": "jsonb",
    }


def _fields() -> list[Field]:
    return [field for field in PROFILE_COLUMNS if field.name not in ("business_no", "name")]


def _row(one: Applicant, revision: str) -> list[Any]:
    facts, cells = one.facts, one.cells
    told = facts["ksic_revision"] or revision if facts["ksic"] else None
    facts = {**facts, "ksic_revision": told}
    number, name = facts["business_no"], facts["name"] or ""
    row: list[Any] = [number, name, f"{search_text(name)} {number}".strip()]
    for field in _fields():
        row.append(facts[field.name])
        if field.none_able:
            row.append(facts[field.companion])
    row += [encrypt(cells.contacts.get(name, "")) for name in CONTACTS]
    answers = {name: value for name, value in cells.answers.items() if value is not None}
    row += [cells.application_no or None, cells.received_at]
    return [*row, list(cells.choices), json.dumps(answers, ensure_ascii=False)]


def make_applications(this: Act, run: ImportRun, version_id: int) -> list[int]:
    """Make application, revision and event for each row that has no application alive; return their ids.

    Facts are what the list tells, and where it tells nothing, what is known of the merchant. Received it was
    when the list says, and where it does not, now.
    """
    facts = ", ".join(_fact(field) for field in PROFILE_COLUMNS)
    told = {field.name: _is_told(field) for field in PROFILE_COLUMNS if field.name != "business_no"}
    query = f"""
        INSERT INTO applications_application (programme, version_id, merchant_id, application_no, entry,
            state, choices, answers, facts, origins, name, region, ksic, search, made_by_id, made_at,
            changed_at, submitted_at, revision, draft, refusal_rules, refusal_reason)
        SELECT %s, %s, merchant_id,
            coalesce(application_no, %s || lpad(nextval('applications_receipt')::text, 6, '0')), 'import',
            'submitted', choices, answers, facts, origins, coalesce(facts->>'name', ''), facts->>'region',
            facts->>'ksic', search, %s, %s, %s, coalesce(received_at, %s), 1, '{{}}', '{{}}', ''
        FROM (
            SELECT m.id AS merchant_id, i.application_no, i.received_at, i.choices, i.answers,
                CASE WHEN i.name <> '' THEN i.search ELSE m.search END AS search,
                jsonb_build_object({facts}) AS facts,
                m.origins || {origins_sql(told)} AS origins
            FROM {INCOMING} AS i JOIN merchants_merchant AS m USING (business_no)
            WHERE NOT EXISTS (
                SELECT 1 FROM applications_application AS a
                WHERE a.programme = %s AND a.merchant_id = m.id AND NOT a.state = ANY(%s)
            )
            ORDER BY i.application_no, i.received_at, i.business_no
        ) AS rows
        RETURNING id
    """
    with connection.cursor() as cursor:
        # The facts of a list are sorted in memory, not through files; until the act ends.
        cursor.execute("SET LOCAL work_mem = '64MB'")
        cursor.execute(
            query,
            [
                *(run.programme, version_id, f"{run.programme.upper()}-", this.actor.user_id),
                *(this.now, this.now, this.now, stamp_of("import", this.now), run.programme, list(CLOSED)),
            ],
        )
        made = [row[0] for row in cursor.fetchall()]
        cursor.execute(
            """
            INSERT INTO applications_revision (application_id, number, act, facts, answers, choices,
                made_by_id, at)
            SELECT id, 1, 'import', facts, answers, choices, %s, %s FROM applications_application
            WHERE id = ANY(%s)
            """,
            [this.actor.user_id, this.now, made],
        )
    record_many(this, "application", made, move="import", to="submitted", **{"import": run.pk})
    return made


def _is_told(field: Field) -> str:
    """Return the SQL of whether the list tells a fact."""
    if field.name == "name":
        return "i.name <> ''"
    return f"i.has_{field.name} IS NOT NULL" if field.none_able else f"i.{field.name} IS NOT NULL"


def _fact(field: Field) -> str:
    """Return the pair of a fact in a row of the engine, with its companion where it can be none."""
    name = field.name
    if name == "business_no":
        return "'business_no', m.business_no"
    if name == "name":
        return "'name', nullif(coalesce(nullif(i.name, ''), m.name), '')"
    known = f"m.{name}::double precision" if field.kind is Kind.NUMBER and not field.whole else f"m.{name}"
    if name == "ksic_revision":  # of the code that is taken, not of another
        return f"'{name}', CASE WHEN i.ksic IS NOT NULL THEN i.{name} ELSE m.{name} END"
    if not field.none_able:
        return f"'{name}', coalesce(i.{name}, {known})"
    told = f"i.has_{name} IS NOT NULL"
    return (
        f"'{name}', CASE WHEN {told} THEN i.{name} ELSE {known} END,"
        f" '{field.companion}', CASE WHEN {told} THEN i.has_{name} ELSE m.has_{name} END"
    )
