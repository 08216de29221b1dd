"""The pages of the rule builder: build, look, look at what would change, keep as a new draft."""

from __future__ import annotations

from collections.abc import Mapping
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
from dure.domains.programmes.rewriting import RuleChange
from dure.domains.programmes.services.rewrite_rule import rewrite_rule
from dure.engine.problems import Refused
from dure.engine.profile.fields import Field
from dure.engine.programme.fields import fields_of
from dure.engine.rules import RuleError
from dure.engine.rules.form import read_form
from dure.web.actors import actor, asked_at
from dure.web.officer.guard import for_roles
from dure.web.officer.problems import forbidden_where_not_allowed, placed_in_file
from dure.web.officer.programmes import version_or_404
from dure.web.officer.rule_builder.confirming import confirm_page
from dure.web.officer.rule_builder.controls import group_control
from dure.web.officer.rule_builder.drafts import BLANK, Draft, changed, read_draft
from dure.web.officer.rule_builder.preview import (
    Read,
    counted,
    effect_rows,
    mine_of,
    populations,
    read,
    rules_with,
)
from dure.web.officer.rule_builder.subjects import Facts
from dure.web.tables import crumbs, headers


@for_roles("officer")
@require_http_methods(["GET", "POST"])
@forbidden_where_not_allowed
def new_rule(request: HttpRequest, version: int) -> HttpResponse:
    """Build a rule that a version does not have yet."""
    return _builder(request, _editable(request, version), None)


@for_roles("officer")
@require_http_methods(["GET", "POST"])
@forbidden_where_not_allowed
def change_rule(request: HttpRequest, version: int, rule: str) -> HttpResponse:
    """Change a rule of a version; what comes of it is a new version."""
    return _builder(request, _editable(request, version), rule)


def _editable(request: HttpRequest, version: int) -> ProgrammeVersion:
    found = version_or_404(request, version)
    if not may_edit(actor(request), found.programme):
        raise NotAllowed
    return found


def _builder(request: HttpRequest, version: ProgrammeVersion, rule_id: str | None) -> HttpResponse:
    kept = _draft_of(version, rule_id)
    if request.method != "POST":
        return _show(request, version, rule_id, kept)
    draft = read_draft(request.POST, _fields(version))
    act = request.POST.get("do", "")
    match act:
        case "text":
            return _as_text(request, version, rule_id, draft)
        case "form" | "back":
            return _as_form(request, version, rule_id, draft)
        case "review":
            return _review(request, version, rule_id, draft)
        case "save":
            return _save(request, version, rule_id, draft)
        case _:
            return _show(request, version, rule_id, changed(draft, act, _fields(version)))


def _fields(version: ProgrammeVersion) -> Mapping[str, Field]:
    """Return what the rules of a version may name."""
    return fields_of(queries.loaded(version).programme)


def _draft_of(version: ProgrammeVersion, rule_id: str | None) -> Draft:
    """Return the draft that a page begins with; raises Http404 for a rule that there is not."""
    if rule_id is None:
        return Draft()
    rules = {rule.id: rule for rule in queries.loaded(version).programme.eligibility}
    if rule_id not in rules:
        raise Http404
    rule = rules[rule_id]
    reason = {"ko": rule.reason.ko or "", "en": rule.reason.en or ""}
    return Draft(form=read_form(rule.rule, _fields(version)), text=rule.rule, id=rule_id, reason=reason)


# --- acts -----------------------------------------------------------------------------------------


def _as_text(
    request: HttpRequest, version: ProgrammeVersion, rule_id: str | None, draft: Draft
) -> HttpResponse:
    now = read(draft, version)
    if now.problems and draft.form != BLANK:
        return _show(request, version, rule_id, draft, strict=True)
    return _show(request, version, rule_id, replace(draft, mode="text", text=now.text))


