"""A rule as a form: what is read is written again with its meaning, and what is typed is only a value."""

from __future__ import annotations

from random import Random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.engine.rules.executors import FIELDS, in_process
from tests.engine.rules.oracle import Days
from tests.engine.rules.random_rules import RuleWriter
from tests.engine.rules.rows import random_rows

from dure.engine.rules import RuleError, parse_rule
from dure.engine.rules.examples import DAY, EXAMPLES
from dure.engine.rules.form import FormRefused, Group, Line, OwnText, read_form, write_form
from dure.engine.rules.form.subjects import operators_of, shape_of

DAYS = Days(DAY, DAY)
ROWS = random_rows(11, 40)
CLOSED = "NOT closed()"


def written(*parts, join="and", negated=False) -> str:
    return write_form(Group(join, tuple(parts), negated), FIELDS)


def faults(*parts, join="and") -> list[tuple[tuple[int, ...], str]]:
    with pytest.raises(FormRefused) as refused:
        written(*parts, join=join)
    return [(fault.path, fault.problem.code) for fault in refused.value.faults]


# --- reading --------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "parts"),
    [
        ("employees < 5", (Line("employees", "<", ("5",)),)),
        ("NOT closed()", (Line("closed", "holds", negated=True),)),
        ("owner_female = false", (Line("owner_female", "holds", negated=True),)),
        ("employees NOT BETWEEN 1 AND 4.9", (Line("employees", "between", ("1", "4.9"), negated=True),)),
        ("legal_form IN ('sole')", (Line("legal_form", "in", ("sole",)),)),
        ("region_in('51', '52')", (Line("region", "begins", ("51", "52")),)),
        ("has(channels)", (Line("channels", "has"),)),
        ("contains(channels, 'it''s')", (Line("channels", "contains", ("it's",)),)),
        ("years_since(opened_on) >= 1", (Line("years_since:opened_on", ">=", ("1",)),)),
        ("closed_on <= '2025-03-18'", (Line("closed_on", "<=", ("2025-03-18",)),)),
        ("sanctioned_until >= as_of()", (Line("sanctioned_until", ">=", ("as_of()",)),)),
        ("employees < param('youth_age')", (Line("employees", "<", ("param:youth_age",)),)),
        ("assume(employees, 3) < 5", (Line("employees", "<", ("5",), assumed="3"),)),
        ("assume(owner_female, true)", (Line("owner_female", "holds", assumed="true"),)),
        ("youth_led", (Line("youth_led", "holds"),)),
    ],
)
def test_a_simple_test_is_one_line(text, parts):
    assert read_form(text, FIELDS) == Group("and", parts)


def test_groups_are_read_with_their_words_and_brackets():
    text = "NOT closed() AND (has(channels) OR NOT (owner_female AND tax_arrears))"
    assert read_form(text, FIELDS) == Group(
        "and",
        (
            Line("closed", "holds", negated=True),
            Group(
                "or",
                (
                    Line("channels", "has"),
                    Group("and", (Line("owner_female", "holds"), Line("tax_arrears", "holds")), negated=True),
                ),
            ),
        ),
    )
    assert write_form(read_form(text, FIELDS), FIELDS) == text


def test_the_and_of_a_range_joins_no_lines():
    form = read_form("employees BETWEEN 1 AND 5 AND owner_female", FIELDS)
    assert [part.what for part in form.parts] == ["employees", "owner_female"]


@pytest.mark.parametrize(
    "own",
    [
        "annual_sales  *  online_sales_share >= 50000000",
        "employees < CASE WHEN ksic_in('10') OR ksic_in('11') THEN 10 ELSE 5 END",
        "closed_on>opened_on",
        "5 > employees",
        "name = ' with space '",
    ],
)
def test_what_the_form_cannot_say_stays_own_text_to_the_letter(own):
    form = read_form(f"{CLOSED}  AND  {own}", FIELDS)
    assert form.parts[1] == OwnText(own)
    assert write_form(form, FIELDS) == f"{CLOSED} AND {own}"


