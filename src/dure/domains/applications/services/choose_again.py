"""Somebody who chose an executor that left chooses again; everything else of the application stays."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from dure.domains.accounts.actors import SignedActor
from dure.domains.applications.choosing_again import (
    may_choose_again,
    refuse_unfit_choices,
    tell_chosen_again,
)
from dure.domains.applications.handing_in import keep_revision
from dure.domains.applications.models import Application
from dure.domains.applications.policies import allow_applicant
from dure.domains.applications.telling_own import changed_parts, tell
from dure.domains.events.act import act
from dure.domains.programmes.queries import loaded, published_version
from dure.engine.problems import msg, refuse


def choose_again(*, actor: SignedActor, now: datetime, application_id: int, choices: Sequence[str]) -> int:
    """Put other executors in the place of the choices, and return the number of the revision.

    It may be done while the call is open, and after it in the time that an officer set; the receipt number,
    the time of handing in and the document check stay. The same again is no change. Raises NotAllowed, and
    Refused where none of the choices left, the time is over or the first stage is being chosen, and for
    choices that cannot be.
    """
    row = Application.objects.get(pk=application_id)
    allow_applicant(actor, row.merchant_id)
    version = published_version(row.programme)
    assert version is not None, "an application is made to a published programme"
    programme = loaded(version).programme
    with act("application.choose_again", actor=actor, now=now) as this:
        held = Application.objects.select_for_update(no_key=True).get(pk=application_id)
        if list(choices) == held.choices:
            return held.revision
        if may_choose_again(held, now) is None:
            raise refuse("choices.closed", msg("the executors cannot be chosen again now"))
        refuse_unfit_choices(programme, choices)
        new = [one for one in choices if one not in held.choices]
        number = held.revision + 1
        Application.objects.filter(pk=application_id).update(
            choices=list(choices), revision=number, changed_at=now
        )
        kept = {"facts": held.facts, "answers": held.answers, "choices": list(choices)}
        keep_revision(this, application_id, number, "choose_again", kept)
        changed = ["choices."]
        this.record("application", application_id, move="choose_again", revision=number, changed=changed)
        tell_chosen_again(this, row.programme, programme.stages[0].id, application_id, new)
        tell(
            this, row, programme, template="application_changed", occasion=number,
            changes=changed_parts(programme, changed),
        )  # fmt: skip
    return number
