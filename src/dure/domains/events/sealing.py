"""The hash of a block of events: over what each event says, in order of id, and the hash before it."""

from __future__ import annotations

from dataclasses import dataclass

from django.db import connection

START = "0" * 64
"""What stands for the hash before the first seal."""

# As JSON, so that no two events read alike; instants in UTC, whatever the session's zone.
_INSTANT = "to_char({column} AT TIME ZONE 'UTC', 'YYYY-MM-DD\"T\"HH24:MI:SS.US')"
_SAYS = f"""jsonb_build_array(id, act, act_id, actor_id, role, {_INSTANT.format(column="at")},
    {_INSTANT.format(column="recorded_at")}, subject, subject_id, reason, details)::text"""


@dataclass(frozen=True, slots=True)
class SealFault:
    """What is wrong with a seal.

    ``changed``: its events are not what was sealed. ``chain``: it does not follow the one before. ``gap``:
    ids stand between it and the one before. ``lost``: a hash that was published is not there.
    """

    code: str
    from_id: int = 0
    to_id: int = 0
    counted: int = 0
    sealed: int = 0
    hash: str = ""


@dataclass(frozen=True, slots=True)
class SealReport:
    """What was verified, and every fault."""

    seals: int
    events: int
    unsealed: int
    last_hash: str
    faults: tuple[SealFault, ...]


def block_hash(previous: str, from_id: int, to_id: int) -> tuple[int, str]:
    """Return how many events stand in a block, and its hash.

    The hash is SHA-256 of the previous hash, the two ids, the count and the SHA-256 of each event in hex,
    each on a line of its own.
    """
    with connection.cursor() as cursor:
        cursor.execute(
            f"""
            SELECT count(*), encode(sha256(convert_to(concat_ws(E'\\n', %s::text, %s::text, %s::text,
                count(*)::text, string_agg(line, E'\\n' ORDER BY id)), 'UTF8')), 'hex')
            FROM (SELECT id, encode(sha256(convert_to({_SAYS}, 'UTF8')), 'hex') AS line
                FROM events_event WHERE id BETWEEN %s AND %s) AS block
            """,
            [previous, from_id, to_id, from_id, to_id],
        )
        count, found = cursor.fetchone()
        return int(count), str(found)
