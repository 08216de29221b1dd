"""The page of one application in words: facts, rules, documents, supplements, revisions."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date, timedelta
from typing import Any

from django.utils.translation import gettext as _

from dure.domains.accounts.actors import SignedActor
from dure.domains.applications.deciding import JUDGED, obstacles
from dure.domains.applications.queries_officer import IN_CHECK, age_of
from dure.domains.applications.queries_officer_application import ApplicationDocument, Dossier, difference
from dure.domains.applications.screening import answering
from dure.domains.applications.services.ask_supplement import supplement_titles
from dure.domains.merchants.queries import row_of
from dure.domains.programmes.queries import rulebook
from dure.domains.selection import queries_measured, queries_objections
from dure.engine.law.deadlines import day_of
from dure.engine.profile.columns import owner_of
from dure.engine.profile.fields import PROFILE_COLUMNS, PROFILE_FIELDS
from dure.engine.programme.models.documents import Document
from dure.engine.programme.models.programme import Programme
from dure.engine.programme.registers import register_of
from dure.engine.selection.plan import score_text
from dure.web.column_words import beside_text, column_label
from dure.web.executor.words import NOMINATION, badge
from dure.web.officer.application_forms import DocumentForm
from dure.web.officer.problems import sentence_of
from dure.web.officer.words import (
    DOCUMENT_AGES,
    DOCUMENT_KINDS,
    DOCUMENT_STATES,
    SUPPLEMENT_KINDS,
    SUPPLEMENT_STATES,
    answer_text,
    executor_names,
    fact_text,
    told,
    value_text,
)
from dure.web.origin_words import origin_text, shown_by
from dure.web.people.files import can_be_shown
from dure.web.public.profile_form import ProfileForm
from dure.web.public.verdicts import assumed_words, missing_words
from dure.web.selection_words import OBJECTION_KINDS, OBJECTION_STATES
from dure.web.words import field_label, page_language

_FACTS = tuple(f for f in PROFILE_COLUMNS if f.name not in ("business_no", "name"))


def facts_of(dossier: Dossier) -> list[dict[str, str]]:
    """Return the facts as handed in: what each is called, its value in words, where it came from and when."""
    facts, shown = dossier.application.facts or {}, _shown_by_documents(dossier)
    return [
        {
            "term": field_label(f.name),
            "text": fact_text(f.name, facts),
            "note": "; ".join(
                filter(None, (origin_text(dossier.application.origins, f.name), shown.get(f.name, "")))
            ),
        }
        for f in _FACTS
    ]


def _shown_by_documents(dossier: Dossier) -> dict[str, str]:
    """Return by fact the accepted document that answers a rule which reads the fact."""
    programme = dossier.called.loaded.programme
    documents, standing = answering(programme), dossier.standing
    found: dict[str, str] = {}
    for bound in rulebook(dossier.called.version).rules:
        if bound.id not in dossier.judged.overridden:
            continue
        for document in documents[bound.id]:
            held = standing.get(document.id)
            if held is not None and held.state == "accepted":
                words = shown_by(document.title.to(page_language()), held.checked_at)
                found |= {field.name: words for field in bound.rule.named}
    return found


def nominations_of(dossier: Dossier) -> list[dict[str, Any]]:
    """Return which executors nominated the merchant, why, and how it answered."""
    names = executor_names(dossier.called.loaded.programme)
    return [
        {
            "executor": names.get(one.executor, one.executor),
            "at": one.nominated_at,
            "reason": one.reason,
            "state": badge(NOMINATION, one.state),
        }
        for one in dossier.nominations
    ]


def is_wanted_twice(dossier: Dossier) -> bool:
    """Say whether several executors want the merchant: the selection settles by whom it is taken."""
    return sum(one.state in ("open", "confirmed") for one in dossier.nominations) > 1


def measured_of(actor: SignedActor, dossier: Dossier) -> list[dict[str, Any]]:
    """Return the measured points that were handed in, the newest first, each with the file it came from."""
    programme = dossier.called.loaded.programme
    if not any(stage.takes_points for stage in programme.stages):
        return []
    titles = {stage.id: stage.title.to(page_language()) for stage in programme.stages}
    return [
        {"one": one, "stage": titles.get(one.stage, one.stage), "points": score_text(one.points)}
        for one in queries_measured.measured_of(actor, dossier.application.pk)
    ]


def answers_of(dossier: Dossier) -> list[dict[str, str]]:
    """Return the answers to the call's own questions."""
    answers = dossier.application.answers
    return [
        {"term": q.title.to(page_language()), "text": answer_text(q, answers.get(q.id))}
        for q in dossier.called.loaded.programme.questions
    ]


