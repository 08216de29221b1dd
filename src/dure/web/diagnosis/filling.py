"""A sheet is filled in: its sections, the draft that saves itself, what is lacking, and handing it in."""

from __future__ import annotations

import secrets
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _

from dure.domains.applications.drafting import StepProblem
from dure.domains.diagnosis.queries import (
    EXPERT,
    OWN_DAY,
    OWN_NOTE,
    DiagnosisSheet,
    Reading,
    files_of,
    read_sheet,
)
from dure.domains.diagnosis.services.hand_in_sheet import hand_in_sheet
from dure.domains.diagnosis.services.put_evidence import put_evidence
from dure.domains.diagnosis.services.save_sheet import Saved, save_sheet
from dure.domains.programmes.queries import loaded
from dure.engine.problems import Refused
from dure.engine.programme.models.diagnosis import Item, Section
from dure.web.actors import actor, asked_at
from dure.web.diagnosis.sheet_forms import FILE, OwnForm, SectionForm
from dure.web.diagnosis.words import state_badge
from dure.web.merchant.problems import has, worded
from dure.web.merchant.saving import counter_in
from dure.web.merchant.steps import MOST_BYTES
from dure.web.merchant.typed_form import typed_in
from dure.web.templatetags.programme import told

CONTROL = "#id_"


@dataclass(frozen=True, slots=True)
class Desk:
    """Where a sheet is filled in: the names of its addresses, what stands in them, and the way back."""

    sheet: DiagnosisSheet
    names: str
    """What the names of its addresses begin with: my_diagnosis, diagnosis."""
    arguments: tuple[Any, ...]
    crumbs: list[dict[str, str]]
    extra: Mapping[str, Any]
    """What its pages show besides."""

    @property
    def expert(self) -> bool:
        return self.sheet.filled_by == EXPERT

    def home(self) -> str:
        return reverse(self.names + ("_sheet" if self.expert else ""), args=self.arguments)

    def section(self, section: str) -> str:
        return reverse(f"{self.names}_section", args=[*self.arguments, section])

    def save_url(self, section: str) -> str:
        return reverse(f"{self.names}_save", args=[*self.arguments, section])

    def result(self) -> str:
        return reverse(f"{self.names}_result", args=self.arguments)

    def file(self, evidence: int) -> str:
        return reverse(f"{self.names}_file", args=[*self.arguments, evidence])


def sheet_page(request: HttpRequest, desk: Desk) -> HttpResponse:
    """Show how far a sheet is, and hand it in."""
    lacking: list[dict[str, str]] = []
    own_problems: list[StepProblem] = []
    if request.method == "POST":
        try:
            if desk.expert:
                _keep(request, desk.sheet, "own", overwrite=True)
            if request.POST.get("go") == "hand_in":
                hand_in_sheet(actor=actor(request), now=asked_at(request), sheet_id=desk.sheet.pk)
        except Refused as refused:
            desk.sheet.refresh_from_db()
            lacking = _links(desk, refused)
            own_problems = [
                StepProblem("own", p.code, p) for p in refused.problems if p.code in (OWN_DAY, OWN_NOTE)
            ]
        else:
            if request.POST.get("go") == "hand_in":
                messages.success(request, _("The diagnosis is handed in."))
                return redirect(desk.result())
            messages.success(request, _("The draft is saved."))
            return redirect(desk.home())
    reading = read_sheet(desk.sheet)
    typed = desk.sheet.typed.get("items", {})
    page = {
        **_base(desk),
        "sections": [_section_row(desk, reading, section) for section in reading.opened.form.sections],
        "open": len(reading.score.open_items),
        "lacking": lacking,
        "own_form": OwnForm(typed, own_problems) if desk.expert else None,
        "handed_in": desk.sheet.state == "handed_in",
    }
    return render(request, "diagnosis/sheet.html", page, status=422 if lacking else 200)


def _section_row(desk: Desk, reading: Reading, section: Section) -> dict[str, Any]:
    of = {item.id: item for item in section.items}
    asked = [one for one in reading.score.items if one.id in of and one.asked]
    return {
        "title": told(section.title),
        "url": desk.section(section.id),
        "answered": sum(1 for one in asked if one.points is not None),
        "asked": len(asked),
    }


