"""The notice that a place of one's own is to be taken (사전통지), and the answer to it (의견제출)."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.core.files.uploadedfile import UploadedFile
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from dure.domains.selection.queries import case_of_selection
from dure.domains.selection.queries_own import Disqualification, decision_of_place, own_notice
from dure.domains.selection.services.answer_notice import MOST_LETTERS, answer_notice
from dure.domains.uploads.purposes import PURPOSES
from dure.engine.law.deadlines import day_of
from dure.engine.problems import Refused
from dure.web.actors import actor, asked_at
from dure.web.merchant.decision_forms import AnswerNoticeForm
from dure.web.merchant.decisions import crumbs_of, own_of
from dure.web.merchant.doors import signed_in
from dure.web.merchant.problems import sentences
from dure.web.people.files import file_response
from dure.web.selection_words import NOTICE_KINDS, NOTICE_STATES, clock, executor_text
from dure.web.words import page_language


@signed_in
@require_http_methods(["GET", "POST"])
def notice_page(request: HttpRequest, place_id: int) -> HttpResponse:
    """Show the notice with ground and clock, and take the answer; what was typed is kept on an error."""
    found, now = _own(request, place_id), asked_at(request)
    decision = decision_of_place(actor(request), found.place)
    if decision is None:
        raise Http404
    form = AnswerNoticeForm.fresh(found.answer)
    problems: list[Any] = []
    if request.method == "POST":
        form = AnswerNoticeForm(request.POST, request.FILES)
        if form.is_valid():
            try:
                answer_notice(
                    actor=actor(request),
                    now=now,
                    disqualification_id=found.pk,
                    answer=form.cleaned_data["answer"],
                    file=_bytes(form.cleaned_data["file"]),
                    key=form.cleaned_data["nonce"],
                )
            except Refused as refused:
                problems = sentences(refused)
            else:
                messages.success(request, _("Your answer has been received."))
                return redirect("my_place_notice", place_id=place_id)
    case = case_of_selection(found.place.selection)
    page = {
        "notice": found,
        "state": str(NOTICE_STATES[found.state]),
        "kind": NOTICE_KINDS[found.state],
        "lead": f"{case.programme.title.to(page_language())}, {case.stage.title.to(page_language())}",
        "number": decision.application_no,
        "executor": executor_text(case, found.place.executor) if found.place.executor else "",
        "clock": clock(found.answer_until, now) if found.answer_until else "",
        "may_answer": found.state in ("noticed", "answered")
        and found.answer_until is not None
        and day_of(now) <= found.answer_until,
        "form": form,
        "problems": problems,
        "most_letters": MOST_LETTERS,
        "most_bytes": PURPOSES["statement"].most_bytes,
        "decision": decision,
        "crumbs": crumbs_of(own_of(request, decision.pk), _("Notice before your place is taken")),
    }
    return render(
        request, "merchant/place_notice.html", page, status=422 if request.method == "POST" else 200
    )


@signed_in
@require_GET
def notice_file(request: HttpRequest, place_id: int) -> HttpResponseBase:
    """Hand out what one handed in with the answer."""
    found = _own(request, place_id)
    if found.answer_file is None:
        raise Http404
    return file_response(request, found.answer_file)


def _own(request: HttpRequest, place_id: int) -> Disqualification:
    found = own_notice(actor(request), place_id)
    if found is None:
        raise Http404
    return found


def _bytes(file: object) -> tuple[str, bytes] | None:
    if not isinstance(file, UploadedFile):
        return None
    return file.name or "file", file.read(PURPOSES["statement"].most_bytes + 1)
