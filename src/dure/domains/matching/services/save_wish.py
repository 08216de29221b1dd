"""A merchant says what it seeks in a pairing, and in which order it would have whom."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from dure.domains.accounts.actors import SignedActor
from dure.domains.applications.models import Application
from dure.domains.applications.policies import allow_applicant
from dure.domains.events.act import act
from dure.domains.matching.models import Provider, Wish
from dure.domains.matching.orders import whole_order
from dure.domains.matching.pairings import case_or_refused
from dure.domains.matching.profiles import MOST_WON, too_long
from dure.engine.pairing.sides import LANGUAGES, SKILLS
from dure.engine.problems import Problem, Refused, msg, refuse


@dataclass(frozen=True, slots=True)
class Sought:
    """What a merchant seeks; ``ranked`` are providers by id, best first.

    ``shown`` are those that the page showed (None: everybody), ``before`` the order that it was made from.
    """

    skills: tuple[str, ...] = ()
    languages: tuple[str, ...] = ()
    text: str = ""
    budget_won: int | None = None
    ranked: tuple[int, ...] = ()
    shown: frozenset[int] | None = None
    before: tuple[int, ...] | None = None


def save_wish(
    *, actor: SignedActor, now: datetime, application_id: int, pairing: str, sought: Sought
) -> bool:
    """Keep what a merchant seeks and return whether that is new; it counts from the next round on.

    Raises NotAllowed, and Refused with everything that is wrong, and where another order was kept meanwhile.
    """
    found = Application.objects.get(pk=application_id)
    allow_applicant(actor, found.merchant_id)
    case = case_or_refused(found.programme, pairing, now)
    _check(sought)
    columns: dict[str, Any] = {
        "skills": sorted(set(sought.skills)),
        "languages": sorted(set(sought.languages)),
        "text": sought.text.replace("\r\n", "\n").strip(),
        "budget_won": sought.budget_won,
    }
    with act("wish.save", actor=actor, now=now) as this:
        Application.objects.select_for_update(no_key=True).get(pk=application_id)
        known = Wish.objects.filter(application_id=application_id, pairing=pairing).first()
        kept = list(known.ranked) if known is not None else []
        _refuse_who_is_gone(set(sought.ranked) - set(kept), case.opened.pairing.paired_with)
        columns["ranked"] = whole_order(
            kept, sought.ranked, shown=sought.shown, before=sought.before, code="wish.newer"
        )
        if known is not None and all(getattr(known, name) == value for name, value in columns.items()):
            return False
        wish, _made = Wish.objects.update_or_create(
            application_id=application_id, pairing=pairing, defaults={**columns, "changed_at": now}
        )
        this.record("wish", wish.pk, application=application_id, pairing=pairing)
        return True


def _check(sought: Sought) -> None:
    problems = too_long("wish.text", sought.text)
    if not set(sought.skills) <= set(SKILLS):
        problems.append(Problem("wish.skills", msg("choose from what is listed")))
    if not set(sought.languages) <= set(LANGUAGES):
        problems.append(Problem("wish.languages", msg("choose from what is listed")))
    if sought.budget_won is not None and not 0 <= sought.budget_won <= MOST_WON:
        problems.append(Problem("wish.budget_won", msg("write an amount in won, from 0 up")))
    if len(set(sought.ranked)) != len(sought.ranked):
        problems.append(Problem("wish.ranked", msg("each place of the order is for another one")))
    if problems:
        raise Refused(problems)


def _refuse_who_is_gone(fresh: Collection[int], kind: str) -> None:
    """Raise Refused for somebody newly put into the order who is not there; who left since is kept."""
    if Provider.objects.filter(pk__in=fresh, kind=kind, state="approved").count() != len(fresh):
        raise refuse("wish.ranked", msg("somebody of the order is not there any more: choose again"))
