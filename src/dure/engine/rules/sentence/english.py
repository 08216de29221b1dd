"""A rule as an English sentence; inner groups stand in brackets."""

from __future__ import annotations

from dure.engine.profile.fields import Kind
from dure.engine.rules import tree
from dure.engine.rules.sentence.values import Values
from dure.engine.rules.sentence.words import can_be_none, field_beside, fixed, number

_ORDERS = {"<": "less than", "<=": "at most", ">": "more than", ">=": "at least", "=": "", "<>": "other than"}
_DAYS = {"<": "before", "<=": "on or before", ">": "after", ">=": "on or after", "=": "", "<>": "other than"}
_NAMED = {
    "small_merchant": ("it is a small merchant", "it is not a small merchant"),
    "closed": ("it is closed", "it is not closed"),
    "youth_led": ("it is led by a young owner", "it is not led by a young owner"),
    "in_capital_area": (
        "it is in the capital area (Seoul, Incheon, Gyeonggi)",
        "it is not in the capital area (Seoul, Incheon, Gyeonggi)",
    ),
}


class English(Values):
    """Writes rules for one occasion."""

    def sentence(self, test: tree.Test) -> str:
        """Return the sentence of a rule, with its full stop."""
        said = self._said(test, top=True)
        return said[:1].upper() + said[1:] + "."

    # --- tests ----------------------------------------------------------------------------------

    def _said(self, test: tree.Test, *, top: bool = False) -> str:
        negated = False
        while isinstance(test, tree.Not):
            test, negated = test.test, not negated
        match test:
            case tree.All((tree.Compare(">=", one, low), tree.Compare("<=", other, high))) if one == other:
                limits = f"{self.beside(low, one)} to {self.beside(high, one)} (both included)"
                return self._is(one, limits, negated)
            case tree.All(tests) | tree.Any(tests):
                word = " and " if isinstance(test, tree.All) else " or "
                joined = word.join(self._said(part) for part in tests)
                if negated:
                    return f"it is not so that ({joined})"
                return joined if top else f"({joined})"
            case tree.Compare(operator, left, right):
                words = _DAYS if left.kind is Kind.DATE else _ORDERS
                return self._is(left, f"{words[operator]} {self.beside(right, left)}".strip(), negated, right)
            case tree.OneOf(value, options):
                listed = [fixed(option, field_beside(value), self.words) for option in options]
                return self._is(value, " or ".join(listed), negated)
            case tree.CaseTest(whens, otherwise):
                cases = [f"if ({self._said(c, top=True)}) then ({self._said(t, top=True)})" for c, t in whens]
                last = "it is not known" if otherwise is None else self._said(otherwise, top=True)
                said = f"{', '.join(cases)}, otherwise ({last})"
                return f"it is not so that [{said}]" if negated else said if top else f"[{said}]"
            case _:
                return self._simple(test, negated)

    def _simple(self, test: tree.Test, negated: bool) -> str:
        match test:
            case tree.Truth(field, assumed):
                told = f"“{self.label(field.name)}”" + (
                    "" if assumed is None else f" (where not known: taken as {'yes' if assumed else 'no'})"
                )
                return f"{told} does not apply" if negated else f"{told} applies"
            case tree.Has(field):
                return f"“{self.label(field.name)}” {'does not exist' if negated else 'exists'}"
            case tree.Contains(field, entry):
                said = "does not have" if negated else "has"
                return f"“{self.label(field.name)}” {said} {self.entry(field, entry)}"
            case tree.PrefixIn(field, prefixes) | tree.KsicIn(field, _, prefixes):
                listed = " or ".join(self.words.prefix(field.name, prefix) for prefix in prefixes)
                return f"“{self.label(field.name)}” is {'not ' if negated else ''}{listed}"
            case tree.NamedTest(name, _):
                on = self.occasion.opens_on if name == "youth_led" else self.occasion.as_of
                holds, fails = _NAMED.get(name, (f"{name} applies", f"{name} does not apply"))
                said = fails if negated else holds
                return said if name == "in_capital_area" else f"{said} (as of {self.words.day(on)})"
            case tree.Constant(value):
                answer = value if value is None or not negated else not value
                return {True: "it always holds", False: "it never holds", None: "it is not known"}[answer]
            case _:
                raise TypeError(f"{type(test).__name__} is no test as written")

    def _is(self, value: tree.Value, said: str, negated: bool, *others: tree.Value) -> str:
        tail = " (or there is none)" if negated and can_be_none(value, *others) else ""
        return f"{self.value(value)} is {'not ' if negated else ''}{said}{tail}"

    # --- values ---------------------------------------------------------------------------------

    def field(self, label: str, assumed: str | None) -> str:
        return f"“{label}”" + ("" if assumed is None else f" (where not known: taken as {assumed})")

    def years(self, count: int | float) -> str:
        return f"{number(count)} {'year' if count == 1 else 'years'}"

    def years_since(self, since: str) -> str:
        return f"the number of whole years since {since}"

    def day(self, name: str, day: str) -> str:
        return f"the reference day ({day})" if name == "as_of" else f"the opening day of the call ({day})"

    def nothing(self) -> str:
        return "a value that is not known"
