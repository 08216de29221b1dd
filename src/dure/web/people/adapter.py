"""How the sign-in library works here: with our services, our words, and our keys."""

from __future__ import annotations

import logging
import time
from typing import Any

import qrcode
from allauth.account.adapter import DefaultAccountAdapter
from allauth.account.app_settings import REAUTHENTICATION_TIMEOUT
from allauth.account.internal.flows.login import get_authentication_records
from allauth.account.models import EmailAddress
from allauth.core import context as library
from allauth.mfa.adapter import DefaultMFAAdapter
from django.contrib import messages
from django.core.mail import EmailMessage
from django.db import transaction
from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext as _
from qrcode.image.svg import SvgPathFillImage

from dure.domains.accounts.actors import SignedActor
from dure.domains.accounts.queries import User
from dure.domains.accounts.services.change_password import change_password
from dure.domains.accounts.services.let_library import let_library
from dure.domains.events.act import acting
from dure.domains.privacy.encryption import decrypt, encrypt
from dure.web.actors import actor, asked_at, roles_asleep, wake
from dure.web.context import desk
from dure.web.people.account_words import ERRORS, LETTERS, MESSAGES, SECOND_FACTOR_ERRORS

_log = logging.getLogger(__name__)


class AccountAdapter(DefaultAccountAdapter):  # type: ignore[misc]
    """Accounts: every change is an act with an event; letters go out once it is committed."""

    error_messages = DefaultAccountAdapter.error_messages | dict(ERRORS)

    def set_password(self, user: User, password: str) -> None:
        """Keep a new password."""
        change_password(now=asked_at(library.request), user=user, password=password)

    def confirm_email(self, request: HttpRequest, email_address: EmailAddress) -> bool:
        """Note that an address belongs to its account; it may be a new one."""
        done: bool = let_library(
            "account.confirm_address",
            actor=SignedActor(email_address.user_id),
            now=asked_at(request),
            do=lambda: super(AccountAdapter, self).confirm_email(request, email_address),
        )
        return done

    def is_reauthentication_required(self, *, app: str, **kwargs: Any) -> bool:
        """Say whether somebody has to show again that it is them: not within minutes of signing in."""
        request = library.request
        records = get_authentication_records(request, request.user)
        latest = max((record["at"] for record in records), default=0.0)
        if time.time() - latest < REAUTHENTICATION_TIMEOUT:
            return False
        asked: bool = super().is_reauthentication_required(app=app, **kwargs)
        return asked

    def get_login_redirect_url(self, request: HttpRequest) -> str:
        """Return where whoever has signed in goes: with a role, to the second factor first, then to work."""
        wake(request)
        return reverse("second_factor") if roles_asleep(request) else desk(actor(request))

    def get_password_change_redirect_url(self, _request: HttpRequest) -> str:
        """Return where one goes after a change of the password."""
        return reverse("my_account")

    def add_message(
        self,
        request: HttpRequest,
        level: int,
        message_template: str | None = None,
        message_context: dict[str, Any] | None = None,  # noqa: ARG002  ours say no addresses
        extra_tags: str = "",
        message: str | None = None,
    ) -> None:
        """Say on the next page what was done; nothing for what is plain to see."""
        said = message or MESSAGES.get(message_template or "")
        if said:
            messages.add_message(request, level, str(said), extra_tags=extra_tags)

    def send_mail(self, template_prefix: str, email: str, context: dict[str, Any]) -> None:
        """Send a letter, after the act that causes it; a mail server that fails changes nothing else."""
        letter = self.render_mail(template_prefix, email, context)
        request = library.request

        def send() -> None:
            try:
                letter.send()
            except Exception as error:  # noqa: BLE001  whatever a mail backend raises
                # Neither the address nor the server's words, which may repeat it.
                _log.error("a letter (%s) could not be sent: %s", template_prefix, type(error).__name__)
                messages.error(request, _("The letter could not be sent. Please try again in some minutes."))

        if acting() is None:
            send()
        else:
            transaction.on_commit(send)

    def render_mail(
        self,
        template_prefix: str,
        email: str | list[str],
        context: dict[str, Any],
        headers: dict[str, str] | None = None,
    ) -> EmailMessage:
        """Return a letter in the language of the page."""
        wording = LETTERS[template_prefix]
        parts = [str(wording.text)]
        if wording.link:
            parts.append(context[wording.link])
        if wording.tells_of_change:
            told = {"at": asked_at(library.request), "address": context.get("ip", "")}
            parts += [_change(**told), _("If this was not you, choose a new password at once.")]
        parts.append("-- \n" + _("This letter comes from an address that reads no answers."))
        return EmailMessage(
            subject=f"[{_('Dure')}] {wording.subject}",
            body="\n\n".join(parts) + "\n",
            from_email=self.get_from_email(),
            to=[email] if isinstance(email, str) else email,
            headers={"Auto-Submitted": "auto-generated", **(headers or {})},
        )


def _change(at: Any, address: str) -> str:
    from dure.web.templatetags.days import instant

    return _("When: %(at)s, from the address %(address)s") % {"at": instant(at), "address": address}


class SecondFactorAdapter(DefaultMFAAdapter):  # type: ignore[misc]
    """The second factor: its secrets are encrypted under the keys of personal data."""

    error_messages = DefaultMFAAdapter.error_messages | dict(SECOND_FACTOR_ERRORS)

    def build_totp_svg(self, url: str) -> str:
        """Return the picture that apps read, black on white in every display mode."""
        return str(qrcode.make(url, image_factory=SvgPathFillImage).to_string(encoding="unicode"))

    def encrypt(self, text: str) -> str:
        """Return a secret as it is kept."""
        return encrypt(text)

    def decrypt(self, encrypted_text: str) -> str:
        """Return a secret that was kept."""
        return decrypt(encrypted_text)
