"""Officers' pages: the queue of claims, a claim, what is approved together, the list as a file."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from dure.domains.accounts.queries import people
from dure.domains.claims import queries
from dure.domains.claims.policies import may_decide
from dure.domains.claims.queries import Claim, Wanted
from dure.domains.claims.queries_history import happened
from dure.domains.claims.services.approve_clean import approve_clean
from dure.domains.funds.policies import may_manage
from dure.domains.funds.queries import fund_cases
from dure.domains.programmes.queries import call
from dure.engine.law.deadlines import day_of, days_left
from dure.engine.problems import Refused
from dure.web.actors import actor, asked_at
from dure.web.agreements.words import badge
from dure.web.claims.forms import QueueFilter
from dure.web.claims.showing import PER_PAGE, claim_facts, line_headers, line_rows
from dure.web.claims.words import CLAIM, LINE, SIDES, case_of, claimant, executors_named, money_of, named
from dure.web.list_files import ListFile, ListFileForm, handed_out, instant_cell
from dure.web.officer.guard import for_roles
from dure.web.officer.problems import forbidden_where_not_allowed, sentence_of
from dure.web.paging import narrowed, page_of
from dure.web.people.access import note_view
from dure.web.people.act_words import ACTS
from dure.web.people.words import role, staff_member
from dure.web.tables import crumbs, headers
from dure.web.templatetags.amounts import money
from dure.web.templatetags.days import day_text
from dure.web.templatetags.programme import told
from dure.web.words import page_language

STAFF = ("officer", "ministry", "accountant")


@for_roles(*STAFF)
@require_GET
def programmes(request: HttpRequest) -> HttpResponse:
    """Show the programmes whose claims somebody decides, supervises or checks."""
    found = queries.programmes_with_claims(actor(request))
    shown = {
        "heading": _("Claims to decide"),
        "rows": [
            {
                "label": one.title_en if page_language() == "en" else one.title_ko,
                "url": reverse("officer_claims", args=[one.programme]),
            }
            for one in found
        ],
        "crumbs": crumbs((_("Claims to decide"), "")),
    }
    return render(request, "claims/programmes.html", shown)


@for_roles(*STAFF)
@require_GET
def claim_list(request: HttpRequest, programme: str) -> HttpResponse:
    """Show what was handed in, what waits longest first."""
    _title(request, programme)
    filtered, wanted = _wanted(request, programme)
    found = queries.queue(actor(request), programme, wanted, asked_at(request))
    if filtered:
        found, _count = narrowed(found, "submitted_at", "pk")
    page = page_of(request, found, "submitted_at", PER_PAGE)
    counts = queries.open_lines(actor(request), page.rows)
    names = named(page.rows)
    today = day_of(asked_at(request))
    query = request.GET.copy()
    query.pop("after", None)
    shown = {
        "programme": programme,
        "title": _title(request, programme),
        "form": QueueFilter(_executors(programme), request.GET),
        "filtered": filtered,
        "query": query.urlencode(),
        "rows": [
            {
                "label": one.title,
                "url": reverse("officer_claim", args=[one.pk]),
                "claimant": claimant(one, names),
                "side": str(SIDES[one.side]),
                "won": money(one.won),
                "day": day_text(one.submitted_at),
                "days": -days_left(day_of(one.submitted_at), today) if one.state == "submitted" else "–",
                "lines": [
                    f"{LINE[state][0]} {counts[one.pk][state]:,}"
                    for state in LINE
                    if counts.get(one.pk, {}).get(state)
                ],
                "state": badge(CLAIM, one.state),
            }
            for one in page.rows
        ],
        "headers": headers(
            _("What is claimed"), _("Claimant"), _("Claimed"), _("Handed in at"), _("Days waiting"),
            _("Lines"), _("State"),
            numeric=(_("Claimed"), _("Days waiting")),
        ),
        "page": page,
        "may_act": may_manage(actor(request), programme),
        "crumbs": _crumbs(request, programme),
    }  # fmt: skip
    return render(request, "claims/queue.html", shown)


@for_roles(*STAFF)
@require_GET
def page(request: HttpRequest, claim: int) -> HttpResponse:
    """Show a claim to staff: its lines beside their evidence, and what happened."""
    who = actor(request)
    found = queries.claim(who, claim)
    if found is None or not who.may_in(found.programme, *STAFF):
        raise Http404
    case = case_of(found.programme, found.fund)
    lines = page_of(request, queries.claim_lines(who, found.pk), "position", PER_PAGE)
    # Who claims, and whom it paid, may be persons: a look is noted.
    note_view(request, "claim", found.pk, "claim with its lines")
    shown = {
        "claim": found,
        "lead": _title(request, found.programme),
        "state": badge(CLAIM, found.state),
        "facts": [
            {"term": _("Claimant"), "text": claimant(found, named([found])), "note": str(SIDES[found.side])},
            *claim_facts(found, case),
        ],
        "rows": line_rows(
            lines.rows, case, found, queries.paid_of(lines.rows), "officer_claim_line", asked_at(request)
        ),
        "headers": line_headers(draft=False),
        "page": lines,
        "may_act": may_decide(who, found),
        "history": _history(request, found),
        "crumbs": [
            *_crumbs(request, found.programme, own=False),
            {"label": found.title, "url": ""},
        ],
    }
    return render(request, "claims/officer.html", shown)


@for_roles("officer")
@require_http_methods(["GET", "POST"])
@forbidden_where_not_allowed
def together(request: HttpRequest, programme: str) -> HttpResponse:
    """Show what can be approved, or confirmed, all at once; do it."""
    who = actor(request)
    title = _title(request, programme)
    problems: list[str] = []
    if request.method == "POST":
        step = "second" if request.POST.get("step") == "second" else "first"
        try:
            count = approve_clean(
                actor=who, now=asked_at(request), programme=programme, step=step,
                count=_number(request, "count"), won=_number(request, "won"),
            )  # fmt: skip
        except Refused as refused:
            problems = [sentence_of(one) for one in refused.problems]
        else:
            messages.success(request, _("%(n)s lines are done.") % {"n": f"{count:,}"})
            return redirect("officer_claims", programme=programme)
    shown = {
        "programme": programme,
        "title": title,
        "problems": problems,
        "steps": [_step(request, programme, step) for step in ("first", "second")],
        "may_act": may_manage(who, programme),
        "crumbs": [*_crumbs(request, programme, own=False), {"label": _("Approve together"), "url": ""}],
    }
    return render(request, "claims/together.html", shown, status=409 if problems else 200)


@for_roles("officer", "ministry", "accountant")
@require_http_methods(["GET", "POST"])
def export(request: HttpRequest, programme: str) -> HttpResponse:
    """Hand the queue out as a file, with a reason that is kept."""
    filtered, wanted = _wanted(request, programme)
    found = queries.queue(actor(request), programme, wanted, asked_at(request)).order_by("submitted_at", "pk")
    typed = ListFileForm(request.POST if request.method == "POST" else None)

    def listed(_chosen: Mapping[str, Any]) -> ListFile:
        return ListFile(
            name=f"claims-{programme}", what=f"claims of {programme}", subjects=found.count(),
            headers=[
                _("Number"), _("What is claimed"), _("Claimant"), _("Kind of claimant"),
                _("Money on which is claimed"), _("Claimed"), _("Lines"), _("Handed in at"), _("State"),
            ],
            rows=_cells(found.iterator(chunk_size=500)),
        )  # fmt: skip

    if (response := handed_out(request, typed, listed)) is not None:
        return response
    shown = {
        "form": typed,
        "heading": _("Claims as a file"),
        "lead": _title(request, programme),
        "information": _("%(n)s claims go into the file.") % {"n": f"{found.count():,}"},
        "submit": _("Download the file"),
        "back": reverse("officer_claims", args=[programme]),
        "parts": filtered,
        "crumbs": [*_crumbs(request, programme, own=False), {"label": _("Claims as a file"), "url": ""}],
    }
    return render(request, "claims/export.html", shown, status=422 if typed.errors else 200)


def _cells(found: Iterator[Claim]) -> Iterator[list[str]]:
    for one in found:
        yield [
            str(one.pk), one.title, claimant(one), str(SIDES[one.side]),
            money_of(one, case_of(one.programme, one.fund)), str(one.won), str(one.lines_count),
            instant_cell(one.submitted_at or one.made_at), str(CLAIM[one.state][0]),
        ]  # fmt: skip


def _number(request: HttpRequest, name: str) -> int:
    told_number = str(request.POST.get(name, ""))
    return int(told_number) if told_number.isdecimal() else -1


def _step(request: HttpRequest, programme: str, step: str) -> dict[str, Any]:
    lines = queries.clean_lines(actor(request), programme, step)
    names = named([one.claim for one in lines[:10]])
    return {
        "step": step,
        "count": len(lines),
        "won": sum(one.wanted_won for one in lines),
        "claims": len({one.claim_id for one in lines}),
        "shown": [
            {
                "what": one.what,
                "claimant": claimant(one.claim, names),
                "won": money(one.wanted_won),
                "url": reverse("officer_claim_line", args=[one.pk]),
            }
            for one in lines[:10]
        ],
        "headers": headers(_("What it was for"), _("Claimant"), _("Claimed"), numeric=(_("Claimed"),)),
    }


def _wanted(request: HttpRequest, programme: str) -> tuple[bool, Wanted]:
    """Return whether anything is asked for, and what."""
    typed = QueueFilter(_executors(programme), request.GET)
    typed.is_valid()
    given = typed.cleaned_data
    wanted = Wanted(
        state=given.get("state") or "", executor=given.get("executor") or "", side=given.get("side") or "",
        from_won=given.get("from_won") or 0, waiting_days=given.get("waiting_days") or 0,
    )  # fmt: skip
    return wanted != Wanted(), wanted


def _executors(programme: str) -> list[tuple[str, str]]:
    from dure.domains.agreements.versions import terms_by_executor

    codes = list(terms_by_executor(programme))
    names = executors_named(codes)
    return [(code, names.get(code, code)) for code in codes]


def _title(request: HttpRequest, programme: str) -> str:
    cases = fund_cases(programme)
    found = call(actor(request), asked_at(request), programme)
    if not cases:
        raise Http404
    return told(cases[0].programme.title if found is None else found.loaded.programme.title)


def _crumbs(request: HttpRequest, programme: str, *, own: bool = True) -> list[dict[str, str]]:
    title = _title(request, programme)
    return crumbs(
        (_("Claims to decide"), reverse("officer_claims_programmes")),
        (title, "" if own else reverse("officer_claims", args=[programme])),
    )


def _history(request: HttpRequest, found: Claim) -> list[dict[str, Any]]:
    """Return what happened, the newest first: staff by name, claimants by their role."""
    # One entry an act, however many lines it moved.
    events = list({one.act_id: one for one in happened(actor(request), found)}.values())
    staff = people(actor(request), {one.actor_id for one in events if one.actor_id and one.role in STAFF})
    return [
        {
            "at": one.at,
            "title": str(ACTS.get(one.act, one.act)),
            "text": " · ".join(
                part
                for part in (
                    f"{role(one.role)} {staff_member(staff[one.actor_id])}"
                    if one.actor_id in staff
                    else str(role(one.role)),
                    one.reason,
                )
                if part
            ),
        }
        for one in events
    ]
