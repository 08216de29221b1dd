"""What officers see of the referrals of a benefit: ceilings, who waits, files, answers brought in."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from dure.domains.accounts.actors import SignedActor
from dure.domains.referrals import queries
from dure.domains.referrals.policies import may_grant
from dure.domains.referrals.queries import CEILINGED, FinanceCase, Handover, Referral, Standing
from dure.domains.referrals.services.hand_over import hand_over
from dure.domains.referrals.services.read_answers import read_answers
from dure.domains.uploads.services.keep import MOST_BYTES
from dure.engine.problems import Refused
from dure.web.actors import actor, asked_at
from dure.web.agreements.fields import Grouped, reason_field
from dure.web.agreements.words import badge
from dure.web.benefits.lists import benefit_crumbs, case_or_404
from dure.web.officer.guard import for_roles
from dure.web.officer.problems import forbidden_where_not_allowed, sentence_of
from dure.web.paging import page_of
from dure.web.people.access import note_download
from dure.web.people.problems import tell
from dure.web.referrals.exchange import shown_of
from dure.web.referrals.forms import AnswersForm, HandForm
from dure.web.referrals.words import STATES, body_title, terms
from dure.web.tables import headers
from dure.web.templatetags.amounts import count, money
from dure.web.templatetags.days import instant
from dure.web.templatetags.programme import told

PER_PAGE = 50
FILES = 20
FIELDS = {"referrals.reason": "reason", "referrals.body": "body", "funds.line": "line", "funds.year": "year"}


def finance_or_404(programme: str, benefit: str) -> FinanceCase:
    """Return a benefit of finance of a published programme, or answer that there is none."""
    found = queries.finance_of(case_or_404(programme, benefit))
    if found is None:
        raise Http404
    return found


@for_roles("officer", "ministry", "accountant")
@require_http_methods(["GET", "POST"])
@forbidden_where_not_allowed
def benefit(request: HttpRequest, programme: str, benefit: str) -> HttpResponse:
    """Show who was referred, the oldest first, and what stands of ceilings; let an officer hand over."""
    finance = finance_or_404(programme, benefit)
    who, state = actor(request), request.GET.get("state", "")
    state = state if state in STATES else ""
    hands = HandForm(finance, request.POST if request.method == "POST" else None)
    if hands.is_valid() and (answer := _handed(request, finance, hands)) is not None:
        return answer
    page = page_of(request, queries.referrals(who, programme, benefit, state), "asked_at", PER_PAGE)
    numbers = (_("Amount asked for"), _("Taken up"))
    shown = {
        "heading": _("Referrals: %(benefit)s") % {"benefit": told(finance.finance.title)},
        "lead": told(finance.case.programme.title),
        "terms": terms(finance),
        "ceilings": _ceilings(finance) if finance.finance.product in CEILINGED else [],
        "ceiling_headers": headers(
            _("Body"), _("Ceiling"), _("Lent or guaranteed"), _("Held for referrals"), _("Left"),
            numeric=(_("Ceiling"), _("Lent or guaranteed"), _("Held for referrals"), _("Left")),
        ),
        "may_hand_over": may_grant(who, programme),
        "waiting": _waiting(who, finance),
        "form": hands,
        "answers_url": reverse("officer_referral_answers", args=[programme, benefit]),
        "states": [(code, str(word)) for code, (word, _kind) in STATES.items()],
        "state": state,
        "headers": headers(
            _("Business"), _("Reference"), _("Body"), _("Asked on"), *numbers, _("State"), numeric=numbers
        ),
        "rows": [_row(finance, one) for one in page.rows],
        "not_any": not page.rows,
        "page": page,
        "files": [_file(finance, one) for one in queries.handovers(who, programme, benefit, FILES)],
        "file_headers": headers(_("File"), _("Body"), _("Made at"), _("Rows"), numeric=(_("Rows"),)),
        "crumbs": benefit_crumbs(finance.case, (_("Referrals"), "")),
    }  # fmt: skip
    return render(request, "referrals/benefit.html", shown, status=422 if hands.errors else 200)


def _handed(request: HttpRequest, finance: FinanceCase, hands: HandForm) -> HttpResponse | None:
    given, fund = hands.cleaned_data, finance.fund
    programme, benefit = finance.case.programme.id, finance.finance.id
    line = given.get("line", fund.lines[0] if fund is not None else "")
    try:
        done = hand_over(
            actor=actor(request), now=asked_at(request), programme=programme, benefit=benefit,
            body=given["body"], reason=given["reason"], key=given["nonce"], line=line,
            year=int(given.get("year") or 0),
        )  # fmt: skip
    except Refused as refused:
        tell(hands, refused, {code: name for code, name in FIELDS.items() if name in hands.fields})
        return None
    referred = _("In the file: %(n)s.") % {"n": count(done.referred)}
    waiting = _("Waiting for room or money: %(n)s.") % {"n": count(done.waiting)}
    messages.success(request, f"{referred} {waiting}" if done.waiting else referred)
    return redirect("officer_referrals", programme=programme, benefit=benefit)


@for_roles("officer")
@require_http_methods(["GET", "POST"])
@forbidden_where_not_allowed
def answers(request: HttpRequest, programme: str, benefit: str) -> HttpResponse:
    """Bring in the file in which a body answered."""
    finance = finance_or_404(programme, benefit)
    if not may_grant(actor(request), programme):
        raise Http404
    form = AnswersForm(*((request.POST, request.FILES) if request.method == "POST" else (None, None)))
    if form.is_valid():
        file = form.cleaned_data["file"]
        try:
            noted = read_answers(
                actor=actor(request), now=asked_at(request), programme=programme, benefit=benefit,
                name=file.name, content=file.read(),
            )  # fmt: skip
        except Refused as refused:
            for problem in refused.problems:
                said = sentence_of(problem)
                at = {"n": problem.line, "what": said}
                form.add_error("file", said if problem.line is None else _("Row %(n)s: %(what)s") % at)
        else:
            messages.success(request, _("Answers noted: %(n)s.") % {"n": count(noted)})
            return redirect("officer_referrals", programme=programme, benefit=benefit)
    shown = {
        "form": form,
        "lead": told(finance.finance.title),
        "max_bytes": MOST_BYTES,
        "crumbs": benefit_crumbs(
            finance.case,
            (_("Referrals"), reverse("officer_referrals", args=[programme, benefit])),
            (_("Answers"), ""),
        ),
    }
    return render(request, "referrals/answers.html", shown, status=422 if form.errors else 200)


class _ReasonForm(Grouped):
    reason = reason_field()


@for_roles("officer", "ministry", "accountant")
@require_http_methods(["GET", "POST"])
def handover(request: HttpRequest, handover: int) -> HttpResponse:
    """Hand out a file once more, the same bytes, with the reason of the download."""
    found = queries.handover(actor(request), handover)
    if found is None:
        raise Http404
    finance = finance_or_404(found.programme, found.benefit)
    form = _ReasonForm(request.POST if request.method == "POST" else None)
    if found.content and form.is_valid():
        what = f"handover {found.pk}"
        note_download(request, "application", what, form.cleaned_data["reason"], subjects=found.rows)
        response = HttpResponse(found.content.encode("utf-8-sig"), content_type="text/csv; charset=utf-8")
        name = f"{found.programme}-{found.benefit}-{found.number}.csv"
        response["Content-Disposition"] = f'attachment; filename="{name}"'
        response["Cache-Control"] = "private, no-store"
        return response
    shown = {
        "heading": _("File %(n)s") % {"n": found.number},
        "lead": body_title(finance, found.body),
        "form": form,
        "gone": not found.content,
        **shown_of(request, found),
        "file": found,
        "made": instant(found.made_at),
        "crumbs": benefit_crumbs(
            finance.case,
            (_("Referrals"), reverse("officer_referrals", args=[found.programme, found.benefit])),
            (_("File %(n)s") % {"n": found.number}, ""),
        ),
    }
    return render(request, "referrals/handover.html", shown, status=422 if form.errors else 200)


def _waiting(who: SignedActor, finance: FinanceCase) -> list[str]:
    """Return how many agreed and wait, by body."""
    found = []
    for body in finance.bodies:
        n = queries.waiting(who, finance.case.programme.id, finance.finance.id, body)
        found.append(f"{body_title(finance, body)}: {count(n)}")
    return found


def _ceilings(finance: FinanceCase) -> list[dict[str, Any]]:
    whole, of_body = queries.standings(finance)
    rows = [(body_title(finance, body), one) for body, one in of_body.items()]
    return [_ceiling(title, one) for title, one in [*rows, (_("All together"), whole)]]


def _ceiling(title: str, one: Standing) -> dict[str, Any]:
    return {
        "title": title,
        "total": "–" if one.total is None else money(one.total),
        "taken": money(one.taken),
        "held": money(one.held),
        "free": "–" if one.free is None else money(one.free),
    }


def _row(finance: FinanceCase, one: Referral) -> dict[str, Any]:
    return {
        "name": one.application.name,
        "url": reverse("officer_referral", args=[one.pk]),
        "reference": one.reference,
        "body": body_title(finance, one.body),
        "on": instant(one.asked_at),
        "asked": money(one.asked_won) if one.asked_won else "–",
        "taken": money(one.taken_won) if one.taken_won else "–",
        "state": badge(STATES, one.state),
    }


def _file(finance: FinanceCase, one: Handover) -> dict[str, Any]:
    return {
        "number": one.number,
        "url": reverse("referral_handover", args=[one.pk]),
        "body": body_title(finance, one.body),
        "at": instant(one.made_at),
        "rows": count(one.rows),
    }
