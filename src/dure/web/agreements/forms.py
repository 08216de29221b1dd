"""Forms of proposals and agreements."""

from __future__ import annotations

import secrets
from collections.abc import Collection, Mapping, Sequence
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.forms.utils import ErrorDict
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as lazy

from dure.domains.agreements.proposing import DOCUMENT, Said
from dure.domains.agreements.queries import CallCase
from dure.engine.executors.terms import Terms
from dure.engine.programme.models.stages import Stage
from dure.web.agreements.fields import (
    MORE,
    Grouped,
    day,
    in_kind_fields,
    in_kind_in,
    in_kind_initial,
    milestone_fields,
    milestones_in,
    places_fields,
    places_in,
    reason_field,
    rows_for,
    won,
    words,
)
from dure.web.agreements.words import GRADES
from dure.web.words import page_language

CONTACT = ("contact_name", "contact_email", "contact_phone")


class ProposalForm(Grouped):
    """What a firm says of itself and promises, and its documents.

    ``submits``: it is to be handed in; a draft may lack whatever it lacks. ``allowed`` are the fields that a
    supplement opens (None: all).
    """

    def __init__(
        self,
        case: CallCase,
        kept: Mapping[str, Any],
        issued: Mapping[str, Any],
        data: Any = None,
        files: Any = None,
        *,
        allowed: Collection[str] | None = None,
    ) -> None:
        self.case, self.kept = case, kept
        initial = {
            **{name: kept[name] for name in ("firm", "business_no", *CONTACT, "cash_won", "gives")},
            **{f"places_{stage}": number for stage, number in kept["places"].items()},
            **in_kind_initial(kept["in_kind"]),
            **{f"issued_{name}": on for name, on in issued.items()},
        }
        super().__init__(data, files, initial=initial)
        self.rows = rows_for(data, "kind_{}_title", len(kept["in_kind"]))
        in_kind, groups = in_kind_fields(self.rows)
        fields: dict[str, forms.Field] = {
            "firm": forms.CharField(label=_("Name of the firm"), max_length=200),
            "business_no": forms.CharField(
                label=_("Business number"),
                help_text=_("Ten digits, with or without hyphens. Example: 123-45-67890"),
                max_length=14,
                widget=forms.TextInput(attrs={"inputmode": "numeric", "autocomplete": "off"}),
            ),
            "contact_name": forms.CharField(label=_("Whom to ask: name"), max_length=100),
            "contact_email": forms.EmailField(label=_("Whom to ask: e-mail"), max_length=254),
            "contact_phone": forms.CharField(
                label=_("Whom to ask: telephone"), max_length=30, required=False
            ),
            **places_fields(case.stages),
            "cash_won": won(_("Cash promised"), help_text=_least(case.call.least_cash_won)),
            "gives": words(_("What the firm does for merchants"), rows=6, max_length=4000),
            **in_kind,
            **document_fields(case, issued),
        }
        open_names = None if allowed is None else {n for name in allowed for n in _names(name, list(fields))}
        self.needed = [
            name
            for name, field in fields.items()
            if field.required and (open_names is None or name in open_names)
        ]
        for name, field in fields.items():
            if open_names is None or name in open_names:
                self.fields[name] = field
        self.groups = tuple(
            (legend, names) for legend, names in groups if all(name in self.fields for name in names)
        )
        for name in self.needed:
            self.fields[name].required = False

    def clean_business_no(self) -> str:
        """Keep the digits alone, however they were written."""
        digits = "".join(filter(str.isdecimal, self.cleaned_data["business_no"]))
        if len(digits) > 10:
            raise ValidationError(_("A business number has ten digits."))
        return digits

    def marked(self) -> ProposalForm:
        """Mark what has to be there when it is handed in; called once it was validated."""
        for name in self.needed:
            self.fields[name].required = True
        return self

    def said(self) -> Said:
        """Return what was typed; what the form does not show stays as it is kept."""
        given = {**self.initial, **self.cleaned_data}
        return Said(
            firm=given.get("firm") or "",
            business_no=given.get("business_no") or "",
            contact_name=given.get("contact_name") or "",
            contact_email=given.get("contact_email") or "",
            contact_phone=given.get("contact_phone") or "",
            places=places_in(given, self.case.stages),
            cash_won=given.get("cash_won") or 0,
            in_kind=in_kind_in(given, self.rows),
            gives=given.get("gives") or "",
        )

    def target(self, code: str) -> str | None:
        """Return at which field a problem of the proposal is told."""
        name = code.removeprefix("proposal.")
        name = {"contact": "contact_name", "in_kind": "kind_0_title"}.get(name, name)
        if name == "places":
            name = f"places_{self.case.stages[0].id}"
        if name.startswith(DOCUMENT):
            name = f"document_{name.removeprefix(DOCUMENT)}"
        return name if name in self.fields else None


