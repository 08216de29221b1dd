"""What somebody has agreed to, for which programme and in which words; withdrawal with what follows."""

from __future__ import annotations

from collections.abc import Iterable

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods

from dure.domains.applications.queries import living_application
from dure.domains.merchants.queries import merchants_of, my_merchants
from dure.domains.privacy.queries import Consent, consents_of, my_consent, my_consents
from dure.domains.privacy.services.withdraw_consent import withdraw_consent
from dure.domains.programmes.queries import ProgrammeVersion, loaded, versions_by_hash
from dure.engine.problems import Refused
from dure.engine.programme.models.privacy import Consent as Asked
from dure.web.actors import actor, asked_at
from dure.web.officer.guard import signed_in
from dure.web.people.problems import sentences
from dure.web.tables import crumbs, headers
from dure.web.words import page_language

KINDS = {
    "collection": gettext_lazy("Collection and use"),
    "third_party": gettext_lazy("Provision to third parties"),
    "marketing": gettext_lazy("News"),
}


@signed_in
def consent_list(request: HttpRequest) -> HttpResponse:
    """Show the newest answer to every consent of the merchants that somebody acts for."""
    who = actor(request)
    given = my_consents(who, merchants_of(who))
    versions = versions_by_hash(who, {one.version_hash for one in given})
    shops = {shop.pk: shop.name for shop in my_merchants(who)}
    groups: dict[tuple[int, str], list[dict[str, object]]] = {}
    for one in given:
        groups.setdefault((one.merchant_id, one.programme), []).append(_row(one, versions))
    page = {
        "groups": [
            {
                "merchant": shops.get(merchant, ""),
                "programme": _title(programme, versions.values()),
                "rows": rows,
            }
            for (merchant, programme), rows in groups.items()
        ],
        "headers": headers(
            _("Consent"), _("Kind"), _("Which data"), _("To whom"), _("Kept for"), _("Answer"), _("Act")
        ),
        "crumbs": crumbs((_("My account"), reverse("my_account")), (_("What I have agreed to"), "")),
    }
    return render(request, "people/consents.html", page)


def _title(programme: str, versions: Iterable[ProgrammeVersion]) -> str:
    english = page_language() == "en"
    found = next((v for v in versions if v.programme == programme), None)
    return programme if found is None else found.title_en if english else found.title_ko


def _asked(one: Consent, versions: dict[str, ProgrammeVersion]) -> Asked | None:
    """Return the consent in the words that were answered, or None where the version is not there any more."""
    version = versions.get(one.version_hash)
    if version is None:
        return None
    return next((c for c in loaded(version).programme.consents if c.id == one.consent), None)


def _row(one: Consent, versions: dict[str, ProgrammeVersion]) -> dict[str, object]:
    asked, language = _asked(one, versions), page_language()
    return {
        "id": one.pk,
        "title": asked.title.to(language) if asked else one.consent,
        "kind": KINDS[asked.kind] if asked else "",
        "items": asked.items.to(language) if asked and asked.items else "",
        "given_to": asked.given_to.to(language) if asked and asked.given_to else "",
        "months": asked.kept_months if asked else None,
        "required": bool(asked and asked.required),
        "given": one.given,
        "at": one.at,
    }


@signed_in
@require_http_methods(["GET", "POST"])
def withdraw(request: HttpRequest, consent: int) -> HttpResponse:
    """Say what follows from a withdrawal, and withdraw; what an application rests on points to that."""
    who = actor(request)
    one = my_consent(who, merchants_of(who), consent)
    newest = consents_of(one.merchant_id, one.programme).get(one.consent) if one else None
    if one is None or newest is None or newest.pk != one.pk or not one.given:
        raise Http404
    versions = versions_by_hash(who, {one.version_hash})
    asked = _asked(one, versions)
    living = living_application(who, one.merchant_id, one.programme)
    needed = bool(asked is None or asked.required) and living is not None
    problems: list[str] = []
    if request.method == "POST":
        try:
            withdraw_consent(
                actor=who,
                now=asked_at(request),
                merchants=merchants_of(who),
                merchant_id=one.merchant_id,
                programme=one.programme,
                consent=one.consent,
                needed=needed,
            )
        except Refused as refused:
            problems = sentences(refused)
        else:
            messages.success(request, _("Your consent is withdrawn."))
            return redirect("my_consents")
    page = {
        "row": _row(one, versions),
        "kind": asked.kind if asked else "",
        "programme": _title(one.programme, versions.values()),
        "needed": needed,
        "application": living,
        "problems": [{"text": text} for text in problems],
        "crumbs": crumbs((_("What I have agreed to"), reverse("my_consents")), (_("Withdraw a consent"), "")),
    }
    return render(request, "people/consent_withdraw.html", page, status=422 if problems else 200)
