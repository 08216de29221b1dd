"""Forms of the reviewers' pages."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from django import forms
from django.http import QueryDict
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

RELATIONS = {
    "family": gettext_lazy("Family or relatives"),
    "employment": gettext_lazy("Works or worked for it within two years"),
    "business": gettext_lazy("Trades or traded with it"),
    "advice": gettext_lazy("Advised it, or wrote its application"),
    "competitor": gettext_lazy("Competes with it"),
    "other": gettext_lazy("Another reason not to judge it fairly"),
}


class DeclarationForm(forms.Form):
    """For each case shown: none, or what kind of conflict; and the signature."""

    def __init__(
        self,
        data: Any = None,
        *,
        cases: Iterable[tuple[int, str]],
        preset: str | None = None,
        codes: Mapping[int, str] | None = None,
    ) -> None:
        """Ask about ``cases`` (application id, label); ``preset`` stands chosen where there are many.

        ``codes`` are what the page calls cases by, where it must not tell their ids.
        """
        super().__init__(data)
        self._cases = {
            application: f"case.{(codes or {}).get(application, application)}" for application, _ in cases
        }
        for application, label in cases:
            self.fields[self._cases[application]] = forms.ChoiceField(
                label=label,
                initial=preset,
                choices=[("", _("Choose one")), ("none", _("No conflict")), *RELATIONS.items()],
                error_messages={"required": _("Say whether you have a conflict with this business.")},
            )
        self.fields["signed"] = _signature()

    def conflicts(self) -> dict[int, str]:
        """Return the relation by application, of those in conflict."""
        told = {application: self.cleaned_data[name] for application, name in self._cases.items()}
        return {application: relation for application, relation in told.items() if relation != "none"}


class NamesForm(forms.Form):
    """Of all names of a round, those with whom there is a conflict; of what kind; and the signature.

    ``shown`` tells which names stood on the page: who was not read is not declared about.
    """

    against = forms.MultipleChoiceField(
        label=gettext_lazy("Businesses with which you have a conflict"),
        help_text=gettext_lazy("Applicants of this review, in no order. Tick none if there is none."),
        widget=forms.CheckboxSelectMultiple,
        required=False,
    )
    relation = forms.ChoiceField(
        label=gettext_lazy("What kind of conflict it is"),
        help_text=gettext_lazy("If they are of several kinds, choose the last one."),
        required=False,
    )
    shown = forms.CharField(widget=forms.HiddenInput, required=False)

    def __init__(self, data: Any = None, *, names: Iterable[tuple[str, str]], shown: str) -> None:
        """Ask about ``names`` (mark, name)."""
        super().__init__(data, initial={"shown": shown})
        self._shown = shown
        against, relation = self.fields["against"], self.fields["relation"]
        assert isinstance(against, forms.MultipleChoiceField)
        assert isinstance(relation, forms.ChoiceField)
        against.choices = list(names)
        relation.choices = [("", _("Choose one")), *RELATIONS.items()]
        self.fields["signed"] = _signature()

    def clean(self) -> dict[str, Any]:
        told = self.cleaned_data
        if told.get("shown") != self._shown:
            # The page that is shown now has the names as they are.
            assert isinstance(self.data, QueryDict), "what was sent by a page"
            sent = self.data.copy()
            sent["shown"] = self._shown
            self.data = sent
            self.add_error(
                "against", _("Meanwhile the applicants of this review changed: read the list again.")
            )
        elif told.get("against") and not told.get("relation"):
            self.add_error("relation", _("Say what kind of conflict it is."))
        elif told.get("relation") and not told.get("against") and "against" not in self.errors:
            self.add_error("against", _("Tick the businesses with which you have this conflict."))
        return told


def _signature() -> forms.BooleanField:
    return forms.BooleanField(
        label=_("I declare that this is complete and true, and I shall say at once if it changes."),
        error_messages={"required": _("Confirm that what you declare is complete and true.")},
    )


class ReopeningForm(forms.Form):
    """Why a reviewer wants a submitted review back."""

    reason = forms.CharField(
        label=gettext_lazy("Why you want to change it"),
        help_text=gettext_lazy("An officer reads it and decides. It is kept with the review."),
        max_length=300,
        widget=forms.Textarea(attrs={"rows": 3}),
    )

    def __init__(self, data: Any = None) -> None:
        super().__init__(data, prefix="reopening")


class ConflictForm(forms.Form):
    """A conflict that turned out when the case was open."""

    relation = forms.ChoiceField(label=gettext_lazy("What kind of conflict it is"))

    def __init__(self, data: Any = None) -> None:
        super().__init__(data, prefix="conflict")
        field = self.fields["relation"]
        assert isinstance(field, forms.ChoiceField)
        field.choices = [("", _("Choose one")), *RELATIONS.items()]
