"""The register of bans: never public, for officers and the ministry."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from dure.domains.sanctions import queries
from dure.domains.sanctions.queries import Sanction
from dure.domains.sanctions.services.lift_sanction import lift_sanction
from dure.engine.law.deadlines import day_of
from dure.web.actors import actor, asked_at
from dure.web.agreements.words import badge
from dure.web.funds.words import fact
from dure.web.list_files import ListFile, ListFileForm, handed_out
from dure.web.officer.applicants import total_text
from dure.web.officer.guard import for_roles
from dure.web.officer.problems import forbidden_where_not_allowed
from dure.web.paging import page_of
from dure.web.people.access import note_view
from dure.web.people.counting import counted
from dure.web.recoveries.forms import ReasonForm
from dure.web.recoveries.steps import Step, took, went_wrong
from dure.web.recoveries.words import BAN, GROUNDS, SCOPES
from dure.web.tables import crumbs, headers
from dure.web.templatetags.days import day_text, instant
from dure.web.templatetags.masks import business_number

PER_PAGE = 50


def state_of(one: Sanction, today: date) -> str:
    """Return where a ban stands."""
    if one.lifted_at is not None:
        return "lifted"
    return "running" if one.until_on >= today else "over"


@for_roles("officer", "ministry")
@require_GET
def ban_list(request: HttpRequest) -> HttpResponse:
    """Show the bans, the newest first."""
    who, today = actor(request), day_of(asked_at(request))
    state = request.GET.get("state", "")
    state = state if state in BAN else ""
    number = request.GET.get("number", "").strip()[:20]
    page = page_of(request, queries.sanctions(who, today, state, number), "id", PER_PAGE, backwards=True)
    shown = {
        "state": state,
        "number": number,
        "states": [("", _("Every state")), *((name, str(word)) for name, (word, _kind) in BAN.items())],
        "headers": headers(
            _("Business number"), _("Ground of the case"), _("Where the ban holds"), _("Until"), _("State")
        ),
        "rows": [
            {
                "label": business_number(one.business_no),
                "url": reverse("officer_sanction", args=[one.pk]),
                "ground": str(GROUNDS[one.ground]),
                "scope": str(SCOPES[one.scope]),
                "until": day_text(one.until_on),
                "state": badge(BAN, state_of(one, today)),
            }
            for one in page.rows
        ],
        "page": page,
        "crumbs": crumbs((_("Bans"), "")),
    }
    return render(request, "recoveries/bans.html", shown)


@for_roles("officer", "ministry")
@require_http_methods(["GET", "POST"])
@forbidden_where_not_allowed
def ban(request: HttpRequest, sanction: int) -> HttpResponse:
    """Show a ban; lift it."""
    who, now = actor(request), asked_at(request)
    found = queries.sanction(who, sanction)
    if found is None:
        raise Http404
    steps: list[Step] = []
    if (
        found.lifted_at is None
        and who.may_in(found.programme, "officer")
        and (who.user_id != found.imposed_by_id)
    ):

        def lifted(given: dict[str, Any]) -> str:
            lift_sanction(actor=who, now=now, sanction_id=found.pk, reason=given["reason"])
            return _("The ban is lifted.")

        steps = [Step("lift", _("Lift the ban"), ReasonForm, lifted, _("Lift the ban"))]
    said, problems = took(request, steps)
    if said:
        messages.success(request, said)
        return redirect("officer_sanction", sanction=found.pk)
    note_view(request, "sanction", found.pk, "ban")
    shown = {
        "name": _("Ban of %(number)s") % {"number": business_number(found.business_no)},
        "lead": found.name,
        "state": badge(BAN, state_of(found, day_of(now))),
        "about": [
            fact(_("Ground of the case"), GROUNDS[found.ground]),
            fact(_("Article"), found.basis),
            fact(_("Where the ban holds"), SCOPES[found.scope]),
            fact(_("From"), day_text(found.from_on)),
            fact(_("Until"), day_text(found.until_on)),
            fact(_("Imposed"), instant(found.imposed_at)),
            *([fact(_("Lifted"), instant(found.lifted_at), found.lifted_reason)] if found.lifted_at else []),
        ],
        "steps": steps,
        "problems": problems,
        "crumbs": crumbs((_("Bans"), reverse("officer_sanctions")), (business_number(found.business_no), "")),
    }
    return render(request, "recoveries/one.html", shown, status=422 if went_wrong(steps, problems) else 200)


@for_roles("officer", "ministry")
@require_http_methods(["GET", "POST"])
def export(request: HttpRequest) -> HttpResponse:
    """Hand out the register as a file, with a reason."""
    who, today = actor(request), day_of(asked_at(request))
    form = ListFileForm(request.POST if request.method == "POST" else None)
    found = queries.sanctions(who, today)

    def listed(_chosen: Any) -> ListFile:
        return ListFile(
            name="bans",
            what="bans",
            subjects=counted(found),
            headers=[
                _("Business number"), _("Business"), _("Programme"), _("Where the ban holds"),
                _("Ground of the case"), _("Article"), _("From"), _("Until"), _("State"),
            ],
            rows=(
                [
                    one.business_no, one.name, one.programme, str(SCOPES[one.scope]),
                    str(GROUNDS[one.ground]), one.basis, one.from_on.isoformat(), one.until_on.isoformat(),
                    str(BAN[state_of(one, today)][0]),
                ]
                for one in found.order_by("pk").iterator(2_000)
            ),
        )  # fmt: skip

    if (answer := handed_out(request, form, listed)) is not None:
        return answer
    heading = _("Export the bans")
    shown = {
        "form": form,
        "heading": heading,
        "title": _("Bans"),
        "unfiltered": _("All"),
        "counted": _("Bans"),
        "total_text": total_text(counted(found)),
        "warning": _("The file tells who is banned and why"),
        "back": reverse("officer_sanctions"),
        "crumbs": crumbs((_("Bans"), reverse("officer_sanctions")), (heading, "")),
    }
    return render(request, "officer/export.html", shown, status=422 if form.errors else 200)
