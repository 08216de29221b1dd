"""The last step: everything once more, what is missing, what a change would change; then it is handed in."""

from __future__ import annotations

from typing import Any

from django.core.exceptions import ObjectDoesNotExist
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _

from dure.domains.accounts.refusals import NotAllowed
from dure.domains.applications.copying import Difference, difference
from dure.domains.applications.drafting import Handed, Reading, StepProblem, documents
from dure.domains.applications.ready import fields_read
from dure.domains.applications.services.change import change_application
from dure.domains.applications.services.submit import submit_application
from dure.domains.merchants.queries import facts_of, profile_row
from dure.domains.privacy.encryption import decrypt
from dure.engine.problems import Refused
from dure.engine.programme.models.documents import Document
from dure.engine.programme.models.programme import Programme
from dure.web.actors import actor, asked_at
from dure.web.merchant.flow import Flow
from dure.web.merchant.problems import Fault, has, sentences, worded
from dure.web.merchant.saving import counter_in
from dure.web.merchant.showing import answer, answers_list, executor_names, facts_list, known_values
from dure.web.merchant.step_forms import DAYS
from dure.web.merchant.words import STEPS, part
from dure.web.public.arrivals import left_shown
from dure.web.public.profile_form import CONTACT_LABELS
from dure.web.public.verdicts import control_of
from dure.web.tables import crumbs, headers
from dure.web.templatetags.days import day_text
from dure.web.templatetags.programme import told
from dure.web.words import field_label

GONE = ("apply.full", "apply.gone")
"""Whoever comes too late: nothing is wrong with what was typed, and nothing of it can be mended."""
CONFLICTS = ("draft.newer", "apply.moved", "apply.full_choices", *GONE)
"""What speaks against handing in and is no fault of what was typed: something else happened meanwhile."""


def hand_in(request: HttpRequest, programme: str, application_id: int) -> HttpResponse | None:
    """Hand in a first application as its page showed it; None where that cannot be, and the page says why.

    Who comes when the places are gone reads just that: in a rush these are the many.
    On the last day of a call this is what everybody does: nothing is read for it that only the page shows.
    """
    if request.POST.get("change"):
        return None
    try:
        submit_application(
            actor=actor(request),
            now=asked_at(request),
            application_id=application_id,
            counter=counter_in(request),
            programme=programme,
        )
    except Refused as refused:
        return _too_late(request, programme, application_id, refused) if has(refused, *GONE) else None
    except (NotAllowed, ObjectDoesNotExist):
        return None
    return redirect("apply_done", programme=programme, application=application_id)


def _too_late(request: HttpRequest, programme: str, application_id: int, refused: Refused) -> HttpResponse:
    page = {
        "problems": sentences(refused),
        "check_url": reverse("apply_step", args=[programme, application_id, "check"]),
        "call_url": reverse("call", args=[programme]),
        "crumbs": crumbs((_("My page"), reverse("my")), (_("Your application was not handed in"), "")),
    }
    return render(request, "merchant/too_late.html", page, status=409)


def check(flow: Flow) -> HttpResponse:
    """Show all steps for the last time; POST hands in what was shown, and nothing else."""
    refusals: list[Fault] = []
    status = 200
    if flow.request.method == "POST":
        act = change_application if flow.is_change else submit_application
        try:
            act(
                actor=actor(flow.request),
                now=asked_at(flow.request),
                application_id=flow.application.pk,
                counter=counter_in(flow.request),
            )
        except Refused as refused:
            status = 409 if has(refused, *CONFLICTS) else 422
            refusals = [] if flow.missing() else sentences(refused)
        else:
            return redirect(
                "apply_done", programme=flow.application.programme, application=flow.application.pk
            )
    missing = [Fault(f"{STEPS[p.step]}: {_named(flow, p)}", address_of(flow, p)) for p in flow.missing()]
    reading = flow.reading()
    page = flow.page() | flow.verdict() | summary(flow, reading)
    if not flow.is_change and flow.call.state == "open":
        page |= left_shown(flow.programme, asked_at(flow.request))
    page |= {
        "problems": refusals or missing,
        "is_whole": not missing and not flow.has_moved,
        "differences": differences(flow, reading) if flow.is_change else [],
        "difference_headers": headers(_("What"), _("As handed in"), _("After the change")),
    }
    return render(flow.request, "merchant/steps/check.html", page, status=status)