def choices_of(dossier: Dossier) -> list[str]:
    """Return the executors chosen, best first."""
    names = executor_names(dossier.called.loaded.programme)
    return [names.get(executor, executor) for executor in dossier.application.choices]


def rules_of(dossier: Dossier) -> list[dict[str, Any]]:
    """Return each rule with its answer, the values that it looked at and what is missing."""
    language, programme = page_language(), dossier.called.loaded.programme
    rows = []
    for judged in dossier.judged.rules:
        answer, kind = {
            True: (_("Met"), "success"),
            False: (_("Not met"), "danger"),
            None: (_("Not known yet"), "warning"),
        }[judged.answer]
        rows.append(
            {
                "id": judged.rule.id,
                "reason": judged.rule.reason.to(language),
                "answer": _("Met by a document") if judged.overridden else answer,
                "kind": kind,
                "overridden": judged.overridden,
                "figures": judged.overridden and judged.figures.answer is not True,
                "values": [
                    f"{column_label(name, programme)}: {_value(name, value, dossier)}"
                    for name, value in judged.figures.values
                ],
                "missing": list(missing_words(programme, judged.figures)) if judged.answer is None else [],
                "assumed": list(assumed_words(programme, judged.figures)),
            }
        )
    return rows


def _value(name: str, value: Any, dossier: Dossier) -> str:
    """Return a value that a rule looked at in words; nothing is none only where the facts say so."""
    if owner_of(name):
        return beside_text(name, value, dossier.called.loaded.programme)
    return value_text(name, value) if value is not None else fact_text(name, dossier.application.facts or {})


def documents_of(
    dossier: Dossier,
    *,
    on: date,
    can_check: bool,
    data: Mapping[str, Any] | None = None,
    posted: int | None = None,
) -> list[dict[str, Any]]:
    """Return every document of the programme and every other that was handed in, with its form.

    While the application is in check, what has grown old by a day says so.
    """
    programme = dossier.called.loaded.programme
    standing = dossier.standing
    specs = {d.id: d for d in programme.application_documents}
    language = page_language()
    rows = []
    # Those of a later stage have a page of their own.
    later = {d.id for d in programme.documents} - specs.keys()
    for name in (*specs, *(name for name in standing if name not in specs and name not in later)):
        spec, held = specs.get(name), standing.get(name)
        row: dict[str, Any] = {
            "id": name,
            "title": spec.title.to(language) if spec else name,
            "required": spec is not None and spec.required,
            "issuer": spec.issuer.to(language) if spec and spec.issuer else "",
            "needs": needs_of(spec, programme) if spec else [],
            "held": held,
            "can_be_shown": held is not None and can_be_shown(held.file),
            "state": told(DOCUMENT_STATES, held.state) if held else _("Not handed in"),
            "kind": DOCUMENT_KINDS[held.state] if held else "gray",
            "form": None,
            "says": None,
            **_age(dossier, spec, held, on),
            # What is still to be done stands open; what was done can be opened again.
            "open": held is not None and (held.state == "handed_in" or posted == held.pk),
        }
        if held is not None and can_check:
            kept = {day: getattr(held, day) for day in ("issued_on", "valid_from", "valid_until")}
            row["form"] = DocumentForm(
                data if posted == held.pk else None,
                told=spec,
                kept={**kept, "note": held.note},
                prefix=f"document-{held.pk}",
            )
            if spec is not None and spec.proves:
                row["says"] = says_form(dossier, spec, held.pk, data if posted == held.pk else None)
        rows.append(row)
    return rows


def _age(
    dossier: Dossier, spec: Document | None, held: ApplicationDocument | None, on: date
) -> dict[str, str]:
    """Return the mark of a document that is old by now, and what that means for the check."""
    if held is None or dossier.application.state not in IN_CHECK:
        return {}
    age = age_of(spec, held, on)
    if age is None:
        return {}
    if age_of(spec, held, day_of(held.handed_in_at)) is None:
        hint = _("It was good on the day on which it was handed in, and that day counts.")
    else:
        hint = _("It was so already on the day on which it was handed in, and that day counts.")
    return {"age": str(DOCUMENT_AGES[age]), "age_hint": hint}


def says_form(dossier: Dossier, spec: Document, pk: int, data: Mapping[str, Any] | None) -> ProfileForm:
    """Return the form of what a document says of the facts that it proves, as handed in at first."""
    known = row_of(dossier.application.facts or {})
    day = dossier.called.loaded.programme.reference_day
    form = ProfileForm(data, day=day, fields=[PROFILE_FIELDS[name] for name in spec.proves], known=known)
    form.prefix = f"says-{pk}"
    return form


