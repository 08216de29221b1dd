"""An act tells people: one notice a recipient, in the inbox and by mail, written with the act."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from dure.domains.events.act import Act
from dure.domains.events.later import later_each
from dure.domains.events.statements import as_json, rows
from dure.domains.notices.wording import check
from dure.domains.privacy.encryption import blind, encrypt

BATCH = 500
"""Letters a job sends."""
ROWS = 5000
"""Notices a statement writes."""
LONGEST_KEY = 160

_NOTICES = """
    INSERT INTO notices_notice (user_id, merchant_id, email, template, parameters, link, secret, language,
        key, state, made_at, tries, fault, lasting)
    SELECT user_id, merchant_id, email, %s, parameters, link, secret, language,
        key, state, %s::timestamptz, 0, '', false
    FROM jsonb_to_recordset(%s::jsonb) AS t (user_id bigint, merchant_id bigint, email text,
        parameters jsonb, link text, secret text, language text, key text, state text)
    ON CONFLICT (key) DO NOTHING RETURNING id, state
"""


@dataclass(frozen=True, slots=True)
class Recipient:
    """Who is told: a user, a merchant without one, or both; and what only this one is told.

    ``parameters`` fill in the template and are no personal data. ``email`` may be empty: inbox only.
    """

    user_id: int | None = None
    merchant_id: int | None = None
    email: str = ""
    language: str = "ko"
    parameters: Mapping[str, object] = field(default_factory=dict)
    link: str = ""
    occasion: str = ""
    """Where several acts tell at once: the occasion of this one, instead of the key that all have."""
    secret: str = ""
    """A link that opens something by itself: it stands in the letter and on no page, in place of ``link``."""


def notify(this: Act, recipients: Iterable[Recipient], *, template: str, key: str) -> int:
    """Make a notice for each recipient and queue its mail; returns how many were new.

    ``key`` names the act's occasion: the same recipient is told once for one key and template. Raises
    LookupError for an unknown template, ValueError for parameters that it cannot be worded from.
    """
    told = list(recipients)
    for one in told:
        check(template, one.parameters)
    made = [
        row
        for start in range(0, len(told), ROWS)
        for row in _insert(this, told[start : start + ROWS], template, key)
    ]
    queued = sorted(notice_id for notice_id, state in made if state == "queued")
    batches = [queued[start : start + BATCH] for start in range(0, len(queued), BATCH)]
    later_each("notices.send", [{"notice_ids": ids} for ids in batches])
    return len(made)


def _insert(this: Act, some: Sequence[Recipient], template: str, key: str) -> list[tuple[int, str]]:
    """Write notices in one statement; return id and state of those that were not there yet."""
    told = [
        {
            "user_id": one.user_id,
            "merchant_id": one.merchant_id,
            "email": encrypt(one.email),
            "parameters": one.parameters,
            "link": one.link,
            "secret": encrypt(one.secret) if one.email else "",
            "language": one.language,
            "key": _key(template, key, one),
            "state": "queued" if one.email else "none",
        }
        for one in some
    ]
    # One text: an array of so many would be escaped entry by entry, which took a third of the act.
    values = [template, this.now, as_json(told)]
    return [(int(notice_id), state) for notice_id, state in rows(_NOTICES, values)]


def _key(template: str, key: str, one: Recipient) -> str:
    # Who has no account and no merchant is told apart by the address, of which only the keyed hash is kept.
    who = blind(one.email) if one.user_id is None and one.merchant_id is None else ""
    text = f"{template}/{one.occasion or key}/{one.user_id or ''}/{one.merchant_id or ''}{who}"
    return text if len(text) <= LONGEST_KEY else "sha256:" + hashlib.sha256(text.encode()).hexdigest()
