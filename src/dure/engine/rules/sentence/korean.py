"""A rule as a Korean sentence: each question a predicate whose ending its place decides.

Inner groups stand in brackets as nouns (…임), so that what belongs together is never a matter of reading.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal, TypeAlias

from dure.engine.profile.fields import Kind
from dure.engine.rules import tree
from dure.engine.rules.sentence.values import Values
from dure.engine.rules.sentence.words import can_be_none, field_beside, fixed, number

Ending: TypeAlias = Literal["said", "and", "or", "noun"]
_ENDINGS: dict[str, dict[Ending, str]] = {
    "이": {"said": "입니다", "and": "이고", "or": "이거나", "noun": "임"},
    "아니": {"said": "아닙니다", "and": "아니고", "or": "아니거나", "noun": "아님"},
    "있": {"said": "있습니다", "and": "있고", "or": "있거나", "noun": "있음"},
    "없": {"said": "없습니다", "and": "없고", "or": "없거나", "noun": "없음"},
    "해당하": {"said": "해당합니다", "and": "해당하고", "or": "해당하거나", "noun": "해당함"},
    "않": {"said": "않습니다", "and": "않고", "or": "않거나", "noun": "않음"},
}
_ORDERS = {"<": "미만", "<=": "이하", ">": "초과", ">=": "이상"}
_DAYS = {"<": "전(당일 제외)", "<=": "이전(당일 포함)", ">": "후(당일 제외)", ">=": "이후(당일 포함)"}
_NAMED = {"small_merchant": "소상공인", "closed": "폐업 상태", "youth_led": "청년 대표 업체"}
_DIGITS_WITH_FINAL = "013678"
_LETTERS_WITH_FINAL = "LMNRlmnr"


@dataclass(frozen=True, slots=True)
class _Clause:
    """What stands before the predicate, its stem, and the same denied; ``tail`` explains what is meant."""

    text: str
    stem: str
    denied: str
    denied_stem: str
    tail: str = ""

    def ended(self, ending: Ending, *, negated: bool) -> str:
        if negated:
            return self.denied + _ENDINGS[self.denied_stem][ending] + self.tail
        return self.text + _ENDINGS[self.stem][ending]


class Korean(Values):
    """Writes rules for one occasion."""

    def sentence(self, test: tree.Test) -> str:
        """Return the sentence of a rule, with its full stop."""
        return self._said(test, "said", top=True) + "."

    # --- tests ----------------------------------------------------------------------------------

    def _said(self, test: tree.Test, ending: Ending, *, top: bool = False) -> str:
        """Return a test with the ending that its place wants; groups below the top stand in brackets."""
        negated = False
        while isinstance(test, tree.Not):
            test, negated = test.test, not negated
        span = _between(test)
        if span is None and isinstance(test, tree.All | tree.Any):
            if top and not negated:
                return self._joined(test, ending)
            return _noun(f"({self._joined(test, 'noun')})").ended(ending, negated=negated)
        return self._clause(test, span).ended(ending, negated=negated)

    def _joined(self, test: tree.All | tree.Any, ending: Ending) -> str:
        between: Ending = "and" if isinstance(test, tree.All) else "or"
        *first, last = test.tests
        return ", ".join((*(self._said(part, between) for part in first), self._said(last, ending)))

    def _clause(self, test: tree.Test, span: tuple[tree.Value, tree.Value, tree.Value] | None) -> _Clause:
        if span is not None:
            value, low, high = span
            least, most = self.beside(low, value), self.beside(high, value)
            return self._about(f"{least} 이상 {most} 이하", value)
        match test:
            case tree.Compare(operator, left, right):
                return self._compared(operator, left, right)
            case tree.OneOf(value, options):
                listed = [fixed(option, field_beside(value), self.words) for option in options]
                return self._about(_one_of(listed), value)
            case tree.Truth(field, assumed):
                told = self.label(field.name) + (
                    "" if assumed is None else f"(모르면 {'예' if assumed else '아니오'}로 봄)"
                )
                return _Clause(f"{told}에 ", "해당하", f"{told}에 해당하지 ", "않")
            case tree.Has(field):
                told = with_particle(self.label(field.name), "이", "가")
                return _Clause(f"{told} ", "있", f"{told} ", "없")
            case tree.Contains(field, entry):
                told = f"{self.label(field.name)}에 {with_particle(self.entry(field, entry), '이', '가')}"
                return _Clause(f"{told} ", "있", f"{told} ", "없")
            case tree.PrefixIn(field, prefixes) | tree.KsicIn(field, _, prefixes):
                listed = [self.words.prefix(field.name, prefix) for prefix in prefixes]
                return self._of(self.label(field.name), _one_of(listed))
            case tree.NamedTest("in_capital_area", fields):
                return self._of(self.label(fields[0].name), "수도권(서울·인천·경기)")
            case tree.NamedTest(name, _):
                return _noun(self._named(name))
            case tree.Constant(answer):
                return _noun({True: "언제나 참", False: "언제나 거짓", None: "알 수 없는 것"}[answer])
            case tree.CaseTest(whens, otherwise):
                cases = [f"({self._said(c, 'noun', top=True)})이면 ({self._said(t, 'noun', top=True)})"
                         for c, t in whens]  # fmt: skip
                last = "알 수 없음" if otherwise is None else self._said(otherwise, "noun", top=True)
                return _noun(f"[{', '.join(cases)}, 그 밖에는 ({last})]")
            case _:
                raise TypeError(f"{type(test).__name__} is no test as written")

    def _named(self, name: str) -> str:
        on = self.occasion.opens_on if name == "youth_led" else self.occasion.as_of
        label = _NAMED.get(name, self.label(name))
        return f"{label}({self.words.day(on)} 기준)"

    def _compared(self, operator: tree.Operator, left: tree.Value, right: tree.Value) -> _Clause:
        beside = self.beside(right, left)
        if operator == "=":
            return self._about(beside, left, right)
        if operator == "<>":
            said = self._about(beside, left, right)
            # “not equal” is a no where there is none, and its denial a yes: so both are written out.
            return _Clause(said.denied, said.denied_stem, f"{said.denied}아닌 것이 ", "아니", said.tail)
        if left.kind is Kind.DATE:
            return self._about(f"{beside} {_DAYS[operator]}", left, right)
        return self._about(f"{beside} {_ORDERS[operator]}", left, right)

    def _about(self, noun: str, *values: tree.Value) -> _Clause:
        """Return a clause about a value; its denial says that none counts, where there can be none."""
        return self._of(self.value(values[0]), noun, "(없는 경우 포함)" if can_be_none(*values) else "")

    def _of(self, subject: str, noun: str, tail: str = "") -> _Clause:
        told = with_particle(subject, "이", "가")
        return _Clause(f"{told} {noun}", "이", f"{told} {with_particle(noun, '이', '가')} ", "아니", tail)

    # --- values ---------------------------------------------------------------------------------

    def field(self, label: str, assumed: str | None) -> str:
        return label if assumed is None else f"{label}(모르면 {with_particle(assumed, '으로', '로')} 봄)"

    def years(self, count: int | float) -> str:
        return f"{number(count)}년"

    def years_since(self, since: str) -> str:
        return f"{since}부터 찬 햇수"

    def day(self, name: str, day: str) -> str:
        return f"기준일({day})" if name == "as_of" else f"모집 개시일({day})"

    def nothing(self) -> str:
        return "알 수 없는 값"


def _noun(text: str) -> _Clause:
    return _Clause(text, "이", f"{with_particle(text, '이', '가')} ", "아니")


def _one_of(listed: list[str]) -> str:
    return listed[0] if len(listed) == 1 else f"{', '.join(listed)} 가운데 하나"


def _between(test: tree.Test) -> tuple[tree.Value, tree.Value, tree.Value] | None:
    """Return value and limits where a test is a BETWEEN, or reads as one."""
    match test:
        case tree.All((tree.Compare(">=", one, low), tree.Compare("<=", other, high))) if one == other:
            return one, low, high
        case _:
            return None


def with_particle(word: str, after_consonant: str, after_vowel: str) -> str:
    """Return a word with the particle that its last sound wants; what stands in brackets is not read.

    >>> [with_particle(word, "이", "가") for word in ("지역", "이하", "소매업(47)", "39")]
    ['지역이', '이하가', '소매업(47)이', '39가']
    >>> [with_particle(word, "으로", "로") for word in ("3명", "서울", "5년")]
    ['3명으로', '서울로', '5년으로']
    """
    sound = word.rstrip("”’\"'. ")
    while sound.endswith((")", "]")) and (opened := _opening(sound)) > 0:
        sound = sound[:opened].rstrip()
    last = sound.rstrip("”’\"').] ")[-1:]
    code = ord(last) - 0xAC00 if last else -1
    if 0 <= code < 11172:
        # Before 로, ㄹ counts as a vowel.
        final = code % 28 not in ((0, 8) if after_vowel == "로" else (0,))
    else:
        final = last in _DIGITS_WITH_FINAL + _LETTERS_WITH_FINAL if last else False
    return word + (after_consonant if final else after_vowel)


def _opening(text: str) -> int:
    """Return where the bracket at the end of a text was opened; -1 where it was not."""
    depth = 0
    for place in range(len(text) - 1, -1, -1):
        depth += (text[place] in ")]") - (text[place] in "([")
        if not depth:
            return place
    return -1