def test_what_lies_too_deep_to_follow_is_own_text():
    deep = "owner_female"
    for word in ("OR", "AND", "OR", "AND", "OR", "AND"):
        deep = f"(tax_arrears {word} {deep})"
    form = read_form(deep, FIELDS)
    innermost = form.parts[1].parts[1].parts[1].parts[1]
    assert innermost == OwnText("tax_arrears AND (tax_arrears OR owner_female)")
    assert parse_rule(write_form(form, FIELDS), fields=FIELDS).test == parse_rule(deep, fields=FIELDS).test


def test_a_text_that_is_no_rule_is_refused_with_its_place():
    with pytest.raises(RuleError) as refused:
        read_form("NOT closed() AND employes < 5", FIELDS)
    assert [(p.code, p.params["offset"]) for p in refused.value.problems] == [("rule.unknown_field", 17)]


# --- writing --------------------------------------------------------------------------------------


def test_own_text_is_bracketed_only_where_it_would_mix_with_its_neighbours():
    loose = OwnText("owner_female OR tax_arrears")
    assert written(loose) == "owner_female OR tax_arrears"
    assert written(loose, Line("closed", "holds")) == "(owner_female OR tax_arrears) AND closed()"
    assert written(OwnText(loose.text, negated=True)) == "NOT (owner_female OR tax_arrears)"
    assert written(OwnText("employees BETWEEN 1 AND 2"), loose, join="or") == (
        "employees BETWEEN 1 AND 2 OR (owner_female OR tax_arrears)"
    )


def test_numbers_may_be_typed_with_separators():
    assert written(Line("annual_sales", "<=", (" 300,000,000 ",))) == "annual_sales <= 300000000"


@pytest.mark.parametrize(
    ("line", "code"),
    [
        (Line(), "rule.form_what"),
        (Line("employes", "<", ("5",)), "rule.form_what"),
        (Line("employees"), "rule.form_operator"),
        (Line("employees", "contains", ("5",)), "rule.form_operator"),
        (Line("employees", "has"), "rule.form_operator"),
        (Line("employees", "<", ("",)), "rule.form_value"),
        (Line("employees", "between", ("1",)), "rule.form_value"),
        (Line("employees", "<", ("5 OR true",)), "rule.form_number"),
        (Line("employees", "<", ("param:nobody",)), "rule.unknown_parameter"),
        (Line("employees", "<", ("5",), assumed="few"), "rule.form_number"),
        (Line("opened_on", "<", ("2025-02-29",)), "rule.bad_date"),
        (Line("opened_on", "<", ("as_of() OR true",)), "rule.bad_date"),
        (Line("name", "=", ("a\u200bb",)), "rule.form_text"),
        (Line("name", "=", ("a\\",)), "rule.form_text"),
        (Line("legal_form", "=", ("club",)), "rule.unknown_code"),
        (Line("region", "begins", ("5x",)), "rule.bad_code"),
        (Line("channels", "has", assumed="x"), "rule.form_assume"),
        (Line("owner_female", "holds", assumed="maybe"), "rule.form_truth"),
        (OwnText("owner_female) OR (true"), "rule.syntax"),
        (OwnText("employes < 5"), "rule.unknown_field"),
        (Group("or", ()), "rule.form_empty"),
    ],
)
def test_a_part_that_makes_no_rule_is_told_with_its_place(line, code):
    assert faults(Line("closed", "holds"), line) == [((1,), code)]


def test_every_faulty_part_is_told_at_once():
    form = (Line("employees", "<", ("x",)), Group("or", (Line("closed", "holds"), Line())))
    assert faults(*form) == [((0,), "rule.form_number"), ((1, 1), "rule.form_what")]


def test_a_rule_that_is_too_long_as_a_whole_is_told_of_the_whole():
    listed = tuple(f"{n:05d}" for n in range(10_000, 10_150))
    assert faults(*(Line("ksic", "begins", listed) for _ in range(4))) == [((), "rule.too_long")]


@pytest.mark.parametrize("text", ["' OR true OR name = '", "''", "'; DROP TABLE x", "a' = 'a", "100%", "{x}"])
def test_whatever_is_typed_as_a_text_stays_a_text(text):
    test = parse_rule(written(Line("name", "=", (text,))), fields=FIELDS).test
    assert test.right.value == text


