"""A reference interpreter of the rule language, as naive as can be and sharing nothing with the engine.

Written from the contract: its own words, its own parser, and an evaluation that walks the written rule.
``judge`` gives the answer and the set of missing fields. It trusts its texts: what is refused, and why, is
not its business.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import date
from typing import Any, NamedTuple

from tests.engine.law import figures

NONE_ABLE = {"closed_on", "sanctioned_until", "mail_order_no", "channels", "market_id", "designations"}
PARAMETERS = {
    "small_merchant_employees_large": 10,
    "small_merchant_employees_other": 5,
    "youth_age": figures.YOUTH_AGE,
}


class Reply(NamedTuple):
    """An answer (None: not known) and the fields that are missing where it is not known."""

    answer: bool | None
    missing: frozenset[str] = frozenset()


class Days(NamedTuple):
    as_of: date
    opens_on: date


def judge(text: str, row: Mapping[str, Any], days: Days) -> Reply:
    return test(parse(text), row, days)


# --- parser: precedence climbing over a list of words ---------------------------------------------

WORD = re.compile(r"\s*(?:('(?:[^']|'')*')|(\d+(?:\.\d+)?)|([A-Za-z_][\w.]*)|(<=|>=|<>|[-+*/=<>(),]))")
KEYWORDS = {"AND", "OR", "NOT", "BETWEEN", "IN", "CASE", "WHEN", "THEN", "ELSE", "END", "TRUE", "FALSE"}
BINDING = {"OR": 1, "AND": 2, "=": 4, "<>": 4, "<": 5, "<=": 5, ">": 5, ">=": 5}
BINDING |= {"BETWEEN": 6, "IN": 6, "NOT": 6, "+": 7, "-": 7, "*": 8, "/": 8}


def parse(text: str) -> tuple:
    words, place = [], 0
    while text[place:].strip():
        match = WORD.match(text, place)
        if not match:
            raise ValueError(f"cannot read {text[place:]!r}")
        place = match.end()
        string, number, name, sign = match.groups()
        if string:
            words.append(("text", string[1:-1].replace("''", "'")))
        elif number:
            words.append(("number", float(number)))
        else:
            word = name.upper() if name and name.upper() in KEYWORDS else name or sign
            words.append(("word", word))
    words.append(("end", None))
    words.reverse()
    tree = expression(words, 0)
    if words[-1][0] != "end":
        raise ValueError(f"left over: {words[-1]}")
    return tree


def accept(words: list, word: str) -> bool:
    if words[-1] == ("word", word):
        words.pop()
        return True
    return False


def expect(words: list, word: str) -> None:
    if not accept(words, word):
        raise ValueError(f"{word} expected, not {words[-1]}")


def expression(words: list, least: int) -> tuple:
    left = operand(words)
    while words[-1][0] == "word" and BINDING.get(words[-1][1], -1) > least:
        sign = words.pop()[1]
        negated = sign == "NOT"
        if negated:
            sign = words.pop()[1]
        if sign == "BETWEEN":
            low = expression(words, 6)
            expect(words, "AND")
            left = ("between", left, low, expression(words, 6))
        elif sign == "IN":
            expect(words, "(")
            left = ("in", left, listed(words))
        elif negated:
            raise ValueError("NOT stands before BETWEEN or IN")
        elif sign in ("AND", "OR"):
            left = (sign, left, expression(words, BINDING[sign]))
        elif sign in "+-*/":
            left = ("calculate", sign, left, expression(words, BINDING[sign]))
        else:
            left = ("compare", sign, left, expression(words, BINDING[sign]))
        if negated:
            left = ("NOT", left)
    return left


def listed(words: list) -> list:
    items: list = []
    while not accept(words, ")"):
        if items:
            expect(words, ",")
        items.append(expression(words, 0))
    return items


def operand(words: list) -> tuple:
    kind, word = words.pop()
    if kind in ("text", "number"):
        return (kind, word)
    if kind == "end":
        raise ValueError("the rule ends too early")
    if word == "(":
        inner = expression(words, 0)
        expect(words, ")")
        return inner
    if word == "NOT":
        return ("NOT", expression(words, 3))
    if word == "-":
        return ("calculate", "-", ("number", 0.0), expression(words, 8))
    if word in ("TRUE", "FALSE"):
        return ("truth", word == "TRUE")
    if word == "CASE":
        whens = []
        while accept(words, "WHEN"):
            condition = expression(words, 0)
            expect(words, "THEN")
            whens.append((condition, expression(words, 0)))
        otherwise = expression(words, 0) if accept(words, "ELSE") else ("no value",)
        expect(words, "END")
        return ("case", whens, otherwise)
    if not re.fullmatch(r"[A-Za-z_][\w.]*", word) or word in KEYWORDS:
        raise ValueError(f"{word} does not begin a value")
    if word.upper() == "DATE" and words[-1][0] == "text":
        return ("date", date.fromisoformat(words.pop()[1]))
    if accept(words, "("):
        given = listed(words)
        match word.lower(), given:
            case "supported_in", [("text", programme)]:
                return ("field", f"supported_in.{programme}")
            case "total_support_won", [("number", months)]:
                return ("field", f"total_support_won.{int(months)}")
        return ("call", word.lower(), given)
    return ("field", word)


# --- tests ----------------------------------------------------------------------------------------


def test(node: tuple, row: Mapping[str, Any], days: Days) -> Reply:
    def known(answer: bool | None, *missing: str) -> Reply:
        return Reply(answer, frozenset(missing) if answer is None else frozenset())

    match node:
        case ("truth", answer):
            return Reply(answer)
        case ("no value",):
            return Reply(None)
        case ("AND", left, right):
            return both(test(left, row, days), test(right, row, days))
        case ("OR", left, right):
            return negation(both(negation(test(left, row, days)), negation(test(right, row, days))))
        case ("NOT", inner):
            return negation(test(inner, row, days))
        case ("case", whens, otherwise):
            return cases(whens, otherwise, row, days)
        case ("field", "youth_led"):
            return known(youth_led(row["owner_birth_year"], days.opens_on), "owner_birth_year")
        case ("field", name):
            return known(row[name], name)
        case ("compare", sign, left, ("truth", wanted)) | ("compare", sign, ("truth", wanted), left):
            reply = test(left, row, days)
            return reply if (sign == "=") == wanted else negation(reply)
        case ("compare" | "between" | "in", *_):
            return comparison(node, row, days)
        case ("call", "assume", [("field", name), ("truth", assumed)]):
            return Reply(assumed if row[name] is None else row[name])
        case ("call", "has", [("field", name)]):
            return known(row["has." + name], name)
        case ("call", "contains", [("field", name), ("text", entry)]):
            if is_none(name, row):
                return Reply(False)
            entries = row[name]
            if entries is None:
                return known(None, name)
            return Reply(
                any(e == entry or e.split(":")[0] == entry or e.startswith(entry + ":") for e in entries)
            )
        case ("call", "ksic_in", codes):
            answers = [industry(row, code, days.as_of) for _, code in codes]
            return known(True if True in answers else None if None in answers else False, "ksic")
        case ("call", "region_in", codes):
            return known(within(row["region"], [c for _, c in codes], days.as_of), "region")
        case ("call", "in_capital_area", []):
            return known(within(row["region"], figures.CAPITAL_AREA, days.as_of), "region")
        case ("call", "closed", []):
            return known(closed(row, days.as_of), "business_status", "closed_on")
        case ("call", "small_merchant", []):
            return small_merchant(row, days.as_of)
    raise ValueError(f"not a test: {node}")


def negation(reply: Reply) -> Reply:
    return reply if reply.answer is None else Reply(not reply.answer)


def both(left: Reply, right: Reply) -> Reply:
    if left.answer is False or right.answer is False:
        return Reply(False)
    if left.answer and right.answer:
        return Reply(True)
    return Reply(None, left.missing | right.missing)


def cases(whens: list, otherwise: tuple, row: Mapping[str, Any], days: Days) -> Reply:
    """What every case that is still possible gives; the first case that holds is the one."""
    if not whens:
        return test(otherwise, row, days)
    (condition, then), *rest = whens
    holds = test(condition, row, days)
    if holds.answer is True:
        return test(then, row, days)
    others = cases(rest, otherwise, row, days)
    if holds.answer is False:
        return others
    this = test(then, row, days)
    if this.answer is not None and this.answer == others.answer:
        return Reply(this.answer)
    return Reply(None, holds.missing | this.missing | others.missing)


def youth_led(birth_year: int | None, day: date) -> bool | None:
    """39 or younger: the ages that somebody born in a year can have on a day."""
    if birth_year is None:
        return None
    birthdays = [date(birth_year, 1, 1), date(birth_year, 12, 31)]
    young = {day.year - b.year - ((day.month, day.day) < (b.month, b.day)) <= 39 for b in birthdays}
    return young.pop() if len(young) == 1 else None


def begins(code: str | None, prefixes: list[str] | tuple[str, ...]) -> bool | None:
    if code is None:
        return None
    if any(code.startswith(p) for p in prefixes):
        return True
    return None if any(p.startswith(code) for p in prefixes) else False


def industry(row: Mapping[str, Any], written: str, day: date) -> bool | None:
    """A code of one revision, asked of a merchant: of another revision's code only the division is known."""
    revision, _, digits = written.rpartition(":")
    revision = revision or ("11" if day >= date(2024, 7, 1) else "10")
    code = row["ksic"]
    if code is not None and row["ksic_revision"] not in (None, revision):
        code = code[:2]
    return begins(code, [digits])


