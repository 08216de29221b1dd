"""One application of one's own: where it stands, what happened, what was handed in, what can be done now."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from dure.domains.applications.arrivals import standing_of
from dure.domains.applications.columns import row_beside
from dure.domains.applications.queries_own import (
    Application,
    ApplicationDocument,
    asked_of,
    documents_of,
    history,
    revisions_of,
    supplements_of,
    support_judged,
)
from dure.domains.applications.services.change_begin import begin_change
from dure.domains.applications.withdrawing import LONGEST_REASON
from dure.domains.merchants.queries import row_of
from dure.domains.privacy.services.log_access import log_access
from dure.domains.programmes import queries
from dure.domains.review.recusals import may_still_ask
from dure.domains.selection.listing import own_listings
from dure.domains.selection.queries_stage_documents import own_stages
from dure.domains.selection.services.withdraw_application import withdraw_application
from dure.domains.uploads.queries import StoredFile
from dure.domains.voting.queries import candidacies
from dure.engine.problems import Refused
from dure.engine.profile.columns import owner_of
from dure.engine.programme.models.programme import Programme
from dure.web.actors import actor, asked_at
from dure.web.bodies.shown import visit_part
from dure.web.diagnosis.merchant import own_rows
from dure.web.matching.merchant import own_matchings
from dure.web.merchant import decided
from dure.web.merchant.checking import worded_differences
from dure.web.merchant.choosing import left_part
from dure.web.merchant.doors import own_application, signed_in
from dure.web.merchant.problems import sentences
from dure.web.merchant.showing import answers_list, executor_names, facts_list
from dure.web.merchant.step_forms import DAYS
from dure.web.merchant.turns import turn_of
from dure.web.merchant.words import DOCUMENT_STATES, happened, part, state
from dure.web.people.files import can_be_shown, file_response, shown_response
from dure.web.public.verdicts import verdict_parts
from dure.web.tables import crumbs, headers
from dure.web.templatetags.days import day_text
from dure.web.templatetags.programme import told


@signed_in
def application(request: HttpRequest, application: int) -> HttpResponse:
    """Show all that there is of an application."""
    found = own_application(request, application)
    if found.state == "draft":
        return redirect("apply_step", found.programme, found.pk, "eligibility")
    return render(request, "merchant/application.html", _page(request, found))


@signed_in
def printed(request: HttpRequest, application: int) -> HttpResponse:
    """Show an application for printing."""
    found = own_application(request, application)
    if found.application_no is None:
        raise Http404
    return render(request, "merchant/print.html", _page(request, found))


@signed_in
@require_POST
def change(request: HttpRequest, application: int) -> HttpResponse:
    """Take an application up again, to change it."""
    found = own_application(request, application)
    try:
        begin_change(actor=actor(request), now=asked_at(request), application_id=found.pk)
    except Refused as refused:
        page = _page(request, found) | {"problems": sentences(refused)}
        return render(request, "merchant/application.html", page, status=422)
    return redirect("apply_step", found.programme, found.pk, "eligibility")


@signed_in
@require_http_methods(["GET", "POST"])
def withdraw(request: HttpRequest, application: int) -> HttpResponse:
    """Ask whether an application shall be withdrawn, saying what follows, and withdraw it."""
    found = own_application(request, application)
    if found.application_no is None:
        raise Http404
    reason = request.POST.get("reason", "")[:2000]
    problems: list[Any] = []
    if request.method == "POST":
        try:
            withdraw_application(
                actor=actor(request), now=asked_at(request), application_id=found.pk, reason=reason
            )
        except Refused as refused:
            problems = sentences(refused)
        else:
            messages.success(request, _("The application is withdrawn."))
            return redirect("my_application", application=found.pk)
    call = queries.call(actor(request), asked_at(request), found.programme)
    page = {
        "application": found,
        "programme": queries.loaded(found.version).programme,
        "reason": reason,
        "longest": LONGEST_REASON,
        "is_open": call is not None and call.state == "open",
        "closes_at": call.version.closes_at if call else None,
        "can": _can(request, found)["withdraw"],
        "problems": problems,
        "crumbs": crumbs(
            (_("My page"), reverse("my")),
            (found.application_no, reverse("my_application", args=[found.pk])),
            (_("Withdraw"), ""),
        ),
    }
    return render(request, "merchant/withdraw.html", page, status=422 if problems else 200)


@signed_in
def document_file(request: HttpRequest, application: int, document: int) -> HttpResponseBase:
    """Hand out a file of one's own application; that it was looked at is noted."""
    return file_response(request, _own_file(request, application, document))


@signed_in
@require_GET
def document_view(request: HttpRequest, application: int, document: int) -> HttpResponseBase:
    """Show a file of one's own application in the browser; that it was looked at is noted."""
    return shown_response(request, _own_file(request, application, document))


def _own_file(request: HttpRequest, application: int, document: int) -> StoredFile:
    """Return a file of one's own application, with the look at it noted; others are not found."""
    found = own_application(request, application)
    row = next((one for one in documents_of(found) if one.pk == document and one.file), None)
    if row is None or row.file is None:
        raise Http404
    log_access(
        actor=actor(request),
        now=asked_at(request),
        address=request.META.get("REMOTE_ADDR"),
        kind="view",
        subject="application",
        subject_id=found.pk,
        what=f"document {row.document}",
    )
    stored: StoredFile = row.file
    return stored


