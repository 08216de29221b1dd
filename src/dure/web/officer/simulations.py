"""Simulations of a version: asked for, watched, read, taken away as a page, a workbook or JSON."""

from __future__ import annotations

import tempfile
from collections.abc import Callable
from pathlib import Path
from typing import Any, Literal

from django.core.files.uploadedfile import UploadedFile
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from dure.domains.applications.queries import applicants_of
from dure.domains.events.kept_problems import from_data
from dure.domains.merchants.population import write_population
from dure.domains.programmes import queries
from dure.domains.programmes.queries import ProgrammeVersion, SimulationRun
from dure.domains.programmes.services.simulate import simulate_programme
from dure.domains.programmes.services.simulate_start import simulate_start
from dure.engine.problems import Refused
from dure.files.reports import ReportTable, simulation_tables, write_simulation
from dure.files.reports.writing import warnings_of
from dure.web.actors import actor, asked_at
from dure.web.list_files import attachment
from dure.web.officer.forms import SyntheticForm
from dure.web.officer.guard import for_roles
from dure.web.officer.problems import placed, sentence_of
from dure.web.officer.programmes import show_version, version_or_404
from dure.web.officer.simulation_rows import KINDS, STATES, population_name, version_name
from dure.web.officer.words import told
from dure.web.tables import Header, crumbs
from dure.web.templatetags.amounts import count
from dure.web.templatetags.programme import told as text
from dure.web.words import page_language

MOST_BYTES = 50 * 1024 * 1024
KINDS_OF_FILE = ("html", "xlsx", "json")


@for_roles("officer")
@require_POST
def trial(request: HttpRequest, version: int) -> HttpResponse:
    """Simulate a version on an uploaded file, on the service's merchants, or on synthetic ones by a job."""
    found = version_or_404(request, version)
    match request.POST.get("whose"):
        case "synthetic":
            return _synthetic(request, found)
        case "service":
            who = actor(request)
            return _at_once(
                *(request, found, "service", "", "merchants.csv"),
                lambda path: write_population(who, path, applicants_of(who)),
            )
    file = request.FILES.get("population")
    if not isinstance(file, UploadedFile) or not file.name:
        return _again(request, found, [_("Choose a file first.")])
    if (file.size or 0) > MOST_BYTES:
        return _again(request, found, [_("The file is larger than 50 MB.")])

    def write(path: Path) -> None:
        with path.open("wb") as target:
            target.writelines(file.chunks())

    name = f"population{Path(file.name).suffix.lower()}"
    return _at_once(request, found, "upload", Path(file.name).name, name, write)


def _at_once(
    request: HttpRequest,
    found: ProgrammeVersion,
    source: Literal["upload", "service"],
    called: str,
    name: str,
    write: Callable[[Path], None],
) -> HttpResponse:
    with tempfile.TemporaryDirectory(prefix="dure-trial-") as folder:
        path = Path(folder) / name
        write(path)
        try:
            run = simulate_programme(
                actor=actor(request),
                now=asked_at(request),
                version_id=found.pk,
                source=source,
                merchants=path,
                name=called,
                against_id=_compared(request),
            )
        except Refused as refused:
            return _again(request, found, [placed(p) for p in refused.problems])
    return redirect("officer_simulation", run=run)


def _synthetic(request: HttpRequest, found: ProgrammeVersion) -> HttpResponse:
    form = SyntheticForm(request.POST)
    if not form.is_valid():
        problems = [str(error) for errors in form.errors.values() for error in errors]
        return _again(request, found, problems, form)
    try:
        run = simulate_start(
            actor=actor(request),
            now=asked_at(request),
            version_id=found.pk,
            size=form.cleaned_data["size"],
            seed=form.cleaned_data["seed"],
            against_id=_compared(request),
        )
    except Refused as refused:
        return _again(request, found, [placed(p) for p in refused.problems], form)
    return redirect("officer_simulation", run=run)


def _again(
    request: HttpRequest, found: ProgrammeVersion, problems: list[str], synthetic: SyntheticForm | None = None
) -> HttpResponse:
    """Show the version again with what is wrong; what was typed and chosen stays."""
    against = request.POST.get("against")
    return show_version(request, found, problems=problems, synthetic=synthetic, against=against, status=422)


def _compared(request: HttpRequest) -> int | None:
    """Return the version that was chosen to compare with, None for none, 0 for what no page sends."""
    named = request.POST.get("against", "")
    if not named:
        return None
    return int(named) if named.isascii() and named.isdigit() and len(named) < 18 else 0


@for_roles("officer", "ministry")
def simulation(request: HttpRequest, run: int) -> HttpResponse:
    """Show a simulation: how far it is, or what it found."""
    found = _found(request, run)
    title = text(queries.loaded(found.version).programme.title)
    tables = [] if found.result is None else simulation_tables(found.result, page_language())
    page = {
        "run": found,
        "title": title,
        "population": population_name(found),
        "state": told(STATES, found.state),
        "kind": KINDS[found.state],
        "under_way": found.state in ("waiting", "running"),
        "all_rows": max(found.rows or 0, 1),
        "against": version_name(found.against) if found.against else "",
        "problems": [{"text": sentence_of(p)} for p in from_data(found.problems)],
        "warnings": [] if found.result is None else warnings_of(found.result, page_language()),
        "tables": [_shown(table) for table in tables],
        "files": [
            {"label": label, "url": reverse("officer_simulation_file", args=[found.pk, kind])}
            for kind, label in (("html", _("Page (html)")), ("xlsx", _("Workbook (xlsx)")), ("json", "JSON"))
        ],
        "crumbs": crumbs(
            (_("Programme files"), reverse("officer_programmes")),
            (found.version.programme, reverse("officer_version", args=[found.version_id])),
            (_("Simulation"), ""),
        ),
    }
    return render(request, "officer/simulation.html", page)


@for_roles("officer", "ministry")
def simulation_file(request: HttpRequest, run: int, kind: str) -> HttpResponse:
    """Give what a simulation found as a file: counts only, and nothing about anybody."""
    found = _found(request, run)
    if found.result is None or kind not in KINDS_OF_FILE:
        raise Http404
    name = f"simulation-{found.version.programme}-{found.pk}.{kind}"
    with tempfile.TemporaryDirectory(prefix="dure-simulation-") as folder:
        path = Path(folder) / name
        write_simulation(found.result, path, page_language())
        return attachment(path.read_bytes(), name, kind)


def _found(request: HttpRequest, run: int) -> SimulationRun:
    found = queries.simulation(actor(request), run)
    if found is None:
        raise Http404
    return found


def _shown(table: ReportTable) -> dict[str, Any]:
    """Return a table as the template walks it: numbers with separators, and which columns hold them."""
    columns: list[Header] = [
        {"label": header, "numeric": place not in table.texts} for place, header in enumerate(table.headers)
    ]
    rows = [
        {
            "head": row[0],
            "cells": [
                {
                    "text": "—" if cell is None else count(cell) if isinstance(cell, int) else cell,
                    "numeric": place not in table.texts,
                }
                for place, cell in enumerate(row[1:], start=1)
            ],
        }
        for row in table.rows
    ]
    return {"table": table, "headers": columns, "rows": rows}
