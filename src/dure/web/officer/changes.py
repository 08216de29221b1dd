"""What differs between two versions of a programme file, line by line."""

from __future__ import annotations

import difflib
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _

from dure.domains.programmes import queries
from dure.domains.programmes.policies import may_edit
from dure.domains.programmes.queries import ProgrammeVersion
from dure.web.actors import actor
from dure.web.officer.guard import for_roles
from dure.web.officer.programmes import version_or_404
from dure.web.officer.simulation_rows import others_offered
from dure.web.tables import crumbs

_KINDS = {"+": "added", "-": "removed", " ": "same"}


@for_roles("officer", "ministry")
def version_changes(request: HttpRequest, version: int) -> HttpResponse:
    """Show what a version changes against another one of its programme: the named, else the published one."""
    found = version_or_404(request, version)
    before = _before(request, found)
    page = {
        "version": found,
        "before": before,
        "others": others_offered(actor(request), found, str(before.pk) if before else ""),
        "programme": queries.loaded(found).programme,
        "lines": lines_changed(bytes(before.raw), bytes(found.raw)) if before else [],
        "can_edit": may_edit(actor(request), found.programme),
        "crumbs": crumbs(
            (_("Programme files"), reverse("officer_programmes")),
            (found.programme, reverse("officer_version", args=[found.pk])),
            (_("What changes"), ""),
        ),
    }
    return render(request, "officer/version_changes.html", page)


def _before(request: HttpRequest, found: ProgrammeVersion) -> ProgrammeVersion | None:
    named = request.GET.get("from", "")
    if named.isdigit() and len(named) < 18:
        other = queries.version(actor(request), int(named))
        if other is not None and other.programme == found.programme and other.pk != found.pk:
            return other
    published = queries.published_version(found.programme)
    return published if published is not None and published.pk != found.pk else None


def lines_changed(before: bytes, after: bytes) -> list[dict[str, Any]]:
    """Return the lines that differ, each with its kind and two lines around it; a gap between others."""
    old, new = (raw.decode("utf-8-sig").splitlines() for raw in (before, after))
    found = list(difflib.unified_diff(old, new, n=2, lineterm=""))[2:]
    return [
        {"kind": "gap", "text": ""} if line.startswith("@@") else {"kind": _KINDS[line[0]], "text": line[1:]}
        for line in found
    ]