def _links(desk: Desk, refused: Refused) -> list[dict[str, str]]:
    """Return each problem with where it is mended: an item in its section, what is the expert's own here."""
    where = {
        item.id: (desk.section(section.id), told(item.title))
        for section in read_sheet(desk.sheet).opened.form.sections
        for item in section.items
    }
    found = []
    for problem in refused.problems:
        item = problem.code.removeprefix("item.")
        if item in where:
            url, title = where[item]
            found.append({"text": f"{title}: {worded(problem)}", "url": f"{url}{CONTROL}{item}"})
        else:
            own = problem.code if problem.code in (OWN_DAY, OWN_NOTE) else ""
            found.append({"text": worded(problem), "target": f"id_{own}" if own else ""})
    return found


def section_page(request: HttpRequest, desk: Desk, section_id: str) -> HttpResponse:
    """Show a section, or take what was typed in it and go on."""
    if desk.sheet.state == "handed_in":
        return redirect(desk.result())
    reading = read_sheet(desk.sheet)
    section = _section(reading, section_id)
    if request.method != "POST":
        return _section_response(request, desk, section, reading, {})
    shown = {item.id for item, _must in _shown(reading, section)}
    typed = typed_in(request)
    conflict = None
    wrong: list[StepProblem] = []
    try:
        _keep(request, desk.sheet, section.id, overwrite=bool(request.POST.get("overwrite")))
        wrong = _files(request, desk.sheet, section)
        if removed := request.POST.get("remove"):
            _put(request, desk.sheet, removed, "", None)
    except Refused as refused:
        newer = has(refused, "draft.newer")
        conflict = {"conflict": {"text": worded(refused.problems[0])}, "newer": newer}
    desk.sheet.refresh_from_db()
    reading = read_sheet(desk.sheet)
    go = request.POST.get("go", "")
    if conflict is None and go in ("leave", "before"):
        return redirect(desk.home() if go == "leave" else _beside(desk, reading, section, -1))
    own = {item.id for item in section.items}
    wrong += [
        StepProblem(section.id, p.code.removeprefix("item."), p)
        for p in reading.problems
        if p.code.removeprefix("item.") in own
    ]
    stays = bool(request.POST.get("remove")) or go == "upload"
    new = {item.id for item, must in _shown(reading, section) if must} - shown
    if conflict is None and (not wrong or stays) and not new:
        return redirect(desk.section(section.id) if stays else _beside(desk, reading, section, 1))
    page = {**(conflict or {}), "follows": bool(new)}
    status = 422 if wrong or conflict else 200
    return _section_response(request, desk, section, reading, page, wrong, typed, status)


def section_save(request: HttpRequest, desk: Desk, section_id: str) -> HttpResponse:
    """Save a section as it is typed; answer when, and with the items that are asked or skipped by it."""
    section = _section(read_sheet(desk.sheet), section_id)
    page: dict[str, Any] = {"counter": counter_in(request), "tab": request.POST.get("tab", "")[:40]}
    try:
        saved = _keep(request, desk.sheet, section.id, overwrite=False)
    except Refused as refused:
        page |= {"problem": worded(refused.problems[0]), "newer": has(refused, "draft.newer")}
        return render(request, "diagnosis/parts/saved.html", page)
    desk.sheet.refresh_from_db()
    reading = read_sheet(desk.sheet)
    form = _form(desk, section, reading, desk.sheet.typed.get("items", {}))
    rows = {row["item"].id: row for row in form.rows(_with_urls(desk))}
    was = set(request.POST.getlist("shown"))
    page |= {"counter": saved.counter, "saved_at": saved.at.isoformat()}
    page["changed"] = [
        {"id": item.id, "row": rows.get(item.id)}
        for item in section.items
        if item.asked_if is not None and (item.id in rows) != (item.id in was)
    ]
    return render(request, "diagnosis/parts/saved.html", page)


def _section(reading: Reading, section_id: str) -> Section:
    found = next((one for one in reading.opened.form.sections if one.id == section_id), None)
    if found is None:
        raise Http404
    return found


