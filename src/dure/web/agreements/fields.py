"""Fields that several forms of proposals and agreements have: won, days, rows of things in kind."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as lazy

from dure.engine.executors.terms import MOST_PLACES, MOST_WON, InKind, Milestone
from dure.engine.programme.models.stages import Stage
from dure.web.words import page_language

LEAST_ROWS = 3
MOST_ROWS = 30
MORE = "more"
"""The button by which a form is asked for again with more rows."""
MOST_LETTERS = 2000


class WholeNumber(forms.IntegerField):
    """A whole number from 0, with or without commas."""

    def __init__(self, *, most: int, **more: Any) -> None:
        attrs = {"inputmode": "numeric", "autocomplete": "off"}
        super().__init__(min_value=0, max_value=most, widget=forms.TextInput(attrs=attrs), **more)

    def to_python(self, value: Any) -> int | None:
        return super().to_python(value.replace(",", "") if isinstance(value, str) else value)


def won(label: Any, **more: Any) -> WholeNumber:
    """Return a field for an amount in whole won."""
    return WholeNumber(label=label, most=MOST_WON, **more)


def day(label: Any, **more: Any) -> forms.DateField:
    """Return a field for a day."""
    return forms.DateField(
        label=label, widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"), **more
    )


def words(label: Any, rows: int = 4, **more: Any) -> forms.CharField:
    """Return a field for a few sentences."""
    more.setdefault("max_length", MOST_LETTERS)
    return forms.CharField(label=label, widget=forms.Textarea(attrs={"rows": rows}), **more)


def reason_field(**more: Any) -> forms.CharField:
    """Return the field for why something is done."""
    return words(lazy("Reason"), rows=3, **more)


class Grouped(forms.Form):
    """A form that says how its fields stand together on the page."""

    groups: Sequence[tuple[str, Sequence[str]]] = ()
    """Legends with the names of their fields; what is in none stands alone before them."""

    def parts(self) -> list[dict[str, Any]]:
        """Return the fields as the page shows them: alone, or under a legend."""
        grouped = {name for _legend, names in self.groups for name in names}
        alone = [self[name] for name in self.fields if name not in grouped]
        found: list[dict[str, Any]] = [{"legend": "", "fields": alone}]
        return [
            *found,
            *({"legend": legend, "fields": [self[n] for n in names]} for legend, names in self.groups),
        ]


def places_fields(stages: Iterable[Stage], **more: Any) -> dict[str, forms.Field]:
    """Return a field for the places at each stage."""
    language = page_language()
    return {
        f"places_{stage.id}": WholeNumber(
            label=_("Places: %(stage)s") % {"stage": stage.title.to(language)}, most=MOST_PLACES, **more
        )
        for stage in stages
    }


def places_in(given: Mapping[str, Any], stages: Iterable[Stage]) -> dict[str, int]:
    """Return the places that were typed, by stage."""
    return {stage.id: given.get(f"places_{stage.id}") or 0 for stage in stages}


def in_kind_fields(rows: int) -> tuple[dict[str, forms.Field], list[tuple[str, list[str]]]]:
    """Return fields for things in kind, and how they stand together; empty rows do not count."""
    fields: dict[str, forms.Field] = {}
    groups = []
    for n in range(rows):
        fields |= {
            f"kind_{n}_title": forms.CharField(
                label=_("What is given in kind"), max_length=200, required=False
            ),
            f"kind_{n}_won": won(_("Value in won"), required=False),
            f"kind_{n}_basis": forms.CharField(
                label=_("On what the value rests"), max_length=200, required=False
            ),
        }
        legend = _("In kind %(number)s") % {"number": n + 1}
        groups.append((legend, [f"kind_{n}_title", f"kind_{n}_won", f"kind_{n}_basis"]))
    return fields, groups


def in_kind_in(given: Mapping[str, Any], rows: int) -> tuple[InKind, ...]:
    """Return the things in kind that were typed."""
    found = (
        InKind(
            (given.get(f"kind_{n}_title") or "").strip(),
            given.get(f"kind_{n}_won") or 0,
            (given.get(f"kind_{n}_basis") or "").strip(),
        )
        for n in range(rows)
    )
    return tuple(one for one in found if one.title or one.won or one.basis)


def in_kind_initial(some: Sequence[Mapping[str, Any]]) -> dict[str, Any]:
    """Return things in kind as the values of their fields."""
    return {f"kind_{n}_{name}": one[name] for n, one in enumerate(some) for name in ("title", "won", "basis")}


def milestone_fields(rows: int) -> tuple[dict[str, forms.Field], list[tuple[str, list[str]]]]:
    """Return fields for milestones, and how they stand together."""
    fields: dict[str, forms.Field] = {}
    groups = []
    for n in range(rows):
        fields |= {
            f"due_{n}_on": day(_("Due"), required=False),
            f"due_{n}_what": forms.CharField(label=_("What is due"), max_length=200, required=False),
        }
        groups.append((_("Milestone %(number)s") % {"number": n + 1}, [f"due_{n}_on", f"due_{n}_what"]))
    return fields, groups


def milestones_in(given: Mapping[str, Any], rows: int) -> tuple[Milestone, ...]:
    """Return the milestones that were typed, by day."""
    found: list[tuple[date, str]] = []
    for n in range(rows):
        on, what = given.get(f"due_{n}_on"), (given.get(f"due_{n}_what") or "").strip()
        if on is not None and what:
            found.append((on, what))
    return tuple(Milestone(on, what) for on, what in sorted(found))


def rows_for(data: Any, pattern: str, kept: int) -> int:
    """Return how many rows a form shows: those that were sent, else one more than there are."""
    sent = 0
    while data is not None and pattern.format(sent) in data:
        sent += 1
    if data is not None and MORE in data:
        sent += LEAST_ROWS
    return min(max(sent, kept + 1, LEAST_ROWS), MOST_ROWS)