def needs_of(spec: Document, programme: Programme) -> list[str]:
    """Return what a document has to be, and what it does once it is accepted."""
    language = page_language()
    found = []
    if spec.validity_days is not None:
        found.append(_("issued within %(days)s days before it was handed in") % {"days": spec.validity_days})
    if spec.valid_from is not None:
        found.append(_("good on %(day)s or later") % {"day": value_text("opened_on", spec.valid_from)})
    if spec.valid_until is not None:
        found.append(_("good on %(day)s or before") % {"day": value_text("opened_on", spec.valid_until)})
    if spec.answers_rule is not None:
        reasons = {rule.id: rule.reason.to(language) for rule in programme.eligibility}
        rule = reasons.get(spec.answers_rule, spec.answers_rule)
        found.append(_("accepted, it answers this rule: %(rule)s") % {"rule": rule})
    if spec.proves:
        names = ", ".join(field_label(name) for name in spec.proves)
        found.append(_("accepted, it shows: %(facts)s") % {"facts": names})
    if spec.taken_from is not None and register_of(spec) is not None:
        found.append(_("or taken from: %(register)s") % {"register": spec.taken_from.to(language)})
    return found


def obstacles_of(dossier: Dossier) -> list[str]:
    """Return why the application cannot be accepted now."""
    states = {name: held.state for name, held in dossier.standing.items()}
    application = dossier.application
    problems = obstacles(
        dossier.called.loaded.programme, {name: getattr(application, name) for name in JUDGED}, states
    )
    return [sentence_of(problem) for problem in problems]


def supplements_of(dossier: Dossier) -> list[dict[str, Any]]:
    """Return the supplements, the newest first, with what was asked and what was changed."""
    programme = dossier.called.loaded.programme
    titles = supplement_titles(programme)
    language = page_language()
    return [
        {
            "asked_at": s.asked_at,
            "last_day": s.due_at - timedelta(microseconds=1),
            "answered_at": s.answered_at,
            "state": told(SUPPLEMENT_STATES, s.state),
            "kind": SUPPLEMENT_KINDS[s.state],
            "items": [
                {
                    "title": titles.get((i["kind"], i["name"]), {}).get(language, i["name"]),
                    "note": i["note"],
                }
                for i in s.items
            ],
            "changes": _changes(programme, (s.difference or {}).items()),
        }
        for s in dossier.supplements
    ]


def _changes(programme: Programme, pairs: Iterable[tuple[str, Any]]) -> list[dict[str, str]]:
    rows = []
    for key, (before, after) in pairs:
        kind, _dot, name = key.partition(".")
        if kind == "document":
            title = next((d.title.to(page_language()) for d in programme.documents if d.id == name), name)
            rows.append(
                {"title": title, "before": _("handed in") if before else "-", "after": _("handed in anew")}
            )
        else:
            rows.append(changed(programme, kind, name, before, after))
    return rows


def changed(programme: Programme, kind: str, name: str, before: Any, after: Any) -> dict[str, str]:
    """Return one difference in words."""
    if kind == "choices":
        names = executor_names(programme)

        def listed(some: Any) -> str:
            return ", ".join(names.get(e, e) for e in some or ()) or "-"

        return {"title": _("Executors chosen"), "before": listed(before), "after": listed(after)}
    if kind == "answer":
        question = next((q for q in programme.questions if q.id == name), None)
        title = question.title.to(page_language()) if question else name
        return {
            "title": title,
            "before": answer_text(question, before),
            "after": answer_text(question, after),
        }
    if name not in PROFILE_FIELDS:  # a companion: that there is something, or nothing, or nobody knows
        field = name.removeprefix("has.")
        words = {True: _("there is one"), False: _("there is none"), None: _("Not known")}
        return {"title": field_label(field), "before": words[before], "after": words[after]}
    return {
        "title": field_label(name),
        "before": value_text(name, before),
        "after": value_text(name, after),
    }


def revisions_of(dossier: Dossier) -> list[dict[str, Any]]:
    """Return the revisions, the newest first, each with what it changed."""
    programme = dossier.called.loaded.programme
    acts = {
        "submit": _("Handed in"),
        "change": _("Changed by the applicant"),
        "supplement": _("Supplement"),
        "document": _("Corrected by a document"),
        "import": _("Brought in by a list"),
    }
    older = [*dossier.revisions[1:], None]
    return [
        {
            "number": after.number,
            "act": told(acts, after.act),
            "at": after.at,
            "changes": [changed(programme, *one) for one in difference(before, after)],
        }
        for after, before in zip(dossier.revisions, older, strict=True)
    ]


def objections_of(who: SignedActor, application_id: int) -> list[dict[str, Any]]:
    """Return the objections that an application's people filed, in words."""
    return [
        {
            "id": one.pk,
            "filed_at": one.filed_at,
            "state": str(OBJECTION_STATES[one.state]),
            "kind": OBJECTION_KINDS[one.state],
        }
        for one in queries_objections.objections_of(who, application_id)
    ]
