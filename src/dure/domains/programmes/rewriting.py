"""A version's file with one rule changed or added, as what would be uploaded; nothing is kept here."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass

from dure.domains.programmes.models import ProgrammeVersion
from dure.domains.programmes.queries import loaded
from dure.engine.problems import Refused, msg, refuse
from dure.engine.programme import rewriting

_ID = re.compile(r"[a-z][a-z0-9_]{0,39}")


@dataclass(frozen=True, slots=True)
class RuleChange:
    """A rule as it is to be: its id, text, and what is told to whoever fails it, in each language."""

    id: str
    rule: str
    reason: Mapping[str, str]
    is_new: bool = False


def rewritten(version: ProgrammeVersion, change: RuleChange) -> bytes:
    """Return the file of a version with a rule changed or added.

    Raises Refused for an id that is taken, none or no word, for a missing reason, where nothing would change,
    and where the file cannot be changed in place.
    """
    raw, rule = bytes(version.raw), joined(change.rule)
    reason = {language: joined(told) for language, told in change.reason.items() if told.strip()}
    known = {one.id: one for one in loaded(version).programme.eligibility}
    if change.is_new:
        if not _ID.fullmatch(change.id):
            raise refuse("rule.id", msg("the id begins with a small letter and has small letters, digits, _"))
        if change.id in known:
            raise refuse("rule.taken", msg("there is a rule “{id}” already: choose another id"), id=change.id)
        if not reason:
            raise _no_reason()
        return rewriting.with_new_rule(raw, change.id, rule=rule, reason=reason)
    if change.id not in known:
        raise refuse("rule.unknown", msg("there is no rule “{id}” in this version"), id=change.id)
    before = known[change.id]
    told = {"ko": before.reason.ko, "en": before.reason.en}
    if any(told[language] and language not in reason for language in told) or not reason:
        raise _no_reason()
    # What differs in its spaces only stays as it is written.
    after = rewriting.with_rule(
        raw,
        list(known).index(change.id),
        rule=_as_it_was(before.rule, rule),
        reason={name: _as_it_was(told[name], text) for name, text in reason.items() if name in told},
    )
    if after == raw:
        raise refuse("rule.unchanged", msg("nothing has changed: the rule is as it was"))
    return after


def joined(text: str) -> str:
    """Return a text in one line: no text inside of a rule goes on in a second line, so a space may join them.

    >>> joined(" a = 'b  c'\n  AND d ")
    "a = 'b  c' AND d"
    """
    return " ".join(line.strip() for line in text.splitlines() if line.strip())


def _as_it_was(before: str | None, after: str) -> str:
    return before if before is not None and joined(before) == after else after


def _no_reason() -> Refused:
    return refuse("rule.reason", msg("say what is told to whoever fails the rule, in each language"))
