"""Random rules as text: well typed, of every construct, with no more brackets than their meaning needs."""

from __future__ import annotations

from random import Random
from typing import NamedTuple


class Written(NamedTuple):
    """A text and how tightly its outermost sign binds."""

    text: str
    level: int


OR, AND, NOT, EQUAL, ORDER, RANGE, SUM, PRODUCT, SIGN, ATOM = range(1, 11)
TESTS_OF_FLAGS = (
    *("owner_female", "tax_arrears", "youth_led", "answer.end"),
    *("supported_in('tops-2024')", "SUPPORTED_IN( 'old-1' )"),
)
NUMBERS = (
    *("employees", "annual_sales", "online_sales_share", "owner_birth_year", "credit_score"),
    *("answer.shops", "total_support_won(36)", "total_support_won(6)"),
)
DATES = ("opened_on", "closed_on", "sanctioned_until", "answer.founded_on")
TEXTS = ("name", "market_id", "mail_order_no", "answer.plan")
CODED = {
    "legal_form": ("sole", "corporation"),
    "business_status": ("active", "suspended", "closed"),
    "credit_bureau": ("NICE", "KCB"),
    "level.online": ("beginner", "seller"),
    "ksic_revision": ("10", "11"),
}
REGROUPED = ("12", "29", "46", "281", "28110", "28155", "28125", "2814010100", "12210", "4611010100", "41590")
REGIONS = ("11", "42", "51", "45", "52111", "47720", "27", "277", "47", "1168010100", *REGROUPED)
FIXED_NUMBERS = (
    *("0", "1", "2", "3", "4.9", "5", "10", "0.1", "0.3", "0.5", "7.5", "15", "700", "744", "1985", "1986"),
    *("1000000000", "3000000000.5", "12000000000", "9007199254740993", "9999999999999999", "0.000000001"),
)
FIXED_DAYS = (
    "2024-02-29",
    "2010-03-18",
    "2010-03-19",
    "2025-03-17",
    "2025-03-18",
    "2025-03-19",
    "0001-01-01",
)
INDUSTRIES = ("47", "9124", "91", "1030", "10", "84", "56211", "04", "10:9124", "11:47")
FIXED_TEXTS = ("a", "가게", "it''s", "M001", "47", "11680", "")


