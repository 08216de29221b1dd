"""The pages of the rule builder: build, look, look at what would change, keep as a new draft."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from dure.domains.accounts.refusals import NotAllowed
from dure.domains.programmes import queries
from dure.domains.programmes.policies import may_edit
from dure.domains.programmes.queries import ProgrammeVersion
from dure.domains.programmes.services.rewrite_rule import rewrite_rule
from dure.engine.problems import Refused
from dure.engine.programme.rule_places import RulePlace, holder_of, path_of, place_of
from dure.engine.rules import RuleError
from dure.engine.rules.form import read_form
from dure.web.actors import actor, asked_at
from dure.web.officer.guard import for_roles
from dure.web.officer.problems import forbidden_where_not_allowed, placed_in_file
from dure.web.officer.programmes import version_or_404
from dure.web.officer.rule_builder.confirming import confirm_page
from dure.web.officer.rule_builder.controls import group_control
from dure.web.officer.rule_builder.drafts import BLANK, Draft, changed, read_draft
from dure.web.officer.rule_builder.preview import Effect, Read, effect_of, effect_rows, populations, read
from dure.web.officer.rule_builder.spots import ADDED, KINDS, Spot, begun, beside, change_of, where
from dure.web.officer.rule_builder.subjects import Facts
from dure.web.tables import crumbs, headers


@for_roles("officer")
@require_http_methods(["GET", "POST"])
@forbidden_where_not_allowed
def new_rule(request: HttpRequest, version: int, holder: str = "eligibility") -> HttpResponse:
    """Build a rule that a version does not have yet, in the list that ``holder`` spells."""
    found = editable(request, version)
    return _builder(request, Spot(found, _existing(found, holder_of(holder)), is_new=True))


@for_roles("officer")
@require_http_methods(["GET", "POST"])
@forbidden_where_not_allowed
def change_rule(request: HttpRequest, version: int, rule: str) -> HttpResponse:
    """Change a rule of a version, or write one for a part that has none; it becomes a new version."""
    found = editable(request, version)
    place = existing_place(found, rule)
    spot = Spot(found, place)
    return _builder(request, replace(spot, is_new=not spot.part.get(place.form.rule)))


@for_roles("officer")
@forbidden_where_not_allowed
def choose_place(request: HttpRequest, version: int) -> HttpResponse:
    """Go to where a rule is to be added: a list of a stage, a benefit, an indicator, an item."""
    found, at = editable(request, version), request.GET.get("at", "")
    holder = holder_of(at)
    if holder is not None:
        return redirect("officer_rule_add", version=found.pk, holder=_existing(found, holder).key)
    return redirect("officer_rule", version=found.pk, rule=existing_place(found, at).key)


def editable(request: HttpRequest, version: int) -> ProgrammeVersion:
    """Return a version whose rules whoever asks may change; raises Http404 and NotAllowed."""
    found = version_or_404(request, version)
    if not may_edit(actor(request), found.programme):
        raise NotAllowed
    return found


def existing_place(version: ProgrammeVersion, key: str) -> RulePlace:
    """Return the place that a key spells in a version; raises Http404 where there is no such part."""
    return _existing(version, place_of(key))


def _existing(version: ProgrammeVersion, place: RulePlace | None) -> RulePlace:
    if place is None or path_of(queries.loaded(version).document, place) is None:
        raise Http404
    return place


def _builder(request: HttpRequest, spot: Spot) -> HttpResponse:
    if request.method != "POST":
        return _show(request, spot, begun(spot))
    draft = read_draft(request.POST, spot.fields)
    act = request.POST.get("do", "")
    match act:
        case "text":
            return _as_text(request, spot, draft)
        case "form" | "back":
            return _as_form(request, spot, draft)
        case "review":
            return _review(request, spot, draft)
        case "save":
            return _save(request, spot, draft)
        case _:
            return _show(request, spot, changed(draft, act, spot.fields))


# --- acts -----------------------------------------------------------------------------------------


def _as_text(request: HttpRequest, spot: Spot, draft: Draft) -> HttpResponse:
    now = read(draft, spot)
    if now.problems and draft.form != BLANK:
        return _show(request, spot, draft, strict=True)
    return _show(request, spot, replace(draft, mode="text", text=now.text))


def _as_form(request: HttpRequest, spot: Spot, draft: Draft) -> HttpResponse:
    try:
        form = read_form(draft.text, spot.fields) if draft.text.strip() else BLANK
    except RuleError:
        return _show(request, spot, replace(draft, mode="text"), strict=True)
    return _show(request, spot, replace(draft, mode="form", form=form))


def _review(request: HttpRequest, spot: Spot, draft: Draft) -> HttpResponse:
    now = read(draft, spot)
    if now.problems:
        return _show(request, spot, draft, strict=True)
    try:
        return confirm_page(request, spot, draft, change_of(spot, draft, now.text))
    except Refused as refused:
        problems = [placed_in_file(problem) for problem in refused.problems]
        return _show(request, spot, draft, problems=problems)


def _save(request: HttpRequest, spot: Spot, draft: Draft) -> HttpResponse:
    try:
        kept = rewrite_rule(
            actor=actor(request),
            now=asked_at(request),
            version_id=spot.version.pk,
            change=change_of(spot, draft, read(draft, spot).text),
        )
    except Refused as refused:
        problems = [placed_in_file(problem) for problem in refused.problems]
        return _show(request, spot, draft, problems=problems)
    return kept_as_draft(request, spot.version, kept.version_id)


def kept_as_draft(request: HttpRequest, version: ProgrammeVersion, kept: int) -> HttpResponse:
    """Go to what a new draft changes against the version that it was made from."""
    messages.success(
        request, _("The changed file was kept as a new draft. The version before stays as it is.")
    )
    return redirect(f"{reverse('officer_version_changes', args=[kept])}?from={version.pk}")


# --- the page -------------------------------------------------------------------------------------


def _show(
    request: HttpRequest,
    spot: Spot,
    draft: Draft,
    *,
    strict: bool = False,
    problems: list[str] | None = None,
) -> HttpResponse:
    """Show the builder; ``strict`` tells what is missing too, which is no fault while one builds."""
    now, version, place = read(draft, spot), spot.version, spot.place
    told = problems or (list(now.problems) if strict else [])
    title = _("Add a rule") if spot.is_new else _("Change a rule")
    facts = Facts(spot.programme, place)
    page = {
        "version": version,
        "programme": spot.programme,
        "spot": spot,
        "kind": ADDED[place.kind] if spot.adds_part else KINDS[place.kind],
        "where": where(queries.loaded(version).document, place) or place.key,
        "title": title,
        "draft": draft,
        "read": now,
        "problems": [{"text": text} for text in told],
        "text_faults": now.problems if draft.mode == "text" and (strict or draft.text.strip()) else (),
        "group": group_control(draft.form, facts, now.by_part if strict else now.wrong_only()),
        "found": facts.found(draft.find) if draft.find.strip() else [],
        **beside(spot, draft),
        **_effects(request, spot, draft, now),
        "populations": populations(actor(request), draft.population),
        "back_url": f"{reverse('officer_version', args=[version.pk])}#rules",
        "crumbs": crumbs(
            (_("Programme files"), reverse("officer_programmes")),
            (version.programme, reverse("officer_version", args=[version.pk])),
            (title, ""),
        ),
    }
    return render(request, "officer/rule_builder/build.html", page, status=422 if told else 200)


def _effects(request: HttpRequest, spot: Spot, draft: Draft, now: Read) -> dict[str, Any]:
    text = "" if now.problems else now.text
    found = effect_of(actor(request), spot, text, draft.population)
    if found is None:
        return {}
    if not isinstance(found, Effect):
        return {"not_counted": found}
    for_all = spot.place.kind == "eligibility"
    columns = [_("Lets through"), _("Fails")] if for_all else [_("Holds"), _("Does not hold")]
    columns += [_("Fails by this rule alone")] if for_all else []
    columns.append(_("Not known"))
    return {
        "counts": found.counts,
        "for_all": for_all,
        "mine": None if now.problems else found.mine,
        "within": found.within,
        "effects": effect_rows(spot, found.counts, complete=not now.problems),
        "effect_headers": headers(_("Rule"), *columns, numeric=tuple(columns)),
    }
