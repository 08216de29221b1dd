"""How to write rules: the grammar, the fields, and twenty examples with what they mean."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _

from dure.engine.profile.fields import PROFILE_FIELDS
from dure.engine.rules.examples import DAY, EXAMPLES
from dure.web.actors import asked_on
from dure.web.officer.guard import for_roles
from dure.web.officer.rule_parameters import parameter_rows
from dure.web.officer.words import fact_text
from dure.web.tables import crumbs, headers
from dure.web.words import field_label, page_language


@for_roles("officer", "ministry")
def rule_guide(request: HttpRequest) -> HttpResponse:
    """Show how rules are written, to officers before they upload a programme file."""
    korean = page_language() != "en"
    today = asked_on(request)
    page = {
        "grammar": _grammar(),
        "grammar_headers": headers(_("Written"), _("Meaning")),
        "examples": [
            {
                "rule": one.rule,
                "meaning": one.ko if korean else one.en,
                "cases": [
                    {"answer": _("Yes"), "kind": "success", "text": _row_text(one.true)},
                    {"answer": _("No"), "kind": "danger", "text": _row_text(one.false)},
                    {"answer": _("Not known"), "kind": "warning", "text": _row_text(one.unknown)},
                ],
            }
            for one in EXAMPLES
        ],
        "example_headers": headers(_("Meaning and rule"), _("Who gets which answer")),
        "fields": [
            {"name": name, "label": _("Led by a young owner") if field.is_derived else field_label(name)}
            for name, field in PROFILE_FIELDS.items()
        ],
        "parameters": parameter_rows(today),
        "parameter_headers": headers(_("Figure"), _("On this day"), _("Source")),
        "today": today,
        "field_headers": headers(_("Field"), _("Meaning")),
        "day": DAY,
        "crumbs": crumbs(
            (_("My desk"), reverse("officer_home")),
            (_("Programme files"), reverse("officer_programmes")),
            (_("How to write rules"), ""),
        ),
    }
    return render(request, "officer/rule_guide.html", page)


def _row_text(row: Mapping[str, Any]) -> str:
    """Return what is known of an example's merchant, in words."""
    companions = {f"has.{name}": True for name in row if not name.startswith("has.")}
    facts = {
        name: value.isoformat() if isinstance(value, date) else value
        for name, value in (companions | dict(row)).items()
    }
    names = [name for name in PROFILE_FIELDS if name in row or row.get(f"has.{name}") is False]
    told = [f"{field_label(name)} {fact_text(name, facts)}" for name in names]
    return ", ".join(told) or _("Nothing is known")


def _grammar() -> list[dict[str, str]]:
    return [
        {"written": written, "meaning": meaning}
        for written, meaning in (
            ("=  <>  <  <=  >  >=", _("Equal, not equal, less, at most, more, at least")),
            ("BETWEEN 1 AND 5", _("From 1 to 5, both included")),
            ("IN ('sole', 'corporation')", _("One of these")),
            ("AND  OR  NOT  ( )", _("And, or, not, brackets; NOT binds first, then AND, then OR")),
            ("has(mail_order_no)", _("There is one; for the six fields that can be none")),
            ("contains(channels, 'smartstore')", _("The list has this entry")),
            ("ksic_in('47')  region_in('51')", _("The industry or region code begins with these digits")),
            ("answer.shops", _("The answer to the question “shops” of the call")),
            ("level.online", _("The level that the diagnosis “online” gave")),
            (
                "supported_in('tops-2025')",
                _("Selected in that programme and holding the place; not known where no results stand here"),
            ),
            (
                "total_support_won(36)",
                _("Won of support in the last 36 months; not known where nothing is recorded, never 0"),
            ),
            ("years_since(opened_on)", _("Whole years until the reference day")),
            ("DATE '2025-03-18'  as_of()  opens_on()", _("A day, the reference day, the call's opening day")),
            (
                "small_merchant()  closed()  in_capital_area()  youth_led",
                _("A small merchant, closed, in the capital area, led by a young owner"),
            ),
            ("CASE WHEN … THEN … ELSE … END", _("Another value in another case")),
            (
                "param('name')",
                _("A figure of the law, as it was on the reference day; the names stand below"),
            ),
            ("assume(employees, 3)", _("Where it is not known, take this value; the explanation says so")),
        )
    ]