PIECES = {
    (old, new)
    for regrouped in figures.REGROUPED.values()
    for old, news in regrouped.items()
    for new in news.split()
}


def within(written: str | None, codes: list[str] | tuple[str, ...], day: date) -> bool | None:
    """A place is one of the pieces of its district; asked is each piece by each of its two codes."""
    code = region_on(written, day)
    wanted = [region_on(c, day) for c in codes]
    if code is None or (answer := begins(code, wanted)) is True:
        return None if code is None else True
    pieces = [piece for piece in PIECES if code[:5] in piece]
    if not pieces:
        return answer
    answers = {
        any(begins(district, wanted) is True for district in piece)
        # Asked for a part of the other district only: the digits below do not go over.
        or (None if any(w[:5] in piece and w[:5] != code[:5] and len(w) > 5 for w in wanted) else answer)
        for piece in pieces
    }
    return answers.pop() if len(answers) == 1 else None


def region_on(code: str | None, day: date) -> str | None:
    for since, before, after in figures.REGION_CHANGES:
        old, new = (before, after) if day >= since else (after, before)
        if code is not None and code.startswith(old):
            return new + code[len(old) :]
    return code


def closed(row: Mapping[str, Any], day: date) -> bool | None:
    if row["business_status"] is not None:
        return row["business_status"] == "closed"
    if is_none("closed_on", row):
        return False
    return None if row["closed_on"] is None else row["closed_on"] <= day