def _page(request: HttpRequest, found: Application) -> dict[str, Any]:
    programme = queries.loaded(found.version).programme
    who = actor(request)
    word, kind = state(found)
    row = row_of(found.facts or {})
    documents = [_document(found, one, programme) for one in documents_of(found)]
    points = _("Points of 100")
    page: dict[str, Any] = {
        "application": found,
        "programme": programme,
        "state": word,
        "kind": kind,
        "can": _can(request, found),
        "stages": _stages(programme),
        "stage_headers": headers(_("Step"), _("Result"), _("What happens")),
        "facts": facts_list(row, _names(row)),
        "chosen": executor_names(programme, found.choices),
        "chooses": bool(programme.executors),
        "answers": answers_list(programme, found.answers),
        "documents": documents,
        "no_documents": not documents,
        "document_headers": headers(_("Document"), _("Handed in"), _("Check"), _("Note")),
        "asked": asked_of(found),
        "supplements": [_supplement(programme, one) for one in supplements_of(found)],
        **left_part(request, found),
        "history": happened(history(who, found), programme),
        "revisions": revisions_of(found),
        "handed_in": found.application_no is not None,
        "stage_documents": own_stages(who, [found.pk], asked_at(request)).get(found.pk, []),
        "listings": own_listings(who, [found], asked_at(request)).get(found.pk, ()),
        "diagnoses": own_rows(request, found),
        **visit_part(who, found.pk),
        "matchings": own_matchings(request, found),
        "candidacies": candidacies(who, found.pk) if found.application_no is not None else [],
        "diagnosis_headers": headers(_("Diagnosis"), _("State"), _("Level"), points, numeric=(points,)),
        "crumbs": crumbs((_("My page"), reverse("my")), (found.application_no or "", "")),
    }
    if found.facts:
        book = queries.rulebook(found.version)
        screening = queries.screener(found.version).screen(
            row | row_beside(book, found.answers, support_judged(found) if book.beside() else {})
        )
        page |= verdict_parts(
            programme,
            screening,
            lambda name: "" if owner_of(name) else reverse("merchant", args=[found.merchant_id]),
        )
    parts = decided.parts(request, found)
    if not parts.get("decisions"):
        page["standing"] = standing_of(programme, found)
    page["turn"] = turn_of(request, found, programme)
    return page | parts


def _can(request: HttpRequest, found: Application) -> dict[str, bool]:
    """Return what can be done with an application now."""
    now = asked_at(request)
    call = queries.call(actor(request), now, found.programme)
    is_open = call is not None and call.state == "open"
    asked = asked_of(found) if found.state == "supplementing" else None
    return {
        "change": found.state == "submitted" and is_open,
        "supplement": asked is not None and asked.state == "open" and now < asked.due_at,
        "withdraw": found.state in ("submitted", "supplementing", "accepted")
        and queries.loaded(found.version).programme.rights.withdraw,
        "recusal": found.application_no is not None and may_still_ask(found),
    }


def _names(row: dict[str, Any]) -> list[str]:
    """Return the facts that say something: what is known, or known to be none."""
    return [
        name
        for name, value in row.items()
        if not name.startswith("has.") and (value is not None or row.get(f"has.{name}") is False)
    ]


def _stages(programme: Programme) -> list[dict[str, Any]]:
    return [
        {
            "title": told(stage.title),
            "on": stage.dates.announced_on,
            "text": told(stage.summary) if stage.summary else "",
        }
        for stage in programme.stages
    ]


def _document(found: Application, row: ApplicationDocument, programme: Programme) -> dict[str, Any]:
    word, kind = DOCUMENT_STATES[row.state]
    days = [f"{DAYS[name]} {day_text(day)}" for name in DAYS if (day := getattr(row, name))]
    return {
        "row": row,
        "title": part(f"document.{row.document}", programme),
        "name": row.file.name if row.file else "",
        "size": row.file.size if row.file else None,
        "url": reverse("my_document", args=[found.pk, row.pk]) if row.file else "",
        "view_url": reverse("my_document_view", args=[found.pk, row.pk]) if can_be_shown(row.file) else "",
        "days": ", ".join(days),
        "state": str(word),
        "kind": kind,
    }


def _supplement(programme: Programme, asked: Any) -> dict[str, Any]:
    return {
        "asked": asked,
        "items": [
            {"title": part(f"{item['kind']}.{item['name']}", programme), "note": item["note"]}
            for item in asked.items
        ],
        "changed": _changed(programme, asked.difference or {}),
    }


def _changed(programme: Programme, found: dict[str, list[Any]]) -> list[dict[str, str]]:
    """Return the difference of a supplement in words; facts stand there as values, not in rows."""
    before = {k.removeprefix("fact."): v[0] for k, v in found.items() if k.startswith("fact.")}
    after = {k.removeprefix("fact."): v[1] for k, v in found.items() if k.startswith("fact.")}
    return worded_differences(programme, found, before, after)
