"""What accepting and refusing at the document check (요건검토) have in common, for one and for many."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date, datetime
from typing import Any

from django.db import connection
from django.db.models import Exists, OuterRef, Q, QuerySet

from dure.domains.applications.models import Application, ApplicationDocument
from dure.domains.applications.states import APPLICATION_STATES
from dure.domains.applications.telling import LANGUAGES, both, recipients
from dure.domains.events.act import Act
from dure.domains.events.transitions import move
from dure.domains.notices.services.notify import notify
from dure.engine.law.deadlines import day_of, days_of, last_day
from dure.engine.problems import Problem, msg, refuse
from dure.engine.programme.models.documents import Document
from dure.engine.programme.models.programme import Programme
from dure.engine.programme.registers import register_of
from dure.language import translate

LONGEST_REASON = 2000
JUDGED = ("verdict", "entry", "origins", "facts")
"""The columns of an application that say whether it can be accepted."""


def required_documents(programme: Programme) -> list[Document]:
    """Return the documents that must be handed in with an application, not before a later stage."""
    return [d for d in programme.application_documents if d.required]


def acceptable(programme: Programme) -> Q:
    """Return the condition that an application can be accepted.

    The verdict is eligible, no document waits or stands refused, and every required one is accepted. An
    application that came with a list has no documents of its own: those were looked at elsewhere.
    What a public register has told, with the day on which it was asked, needs not be handed in.
    """
    names = [document.id for document in programme.application_documents]
    of = ApplicationDocument.objects.filter(application=OuterRef("pk"), document__in=names)
    condition = Q(verdict="eligible") & ~Q(Exists(of.filter(state__in=("handed_in", "refused"))))
    for document in required_documents(programme):
        accepted = Q(Exists(of.filter(document=document.id, state="accepted")))
        condition &= accepted | Q(entry="import") | _told_by_register(document)
    return condition


def _told_by_register(document: Document) -> Q:
    """Return the condition that the register of a document was asked about the applicant, and answered."""
    register = register_of(document)
    if register is None:
        return Q(pk__in=())
    asked = Q(**{f"origins__{register.column}__0": register.origin})
    fact = f"facts__{register.column}"
    if register.settles is None:
        # A fact that is not known is a null of JSON.
        return asked & Q(facts__has_key=register.column) & ~Q(**{fact: None}) & ~Q(**{fact: ""})
    return asked & Q(**{f"{fact}__in": list(register.settles)})


def is_told_by_register(document: Document, application: Mapping[str, Any]) -> bool:
    """Say whether the register of a document has answered, by the facts as handed in and their origins."""
    register = register_of(document)
    if register is None:
        return False
    origin = list(application["origins"].get(register.column, ()))[:1]
    return origin == [register.origin] and register.is_settled_by(application["facts"].get(register.column))


def obstacles(
    programme: Programme, application: Mapping[str, Any], documents: Mapping[str, str]
) -> list[Problem]:
    """Return why an application cannot be accepted, from its columns and the state of each document.

    The columns are those of :data:`JUDGED`.
    """
    verdict, entry = application["verdict"], application["entry"]
    problems = []
    if verdict != "eligible":
        message = {
            None: msg("it was not screened yet"),
            "unknown": msg("it is not known whether it is eligible: ask for what is missing"),
            "ineligible": msg("the rules say that it is not eligible"),
        }[verdict]
        problems.append(Problem("accept.verdict", message))
    for document in programme.application_documents:
        state = documents.get(document.id)
        needed = document in required_documents(programme) and not is_told_by_register(document, application)
        title = document.title
        if state == "handed_in":
            message = msg("{document}: not checked yet")
        elif state == "refused":
            message = msg("{document}: refused, and nothing else was handed in")
        elif state is None and needed and entry != "import":
            message = msg("{document}: not handed in")
        else:
            continue
        problems.append(Problem("accept.document", message, {"document": title}))
    return problems


def locked(found: QuerySet[Application]) -> list[int]:
    """Lock the applications of a list in order of id and return their ids."""
    return list(
        found.order_by("pk").select_for_update(of=("self",), no_key=True).values_list("pk", flat=True)
    )


def expect(ids: Sequence[int], expected: int) -> None:
    """Raise Refused where what is to be decided is no more what the officer saw."""
    if len(ids) != expected:
        raise refuse(
            "decide.changed",
            msg("meanwhile the number of applications changed from {before} to {after}: look again"),
            before=expected,
            after=len(ids),
        )


def reason_told(reason: str) -> str:
    """Return a reason without blanks around it; raises Refused for one that is missing or too long."""
    if not reason.strip():
        raise refuse("decide.reason", msg("say why: the reason is kept with the decision"))
    if len(reason) > LONGEST_REASON:
        raise refuse("decide.reason", msg("the reason is longer than {limit} letters"), limit=LONGEST_REASON)
    return reason.strip()


def accept_these(this: Act, ids: Sequence[int], programme: Programme) -> int:
    """Accept applications that are locked and acceptable, and tell each."""
    moved = move(
        this,
        APPLICATION_STATES,
        Application,
        ids,
        "accept",
        changes={"checked_at": this.now, "checked_by_id": this.actor.user_id, "changed_at": this.now},
    )
    told = {"next": _next(programme)}
    notify(
        this,
        recipients(moved, programme.title, lambda _: told),
        template="application_accepted",
        key=str(this.id),
    )
    return len(moved)


def refuse_these(this: Act, rules: Mapping[int, Sequence[str]], words: str, programme: Programme) -> int:
    """Refuse applications that are locked, each by rules and the same words, and tell each its reasons.

    What is told says until when to object, where the call gives that right.
    """
    until = objection_until(programme, this.now)
    moved = move(
        this,
        APPLICATION_STATES,
        Application,
        list(rules),
        "refuse",
        changes={
            "checked_at": this.now,
            "checked_by_id": this.actor.user_id,
            "changed_at": this.now,
            "refusal_reason": words,
            "object_until": until,
        },
    )
    _keep_rules({pk: rules[pk] for pk in moved})
    reasons = {rule.id: both(rule.reason) for rule in programme.eligibility}

    def parameters(pk: int) -> dict[str, Any]:
        told = [reasons[rule] for rule in rules[pk] if rule in reasons] + ([words] if words else [])
        return {"reasons": told, "objection_until": until.isoformat() if until else None}

    notify(
        this,
        recipients(moved, programme.title, parameters),
        template="application_refused",
        key=str(this.id),
    )
    return len(moved)


def _keep_rules(rules: Mapping[int, Sequence[str]]) -> None:
    with connection.cursor() as cursor:
        cursor.execute(
            """
            UPDATE applications_application AS a SET refusal_rules = string_to_array(t.rules, ';')::varchar[]
            FROM unnest(%s::bigint[], %s::text[]) AS t (id, rules) WHERE a.id = t.id
            """,
            [list(rules), [";".join(some) for some in rules.values()]],
        )


def reopen_this(this: Act, application_id: int) -> bool:
    """Take an accepted or refused application back to where it was handed in; say whether it was one.

    Whoever calls tells the applicant.
    """
    changes: dict[str, Any] = {
        "checked_at": None,
        "checked_by_id": None,
        "refusal_rules": [],
        "refusal_reason": "",
        "object_until": None,
        "changed_at": this.now,
    }
    return bool(move(this, APPLICATION_STATES, Application, [application_id], "reopen", changes=changes))


def objection_until(programme: Programme, now: datetime) -> date | None:
    """Return the last day of an objection to a decision told now; None where the call gives no right."""
    right = programme.rights.objection
    if right is None:
        return None
    return last_day(day_of(now), days_of(right.file_within, day_of(now)))


def _next(programme: Programme) -> dict[str, str] | None:
    opened = programme.open_benefit
    if opened is not None:
        text = msg("{benefit}, in the order of receipt, as long as something is left of it")
        return {one: translate(text, one, {"benefit": opened.title.to(one)}) for one in LANGUAGES}
    day = programme.stages[0].dates.announced_on if programme.stages else None
    if day is None:
        return None
    text = msg("review, then the selection, which is announced on {day}")
    return {"ko": translate(text, "ko", {"day": day}), "en": translate(text, "en", {"day": day})}