def small_merchant(row: Mapping[str, Any], day: date) -> Reply:
    if row["ksic"] is not None:
        return small_merchant_of(row["ksic"][:2], row, day)
    replies = [small_merchant_of(division, row, day) for division in figures.SECTION_OF_DIVISION]
    answers = {reply.answer for reply in replies}
    if len(answers) == 1 and None not in answers:
        return Reply(answers.pop())
    return Reply(None, frozenset({"ksic"}).union(*(reply.missing for reply in replies)))


def small_merchant_of(division: str, row: Mapping[str, Any], day: date) -> Reply:
    limit = figures.EMPLOYEE_LIMIT.get(figures.SECTION_OF_DIVISION.get(division, ""), 5)
    few = Reply(None, frozenset({"employees"}))
    if row["employees"] is not None:
        few = Reply(row["employees"] < limit)
    ceiling = figures.ceilings(day).get(division)
    small = Reply(None)
    if ceiling is not None:
        small = Reply(None, frozenset({"annual_sales"}))
        if row["annual_sales"] is not None:
            small = Reply(row["annual_sales"] <= ceiling)
    return both(few, small)


# --- comparisons ----------------------------------------------------------------------------------


def is_none(name: str, row: Mapping[str, Any]) -> bool:
    return name in NONE_ABLE and row["has." + name] is False


