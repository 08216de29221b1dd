"""Where the parts of a rule's text begin and end: a text that the grammar has read, cut at its words."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TypeAlias

import sqlglot
from sqlglot.tokenizer_core import Token, TokenType

from dure.engine.rules.grammar import DIALECT

Span: TypeAlias = "tuple[int, int]"
"""From the first token up to, not including, the second."""

_OPENS = (TokenType.L_PAREN, TokenType.CASE)
_CLOSES = (TokenType.R_PAREN, TokenType.END)


def words_of(text: str) -> list[Token]:
    """Return the tokens of a text that the grammar accepts."""
    return sqlglot.tokenize(text, read=DIALECT)


def cut(words: Sequence[Token], span: Span, at: TokenType) -> list[Span]:
    """Return the parts of a span between its outermost ANDs or ORs; one part where there is none.

    The AND of BETWEEN joins no tests.
    """
    start, end = span
    parts: list[Span] = []
    depth = ranges = 0
    begins = start
    for place in range(start, end):
        kind = _kind(words, place)
        depth += (kind in _OPENS) - (kind in _CLOSES)
        if depth:
            continue
        if kind is TokenType.BETWEEN:
            ranges += 1
        elif kind is TokenType.AND and ranges:
            ranges -= 1
        elif kind is at:
            parts.append((begins, place))
            begins = place + 1
    return [*parts, (begins, end)]


def _kind(words: Sequence[Token], place: int) -> TokenType:
    """Return what a token is: behind a dot a name, for a question may be called END, AND or CASE."""
    if place and words[place - 1].token_type is TokenType.DOT:
        return TokenType.VAR
    return words[place].token_type


def inside_brackets(words: Sequence[Token], span: Span) -> Span | None:
    """Return what stands between a span's brackets where they hold all of it."""
    start, end = span
    if words[start].token_type is not TokenType.L_PAREN:
        return None
    depth = 0
    for place in range(start, end):
        kind = words[place].token_type
        depth += (kind is TokenType.L_PAREN) - (kind is TokenType.R_PAREN)
        if not depth:
            return (start + 1, end - 1) if place == end - 1 else None
    return None


def has_loose_words(text: str) -> bool:
    """Say whether a text has an AND or OR outside of brackets, so that a neighbour would change its meaning.

    >>> has_loose_words("a OR b"), has_loose_words("(a OR b)"), has_loose_words("a BETWEEN 1 AND 2")
    (True, False, False)
    """
    words = words_of(text)
    span = (0, len(words))
    return len(cut(words, span, TokenType.OR)) > 1 or len(cut(words, span, TokenType.AND)) > 1