def _shown(reading: Reading, section: Section) -> list[tuple[Item, bool]]:
    """Return the items that a section shows, each with whether it must be answered.

    Skipped ones are left out, and those that wait for another answer. What only a fact of the business could
    tell may be answered.
    """
    scored = {one.id: one for one in reading.score.items}
    found = []
    for item in section.items:
        one = scored[item.id]
        if one.asked or (one.asked is None and not set(one.missing) & set(scored)):
            found.append((item, one.asked is True))
    return found


def _form(
    desk: Desk,
    section: Section,
    reading: Reading,
    typed: Mapping[str, Sequence[str]],
    problems: Sequence[StepProblem] = (),
) -> SectionForm:
    return SectionForm(_shown(reading, section), typed, expert=desk.expert, problems=problems)


def _section_response(
    request: HttpRequest,
    desk: Desk,
    section: Section,
    reading: Reading,
    page: Mapping[str, Any],
    problems: Sequence[StepProblem] = (),
    typed: Mapping[str, Sequence[str]] | None = None,
    status: int = 200,
) -> HttpResponse:
    kept = desk.sheet.typed.get("items", {})
    form = _form(desk, section, reading, kept | dict(typed or {}), problems)
    sections = reading.opened.form.sections
    place = [one.id for one in sections].index(section.id)
    rows = {row["item"].id: row for row in form.rows(_with_urls(desk))}
    listed = [
        {"id": i.id, "conditional": i.asked_if is not None, "row": rows.get(i.id)} for i in section.items
    ]
    whole = {
        **_base(desk),
        "section_title": told(section.title),
        "step_items": [{"label": told(one.title), "url": desk.section(one.id)} for one in sections],
        "step_number": place + 1,
        "form": form,
        "rows": listed,
        "has_files": any(item.kind == "evidence" for item in section.items),
        "save_url": desk.save_url(section.id),
        "counter": desk.sheet.typed.get("counter", 0),
        "tab": request.POST.get("tab", "")[:40] or secrets.token_hex(8),
        "before": desk.section(sections[place - 1].id) if place else "",
        **page,
    }
    return render(request, "diagnosis/section.html", whole, status=status)


def _with_urls(desk: Desk) -> dict[str, dict[str, Any]]:
    return {
        item: {"row": row, "url": desk.file(row.pk), "name": row.file.name, "size": row.file.size}
        for item, row in files_of(desk.sheet).items()
    }


def _beside(desk: Desk, reading: Reading, section: Section, step: int) -> str:
    ids = [one.id for one in reading.opened.form.sections]
    place = ids.index(section.id) + step
    return desk.section(ids[place]) if 0 <= place < len(ids) else desk.home()


def _keep(request: HttpRequest, sheet: DiagnosisSheet, part: str, *, overwrite: bool) -> Saved:
    return save_sheet(
        actor=actor(request),
        now=asked_at(request),
        sheet_id=sheet.pk,
        part=part,
        typed=typed_in(request),
        counter=1_000_000 if overwrite else counter_in(request),
        tab=request.POST.get("tab", "")[:40],
    )


def _files(request: HttpRequest, sheet: DiagnosisSheet, section: Section) -> list[StepProblem]:
    """Keep the files that a form brought and return what was wrong with others."""
    wrong = []
    for item in section.items:
        file = request.FILES.get(FILE + item.id)
        if file is None or not hasattr(file, "read"):
            continue
        try:
            # One byte more than is taken tells that it is too large, whatever its true size is.
            _put(request, sheet, item.id, file.name or item.id, file.read(MOST_BYTES + 1))
        except Refused as refused:
            wrong += [StepProblem(section.id, FILE + item.id, p) for p in refused.problems]
    return wrong


def _put(request: HttpRequest, sheet: DiagnosisSheet, item: str, name: str, content: bytes | None) -> None:
    put_evidence(
        actor=actor(request), now=asked_at(request), sheet_id=sheet.pk, item=item, name=name, content=content
    )


def _base(desk: Desk) -> dict[str, Any]:
    programme = loaded(desk.sheet.version).programme
    form = next(one for one in programme.diagnosis if one.id == desk.sheet.form)
    return {
        "sheet": desk.sheet,
        "desk": desk,
        "title": told(form.title),
        "programme": programme,
        "application": desk.sheet.application,
        "state": state_badge(desk.sheet),
        "home_url": desk.home(),
        "result_url": desk.result(),
        "expert": desk.expert,
        "crumbs": desk.crumbs,
        **desk.extra,
    }
