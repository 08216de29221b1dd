"""From text to a bounded, whitelisted SQL tree: nothing that is not named here gets past this module.

Four nets, in order: length, tokens, names and nesting before anything is parsed; sqlglot's parser; what that
parser lets pass where SQL does not; the exact node classes of the tree (in
:mod:`dure.engine.rules.reading`). The text is never run as SQL: it is read into our own tree, and SQL is
written from that.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Collection

import sqlglot
from sqlglot import exp
from sqlglot.errors import SqlglotError
from sqlglot.tokenizer_core import Token, TokenType

from dure.engine.problems import msg
from dure.engine.rules.errors import RuleError, rule_error
from dure.engine.rules.names import NOT_MONOTONE, not_monotone, unknown_field, unknown_function

MAX_CHARACTERS = 4_000
MAX_TOKENS = 800
MAX_NESTING = 40
MAX_DEPTH = 100
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
_OPENING = frozenset(
    {
        TokenType.L_PAREN,
        TokenType.COMMA,
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
        TokenType.PLUS,
        TokenType.DASH,
        TokenType.STAR,
        TokenType.SLASH,
    }
)
"""After these a value or a test begins."""
_NUMBER = re.compile(r"\d{1,16}(\.\d{1,9})?")
_NAME = re.compile(r"[A-Za-z_][A-Za-z0-9_]*")


def parse(text: str, *, fields: Collection[str], functions: Collection[str]) -> tuple[exp.Expr, list[Token]]:
    """Return the parsed tree of a rule's text and its tokens; raises RuleError.

    ``fields`` and ``functions`` are all the names there are: a field that SQL takes for a keyword is let
    through, and a name that is neither is refused here.
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
    tokens = _tokens(text, fields)
    _refuse_unknown_names(text, tokens, fields, functions)
    try:
        tree = sqlglot.parse_one(text, read=DIALECT, into=exp.Condition)
    except SqlglotError as error:
        raise _syntax_error(text, error, tokens) from error
    except RecursionError:
        raise _too_deep(MAX_DEPTH, 0) from None
    _refuse_deep(tree)
    _refuse_left_out(text, tree, tokens)
    return tree, tokens


def _refuse_unknown_names(
    text: str, tokens: list[Token], fields: Collection[str], functions: Collection[str]
) -> None:
    """Refuse names that are not ours: what SQL would make of them (IF, COALESCE, …) never comes up."""
    at = 0
    while at < len(tokens):
        first = tokens[at]
        if first.token_type is not TokenType.VAR:
            at += 1
            continue
        while at + 2 < len(tokens) and tokens[at + 1].token_type is TokenType.DOT:
            at += 2
        name = "".join(text[first.start : tokens[at].end + 1].split())
        at += 1
        if at < len(tokens) and tokens[at].token_type is TokenType.L_PAREN:
            if name.lower() not in functions:
                raise unknown_function(name, functions, first.start)
        elif name not in fields:
            raise unknown_field(name, fields, functions, first.start)


def _refuse_deep(tree: exp.Expr) -> None:
    """Refuse a tree that is deep without brackets: reading, judging and SQL all walk down it.

    A chain of AND or of OR is one step, however long it is.
    """
    stack = [(tree, 0)]
    while stack:
        node, depth = stack.pop()
        if depth > MAX_DEPTH:
            raise _too_deep(MAX_DEPTH, 0)
        for part in node.iter_expressions():
            chained = type(part) is type(node) and type(node) in (exp.And, exp.Or)
            stack.append((part, depth + (not chained)))


def _refuse_left_out(text: str, tree: exp.Expr, tokens: list[Token]) -> None:
    """Refuse what sqlglot's parser reads without its sign: ``WHEN a b``, ``BETWEEN 1 2``."""
    written = Counter(token.token_type for token in tokens)
    read = Counter(type(node) for node in tree.walk())
    for token_type, first, expected in (
        (TokenType.THEN, TokenType.WHEN, written[TokenType.WHEN]),
        (TokenType.AND, TokenType.BETWEEN, read[exp.And] + read[exp.Between]),
    ):
        if written[token_type] != expected:
            raise _unreadable(text, next((t.start for t in tokens if t.token_type is first), 0))


