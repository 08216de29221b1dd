"""Who looked at whose data: for officers to check on everybody, for people to see who looked at theirs."""

from __future__ import annotations

import csv
from collections.abc import Iterator
from datetime import datetime
from typing import Any, cast
from urllib.parse import urlencode

from django import forms
from django.http import HttpRequest, HttpResponse, StreamingHttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, gettext_noop
from django.views.decorators.http import require_http_methods, require_POST

from dure.domains.accounts.queries import people, person_by_address
from dure.domains.accounts.workplaces import workplaces
from dure.domains.applications.queries import applications_of
from dure.domains.merchants.queries import merchants_of
from dure.domains.privacy.queries import ACCESS_KINDS, Wanted, accesses, my_accesses
from dure.engine.law.access_log import ACCESS_LOG_MONTHS
from dure.engine.problems import Refused
from dure.files.formulas import guard
from dure.web.actors import actor, asked_at
from dure.web.officer.guard import for_roles, signed_in
from dure.web.paging import page_of
from dure.web.people.access import note_download
from dure.web.people.forms import DAY
from dure.web.people.periods import begins, ends_after, first_day
from dure.web.people.problems import tell
from dure.web.people.words import role, staff_member
from dure.web.tables import crumbs, headers
from dure.web.words import page_language

PER_PAGE = 50
MOST_COUNTED = 10_000
KINDS = {
    "view": gettext_lazy("Looked at"),
    "reveal": gettext_lazy("Shown whole"),
    "download": gettext_lazy("Downloaded"),
    "change": gettext_lazy("Changed"),
}
SUBJECTS = {
    "merchant": gettext_lazy("Business"),
    "application": gettext_lazy("Application"),
    "proposal": gettext_lazy("Proposal"),
    "user": gettext_lazy("Account"),
    "access_log": gettext_lazy("Access log"),
}
WHAT = (
    gettext_noop("application page"),
    gettext_noop("application history"),
    gettext_noop("merchant page"),
    gettext_noop("proposal page"),
    gettext_noop("document of a proposal"),
    gettext_noop("score sheet of a proposal"),
    gettext_noop("notice page"),
    gettext_noop("executor's page of an applicant"),
    gettext_noop("executor's score sheet"),
    gettext_noop("executor's applicants"),
    gettext_noop("reviewer's page of a case"),
    gettext_noop("reviewer's cases"),
    gettext_noop("contacts and business number"),
    gettext_noop("business number, owner's name, telephone, e-mail"),
    gettext_noop("access log as csv"),
)
"""What pages note that is shown to people again: here so that it has Korean."""


class WantedForm(forms.Form):
    """Which looks are asked for. Sent by POST: an address (e-mail) must not stand in one (URL)."""

    email = forms.CharField(
        label=gettext_lazy("Who (e-mail address)"),
        required=False,
        max_length=254,
        widget=forms.TextInput(attrs={"autocomplete": "off", "inputmode": "email"}),
    )
    subject = forms.ChoiceField(
        label=gettext_lazy("Whose data"),
        required=False,
        choices=[("", gettext_lazy("All")), *SUBJECTS.items()],
    )
    subject_id = forms.CharField(
        label=gettext_lazy("Number"),
        help_text=gettext_lazy("As it stands in the list."),
        required=False,
        max_length=80,
    )
    kind = forms.ChoiceField(
        label=gettext_lazy("What was done"),
        required=False,
        choices=[("", gettext_lazy("All")), *((code, KINDS[code]) for code in ACCESS_KINDS)],
    )
    first = forms.DateField(label=gettext_lazy("From"), required=False, widget=DAY)
    last = forms.DateField(label=gettext_lazy("To"), required=False, widget=DAY)


class ExportForm(forms.Form):
    """Why the log is downloaded."""

    reason = forms.CharField(
        label=gettext_lazy("Reason"),
        help_text=gettext_lazy("Kept with the download: who, when and why."),
        max_length=500,
    )


@for_roles("officer", of_all=True)
@require_http_methods(["GET", "POST"])
def log(request: HttpRequest) -> HttpResponse:
    """Show the looks that are asked for; what is asked by an address becomes a number first."""
    if request.method == "POST":
        return _find(request)
    form = WantedForm(initial={name: request.GET.get(name, "") for name in _IN_ADDRESS})
    return _log_page(request, form, ExportForm())


_IN_ADDRESS = ("subject", "subject_id", "kind", "first", "last")


def _find(request: HttpRequest) -> HttpResponse:
    form = WantedForm(request.POST)
    asked: dict[str, str] = {}
    if form.is_valid():
        told = form.cleaned_data
        asked = {name: str(told[name]) for name in _IN_ADDRESS if told[name]}
        if told["email"]:
            person = person_by_address(actor(request), told["email"])
            if person is None:
                form.add_error("email", _("Nobody of the staff has this address."))
            else:
                asked["person"] = str(person.pk)
    if form.errors:
        return _log_page(request, form, ExportForm(), status=422)
    return redirect(f"{reverse('officer_access')}?{urlencode(asked)}")


def _wanted(request: HttpRequest) -> Wanted:
    """Read what is asked for from the address; what cannot be read asks for nothing."""
    told = request.GET
    person = told.get("person", "")
    first, last = _day(told.get("first", "")), _day(told.get("last", ""))
    return Wanted(
        person=int(person) if person.isascii() and person.isdigit() and len(person) < 19 else None,
        subject=told.get("subject", "")[:40],
        subject_id=told.get("subject_id", "")[:80],
        kind=told.get("kind", ""),
        first=begins(first) if first else None,
        until=ends_after(last) if last else None,
    )


