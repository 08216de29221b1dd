"""The first step of an application: is one eligible, and if not, why not; nothing is kept.

Whoever is signed in and acts for a merchant is told at once from what is known of it.
"""

from __future__ import annotations

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _

from dure.domains.applications.columns import excluded_by, row_beside, support_of
from dure.domains.merchants.queries import Merchant, my_merchants, profile_row
from dure.domains.programmes import queries
from dure.engine.profile.columns import owner_of
from dure.web.actors import actor, asked_at, asked_on
from dure.web.column_words import beside_words
from dure.web.public.profile_form import ProfileForm
from dure.web.public.verdicts import control_of, verdict_parts
from dure.web.tables import crumbs
from dure.web.templatetags.programme import told as text


def check(request: HttpRequest, programme: str) -> HttpResponse:
    """Ask for the facts that the rules read, and answer rule by rule. POST keeps nothing."""
    call = queries.call(actor(request), asked_at(request), programme)
    if call is None:
        raise Http404
    merchant = _chosen(request)
    known = profile_row(merchant) if merchant else {}
    fields = [
        field
        for field in queries.rulebook(call.version).columns()
        # Of a merchant of one's own the tax service has told the status already.
        if not (field.name == "business_status" and known.get("business_status"))
        # Answers are given in the application, and earlier support nobody tells: such rules stay open here.
        and not owner_of(field.name)
        # The revision is told beside the code in the profile; here the code is taken as the rules' own.
        and field.name != "ksic_revision"
    ]
    form = ProfileForm(request.POST or None, day=asked_on(request), fields=fields, known=known)
    row = known if request.method != "POST" else form.row(known) if form.is_valid() else None
    page = {
        "call": call,
        "programme": call.loaded.programme,
        "form": form,
        "merchant": merchant,
        "crumbs": crumbs(
            (_("Calls for applications"), reverse("calls")),
            (text(call.loaded.programme.title), reverse("call", args=[programme])),
            (_("Am I eligible?"), ""),
        ),
    }
    if row:
        support = support_of(call, merchant.pk) if merchant else {}
        row |= row_beside(queries.rulebook(call.version), {}, support)
        excluding = excluded_by(call.loaded.programme, support)
        page["excluding"] = beside_words(excluding)
        page["is_excluded"] = bool(excluding) and call.loaded.programme.exclusion == "refuse"
        found = queries.screener(call.version).screen(row)
        page |= verdict_parts(call.loaded.programme, found, control_of)
    invalid = request.method == "POST" and not form.is_valid()
    return render(request, "public/eligibility.html", page, status=422 if invalid else 200)


def _chosen(request: HttpRequest) -> Merchant | None:
    """Return the merchant that is asked about: the one named, or the only one."""
    who = actor(request)
    mine = my_merchants(who) if who.user_id is not None else []
    named = request.GET.get("merchant", "")
    if named:
        return next((merchant for merchant in mine if str(merchant.pk) == named), None)
    return mine[0] if len(mine) == 1 else None