def _tokens(text: str, names: Collection[str]) -> list[Token]:
    try:
        tokens = _with_dotted_names(text, sqlglot.tokenize(text, read=DIALECT), names)
    except SqlglotError as error:
        # The tokenizer fails at what is opened and never closed, and does not say where: the last such sign.
        raise _unreadable(text, max(text.rfind("'"), text.rfind('"'), text.rfind("/*"), 0)) from error
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
        _refuse_gap(text, end, token.start)
        end = token.end + 1
        written = text[token.start : end]
        allowed = token.token_type in _ALLOWED or written in names
        if not allowed or not _well_written(token, written):
            raise _not_in_language(written[:40], token.start)
        depth += _NESTING.get(token.token_type, 0)
        if depth > MAX_NESTING:
            raise _too_deep(MAX_NESTING, token.start)
    _refuse_gap(text, end, len(text))
    _refuse_misplaced(text, tokens, names)
    return tokens


def _with_dotted_names(text: str, tokens: list[Token], names: Collection[str]) -> list[Token]:
    """Return the tokens with what SQL would take for a keyword behind the dot of a known name as a name.

    A question may be called ``end`` or ``case``: ``answer.end`` opens and closes nothing.
    """
    read = list(tokens)
    for place in range(2, len(tokens)):
        first, dot, last = tokens[place - 2 : place + 1]
        if dot.token_type is TokenType.DOT and last.token_type is not TokenType.VAR:
            name = "".join(text[first.start : last.end + 1].split())
            if name in names:
                read[place] = Token(TokenType.VAR, last.text, last.line, last.col, last.start, last.end)
    return read


def _refuse_gap(text: str, start: int, end: int) -> None:
    """Refuse what the tokenizer skips between two tokens, other than plain space: comments, other space."""
    gap = text[start:end]
    skipped = gap.lstrip(" \t\r\n")
    if skipped:
        first_line = skipped.split("\n")[0].rstrip()
        raise _not_in_language(first_line[:40] or skipped[0], end - len(skipped))


def _refuse_misplaced(text: str, tokens: list[Token], names: Collection[str]) -> None:
    """Refuse signs where SQL's parser reads over them: ``(1,,2)``, ``(1,)``, ``+5``, ``.5``, ``DATE()``."""

    def is_name(token: Token | None) -> bool:
        if token is None:
            return False
        return token.token_type is TokenType.VAR or text[token.start : token.end + 1] in names

    for before, token in zip([None, *tokens], [*tokens, None], strict=True):
        last = None if before is None else before.token_type
        this = None if token is None else token.token_type
        if (
            (this in (TokenType.COMMA, TokenType.PLUS) and (last is None or last in _OPENING))
            or (this is TokenType.R_PAREN and last is TokenType.COMMA)
            or (this is TokenType.DOT and not is_name(before))
            or (last is TokenType.DOT and not is_name(token))
            or (last is TokenType.DATE and not is_name(before) and this is not TokenType.STRING)
        ):
            first, second = before or token, token or before
            assert first is not None
            assert second is not None
            raise _not_in_language(text[first.start : second.end + 1][:40], first.start)


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
        case TokenType.NOT:
            return written != "!"
        case TokenType.VAR:
            return _NAME.fullmatch(written) is not None
        case _:
            return True


def _not_in_language(written: str, offset: int) -> RuleError:
    if written.lower() in NOT_MONOTONE:
        return not_monotone(written, "not_in_language", offset)
    unseen = next((sign for sign in written if not sign.isprintable()), None)
    if unseen is not None:
        written = f"U+{ord(unseen):04X}"
    return rule_error(
        "not_in_language",
        msg("“{written}” is not part of the rule language"),
        offset,
        written=written,
    )


def _too_deep(limit: int, offset: int) -> RuleError:
    return rule_error("too_deep", msg("the rule is nested more than {limit} deep"), offset, limit=limit)


def _syntax_error(text: str, error: Exception, tokens: list[Token]) -> RuleError:
    offset = 0
    details = getattr(error, "errors", None)
    if details and details[0].get("line") is not None:
        lines = text.split("\n")
        line = min(int(details[0]["line"]), len(lines))
        before = sum(len(part) + 1 for part in lines[: line - 1])
        offset = max(0, min(before + int(details[0].get("col") or 1) - 1, len(text) - 1))
    # The parser names the end of a token: go to its beginning.
    return _unreadable(text, next((t.start for t in tokens if t.start <= offset <= t.end), offset))


def _unreadable(text: str, offset: int) -> RuleError:
    near = text[offset : offset + 20].strip()
    return rule_error(
        "syntax",
        msg("the rule cannot be read near “{near}”: check brackets, commas and signs"),
        offset,
        near=near,
    )