def comparison(node: tuple, row: Mapping[str, Any], days: Days) -> Reply:
    """A comparison of values; over a CASE it is a case over comparisons."""
    first = find_case(node)
    if first is not None:
        _, whens, otherwise = first
        branches = [(condition, put(node, first, then)) for condition, then in whens]
        return cases(branches, put(node, first, otherwise), row, days)
    match node:
        case ("between", value, low, high):
            if not any(lacks_value(v) for v in (value, low, high)):
                ends = (("compare", ">=", value, low), ("compare", "<=", value, high))
                return both(*(comparison(end, row, days) for end in ends))
            operands = [value, low, high]
        case ("compare", _, left, right):
            operands = [left, right]
        case ("in", value, _):
            operands = [value]
    named = [name for operand in operands for name in fields(operand)]
    if any(is_none(name, row) for name, _ in named):
        return Reply(False)
    if any(lacks_value(operand) for operand in operands):
        # Nothing but a field that turns out to be none can decide it.
        return Reply(None, frozenset(n for n, _ in named if n in NONE_ABLE and row["has." + n] is None))
    values = [value_of(operand, row, days) for operand in operands]
    if None in values:
        return Reply(None, frozenset(n for n, assumed in named if not assumed and row[n] is None))
    if node[0] == "in":
        options = [value_of(option, row, days) for option in node[2]]
        return Reply(any(compare("=", values[0], option) for option in options))
    return Reply(compare(node[1], *values))


def compare(sign: str, left: Any, right: Any) -> bool:
    if isinstance(left, date) and isinstance(right, str):
        right = date.fromisoformat(right)
    if isinstance(right, date) and isinstance(left, str):
        left = date.fromisoformat(left)
    match sign:
        case "=":
            return left == right
        case "<>":
            return left != right
        case "<":
            return left < right
        case "<=":
            return left <= right
        case ">":
            return left > right
    return left >= right


def find_case(node: Any) -> tuple | None:
    match node:
        case ("case", *_):
            return node
        case ("compare" | "calculate", _, left, right):
            return find_case(left) or find_case(right)
        case ("between", value, low, high):
            return find_case(value) or find_case(low) or find_case(high)
        case ("in", value, _):
            return find_case(value)
        case ("call", "years_since", [since]):
            return find_case(since)
    return None


def put(node: Any, case: tuple, branch: tuple) -> Any:
    if node is case:
        return branch
    match node:
        case ("compare" | "calculate" as kind, sign, left, right):
            return (kind, sign, put(left, case, branch), put(right, case, branch))
        case ("between", value, low, high):
            return ("between", *(put(part, case, branch) for part in (value, low, high)))
        case ("in", value, options):
            return ("in", put(value, case, branch), options)
        case ("call", "years_since", [since]):
            return ("call", "years_since", [put(since, case, branch)])
    return node


def lacks_value(node: Any) -> bool:
    match node:
        case ("no value",):
            return True
        case ("calculate", _, left, right):
            return lacks_value(left) or lacks_value(right)
        case ("call", "years_since", [since]):
            return lacks_value(since)
    return False


def fields(node: tuple) -> list[tuple[str, bool]]:
    """The fields of a value, each with whether a value is assumed for it."""
    match node:
        case ("field", name):
            return [(name, False)]
        case ("call", "assume", [("field", name), _]):
            return [(name, True)]
        case ("call", "years_since", [since]):
            return fields(since)
        case ("calculate", _, left, right):
            return fields(left) + fields(right)
    return []


def value_of(node: tuple, row: Mapping[str, Any], days: Days) -> Any:
    match node:
        case ("text" | "number" | "date", value):
            return value
        case ("field", name):
            return row[name]
        case ("call", "assume", [("field", name), assumed]):
            value = value_of(assumed, row, days)
            if row[name] is not None:
                return row[name]
            return (
                date.fromisoformat(value)
                if name.endswith(("_on", "_until")) and isinstance(value, str)
                else value
            )
        case ("call", "as_of", []):
            return days.as_of
        case ("call", "opens_on", []):
            return days.opens_on
        case ("call", "param", [("text", name)]):
            return PARAMETERS[name]
        case ("call", "years_since", [since]):
            start = value_of(since, row, days)
            return None if start is None else years_between(start, days.as_of)
        case ("calculate", sign, left, right):
            a, b = value_of(left, row, days), value_of(right, row, days)
            if a is None or b is None or (sign == "/" and b == 0):
                return None
            a, b = float(a), float(b)
            return {"+": a + b, "-": a - b, "*": a * b}[sign] if sign != "/" else a / b
    raise ValueError(f"not a value: {node}")


def years_between(start: date, day: date) -> int:
    """Anniversaries that have come; that of 29 February comes on 1 March where the year has none."""
    years = day.year - start.year
    try:
        anniversary = start.replace(year=day.year)
    except ValueError:
        anniversary = date(day.year, 3, 1)
    return years if anniversary <= day else years - 1
