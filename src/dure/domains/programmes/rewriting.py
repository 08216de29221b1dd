"""A version's file with its rules changed, as what would be uploaded; nothing is kept here."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from dure.domains.programmes.models import ProgrammeVersion
from dure.domains.programmes.queries import loaded
from dure.engine.problems import Refused, msg, refuse
from dure.engine.programme import load
from dure.engine.programme.reading.tree import Path, Plain
from dure.engine.programme.rewriting import with_item, with_keys, with_order, without_item
from dure.engine.programme.rewriting.proof import at
from dure.engine.programme.rule_places import RulePlace, path_of

_ID = re.compile(r"[a-z][a-z0-9_]{0,39}")
LANGUAGES = ("ko", "en")


@dataclass(frozen=True, slots=True)
class RuleChange:
    """A rule as it is to be, with what stands beside it where its kind has it.

    ``told`` is its text for people and ``basis`` its legal basis, by language; ``share_bp`` the share of a
    set-aside or cap; ``leads`` a benefit or stage that a way leads to, as its key and its id.
    """

    place: RulePlace
    rule: str
    told: Mapping[str, str] = field(default_factory=dict)
    basis: Mapping[str, str] | None = None
    share_bp: int | None = None
    leads: tuple[str, str] | None = None
    is_new: bool = False


def rewritten(version: ProgrammeVersion, change: RuleChange) -> bytes:
    """Return the file of a version with a rule changed or added.

    What the file then needs is named under ``needs``. Raises Refused for an id that is taken or no word, for
    a missing text or share, where nothing would change, and where the file cannot be changed in place.
    """
    raw, place, form = bytes(version.raw), change.place, change.place.form
    document: Plain = loaded(version).document
    if change.is_new and form.own:
        return _with_needs(with_item(raw, _list_of(document, place), _part(change)))
    path = _path(document, place)
    before = at(document, path)
    assert isinstance(before, dict)
    after = with_keys(raw, path, _keys(before, change))
    if after == raw:
        raise refuse("rule.unchanged", msg("nothing has changed: the rule is as it was"))
    return _with_needs(after)


def without_rule(version: ProgrammeVersion, place: RulePlace) -> bytes:
    """Return the file of a version without a rule; what is there for its rule only goes with it."""
    path = _path(loaded(version).document, place)
    raw = bytes(version.raw)
    if not place.form.own:
        return with_keys(raw, path, {place.form.rule: None})
    *above, number = path
    assert isinstance(number, int)
    return without_item(raw, tuple(above), number)


def in_order(version: ProgrammeVersion, ids: Sequence[str]) -> bytes:
    """Return the file of a version with its eligibility rules in another order, each named once."""
    known = [rule.id for rule in loaded(version).programme.eligibility]
    if sorted(ids) != sorted(known):
        raise refuse("rule.order", msg("the order must name every rule of the version once"))
    if list(ids) == known:
        raise refuse("rule.same_order", msg("nothing has changed: the rules stand in this order already"))
    return with_order(bytes(version.raw), ("eligibility",), [known.index(id_) for id_ in ids])


def joined(text: str) -> str:
    """Return a text in one line: no text inside of a rule goes on in a second line, so a space may join them.

    >>> joined(" a = 'b  c'\n  AND d ")
    "a = 'b  c' AND d"
    """
    return " ".join(line.strip() for line in text.splitlines() if line.strip())


def _with_needs(raw: bytes) -> bytes:
    """Return a file that names what it now uses and this version does not run; its other faults stay."""
    try:
        load(raw)
    except Refused as refused:
        for problem in refused.problems:
            if problem.code == "programme.not_run":
                raw = with_item(raw, ("needs",), str(problem.params["capability"]))
    return raw


# --- where it stands ------------------------------------------------------------------------------


def _path(document: Plain, place: RulePlace) -> Path:
    path = path_of(document, place)
    if path is None:
        raise refuse("rule.unknown", msg("there is no rule “{id}” in this version"), id=place.key)
    return path


def _list_of(document: Plain, place: RulePlace) -> Path:
    """Return where the list stands that a new part goes into; raises Refused for an id that cannot be."""
    if not _ID.fullmatch(place.id):
        raise refuse("rule.id", msg("the id begins with a small letter and has small letters, digits, _"))
    if path_of(document, place) is not None:
        raise refuse("rule.taken", msg("there is a rule “{id}” already: choose another id"), id=place.id)
    holder = RulePlace(place.kind, place.ids[:-1])
    path = path_of(document, holder)
    if path is None:
        raise refuse("rule.unknown", msg("there is no rule “{id}” in this version"), id=holder.key)
    return (*path, place.form.lists[-1])


# --- what it becomes ------------------------------------------------------------------------------


def _part(change: RuleChange) -> dict[str, Plain]:
    """Return a new part, its keys in the order in which files have them."""
    form, told = change.place.form, _texts(change.told)
    if form.told_needed and not told:
        raise _no_text(change.place)
    part: dict[str, Plain] = {"id": change.place.id}
    if form.told == "title":
        part["title"] = dict(told)
    if form.has_share:
        part["share_bp"] = _share(change)
    part["rule"] = joined(change.rule)
    if form.leads:
        key, id_ = _leads(change)
        part[key] = id_
    if form.told != "title" and told:
        part[form.told] = dict(told)
    basis = _citation(None, _texts(change.basis or {}))
    if form.has_basis and basis is not None:
        part["basis"] = basis
    return part


def _keys(before: Mapping[str, Plain], change: RuleChange) -> dict[str, Plain]:
    """Return the keys of a part as they are to be; what differs in its spaces only stays as it is written."""
    form = change.place.form
    keys: dict[str, Plain] = {form.rule: _as_it_was(before.get(form.rule), joined(change.rule))}
    if form.told:
        keys[form.told] = _told(before.get(form.told), change)
    if form.has_share:
        keys["share_bp"] = _share(change)
    if form.has_basis and change.basis is not None:
        keys["basis"] = _citation(before.get("basis"), _texts(change.basis))
    if form.leads:
        key, id_ = _leads(change)
        keys |= {"benefit": None, "stage": None, key: id_}
    return keys


def _told(before: Plain, change: RuleChange) -> Plain:
    told = _texts(change.told)
    known = before if isinstance(before, dict) else {}
    if change.place.form.told_needed and (not told or any(name not in told for name in known)):
        raise _no_text(change.place)
    return {name: _as_it_was(known.get(name), text) for name, text in told.items()} or None


def _citation(before: Plain, texts: Mapping[str, str]) -> Plain:
    """Return a legal basis: one text where one language has it, as the law itself is written."""
    if isinstance(before, dict) and texts:
        return {name: _as_it_was(before.get(name), text) for name, text in texts.items()}
    if len(texts) == 1:
        return _as_it_was(before, next(iter(texts.values())))
    return dict(texts) or None


def _texts(told: Mapping[str, str]) -> dict[str, str]:
    return {name: joined(told[name]) for name in LANGUAGES if told.get(name, "").strip()}


def _as_it_was(before: Plain, after: str) -> str:
    return before if isinstance(before, str) and joined(before) == after else after


def _share(change: RuleChange) -> int:
    if change.share_bp is None or not 1 <= change.share_bp <= 10_000:
        raise refuse("rule.share", msg("write the share in percent: more than 0, at most 100"))
    return change.share_bp


def _leads(change: RuleChange) -> tuple[str, str]:
    if change.leads is None or change.leads[0] not in ("benefit", "stage"):
        raise refuse("rule.leads", msg("choose the benefit or stage that it leads to"))
    return change.leads


def _no_text(place: RulePlace) -> Refused:
    if place.kind == "eligibility":
        return refuse("rule.reason", msg("say what is told to whoever fails the rule, in each language"))
    return refuse("rule.title", msg("write the title, in each language"))
