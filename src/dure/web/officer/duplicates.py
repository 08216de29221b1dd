"""Pairs of merchants that may be duplicates: the queue, one pair with its evidence, and the decision."""

from __future__ import annotations

import csv
import io
from typing import Any

from django import forms
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as lazy
from django.views.decorators.http import require_POST

from dure.domains.applications.queries_officer import applications_of_merchant
from dure.domains.merchants import queries_duplicates as queries
from dure.domains.merchants.policies import may_decide_duplicates
from dure.domains.merchants.queries_officer import count_up_to
from dure.domains.merchants.services.decide_duplicate import decide_duplicate
from dure.engine.duplicates.scoring import FIELDS
from dure.engine.law.deadlines import day_of
from dure.engine.problems import Refused
from dure.files.formulas import guard
from dure.web.actors import actor, asked_at
from dure.web.list_files import attachment
from dure.web.officer import duplicate_words as wording
from dure.web.officer.applicants import total_text
from dure.web.officer.filters import query_of
from dure.web.officer.guard import for_roles
from dure.web.officer.problems import forbidden_where_not_allowed, sentence_of
from dure.web.officer.words import STATE_KINDS, STATES, told
from dure.web.paging import page_of
from dure.web.people.access import note_reveal, note_view
from dure.web.tables import crumbs, headers
from dure.web.templatetags.masks import masked_business_number

PER_PAGE = 50
MOST_EXPORTED = 10_000


class PairFilter(forms.Form):
    """What the queue is filtered by; whatever it does not know counts as everything."""

    words = forms.CharField(
        label=lazy("Name or business number"),
        help_text=lazy("First consonants do too, such as ㄷㄹ for 두레."),
        required=False,
        max_length=100,
    )
    state = forms.ChoiceField(
        label=lazy("State"), choices=[("", lazy("All")), *wording.STATES.items()], required=False
    )
    band = forms.ChoiceField(
        label=lazy("Likeness"), choices=[("", lazy("All")), *wording.BANDS.items()], required=False
    )

    def wanted(self) -> queries.WantedPairs:
        """Return what is asked for; a value that no choice has is left out."""
        self.full_clean()
        return queries.WantedPairs(
            **{name: self.cleaned_data.get(name, "") for name in ("words", "state", "band")}
        )


class DecideForm(forms.Form):
    """What the two are to each other, and why."""

    verdict = forms.ChoiceField(
        label=lazy("What they are to each other"),
        choices=[
            ("same_business", lazy("The same business, entered twice")),
            ("same_owner", lazy("Different businesses of the same owner")),
            ("different", lazy("Different businesses of different owners")),
        ],
        widget=forms.RadioSelect,
    )
    reason = forms.CharField(
        label=lazy("Reason"),
        help_text=lazy("Kept with the pair: who decided, when, and why. Write no contacts here."),
        max_length=500,
        widget=forms.Textarea(attrs={"rows": 3}),
    )


class ReopenForm(forms.Form):
    """Why a decision is taken back."""

    reason = DecideForm.base_fields["reason"]


@for_roles("officer", "ministry", of_all=True)
def duplicate_list(request: HttpRequest) -> HttpResponse:
    """Show the pairs that the filter leaves, the most alike first; without one those to be decided."""
    form = PairFilter(request.GET or {"state": "open"})
    wanted = form.wanted()
    found = queries.pairs(actor(request), wanted)
    page = page_of(request, found, "score", PER_PAGE, backwards=True)
    query = query_of(request.GET)
    context = {
        "form": form,
        "rows": [_row(pair) for pair in page.rows],
        "page": page,
        "empty": not page.rows,
        "filtered": bool(wanted.words.strip() or wanted.band or wanted.state != "open"),
        "total_text": total_text(count_up_to(found, "score")),
        "export": reverse("officer_duplicates_export") + (f"?{query}" if query else ""),
        "headers": headers(
            _("Pair"), _("Business name"), _("Other business"), _("Likeness"), _("Looks like"), _("State")
        ),
        "crumbs": crumbs((_("My desk"), reverse("officer_home")), (_("Duplicates"), "")),
    }
    return render(request, "officer/duplicates.html", context)


@for_roles("officer", "ministry", of_all=True)
def export(request: HttpRequest) -> HttpResponse:
    """Hand out the pairs that the filter leaves as csv: names, masked numbers and evidence, no contacts."""
    wanted = PairFilter(request.GET or {"state": "open"}).wanted()
    found = queries.pairs(actor(request), wanted).order_by("-score", "-pk")[:MOST_EXPORTED]
    out = io.StringIO()
    out.write("\ufeff")
    rows = csv.writer(out, lineterminator="\n")
    kept = ("business_no", "name")
    rows.writerow(
        [
            *(
                "pair",
                "state",
                "band",
                "score",
                "looks_like",
                *(f"{name}_{side}" for name in kept for side in "ab"),
            ),
            *(f"evidence.{field}" for field in FIELDS),
            "reason",
        ]
    )
    for pair in found:
        sides = (pair.one, pair.other)
        numbers = [masked_business_number(side.business_no) for side in sides]
        rows.writerow(
            [
                *(pair.pk, pair.state, pair.band, pair.score, pair.looks_like, *numbers),
                *(guard(side.name) for side in sides),
                *(pair.evidence.get(field, "") for field in FIELDS),
                guard(pair.reason),
            ]
        )
    name = f"duplicates-{day_of(asked_at(request)).isoformat()}.csv"
    return attachment(out.getvalue().encode(), name, "csv")


