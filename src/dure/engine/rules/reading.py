"""From the parsed SQL tree to our own typed tree: every node class by its exact type, every name known."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date

from sqlglot import exp
from sqlglot.tokenizer_core import Token

from dure.engine.law.parameters import NUMBERS
from dure.engine.problems import msg
from dure.engine.profile.fields import Field, Kind
from dure.engine.rules import calls, tree
from dure.engine.rules.codes_as_text import refuse_codes_as_text
from dure.engine.rules.errors import RuleError
from dure.engine.rules.grammar import parse
from dure.engine.rules.lifting import Liftable, Lifting
from dure.engine.rules.names import unknown_field, unknown_function, unknown_parameter
from dure.engine.rules.places import Places

_COMPARISONS: dict[type[exp.Expr], tree.Operator] = {
    exp.EQ: "=",
    exp.NEQ: "<>",
    exp.LT: "<",
    exp.LTE: "<=",
    exp.GT: ">",
    exp.GTE: ">=",
}
_FUNCTIONS = frozenset((*calls.TESTS, *calls.VALUES, *calls.SUPPORT))
_SIGNS: dict[type[exp.Expr], tree.Sign] = {exp.Add: "+", exp.Sub: "-", exp.Mul: "*", exp.Div: "/"}


def parse_rule(text: str, *, fields: Mapping[str, Field]) -> tree.Rule:
    """Read a rule's text into a typed tree.

    ``fields`` are the names that the rule may use. Raises RuleError, whose problem has the 0-based
    ``offset`` of the fault in the text. Nothing is calculated: dates and parameters stay symbolic.
    """
    parsed, tokens = parse(text, fields=fields, functions=_FUNCTIONS)
    reader = _Reader(tokens, fields)
    test = reader.test(parsed)
    used = [field for name, field in fields.items() if name in reader.used]
    support = [reader.support[name] for name in sorted(reader.support)]
    return tree.Rule(text, test, (*used, *support), tuple(sorted(reader.parameters)))


class _Reader(Places):
    """One reading of one rule; remembers the names that it met."""

    def __init__(self, tokens: list[Token], fields: Mapping[str, Field]) -> None:
        super().__init__(tokens)
        self.fields = fields
        self.lifting = Lifting()
        self.used: set[str] = set()
        self.support: dict[str, Field] = {}
        self.parameters: set[str] = set()

    # --- tests ----------------------------------------------------------------------------------

    def test(self, node: exp.Expr) -> tree.Test:
        """Read a node that must be true, false or not known."""
        kind = type(node)
        if kind is exp.Paren:
            return self.test(node.this)
        if kind in (exp.And, exp.Or):
            tests = tuple(self.test(part) for part in _flat(node))
            return tree.All(tests) if kind is exp.And else tree.Any(tests)
        if kind is exp.Not:
            return tree.Not(self.test(node.this))
        if kind in _COMPARISONS:
            return self._compare(_COMPARISONS[kind], node.this, node.expression)
        if kind is exp.Between:
            if node.args.get("symmetric"):
                raise self.foreign(node)
            return self._between(node.this, node.args["low"], node.args["high"])
        if kind is exp.In:
            return self._one_of(node)
        if kind is exp.Case:
            return self._case_test(node)
        if kind is exp.Boolean:
            return tree.Constant(bool(node.this))
        if kind is exp.Column:
            return self._truth(self.field(node), node)
        if kind in (exp.Anonymous, exp.Contains, exp.ArrayContains):
            return self._call_test(node)
        raise self.not_a_test(node) if self._is_value(node) else self.foreign(node)

    def _truth(self, field: Field, node: exp.Expr) -> tree.Test:
        if field.kind is not Kind.BOOLEAN:
            raise self.error(
                "not_a_test",
                msg("the field “{field}” is not a yes-or-no field: compare it with something"),
                node,
                field=field.name,
            )
        return tree.NamedTest(field.name, (field,)) if field.is_derived else tree.Truth(field)

    def _compare(self, operator: tree.Operator, left: exp.Expr, right: exp.Expr) -> tree.Test:
        for one, other in ((left, right), (right, left)):
            if type(other) is exp.Boolean:
                return self._compare_boolean(operator, one, bool(other.this))
        refuse_codes_as_text(self, (left, right), denied=operator == "<>")
        a, b = self._same_kind((left, self.value(left)), (right, self.value(right)))
        if a.kind is Kind.TEXT and operator not in ("=", "<>"):
            raise self._text_order(left)
        self._check_code(a, b, right)
        self._check_code(b, a, left)
        return self._lifted(tree.Compare(operator, a, b), left)

    def _between(self, node: exp.Expr, low: exp.Expr, high: exp.Expr) -> tree.Test:
        value, least, most = self._same_kind(*((n, self.value(n)) for n in (node, low, high)))
        if value.kind is Kind.TEXT:
            raise self._text_order(node)
        return self._lifted(tree.Between(value, least, most), node)

    def _text_order(self, node: exp.Expr) -> RuleError:
        return self.error("text_order", msg("texts can only be compared with = and <>"), node)

    def _lifted(self, test: Liftable, node: exp.Expr) -> tree.Test:
        """Return the test without CASE in its values; ``node`` is where a refusal stands."""
        try:
            return self.lifting.lift(test)
        except RuleError as refused:
            (problem,) = refused.problems
            params = {name: value for name, value in problem.params.items() if name != "offset"}
            raise self.error(problem.code.removeprefix("rule."), problem.message, node, **params) from None

    def _compare_boolean(self, operator: tree.Operator, node: exp.Expr, value: bool) -> tree.Test:
        if operator not in ("=", "<>"):
            raise self.error("boolean_order", msg("true and false can only be compared with = and <>"), node)
        test = self.test(node)
        return test if (operator == "=") == value else tree.Not(test)

    def _one_of(self, node: exp.Expr) -> tree.Test:
        options = node.args.get("expressions") or []
        if node.args.get("query") or node.args.get("unnest") or node.args.get("field") or not options:
            raise self.foreign(node)
        refuse_codes_as_text(self, (node.this, *options))
        written = [(part, self.value(part)) for part in (node.this, *options)]
        value, *literals = self._same_kind(*written)
        fixed: list[tree.Scalar] = []
        for option, literal in zip(options, literals, strict=True):
            if not isinstance(literal, tree.Literal):
                raise self.error("in_list", msg("only fixed values may stand in the list of IN"), option)
            self._check_code(value, literal, option)
            fixed.append(literal.value)
        return self._lifted(tree.OneOf(value, tuple(fixed)), node.this)

    def _case_test(self, node: exp.Expr) -> tree.CaseTest:
        whens = tuple((self.test(c), self.test(v)) for c, v in self._whens(node))
        default = node.args.get("default")
        return tree.CaseTest(whens, None if default is None else self.test(default))

    def _call_test(self, node: exp.Expr) -> tree.Test:
        name, arguments = self.call(node)
        if name == "assume":
            field, value = calls.assumed(self, arguments, node)
            if field.kind is Kind.BOOLEAN and isinstance(value, bool):
                return tree.Truth(field, value)
            raise self.not_a_test(node)
        if name in calls.SUPPORT:
            return self._truth(self.field(node), node)
        reader = calls.TESTS.get(name)
        if reader is None:
            raise self.not_a_test(node) if name in calls.VALUES else self.unknown_function(name, node)
        return reader(self, arguments, node)

    # --- values ---------------------------------------------------------------------------------

    def value(self, node: exp.Expr) -> tree.Value:
        """Read a node that must be a number, a text or a date."""
        kind = type(node)
        if kind is exp.Paren:
            return self.value(node.this)
        if kind is exp.Literal:
            return self._literal(node)
        if kind is exp.Cast:
            return self._date(node)
        if kind is exp.Column:
            return tree.FieldValue(self._comparable(self.field(node), node))
        if kind is exp.Neg:
            return self._arithmetic("-", tree.Literal(0, Kind.NUMBER), self.value(node.this), node)
        if kind in _SIGNS:
            return self._arithmetic(_SIGNS[kind], self.value(node.this), self.value(node.expression), node)
        if kind is exp.Case:
            return self._case_value(node)
        if kind is exp.Anonymous:
            return self._call_value(node)
        raise self.not_a_value(node) if self._is_test(node) else self.foreign(node)

    def _literal(self, node: exp.Expr) -> tree.Literal:
        text = str(node.this)
        if node.is_string:
            return tree.Literal(text, Kind.TEXT)
        # Beyond 2**53 a whole number is the nearest double too, as in every SQL executor.
        whole = "." not in text and int(text) <= 2**53
        return tree.Literal(int(text) if whole else float(text), Kind.NUMBER)

    def _date(self, node: exp.Expr) -> tree.Literal:
        inner = node.this
        if (
            type(inner) is not exp.Literal
            or not inner.is_string
            or node.args["to"].this is not exp.DataType.Type.DATE
        ):
            raise self.foreign(node)
        return tree.Literal(self.day(str(inner.this), node), Kind.DATE)

    def day(self, text: str, node: exp.Expr) -> date:
        """Return the date of a text YYYY-MM-DD."""
        try:
            day = date.fromisoformat(text)
        except ValueError:
            day = None
        if day is None or day.isoformat() != text:
            raise self.error(
                "bad_date", msg("“{written}” is not a date; write YYYY-MM-DD"), node, written=text
            )
        return day

    def _arithmetic(self, sign: tree.Sign, left: tree.Value, right: tree.Value, node: exp.Expr) -> tree.Value:
        for side in (left, right):
            if side.kind is not Kind.NUMBER:
                raise self.error("not_a_number", msg("only numbers can be calculated with"), node)
        if (
            isinstance(left, tree.Literal)
            and left.value == 0
            and isinstance(right, tree.Literal)
            and sign == "-"
        ):
            assert isinstance(right.value, (int, float))
            return tree.Literal(-right.value, Kind.NUMBER)
        return tree.Arithmetic(sign, left, right)

    def _case_value(self, node: exp.Expr) -> tree.CaseValue:
        whens = [(self.test(c), self.value(v)) for c, v in self._whens(node)]
        default = node.args.get("default")
        results = [v for _, v in whens] + ([] if default is None else [self.value(default)])
        nodes = [branch.args["true"] for branch in node.args["ifs"]] + [default]
        results = self._same_kind(*zip(nodes, results, strict=False))
        otherwise = None if default is None else results[-1]
        return tree.CaseValue(
            tuple((c, r) for (c, _), r in zip(whens, results, strict=False)), otherwise, results[0].kind
        )

    def _call_value(self, node: exp.Expr) -> tree.Value:
        name, arguments = self.call(node)
        if name in calls.SUPPORT:
            return tree.FieldValue(self._comparable(self.field(node), node))
        reader = calls.VALUES.get(name)
        if reader is None:
            raise self.not_a_value(node) if name in calls.TESTS else self.unknown_function(name, node)
        return reader(self, arguments, node)

    # --- names ----------------------------------------------------------------------------------

    def field(self, node: exp.Expr) -> Field:
        """Return the field that a column node names."""
        if type(node) is exp.Anonymous and str(node.this).lower() in calls.SUPPORT:
            name, arguments = self.call(node)
            return calls.SUPPORT[name](self, arguments, node)
        if type(node) is not exp.Column:
            raise self.error(
                "field_expected",
                msg("a field is expected here, not “{written}”"),
                node,
                written=self.written(node),
            )
        parts = [part for part in (node.args.get("table"), node.this) if part is not None]
        if node.args.get("db") or any(type(p) is not exp.Identifier or p.args.get("quoted") for p in parts):
            raise self.foreign(node)
        name = ".".join(str(p.this) for p in parts)
        field = self.fields.get(name)
        if field is None:
            raise unknown_field(name, self.fields, _FUNCTIONS, self.offset(node))
        self.used.add(name)
        self.used.update(field.needs)
        return field

    def _comparable(self, field: Field, node: exp.Expr) -> Field:
        if field.kind is Kind.LIST:
            raise self.error(
                "list", msg("“{field}” is a list: write contains({field}, 'x')"), node, field=field.name
            )
        if field.kind is Kind.BOOLEAN:
            raise self.error(
                "boolean",
                msg("“{field}” is a yes-or-no field: write it alone or compare it with true"),
                node,
                field=field.name,
            )
        return field

    def parameter(self, name: str, node: exp.Expr) -> tree.ParameterSymbol:
        """Return the dated number of the law that a name stands for."""
        if name not in NUMBERS:
            raise unknown_parameter(name, NUMBERS, self.offset(node))
        self.parameters.add(name)
        return tree.ParameterSymbol(name)

    def text_of(self, node: exp.Expr) -> str:
        """Return the text of a text literal."""
        if type(node) is not exp.Literal or not node.is_string:
            raise self.error(
                "text_expected",
                msg("a text in '…' is expected here, not “{written}”"),
                node,
                written=self.written(node),
            )
        return str(node.this)

    def call(self, node: exp.Expr) -> tuple[str, list[exp.Expr]]:
        """Return the name and the arguments of a function call."""
        if type(node) is exp.Anonymous:
            return str(node.this).lower(), list(node.expressions)
        return "contains", [node.this, node.expression]

    def unknown_function(self, name: str, node: exp.Expr) -> RuleError:
        return unknown_function(name, _FUNCTIONS, self.offset(node))

    # --- checks and errors ----------------------------------------------------------------------

    def _same_kind(self, *written: tuple[exp.Expr, tree.Value]) -> list[tree.Value]:
        """Return the values if they are of one kind; a text beside a date is read as a date."""
        values = [value for _, value in written]
        if any(v.kind is Kind.DATE for v in values):
            values = [
                tree.Literal(self.day(str(v.value), node), Kind.DATE)
                if isinstance(v, tree.Literal) and v.kind is Kind.TEXT
                else v
                for node, v in written
            ]
        kind = values[0].kind
        for (node, _), value in zip(written, values, strict=True):
            if value.kind is not kind:
                one, other = sorted((kind.value, value.kind.value))
                raise self.error(
                    "kinds", msg("a {one} cannot be compared with a {other}"), node, one=one, other=other
                )
        return values

    def _check_code(self, value: tree.Value, other: tree.Value, node: exp.Expr) -> None:
        """Refuse a literal that the coded field beside it can never have; ``node`` is the literal."""
        if not isinstance(value, tree.FieldValue) or not isinstance(other, tree.Literal):
            return
        if value.field.choices and other.value not in value.field.choices:
            raise self.unknown_code(other.value, value.field, node)

    def unknown_code(self, written: object, field: Field, node: exp.Expr) -> RuleError:
        """Return the error for a code that a coded field can never have."""
        return self.error(
            "unknown_code",
            msg("“{written}” is not a value of {field}; it has {choices}"),
            node,
            written=written,
            field=field.name,
            choices=", ".join(field.choices),
        )

    def _whens(self, node: exp.Expr) -> list[tuple[exp.Expr, exp.Expr]]:
        if node.this is not None:
            raise self.error(
                "case_value", msg("write CASE WHEN test THEN …; CASE value WHEN … is not read"), node
            )
        return [(branch.this, branch.args["true"]) for branch in node.args["ifs"]]

    @staticmethod
    def _is_value(node: exp.Expr) -> bool:
        return type(node) in _SIGNS or type(node) in (exp.Literal, exp.Cast, exp.Neg)

    @staticmethod
    def _is_test(node: exp.Expr) -> bool:
        return type(node) in _COMPARISONS or type(node) in (
            exp.And,
            exp.Or,
            exp.Not,
            exp.In,
            exp.Between,
            exp.Boolean,
        )


def _flat(node: exp.Expr) -> list[exp.Expr]:
    """Return the operands of a chain of the same connective, without recursion, in written order."""
    kind, parts, stack = type(node), [], [node]
    while stack:
        current = stack.pop()
        if type(current) is kind:
            stack.extend((current.expression, current.this))
        else:
            parts.append(current)
    return parts


Reader = _Reader
CallReader = Callable[[_Reader, list[exp.Expr], exp.Expr], tree.Test]
