"""An officer asks for a supplement (보완요청): only what is named reopens, until the deadline."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Literal

from dure.domains.accounts.actors import SignedActor
from dure.domains.applications.drafting import executors
from dure.domains.applications.models import Application, Supplement
from dure.domains.applications.policies_officer import allow_checking, refuse_own_business
from dure.domains.applications.screening import published
from dure.domains.applications.states import APPLICATION_STATES
from dure.domains.applications.telling import both, fact_title, recipients
from dure.domains.events.act import act
from dure.domains.events.transitions import move
from dure.domains.notices.services.notify import notify
from dure.engine.law.deadlines import day_of, end_of, last_day
from dure.engine.problems import Problem, Refused, msg, refuse
from dure.engine.profile.fields import PROFILE_COLUMNS
from dure.engine.programme.models.programme import Programme
from dure.language import translate

LONGEST_NOTE = 500
FACTS = tuple(field.name for field in PROFILE_COLUMNS if field.name != "business_no")
"""What of the profile can be asked to be mended: all but the number, which says whose it is."""

Kind = Literal["fact", "answer", "document", "choices"]


@dataclass(frozen=True, slots=True)
class Item:
    """One thing to be mended: a fact of the profile, an answer, a document, or the executors chosen."""

    kind: Kind
    name: str
    note: str


def ask_supplement(*, actor: SignedActor, now: datetime, application_id: int, items: Sequence[Item]) -> int:
    """Ask for a supplement on named things and tell the applicant; return its id. Twice is once.

    The deadline is the end of the last day of the period that the call tells, counted as the law counts.
    Raises NotAllowed; Refused where it is of the officer's own business, where nothing is named, something is
    not part of the call, a note is missing, or the application is not one that was handed in.
    """
    programme = Application.objects.values_list("programme", flat=True).get(pk=application_id)
    allow_checking(actor, programme)
    refuse_own_business(actor, application_id)
    called = published(programme, now)
    file = called.loaded.programme
    titles = supplement_titles(file)
    _refuse_wrong(items, titles)
    due_at = supplement_due(file, now)
    with act("application.ask_supplement", actor=actor, now=now) as this:
        state = (
            Application.objects.select_for_update(no_key=True)
            .values_list("state", flat=True)
            .get(pk=application_id)
        )
        asked = [{"kind": item.kind, "name": item.name, "note": item.note.strip()} for item in items]
        if state == "supplementing":
            standing = Supplement.objects.get(application_id=application_id, state="open")
            if standing.items == asked:
                return int(standing.pk)
        if state != "submitted":
            raise refuse("supplement.state", msg("a supplement is under way, or the check is closed"))
        made = Supplement.objects.create(
            application_id=application_id,
            items=asked,
            asked_by_id=actor.user_id,
            asked_at=now,
            due_at=due_at,
        )
        move(
            this,
            APPLICATION_STATES,
            Application,
            [application_id],
            "ask_supplement",
            changes={"changed_at": now},
            details={"supplement": made.pk, "items": [f"{item.kind}.{item.name}" for item in items]},
        )
        told = [_told(titles[item.kind, item.name], item.note.strip()) for item in items]
        due = last_day(day_of(now), file.rights.supplement_days or 0).isoformat()
        notify(
            this,
            recipients([application_id], file.title, lambda _: {"due": due, "items": told}),
            template="supplement_asked",
            key=str(made.pk),
        )
    return int(made.pk)


def supplement_due(programme: Programme, now: datetime) -> datetime:
    """Return when a supplement asked for now is due; raises Refused where the call gives no time for it."""
    days = programme.rights.supplement_days
    if days is None:
        raise refuse("supplement.days", msg("the call gives no time for supplements"))
    return end_of(last_day(day_of(now), days))


def supplement_titles(programme: Programme) -> dict[tuple[str, str], dict[str, str]]:
    """Return what can be asked to be mended, by kind and name, with what it is called in both languages."""
    titles = {("fact", name): fact_title(name) for name in FACTS}
    titles |= {("answer", question.id): both(question.title) for question in programme.questions}
    titles |= {("document", d.id): both(d.title) for d in programme.application_documents}
    if executors(programme):
        chosen = msg("executors chosen and their order")
        titles["choices", ""] = {"ko": translate(chosen, "ko"), "en": chosen.capitalize()}
    return titles


def _refuse_wrong(items: Sequence[Item], titles: dict[tuple[str, str], dict[str, str]]) -> None:
    problems = []
    if not items:
        problems.append(Problem("supplement.items", msg("choose at least one thing to be mended")))
    if len({(item.kind, item.name) for item in items}) < len(items):
        problems.append(Problem("supplement.items", msg("something is named twice")))
    for item in items:
        field = f"supplement.{item.kind}.{item.name}"
        if (item.kind, item.name) not in titles:
            problems.append(Problem(field, msg("this is no part of the call")))
        elif not item.note.strip():
            problems.append(Problem(field, msg("say what is to be mended: the applicant reads this")))
        elif len(item.note) > LONGEST_NOTE:
            problems.append(
                Problem(field, msg("the note is longer than {limit} letters"), {"limit": LONGEST_NOTE})
            )
    if problems:
        raise Refused(problems)


def _told(title: dict[str, str], note: str) -> dict[str, str]:
    return {language: f"{text}: {note}" for language, text in title.items()}