@for_roles("officer", "ministry", of_all=True)
def duplicate_page(request: HttpRequest, pair: int) -> HttpResponse:
    """Show a pair side by side, masked; that somebody looked is noted for both."""
    found = _found(request, pair)
    for merchant_id in (found.one_id, found.other_id):
        note_view(request, "merchant", merchant_id, "pair of duplicates")
    return _page(request, found)


@for_roles("officer", of_all=True)
@require_POST
def duplicate_reveal(request: HttpRequest, pair: int) -> HttpResponse:
    """Show the values whole; that is noted for both before it is done."""
    found = _found(request, pair)
    for merchant_id in (found.one_id, found.other_id):
        note_reveal(
            request,
            "merchant",
            merchant_id,
            "business number, owner, year of birth, telephone, e-mail, address",
        )
    return _page(request, found, revealed=True)


@for_roles("officer", of_all=True)
@require_POST
@forbidden_where_not_allowed
def duplicate_decide(request: HttpRequest, pair: int) -> HttpResponse:
    """Decide on a pair with a reason."""
    found = _found(request, pair)
    form = DecideForm(request.POST)
    if form.is_valid() and _decided(request, found, form, form.cleaned_data["verdict"]):
        messages.success(request, _("The decision is kept. Nothing was merged."))
        return redirect("officer_duplicate", pair=found.pk)
    return _page(request, _found(request, pair), form=form, status=422)


@for_roles("officer", of_all=True)
@require_POST
@forbidden_where_not_allowed
def duplicate_reopen(request: HttpRequest, pair: int) -> HttpResponse:
    """Take a decision back with a reason."""
    found = _found(request, pair)
    form = ReopenForm(request.POST, prefix="reopen")
    if form.is_valid() and _decided(request, found, form, "reopen"):
        messages.success(request, _("The decision was taken back: the pair is to be decided again."))
        return redirect("officer_duplicate", pair=found.pk)
    return _page(request, _found(request, pair), reopen_form=form, status=422)


def _decided(request: HttpRequest, found: Any, form: forms.Form, verdict: str) -> bool:
    try:
        decide_duplicate(
            actor=actor(request),
            now=asked_at(request),
            pair_id=found.pk,
            verdict=verdict,
            reason=form.cleaned_data["reason"],
        )
    except Refused as refused:
        for problem in refused.problems:
            field = problem.code.removeprefix("duplicate.")
            form.add_error(field if field in form.fields else None, sentence_of(problem))
        return False
    return True


def _found(request: HttpRequest, pair_id: int) -> Any:
    found = queries.pair(actor(request), pair_id)
    if found is None:
        raise Http404
    return found


def _page(
    request: HttpRequest,
    found: Any,
    *,
    revealed: bool = False,
    form: forms.Form | None = None,
    reopen_form: forms.Form | None = None,
    status: int = 200,
) -> HttpResponse:
    who = actor(request)
    page = {
        **_row(found),
        "pair": found,
        "revealed": revealed,
        "can_decide": may_decide_duplicates(who),
        "evidence": wording.evidence_rows(found, revealed=revealed),
        "applications": [
            {
                "id": one.pk,
                "number": one.application_no,
                "merchant": one.merchant.name,
                "programme": one.programme,
                "state": told(STATES, one.state),
                "state_kind": STATE_KINDS.get(one.state, "gray"),
            }
            for one in applications_of_merchant(who, found.one_id, found.other_id)
        ],
        "form": form or DecideForm(),
        "reopen_form": reopen_form or ReopenForm(prefix="reopen"),
        "wrong": next((bad for bad in (form, reopen_form) if bad is not None and bad.errors), None),
        "evidence_headers": headers(
            _("Item"), found.one.name or _("One"), found.other.name or _("Other"), _("Likeness"),
            _("Points: same business"), _("Points: same owner"),
            numeric=(_("Points: same business"), _("Points: same owner")),
        ),
        "application_headers": headers(_("Receipt number"), _("Business name"), _("Programme"), _("State")),
        "crumbs": crumbs(
            (_("My desk"), reverse("officer_home")),
            (_("Duplicates"), reverse("officer_duplicates")),
            (_("Pair %(number)s") % {"number": found.pk}, ""),
        ),
    }  # fmt: skip
    page["empty"] = not page["applications"]
    return render(request, "officer/duplicate.html", page, status=status)


def _row(pair: Any) -> dict[str, Any]:
    return {
        "id": pair.pk,
        "one": pair.one.name or pair.one_id,
        "other": pair.other.name or pair.other_id,
        "one_number": pair.one.business_no,
        "other_number": pair.other.business_no,
        "band": str(wording.BANDS[pair.band]),
        "band_kind": wording.BAND_KINDS[pair.band],
        "score": pair.score,
        "looks_like": str(wording.LOOKS_LIKE[pair.looks_like]),
        "state": str(wording.STATES[pair.state]),
        "state_kind": wording.STATE_KINDS.get(pair.state, "gray"),
    }
