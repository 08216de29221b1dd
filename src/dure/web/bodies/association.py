"""An association's desk: its members, where the applications of those who agreed stand, recommendations."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from dure.domains.bodies import queries_association as queries
from dure.domains.bodies.queries import Affiliation, own_associations
from dure.domains.bodies.queries_association import Standing
from dure.domains.bodies.services.ask_affiliation import ask_affiliation
from dure.domains.bodies.services.end_affiliation import end_affiliation
from dure.domains.bodies.services.recommend_member import recommend_member
from dure.domains.bodies.services.take_back_recommendation import take_back_recommendation
from dure.domains.merchants.queries_officer import MOST_COUNTED, count_up_to
from dure.domains.programmes.queries import loaded, published_calls
from dure.engine.problems import Refused
from dure.web.actors import actor, asked_at
from dure.web.bodies.forms import AskForm, MemberFilter, RecommendForm
from dure.web.bodies.words import AFFILIATION, RECOMMENDATION, badge, names_of
from dure.web.executor.words import APPLICATION
from dure.web.officer.applicants import total_text
from dure.web.officer.guard import for_roles
from dure.web.paging import page_of
from dure.web.people.access import note_view
from dure.web.people.problems import sentences, tell
from dure.web.selection_words import DECISION_KINDS, DECISIONS
from dure.web.tables import crumbs, headers
from dure.web.templatetags.masks import masked_business_number
from dure.web.templatetags.programme import told

PER_PAGE = 50
FIELDS = {
    "affiliation.business_no": "business_no",
    "recommendation.reason": "reason",
    "recommendation.programme": "programme",
}


@for_roles("association_staff")
@require_GET
def home(request: HttpRequest) -> HttpResponse:
    """Lead to the members of one's association; whoever works for several chooses."""
    codes = own_associations(actor(request))
    if len(codes) == 1:
        return redirect("association", association=codes[0])
    names = names_of(set(codes))
    page = {
        "rows": [{"code": code, "name": names.get(code, code)} for code in codes],
        "crumbs": crumbs((_("Association's desk"), "")),
    }
    return render(request, "bodies/associations.html", page)


@for_roles("association_staff")
@require_http_methods(["GET", "POST"])
def members(request: HttpRequest, association: str) -> HttpResponse:
    """Show the members of an association, and ask another business."""
    who = actor(request)
    if association not in own_associations(who):
        raise Http404
    form = AskForm(request.POST if request.method == "POST" else None)
    if form.is_valid():
        try:
            ask_affiliation(
                actor=who, now=asked_at(request), association=association,
                business_no=form.cleaned_data["business_no"],
            )  # fmt: skip
        except Refused as refused:
            tell(form, refused, FIELDS)
        else:
            messages.success(
                request,
                _("The business is asked. Until it agrees you see nothing of it but the number you typed."),
            )
            return redirect("association", association=association)
    filters = MemberFilter(request.GET)
    words, state = filters.told("words"), filters.told("state")
    found = queries.members(who, association, words, state)
    page = page_of(request, found, "id", PER_PAGE, backwards=True)
    total = count_up_to(found, "id")
    context = {
        "association": association,
        "name": names_of({association}).get(association, association),
        "form": form,
        "filters": filters,
        "filtered": bool(words or state),
        "rows": [_member_row(one) for one in page.rows],
        "page": page,
        "empty": not page.rows,
        "total_text": total_text(min(total, MOST_COUNTED + 1)),
        "headers": headers(_("Business"), _("Business number"), _("State"), _("Asked"), _("Answered")),
        "crumbs": crumbs((_("Association's desk"), "")),
    }
    return render(request, "bodies/association.html", context, status=422 if form.errors else 200)


def _member_row(one: Affiliation) -> dict[str, Any]:
    return {
        "id": one.pk,
        "name": one.merchant.name if one.state == "agreed" else "",
        "number": masked_business_number(one.merchant.business_no),
        "state": badge(AFFILIATION, one.state),
        "asked_at": one.asked_at,
        "answered_at": one.answered_at,
    }


