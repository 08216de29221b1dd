"""The verdict on one application: the rules on its facts, and the rules that accepted documents answer."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from dure.domains.accounts.actors import SYSTEM
from dure.domains.applications.columns import given_of, row_beside, support_of, with_ban
from dure.domains.applications.models import Application, ApplicationDocument, Verdict
from dure.domains.events.act import Act
from dure.domains.merchants.queries import row_of
from dure.domains.programmes.queries import Call, call, rulebook, screener
from dure.engine.law.published import law_version
from dure.engine.problems import msg, refuse
from dure.engine.programme.models.documents import Document
from dure.engine.programme.models.eligibility import EligibilityRule
from dure.engine.programme.models.programme import Programme
from dure.engine.screening import RuleAnswer

IN_PROCESS = ("submitted", "supplementing", "accepted", "refused")


@dataclass(frozen=True, slots=True)
class Law:
    """By what was judged: the programme file, the day whose law counted, the version of the law tables."""

    programme_hash: str
    as_of: date
    law: str


def law_of(called: Call) -> Law:
    """Return by what applications of a call are judged now."""
    return Law(called.version.hash, called.loaded.programme.reference_day, law_version())


@dataclass(frozen=True, slots=True)
class JudgedRule:
    """One rule on one application: the answer of the figures, and whether a document answers it instead."""

    rule: EligibilityRule
    figures: RuleAnswer
    overridden: bool

    @property
    def answer(self) -> bool | None:
        return True if self.overridden else self.figures.answer


@dataclass(frozen=True, slots=True)
class Judged:
    """The verdict on one application and how it came about."""

    verdict: str
    rules: tuple[JudgedRule, ...]
    failed: tuple[str, ...]
    unknown: tuple[str, ...]
    missing: tuple[str, ...]
    overridden: tuple[str, ...]
    given: Mapping[str, Any]
    """What was handed in of earlier support, by column; None where it is not known."""
    law: Law


def published(programme: str, now: datetime) -> Call:
    """Return the published version by which applications are judged; raises Refused where there is none."""
    found = call(SYSTEM, now, programme)
    if found is None:
        raise refuse("programme.not_published", msg("there is no published programme of this name"))
    return found


def answering(programme: Programme) -> dict[str, list[Document]]:
    """Return, by rule, the documents that answer it once they are accepted."""
    found: dict[str, list[Document]] = {}
    for document in programme.documents:
        if document.answers_rule is not None:
            found.setdefault(document.answers_rule, []).append(document)
    return found


def answered_rules(programme: Programme, accepted: set[str]) -> tuple[str, ...]:
    """Return the rules that accepted documents answer, in the order of the rules.

    A rule is answered when every required document that answers it is accepted, and at least one is.
    """
    by_rule = answering(programme)
    return tuple(
        rule.id
        for rule in programme.eligibility
        if any(d.id in accepted for d in by_rule.get(rule.id, ()))
        and all(d.id in accepted for d in by_rule[rule.id] if d.required)
    )


def judged(
    called: Call,
    facts: Mapping[str, Any],
    overridden: tuple[str, ...],
    *,
    answers: Mapping[str, Any],
    support: Mapping[str, Any],
) -> Judged:
    """Return the verdict of a programme's rules on facts and answers as they were handed in.

    ``support`` is what is known of earlier support now (``columns.support_of``).
    """
    book = rulebook(called.version)
    rules = {rule.id: rule for rule in called.loaded.programme.eligibility}
    found = screener(called.version).screen(
        with_ban(row_of(facts), support) | row_beside(book, answers, support)
    )
    order = [field.name for field in book.columns()]
    ruled = tuple(JudgedRule(rules[a.id], a, a.id in overridden) for a in found.answers)
    failed = tuple(a.rule.id for a in ruled if a.answer is False)
    unknown = tuple(a.rule.id for a in ruled if a.answer is None)
    missing = {name for a in ruled if a.answer is None for name in a.figures.missing}
    return Judged(
        verdict="ineligible" if failed else "unknown" if unknown else "eligible",
        rules=ruled,
        failed=failed,
        unknown=unknown,
        missing=() if failed else tuple(sorted(missing, key=order.index)),
        overridden=tuple(rule for rule in overridden if rule in rules),
        given=given_of(support),
        law=law_of(called),
    )


def verdict_columns(found: Judged) -> dict[str, Any]:
    """Return the columns in which a verdict is kept."""
    return {
        "verdict": found.verdict,
        "failed_rules": list(found.failed),
        "unknown_rules": list(found.unknown),
        "missing_fields": list(found.missing),
        "overridden_rules": list(found.overridden),
        "given": dict(found.given),
        "programme_hash": found.law.programme_hash,
        "as_of": found.law.as_of,
        "law": found.law.law,
    }


def accepted_documents(application_id: int) -> set[str]:
    """Return the ids, in the programme file, of accepted documents that do not speak against their rule."""
    of = ApplicationDocument.objects.filter(
        application_id=application_id, state="accepted", speaks_against=False
    )
    return set(of.values_list("document", flat=True))


def judge_again(this: Act, *, application_id: int, called: Call) -> Judged:
    """Judge an application whose row is locked, within an act; an unchanged verdict is not written again."""
    names = ("facts", "answers", "merchant_id", "revision", "verdict")
    row = Application.objects.values(*names).get(pk=application_id)
    overridden = answered_rules(called.loaded.programme, accepted_documents(application_id))
    support = support_of(called, row["merchant_id"])
    found = judged(called, row["facts"] or {}, overridden, answers=row["answers"], support=support)
    said = {"revision": row["revision"], **verdict_columns(found)}
    newest = Verdict.objects.filter(application_id=application_id).order_by("-pk").values(*said).first()
    if newest != said:
        Verdict.objects.create(application_id=application_id, at=this.now, **said)
        this.record("application", application_id, verdict=found.verdict, overridden=list(found.overridden))
    if row["verdict"] != found.verdict:
        Application.objects.filter(pk=application_id).update(verdict=found.verdict)
    return found
