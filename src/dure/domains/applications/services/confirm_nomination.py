"""A merchant confirms a nomination: whoever does acts for it from now on, and its application is begun."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from dure.domains.accounts.actors import SignedActor
from dure.domains.accounts.interests import look_at_conflicts
from dure.domains.accounts.refusals import NotAllowed
from dure.domains.applications.drafting import choices_limit, read_choices
from dure.domains.applications.models import Application, Nomination
from dure.domains.applications.nominating import members_of, refuse_answered, sought_nomination
from dure.domains.applications.states import NOMINATION_STATES
from dure.domains.events.act import Act, act
from dure.domains.events.alone import alone
from dure.domains.events.transitions import move
from dure.domains.merchants.models import Merchant, MerchantMember
from dure.domains.programmes.queries import Call, call
from dure.engine.problems import msg, refuse
from dure.engine.programme.models.programme import Programme


@dataclass(frozen=True, slots=True)
class Confirmed:
    """The application that was begun, or was there; ``listed``: the executor stands among its choices."""

    programme: str
    merchant_id: int
    application_id: int
    listed: bool


def confirm_nomination(
    *, actor: SignedActor, now: datetime, token: str = "", nomination_id: int | None = None
) -> Confirmed:
    """Confirm a nomination, by the secret of its letter or as one's own by its id. Twice is once.

    The application is begun with its executor first.
    In a draft that there was the executor comes last: the order is the merchant's. Raises NotAllowed to
    whoever has not signed in, and Refused where the letter opens nothing (any more), the actor works for the
    executor, the window has closed, somebody else acts for the merchant, or it has applied already.
    """
    if actor.user_id is None:
        raise NotAllowed
    sought = sought_nomination(actor, token, nomination_id)
    if sought is None:
        raise refuse("nomination.unknown", msg("there is no such nomination"))
    if sought.executor in actor.organisations("executor_staff"):
        raise refuse("nomination.own", msg("whoever works for the executor cannot answer for the merchant"))
    found = call(actor, now, sought.programme)
    if found is None or now >= found.version.closes_at:
        raise refuse("nomination.expired", msg("the time to answer this nomination is over"))
    with act("nomination.confirm", actor=actor, now=now) as this:
        alone("application", sought.programme, sought.merchant_id)
        Merchant.objects.select_for_update().only("pk").get(pk=sought.merchant_id)
        held = Nomination.objects.select_for_update().get(pk=sought.pk)
        is_member = members_of(held.merchant_id).filter(user_id=actor.user_id).exists()
        if held.state == "confirmed" and is_member and held.application is not None:
            return _told(held, held.application, found.loaded.programme)
        if held.state != "open":
            raise refuse_answered(held)
        if not is_member:
            _let_in(this, held, actor.user_id)
        application = _begun(this, held, found)
        move(
            this,
            NOMINATION_STATES,
            Nomination,
            [held.pk],
            "confirm",
            changes={"application": application.pk, "answered_at": now},
        )
        return _told(held, application, found.loaded.programme)


def _let_in(this: Act, held: Nomination, user_id: int) -> None:
    """Let whoever confirms act for the merchant, where nobody does yet."""
    if members_of(held.merchant_id).exists():
        raise refuse(
            "nomination.has_members",
            msg("somebody acts for this business already: it is for them to confirm, or to add you first"),
        )
    member = MerchantMember.objects.create(
        merchant_id=held.merchant_id, user_id=user_id, proved_by="nomination", since=this.now
    )
    this.record("merchant_member", member.pk, merchant=held.merchant_id, proved_by="nomination")
    look_at_conflicts(this, [user_id])


def _begun(this: Act, held: Nomination, found: Call) -> Application:
    """Return the draft with the executor among its choices."""
    living = Application.objects.filter(programme=held.programme, merchant_id=held.merchant_id)
    there = living.exclude(state__in=("withdrawn", "discarded")).select_for_update(no_key=True).first()
    if there is None:
        made = Application.objects.create(
            programme=held.programme,
            version=found.version,
            merchant_id=held.merchant_id,
            entry="nomination",
            made_by_id=this.actor.user_id,
            made_at=this.now,
            changed_at=this.now,
            choices=[held.executor],
            draft={
                "purpose": "apply",
                "counter": 0,
                "typed": {"executors": {f"rank.{held.executor}": ["1"]}},
            },
        )
        this.record("application", made.pk, move="draft", programme=held.programme, entry="nomination")
        return made
    if there.state != "draft":
        raise refuse(
            "nomination.applied",
            msg("this business has applied to this call already"),
            application=there.pk,
            application_no=there.application_no or "",
        )
    _add_choice(this, there, held.executor, found.loaded.programme)
    return there


def _add_choice(this: Act, draft: Application, executor: str, programme: Programme) -> None:
    """Add an executor as the last choice of a draft, where there is room."""
    kept: dict[str, Any] = dict(draft.draft)
    typed = dict(kept.get("typed", {}))
    ranks: dict[str, list[str]] = dict(typed.get("executors", {}))
    chosen, _ = read_choices(programme, ranks)
    if executor in chosen or len(chosen) >= choices_limit(programme):
        return
    ranks[f"rank.{executor}"] = [str(len(chosen) + 1)]
    for rank, other in enumerate(chosen, 1):
        ranks[f"rank.{other}"] = [str(rank)]
    kept["counter"] = int(kept.get("counter", 0)) + 1
    kept["saves"] = {**kept.get("saves", {}), "executors": [kept["counter"], ""]}
    kept["typed"] = {**typed, "executors": ranks}
    Application.objects.filter(pk=draft.pk).update(draft=kept, changed_at=this.now)
    draft.draft = kept
    this.record("application", draft.pk, added=executor, by="nomination")


def _told(held: Nomination, application: Application, programme: Programme) -> Confirmed:
    typed = application.draft.get("typed", {}).get("executors", {})
    chosen, _ = read_choices(programme, typed)
    return Confirmed(
        held.programme, held.merchant_id, application.pk, held.executor in {*chosen, *application.choices}
    )
