"""From text to a bounded, whitelisted SQL tree: nothing that is not named here gets past this module.

Three nets, in order: length, tokens and nesting before anything is parsed; sqlglot's parser; the exact
node classes of the tree (in :mod:`dure.engine.rules.reading`). The text is never run as SQL: it is read
into our own tree, and SQL is written from that.
"""

from __future__ import annotations

import re
from collections.abc import Collection

import sqlglot
from sqlglot import exp
from sqlglot.errors import SqlglotError
from sqlglot.tokenizer_core import Token, TokenType

from dure.engine.problems import msg
from dure.engine.rules.errors import RuleError, rule_error

MAX_CHARACTERS = 4_000
MAX_TOKENS = 800
MAX_NESTING = 40
DIALECT = "postgres"

_ALLOWED = frozenset(
    {
        TokenType.VAR,
        TokenType.NUMBER,
        TokenType.STRING,
        TokenType.L_PAREN,
        TokenType.R_PAREN,
        TokenType.COMMA,
        TokenType.DOT,
        TokenType.AND,
        TokenType.OR,
        TokenType.NOT,
        TokenType.EQ,
        TokenType.NEQ,
        TokenType.LT,
        TokenType.LTE,
        TokenType.GT,
        TokenType.GTE,
        TokenType.BETWEEN,
        TokenType.IN,
        TokenType.CASE,
        TokenType.WHEN,
        TokenType.THEN,
        TokenType.ELSE,
        TokenType.END,
        TokenType.PLUS,
        TokenType.DASH,
        TokenType.STAR,
        TokenType.SLASH,
        TokenType.DATE,
        TokenType.TRUE,
        TokenType.FALSE,
    }
)
_NESTING = {TokenType.L_PAREN: 1, TokenType.CASE: 1, TokenType.R_PAREN: -1, TokenType.END: -1}
_NUMBER = re.compile(r"\d{1,16}(\.\d{1,9})?")
_NAME = re.compile(r"[A-Za-z_][A-Za-z0-9_]*")


def parse(text: str, names: Collection[str] = ()) -> tuple[exp.Expr, list[Token]]:
    """Return the parsed tree of a rule's text and its tokens; raises RuleError.

    ``names`` are the fields that the rule may name: one that SQL takes for a keyword is let through.
    """
    if len(text) > MAX_CHARACTERS:
        raise rule_error(
            "too_long",
            msg("the rule has {length} characters; at most {limit} are read"),
            MAX_CHARACTERS,
            length=len(text),
            limit=MAX_CHARACTERS,
        )
    if not text.strip():
        raise rule_error("empty", msg("the rule is empty"))
    tokens = _tokens(text, names)
    try:
        tree = sqlglot.parse_one(text, read=DIALECT, into=exp.Condition)
    except (SqlglotError, RecursionError) as error:
        raise _syntax_error(text, error) from error
    return tree, tokens


def _tokens(text: str, names: Collection[str]) -> list[Token]:
    try:
        tokens = sqlglot.tokenize(text, read=DIALECT)
    except SqlglotError as error:
        raise _syntax_error(text, error) from error
    if len(tokens) > MAX_TOKENS:
        raise rule_error(
            "too_long",
            msg("the rule has {length} words and signs; at most {limit} are read"),
            tokens[MAX_TOKENS].start,
            length=len(tokens),
            limit=MAX_TOKENS,
        )
    depth = 0
    end = 0
    for token in tokens:
        gap = text[end : token.start]
        end = token.end + 1
        if token.comments or gap.strip():
            # A comment, or a sign that the tokenizer skips: neither is part of the language.
            raise _not_in_language(gap.strip()[:40] or "--", token.start)
        written = text[token.start : end]
        allowed = token.token_type in _ALLOWED or written in names
        if not allowed or not _well_written(token, written):
            raise _not_in_language(written[:40], token.start)
        depth += _NESTING.get(token.token_type, 0)
        if depth > MAX_NESTING:
            raise rule_error(
                "too_deep",
                msg("the rule is nested more than {limit} deep"),
                token.start,
                limit=MAX_NESTING,
            )
    if text[end:].strip():
        raise _not_in_language(text[end:].strip()[:40], end)
    return tokens


def _well_written(token: Token, written: str) -> bool:
    """Refuse the spellings that SQL has beside ours: other quotes, other signs, other numbers."""
    match token.token_type:
        case TokenType.NUMBER:
            return _NUMBER.fullmatch(written) is not None
        case TokenType.STRING:
            return written.startswith("'") and written.isprintable() and "\\" not in written
        case TokenType.NEQ:
            return written == "<>"
        case TokenType.EQ:
            return written == "="
        case TokenType.VAR:
            return _NAME.fullmatch(written) is not None
        case _:
            return True


def _not_in_language(written: str, offset: int) -> RuleError:
    return rule_error(
        "not_in_language",
        msg("“{written}” is not part of the rule language"),
        offset,
        written=written,
    )


def _syntax_error(text: str, error: Exception) -> RuleError:
    offset = 0
    details = getattr(error, "errors", None)
    if details and details[0].get("line") is not None:
        lines = text.split("\n")
        line = min(int(details[0]["line"]), len(lines))
        before = sum(len(part) + 1 for part in lines[: line - 1])
        offset = max(0, min(before + int(details[0].get("col") or 1) - 1, len(text) - 1))
    near = text[offset : offset + 20].strip()
    return rule_error(
        "syntax",
        msg("the rule cannot be read near “{near}”: check brackets, commas and signs"),
        offset,
        near=near,
    )
