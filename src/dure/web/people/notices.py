"""Notices: one's own inbox; for officers the templates with their preview, and what was sent."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django import forms
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from django.views.decorators.http import require_POST

from dure.domains.notices import queries
from dure.domains.notices.queries import LANGUAGES, Notice, Template, templates, worded
from dure.domains.notices.services.mark_read import mark_read
from dure.domains.notices.services.send_again import send_again
from dure.engine.problems import Refused
from dure.web.actors import actor, asked_at
from dure.web.officer.guard import for_roles, signed_in
from dure.web.paging import page_of
from dure.web.people.access import note_view
from dure.web.people.counting import total
from dure.web.people.problems import sentences
from dure.web.tables import crumbs, headers
from dure.web.templatetags.masks import masked_email
from dure.web.words import page_language

PER_PAGE = 20

STATES = {
    "queued": gettext_lazy("waiting to be sent"),
    "sent": gettext_lazy("sent"),
    "failed": gettext_lazy("could not be sent"),
    "none": gettext_lazy("inbox only"),
}
STATE_KINDS = {"queued": "information", "sent": "success", "failed": "danger", "none": "gray"}
FAULTS = {
    "no_connection": gettext_lazy("The mail server could not be reached."),
    "signed_out": gettext_lazy("The mail server did not accept our name and password."),
    "refused": gettext_lazy("The mail server does not take letters for this address."),
    "not_now": gettext_lazy("The mail server does not take this letter now."),
    "sender": gettext_lazy("The mail server does not take letters from our address."),
    "unreadable": gettext_lazy("There is no address, or it cannot be read."),
    "unknown": gettext_lazy("An unexpected fault."),
}


class FilterForm(forms.Form):
    """Which notices are shown."""

    state = forms.ChoiceField(label=gettext_lazy("Letter"), required=False)
    template = forms.ChoiceField(label=gettext_lazy("Kind of notice"), required=False)

    def __init__(self, data: dict[str, str]) -> None:
        super().__init__(data)
        everything = ("", _("All"))
        self.fields["state"].choices = [everything, *STATES.items()]  # type: ignore[attr-defined]
        kinds = [(t.id, _title(t)) for t in templates().values()]
        self.fields["template"].choices = [everything, *kinds]  # type: ignore[attr-defined]


@signed_in
def my_notices(request: HttpRequest) -> HttpResponse:
    """Show somebody's own notices, the newest first."""
    found = queries.inbox(actor(request))
    page = page_of(request, found, "id", PER_PAGE, descending=True)
    rows = [
        {"id": n.pk, "subject": _subject(n), "at": n.made_at, "unread": n.read_at is None} for n in page.rows
    ]
    return render(
        request,
        "notices/inbox.html",
        {
            "rows": rows,
            "empty": not rows,
            "page": page,
            "count": found.count(),
            "headers": headers(_("Notice"), _("Received"), _("State")),
            "crumbs": crumbs((_("Notices"), "")),
        },
    )


@signed_in
def my_notice(request: HttpRequest, notice: int) -> HttpResponse:
    """Show one of somebody's own notices; it is read from now on."""
    who = actor(request)
    found = queries.own(who, notice)
    if found is None:
        raise Http404
    mark_read(actor=who, now=asked_at(request), notice_id=found.pk)
    page = {
        "notice": found,
        "wording": worded(found.template, page_language(), found.parameters),
        "letter": _letter(found),
        "crumbs": crumbs((_("Notices"), reverse("my_notices")), (_subject(found), "")),
    }
    return render(request, "notices/notice.html", page)


@for_roles("officer", of_all=True)
def template_list(request: HttpRequest) -> HttpResponse:
    """Show every kind of notice that the service sends."""
    rows = [
        {"id": t.id, "title": _title(t), "rights": t.rights, "takes": [*t.takes, *t.optional]}
        for t in templates().values()
    ]
    page = {
        "rows": rows,
        "count": len(rows),
        "headers": headers(_("Notice"), _("Template"), _("Decides about rights"), _("Fields filled in")),
        "crumbs": crumbs((_("Notices sent"), reverse("officer_notices_sent")), (_("Templates"), "")),
    }
    return render(request, "notices/templates.html", page)


