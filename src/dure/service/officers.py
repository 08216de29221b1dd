"""Inviting the first officer into the service's database, for the command."""

from __future__ import annotations

import os
from dataclasses import dataclass
from typing import TYPE_CHECKING

from dure.service.database import running_database
from dure.settings.environment import data_folder

if TYPE_CHECKING:
    from dure.domains.accounts.invitations import Letter
    from dure.domains.events.act import Act


@dataclass(frozen=True, slots=True)
class Invited:
    """Until when the letter is open, and its address, which stands nowhere else, where it was asked for."""

    days: int
    address: str = ""


def invite_officer(
    *, email: str, code: str, name_ko: str, name_en: str, another: bool = False, shown: bool = False
) -> Invited:
    """Invite an officer; starts the embedded database where none is told or runs, and migrates it.

    With ``shown`` no letter is written: its secret address is returned. Raises Refused.
    """
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "dure.settings.dev")
    with running_database(data_folder(), os.environ):
        import django

        django.setup()
        from django.conf import settings
        from django.core.management import call_command
        from django.urls import reverse

        from dure.domains.accounts.actors import SYSTEM
        from dure.domains.accounts.services.invite import DAYS_OPEN
        from dure.domains.accounts.services.invite_first_officer import invite_first_officer
        from dure.settings.clock import now
        from dure.web.people.invitations import send_letter

        call_command("migrate", verbosity=0, interactive=False)
        letters: list[Letter] = []

        def keep(_this: Act, letter: Letter) -> None:
            letters.append(letter)

        invite_first_officer(
            actor=SYSTEM,
            now=now(),
            tell=keep if shown else send_letter,
            email=email,
            code=code,
            name_ko=name_ko,
            name_en=name_en,
            although_there_is_one=another,
        )
        address = (
            f"{settings.DURE_ADDRESS}{reverse('invitation', args=[letters[0].token])}" if letters else ""
        )
        return Invited(DAYS_OPEN, address)
