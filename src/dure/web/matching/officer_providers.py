"""Providers as officers see them: the list, and one of them to approve or not."""

from __future__ import annotations

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from dure.domains.matching import queries_officer
from dure.domains.matching.policies import may_decide_providers
from dure.domains.matching.queries import PROVIDER_ROLES
from dure.domains.matching.services.decide_provider import decide_provider
from dure.engine.problems import Refused
from dure.web.actors import actor, asked_at
from dure.web.matching.forms import ProviderFilter, RefuseForm
from dure.web.matching.words import PROVIDER_STATE, badge, kind_word, profile_rows, provider_name
from dure.web.officer.applicants import total_text
from dure.web.officer.guard import for_roles
from dure.web.officer.problems import forbidden_where_not_allowed
from dure.web.paging import page_of
from dure.web.people.problems import tell
from dure.web.tables import crumbs, headers

PER_PAGE = 50


@for_roles("officer", "ministry")
@require_GET
def provider_list(request: HttpRequest) -> HttpResponse:
    """Show providers as the filter leaves them."""
    form = ProviderFilter(request.GET, [str(kind) for kind in PROVIDER_ROLES], PROVIDER_STATE)
    chosen = {name: form.told(name) for name in ("words", "kind", "state")}
    found = queries_officer.providers(actor(request), **chosen)
    page = page_of(request, found, "id", PER_PAGE, backwards=True)
    room = _("Merchants now")
    rows = [
        {
            "provider": one,
            "name": provider_name(one),
            "kind": kind_word(one.kind),
            "state": badge(PROVIDER_STATE, one.state),
            "url": reverse("officer_provider", args=[one.pk]),
        }
        for one in page.rows
    ]
    return render(
        request,
        "matching/officer_providers.html",
        {
            "form": form,
            "rows": rows,
            "page": page,
            "empty": not rows,
            "filtered": any(chosen.values()),
            "total_text": total_text(found.count()),
            "headers": headers(_("Name"), _("Helps as"), _("State"), room, _("Registered"), numeric=(room,)),
            "crumbs": crumbs((_("My desk"), reverse("officer_home")), (_("Providers"), "")),
        },
    )


@for_roles("officer", "ministry")
@require_http_methods(["GET", "POST"])
@forbidden_where_not_allowed
def provider(request: HttpRequest, provider: int) -> HttpResponse:
    """Show a provider; approve it, or refuse it with the reason."""
    who = actor(request)
    found = queries_officer.provider(who, provider)
    if found is None:
        raise Http404
    go = request.POST.get("go", "")
    form = RefuseForm(request.POST if go == "refuse" else None)
    if go == "approve" or (go == "refuse" and form.is_valid()):
        try:
            decide_provider(
                actor=who,
                now=asked_at(request),
                provider_id=found.pk,
                approve=go == "approve",
                reason="" if go == "approve" else form.cleaned_data["reason"],
            )
        except Refused as refused:
            form = RefuseForm(request.POST)
            form.is_valid()
            tell(form, refused)
        else:
            messages.success(request, _("Decided; the provider is told."))
            return redirect("officer_provider", found.pk)
    page = {
        "provider": found,
        "name": provider_name(found),
        "state": badge(PROVIDER_STATE, found.state),
        "rows": profile_rows(found),
        "form": form,
        "can_decide": may_decide_providers(who),
        "can_approve": found.state in ("applied", "refused"),
        "can_refuse": found.state in ("applied", "approved", "resting"),
        "crumbs": crumbs(
            (_("My desk"), reverse("officer_home")),
            (_("Providers"), reverse("officer_providers")),
            (provider_name(found), ""),
        ),
    }
    return render(request, "matching/officer_provider.html", page, status=422 if form.errors else 200)
