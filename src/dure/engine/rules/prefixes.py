"""A code's beginning tested as it was written: renamed beginnings are turned back once, not in every row.

A code that begins with ``42`` is read as one that begins with ``51`` since 강원 has its new number. To ask
whether the code of today begins with ``51`` is to ask whether the code as written begins with ``51`` or
with ``42``.
"""

from __future__ import annotations

from dataclasses import dataclass

from dure.engine.rules import tree


@dataclass(frozen=True, slots=True)
class PrefixTest:
    """A code begins with ``prefix``, and with none of ``but``."""

    prefix: str
    but: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Beginnings:
    """What a :class:`~dure.engine.rules.tree.PrefixIn` asks of codes as written.

    It is true where one of ``begins`` holds; else not known for the codes ``equals``, which are too coarse,
    and where one of ``unsure`` holds.
    """

    begins: tuple[PrefixTest, ...]
    equals: tuple[str, ...]
    unsure: tuple[PrefixTest, ...] = ()


def before_renaming(test: tree.PrefixIn) -> Beginnings:
    """Return the beginnings, and the codes too coarse to tell, that codes have before they are renamed."""
    begins = [found for prefix in test.prefixes for found in _beginnings(prefix, test.renamed)]
    coarse = sorted({p[:n] for p in test.prefixes for n in range(test.field.shortest, len(p))})
    equals = [code for today in coarse for code in _written_as(today, test.renamed)]
    unsure = [found for prefix in test.unsure for found in _beginnings(prefix, test.renamed)]
    return Beginnings(
        tuple(dict.fromkeys(begins)), tuple(dict.fromkeys(equals)), tuple(dict.fromkeys(unsure))
    )


def _beginnings(prefix: str, renamed: tuple[tuple[str, str], ...]) -> list[PrefixTest]:
    """Return the beginnings that become ``prefix`` and more; of two renamings the first counts."""
    olds = [old for old, _ in renamed]
    candidates = [(prefix, olds)]
    for place, (old, new) in enumerate(renamed):
        if new.startswith(prefix):
            candidates.append((old, olds[:place]))
        elif prefix.startswith(new):
            candidates.append((old + prefix[len(new) :], olds[:place]))
    return [
        PrefixTest(beginning, tuple(old for old in before if old.startswith(beginning)))
        for beginning, before in candidates
        if not any(beginning.startswith(old) for old in before)
    ]


def _written_as(today: str, renamed: tuple[tuple[str, str], ...]) -> list[str]:
    """Return the codes that become this one."""
    candidates = [today, *(old + today[len(new) :] for old, new in renamed if today.startswith(new))]
    return [code for code in candidates if _renamed(code, renamed) == today]


def _renamed(code: str, renamed: tuple[tuple[str, str], ...]) -> str:
    for old, new in renamed:
        if code.startswith(old):
            return new + code[len(old) :]
    return code