def _as_form(
    request: HttpRequest, version: ProgrammeVersion, rule_id: str | None, draft: Draft
) -> HttpResponse:
    try:
        form = read_form(draft.text, _fields(version)) if draft.text.strip() else BLANK
    except RuleError:
        return _show(request, version, rule_id, replace(draft, mode="text"), strict=True)
    return _show(request, version, rule_id, replace(draft, mode="form", form=form))


def _change(version: ProgrammeVersion, rule_id: str | None, draft: Draft) -> RuleChange:
    return RuleChange(rule_id or draft.id, read(draft, version).text, draft.reason, is_new=rule_id is None)


def _review(
    request: HttpRequest, version: ProgrammeVersion, rule_id: str | None, draft: Draft
) -> HttpResponse:
    now = read(draft, version)
    if now.problems:
        return _show(request, version, rule_id, draft, strict=True)
    try:
        return confirm_page(request, version, rule_id, draft, _change(version, rule_id, draft))
    except Refused as refused:
        problems = [placed_in_file(problem) for problem in refused.problems]
        return _show(request, version, rule_id, draft, problems=problems)


def _save(request: HttpRequest, version: ProgrammeVersion, rule_id: str | None, draft: Draft) -> HttpResponse:
    try:
        kept = rewrite_rule(
            actor=actor(request),
            now=asked_at(request),
            version_id=version.pk,
            change=_change(version, rule_id, draft),
        )
    except Refused as refused:
        problems = [placed_in_file(problem) for problem in refused.problems]
        return _show(request, version, rule_id, draft, problems=problems)
    messages.success(
        request, _("The changed file was kept as a new draft. The version before stays as it is.")
    )
    address = reverse("officer_version_changes", args=[kept.version_id])
    return redirect(f"{address}?from={version.pk}")


# --- the page -------------------------------------------------------------------------------------


def _show(
    request: HttpRequest,
    version: ProgrammeVersion,
    rule_id: str | None,
    draft: Draft,
    *,
    strict: bool = False,
    problems: list[str] | None = None,
) -> HttpResponse:
    """Show the builder; ``strict`` tells what is missing too, which is no fault while one builds."""
    who, now = actor(request), read(draft, version)
    told = problems or (list(now.problems) if strict else [])
    title = _("Change a rule") if rule_id else _("Add a rule")
    facts = Facts(queries.loaded(version).programme)
    page = {
        "version": version,
        "programme": queries.loaded(version).programme,
        "rule_id": rule_id,
        "title": title,
        "draft": draft,
        "read": now,
        "problems": [{"text": text} for text in told],
        "text_faults": now.problems if draft.mode == "text" and (strict or draft.text.strip()) else (),
        "group": group_control(draft.form, facts, now.by_part if strict else now.wrong_only()),
        "found": facts.found(draft.find) if draft.find.strip() else [],
        **_effects(request, version, rule_id, draft, now),
        "populations": populations(who, draft.population),
        "back_url": f"{reverse('officer_version', args=[version.pk])}#rules",
        "crumbs": crumbs(
            (_("Programme files"), reverse("officer_programmes")),
            (version.programme, reverse("officer_version", args=[version.pk])),
            (title, ""),
        ),
    }
    return render(request, "officer/rule_builder/build.html", page, status=422 if told else 200)


def _effects(
    request: HttpRequest, version: ProgrammeVersion, rule_id: str | None, draft: Draft, now: Read
) -> dict[str, Any]:
    rules = rules_with(version, rule_id, now.text if not now.problems else "")
    if not rules:
        return {}
    counts = counted(actor(request), version, rules, draft.population)
    if isinstance(counts, str):
        return {"not_counted": counts}
    columns = (_("Lets through"), _("Fails"), _("Fails by this rule alone"), _("Not known"))
    return {
        "counts": counts,
        "mine": None if now.problems else mine_of(counts, rule_id),
        "effects": effect_rows(version, counts, rule_id, complete=not now.problems),
        "effect_headers": headers(_("Rule"), *columns, numeric=columns),
    }
