"""The applicant answers a supplement (보완): only what was named changes, and the difference is kept."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from dure.domains.accounts.actors import SignedActor
from dure.domains.applications.arrivals import receive, refuse_other_choices
from dure.domains.applications.copying import Difference, standing_documents, working_draft
from dure.domains.applications.drafting import Handed, Reading, StepProblem, read
from dure.domains.applications.handing_in import (
    held_for_handing_in,
    keep_documents,
    keep_revision,
    refuse_bad_files,
    row_of_application,
)
from dure.domains.applications.models import Application, Supplement
from dure.domains.applications.policies import allow_applicant
from dure.domains.applications.screening import judge_again, published
from dure.domains.applications.states import APPLICATION_STATES, SUPPLEMENT_STATES
from dure.domains.applications.telling_own import next_step, tell
from dure.domains.events.act import act
from dure.domains.events.transitions import move
from dure.domains.merchants.facts import FROM_TAX_SERVICE, problems_of, with_revision
from dure.domains.merchants.origins import stamped
from dure.domains.merchants.services.update_profile import keep_facts
from dure.domains.programmes.queries import loaded
from dure.engine.law.deadlines import day_of
from dure.engine.problems import Problem, Refused, msg, refuse
from dure.engine.profile.fields import PROFILE_FIELDS
from dure.engine.programme.models.window import SEOUL


def answer_supplement(
    *, actor: SignedActor, now: datetime, application_id: int, facts: Mapping[str, Any]
) -> int:
    """Hand in what an officer asked for; returns the supplement's id. Twice is once.

    ``facts`` (a part of an engine's row) and the draft of purpose ``supplement`` say it; whatever they say
    beside what was named is not looked at. Named facts change in the profile too, so that nobody is asked
    twice. Raises NotAllowed, and Refused after the deadline, where nothing is asked for, and where something
    named is missing.
    """
    row = row_of_application(application_id)
    allow_applicant(actor, row.merchant_id)
    asked = Supplement.objects.filter(application_id=application_id).order_by("-pk").first()
    if asked is None or asked.state in ("cancelled", "lapsed"):
        raise refuse("supplement.none", msg("nothing is asked for at the moment"))
    if asked.state == "answered":
        return int(asked.pk)
    if now >= asked.due_at:
        raise refuse("supplement.late", msg("the deadline has passed: what was asked for cannot be added"))
    programme = loaded(row.version).programme
    named = {(item["kind"], item["name"]) for item in asked.items}
    reading = read(programme, working_draft(row, programme) or {}, now.astimezone(SEOUL).date())
    told = _facts_named(named, facts)
    if "ksic" in told:
        told = with_revision(told, (row.facts or {}).get("ksic"), day_of(now))
    if problems := [*_missing(named, told, row, reading), *problems_of(told)]:
        raise Refused(problems)
    handed = {name: reading.documents[name] for kind, name in named if kind == "document"}
    refuse_bad_files(handed.values())
    called = published(row.programme, now)
    with act("application.answer_supplement", actor=actor, now=now) as this:
        receive([programme])
        if told:
            keep_facts(this, merchant_id=row.merchant_id, version=None, facts=told, contacts={})
        state, _, _ = held_for_handing_in([application_id])[application_id]
        if state != "supplementing":
            return int(asked.pk)
        kept, changes = _merged(row, named, told, reading, handed, now)
        refuse_other_choices(programme, application_id, kept["choices"])
        number = row.revision + 1
        moved = move(
            this,
            SUPPLEMENT_STATES,
            Supplement,
            [asked.pk],
            "answer",
            changes={"answered_at": now, "difference": changes},
        )
        if not moved:
            raise refuse("supplement.none", msg("nothing is asked for at the moment"))
        move(
            this,
            APPLICATION_STATES,
            Application,
            [application_id],
            "supplement",
            changes={**kept, "draft": {}, "revision": number, "changed_at": now},
            details={"supplement": asked.pk, "changed": sorted(changes)},
        )
        keep_revision(this, application_id, number, "supplement", kept)
        keep_documents(this, application_id, handed)
        judge_again(this, application_id=application_id, called=called)
        tell(
            this,
            row,
            programme,
            template="supplement_received",
            occasion=asked.pk,
            next=next_step(programme),
        )
    return int(asked.pk)


def missing_in_supplement(
    application: Application, asked: Supplement, facts: Mapping[str, Any], reading: Reading
) -> list[Problem]:
    """Return what of a supplement is not there yet."""
    named = {(item["kind"], item["name"]) for item in asked.items}
    return _missing(named, _facts_named(named, facts), application, reading)


def _facts_named(named: set[tuple[str, str]], facts: Mapping[str, Any]) -> dict[str, Any]:
    """Return of the facts what was named, with companions; but for what the tax service tells itself."""
    found: dict[str, Any] = {}
    for kind, name in named:
        if kind != "fact" or name in FROM_TAX_SERVICE or name not in facts:
            continue
        field = PROFILE_FIELDS[name]
        found[name] = facts[name]
        if field.none_able:
            found[field.companion] = facts.get(field.companion)
    return found


def _missing(
    named: set[tuple[str, str]], told: Mapping[str, Any], application: Application, reading: Reading
) -> list[Problem]:
    wrong: dict[str, StepProblem] = {found.name: found for found in reading.problems}
    standing = standing_documents(application.pk)
    problems = []
    for kind, name in sorted(named):
        if kind == "fact" and name not in FROM_TAX_SERVICE:
            companion = PROFILE_FIELDS[name].companion
            if told.get(name) is None and told.get(companion) is not False:
                problems.append(Problem(f"fact.{name}", msg("this was asked for and is missing")))
        elif kind == "answer" and name in wrong:
            problems.append(wrong[name].problem)
        elif kind == "choices":
            problems += [found.problem for found in reading.of("executors")]
        elif kind == "document":
            problems += _document_problems(name, wrong, reading.documents.get(name), name in standing)
    return problems


def _document_problems(
    name: str, wrong: Mapping[str, StepProblem], handed: Handed | None, stood: bool
) -> list[Problem]:
    keys = [f"{part}.{name}" for part in ("file", "issued_on", "valid_from", "valid_until")]
    found = [
        Problem(f"document.{key}", wrong[key].problem.message, wrong[key].problem.params)
        for key in keys
        if key in wrong
    ]
    if not found and (handed is None or (handed.row is not None and stood)):
        found.append(Problem(f"document.file.{name}", msg("this was asked for and is missing")))
    return found


def _merged(
    row: Application,
    named: set[tuple[str, str]],
    told: Mapping[str, Any],
    reading: Reading,
    handed: Mapping[str, Handed],
    now: datetime,
) -> tuple[dict[str, Any], Difference]:
    """Return the columns of the application with what was named put in, and what that changes."""
    facts, answers, choices = dict(row.facts or {}), dict(row.answers), list(row.choices)
    changes: Difference = {}
    for name, value in told.items():
        kept = value.isoformat() if hasattr(value, "isoformat") else value
        if facts.get(name) != kept:
            changes[f"fact.{name}"] = [facts.get(name), kept]
            facts[name] = kept
    for kind, name in sorted(named):
        if kind == "fact" and name in FROM_TAX_SERVICE:
            now_known = getattr(row.merchant, name)
            if facts.get(name) != now_known:
                changes[f"fact.{name}"] = [facts.get(name), now_known]
                facts[name] = now_known
        elif kind == "answer" and answers.get(name) != reading.answers.get(name):
            changes[f"answer.{name}"] = [answers.get(name), reading.answers.get(name)]
            answers.pop(name, None)
            if name in reading.answers:
                answers[name] = reading.answers[name]
        elif kind == "choices" and choices != reading.choices:
            changes["choices."] = [choices, reading.choices]
            choices = reading.choices
    before = standing_documents(row.pk)
    for name, document in handed.items():
        old = before.get(name)
        changes[f"document.{name}"] = [old.pk if old else None, document.file_id or "register"]
    asked = {name for kind, name in named if kind == "fact" and name in FROM_TAX_SERVICE}
    checked = {name: known for name, known in row.merchant.origins.items() if name in asked}
    origins = row.origins | stamped(told, "told", now) | checked
    columns = {"facts": facts, "origins": origins, "answers": answers, "choices": choices}
    shown = {"name": facts.get("name") or "", "region": facts.get("region"), "ksic": facts.get("ksic")}
    return columns | shown, changes
