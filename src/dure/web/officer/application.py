"""One application: everything about it, and the acts of the document check (요건검토)."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any, cast

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from dure.domains.applications import queries_officer_application as queries
from dure.domains.applications.checking import DocumentDates
from dure.domains.applications.policies_officer import may_check
from dure.domains.applications.queries_officer import applicants
from dure.domains.applications.screening import published
from dure.domains.applications.services.accept import accept
from dure.domains.applications.services.check_document import check_document
from dure.domains.applications.services.judge import judge
from dure.domains.applications.services.refuse import refuse
from dure.domains.selection.services.reopen_application import reopen_application
from dure.engine.law.deadlines import day_of
from dure.engine.problems import Refused
from dure.web.actors import actor, asked_at, asked_on
from dure.web.bodies.shown import recommended, visit_part
from dure.web.column_words import beside_words
from dure.web.column_words import title_of as programme_title
from dure.web.officer import application_page as parts
from dure.web.officer.applicants import title_of
from dure.web.officer.application_forms import AcceptForm, RefuseForm, ReopenForm
from dure.web.officer.application_history import history_items
from dure.web.officer.duplicate_words import warnings_of
from dure.web.officer.filters import ApplicantFilter, query_of
from dure.web.officer.guard import for_roles
from dure.web.officer.problems import forbidden_where_not_allowed, lines, sentence_of
from dure.web.officer.words import ENTRIES, STATE_KINDS, STATES, VERDICT_KINDS, VERDICTS, told
from dure.web.people.access import note_download, note_view
from dure.web.people.files import file_response, shown_response
from dure.web.tables import crumbs, headers

Problems = Sequence[dict[str, str]]


@for_roles("officer", "ministry")
def application_page(request: HttpRequest, application: int) -> HttpResponse:
    """Show an application; that somebody looked is noted."""
    found = _found(request, application)
    note_view(request, "application", found.pk, "application page")
    return _page(request, found)


@for_roles("officer")
@require_POST
@forbidden_where_not_allowed
def document_check(request: HttpRequest, document: int) -> HttpResponse:
    """Accept or refuse a document."""
    held = queries.document(actor(request), document)
    if held is None:
        raise Http404
    found = _found(request, held.application_id)
    accepted = request.POST.get("accepted") == "yes"
    dossier = queries.dossier(found, asked_at(request))
    rows = parts.documents_of(
        dossier, on=asked_on(request), can_check=True, data=request.POST, posted=held.pk
    )
    row = next((row for row in rows if row["held"] is not None and row["held"].pk == held.pk), None)
    form, says = (None, None) if row is None else (row["form"], row["says"])
    if form is None:  # replaced meanwhile
        messages.warning(request, _("Another document was handed in since: look at that one."))
        return redirect(_address(request, found.pk))
    if accepted and says is not None and not says.is_valid():
        return _page(request, found, dossier=dossier, documents=rows, wrong=says)
    if form.is_valid():
        days = {day: form.cleaned_data.get(day) for day in ("issued_on", "valid_from", "valid_until")}
        kept = {day: value if day in form.fields else getattr(held, day) for day, value in days.items()}
        try:
            check_document(
                actor=actor(request),
                now=asked_at(request),
                document_id=document,
                accepted=accepted,
                dates=DocumentDates(**kept),
                note=form.cleaned_data["note"],
                says=says.told() if accepted and says is not None else None,
            )
        except Refused as refused:
            for problem in refused.problems:
                field = problem.code.removeprefix("document.")
                form.add_error(field if field in form.fields else None, sentence_of(problem))
        else:
            messages.success(
                request, _("The document was accepted.") if accepted else _("The document was refused.")
            )
            return redirect(_address(request, found.pk) + f"#document-{held.document}")
    return _page(request, found, dossier=dossier, documents=rows, wrong=form)


@for_roles("officer", "ministry")
def document_file(request: HttpRequest, document: int) -> HttpResponse:
    """Hand out the file of a document; the download is noted with why staff look at it."""
    held = queries.document(actor(request), document)
    if held is None or held.file is None:
        raise Http404
    reason = _("Document check") if actor(request).has("officer") else _("Supervision")
    note_download(request, "application", f"document {held.document}", reason, subjects=1)
    return cast(HttpResponse, file_response(request, held.file))


@for_roles("officer", "ministry")
@require_GET
def document_view(request: HttpRequest, document: int) -> HttpResponse:
    """Show the file of a document in the browser, beside the page of the check; that it was is noted."""
    held = queries.document(actor(request), document)
    if held is None or held.file is None:
        raise Http404
    note_view(request, "application", held.application_id, f"document {held.document}")
    return cast(HttpResponse, shown_response(request, held.file, framed=True))


@for_roles("officer")
@require_POST
@forbidden_where_not_allowed
def judge_again(request: HttpRequest, application: int) -> HttpResponse:
    """Judge the application anew by the published rules."""
    found = _found(request, application)

    def act() -> None:
        result = judge(actor=actor(request), now=asked_at(request), application_id=found.pk)
        messages.success(
            request, _("Judged again: %(verdict)s") % {"verdict": told(VERDICTS, result.verdict)}
        )

    return _done_or_told(request, found, act)


@for_roles("officer")
@require_POST
@forbidden_where_not_allowed
def accept_one(request: HttpRequest, application: int) -> HttpResponse:
    """Accept the application."""
    found = _found(request, application)
    form = AcceptForm(request.POST, prefix="accept")

    def act() -> None:
        accept(
            actor=actor(request),
            now=asked_at(request),
            application_id=found.pk,
            reason=form.cleaned_data["reason"],
        )
        messages.success(request, _("The application was accepted, and the applicant told."))

    return _done_or_told(request, found, act, accept_form=form)


@for_roles("officer")
@require_POST
@forbidden_where_not_allowed
def refuse_one(request: HttpRequest, application: int) -> HttpResponse:
    """Refuse the application, by rules or in words."""
    found = _found(request, application)
    dossier = queries.dossier(found, asked_at(request))
    form = RefuseForm(request.POST, dossier.called.loaded.programme, ())

    def act() -> None:
        refuse(
            actor=actor(request),
            now=asked_at(request),
            application_id=found.pk,
            rules=form.cleaned_data["rules"],
            words=form.cleaned_data["words"],
        )
        messages.success(request, _("The application was refused, and the applicant told why."))

    return _done_or_told(request, found, act, refuse_form=form, wrong_field="words")


@for_roles("officer")
@require_POST
@forbidden_where_not_allowed
def reopen_one(request: HttpRequest, application: int) -> HttpResponse:
    """Take the document check up again."""
    found = _found(request, application)
    form = ReopenForm(request.POST, prefix="reopen")

    def act() -> None:
        reopen_application(
            actor=actor(request),
            now=asked_at(request),
            application_id=found.pk,
            reason=form.cleaned_data["reason"],
        )
        messages.success(request, _("The document check is taken up again, and the applicant told."))

    return _done_or_told(request, found, act, reopen_form=form, wrong_field="reason")


@for_roles("officer", "ministry")
def next_application(request: HttpRequest, application: int) -> HttpResponse:
    """Go to the next application of the list that the address names."""
    found = _found(request, application)
    following = _next(request, found)
    if following is None:
        messages.info(request, _("That was the last application of the list."))
        return redirect(_list_address(request, found))
    return redirect(_address(request, following))


def _done_or_told(
    request: HttpRequest, found: Any, act: Callable[[], None], *, wrong_field: str | None = None, **forms: Any
) -> HttpResponse:
    """Do an act and go back to the page; or show the page with what is wrong, at its form."""
    form = next(iter(forms.values()), None)
    problems: Problems = ()
    if form is None or form.is_valid():
        try:
            act()
        except Refused as refused:
            if form is not None and wrong_field is not None:
                for problem in refused.problems:
                    form.add_error(wrong_field, sentence_of(problem))
            else:
                problems = lines(refused.problems)
        else:
            return redirect(_address(request, found.pk))
    wrong = form if form is not None and form.errors else None
    return _page(request, found, problems=problems, wrong=wrong, **forms)


def _found(request: HttpRequest, application_id: int) -> Any:
    found = queries.application(actor(request), application_id)
    if found is None:
        raise Http404
    return found


def _address(request: HttpRequest, application_id: int) -> str:
    query = query_of(request.GET)
    return reverse("officer_application", args=[application_id]) + (f"?{query}" if query else "")


def _list_address(request: HttpRequest, found: Any) -> str:
    query = query_of(request.GET)
    return reverse("officer_applications", args=[found.programme]) + (f"?{query}" if query else "")


def _next(request: HttpRequest, found: Any) -> int | None:
    now = asked_at(request)
    called = published(found.programme, now)
    form = ApplicantFilter(request.GET, called.loaded.programme, asked_on(request))
    listed = applicants(actor(request), found.programme, form.wanted(), on=day_of(now), now=now)
    return queries.next_after(listed, found)


def _page(
    request: HttpRequest,
    found: Any,
    *,
    dossier: queries.Dossier | None = None,
    documents: list[dict[str, Any]] | None = None,
    problems: Problems = (),
    wrong: Any = None,
    accept_form: Any = None,
    refuse_form: Any = None,
    reopen_form: Any = None,
) -> HttpResponse:
    dossier = dossier or queries.dossier(found, asked_at(request))
    programme = dossier.called.loaded.programme
    can_act = may_check(actor(request), found.programme)
    open_check = found.state in ("submitted", "supplementing")
    here = query_of(request.GET)
    if documents is None:
        documents = parts.documents_of(dossier, on=asked_on(request), can_check=can_act and open_check)
    page = {
        "application": found,
        "merchant": found.merchant,
        "title": title_of(dossier.called),
        "query": here,
        "duplicates": warnings_of(actor(request), found.merchant_id),
        "can_act": can_act,
        "state": told(STATES, found.state),
        "state_kind": STATE_KINDS.get(found.state, "gray"),
        "verdict": told(VERDICTS, found.verdict or "none"),
        "verdict_kind": VERDICT_KINDS[found.verdict or "none"],
        "entry": told(ENTRIES, found.entry),
        "judged_at": dossier.verdict.at if dossier.verdict else None,
        "judged_by": dossier.verdict,
        "programme": programme,
        "excluding": beside_words(dossier.excluded_by),
        "not_recorded": [programme_title(name) for name in dossier.not_recorded],
        "facts": parts.facts_of(dossier),
        "answers": parts.answers_of(dossier),
        "nominations": parts.nominations_of(dossier),
        "recommended": recommended(
            actor(request), dossier.application.programme, dossier.application.merchant_id
        ),
        **visit_part(actor(request), dossier.application.pk),
        "wanted_twice": parts.is_wanted_twice(dossier),
        "choices": parts.choices_of(dossier),
        "rules": parts.rules_of(dossier),
        "documents": documents,
        "frame": any(row["can_be_shown"] for row in documents),
        "obstacles": parts.obstacles_of(dossier) if can_act and found.state == "submitted" else [],
        "refusal": [r.reason for r in programme.eligibility if r.id in found.refusal_rules],
        "supplements": parts.supplements_of(dossier),
        "objections": parts.objections_of(actor(request), found.pk),
        "measured": parts.measured_of(actor(request), dossier),
        "open_supplement": dossier.open_supplement,
        "can_ask": programme.rights.supplement_days is not None,
        "revisions": parts.revisions_of(dossier),
        "accept_form": accept_form or AcceptForm(prefix="accept"),
        "refuse_form": refuse_form or RefuseForm(None, programme, dossier.judged.failed),
        "reopen_form": reopen_form or ReopenForm(prefix="reopen"),
        "cancel_form": ReopenForm(prefix="cancel"),
        "problems": problems,
        "wrong": wrong,
        "rule_headers": headers(_("Rule"), _("Whether it is met"), _("Values looked at")),
        "change_headers": headers(_("What"), _("Before"), _("After")),
        "list_url": _list_address(request, found),
        "crumbs": crumbs(
            (_("My desk"), reverse("officer_home")),
            (_("Applicants"), _list_address(request, found)),
            (found.application_no, ""),
        ),
    }
    status = 422 if problems or wrong is not None else 200
    return render(request, "officer/application.html", page, status=status)


@for_roles("officer", "ministry")
@require_http_methods(["GET"])
def application_history(request: HttpRequest, application: int) -> HttpResponse:
    """Show what happened to an application and its documents; that somebody looked is noted."""
    found = _found(request, application)
    note_view(request, "application", found.pk, "application history")
    page = {
        "application": found,
        "items": history_items(actor(request), found, asked_at(request)),
        "crumbs": crumbs(
            (_("My desk"), reverse("officer_home")),
            (_("Applicants"), _list_address(request, found)),
            (found.application_no, _address(request, found.pk)),
            (_("History"), ""),
        ),
    }
    return render(request, "officer/application_history.html", page)
