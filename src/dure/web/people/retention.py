"""Retention: until when records of programmes are kept, what would go, and the destruction itself."""

from __future__ import annotations

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods

from dure.domains.applications.queries_retention import Kept, kept_programmes
from dure.domains.applications.services.destroy import destroy_records, would_go
from dure.domains.privacy.queries import destructions
from dure.domains.referrals.elsewhere import ELSEWHERE
from dure.engine.problems import Refused
from dure.web.actors import actor, asked_at
from dure.web.officer.guard import for_roles
from dure.web.people.forms import ReasonForm
from dure.web.people.problems import tell
from dure.web.tables import crumbs, headers
from dure.web.words import page_language

COUNTED_FROM = {
    "programme_end": gettext_lazy("the end of the programme"),
    "decision": gettext_lazy("the last decision"),
    "settlement": gettext_lazy("the settlement"),
}
WHAT = {
    "files": gettext_lazy("Files handed in"),
    "letters": gettext_lazy("Addresses of notices"),
    "merchants": gettext_lazy("Contacts of businesses"),
    "applications": gettext_lazy("Applications: names, answers, facts about persons"),
    "revisions": gettext_lazy("Earlier versions of applications"),
    "notes": gettext_lazy("Notes on documents"),
    "supplements": gettext_lazy("Supplements: notes and differences"),
    "nominations": gettext_lazy("Reasons of nominations"),
    "imports": gettext_lazy("Faulty cells of imports"),
    "diagnoses": gettext_lazy("Notes and drafts of diagnoses"),
    "recusals": gettext_lazy("What applicants said of reviewers"),
    "matches": gettext_lazy("Reasons told in matches"),
    "objections": gettext_lazy("Grounds of objections"),
    "statements": gettext_lazy("Answers to notices of disqualification"),
    "proposals": gettext_lazy("Whom to ask about proposals of firms"),
    "remarks": gettext_lazy("Remarks on score sheets"),
    "score_uploads": gettext_lazy("Faulty cells of score spreadsheets"),
    "document_requests": gettext_lazy("Words with which documents were asked for again"),
    "points_uploads": gettext_lazy("Faulty cells of files of measured points"),
    "accesses": gettext_lazy("Entries of the access log"),
    "vote_traces": gettext_lazy("Traces of voters"),
    "candidates": gettext_lazy("What candidates answered"),
    "scorer_recusals": gettext_lazy("What firms said of scorers"),
    "claim_lines": gettext_lazy("Whom claimants paid"),
    "recovery_cases": gettext_lazy("Facts and statements of recoveries"),
    "payees": gettext_lazy("Names of payees"),
    "bank_accounts": gettext_lazy("Bank accounts of payees"),
    "transfer_files": gettext_lazy("Transfer files"),
    "firm_objections": gettext_lazy("Grounds of objections of firms"),
    "recommendations": gettext_lazy("Why associations recommended members"),
    "visits": gettext_lazy("What visits were for, and what came of them"),
    "providers": gettext_lazy("Profiles of providers"),
    "uses": gettext_lazy("What was told of sessions and other uses"),
    "devices": gettext_lazy("What was told of devices"),
    "grants": gettext_lazy("Why grants were ended"),
    "certificates": gettext_lazy("Names on titles out of force"),
    "voucher_orders": gettext_lazy("Marks of persons who bought vouchers"),
    "voucher_shops": gettext_lazy("What was said to registrations of shops"),
    "vouchers_given_back": gettext_lazy("Why shops gave something back"),
    "wishes": gettext_lazy("What merchants wrote that they seek"),
}
MOST_DONE = 100
MOST_COUNTED = 10_000
"""A programme with more applications is counted when somebody asks for it: that takes seconds."""
FIELDS = {"destroy.reason": "reason"}


@for_roles("officer", "ministry")
def retention_list(request: HttpRequest) -> HttpResponse:
    """Show every programme with its dates, and what was destroyed."""
    who = actor(request)
    rows = [_row(one) for one in kept_programmes(who, asked_at(request))]
    done = list(destructions(who)[:MOST_DONE])
    many = _("Applications")
    page = {
        "rows": rows,
        "empty": not rows,
        "done": [
            {
                "at": one.at,
                "programme": one.programme or "-",
                "what": WHAT.get(one.what, one.what),
                "count": one.count,
                "reason": one.reason,
                "by": _("An officer") if one.by_id else _("The service itself"),
            }
            for one in done
        ],
        "nothing_done": not done,
        "headers": headers(
            _("Programme"), _("Kept for"), _("Ends"), _("Kept until"), _("State"), many, numeric=(many,)
        ),
        "done_headers": headers(
            _("When"), _("Programme"), _("What"), _("How much"), _("By whom"), _("Reason"),
            numeric=(_("How much"),),
        ),
        "crumbs": crumbs((_("Retention and destruction"), "")),
    }  # fmt: skip
    return render(request, "people/retention.html", page)


def _row(one: Kept) -> dict[str, object]:
    return {
        "programme": one.programme,
        "title": one.title_en if page_language() == "en" else one.title_ko,
        "months": one.months,
        "counted_from": COUNTED_FROM.get(one.counted_from, ""),
        "ends_on": one.ends_on,
        "over_on": one.over_on,
        "is_over": one.is_over,
        "applications": one.applications,
        "destroyed_at": one.destroyed_at,
    }


@for_roles("officer", "ministry")
@require_http_methods(["GET", "POST"])
def programme_page(request: HttpRequest, programme: str) -> HttpResponse:
    """Show what would go of a programme, and destroy it with a reason once its time is over."""
    who, now = actor(request), asked_at(request)
    found = next((one for one in kept_programmes(who, now) if one.programme == programme), None)
    if found is None:
        raise Http404
    if request.method == "POST" and not who.may_in(programme, "officer"):
        raise PermissionDenied
    form = ReasonForm(request.POST if request.method == "POST" else None)
    if form.is_valid():
        try:
            counts = destroy_records(
                actor=who,
                now=now,
                programme=programme,
                reason=form.cleaned_data["reason"],
                elsewhere=ELSEWHERE,
            )
        except Refused as refused:
            tell(form, refused, FIELDS)
        else:
            said = _("The records are destroyed.") if counts else _("There was nothing left to destroy.")
            messages.success(request, said)
            return redirect("officer_retention_programme", programme=programme)
    is_counted = found.applications <= MOST_COUNTED or request.GET.get("count") == "all"
    counts = would_go(programme, ELSEWHERE) if is_counted else {}
    page = {
        "form": form,
        "row": _row(found),
        "counts": [{"what": WHAT.get(what, what), "count": count} for what, count in counts.items()],
        "is_counted": is_counted,
        "nothing": is_counted and not any(counts.values()),
        "may": who.may_in(programme, "officer"),
        "headers": headers(_("What"), _("How much"), numeric=(_("How much"),)),
        "crumbs": crumbs((_("Retention and destruction"), reverse("officer_retention")), (programme, "")),
    }
    return render(request, "people/retention_programme.html", page, status=422 if form.errors else 200)
