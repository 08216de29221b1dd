"""Merchants: all of them by name, number, region and industry, and the page of one."""

from __future__ import annotations

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from dure.domains.applications.queries import applicants_of
from dure.domains.applications.queries_officer import applications_of_merchant
from dure.domains.merchants import queries_officer as queries
from dure.domains.merchants.queries import facts_of
from dure.engine.law.deadlines import day_of
from dure.engine.profile.fields import PROFILE_COLUMNS
from dure.web.actors import actor, asked_at, asked_on
from dure.web.officer.applicants import total_text
from dure.web.officer.filters import MerchantFilter
from dure.web.officer.guard import for_roles
from dure.web.officer.words import STATE_KINDS, STATES, VERDICT_KINDS, VERDICTS, fact_text, told, value_text
from dure.web.origin_words import origin_text
from dure.web.paging import FEW, narrowed, page_of
from dure.web.people.access import note_reveal, note_view
from dure.web.tables import crumbs, headers
from dure.web.templatetags.masks import (
    business_number,
    masked_address,
    masked_business_number,
    masked_email,
    masked_name,
    masked_phone,
)
from dure.web.words import field_label, industry, place

PER_PAGE = 50


@for_roles("officer", "ministry")
def merchant_list(request: HttpRequest) -> HttpResponse:
    """Show the merchants that the filter leaves."""
    form = MerchantFilter(request.GET, asked_on(request))
    wanted = form.wanted()
    who = actor(request)
    found = queries.merchants(who, wanted, day_of(asked_at(request)), applicants_of(who))
    searched = bool(wanted.words.strip())
    filtered = searched or bool(wanted.province or wanted.section)
    few, number = narrowed(found, "id") if filtered else (found, queries.count_up_to(found, "id"))
    # Sorted by name, what a search finds would lie together somewhere far down a million rows.
    page = page_of(request, few, "id" if searched else "name", PER_PAGE)
    rows = [
        {
            "id": one.pk,
            "name": one.name,
            "business_no": one.business_no,
            "place": place(one.region),
            "industry": industry(one.ksic),
            "form": value_text("legal_form", one.legal_form),
            "status": value_text("business_status", one.business_status),
        }
        for one in page.rows
    ]
    context = {
        "form": form,
        "rows": rows,
        "page": page,
        "empty": not rows,
        "filtered": filtered,
        "total_text": total_text(number, FEW if filtered else queries.MOST_COUNTED),
        "headers": headers(
            _("Business name"),
            _("Business number"),
            _("Region"),
            _("Industry"),
            _("Legal form"),
            _("Business status"),
        ),
        "crumbs": crumbs((_("My desk"), reverse("officer_home")), (_("All merchants"), "")),
    }
    return render(request, "officer/merchants.html", context)


@for_roles("officer", "ministry")
def merchant_page(request: HttpRequest, merchant: int) -> HttpResponse:
    """Show a merchant, what tells of a person masked; that somebody looked is noted."""
    found = _found(request, merchant)
    note_view(request, "merchant", found.pk, "merchant page")
    return _page(request, found, revealed=False)


@for_roles("officer")
@require_POST
def merchant_reveal(request: HttpRequest, merchant: int) -> HttpResponse:
    """Show the number and the contacts whole; that is noted before it is done."""
    found = _found(request, merchant)
    note_reveal(request, "merchant", found.pk, "business number, owner's name, telephone, e-mail, address")
    return _page(request, found, revealed=True)


def _found(request: HttpRequest, merchant_id: int) -> Any:
    who = actor(request)
    found = queries.merchant(who, merchant_id, applicants_of(who))
    if found is None:
        raise Http404
    return found


def _page(request: HttpRequest, found: Any, *, revealed: bool) -> HttpResponse:
    who = actor(request)
    facts = facts_of(found)
    shown = [f for f in PROFILE_COLUMNS if f.name not in ("business_no", "name")]
    applications = [
        {
            "id": one.pk,
            "number": one.application_no,
            "programme": one.programme,
            "state": told(STATES, one.state),
            "state_kind": STATE_KINDS.get(one.state, "gray"),
            "verdict": told(VERDICTS, one.verdict or "none"),
            "verdict_kind": VERDICT_KINDS[one.verdict or "none"],
            "at": one.submitted_at,
        }
        for one in applications_of_merchant(who, found.pk)
    ]
    page = {
        "merchant": found,
        "revealed": revealed,
        "can_reveal": who.has("officer"),
        "contacts": _contacts(found, revealed),
        "facts": [
            {
                "term": field_label(f.name),
                "text": fact_text(f.name, facts),
                "note": origin_text(found.origins, f.name),
            }
            for f in shown
        ],
        "members": queries.members_of(found),
        "applications": applications,
        "empty": not applications,
        "headers": headers(
            _("Receipt number"), _("Programme"), _("Verdict of the rules"), _("State"), _("Handed in at")
        ),
        "crumbs": crumbs(
            (_("My desk"), reverse("officer_home")),
            (_("All merchants"), reverse("officer_merchants")),
            (found.name or _("Merchant"), ""),
        ),
    }
    return render(request, "officer/merchant.html", page)


def _contacts(found: Any, revealed: bool) -> list[dict[str, str]]:
    nothing = _("Not known")
    if revealed:
        number, owner, phone, email, address = (
            business_number(found.business_no),
            found.owner_name,
            found.phone,
            found.email,
            found.address,
        )
    else:
        number, owner, phone, email, address = (
            masked_business_number(found.business_no),
            masked_name(found.owner_name),
            masked_phone(found.phone),
            masked_email(found.email),
            masked_address(found.address),
        )
    return [
        {"term": _("Business number"), "text": number},
        {"term": _("Owner's name"), "text": owner or nothing},
        {"term": _("Telephone of the business"), "text": phone or nothing},
        {"term": _("E-mail of the business"), "text": email or nothing},
        {"term": _("Address of the business"), "text": address or nothing},
    ]
