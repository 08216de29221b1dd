"""What is asked of whoever runs rounds: plans, closings, rules about pairs, changes by hand."""

from __future__ import annotations

import secrets
from collections.abc import Iterable, Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as lazy

from dure.domains.matching.services.answer_match import LONGEST_REASON


class PlanForm(forms.Form):
    """The mark by which a round is planned once."""

    nonce = forms.CharField(widget=forms.HiddenInput, max_length=40)

    @staticmethod
    def fresh() -> dict[str, Any]:
        return {"nonce": secrets.token_hex(8)}


class CloseForm(forms.Form):
    """Why a round is closed before all have answered."""

    reason = forms.CharField(
        label=lazy("Reason"), help_text=lazy("Both sides are told it."), max_length=LONGEST_REASON,
        widget=forms.Textarea(attrs={"rows": 3}),
    )  # fmt: skip


class RuleForm(forms.Form):
    """A pair that is fixed or barred, and why."""

    kind = forms.ChoiceField(
        label=lazy("Rule"), widget=forms.RadioSelect,
        choices=[("fixed", lazy("They are matched")), ("barred", lazy("They are never matched"))],
    )  # fmt: skip
    number = forms.CharField(label=lazy("Receipt number of the merchant"), max_length=80)
    provider = forms.ChoiceField(label=lazy("Provider"))
    reason = forms.CharField(
        label=lazy("Reason"), max_length=LONGEST_REASON, widget=forms.Textarea(attrs={"rows": 2})
    )

    def __init__(self, *args: Any, providers: Iterable[tuple[int, str]], **more: Any) -> None:
        super().__init__(*args, **more)
        listed = [(str(pk), name) for pk, name in providers]
        self.fields["provider"].choices = [("", _("Choose one")), *listed]  # type: ignore[attr-defined]


class PutForm(forms.Form):
    """A provider for a merchant in a planned round, in the place of whom, and why."""

    provider = forms.ChoiceField(label=lazy("Provider"))
    instead = forms.ChoiceField(label=lazy("In the place of"))
    reason = forms.CharField(
        label=lazy("Reason"), help_text=lazy("It stays with the round. Neither side reads it."),
        max_length=LONGEST_REASON, widget=forms.Textarea(attrs={"rows": 2}),
    )  # fmt: skip

    def __init__(
        self,
        *args: Any,
        providers: Iterable[tuple[int, str]],
        pairs: Sequence[tuple[int, str]],
        can_be_beside: bool,
        **more: Any,
    ) -> None:
        super().__init__(*args, **more)
        listed = [(str(pk), name) for pk, name in providers]
        self.fields["provider"].choices = [("", _("Choose one")), *listed]  # type: ignore[attr-defined]
        places = [(str(pk), name) for pk, name in pairs]
        if can_be_beside:
            places = [("beside", _("Nobody: beside them")), *places]
        if len(places) == 1 or not pairs:
            self.only = places[0][0] if pairs else "beside"
            del self.fields["instead"]
        else:
            self.only = ""
            self.fields["instead"].choices = places  # type: ignore[attr-defined]

    def instead_of(self) -> int | None:
        """Return the pair whose place is taken, or None; call it once the form is valid."""
        told = self.only or self.cleaned_data["instead"]
        return None if told == "beside" else int(told)


class TakeOutForm(forms.Form):
    """Why a pair is taken out of a planned round."""

    out_reason = forms.CharField(
        label=lazy("Reason"), help_text=lazy("It stays with the round. Neither side reads it."),
        max_length=LONGEST_REASON, widget=forms.Textarea(attrs={"rows": 2}),
    )  # fmt: skip
