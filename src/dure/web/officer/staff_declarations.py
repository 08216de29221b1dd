"""What executors' staff declared of conflicts of interest: a list with search and state, also as a file."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any
from urllib.parse import urlencode

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as lazy
from django.views.decorators.http import require_GET, require_http_methods

from dure.domains.review import queries as review
from dure.domains.review import queries_staff as staff
from dure.engine.programme import LoadedProgramme
from dure.engine.programme.models.people import Executor
from dure.web.actors import actor
from dure.web.list_files import ListFile, ListFileForm, handed_out, instant_cell
from dure.web.officer.guard import for_roles
from dure.web.officer.reviewers import labels_of
from dure.web.paging import page_of
from dure.web.reviewer.forms import RELATIONS
from dure.web.tables import crumbs, headers
from dure.web.templatetags.programme import told

PER_PAGE = 50
BLOCK = 1000
STATES = {
    "": lazy("All declarations"),
    "conflict": lazy("With a conflict"),
    "clear": lazy("Without a conflict"),
}
KINDS = {**RELATIONS, "set_aside": lazy("Set aside at the applicant's request")}


@for_roles("officer", "ministry")
@require_GET
def listed(request: HttpRequest, programme: str) -> HttpResponse:
    """Show who signed what when, the newest first."""
    loaded = _loaded(programme)
    state, words = _asked(request)
    who = actor(request)
    found = _found(request, loaded)
    page = page_of(request, found, "at", PER_PAGE, backwards=True)
    here = reverse("officer_staff_declarations", args=[programme])
    download = reverse("officer_staff_declarations_export", args=[programme])
    shown = {
        "programme": programme,
        "title": told(loaded.programme.title),
        "rows": list(_rows(who, loaded, page.rows)),
        "page": page,
        "empty": not page.rows,
        "total": found.count(),
        "words": words,
        "state": state,
        "caption": str(STATES[state]),
        "filters": [
            {
                "label": str(label),
                "url": f"{here}?{urlencode({'state': name, 'words': words})}",
                "current": name == state,
            }
            for name, label in STATES.items()
        ],
        "export": f"{download}?{urlencode({'state': state, 'words': words})}",
        "headers": headers(
            _("Person"), _("Executor"), _("Signed"), _("Applicants asked about"), _("Conflicts"),
            numeric=(_("Applicants asked about"),),
        ),
        "crumbs": _crumbs(loaded, (_("Declarations of executors' staff"), "")),
    }  # fmt: skip
    return render(request, "officer/staff_declarations.html", shown)


@for_roles("officer", "ministry")
@require_http_methods(["GET", "POST"])
def export(request: HttpRequest, programme: str) -> HttpResponse:
    """Hand out the declarations as a file, with a reason; logged."""
    loaded = _loaded(programme)
    who = actor(request)
    state, words = _asked(request)
    found = _found(request, loaded)
    total = found.count()

    def lines() -> Iterator[list[str]]:
        last = None
        while True:
            rows = found.order_by("-pk") if last is None else found.filter(pk__lt=last).order_by("-pk")
            block = list(rows[:BLOCK])
            for row in _rows(who, loaded, block):
                against = "; ".join(
                    f"{one['number']} {one['name']} ({one['kind']})" for one in row["against"]
                )
                yield [row["who"], row["executor"], instant_cell(row["at"]), str(row["seen"]), against]
            if len(block) < BLOCK:
                return
            last = block[-1].pk

    def file(_chosen: Mapping[str, Any]) -> ListFile:
        titles = (_("Person"), _("Executor"), _("Signed"), _("Applicants asked about"), _("Conflicts"))
        return ListFile(f"{programme}-staff-declarations", "declarations of staff", total, titles, lines())

    form = ListFileForm(request.POST if request.method == "POST" else None)
    if (answer := handed_out(request, form, file)) is not None:
        return answer
    back = reverse("officer_staff_declarations", args=[programme])
    page = {
        "form": form,
        "heading": _("Export of the declarations of executors' staff"),
        "title": told(loaded.programme.title),
        "filters": [text for text in (str(STATES[state]) if state else "", words) if text],
        "unfiltered": _("All declarations"),
        "counted": _("Declarations"),
        "total_text": f"{total:,}",
        "warning": _("The list tells with whom people have conflicts of interest"),
        "back": back,
        "crumbs": _crumbs(loaded, (_("Declarations of executors' staff"), back), (_("Export"), "")),
    }
    return render(request, "officer/export.html", page, status=422 if form.errors else 200)


def _loaded(programme: str) -> LoadedProgramme:
    found = review.published_programme(programme)
    if found is None:
        raise Http404
    return found


def _asked(request: HttpRequest) -> tuple[str, str]:
    state = request.GET.get("state", "")
    return state if state in STATES else "", request.GET.get("words", "").strip()[:100]


def _found(request: HttpRequest, loaded: LoadedProgramme) -> Any:
    """Return the declarations asked for; words are a part of an executor's name, or a whole address."""
    state, words = _asked(request)
    named = [one.id for one in loaded.programme.executors if words and _is_called(one, words.lower())]
    return staff.declarations_in(
        actor(request), loaded.programme.id, state=state, executors=named, email=words
    )


def _is_called(executor: Executor, words: str) -> bool:
    return any(
        words in name.lower() for name in (executor.name.to("ko"), executor.name.to("en"), executor.id)
    )


def _rows(who: Any, loaded: LoadedProgramme, found: list[Any]) -> Iterator[dict[str, Any]]:
    names = {one.id: told(one.name) for one in loaded.programme.executors}
    labels = labels_of(who, [one.user_id for one in found])
    against = staff.conflicts_behind(who, found)
    for one in found:
        yield {
            "who": labels[one.user_id],
            "executor": names.get(one.executor, one.executor),
            "at": one.at,
            "seen": len(one.seen),
            "against": [
                {
                    "number": of.application_no,
                    "name": of.name,
                    "kind": str(KINDS.get(of.relation, of.relation)),
                }
                for of in against[one.pk]
            ],
        }


def _crumbs(loaded: LoadedProgramme, *more: tuple[str, str]) -> list[dict[str, str]]:
    title = told(loaded.programme.title)
    return crumbs(
        (_("Review"), reverse("officer_review")),
        (title, reverse("officer_review_programme", args=[loaded.programme.id])),
        *more,
    )