@for_roles("association_staff")
@require_http_methods(["GET", "POST"])
def member(request: HttpRequest, affiliation: int) -> HttpResponse:
    """Show a member and where its applications stand; recommend it, or end the membership."""
    who, now = actor(request), asked_at(request)
    found = queries.member(who, affiliation)
    if found is None:
        raise Http404
    go = request.POST.get("go", "")
    calls = published_calls(now)
    titles = {one.version.programme: told(one.loaded.programme.title) for one in calls}
    programmes = [
        (one.version.programme, titles[one.version.programme]) for one in calls if one.state == "open"
    ]
    form = RecommendForm(request.POST if go == "recommend" else None, programmes)
    problems: list[str] = []
    if request.method == "POST":
        try:
            if done := _do(request, found, go, form):
                messages.success(request, done)
                return redirect("association_member", affiliation=found.pk)
        except Refused as refused:
            if go == "recommend":
                tell(form, refused, FIELDS)
            else:
                problems = sentences(refused)
    if found.state == "agreed":
        note_view(request, "merchant", found.merchant_id, "association's page of a member")
    return render(
        request,
        "bodies/member.html",
        _member_page(found, form, titles, can_recommend=bool(programmes))
        | {"problems": [{"text": text} for text in problems]},
        status=422 if form.errors or problems else 200,
    )


def _do(request: HttpRequest, found: Affiliation, go: str, form: RecommendForm) -> str:
    """Do what was asked for and return the sentence that tells so; nothing where the form is not right."""
    given: dict[str, Any] = {"actor": actor(request), "now": asked_at(request)}
    if go == "recommend" and form.is_valid():
        recommend_member(
            affiliation_id=found.pk, programme=form.cleaned_data["programme"],
            reason=form.cleaned_data["reason"], **given,
        )  # fmt: skip
        return _("Recommended; the business is told.")
    if go == "end":
        end_affiliation(affiliation_id=found.pk, **given)
        return _("Ended: nothing of this business is shown to you any more.")
    if go.startswith("take-back-"):
        of = {str(one.pk) for one in queries.recommendations(found)}
        if (pk := go.removeprefix("take-back-")) in of:
            take_back_recommendation(recommendation_id=int(pk), **given)
            return _("The recommendation is taken back.")
    return ""


def _member_page(
    found: Affiliation, form: RecommendForm, titles: dict[str, str], *, can_recommend: bool
) -> dict[str, Any]:
    agreed = found.state == "agreed"
    standings = [_standing(one) for one in queries.standings(found)]
    number = masked_business_number(found.merchant.business_no)
    return {
        "affiliation": found,
        "agreed": agreed,
        "title": found.merchant.name if agreed and found.merchant.name else number,
        "number": number,
        "state": badge(AFFILIATION, found.state),
        "standings": standings,
        "no_standings": not standings,
        "standing_headers": headers(
            _("Receipt number"), _("Programme"), _("State"), _("Newest decision"), _("Handed in")
        ),
        "recommendations": [
            {
                "id": one.pk,
                "programme": titles.get(one.programme, one.programme),
                "reason": one.reason,
                "at": one.made_at,
                "state": badge(RECOMMENDATION, one.state),
                "open": one.state == "open",
            }
            for one in queries.recommendations(found)
        ],
        "recommendation_headers": headers(
            _("Programme"), _("State"), _("Why you recommend it"), _("Recommended"), _("Act")
        ),
        "form": form,
        "can_recommend": agreed and can_recommend,
        "crumbs": crumbs(
            (_("Association's desk"), reverse("association", args=[found.association])), (number, "")
        ),
    }


def _standing(one: Standing) -> dict[str, Any]:
    programme = loaded(one.application.version).programme
    stage = programme.stage(one.decision.selection.stage) if one.decision else None
    decision = one.decision.decision if one.decision else ""
    return {
        "number": one.application.application_no,
        "programme": told(programme.title),
        "state": badge(APPLICATION, one.application.state),
        "at": one.application.submitted_at,
        "stage": told(stage.title) if stage else "",
        "decision": {"word": str(DECISIONS[decision]), "kind": DECISION_KINDS[decision]}
        if decision
        else None,
        "has_place": one.has_place,
    }