def test_each_operator_of_each_kind_can_be_written():
    typed = {"number": "7", "day": "2025-03-18", "text": "a", "code": "", "list": "a", "digits": "47"}
    for name, field in FIELDS.items():
        for operator in operators_of(name, FIELDS):
            value = field.choices[0] if field.choices else typed.get(shape_of(name, FIELDS), "")
            count = {"holds": 0, "has": 0, "between": 2}.get(operator, 1)
            line = Line(name, operator, (value,) * count)
            assert read_form(written(line), FIELDS) == Group("and", (line,)), (name, operator)


# --- round trips ----------------------------------------------------------------------------------


@pytest.mark.parametrize("rule", [example.rule for example in EXAMPLES])
def test_each_example_is_written_again_to_the_letter(rule):
    assert write_form(read_form(rule, FIELDS), FIELDS) == rule


@settings(max_examples=120, deadline=None)
@given(st.integers(0, 10**9))
def test_a_random_rule_written_again_is_the_same_tree_and_the_same_form(seed):
    rule = RuleWriter(seed).rule()
    try:
        test = parse_rule(rule, fields=FIELDS).test
    except RuleError:
        return
    form = read_form(rule, FIELDS)
    again = write_form(form, FIELDS)
    assert parse_rule(again, fields=FIELDS).test == test
    assert read_form(again, FIELDS) == form


def test_a_random_rule_written_again_gives_every_merchant_the_same_verdict():
    writer = RuleWriter(23)
    rules: list[str] = []
    while len(rules) < 40:
        rule = writer.rule()
        try:
            again = write_form(read_form(rule, FIELDS), FIELDS)
        except RuleError:
            continue
        if again != rule:
            rules += [rule, again]
    replies = in_process(rules, DAYS, ROWS)
    assert replies[::2] == replies[1::2]


_FIXED = {
    "number": st.sampled_from(("0", "5", "4.9", "-3", "param:youth_age")),
    "day": st.sampled_from(("2024-02-29", "as_of()", "opens_on()")),
    "text": st.sampled_from(("a", "it's", "가게")),
    "list": st.sampled_from(("coupang", "it's")),
    "digits": st.sampled_from(("47", "9124")),
}


@st.composite
def lines(draw) -> Line:
    what = draw(st.sampled_from((*FIELDS, "small_merchant", "closed", "years_since:opened_on")))
    operator = draw(st.sampled_from(operators_of(what, FIELDS)))
    shape = shape_of(what, FIELDS)
    choices = FIELDS[what].choices if what in FIELDS else ()
    value = st.sampled_from(choices) if choices else _FIXED.get(shape, st.nothing())
    if operator == "in":
        value = value.filter(lambda v: not v.startswith("param:") and not v.endswith("()"))
    least, most = {"holds": (0, 0), "has": (0, 0), "between": (2, 2), "in": (1, 3), "begins": (1, 3)}.get(
        operator, (1, 1)
    )
    values = tuple(draw(st.lists(value, min_size=least, max_size=most))) if most else ()
    return Line(what, operator, values, draw(st.booleans()))


parts = st.recursive(
    lines(),
    lambda inner: st.builds(
        Group,
        st.sampled_from(("and", "or")),
        st.lists(inner, min_size=2, max_size=3).map(tuple),
        st.booleans(),
    ),
    max_leaves=8,
)


@settings(max_examples=60, deadline=None)
@given(st.sampled_from(("and", "or")), st.lists(parts, min_size=2, max_size=3).map(tuple), st.booleans())
def test_a_random_form_is_read_again_as_it_was(join, inside, negated):
    form = Group(join, inside, negated)
    text = write_form(form, FIELDS)
    again = read_form(text, FIELDS)
    assert write_form(again, FIELDS) == text
    if _levels(form) <= 4:
        assert again == form


def _levels(part) -> int:
    return 1 + max(map(_levels, part.parts)) if isinstance(part, Group) else 0


def test_the_forms_of_random_rules_have_lines_and_groups_and_own_text():
    """The round trips above prove something only if the rules are taken apart."""
    chance, seen = Random(1), set()  # noqa: S311  repeatable on purpose
    for _ in range(60):
        try:
            form = read_form(RuleWriter(chance.randrange(10**6)).rule(), FIELDS)
        except RuleError:
            continue
        stack = [*form.parts]
        while stack:
            part = stack.pop()
            seen.add(type(part))
            stack += part.parts if isinstance(part, Group) else ()
    assert seen == {Line, OwnText, Group}
