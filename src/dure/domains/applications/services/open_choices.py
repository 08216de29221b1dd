"""An officer lets applicants of an executor that left choose again, after the call has closed."""

from __future__ import annotations

from datetime import datetime

from dure.domains.accounts.actors import SignedActor
from dure.domains.agreements.policies import allow_running
from dure.domains.agreements.taken import chosen_stages
from dure.domains.applications.choosing_again import STANDING
from dure.domains.applications.models import Application, ChoiceWindow
from dure.domains.applications.telling import both, recipients
from dure.domains.events.act import act
from dure.domains.events.alone import alone
from dure.domains.notices.services.notify import notify
from dure.domains.programmes.queries import loaded, published_version
from dure.engine.problems import msg, refuse


def open_choices(
    *, actor: SignedActor, now: datetime, programme: str, until_at: datetime, reason: str
) -> int:
    """Set until when they may choose again, tell each of them, and return how many applications that are.

    Raises NotAllowed, and Refused without a reason, for an instant that has passed, where no executor that
    was chosen left, and where the first stage is being chosen already.
    """
    allow_running(actor, programme)
    if not reason.strip():
        raise refuse("choices.reason", msg("say why: the reason is kept with the decision"))
    version = published_version(programme)
    file = None if version is None else loaded(version).programme
    if version is None or file is None or not file.executors_left:
        raise refuse("choices.nobody_left", msg("no executor has left this programme"))
    if until_at <= now:
        raise refuse("choices.until", msg("choose a day that is still to come"))
    with act("application.open_choices", actor=actor, now=now, reason=reason.strip()) as this:
        alone("agreements", programme)
        if file.stages[0].id in chosen_stages(programme):
            raise refuse("choices.chosen", msg("the first stage is being chosen already"))
        if not ChoiceWindow.objects.filter(programme=programme, until_at=until_at).exists():
            made = ChoiceWindow.objects.create(
                programme=programme, until_at=until_at, reason=reason.strip(),
                opened_by_id=actor.user_id or 0, opened_at=now,
            )  # fmt: skip
            this.record("choice_window", made.pk, programme=programme, until=until_at.isoformat())
        found = Application.objects.filter(
            programme=programme, state__in=STANDING, choices__overlap=list(file.executors_left)
        )
        ids = list(found.order_by("pk").values_list("pk", flat=True))
        names = {one.id: both(one.name) for one in file.executors}
        gone = {
            pk: next(names[one] for one in choices if one in file.executors_left)
            for pk, choices in found.values_list("pk", "choices")
        }
        told = recipients(ids, file.title, lambda pk: {"executor": gone[pk], "until": until_at.isoformat()})
        notify(this, told, template="executor_left", key=f"{programme}/again/{until_at.isoformat()}")
    return len(ids)
