"""Forms of the sign-in library with our own labels: what is asked, in which form, before an error is made."""

from __future__ import annotations

from typing import Any, cast

from allauth.account import forms as account
from allauth.mfa.base import forms as mfa
from allauth.mfa.totp.forms import ActivateTOTPForm
from django import forms
from django.http import HttpRequest
from django.utils.functional import Promise
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from dure.domains.accounts.queries import User
from dure.domains.accounts.services.sign_up import sign_up
from dure.web.actors import asked_at

Told = str | Promise
ADDRESS = (_("E-mail address"), _("Example: name@example.kr"))
PASSWORD = (_("Password"), "")
NEW_PASSWORD = (
    _("New password"),
    _("At least 10 letters, digits or signs; not digits alone, and nothing that many people use."),
)
AGAIN = (_("New password once more"), "")
CODE = (_("Code"), _("Six digits that your authenticator app shows, or one of your recovery codes."))


def _word(form: forms.Form, **fields: tuple[Told, Told]) -> None:
    """Give fields of a form their labels and hints; nothing stands inside an empty field."""
    for name, (label, hint) in fields.items():
        if name in form.fields:
            form.fields[name].label = cast(str, label)
            form.fields[name].help_text = cast(str, hint)
    for field in form.fields.values():
        field.widget.attrs.pop("placeholder", None)


class LoginForm(account.LoginForm):  # type: ignore[misc]
    """Signing in."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _word(self, login=ADDRESS, password=PASSWORD)


class SignupForm(account.SignupForm):  # type: ignore[misc]
    """Making an account: by our own service, so that account, address and event are one act."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _word(self, email=ADDRESS, password1=(_("Password"), NEW_PASSWORD[1]))
        _word(self, password2=(_("Password once more"), ""))

    def save(self, request: HttpRequest) -> User:
        """Make the account."""
        return sign_up(
            now=asked_at(request),
            email=self.cleaned_data["email"],
            password=self.cleaned_data["password1"],
            language="en" if (get_language() or "ko").startswith("en") else "ko",
        )


class ResetPasswordForm(account.ResetPasswordForm):  # type: ignore[misc]
    """Asking for a letter with which a new password can be chosen."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _word(self, email=ADDRESS)


class ResetPasswordKeyForm(account.ResetPasswordKeyForm):  # type: ignore[misc]
    """Choosing a new password with that letter."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _word(self, password1=NEW_PASSWORD, password2=AGAIN)


class ChangePasswordForm(account.ChangePasswordForm):  # type: ignore[misc]
    """Changing the password."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _word(self, oldpassword=(_("Present password"), ""), password1=NEW_PASSWORD, password2=AGAIN)


class SetPasswordForm(account.SetPasswordForm):  # type: ignore[misc]
    """Setting a password where there is none."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _word(self, password1=NEW_PASSWORD, password2=AGAIN)


class AddEmailForm(account.AddEmailForm):  # type: ignore[misc]
    """Changing the address: it counts once the letter to it was answered."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _word(self, email=(_("New e-mail address"), ADDRESS[1]))


class ReauthenticateForm(account.ReauthenticateForm):  # type: ignore[misc]
    """Entering the password once more before something that matters."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _word(self, password=PASSWORD)


def _code(form: forms.Form, hint: Told = CODE[1]) -> None:
    _word(form, code=(CODE[0], hint))
    form.fields["code"].widget.attrs |= {"inputmode": "numeric", "autocomplete": "one-time-code"}


class AuthenticateForm(mfa.AuthenticateForm):  # type: ignore[misc]
    """Showing the second factor while signing in."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _code(self)


class ReauthenticateCodeForm(mfa.ReauthenticateForm):  # type: ignore[misc]
    """Showing the second factor once more."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _code(self)


class ActivateForm(ActivateTOTPForm):  # type: ignore[misc]
    """Setting up the second factor."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _code(self, _("Six digits that the app shows now."))
