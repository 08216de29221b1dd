"""A draft saves itself: what was typed in a step is kept as it was typed, right or wrong."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from dure.domains.accounts.actors import SignedActor
from dure.domains.applications.copying import working_draft
from dure.domains.applications.drafting import STEPS
from dure.domains.applications.models import Application
from dure.domains.applications.policies import allow_applicant
from dure.domains.events.act import act
from dure.domains.merchants.facts import CONTACTS
from dure.domains.privacy.encryption import decrypt, encrypt
from dure.domains.programmes.queries import loaded
from dure.engine.problems import msg, refuse

LONGEST_VALUE, MOST_VALUES = 20_000, 500


@dataclass(frozen=True, slots=True)
class Saved:
    """The draft's counter after saving, and when it was saved."""

    counter: int
    at: datetime


def save_draft(
    *,
    actor: SignedActor,
    now: datetime,
    application_id: int,
    step: str,
    typed: Mapping[str, Sequence[str]],
    counter: int,
    tab: str,
    last: bool = False,
) -> Saved:
    """Keep what was typed in a step. ``tab`` names the window; ``last``: its page is left with this.

    Raises NotAllowed, and Refused (``draft.newer``) where another window saved this step since ``counter``
    was read; a window does not stand in its own way. What tells of the owner is encrypted.
    """
    row = Application.objects.only("merchant_id").get(pk=application_id)
    allow_applicant(actor, row.merchant_id)
    if step not in STEPS or _too_much(typed):
        raise refuse("draft.form", msg("this form cannot be kept: please open the page again"))
    with act("application.save_draft", actor=actor, now=now):
        held = Application.objects.select_for_update(no_key=True).get(pk=application_id)
        draft = working_draft(held, loaded(held.version).programme)
        if draft is None:
            raise refuse("draft.gone", msg("this draft was handed in or put away meanwhile"))
        saved, by = draft.setdefault("saves", {}).get(step, (0, ""))
        if saved > counter and (not tab or by != tab):
            raise refuse(
                "draft.newer",
                msg("this draft was saved in another window meanwhile"),
                saved_at=draft.get("saved_at", ""),
            )
        draft["counter"] += 1
        draft["saves"][step] = [draft["counter"], "" if last else tab]
        draft["saved_at"] = now.isoformat()
        draft.setdefault("typed", {})[step] = sealed(typed)
        Application.objects.filter(pk=application_id).update(draft=draft)
    return Saved(draft["counter"], now)


def sealed(typed: Mapping[str, Sequence[str]]) -> dict[str, list[str]]:
    """Return what was typed as it is kept: contacts encrypted."""
    return {
        name: [encrypt(text) if name in CONTACTS else text for text in values]
        for name, values in typed.items()
    }


def opened(typed: Mapping[str, Sequence[str]]) -> dict[str, list[str]]:
    """Return what was kept as it was typed."""
    return {
        name: [decrypt(text) if name in CONTACTS else text for text in values]
        for name, values in typed.items()
    }


def _too_much(typed: Mapping[str, Sequence[str]]) -> bool:
    values = [text for texts in typed.values() for text in texts]
    return len(values) > MOST_VALUES or any(len(text) > LONGEST_VALUE for text in values)
