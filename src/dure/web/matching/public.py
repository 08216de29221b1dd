"""Providers who let themselves be listed in public."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from dure.domains.matching.queries import PROVIDER_ROLES, listed_providers
from dure.web.actors import actor, asked_at, asked_on
from dure.web.matching.forms import PublicFilter
from dure.web.matching.provider import public_rows
from dure.web.paging import page_of
from dure.web.tables import crumbs

PER_PAGE = 20


@require_GET
def providers(request: HttpRequest) -> HttpResponse:
    """Show approved providers who consented to stand in the list."""
    form = PublicFilter(request.GET, [str(kind) for kind in PROVIDER_ROLES], asked_on(request))
    chosen = {name: form.told(name) for name in ("kind", "skill", "region")}
    found = listed_providers(actor(request), asked_at(request), **chosen)
    page = page_of(request, found, "id", PER_PAGE)
    return render(
        request,
        "matching/providers.html",
        {
            "form": form,
            "rows": public_rows(page.rows),
            "page": page,
            "filtered": any(chosen.values()),
            "number": found.count(),
            "crumbs": crumbs((_("Providers"), "")),
        },
    )
