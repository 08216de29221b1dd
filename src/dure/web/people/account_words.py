"""What the sign-in library says, in our own words: errors of its forms, messages on pages, letters."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

Said = str | Promise

ERRORS: Mapping[str, Said] = {
    "account_inactive": _("This account is closed or locked."),
    "cannot_remove_primary_email": _("Your only address cannot be removed."),
    "duplicate_email": _("This is your address already."),
    "email_password_mismatch": _(
        "The e-mail address or the password is not right. Please check both, also small and capital letters."
    ),
    "email_taken": _("This address has an account already. Sign in with it, or choose a new password."),
    "enter_current_password": _("This is not your present password."),
    "incorrect_code": _("The code is not right, or it has run out. Please enter the code that is shown now."),
    "incorrect_password": _("The password is not right."),
    "invalid_or_expired_key": _("This link has run out or was used already."),
    "invalid_login": _("The e-mail address or the password is not right."),
    "invalid_password_reset": _("This link has run out or was used already."),
    "max_email_addresses": _("You cannot enter more addresses."),
    "too_many_login_attempts": _("Too many attempts failed. Please try again in five minutes."),
    "unknown_email": _("No account has this address."),
    "unverified_primary_email": _("Please confirm your address first."),
    "same_as_current": _("This is the same as before."),
    "rate_limited": _("That were too many requests. Please wait a little."),
}

SECOND_FACTOR_ERRORS: Mapping[str, Said] = {
    "add_email_blocked": _(
        "With a second factor set up the address cannot be changed. Turn the second factor off first, and set"
        " it up again afterwards."
    ),
    "cannot_delete_authenticator": _("The second factor cannot be turned off."),
    "cannot_generate_recovery_codes": _("Set up the second factor first."),
    "incorrect_code": ERRORS["incorrect_code"],
    "unverified_email": _(
        "Please confirm your e-mail address first: only then can a second factor be set up."
    ),
}

MESSAGES: Mapping[str, Said] = {
    "account/messages/email_confirmation_failed.txt": _(
        "The address could not be confirmed: another account has it."
    ),
    "account/messages/email_confirmation_sent.txt": _(
        "We have sent a letter to the address. Please follow the link in it."
    ),
    "account/messages/email_confirmed.txt": _("Your address is confirmed."),
    "account/messages/email_deleted.txt": _("The address was removed."),
    "account/messages/logged_out.txt": _("You have signed out."),
    "account/messages/password_changed.txt": _("Your password was changed."),
    "account/messages/password_set.txt": _("Your password was set."),
    "account/messages/primary_email_set.txt": _("Your address was changed."),
    "account/messages/unverified_primary_email.txt": ERRORS["unverified_primary_email"],
    "account/messages/cannot_delete_primary_email.txt": ERRORS["cannot_remove_primary_email"],
    "mfa/messages/totp_activated.txt": _("The second factor is set up."),
    "mfa/messages/totp_deactivated.txt": _("The second factor is turned off."),
    "mfa/messages/recovery_codes_generated.txt": _(
        "New recovery codes were made. Keep them in a safe place: each opens your account once."
    ),
}
"""By the name of the library's template; what is not here is not said: that one has signed in is plain."""


@dataclass(frozen=True, slots=True)
class Wording:
    """Subject and text of a letter; ``link`` is the name under which its address comes, empty for none."""

    subject: Said
    text: Said
    link: str = ""
    tells_of_change: bool = False
    """It tells of something done to the account: from where and when is added."""


LETTERS: Mapping[str, Wording] = {
    "account/email/email_confirmation_signup": Wording(
        _("Please confirm your e-mail address"),
        _("You have made an account at Dure. Please open this address to confirm your e-mail address."),
        "activate_url",
    ),
    "account/email/email_confirmation": Wording(
        _("Please confirm your e-mail address"),
        _("This e-mail address was entered for an account at Dure. Please open this address to confirm it."),
        "activate_url",
    ),
    "account/email/password_reset_key": Wording(
        _("Choose a new password"),
        _(
            "Somebody, probably you, asked for a new password. Please open this address to choose one. If it"
            " was not you, ignore this letter: your password stays as it is."
        ),
        "password_reset_url",
    ),
    "account/email/unknown_account": Wording(
        _("There is no account with this address"),
        _(
            "Somebody, probably you, asked for a new password, but no account has this e-mail address. If you"
            " want one, please open this address. If it was not you, ignore this letter."
        ),
        "signup_url",
    ),
    "account/email/account_already_exists": Wording(
        _("You have an account already"),
        _(
            "Somebody, probably you, wanted to make an account with this e-mail address, which has one"
            " already. If you have forgotten the password, please open this address to choose a new one."
        ),
        "password_reset_url",
    ),
    "account/email/password_changed": Wording(
        _("Your password was changed"), _("The password of your account was changed."), tells_of_change=True
    ),
    "account/email/password_reset": Wording(
        _("Your password was changed"), _("A new password was chosen for your account."), tells_of_change=True
    ),
    "account/email/password_set": Wording(
        _("Your password was set"), _("A password was set for your account."), tells_of_change=True
    ),
    "account/email/email_changed": Wording(
        _("Your e-mail address was changed"),
        _("The e-mail address of your account was changed. Letters go to the new one from now on."),
        tells_of_change=True,
    ),
    "mfa/email/totp_activated": Wording(
        _("The second factor is set up"),
        _("A second factor was set up for your account."),
        tells_of_change=True,
    ),
    "mfa/email/totp_deactivated": Wording(
        _("The second factor is turned off"),
        _("The second factor of your account was turned off."),
        tells_of_change=True,
    ),
    "mfa/email/recovery_codes_generated": Wording(
        _("New recovery codes"),
        _("New recovery codes were made for your account. The old ones open nothing any more."),
        tells_of_change=True,
    ),
}