class RuleWriter:
    """Writes one rule after another from one source of chance."""

    def __init__(self, seed: int) -> None:
        self.chance = Random(seed)  # noqa: S311  repeatable on purpose

    def rule(self, depth: int | None = None) -> str:
        return self.test(self.chance.choice((1, 2, 2, 3, 3, 4)) if depth is None else depth).text

    # --- tests --------------------------------------------------------------------------------------

    def test(self, depth: int) -> Written:
        if depth <= 0 or self.chance.random() < 0.15:
            return self._simple(depth)
        kind = self.chance.choice(("AND", "AND", "OR", "OR", "NOT", "CASE", "=", "simple"))
        if kind in ("AND", "OR"):
            level = AND if kind == "AND" else OR
            parts = [self._bound(self.test(depth - 1), level) for _ in range(self.chance.choice((2, 2, 3)))]
            return Written(f" {self._word(kind)} ".join(parts), level)
        if kind == "NOT":
            return Written(f"{self._word('NOT')} {self._bound(self.test(depth - 1), NOT)}", NOT)
        if kind == "CASE":
            return self._case(depth, lambda: self.test(depth - 1))
        if kind == "=":
            left, right = (
                self._bound(self.test(depth - 1), EQUAL),
                self.chance.choice(("true", "false", "TRUE")),
            )
            return Written(f"{left} {self.chance.choice(('=', '<>'))} {right}", EQUAL)
        return self._simple(depth)

    def _simple(self, depth: int) -> Written:
        kind = self.chance.choice(
            (
                "order",
                "order",
                "order",
                "dates",
                "dates",
                "texts",
                "coded",
                "between",
                "in",
                "flag",
                "call",
                "call",
                "call",
            )
        )
        match kind:
            case "order":
                return self._compared(self.number(depth - 1), self.number(depth - 1), ordered=True)
            case "dates":
                return self._compared(self.date(depth - 1), self.date(depth - 1, bare=True), ordered=True)
            case "texts":
                return self._compared(self.text(depth - 1), self.text(depth - 1), ordered=False)
            case "coded":
                name, codes = self.chance.choice(list(CODED.items()))
                return self._compared(
                    Written(name, ATOM), Written(f"'{self.chance.choice(codes)}'", ATOM), ordered=False
                )
            case "between":
                one = self.chance.choice((self.number, self.number, self.date))
                value, low, high = (self._bound(one(depth - 1), SUM) for _ in range(3))
                return Written(f"{value}{self._not()} BETWEEN {low} AND {high}", RANGE)
            case "in":
                return self._in(depth)
            case "flag":
                name = self.chance.choice(TESTS_OF_FLAGS)
                if name != "youth_led" and self.chance.random() < 0.2:
                    return Written(f"assume({name}, {self.chance.choice(('true', 'false'))})", ATOM)
                return Written(name, ATOM)
            case _:
                return Written(self._call(), ATOM)

    def _compared(self, left: Written, right: Written, *, ordered: bool) -> Written:
        if self.chance.random() < 0.3:
            left, right = right, left
        if left.text.startswith("'") and right.text.startswith("'") and ordered:
            left = Written("DATE " + left.text, ATOM)
        sign = self.chance.choice(("=", "<>", "<", "<=", ">", ">=") if ordered else ("=", "<>"))
        level = EQUAL if sign in ("=", "<>") else ORDER
        space = self.chance.choice((" ", " ", ""))
        return Written(f"{self._bound(left, SUM)}{space}{sign}{space}{self._bound(right, SUM)}", level)

    def _in(self, depth: int) -> Written:
        kind = self.chance.choice(("number", "date", "text", "coded"))
        count = self.chance.choice((1, 2, 3))
        if kind == "number":
            value = self.number(depth - 1)
            options = [
                self.chance.choice(("", "- ")) + self.chance.choice(FIXED_NUMBERS) for _ in range(count)
            ]
        elif kind == "date":
            value = self.date(depth - 1)
            options = [
                self.chance.choice(("", "DATE ")) + f"'{self.chance.choice(FIXED_DAYS)}'"
                for _ in range(count)
            ]
        elif kind == "text":
            value = self.text(depth - 1)
            options = [f"'{self.chance.choice(FIXED_TEXTS)}'" for _ in range(count)]
        else:
            name, codes = self.chance.choice(list(CODED.items()))
            value, options = Written(name, ATOM), [f"'{self.chance.choice(codes)}'" for _ in range(count)]
        return Written(f"{self._bound(value, SUM)}{self._not()} IN ({', '.join(options)})", RANGE)

    def _call(self) -> str:
        none_able = (
            "closed_on",
            "sanctioned_until",
            "mail_order_no",
            "channels",
            "market_id",
            "designations",
        )
        return self.chance.choice(
            (
                "small_merchant()",
                "small_merchant()",
                "SMALL_MERCHANT()",
                "closed()",
                "closed()",
                "in_capital_area()",
                f"has({self.chance.choice(none_able)})",
                f"contains(channels, '{self.chance.choice(('coupang', 'coupang:123', 'naver', 'x'))}')",
                "contains(designations, 'hundred_year_store')",
                f"contains(answer.goods, '{self.chance.choice(('food', 'craft'))}')",
                f"ksic_in({self._codes(INDUSTRIES)})",
                f"region_in({self._codes(REGIONS)})",
            )
        )

    def _codes(self, codes: tuple[str, ...]) -> str:
        return ", ".join(f"'{c}'" for c in self.chance.sample(codes, self.chance.choice((1, 2, 3))))

    # --- values -------------------------------------------------------------------------------------

    def number(self, depth: int) -> Written:
        if depth > 0 and self.chance.random() < 0.5:
            kind = self.chance.choice(("+", "-", "*", "/", "sign", "CASE", "CASE"))
            if kind == "CASE":
                return self._case(depth, lambda: self.number(depth - 1))
            if kind == "sign":
                return Written(f"- {self._bound(self.number(depth - 1), SIGN)}", SIGN)
            level = SUM if kind in "+-" else PRODUCT
            left, right = (
                self._bound(self.number(depth - 1), level),
                self._bound(self.number(depth - 1), level + 1),
            )
            return Written(f"{left} {kind} {right}", level)
        kind = self.chance.choice(("field", "field", "field", "fixed", "fixed", "years", "assume", "param"))
        match kind:
            case "field":
                return Written(self.chance.choice(NUMBERS), ATOM)
            case "fixed":
                return Written(self.chance.choice(FIXED_NUMBERS), ATOM)
            case "years":
                return Written(f"years_since({self.date(depth - 1).text})", ATOM)
            case "assume":
                return Written(
                    f"assume({self.chance.choice(NUMBERS)}, {self.chance.choice(FIXED_NUMBERS)})", ATOM
                )
        return Written(
            self.chance.choice(("param('small_merchant_employees_large')", "param('youth_age')")), ATOM
        )

    def date(self, depth: int, *, bare: bool = False) -> Written:
        """Write a date; a bare text may stand for one beside a date."""
        if depth > 0 and self.chance.random() < 0.3:
            return self._case(depth, lambda: self.date(depth - 1))
        kind = self.chance.choice(("field", "field", "field", "fixed", "as_of()", "opens_on()", "assume"))
        day = f"'{self.chance.choice(FIXED_DAYS)}'"
        match kind:
            case "field":
                return Written(self.chance.choice(DATES), ATOM)
            case "fixed":
                return Written(day if bare and self.chance.random() < 0.5 else f"DATE {day}", ATOM)
            case "assume":
                return Written(
                    f"assume({self.chance.choice(DATES)}, {self.chance.choice(('', 'DATE '))}{day})", ATOM
                )
        return Written(kind, ATOM)

    def text(self, depth: int) -> Written:
        if depth > 0 and self.chance.random() < 0.2:
            return self._case(depth, lambda: self.text(depth - 1))
        kind = self.chance.choice(("field", "field", "field", "fixed", "assume"))
        fixed = f"'{self.chance.choice(FIXED_TEXTS)}'"
        if kind == "fixed":
            return Written(fixed, ATOM)
        name = self.chance.choice(TEXTS)
        return Written(f"assume({name}, {fixed})" if kind == "assume" else name, ATOM)

    # --- both ---------------------------------------------------------------------------------------

    def _case(self, depth: int, result) -> Written:
        word = self._word
        whens = " ".join(
            f"{word('WHEN')} {self.test(depth - 1).text} {word('THEN')} {result().text}"
            for _ in range(self.chance.choice((1, 1, 2)))
        )
        otherwise = f" {word('ELSE')} {result().text}" if self.chance.random() < 0.7 else ""
        return Written(f"{word('CASE')} {whens}{otherwise} {word('END')}", ATOM)

    def _bound(self, written: Written, least: int) -> str:
        """Return the text, in brackets where it binds less tightly than it must, sometimes anyway."""
        if written.level < least or self.chance.random() < 0.1:
            return f"({written.text})"
        return written.text

    def _not(self) -> str:
        return f" {self._word('NOT')}" if self.chance.random() < 0.25 else ""

    def _word(self, word: str) -> str:
        return word.lower() if self.chance.random() < 0.1 else word
