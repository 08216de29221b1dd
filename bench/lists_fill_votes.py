"""Fills a database for the bench of the lists with a public vote, counted and public, made by SQL.

Every application of the officer's programme, at most 100,000, is a candidate (those that are not accepted
have left), with two ballots to each. To be called after the selection.
"""

from __future__ import annotations

from pathlib import Path

from django.db import connection

from dure import service

PROGRAMME, STAGE = "lantern-2025", "named"
OPENS, CLOSES = "timestamptz '2025-03-01T09:00:00+09:00'", "timestamptz '2025-03-19T18:00:00+09:00'"
OF_ONE_ADDRESS = 40


def vote_file() -> bytes:
    """Return the programme of the demo that has a vote."""
    return (Path(service.__file__).parent / "demo" / f"{PROGRAMME}.yaml").read_bytes()


def fill_votes(version: int) -> None:
    """Make the rows of a vote of a version that is published."""
    _run(
        "INSERT INTO voting_vote (programme, version_id, stage, state, opens_at, closes_at, votes_each,"
        " changeable, second_officer, prepared_at, sealed_sha256)"
        f" VALUES (%s, %s, %s, 'open', {OPENS}, {CLOSES}, 2, true, true, {OPENS}, '')",
        *(PROGRAMME, version, STAGE),
    )
    _run(
        "INSERT INTO voting_candidate (vote_id, application_id, number, name, region, ksic, shown, search,"
        " place, votes)"
        " SELECT v.id, a.id, a.application_no, a.name, coalesce(a.region, ''), coalesce(a.ksic, ''), '{}',"
        " a.search, (a.id * 7919) %% 1000003, (a.id * 31) %% 997"
        " FROM applications_application a, voting_vote v"
        " WHERE a.programme = 'tops-2025' ORDER BY a.id LIMIT 100000"
    )
    # One in four has a picture.
    _run(
        "INSERT INTO uploads_storedfile (id, purpose, name, size, sha256, content_type, state, uploaded_at)"
        f" SELECT gen_random_uuid(), 'candidate', '', 1, repeat('0', 64), 'image/png', 'clean', {OPENS}"
        " FROM voting_candidate WHERE id %% 4 = 0"
    )
    _run(
        "INSERT INTO voting_candidatepicture (candidate_id, file_id, alt, width, height, added_at)"
        f" SELECT c.id, f.id, '가게 앞', 480, 320, {OPENS} FROM"
        " (SELECT id, row_number() OVER (ORDER BY id) AS n FROM voting_candidate WHERE id %% 4 = 0) c JOIN"
        " (SELECT id, row_number() OVER (ORDER BY id) AS n FROM uploads_storedfile"
        "  WHERE purpose = 'candidate') f USING (n)"
    )
    _run(
        "INSERT INTO voting_ballot (vote_id, voter, choices, salt, hash, cast_at, changed_at, verified_at,"
        " address, network, device, region, changes)"
        f" SELECT vote_id, md5('v' || n), '', '', md5('h' || n), {OPENS} + n * interval '9 s',"
        f" {OPENS} + n * interval '9 s', {OPENS} + n * interval '9 s' - interval '1 min',"
        f" md5('a' || CASE WHEN n %% 9 = 0 THEN -n / (9 * {OF_ONE_ADDRESS}) ELSE n END),"
        " md5('n' || n), md5('d' || n %% 50), '', 0"
        " FROM (SELECT vote_id, row_number() OVER (ORDER BY id) AS n FROM voting_candidate,"
        " generate_series(1, 2)) c"
    )
    _run(
        "UPDATE voting_vote SET state = 'sealed', sealed_at = closes_at, sealed_sha256 = repeat('0', 64),"
        " ballots = (SELECT count(*) FROM voting_ballot)"
    )
    _run(
        "UPDATE voting_vote SET state = 'counted', counted_at = closes_at, traces_until = closes_at +"
        " interval '90 days',"
        " opened_id = (SELECT id FROM uploads_storedfile WHERE purpose = 'inputs' LIMIT 1)"
    )
    _run(
        "INSERT INTO selection_selection (programme, version_id, stage, state, seed, inputs_id, bundle_id,"
        " decisions_sha256, counts, afterwards, second_officer, without_scores, funnel, gaps, proposed_at,"
        " proposed_reason, confirmed_reason, published_at, public_from)"
        " SELECT %s, %s, %s, 'published', 'seed', id, id, repeat('0', 64), '{}', '{}', true, false, '{}',"
        f" '[]', {CLOSES}, 'bench', 'bench', {CLOSES}, {CLOSES} FROM uploads_storedfile"
        " WHERE purpose = 'inputs' LIMIT 1",
        *(PROGRAMME, version, STAGE),
    )


def a_ballot() -> int:
    """Return the id of a ballot of an address from which many came."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT min(id) FROM voting_ballot GROUP BY address ORDER BY count(*) DESC, min(id) LIMIT 1"
        )
        return int(cursor.fetchone()[0])


def _run(query: str, *values: object) -> None:
    with connection.cursor() as cursor:
        cursor.execute(query, list(values))