def _day(text: str) -> Any:
    try:
        return datetime.strptime(text, "%Y-%m-%d").date()  # noqa: DTZ007  a day has no zone
    except ValueError:
        return None


def _log_page(
    request: HttpRequest, form: WantedForm, export_form: ExportForm, *, status: int = 200
) -> HttpResponse:
    who, wanted = actor(request), _wanted(request)
    found = accesses(who, wanted)
    # Within days the index of the time is walked, else that of whoever or whatever is asked for.
    by = "at" if wanted.first or wanted.until else "pk"
    page = page_of(request, found, by, PER_PAGE, backwards=True)
    count = found.order_by()[: MOST_COUNTED + 1].count()
    kept = ACCESS_LOG_MONTHS.period_on(first_day(asked_at(request)))
    ids = {one.actor_id for one in page.rows if one.actor_id} | ({wanted.person} if wanted.person else set())
    known = people(who, ids)
    context = {
        "form": form,
        "narrowed": bool(form.errors) or wanted != Wanted(),
        "export_form": export_form,
        "export_url": f"{reverse('officer_access_export')}?{request.GET.urlencode()}",
        "rows": [
            {
                "at": one.at,
                "who": staff_member(known.get(one.actor_id)) if one.actor_id else "",
                "who_id": one.actor_id,
                "role": role(one.role),
                "address": one.address or "-",
                "kind": KINDS[one.kind],
                "subject": SUBJECTS.get(one.subject, one.subject),
                "subject_id": one.subject_id,
                "subjects": one.subjects,
                "what": translation.gettext(one.what),
                "reason": one.reason,
            }
            for one in page.rows
        ],
        "page": page,
        "empty": not page.rows,
        "person": staff_member(known.get(wanted.person)) if wanted.person else "",
        "total": (
            _("More than %(count)s") % {"count": f"{MOST_COUNTED:,}"}
            if count > MOST_COUNTED
            else _("%(count)s in all") % {"count": f"{count:,}"}
        ),
        "kept_years": kept.value // 12,
        "basis": kept.source,
        "headers": headers(
            _("When"), _("Who"), _("From where"), _("What was done"), _("Whose data"), _("What"), _("Reason")
        ),
        "crumbs": crumbs((_("Access log"), "")),
    }
    return render(request, "people/access_log.html", context, status=status)


@for_roles("officer", of_all=True)
@require_POST
def export(request: HttpRequest) -> HttpResponse:
    """Download the looks that are asked for as csv, with a reason; that is noted too."""
    form = ExportForm(request.POST)
    if not form.is_valid():
        return _log_page(request, WantedForm(), form, status=422)
    found = accesses(actor(request), _wanted(request))
    people_seen = found.order_by().values("actor_id").distinct().count()
    try:
        note_download(
            request, "access_log", "access log as csv", form.cleaned_data["reason"], subjects=people_seen
        )
    except Refused as refused:
        tell(form, refused, {"access.reason": "reason"})
        return _log_page(request, WantedForm(), form, status=422)
    answer = StreamingHttpResponse(_lines(found), content_type="text/csv; charset=utf-8")
    answer["Content-Disposition"] = 'attachment; filename="access-log.csv"'
    answer["Cache-Control"] = "no-store"
    return cast(HttpResponse, answer)


COLUMNS = ("at", "actor_id", "role", "address", "kind", "subject", "subject_id", "subjects", "what", "reason")


class _Echo:
    """A file that hands back what is written."""

    def write(self, text: str) -> str:
        return text


def _lines(found: Any) -> Iterator[str]:
    writer = csv.writer(_Echo())
    yield "\ufeff" + writer.writerow(COLUMNS)
    for row in found.order_by("-at", "-id").values_list(*COLUMNS).iterator(chunk_size=2000):
        yield writer.writerow(
            [
                guard(one.isoformat() if isinstance(one, datetime) else "" if one is None else str(one))
                for one in row
            ]
        )


@signed_in
def mine(request: HttpRequest) -> HttpResponse:
    """Show somebody who looked at their data: role and organisation, never a name."""
    who = actor(request)
    own = {
        "merchant": list(merchants_of(who).values_list("merchant_id", flat=True)),
        "application": list(applications_of(who).values_list("pk", flat=True)),
    }
    page = page_of(request, my_accesses(who, own), "pk", PER_PAGE, descending=True)
    places = workplaces({one.actor_id for one in page.rows if one.actor_id})
    english = page_language() == "en"
    context = {
        "rows": [
            {
                "at": one.at,
                "role": role(one.role),
                "places": ", ".join(en if english else ko for ko, en in places.get(one.actor_id, [])),
                "kind": KINDS[one.kind],
                "subject": SUBJECTS.get(one.subject, one.subject),
                "what": translation.gettext(one.what),
                "reason": one.reason,
            }
            for one in page.rows
        ],
        "page": page,
        "empty": not page.rows,
        "headers": headers(_("When"), _("Who"), _("What was done"), _("Whose data"), _("What"), _("Reason")),
        "crumbs": crumbs((_("My account"), reverse("my_account")), (_("Who has looked at my data"), "")),
    }
    return render(request, "people/my_access.html", context)
