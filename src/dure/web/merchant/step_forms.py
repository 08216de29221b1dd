"""The forms of the steps: executors by rank, questions of seven kinds, days of documents, consents."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from dure.domains.applications.answers import longest
from dure.domains.applications.drafting import (
    StepProblem,
    asked_days,
    documents,
    listable,
    listable_limit,
)
from dure.engine.programme.models.documents import Document
from dure.engine.programme.models.privacy import Consent
from dure.engine.programme.models.programme import Programme
from dure.engine.programme.models.questions import Question
from dure.engine.programme.models.stages import Stage
from dure.engine.programme.registers import register_of
from dure.web.merchant.typed_form import TypedForm
from dure.web.public.profile_words import NO, YES
from dure.web.templatetags.programme import told

DAYS = {
    "issued_on": gettext_lazy("Issued on"),
    "valid_from": gettext_lazy("Good from"),
    "valid_until": gettext_lazy("Good until"),
}
ACCEPTED = ".pdf,.jpg,.jpeg,.png"
MOST_RADIOS = 7


class StepForm(TypedForm):
    """A form over a part of a programme."""

    def __init__(
        self,
        programme: Programme,
        typed: Mapping[str, Sequence[str]],
        problems: Iterable[StepProblem] = (),
        only: Iterable[str] | None = None,
    ) -> None:
        self.programme = programme
        self.only = None if only is None else frozenset(only)
        super().__init__(typed, problems)

    def is_asked(self, name: str) -> bool:
        """Say whether a part is asked for: all are, but for a supplement."""
        return self.only is None or name in self.only


class ExecutorsForm(StepForm):
    """A rank for each executor; what it adds of its own is its hint."""

    def listing(self) -> Stage | None:
        """Return the stage for which executors are listed here."""
        return self.programme.listed_on_applying

    def make_fields(self) -> None:
        stage = self.listing()
        limit = listable_limit(self.programme, stage)
        ranks = [("", _("Not chosen"))]
        ranks += [(str(rank), _("Choice %(rank)s") % {"rank": rank}) for rank in range(1, limit + 1)]
        chosen = set(listable(self.programme, stage))
        for executor in self.programme.executors:
            if executor.id not in chosen:
                continue
            field = forms.ChoiceField(choices=ranks, required=False, label=told(executor.name))
            adds = ", ".join(told(add_on.title) for add_on in executor.add_ons)
            parts = [told(executor.summary)] if executor.summary else []
            parts += [_("Adds: %(what)s") % {"what": adds}] if adds else []
            field.help_text = ". ".join(parts)
            self.fields[f"rank.{executor.id}"] = field


class ListingForm(ExecutorsForm):
    """The same for a stage whose executors are listed by those who hold a place at the stage before."""

    def listing(self) -> Stage | None:
        return self.programme.choosing_stage


class QuestionsForm(StepForm):
    """The questions of the call, each by its kind."""

    def make_fields(self) -> None:
        for question in self.programme.questions:
            if self.is_asked(question.id):
                self.fields[question.id] = question_field(question)


def question_field(question: Question) -> forms.Field:
    """Return the control of a question."""
    made = _control(question)
    made.label = told(question.title)
    made.help_text = told(question.help) if question.help else ""
    made.required = question.required
    made.unit = told(question.unit) if question.unit else ""  # type: ignore[attr-defined]
    is_long = question.kind == "text" and isinstance(made.widget, forms.Textarea)
    made.counts = longest(question) if is_long else ""  # type: ignore[attr-defined]
    return made


def _control(question: Question) -> forms.Field:
    choices: list[Any] = [(choice.id, told(choice.title)) for choice in question.choices]
    match question.kind:
        case "text":
            short = question.longest is not None and question.longest <= 100
            widget = forms.TextInput() if short else forms.Textarea(attrs={"rows": 5})
            return forms.CharField(widget=widget)
        case "number" | "whole_number":
            mode = "decimal" if question.kind == "number" else "numeric"
            return forms.CharField(widget=forms.TextInput(attrs={"inputmode": mode}))
        case "yes_no":
            return forms.ChoiceField(choices=[("yes", YES), ("no", NO)], widget=forms.RadioSelect)
        case "day":
            return forms.CharField(widget=forms.DateInput(attrs={"type": "date"}))
        case "choices":
            return forms.MultipleChoiceField(choices=choices, widget=forms.CheckboxSelectMultiple)
        case _:
            if len(choices) > MOST_RADIOS:
                return forms.ChoiceField(choices=[("", _("Choose one")), *choices])
            return forms.ChoiceField(choices=choices, widget=forms.RadioSelect)


class DocumentsForm(StepForm):
    """For each document: whether it is taken from the register, its file, and its own days."""

    def make_fields(self) -> None:
        for document in documents(self.programme):
            if self.is_asked(document.id):
                self.fields |= document_fields(document)


class TheseDocumentsForm(TypedForm):
    """The controls of some documents, whatever step or stage they belong to."""

    def __init__(
        self,
        asked: Iterable[Document],
        typed: Mapping[str, Sequence[str]],
        problems: Iterable[StepProblem] = (),
    ) -> None:
        self.asked = tuple(asked)
        super().__init__(typed, problems)

    def make_fields(self) -> None:
        for document in self.asked:
            self.fields |= document_fields(document)


def document_fields(document: Document) -> dict[str, forms.Field]:
    """Return the controls of a document."""
    fields: dict[str, forms.Field] = {}
    if document.taken_from and register_of(document):
        ways = [
            ("register", _("Take it from: %(register)s") % {"register": told(document.taken_from)}),
            ("file", _("I hand in a file")),
        ]
        if not document.required:
            ways.append(("", _("There is none")))
        fields[f"from.{document.id}"] = forms.ChoiceField(
            choices=ways, widget=forms.RadioSelect, label=_("How it comes"), required=document.required
        )
    fields[f"file.{document.id}"] = forms.FileField(
        label=_("%(document)s, file") % {"document": told(document.title)},
        required=document.required and not register_of(document),
        widget=forms.FileInput(attrs={"accept": ACCEPTED}),
        help_text=hint_of(document),
    )
    for name in asked_days(document):
        fields[f"{name}.{document.id}"] = forms.CharField(
            label=f"{told(document.title)}: {DAYS[name]}",
            required=document.required,
            widget=forms.DateInput(attrs={"type": "date"}),
        )
    return fields


def hint_of(document: Document) -> str:
    """Return who issues a document and how long it is good for."""
    parts = []
    if document.issuer:
        parts.append(_("Issued by %(issuer)s.") % {"issuer": told(document.issuer)})
    if document.validity_days:
        parts.append(_("Issued within the last %(days)s days.") % {"days": document.validity_days})
    return " ".join(parts)


class ConsentsForm(StepForm):
    """Each consent on its own: yes or no. Refusing an optional one blocks nothing."""

    def make_fields(self) -> None:
        for consent in self.programme.consents:
            field = forms.ChoiceField(
                choices=[("yes", _("I agree")), ("no", _("I do not agree"))],
                widget=forms.RadioSelect,
                label=told(consent.title),
                required=consent.required,
            )
            self.fields[f"consent.{consent.id}"] = field


def consent_facts(consent: Consent) -> list[dict[str, str]]:
    """Return what a consent is to: which data, to whom, how long, by which law."""
    rows = [
        (_("Which data"), told(consent.items) if consent.items else ""),
        (_("Who receives it"), told(consent.given_to) if consent.given_to else ""),
        (
            _("How long it is kept"),
            _("%(months)s months") % {"months": consent.kept_months} if consent.kept_months else "",
        ),
        (_("Basis"), told(consent.basis) if consent.basis else ""),
        (
            _("If you do not agree"),
            _("The application cannot be taken.")
            if consent.required
            else _("Nothing else changes: you can apply all the same."),
        ),
    ]
    return [{"term": term, "text": text} for term, text in rows if text]
