"""The verdicts on all applications: facts to DuckDB, the engine's query, verdicts back, all in sets."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import asdict
from typing import Any

from django.db import connection

from dure.domains.applications.columns import BANNED, Column, support_columns, support_names
from dure.domains.applications.screening import IN_PROCESS, Law, answered_rules, answering
from dure.domains.programmes.queries import Call, rulebook
from dure.engine.profile.columns import ANSWER, LEVEL, SUPPORTED_IN, own_name, owner_of
from dure.engine.profile.fields import PROFILE_FIELDS, Field, Kind
from dure.engine.rules.sql import quoted, text_literal
from dure.engine.screening import Rulebook, screening_query
from dure.engine.screening.many import VERDICT_COLUMNS
from dure.engine.screening.trial import Trial
from dure.files.session import Session, open_session
from dure.files.staged import csv_reader
from dure.files.trying import trial_in

_TYPES = {
    Kind.TEXT: "VARCHAR",
    Kind.NUMBER: "DOUBLE",
    Kind.DATE: "DATE",
    Kind.BOOLEAN: "BOOLEAN",
    Kind.LIST: "VARCHAR",
}
_BETWEEN = "\x1f"
"""Between the entries of a list on the way to DuckDB: a character that no list can hold."""

Row = tuple[Any, ...]


def judge_all(called: Call, programme: str) -> tuple[list[Row], Trial]:
    """Return the verdict on every application in process, and the counts of the whole.

    A row is (id, revision, verdict, failed, unknown, missing, overridden, given), lists joined by ``;``, and
    what was known of earlier support as JSON. The rules are the engine's own query: nothing is judged here.
    """
    book = rulebook(called.version)
    with open_session([]) as session:
        staged = _staged(session, book, called, programme)
        query = " UNION ALL ".join(_queries(session, book, called, staged))
        judged = session.stage(query)
        trial = trial_in(session, book, judged, ("regions", "sections"))
        columns = ", ".join(("id", "revision", *VERDICT_COLUMNS, "overridden", "given"))
        return session.rows(f"SELECT {columns} FROM {judged} ORDER BY id"), trial


def _queries(session: Session, book: Rulebook, called: Call, staged: str) -> list[str]:
    """Return one query for each set of rules that documents answer: those rules are left out of the book."""
    programme = called.loaded.programme
    groups: dict[tuple[str, ...], list[str]] = {}
    for (documents,) in session.rows(f"SELECT DISTINCT documents FROM {staged} ORDER BY documents"):
        accepted = str(documents or "")
        groups.setdefault(answered_rules(programme, set(accepted.split(";"))), []).append(accepted)
    kept = ["id", "revision", "region", "ksic", "given"]
    return [
        screening_query(
            Rulebook(tuple(b for b in book.rules if b.id not in rules), book.occasion, book.fields),
            f"(SELECT * FROM {staged} WHERE {_one_of(documents)})",
            [*kept, f"{text_literal(';'.join(rules))} AS overridden"],
        )
        for rules, documents in (groups or {(): [""]}).items()
    ]


def _one_of(documents: Sequence[str]) -> str:
    return " OR ".join(f"coalesce(documents, '') = {text_literal(some)}" for some in documents)


def _staged(session: Session, book: Rulebook, called: Call, programme: str) -> str:
    """Bring the facts that rules read into the session, typed, with the documents that were accepted."""
    read = {"region": PROFILE_FIELDS["region"], "ksic": PROFILE_FIELDS["ksic"]}
    read |= {field.name: field for field in book.columns()}
    support = support_columns(support_names(called), None, programme)
    items = {"id": "a.id", "revision": "a.revision", "documents": "d.accepted", "given": _given(support)}
    types = {"id": "BIGINT", "revision": "BIGINT", "documents": "VARCHAR", "given": "VARCHAR"}
    joins, told, handed_in = [], [], {}
    for place, (name, column) in enumerate(support.items()):
        joins.append(
            f"LEFT JOIN unnest(%s::bigint[], %s::text[]) AS s{place} (merchant_id, value)"
            f" ON s{place}.merchant_id = a.merchant_id"
        )
        told += [list(column.values), [_text(value) for value in column.values.values()]]
        handed_in[name] = f"coalesce(s{place}.value, {_literal(column.otherwise)})"
        if name == BANNED:
            # Of what was told and what the register has the later day counts.
            handed_in[name] = f"greatest(a.facts->>'{BANNED}', s{place}.value)"
            banned = f"CASE WHEN s{place}.value IS NULL THEN a.facts->>'has.{BANNED}' ELSE 'true' END"
    for field in read.values():
        items[field.name] = handed_in.get(field.name) or _item(field)
        types[field.name] = _TYPES[field.kind]
        if field.none_able:
            told_of = f"a.facts->>'{field.companion}'"
            items[field.companion] = banned if field.name == BANNED else told_of
            types[field.companion] = "BOOLEAN"
    answers = [d.id for documents in answering(called.loaded.programme).values() for d in documents]
    path = session.folder / "applications.csv"
    query = f"""
        COPY (
            SELECT {", ".join(items.values())} FROM applications_application AS a
            LEFT JOIN (
                SELECT application_id, string_agg(document, ';' ORDER BY document) AS accepted
                FROM applications_applicationdocument
                WHERE state = 'accepted' AND NOT speaks_against AND document = ANY(%s) GROUP BY application_id
            ) AS d ON d.application_id = a.id
            {" ".join(joins)}
            WHERE a.programme = %s AND a.state = ANY(%s)
        ) TO STDOUT (FORMAT csv, FORCE_QUOTE *)
    """
    with connection.cursor() as cursor, path.open("wb") as target:
        raw: Any = cursor.cursor
        with raw.copy(query, [answers, *told, programme, list(IN_PROCESS)]) as copy:
            for part in copy:
                target.write(part)
    listed = ", ".join(_typed(name, read.get(name)) for name in items)
    reader = csv_reader(path, types, "header = false", "new_line = '\\n'")
    return session.stage(f"SELECT {listed} FROM {reader}", path)


def _given(support: Mapping[str, Column]) -> str:
    """Return the SQL of what is kept of earlier support with each verdict: a JSON object as text."""
    parts = [
        f"'{name}', to_jsonb(coalesce(s{place}.value, {_literal(column.otherwise)})::{_json_type(name)})"
        for place, (name, column) in enumerate(support.items())
        if name != BANNED
    ]
    place = list(support).index(BANNED)
    ban = f"jsonb_strip_nulls(jsonb_build_object('{BANNED}', s{place}.value))"
    return f"(jsonb_build_object({', '.join(parts)}) || {ban})::text"


def _json_type(name: str) -> str:
    return {SUPPORTED_IN: "boolean", LEVEL: "text"}.get(owner_of(name), "bigint")


def _text(value: Any) -> str:
    return value if isinstance(value, str) else str(value).lower()


def _literal(value: Any) -> str:
    return "NULL::text" if value is None else f"'{_text(value)}'"


def _item(field: Field) -> str:
    owner, own = owner_of(field.name), own_name(field.name)
    if owner not in ("", ANSWER):
        return "NULL::text"  # what nobody hands in
    source = "a.answers" if owner else "a.facts"
    value = f"{source}->'{own}'"
    if field.kind is not Kind.LIST:
        return f"{source}->>'{own}'"
    entries = f"jsonb_array_elements_text(CASE jsonb_typeof({value}) WHEN 'array' THEN {value} END)"
    return f"(SELECT string_agg(e.entry, E'\\x1f') FROM {entries} AS e(entry))"


def _typed(name: str, field: Field | None) -> str:
    if field is None or field.kind is not Kind.LIST:
        return quoted(name)
    return f"string_split({quoted(name)}, {text_literal(_BETWEEN)}) AS {quoted(name)}"


def write_verdicts(rows: Sequence[Row], law: Law, screening_id: int, at: Any) -> tuple[int, int]:
    """Write the verdicts that are new, set those of the applications; return how many of each.

    One statement, inside the act that holds the rows. A verdict that says the same of the same revision
    as the newest one is not written again.
    """
    columns = [list(column) for column in zip(*rows, strict=True)] if rows else [[] for _ in range(8)]
    listed = "string_to_array(coalesce({}, ''), ';')::varchar[]"
    query = f"""
        WITH judged AS (
            SELECT id, revision, verdict, {listed.format("failed")} AS failed_rules,
                {listed.format("unknown")} AS unknown_rules, {listed.format("missing")} AS missing_fields,
                {listed.format("overridden")} AS overridden_rules, given::jsonb AS given,
                %s::text AS programme_hash, %s::date AS as_of, %s::text AS law
            FROM unnest(%s::bigint[], %s::int[], %s::text[], %s::text[], %s::text[], %s::text[], %s::text[],
                    %s::text[])
                AS t (id, revision, verdict, failed, unknown, missing, overridden, given)
        ), written AS (
            INSERT INTO applications_verdict (application_id, screening_id, revision, verdict, failed_rules,
                unknown_rules, missing_fields, overridden_rules, given, programme_hash, as_of, law, at)
            SELECT j.id, %s, j.revision, j.verdict, j.failed_rules, j.unknown_rules, j.missing_fields,
                j.overridden_rules, j.given, j.programme_hash, j.as_of, j.law, %s
            FROM judged AS j LEFT JOIN LATERAL (
                SELECT * FROM applications_verdict WHERE application_id = j.id ORDER BY id DESC LIMIT 1
            ) AS v ON TRUE
            WHERE v.id IS NULL
                OR (v.revision, v.verdict, v.overridden_rules)
                    IS DISTINCT FROM (j.revision, j.verdict, j.overridden_rules)
                OR (v.given, v.programme_hash, v.as_of, v.law)
                    IS DISTINCT FROM (j.given, j.programme_hash, j.as_of, j.law)
                OR (v.failed_rules, v.unknown_rules, v.missing_fields)
                    IS DISTINCT FROM (j.failed_rules, j.unknown_rules, j.missing_fields)
            ORDER BY j.id
            RETURNING 1
        ), changed AS (
            UPDATE applications_application AS a SET verdict = j.verdict FROM judged AS j
            WHERE a.id = j.id AND a.verdict IS DISTINCT FROM j.verdict
            RETURNING 1
        )
        SELECT (SELECT count(*) FROM written), (SELECT count(*) FROM changed)
    """
    with connection.cursor() as cursor:
        cursor.execute(query, [law.programme_hash, law.as_of, law.law, *columns, screening_id, at])
        written, changed = cursor.fetchone()
    return int(written), int(changed)


def counts_of(trial: Trial, rows: Sequence[Row]) -> dict[str, Any]:
    """Return the counts of a screening as JSON values: the whole, each rule, provinces, sections, facts."""
    return {
        "total": trial.whole.total,
        "eligible": trial.whole.eligible,
        "ineligible": trial.whole.ineligible,
        "unknown": trial.whole.unknown,
        "overridden": sum(1 for row in rows if row[6]),
        "rules": [asdict(effect) for effect in trial.rules],
        "regions": [asdict(counts) for counts in trial.groups["regions"]],
        "sections": [asdict(counts) for counts in trial.groups["sections"]],
        "settles": [list(pair) for pair in trial.settles],
    }
