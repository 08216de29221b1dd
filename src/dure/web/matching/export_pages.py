"""Lists of matching as files, at the officers' desk and at an executor's: pairs, and who got nobody."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _

from dure.domains.matching import queries_officer
from dure.domains.matching.queries_officer import Case
from dure.web.actors import actor
from dure.web.list_files import ListFile, ListFileForm, handed_out, instant_cell
from dure.web.matching.doors import Desk
from dure.web.matching.round_pages import lonely_row, round_or_404
from dure.web.matching.words import MATCH_STATE, kind_word, provider_name
from dure.web.officer.applicants import title_of, total_text
from dure.web.people.counting import counted
from dure.web.templatetags.amounts import count
from dure.web.templatetags.programme import told
from dure.web.words import place


def export_shown(request: HttpRequest, desk: Desk, case: Case) -> HttpResponse:
    """Show what of the pairs would be exported, and hand it out with a reason."""
    text = request.GET.get("round", "")
    number = int(text) if text.isascii() and text.isdigit() and len(text) < 6 else 0
    found = queries_officer.matches(actor(request), case, number, executor=desk.executor)
    found = found.exclude(state="dropped")

    def listed(_chosen: Mapping[str, Any]) -> ListFile:
        return ListFile(
            name=f"matching-{case.programme}-{case.pairing}",
            what=f"matches {case.pairing} of {case.programme}",
            subjects=found.count(),
            headers=[
                *(_("Receipt number"), _("Business name"), _("Region"), _("Provider"), _("Helps as")),
                *(_("State"), _("Points"), _("Round"), _("Fixed"), _("By hand"), _("Why by hand")),
                *(_("Proposed at"), _("Answered at")),
            ],
            rows=_rows(found),
        )

    asked = ListFileForm(request.POST if request.method == "POST" else None)
    if (file := handed_out(request, asked, listed)) is not None:
        return file
    back = desk.url("matching", case.pairing)
    page = {
        "form": asked,
        "heading": _("Export matches"),
        "title": f"{title_of(case.called)}, {told(case.opened.pairing.title)}",
        "filters": [_("Round %(number)s") % {"number": number}] if number else [],
        "unfiltered": _("None: all rounds"),
        "counted": _("Matches"),
        "total_text": total_text(counted(found)),
        "warning": _("The file holds business names with their providers"),
        "back": back,
        "crumbs": desk.crumbs((told(case.opened.pairing.title), back), (_("Export"), "")),
    }
    return render(request, "officer/export.html", page, status=422 if asked.errors else 200)


def _rows(found: Any) -> Iterator[list[str]]:
    for one in found.order_by("application__application_no", "id").iterator(chunk_size=500):
        yield [
            one.application.application_no or "",
            one.application.name,
            place(one.application.region),
            provider_name(one.provider),
            kind_word(one.provider.kind),
            str(MATCH_STATE[one.state][0]),
            str(one.points),
            str(one.round.number),
            _("Yes") if one.fixed else _("No"),
            _("Yes") if one.hand == "put" else _("No"),
            one.hand_reason,
            instant_cell(one.proposed_at) if one.proposed_at else "",
            instant_cell(one.answered_at) if one.answered_at else "",
        ]


def unmatched_export_shown(request: HttpRequest, desk: Desk, case: Case, number: int) -> HttpResponse:
    """Show how many got nobody in a round, and hand the list out, with the reasons, for a reason."""
    who = actor(request)
    found = round_or_404(request, desk, case, number)
    nobody = queries_officer.lonely(who, found)
    reasons = {row["application"]: row for row in nobody}

    def listed(_chosen: Mapping[str, Any]) -> ListFile:
        merchants = queries_officer.unmatched(who, found).order_by("application_no", "id")
        return ListFile(
            name=f"unmatched-{case.programme}-{case.pairing}-{number}",
            what=f"who got nobody in round {number} of {case.pairing} of {case.programme}",
            subjects=merchants.count(),
            headers=[
                *(_("Receipt number"), _("Business name"), _("Region"), _("Reason")),
                *(_("Have room"), _("Come there"), _("Offer what is necessary"), _("Not barred")),
                _("Enough points"),
            ],
            rows=(_lonely_cells(one, reasons[one.pk]) for one in merchants.iterator(chunk_size=500)),
        )

    asked = ListFileForm(request.POST if request.method == "POST" else None)
    if (file := handed_out(request, asked, listed)) is not None:
        return file
    back = desk.url("match_unmatched", case.pairing, number)
    page = {
        "form": asked,
        "heading": _("Export who got nobody"),
        "title": f"{title_of(case.called)}, {told(case.opened.pairing.title)}",
        "filters": [_("Round %(number)s") % {"number": number}],
        "unfiltered": "",
        "counted": _("Merchants"),
        "total_text": count(len(nobody)),
        "warning": _("The file holds business names"),
        "back": back,
        "crumbs": desk.crumbs(
            (told(case.opened.pairing.title), desk.url("matching", case.pairing)),
            (_("Who got nobody, and why"), back),
            (_("Export"), ""),
        ),
    }
    return render(request, "officer/export.html", page, status=422 if asked.errors else 200)


def _lonely_cells(one: Any, row: Mapping[str, Any]) -> list[str]:
    told_row = lonely_row(one, row)
    reason = f"{told_row['reason']}: {told_row['why']}" if told_row["why"] else str(told_row["reason"])
    counts = ["" if n is None else str(n) for n in told_row["counts"]]
    return [told_row["number"] or "", told_row["name"], told_row["place"], reason, *counts]
