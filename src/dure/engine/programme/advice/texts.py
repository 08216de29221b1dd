"""Texts that are there in one language only, and rules that stand twice."""

from __future__ import annotations

from collections.abc import Iterator

from dure.engine.problems import msg
from dure.engine.programme.findings import Finding, warning
from dure.engine.programme.models.programme import Programme
from dure.engine.programme.reading.tree import ListNode, MapNode, Node, Path, ScalarNode

_LANGUAGES = ("ko", "en")
_MISSING = {
    "ko": msg("the Korean text (ko) is missing"),
    "en": msg("the English text (en) is missing"),
}


def texts_missing(node: Node, path: Path = ()) -> Iterator[Finding]:
    """Find texts in one language alone: maps whose keys are languages and nothing else."""
    if isinstance(node, ListNode):
        for index, item in enumerate(node.items):
            yield from texts_missing(item, (*path, index))
    elif isinstance(node, MapNode):
        if node.values and set(node.values) <= set(_LANGUAGES):
            told = {key for key, value in node.values.items() if _is_told(value)}
            for language in _LANGUAGES:
                if told and language not in told:
                    yield warning("programme.text_missing", _MISSING[language], path)
        for key, value in node.values.items():
            yield from texts_missing(value, (*path, key))


def _is_told(node: Node) -> bool:
    return isinstance(node, ScalarNode) and node.value is not None


def rules_differ(programme: Programme) -> Iterator[Finding]:
    """Find eligibility rules that stand twice under two ids."""
    first: dict[str, str] = {}
    for r, part in enumerate(programme.eligibility):
        earlier = first.setdefault(" ".join(part.rule.split()), part.id)
        if earlier != part.id:
            yield warning(
                "programme.rule_twice",
                msg("this rule is the same as “{rule}”: who fails one fails both"),
                ("eligibility", r, "rule"),
                rule=earlier,
            )
