"""A claimant brings lines in by spreadsheet, and an executor publishes its price list."""

from __future__ import annotations

import tempfile
from pathlib import Path

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from dure.domains.claims import queries
from dure.domains.claims.importing import MOST_BYTES
from dure.domains.claims.policies import may_publish_prices
from dure.domains.claims.queries import ClaimImport
from dure.domains.claims.services.check_import import check_import
from dure.domains.claims.services.publish_prices import publish_prices
from dure.domains.claims.services.take_import import take_import
from dure.engine.problems import Problem, Refused
from dure.files.claim_lines import COLUMNS
from dure.files.lists import write_list
from dure.web.actors import actor, asked_at
from dure.web.claims.forms import ImportForm, PricesForm
from dure.web.claims.own import drafted_claim
from dure.web.list_files import attachment
from dure.web.officer.guard import signed_in
from dure.web.officer.problems import forbidden_where_not_allowed, sentence_of
from dure.web.people.problems import tell
from dure.web.tables import crumbs, headers

FAULTS_SHOWN = 50


@signed_in
@require_http_methods(["GET", "POST"])
@forbidden_where_not_allowed
def bring_in(request: HttpRequest, claim: int) -> HttpResponse:
    """Try a spreadsheet on a draft, show what it would add or what is wrong in it, take it over."""
    who, found = actor(request), drafted_claim(request, claim)
    takes = "take" in request.POST
    typed = ImportForm(
        *((request.POST, request.FILES) if request.method == "POST" and not takes else (None, None))
    )
    try:
        if takes:
            tried = _tried(request, found.pk, str(request.POST["take"]))
            added = take_import(actor=who, now=asked_at(request), import_id=tried.pk)
            messages.success(request, _("%(n)s lines are added.") % {"n": f"{added:,}"})
            return redirect("my_claim", claim=found.pk)
        if typed.is_valid():
            file = typed.cleaned_data["file"]
            pk = check_import(
                actor=who, now=asked_at(request), claim_id=found.pk, name=file.name or "file",
                content=file.read(MOST_BYTES + 1),
            )  # fmt: skip
            return redirect(f"{reverse('my_claim_import', args=[found.pk])}?tried={pk}")
    except Refused as refused:
        if not typed.is_bound:
            typed = ImportForm({})
        tell(typed, refused)
    asked = request.GET.get("tried", "")
    last = queries.import_of(who, found.pk, int(asked)) if asked.isdecimal() else None
    back = reverse("my_claim", args=[found.pk])
    shown = {
        "form": typed,
        "claim": found,
        "tried": last,
        "faults": [] if last is None else [_fault(one) for one in last.faults[:FAULTS_SHOWN]],
        "fault_headers": headers(_("Row"), _("Column"), _("What to do")),
        "columns": [{"term": one.title, "text": ", ".join(one.known_as[:4])} for one in COLUMNS],
        "max_bytes": MOST_BYTES,
        "crumbs": crumbs(
            (_("Your claims"), reverse("my_claims")), (found.title, back), (_("Lines by spreadsheet"), "")
        ),
    }
    return render(request, "claims/import.html", shown, status=422 if typed.errors else 200)


@signed_in
@require_GET
@forbidden_where_not_allowed
def faults(request: HttpRequest, claim: int, tried: int) -> HttpResponse:
    """Hand out the faults of a spreadsheet as a workbook: row, column, what to do."""
    found = drafted_claim(request, claim)
    last = _tried(request, found.pk, str(tried))
    rows = [[str(one["row"]), one["column"], _fault(one)["text"]] for one in last.faults]
    with tempfile.TemporaryDirectory(prefix="dure-faults-") as folder:
        path = Path(folder) / "faults.xlsx"
        write_list(path, [_("Row"), _("Column"), _("What to do")], rows)
        return attachment(path.read_bytes(), f"claim-{found.pk}-faults.xlsx", "xlsx")


@signed_in
@require_http_methods(["GET", "POST"])
@forbidden_where_not_allowed
def prices(request: HttpRequest, programme: str, executor: str) -> HttpResponse:
    """Show the versions of a price list; let the executor publish the next."""
    who = actor(request)
    publishes = may_publish_prices(who, programme, executor)
    found = queries.price_lists(who, programme, executor)
    if not publishes and not found:
        raise Http404
    typed = PricesForm(request.POST if request.method == "POST" else None)
    if typed.is_valid():
        try:
            publish_prices(
                actor=who, now=asked_at(request), programme=programme, executor=executor,
                valid_from=typed.cleaned_data["valid_from"], prices=typed.cleaned_data["prices"],
            )  # fmt: skip
        except Refused as refused:
            tell(
                typed, refused,
                {
                    "claims.past_list": "valid_from", "claims.later_list": "valid_from",
                    "claims.prices": "prices", "claims.price": "prices", "claims.price_twice": "prices",
                },
            )  # fmt: skip
        else:
            messages.success(request, _("The price list is published."))
            return redirect("my_prices", programme=programme, executor=executor)
    heading = _("Price list of %(executor)s") % {"executor": executor}
    shown = {
        "heading": heading,
        "form": typed,
        "publishes": publishes,
        "versions": found,
        "headers": headers(
            _("Code"), _("Name"), _("Unit"), _("Price without VAT"), numeric=(_("Price without VAT"),)
        ),
        "crumbs": crumbs((_("Your claims"), reverse("my_claims")), (heading, "")),
    }
    return render(request, "claims/prices.html", shown, status=422 if typed.errors else 200)


def _tried(request: HttpRequest, claim: int, tried: str) -> ClaimImport:
    found = queries.import_of(actor(request), claim, int(tried)) if tried.isdecimal() else None
    if found is None:
        raise Http404
    return found


def _fault(one: dict[str, object]) -> dict[str, object]:
    params = one["params"] if isinstance(one["params"], dict) else {}
    return {**one, "text": sentence_of(Problem(str(one["code"]), str(one["message"]), params))}
