"""Keys of a shop's tills: made, shown once, ended."""

from __future__ import annotations

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as lazy
from django.views.decorators.http import require_http_methods

from dure.domains.vouchers import queries
from dure.domains.vouchers.services.end_till_key import end_till_key
from dure.domains.vouchers.services.make_till_key import LONGEST_NAME, make_till_key
from dure.engine.problems import Refused
from dure.web.actors import actor, asked_at
from dure.web.agreements.fields import Grouped
from dure.web.officer.guard import signed_in
from dure.web.officer.problems import forbidden_where_not_allowed
from dure.web.people.problems import tell
from dure.web.tables import headers
from dure.web.templatetags.days import instant
from dure.web.vouchers.counter import shop_crumbs, shop_or_404


class KeyForm(Grouped):
    """For which till a key is."""

    name = forms.CharField(
        label=lazy("Name of the till"), max_length=LONGEST_NAME, help_text=lazy("Example: counter 2")
    )


@signed_in
@require_http_methods(["GET", "POST"])
@forbidden_where_not_allowed
def keys(request: HttpRequest, shop: int) -> HttpResponse:
    """Show the keys of a shop's tills; make one, which is shown this once, or end one."""
    who, found, made = actor(request), shop_or_404(request, shop), ""
    ended = request.POST.get("end", "")
    typed = KeyForm(request.POST if request.method == "POST" and not ended else None)
    if ended.isdecimal() and (one := queries.till_key(who, found, int(ended))) is not None:
        end_till_key(actor=who, now=asked_at(request), till_key_id=one.pk)
        messages.success(request, _("The key has ended: it opens nothing any more."))
        return redirect("voucher_till_keys", shop=found.pk)
    if typed.is_valid():
        try:
            made = make_till_key(
                actor=who, now=asked_at(request), shop_id=found.pk, name=typed.cleaned_data["name"]
            ).text
        except Refused as refused:
            tell(typed, refused, {"vouchers.till_name": "name"})
        else:
            typed = KeyForm()
    shown = {
        "heading": _("Keys of tills"),
        "lead": found.name,
        "made": made,
        "form": typed,
        "may_make": found.state == "approved",
        "headers": headers(_("Name of the till"), _("Key made at"), _("State")),
        "rows": [
            {
                "id": one.pk,
                "name": one.name,
                "made": instant(one.made_at),
                "ended": instant(one.ended_at) if one.ended_at else "",
            }
            for one in queries.till_keys(who, found)
        ],
        "back": reverse("voucher_shop", args=[found.pk]),
        "crumbs": shop_crumbs(found, (_("Keys of tills"), "")),
    }
    answer = render(request, "vouchers/keys.html", shown, status=422 if typed.errors else 200)
    answer["Cache-Control"] = "private, no-store"
    return answer
