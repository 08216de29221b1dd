"""Forms about people: accounts, organisations, roles."""

from __future__ import annotations

import secrets
from collections.abc import Iterable
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from dure.domains.accounts.queries import KINDS as KIND_CODES
from dure.web.people.words import KINDS, ROLES

DAY = forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")


class ReasonForm(forms.Form):
    """Why something is done to somebody's rights."""

    reason = forms.CharField(
        label=_("Reason"),
        help_text=_("Kept with the decision: who decided, when, and why."),
        widget=forms.Textarea(attrs={"rows": 3}),
        max_length=2000,
    )


class AccountForm(forms.Form):
    """What somebody tells of themselves."""

    name = forms.CharField(
        label=_("Name"),
        max_length=60,
        required=False,
        widget=forms.TextInput(attrs={"autocomplete": "name"}),
    )
    phone = forms.CharField(
        label=_("Telephone"),
        help_text=_("Digits, with or without hyphens. Example: 010-1234-5678"),
        max_length=30,
        required=False,
        widget=forms.TextInput(attrs={"autocomplete": "tel", "inputmode": "tel"}),
    )
    language = forms.ChoiceField(
        label=_("Language of notices"),
        choices=[("ko", "한국어"), ("en", "English")],
        widget=forms.RadioSelect,
    )


class OrganisationForm(forms.Form):
    """A new organisation."""

    kind = forms.ChoiceField(
        label=_("Kind"), choices=[("", _("Choose one")), *((code, KINDS[code]) for code in KIND_CODES)]
    )
    code = forms.CharField(
        label=_("Code"),
        help_text=_(
            "2 to 40 small letters, digits, - and _. For an executor: its id in the programme file. It never"
            " changes."
        ),
        max_length=40,
        widget=forms.TextInput(attrs={"autocomplete": "off", "autocapitalize": "off"}),
    )
    name_ko = forms.CharField(label=_("Name"), max_length=200)
    name_en = forms.CharField(label=_("Name in English"), max_length=200, required=False)


class InvitationForm(forms.Form):
    """An invitation to a role."""

    email = forms.EmailField(
        label=_("E-mail address"),
        help_text=_("The letter goes there; only who signs in with this address can accept."),
        max_length=254,
        widget=forms.EmailInput(attrs={"autocomplete": "off"}),
    )
    role = forms.ChoiceField(label=_("Role"), widget=forms.RadioSelect)
    programme = forms.ChoiceField(
        label=_("Programme"), required=False, help_text=_("For which programme the role counts.")
    )
    until = forms.DateField(
        label=_("Last day of the role"),
        help_text=_("Empty: until somebody ends it."),
        required=False,
        widget=DAY,
    )
    nonce = forms.CharField(widget=forms.HiddenInput, max_length=40)

    def __init__(
        self, data: Any = None, *, roles: Iterable[str], programmes: Iterable[tuple[str, str]]
    ) -> None:
        initial = {"nonce": secrets.token_urlsafe(16)}
        super().__init__(data, initial=initial)
        codes = list(roles)
        self.fields["role"].choices = [(code, ROLES[code]) for code in codes]  # type: ignore[attr-defined]
        if len(codes) == 1:
            self.fields["role"].initial = codes[0]
        self.fields["programme"].choices = list(programmes)  # type: ignore[attr-defined]


class DelegationForm(forms.Form):
    """A role passed on for a while."""

    colleague = forms.ChoiceField(label=_("Colleague"))
    first = forms.DateField(label=_("First day"), widget=DAY)
    last = forms.DateField(label=_("Last day"), widget=DAY)
    reason = forms.CharField(
        label=_("Reason"),
        help_text=_("Kept with the delegation. Example: leave, business trip."),
        widget=forms.Textarea(attrs={"rows": 2}),
        max_length=2000,
    )

    def __init__(self, data: Any = None, *, colleagues: Iterable[tuple[str, str]], **more: Any) -> None:
        super().__init__(data, **more)
        self.fields["colleague"].choices = [("", _("Choose one")), *colleagues]  # type: ignore[attr-defined]


class JoinForm(forms.Form):
    """What somebody new enters to accept an invitation; the address is that of the letter."""

    name = forms.CharField(
        label=_("Name"), max_length=60, widget=forms.TextInput(attrs={"autocomplete": "name"})
    )
    password1 = forms.CharField(
        label=_("Password"),
        help_text=_(
            "At least 10 letters, digits or signs; not digits alone, and nothing that many people use."
        ),
        strip=False,
        widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}),
    )
    password2 = forms.CharField(
        label=_("Password once more"),
        strip=False,
        widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}),
    )

    def clean(self) -> dict[str, Any]:
        """Check the password by the rules for all."""
        from django.contrib.auth.password_validation import validate_password

        cleaned = super().clean() or {}
        first, second = cleaned.get("password1"), cleaned.get("password2")
        if first:
            try:
                validate_password(first)
            except forms.ValidationError as error:
                self.add_error("password1", error)
        if first and second and first != second:
            self.add_error("password2", _("The two passwords differ."))
        return cleaned
