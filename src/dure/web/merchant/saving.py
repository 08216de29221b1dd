"""What is typed in a step is saved: by the form that saves itself, and by its buttons."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_POST

from dure.domains.applications.queries_own import Application
from dure.domains.applications.services.draft_save import Saved, save_draft
from dure.engine.problems import Refused
from dure.web.actors import actor, asked_at
from dure.web.merchant.doors import own_application, signed_in
from dure.web.merchant.problems import has, worded
from dure.web.merchant.typed_form import typed_in


@signed_in
@require_POST
def save(request: HttpRequest, programme: str, application: int, step: str) -> HttpResponse:
    """Save a step as it is typed, and answer with the line that says when."""
    found = own_application(request, application)
    if found.programme != programme:
        raise Http404
    page: dict[str, object] = {"counter": counter_in(request), "tab": request.POST.get("tab", "")[:40]}
    try:
        saved = keep(request, found, step, typed_in(request))
    except Refused as refused:
        page |= {"problem": worded(refused.problems[0]), "newer": has(refused, "draft.newer")}
    else:
        page |= {"counter": saved.counter, "saved_at": saved.at.isoformat()}
    return render(request, "merchant/parts/saved.html", page)


def keep(
    request: HttpRequest,
    application: Application,
    step: str,
    typed: Mapping[str, Sequence[str]],
    *,
    last: bool = False,
    seen: int | None = None,
) -> Saved:
    """Save a step of a draft from a form of ours; raises Refused where another window did meanwhile.

    A form that was told so, and says that it counts, is not asked again. ``seen`` is the count of savings
    that this very request has made already.
    """
    overwrite = bool(request.POST.get("overwrite"))
    return save_draft(
        actor=actor(request),
        now=asked_at(request),
        application_id=application.pk,
        step=step,
        typed=typed,
        counter=1_000_000 if overwrite else counter_in(request) if seen is None else seen,
        tab=request.POST.get("tab", "")[:40],
        last=last,
    )


def counter_in(request: HttpRequest) -> int:
    """Return the count of savings that the window of a form has seen."""
    text = request.POST.get("counter", "")
    return int(text) if text.isascii() and text.isdigit() and len(text) < 9 else 0


def instant_of(text: str | None) -> datetime | None:
    """Return when a draft was saved."""
    return datetime.fromisoformat(text) if text else None
