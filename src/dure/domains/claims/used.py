"""Evidence of claims against what speaks for something already: refused, and said where by who may see it."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from dure.domains.accounts.actors import SignedActor
from dure.domains.claims.models import ClaimLine, Evidence
from dure.domains.claims.models_evidence import NUMBERED
from dure.domains.funds.evidence import Key, used_for
from dure.engine.problems import Problem, Refused, msg


def keys_of(some: Iterable[Evidence]) -> list[Key]:
    """Return by what pieces of evidence are told apart."""
    found = []
    for one in some:
        if one.digest:
            found.append(Key("file", one.digest))
        if one.kind in NUMBERED and one.number:
            found.append(Key(NUMBERED[one.kind], one.number))
    return found


def refuse_used(actor: SignedActor, some: Sequence[tuple[ClaimLine, Evidence]]) -> None:
    """Raise Refused, all at once, for evidence that is in use; the caller holds it by name."""
    used = used_for(keys_of(one for _line, one in some))
    seen = _titles(actor, used.values())
    found = []
    first: dict[Key, ClaimLine] = {}
    for line, one in some:
        for key in keys_of([one]):
            if key in used:
                found.append(_problem(line, key, seen.get(used[key], "")))
            elif key in first:
                found.append(_twice(line, first[key], key))
            else:
                first[key] = line
    if found:
        raise Refused(found)


def _titles(actor: SignedActor, causes: Iterable[str]) -> dict[str, str]:
    """Return the claims, in words, of those causes that somebody may see."""
    ids = {int(cause.split("/")[1]): cause for cause in causes if cause.startswith("claim-line/")}
    lines = ClaimLine.objects.visible_to(actor).filter(pk__in=ids).select_related("claim")
    return {ids[line.pk]: f"{line.claim.title} ({line.claim_id}-{line.position})" for line in lines}


def _problem(line: ClaimLine, key: Key, title: str) -> Problem:
    code = "claims.used_file" if key.kind == "file" else "claims.used_number"
    params: dict[str, object] = {"n": line.position, "claim": title, "number": key.value}
    if title and key.kind == "file":
        return Problem(code, msg("line {n}: this very file is evidence of {claim} already"), params)
    if title:
        return Problem(code, msg("line {n}: {number} is the evidence of {claim} already"), params)
    if key.kind == "file":
        return Problem(code, msg("line {n}: this very file was handed in as evidence already"), params)
    return Problem(code, msg("line {n}: evidence of the number {number} was handed in already"), params)


def _twice(line: ClaimLine, other: ClaimLine, key: Key) -> Problem:
    code = "claims.used_file" if key.kind == "file" else "claims.used_number"
    params: dict[str, object] = {"n": line.position, "other": other.position}
    return Problem(code, msg("line {n}: the same evidence stands at line {other}"), params)
