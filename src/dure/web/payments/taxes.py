"""Withheld tax that is handed to the tax office: noted by one officer, taken back by another."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from dure.domains.payments import queries
from dure.domains.payments.policies import may_manage
from dure.domains.payments.services.hand_over_tax import hand_over_tax
from dure.domains.payments.services.undo_tax_handover import undo_tax_handover
from dure.domains.payments.taxes import left_to_hand_over
from dure.engine.law.deadlines import day_of
from dure.engine.problems import Refused
from dure.web.actors import actor, asked_at
from dure.web.funds.words import fact
from dure.web.officer.guard import for_roles
from dure.web.officer.problems import forbidden_where_not_allowed
from dure.web.payments.waiting import pay_crumbs, title_or_404
from dure.web.people.problems import tell
from dure.web.recoveries.forms import HandoverForm, ReasonForm
from dure.web.recoveries.steps import FIELDS, Step, took, went_wrong
from dure.web.templatetags.amounts import money
from dure.web.templatetags.days import day_text, instant

LAST_MONTH = 12


@for_roles("officer")
@require_http_methods(["GET", "POST"])
@forbidden_where_not_allowed
def hand_over(request: HttpRequest, programme: str, year: int, month: int) -> HttpResponse:
    """Note that the tax withheld in a month was handed over."""
    who, now, title = actor(request), asked_at(request), title_or_404(programme)
    if not 1 <= month <= LAST_MONTH or not 1 <= year <= day_of(now).year:
        raise Http404
    first = date(year, month, 1)
    sent = request.POST if request.method == "POST" else None
    form = HandoverForm(sent, initial={"handed_on": day_of(now)})
    back = f"{reverse('officer_withheld', args=[programme])}?year={year}"
    if form.is_valid():
        try:
            hand_over_tax(actor=who, now=now, programme=programme, month=first, **form.cleaned_data)
        except Refused as refused:
            tell(form, refused, {code: name for code, name in FIELDS.items() if name in form.fields})
        else:
            messages.success(request, _("Noted and posted: nothing of this month is owed to the tax office."))
            return redirect(back)
    left = left_to_hand_over(programme, first)
    heading = _("Tax handed to the tax office")
    shown = {
        "form": form,
        "heading": heading,
        "lead": title,
        "facts": [
            fact(_("Month of payment"), f"{first:%Y-%m}"),
            fact(_("Income tax"), money(left.income_tax_won)),
            fact(_("Local income tax"), money(left.local_tax_won)),
        ],
        "submit": _("Note that it was handed over"),
        "back": back,
        "crumbs": pay_crumbs(programme, title, (_("Tax withheld"), back), (heading, "")),
    }
    return render(request, "agreements/form.html", shown, status=422 if form.errors else 200)


@for_roles("officer", "ministry")
@require_http_methods(["GET", "POST"])
@forbidden_where_not_allowed
def handed(request: HttpRequest, handover: int) -> HttpResponse:
    """Show what was handed over; take it back by a counter-entry."""
    who, now = actor(request), asked_at(request)
    found = queries.handover(who, handover)
    if found is None:
        raise Http404
    undone = found.undone_at is not None
    steps: list[Step] = []
    if not undone and may_manage(who, found.programme) and who.user_id != found.handed_by_id:

        def undo(given: dict[str, Any]) -> str:
            undo_tax_handover(actor=who, now=now, handover_id=found.pk, reason=given["reason"])
            return _("Taken back: the tax is owed again.")

        wrong = _("It was noted wrongly")
        steps = [Step("undo", wrong, ReasonForm, undo, _("Take the note back"), danger=True)]
    said, problems = took(request, steps)
    if said:
        messages.success(request, said)
        return redirect("officer_tax_handed", handover=found.pk)
    back = f"{reverse('officer_withheld', args=[found.programme])}?year={found.month.year}"
    title = title_or_404(found.programme)
    name = _("Tax of %(month)s") % {"month": f"{found.month:%Y-%m}"}
    taken_back = [fact(_("Taken back"), instant(found.undone_at), found.undone_reason)] if undone else []
    shown = {
        "name": name,
        "lead": title,
        "state": {"word": _("Taken back"), "kind": "gray"}
        if undone
        else {"word": _("Noted as paid"), "kind": "success"},
        "about": [
            fact(_("Income tax"), money(found.income_tax_won)),
            fact(_("Local income tax"), money(found.local_tax_won)),
            fact(_("Day on which it was paid"), day_text(found.handed_on)),
            fact(_("Receipt"), found.reference),
            fact(_("Noted"), instant(found.handed_at)),
            *taken_back,
        ],
        "steps": steps,
        "problems": problems,
        "crumbs": pay_crumbs(found.programme, title, (_("Tax withheld"), back), (name, "")),
    }
    return render(request, "recoveries/one.html", shown, status=422 if went_wrong(steps, problems) else 200)
