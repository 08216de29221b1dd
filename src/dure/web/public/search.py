"""The search of the whole site: calls for everybody; applications and merchants that whoever asks may see."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import NoReverseMatch, reverse
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET

from dure.domains.accounts.actors import SignedActor
from dure.domains.applications import queries_executor
from dure.domains.applications.queries_search import found_applications, found_merchants
from dure.domains.programmes import queries as programmes
from dure.domains.selection.queries_public import stages_with_results
from dure.language.hangul import marked_parts, matches, search_words
from dure.web.actors import actor, asked_at
from dure.web.executor.words import APPLICATION, badge
from dure.web.paging import FEW, Page, narrowed, page_of
from dure.web.public.calls import window_text
from dure.web.tables import crumbs
from dure.web.templatetags.masks import masked_business_number
from dure.web.words import page_language, place

SHOWN, PER_PAGE = 5, 20
Row = Callable[[Any], dict[str, Any]]


@require_GET
@never_cache
def search(request: HttpRequest) -> HttpResponse:
    """Show what is found, each kind with its number; one kind alone, page by page, with ``in``."""
    words = request.GET.get("q", "").strip()[:100]
    only = request.GET.get("in", "")
    said = bool(search_words(words))
    parts = _parts(request, words, only) if said else []
    page = {
        "words": words,
        "said": said,
        "parts": [part for part in parts if part["count"]],
        "empty": [part["title"] for part in parts if not part["count"]],
        "total": sum(part["count"] for part in parts),
        "many": any(part["many"] for part in parts),
        "only": only,
        "whole_url": f"{reverse('search')}?{urlencode({'q': words})}",
        "crumbs": crumbs((_("Search"), "")),
    }
    return render(request, "public/search.html", page)


def _parts(request: HttpRequest, words: str, only: str) -> list[dict[str, Any]]:
    who = actor(request)
    parts = []
    if only in ("", "calls"):
        parts.append(_calls(request, words, only))
    # Nobody who has not signed in sees any of these; so they are not asked for.
    if who.user_id is not None and only in ("", "applications"):
        found = found_applications(who, words)
        row = _application_row(who, words)
        parts.append(_part(request, "applications", _("Applications"), found, "application_no", row, only))
    if who.user_id is not None and only in ("", "merchants") and not _is_staff_alone(who):
        found = found_merchants(who, words)
        parts.append(
            _part(request, "merchants", _("Businesses"), found, "id", _merchant_row(who, words), only)
        )
    return parts


def _is_staff_alone(who: SignedActor) -> bool:
    """Executors' staff and reviewers see merchants through applications only."""
    return who.has("executor_staff", "reviewer") and not who.has("officer", "ministry")


def _part(
    request: HttpRequest,
    name: str,
    title: str,
    found: QuerySet[Any],
    by: str,
    row: Row,
    only: str,
) -> dict[str, Any]:
    """Return one kind of what is found: a few of them, or a page where it is asked for alone."""
    few, count = narrowed(found, by)
    page: Page = page_of(request, few, by, PER_PAGE if only else SHOWN)
    return {
        "name": name,
        "title": title,
        "count": min(count, FEW),
        "many": count > FEW,
        "rows": [row(one) for one in page.rows],
        "page": page if only else None,
        "more_url": "" if only or not page.next_url else _only(request, name),
    }


def _calls(request: HttpRequest, words: str, only: str) -> dict[str, Any]:
    """Return the calls: there are few of them, so their titles are looked through one by one."""
    english = page_language() == "en"
    who = actor(request)
    wanted = [
        version.pk
        for version in programmes.calls(who)
        if matches(f"{version.title_ko} {version.title_en} {version.programme}", words)
    ]
    found = programmes.calls(who).filter(pk__in=wanted)
    page = page_of(request, found, "closes_at", PER_PAGE if only else SHOWN, descending=True)
    results = stages_with_results(who, asked_at(request), [version.programme for version in page.rows])

    def row(version: Any) -> dict[str, Any]:
        return {
            "parts": marked_parts(version.title_en if english else version.title_ko, words),
            "url": reverse("call", args=[version.programme]),
            "text": window_text(version),
            "call_state": programmes.call_state(version, asked_at(request)),
            "results_url": reverse("results_programme", args=[version.programme])
            if version.programme in results
            else "",
        }

    return {
        "name": "calls",
        "title": _("Calls for applications"),
        "count": len(wanted),
        "many": False,
        "rows": [row(version) for version in page.rows],
        "page": page if only else None,
        "more_url": "" if only or not page.next_url else _only(request, "calls"),
    }


def _only(request: HttpRequest, name: str) -> str:
    query = {"q": request.GET.get("q", "").strip()[:100], "in": name}
    return f"{reverse('search')}?{urlencode(query)}"


def _application_row(who: SignedActor, words: str) -> Row:
    desks = {desk.version.programme: desk.key for desk in queries_executor.desks(who)}

    def address(one: Any) -> str:
        if who.may_in(one.programme, "officer", "ministry"):
            return _reverse("officer_application", one.pk)
        if one.programme in desks:
            return _reverse("executor_applicant", desks[one.programme], one.pk)
        return _reverse("my_application", one.pk)

    def row(one: Any) -> dict[str, Any]:
        return {
            "parts": marked_parts(one.name, words),
            "url": address(one),
            "text": " · ".join(
                (one.application_no, masked_business_number(one.merchant.business_no), place(one.region))
            ),
            "state": badge(APPLICATION, one.state),
        }

    return row


def _merchant_row(who: SignedActor, words: str) -> Row:
    name = "officer_merchant" if who.has("officer", "ministry") else "merchant"

    def row(one: Any) -> dict[str, Any]:
        return {
            "parts": marked_parts(one.name, words) or [(masked_business_number(one.business_no), False)],
            "url": _reverse(name, one.pk),
            "text": f"{masked_business_number(one.business_no)} · {place(one.region)}",
        }

    return row


def _reverse(name: str, *args: object) -> str:
    try:
        return reverse(name, args=args)
    except NoReverseMatch:
        return ""
