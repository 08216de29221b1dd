"""Choosing again where an executor left: who may, until when, and what is told."""

from __future__ import annotations

from collections.abc import Callable, Collection
from datetime import datetime

from dure.domains.agreements.taken import chosen_stages
from dure.domains.applications.drafting import choices_limit, executors
from dure.domains.applications.models import Application, ChoiceWindow
from dure.domains.applications.telling import both, recipients
from dure.domains.events.act import Act
from dure.domains.notices.services.notify import notify
from dure.domains.programmes.queries import ProgrammeVersion, loaded, published_version
from dure.engine.problems import Problem, Refused, msg
from dure.engine.programme.models.programme import Programme

STANDING = ("submitted", "supplementing", "accepted")
"""States of an application whose choices count."""
Followed = Callable[[Act, str, str, int, Collection[str]], None]
"""Takes the act, programme, first stage, application and the choices that are new."""

_followers: list[Followed] = []


def hand_in_chosen_again(follower: Followed) -> None:
    """Register what follows when somebody chose again; once is enough."""
    if follower not in _followers:
        _followers.append(follower)


def tell_chosen_again(
    this: Act, programme: str, stage: str, application_id: int, new: Collection[str]
) -> None:
    """Let later subjects follow, in the same act."""
    for follower in _followers:
        follower(this, programme, stage, application_id, new)


def open_until(version: ProgrammeVersion) -> datetime:
    """Return until when one may choose again: to the close of the call, or of the window that was set."""
    found = ChoiceWindow.objects.filter(programme=version.programme).order_by("-pk").first()
    return version.closes_at if found is None else max(version.closes_at, found.until_at)


def gone_choices(application: Application) -> list[str]:
    """Return the executors that an application names and that carry the programme out no more."""
    version = published_version(application.programme)
    left = () if version is None else loaded(version).programme.executors_left
    return [one for one in application.choices if one in left]


def may_choose_again(application: Application, now: datetime) -> datetime | None:
    """Return until when an application may choose again, or None where it may not."""
    version = published_version(application.programme)
    if version is None or application.state not in STANDING or not gone_choices(application):
        return None
    first = loaded(version).programme.stages[0]
    if not first.is_by_executor or first.chosen_by == "first_come":
        return None  # whoever comes first has a place at once, and no other
    if first.id in chosen_stages(application.programme):
        return None
    until = open_until(version)
    return until if now < until else None


def refuse_unfit_choices(programme: Programme, choices: Collection[str]) -> None:
    """Raise Refused for no choice, a choice that there is not, one twice, or too many."""
    known, limit = executors(programme), choices_limit(programme)
    problems = []
    if not choices:
        problems.append(Problem("choices.none", msg("choose at least one executor")))
    if not set(choices) <= set(known) or len(set(choices)) != len(choices):
        problems.append(Problem("choices.unknown", msg("choose executors of this programme, each once")))
    if len(choices) > limit:
        problems.append(Problem("choices.rank", msg("choose a rank from 1 to {limit}"), {"limit": limit}))
    if problems:
        raise Refused(problems)


def tell_choosers(this: Act, programme: str, executor: str) -> None:
    """Tell everybody who chose an executor that it left: one notice for each application, in one act."""
    version = published_version(programme)
    if version is None:
        return
    file = loaded(version).programme
    name = next((one.name for one in file.executors if one.id == executor), None)
    found = Application.objects.filter(
        programme=programme, state__in=STANDING, choices__contains=[executor]
    ).order_by("pk")
    ids = list(found.values_list("pk", flat=True))
    if not ids or name is None:
        return
    first = file.stages[0]
    until = open_until(version)
    again = first.id not in chosen_stages(programme) and this.now < until and first.chosen_by != "first_come"
    told = {"executor": both(name), "until": until.isoformat() if again else ""}
    notify(
        this, recipients(ids, file.title, lambda _: told), template="executor_left",
        key=f"{programme}/{executor}/{this.now.isoformat()}",
    )  # fmt: skip
    this.record("programme", programme, executor_left=executor, told=len(ids))