@for_roles("officer", of_all=True)
def preview(request: HttpRequest, template: str) -> HttpResponse:
    """Show a notice in both languages, filled in with examples."""
    found = templates().get(template)
    if found is None:
        raise Http404
    page = {
        "template": found,
        "title": _title(found),
        "previews": [
            {"language": language, "wording": worded(found.id, language, found.examples())}
            for language in LANGUAGES
        ],
        "crumbs": crumbs(
            (_("Notices sent"), reverse("officer_notices_sent")),
            (_("Templates"), reverse("officer_notices")),
            (_title(found), ""),
        ),
    }
    return render(request, "notices/preview.html", page)


@for_roles("officer", of_all=True)
def sent_list(request: HttpRequest) -> HttpResponse:
    """Show what was told to whom, and whether the letter went out."""
    return _sent_list(request)


@for_roles("officer", of_all=True)
def sent_notice(request: HttpRequest, notice: int) -> HttpResponse:
    """Show one notice as it was worded for its recipient."""
    found = queries.visible(actor(request), notice)
    if found is None:
        raise Http404
    note_view(request, "user", found.user_id or "", "notice page")
    page = {
        "notice": found,
        "wording": worded(found.template, found.language, found.parameters),
        "recipient": _recipient(found),
        "letter": _letter(found),
        "crumbs": crumbs((_("Notices sent"), reverse("officer_notices_sent")), (_subject(found), "")),
    }
    return render(request, "notices/sent_notice.html", page)


@for_roles("officer", of_all=True)
@require_POST
def again(request: HttpRequest) -> HttpResponse:
    """Have letters sent again that could not be sent."""
    chosen = [int(text) for text in request.POST.getlist("notice") if text.isascii() and text.isdigit()]
    try:
        count = send_again(actor=actor(request), now=asked_at(request), notice_ids=chosen[:PER_PAGE])
    except Refused as refused:
        return _sent_list(request, problems=sentences(refused), status=422)
    told = ngettext("%(count)s letter is being sent again.", "%(count)s letters are being sent again.", count)
    messages.success(request, told % {"count": count})
    return redirect(reverse("officer_notices_sent") + "?state=failed")


def _sent_list(request: HttpRequest, *, problems: Sequence[str] = (), status: int = 200) -> HttpResponse:
    state, template = request.GET.get("state", ""), request.GET.get("template", "")
    state, template = state if state in STATES else "", template if template in templates() else ""
    found = queries.sent(actor(request), state, template).select_related("user")
    page = page_of(request, found, "id", PER_PAGE, descending=True)
    rows = [
        {"notice": n, "subject": _subject(n), "to": _recipient(n), "letter": _letter(n)} for n in page.rows
    ]
    return render(
        request,
        "notices/sent.html",
        {
            "problems": [{"text": text} for text in problems],
            "rows": rows,
            "empty": not rows,
            "page": page,
            **total(found),
            "failed": any(row["notice"].state == "failed" for row in rows),
            "form": FilterForm({"state": state, "template": template}),
            "headers": headers(_("Choose"), _("Notice"), _("Recipient"), _("Made"), _("Letter")),
            "crumbs": crumbs((_("Notices sent"), "")),
        },
        status=status,
    )


def _subject(notice: Notice) -> str:
    return worded(notice.template, page_language(), notice.parameters).subject


def _title(template: Template) -> str:
    return worded(template.id, page_language(), template.examples()).subject


def _recipient(notice: Notice) -> str:
    """Return whom a notice was told, as lists show it."""
    address = masked_email(notice.email)
    if address:
        return address
    if notice.user_id is not None:
        return _("Account %(number)s") % {"number": notice.user_id}
    return _("Merchant %(number)s") % {"number": notice.merchant_id}


def _letter(notice: Notice) -> dict[str, Any]:
    """Return how it stands with the letter, in words."""
    return {
        "state": STATES[notice.state],
        "kind": STATE_KINDS[notice.state],
        "fault": FAULTS.get(notice.fault, FAULTS["unknown"]) if notice.fault else "",
        "at": notice.sent_at,
    }