def _least(amount: int) -> str:
    return _("At least %(won)s won") % {"won": f"{amount:,}"} if amount else ""


def _names(field: str, known: Sequence[str]) -> list[str]:
    """Return the controls of a field that a supplement names."""
    if field == "contact":
        return list(CONTACT)
    if field.startswith(DOCUMENT):
        own = field.removeprefix(DOCUMENT)
        return [f"document_{own}", f"issued_{own}"]
    prefix = {"places": "places_", "in_kind": "kind_"}.get(field)
    return [name for name in known if (name.startswith(prefix) if prefix else name == field)]


def document_fields(case: CallCase, held: Collection[str]) -> dict[str, forms.Field]:
    """Return a field for each document, and for its day of issue where it counts.

    Of those that are handed in already (``held``) none has to be chosen again.
    """
    fields: dict[str, forms.Field] = {}
    for one in case.call.documents:
        title = one.title.to(page_language())
        fields[f"document_{one.id}"] = forms.FileField(
            label=title, required=one.required and one.id not in held
        )
        if one.validity_days is not None:
            hint = _("Issued within %(days)s days before it is handed in") % {"days": one.validity_days}
            fields[f"issued_{one.id}"] = day(
                _("%(document)s: issued on") % {"document": title}, help_text=hint, required=one.required
            )
    return fields


class ReasonForm(Grouped):
    """A reason alone."""

    reason = reason_field(help_text=lazy("The other side reads it."))


class LeaveForm(ReasonForm):
    """Why an executor leaves, and what happens with its merchants."""

    handover = words(
        lazy("What happens with the merchants"),
        required=False,
        help_text=lazy("Needed where merchants have been selected already."),
    )
    ends_on = day(
        lazy("Day on which it ends"),
        required=False,
        help_text=lazy("Empty: at once. From that day on the executor carries the programme out no more."),
    )


class ChooseAgainForm(ReasonForm):
    """Until when applicants of an executor that left may choose again."""

    reason = reason_field()
    until_on = day(lazy("Last day to choose again"))


class SupplementForm(Grouped):
    """What a firm has to mend."""

    fields_ = forms.MultipleChoiceField(
        label=lazy("What has to be mended"), widget=forms.CheckboxSelectMultiple
    )
    note = words(lazy("What has to be put right"), help_text=lazy("The firm reads it."))

    def __init__(self, choices: Sequence[tuple[str, str]], data: Any = None) -> None:
        super().__init__(data)
        self.fields["fields_"].choices = choices  # type: ignore[attr-defined]


class ScoreForm(Grouped):
    """Points and a comment for each criterion that one scores."""

    def __init__(self, criteria: Sequence[Any], initial: Mapping[str, Any], data: Any = None) -> None:
        super().__init__(data, initial=dict(initial))
        groups = []
        for one in criteria:
            title = one.title.to(page_language())
            guidance = one.guidance.to(page_language()) if one.guidance else ""
            self.fields[f"mark_{one.id}"] = forms.DecimalField(
                label=_("Points from 0 to 100"),
                help_text=guidance,
                min_value=0,
                max_value=100,
                decimal_places=3,
                widget=forms.TextInput(attrs={"inputmode": "decimal", "autocomplete": "off"}),
            )
            self.fields[f"comment_{one.id}"] = words(_("Comment"), rows=2, required=False)
            groups.append((f"{title} ({one.weight_bp / 100:g}%)", [f"mark_{one.id}", f"comment_{one.id}"]))
        self.groups = groups


class ScorersForm(Grouped):
    """Who scores the proposals of a call."""

    def __init__(self, choices: Mapping[str, Sequence[tuple[int, str]]], labels: Mapping[str, Any],
                 initial: Mapping[str, Any], data: Any = None) -> None:  # fmt: skip
        super().__init__(data, initial=dict(initial))
        for kind, people in choices.items():
            self.fields[kind] = forms.TypedMultipleChoiceField(
                label=labels[kind], choices=people, coerce=int, required=False,
                widget=forms.CheckboxSelectMultiple,
            )  # fmt: skip
        self.fields["reason"] = reason_field(
            required=False, help_text=_("Needed where somebody who has given marks is taken off.")
        )


