"""The form of a section: one control an item, and a file for what is shown by evidence."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext as _

from dure.domains.applications.drafting import StepProblem
from dure.domains.diagnosis.queries import LONGEST_NOTE, NONE, OWN_DAY, OWN_NOTE, SEEN, question_of
from dure.engine.programme.models.diagnosis import Item
from dure.web.merchant.step_forms import ACCEPTED, question_field
from dure.web.merchant.typed_form import TypedForm
from dure.web.templatetags.programme import told

FILE = "file."


class SectionForm(TypedForm):
    """The items of a section that are shown; those that must be answered are marked so."""

    def __init__(
        self,
        items: Sequence[tuple[Item, bool]],
        typed: Mapping[str, Sequence[str]],
        *,
        expert: bool,
        problems: Iterable[StepProblem] = (),
    ) -> None:
        self.items = items
        self.expert = expert
        super().__init__(typed, problems)

    def make_fields(self) -> None:
        for item, must in self.items:
            for name, field in _controls(item, expert=self.expert).items():
                field.required = must and not name.startswith(FILE)
                self.fields[name] = field

    def rows(self, files: Mapping[str, Any]) -> list[dict[str, Any]]:
        """Return the items as the page shows them: controls, and the file that is put already."""
        return [
            {
                "item": item,
                "field": self[item.id],
                "file_field": self[FILE + item.id] if FILE + item.id in self.fields else None,
                "file": files.get(item.id),
                "conditional": item.asked_if is not None,
            }
            for item, _must in self.items
        ]


def _controls(item: Item, *, expert: bool) -> dict[str, forms.Field]:
    if item.kind != "evidence":
        field = question_field(question_of(item))
        if item.kind == "scale":
            steps = _("1 is the lowest, %(highest)s the highest.") % {"highest": item.highest}
            field.help_text = f"{field.help_text} {steps}".strip()
        return {item.id: field}
    choices = [(NONE, _("There is none"))]
    choices.insert(0, (SEEN, _("I saw it on the visit") if expert else _("I put a file")))
    chosen = forms.ChoiceField(choices=choices, widget=forms.RadioSelect, label=told(item.title))
    chosen.help_text = told(item.guidance) if item.guidance else ""
    file = forms.FileField(
        label=_("%(document)s, file") % {"document": told(item.title)},
        required=False,
        widget=forms.FileInput(attrs={"accept": ACCEPTED}),
    )
    made: dict[str, forms.Field] = {item.id: chosen, FILE + item.id: file}
    for field in made.values():
        field.unit = field.counts = ""  # type: ignore[attr-defined]
    return made


class OwnForm(TypedForm):
    """What an expert tells beside the items: the day of the visit, and a word to the merchant."""

    def make_fields(self) -> None:
        self.fields[OWN_DAY] = forms.CharField(
            label=_("Day of the visit"), widget=forms.DateInput(attrs={"type": "date"})
        )
        self.fields[OWN_NOTE] = forms.CharField(
            label=_("What you say to the business"),
            help_text=_("It stands on the page of the result."),
            required=False,
            widget=forms.Textarea(attrs={"rows": 5}),
        )
        self.fields[OWN_NOTE].counts = LONGEST_NOTE  # type: ignore[attr-defined]
