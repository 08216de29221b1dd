"""A second factor that was lost is taken off by a colleague who may, with a reason; never by oneself."""

from __future__ import annotations

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from dure.domains.accounts import queries
from dure.domains.accounts.policies import may_take_off_second_factor
from dure.domains.accounts.queries import User
from dure.domains.accounts.second_factors import has_second_factor
from dure.domains.accounts.services.take_off_second_factor import take_off_second_factor
from dure.domains.events.act import Act
from dure.domains.notices.services.notify import Recipient, notify
from dure.engine.problems import Refused
from dure.web.actors import actor, asked_at
from dure.web.officer.guard import for_roles
from dure.web.people.forms import ReasonForm
from dure.web.people.organisations import MAY_STAFF
from dure.web.people.problems import tell
from dure.web.people.words import staff_member
from dure.web.tables import crumbs


@for_roles(*MAY_STAFF)
@require_http_methods(["GET", "POST"])
def take_off(request: HttpRequest, person: int) -> HttpResponse:
    """Ask for the reason, then take it off."""
    who, now = actor(request), asked_at(request)
    found = queries.person_with_role(who, person)
    if found is None or not may_take_off_second_factor(who, person, now):
        raise Http404
    back = _back(request)
    form = ReasonForm(request.POST if request.method == "POST" else None)
    if form.is_valid():
        try:
            take_off_second_factor(
                actor=who, now=now, tell=tell_all, user_id=person, reason=form.cleaned_data["reason"]
            )
        except Refused as refused:
            tell(form, refused, {"second_factor.reason": "reason"})
        else:
            messages.success(
                request, _("The second factor is taken off. The person is told, and all who may do this.")
            )
            return redirect(back)
    page = {
        "form": form,
        "who": staff_member(found),
        "has_one": bool(has_second_factor([person])),
        "back": back,
        "crumbs": crumbs((_("Back"), back), (_("Take the second factor off"), "")),
    }
    return render(request, "people/take_off_second_factor.html", page, status=422 if form.errors else 200)


def tell_all(this: Act, person: User, others: list[User]) -> None:
    """Tell the person, and everybody who could have done it."""
    at = this.now.isoformat()
    own = Recipient(
        person.pk, email=person.email, language=person.language, parameters={"at": at},
        link=reverse("second_factor"),
    )  # fmt: skip
    notify(this, [own], template="second_factor_taken_off", key=str(this.id))
    told = {"at": at, "account": str(person.pk), "reason": this.reason[:300]}
    rest = [Recipient(one.pk, email=one.email, language=one.language, parameters=told) for one in others]
    notify(this, rest, template="second_factor_taken_off_told", key=str(this.id))


def _back(request: HttpRequest) -> str:
    """Return the page of the organisation from which it was asked, or the list of them."""
    code = request.GET.get("organisation", "")
    found = queries.organisation(actor(request), int(code)) if code.isascii() and code.isdigit() else None
    return reverse("organisation", args=[found.pk]) if found else reverse("organisations")
