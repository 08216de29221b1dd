"""How the reviewers of a panel scored: severity, spread, agreement, number and time, also as a file."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as lazy
from django.views.decorators.http import require_GET, require_http_methods

from dure.domains.review import queries_cases as cases
from dure.domains.review.queries import StageReview
from dure.engine.review.quality import words_of
from dure.web.actors import actor
from dure.web.list_files import ListFile, ListFileForm, handed_out
from dure.web.officer.guard import for_roles
from dure.web.officer.panel_cases import crumbs_of
from dure.web.officer.review import round_of
from dure.web.officer.reviewers import labels_of
from dure.web.tables import headers
from dure.web.templatetags.programme import told

WORDS = {
    "severe": lazy("stricter than the others"),
    "mild": lazy("more generous than the others"),
    "like_nobody": lazy("orders cases unlike the others"),
    "flat": lazy("gives nearly the same to all"),
    "steep": lazy("sets cases far apart"),
    "few": lazy("too few cases to say"),
}


def _help() -> list[dict[str, str]]:
    """Return what each column says, in the words of whoever reads it for the first time."""
    return [
        {
            "term": _("What stands out"),
            "text": _(
                "Stricter or more generous: five points or more from the others, over the same cases."
                " Unlike the others: agreement below 0.2. Nearly the same to all, far apart: a scale of 0.7"
                " or less, 1.4 or more."
            ),
        },
        {
            "term": _("Severity"),
            "text": _(
                "How many points somebody gives less than the others for the same cases; a minus is more. A"
                " reviewer with strong cases is not taken for a generous one."
            ),
        },
        {
            "term": _("Spread"),
            "text": _("How far the scores lie from their own mean. Near 0: hardly any difference was made."),
        },
        {
            "term": _("Scale"),
            "text": _("1 sets cases as far apart as the others do, 0.5 half as far, 2 twice as far."),
        },
        {
            "term": _("Agreement"),
            "text": _(
                "1: puts cases in the order of the others, 0: in an order of their own, -1: the other way"
                " round. Low is not wrong: ask why."
            ),
        },
        {
            "term": _("Late, given back"),
            "text": _("How many reviews came after the due day, and how many an officer gave back."),
        },
    ]


def _columns() -> tuple[str, ...]:
    return (
        _("Reviews"),
        _("Mean"),
        _("Severity"),
        _("Spread"),
        _("Scale"),
        _("Agreement"),
        _("Hours to hand in (median)"),
        _("Late"),
        _("Given back"),
        _("What stands out"),
    )


def _rows(request: HttpRequest, found: StageReview) -> list[tuple[str, list[str]]]:
    reports = cases.report(actor(request), found)
    labels = labels_of(actor(request), [one.reviewer_id for one in reports])
    rows = []
    for one in reports:
        told_of = one.figures
        hours = None if told_of.minutes is None else told_of.minutes / 60
        rows.append(
            (
                labels[one.reviewer_id],
                [
                    f"{told_of.cases:,}",
                    _thousandths(told_of.mean, 2),
                    _thousandths(told_of.severity, 2),
                    _thousandths(told_of.spread, 2),
                    _thousandths(told_of.slope_milli, 2),
                    _thousandths(told_of.agreement_milli, 2),
                    "–" if hours is None else f"{hours:,.1f}",
                    str(one.late),
                    str(one.reopened),
                    ", ".join(str(WORDS[word]) for word in words_of(told_of)) or "–",
                ],
            )
        )
    return rows


def _thousandths(value: int | None, decimals: int) -> str:
    return "–" if value is None else f"{value / 1000:.{decimals}f}"


@for_roles("officer", "ministry")
@require_GET
def quality(request: HttpRequest, programme: str, round: str) -> HttpResponse:
    """Show the figures of each reviewer of a round."""
    found = round_of(programme, round)
    rows = _rows(request, found)
    columns = _columns()
    page = {
        "review": found,
        "rows": rows,
        "count": len(rows),
        "empty": not rows,
        "help": _help(),
        "headers": headers(_("Reviewer"), *columns, numeric=columns[:-1]),
        "crumbs": crumbs_of(found, (_("How the reviewers scored"), "")),
    }
    return render(request, "officer/panel_quality.html", page)


@for_roles("officer", "ministry")
@require_http_methods(["GET", "POST"])
def quality_export(request: HttpRequest, programme: str, round: str) -> HttpResponse:
    """Hand out the figures as a file, with a reason; logged."""
    found = round_of(programme, round)
    assert found.round is not None
    rows = _rows(request, found)
    form = ListFileForm(request.POST if request.method == "POST" else None)
    answer = handed_out(
        request,
        form,
        lambda _chosen: ListFile(
            f"{programme}-{round}-reviewers",
            "figures of reviewers",
            len(rows),
            (_("Reviewer"), *_columns()),
            ([name, *cells] for name, cells in rows),
        ),
    )
    if answer is not None:
        return answer
    back = reverse("officer_panel_quality", args=[programme, round])
    page = {
        "form": form,
        "heading": _("Export of how the reviewers scored"),
        "title": told(found.round.title),
        "filters": [],
        "unfiltered": _("All reviewers"),
        "counted": _("Reviewers"),
        "total_text": f"{len(rows):,}",
        "warning": _("The list tells how people worked"),
        "back": back,
        "crumbs": crumbs_of(found, (_("How the reviewers scored"), back), (_("Export"), "")),
    }
    return render(request, "officer/export.html", page, status=422 if form.errors else 200)
