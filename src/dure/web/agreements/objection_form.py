"""What a firm objects to and why, and what proves it."""

from __future__ import annotations

import secrets
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as lazy

from dure.web.merchant.decision_forms import ObjectionForm


class FirmObjectionForm(ObjectionForm):
    """An objection against one of the things that were decided: the proposal, or an act of the agreement."""

    about = forms.ChoiceField(label=lazy("Against what"), widget=forms.RadioSelect, required=False)
    field_order = ("nonce", "about", "grounds", "file")

    def __init__(self, choices: list[tuple[str, str]], *args: Any, **more: Any) -> None:
        super().__init__(*args, **more)
        self.fields["about"].choices = choices  # type: ignore[attr-defined]
        self.only = choices[0][0] if len(choices) == 1 else None
        if self.only is not None:
            del self.fields["about"]

    @staticmethod
    def begun(choices: list[tuple[str, str]], about: str) -> dict[str, Any]:
        """Return what the form begins with: what the address names, else the first that there is."""
        known = [code for code, _text in choices]
        chosen = about if about in known else next(iter(known), "")
        return {"nonce": secrets.token_hex(8), "about": chosen}

    def against(self) -> tuple[str, int] | None:
        """Return the act within an agreement, by kind and id, or None; call it once the form is valid."""
        told = self.only if self.only is not None else self.cleaned_data["about"]
        kind, _dash, number = told.partition("-")
        return (kind, int(number)) if kind else None