class TermsForm(Grouped):
    """What an agreement says; ``code`` is asked where the firm is no executor yet."""

    def asks_rows(self) -> bool:
        """Say whether it was sent for more rows; then it is shown again as it was typed, and not judged."""
        if MORE not in self.data:
            return False
        self._errors, self.cleaned_data = ErrorDict(), {}
        return True

    def __init__(
        self, stages: Sequence[Stage], kept: Mapping[str, Any], data: Any = None, *, asks_code: bool = False
    ) -> None:
        self.stages = stages
        milestones = kept.get("milestones", ())
        initial = {
            **{name: kept.get(name) for name in ("budget_won", "cash_won", "starts_on", "ends_on", "code")},
            **{f"places_{stage}": number for stage, number in kept.get("places", {}).items()},
            **in_kind_initial(kept.get("in_kind", ())),
            **{f"due_{n}_on": one["due_on"] for n, one in enumerate(milestones)},
            **{f"due_{n}_what": one["what"] for n, one in enumerate(milestones)},
        }
        super().__init__(data, initial=initial)
        self.kinds = rows_for(data, "kind_{}_title", len(kept.get("in_kind", ())))
        self.dues = rows_for(data, "due_{}_what", len(milestones))
        kind_fields, kind_groups = in_kind_fields(self.kinds)
        due_fields, due_groups = milestone_fields(self.dues)
        if asks_code:
            self.fields["code"] = forms.CharField(
                label=_("Id of the executor"),
                help_text=_("2 to 40 small letters, digits and _: how the programme file will name it"),
                max_length=40,
            )
        self.fields |= {
            **places_fields(stages),
            "budget_won": won(_("Budget that the agency hands over")),
            "cash_won": won(_("Cash promised")),
            "starts_on": day(_("Beginning")),
            "ends_on": day(_("End")),
            "reason": reason_field(),
            **kind_fields,
            **due_fields,
        }
        self.groups = (*kind_groups, *due_groups)

    def clean(self) -> dict[str, Any]:
        """Refuse a milestone of which a half is missing."""
        given: dict[str, Any] = super().clean() or {}
        for n in range(self.dues):
            on, what = given.get(f"due_{n}_on"), given.get(f"due_{n}_what")
            if bool(on) != bool(what) and f"due_{n}_on" not in self.errors:
                self.add_error(f"due_{n}_on", ValidationError(_("Write both what is due and when.")))
        return given

    def terms(self) -> Terms:
        """Return what was typed."""
        given = self.cleaned_data
        return Terms(
            places=tuple(places_in(given, self.stages).items()),
            budget_won=given["budget_won"],
            cash_won=given["cash_won"],
            in_kind=in_kind_in(given, self.kinds),
            milestones=milestones_in(given, self.dues),
            starts_on=given["starts_on"],
            ends_on=given["ends_on"],
        )


class MoveForm(Grouped):
    """From which executor to which how many places and how much of the budget move."""

    giver = forms.TypedChoiceField(label=lazy("From which executor"), coerce=int)
    taker = forms.TypedChoiceField(label=lazy("To which executor"), coerce=int)

    def __init__(
        self, stages: Sequence[Stage], givers: Sequence[Any], takers: Sequence[Any], data: Any = None
    ) -> None:
        super().__init__(data)
        self.stages = stages
        for name, known in (("giver", givers), ("taker", takers)):
            self.fields[name].choices = [("", _("Choose")), *known]  # type: ignore[attr-defined]
        self.fields |= places_fields(stages, required=False)
        self.fields["budget_won"] = won(_("Budget"), required=False)
        self.fields["reason"] = reason_field(help_text=_("Both executors read it."))

    def places(self) -> dict[str, int]:
        """Return the places that move, by stage."""
        return places_in(self.cleaned_data, self.stages)


class MidtermForm(Grouped):
    """What a mid-term check found."""

    nonce = forms.CharField(widget=forms.HiddenInput, max_length=40)
    held_on = day(lazy("Day of the check"))
    grade = forms.ChoiceField(label=lazy("Grade"), choices=list(GRADES.items()), widget=forms.RadioSelect)
    findings = words(lazy("What was found"), rows=5)
    measures = words(lazy("What the executor has to do"), required=False)
    due_on = day(lazy("Until when"), required=False)

    def __init__(self, data: Any = None) -> None:
        super().__init__(data, initial={"nonce": secrets.token_hex(8)})