def summary(flow: Flow, reading: Reading) -> dict[str, Any]:
    """Return what a draft says, step by step."""
    row = profile_row(flow.application.merchant)
    return {
        "facts": facts_list(row, [f.name for f in fields_read(flow.call.version)]),
        "chosen": executor_names(flow.programme, reading.choices),
        "answers": answers_list(flow.programme, reading.answers),
        "handed": [
            {"term": told(document.title), "text": _document(flow, document, reading)}
            for document in documents(flow.programme)
        ],
        "given": [
            {
                "term": told(consent.title),
                "text": _agreed(reading.consents.get(consent.id)),
            }
            for consent in flow.programme.consents
        ],
        "urls": {step: flow.url(step) for step in flow.steps},
    }


def _agreed(given: bool | None) -> str:
    return _("No answer") if given is None else _("I agree") if given else _("I do not agree")


def _document(flow: Flow, document: Document, reading: Reading) -> str:
    handed = reading.documents.get(document.id)
    if handed is None:
        return _("Missing") if document.required else _("None")
    if handed.file_id is None:
        return _("Taken from: %(register)s") % {
            "register": told(document.taken_from) if document.taken_from else ""
        }
    file = flow.draft.get("files", {}).get(document.id, {})
    return ", ".join([decrypt(file.get("name", "")), *days_of(handed)])


def days_of(handed: Handed) -> list[str]:
    """Return the days of a document in words."""
    days = ((name, getattr(handed, name)) for name in DAYS)
    return [f"{DAYS[name]} {day_text(day)}" for name, day in days if day]


def _named(flow: Flow, problem: StepProblem) -> str:
    """Return a problem with the name of what it is about."""
    _kind, _dot, name = problem.name.rpartition(".")
    titles = {d.id: told(d.title) for d in flow.programme.documents}
    titles |= {c.id: told(c.title) for c in flow.programme.consents}
    titles |= {q.id: told(q.title) for q in flow.programme.questions}
    about = titles.get(name, "") if problem.step != "executors" else ""
    if problem.step == "eligibility":
        about = str(CONTACT_LABELS.get(problem.name) or field_label(problem.name))
    return f"{about}: {worded(problem.problem)}" if about else worded(problem.problem)


def address_of(flow: Flow, problem: StepProblem) -> str:
    """Return the address of the control that mends a problem, without the sign that begins a fragment."""
    if problem.step == "eligibility":
        return flow.url(problem.step) + control_of(problem.name)
    return f"{flow.url(problem.step)}#id_{problem.name}"


def differences(flow: Flow, reading: Reading) -> list[dict[str, str]]:
    """Return what a change would change, in words: what it is, as handed in, and afterwards."""
    facts = facts_of(flow.application.merchant)
    return worded_differences(
        flow.programme,
        difference(flow.application, reading, facts),
        flow.application.facts or {},
        facts,
    )


def worded_differences(
    programme: Programme, found: Difference, facts_before: dict[str, Any], facts_after: dict[str, Any]
) -> list[dict[str, str]]:
    """Return a difference in words."""
    rows = []
    for key, (before, after) in found.items():
        kind, _dot, name = key.partition(".")
        match kind:
            case "fact":
                texts = (known_values(facts_before, [name])[name], known_values(facts_after, [name])[name])
            case "choices":
                texts = (
                    ", ".join(executor_names(programme, before)),
                    ", ".join(executor_names(programme, after)),
                )
            case "answer":
                question = next((q for q in programme.questions if q.id == name), None)
                texts = (
                    (answer(question, before), answer(question, after))
                    if question
                    else (str(before), _("no more asked"))
                )
            case "consent":
                texts = (_agreed(before), _agreed(after))
            case _:
                texts = (
                    _("as handed in") if before else _("None"),
                    _("taken from the register") if after == "register" else _("a new file"),
                )
        rows.append({"what": part(key, programme), "before": texts[0], "after": texts[1]})
    return rows
