"""Programme files: upload, read as a page, try on a population, publish."""

from __future__ import annotations

import tempfile
from collections.abc import Callable, Sequence
from pathlib import Path

from django.contrib import messages
from django.core.files.uploadedfile import UploadedFile
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from dure.domains.accounts.refusals import NotAllowed
from dure.domains.applications.queries import applicants_of
from dure.domains.merchants.population import population_size, write_population
from dure.domains.programmes import queries
from dure.domains.programmes.policies import may_edit
from dure.domains.programmes.queries import ProgrammeVersion
from dure.domains.programmes.services.publish import publish_programme
from dure.domains.programmes.services.upload import upload_programme
from dure.engine.problems import Problem, Refused
from dure.engine.rules.binding import Occasion
from dure.engine.screening.trial import Trial
from dure.files.trying import try_rules
from dure.language import sentence
from dure.web.actors import actor, asked_at
from dure.web.officer.forms import PopulationForm, ProgrammeFileForm, PublishForm
from dure.web.officer.guard import for_roles
from dure.web.paging import page_of
from dure.web.public.calls import window_text
from dure.web.tables import crumbs, headers
from dure.web.words import capability, field_label, page_language, province, section

PER_PAGE = 20
MOST_BYTES = 50 * 1024 * 1024


@for_roles("officer", "ministry")
def version_list(request: HttpRequest) -> HttpResponse:
    """Show all versions of all programme files, the newest first."""
    found = queries.versions(actor(request))
    page = page_of(request, found, "uploaded_at", PER_PAGE, descending=True)
    return render(
        request,
        "officer/programmes.html",
        {
            "page": page,
            "count": found.count(),
            "empty": not page.rows,
            "english": page_language() == "en",
            "headers": headers(_("Programme"), _("State"), _("Uploaded"), _("Hash")),
            "crumbs": crumbs((_("Programme files"), "")),
        },
    )


@for_roles("officer")
@require_http_methods(["GET", "POST"])
def upload(request: HttpRequest) -> HttpResponse:
    """Take a programme file; what is wrong with it is told line by line."""
    problems: list[str] = []
    if request.method == "POST":
        file = request.FILES.get("file")
        if isinstance(file, UploadedFile):
            try:
                kept = upload_programme(actor=actor(request), now=asked_at(request), raw=file.read(1_100_000))
            except Refused as refused:
                problems = [_line(p) for p in refused.problems]
            except NotAllowed:
                problems = [_("Your role is not for the programme of this file.")]
            else:
                messages.success(request, _("The file was read and kept as a draft."))
                return redirect("officer_version", version=kept.version_id)
        else:
            problems = [_("Choose a file first.")]
    status = 422 if problems else 200
    page = {
        "problems": [{"text": text} for text in problems],
        "form": ProgrammeFileForm(),
        "crumbs": crumbs((_("Programme files"), reverse("officer_programmes")), (_("Upload"), "")),
    }
    return render(request, "officer/upload.html", page, status=status)


@for_roles("officer", "ministry")
def version_page(request: HttpRequest, version: int) -> HttpResponse:
    """Show a version as a page."""
    return _version_page(request, _found(request, version))


@for_roles("officer")
@require_POST
def trial(request: HttpRequest, version: int) -> HttpResponse:
    """Run the rules on an uploaded population, or on the service's merchants; nothing of it is kept."""
    found = _found(request, version)
    file = request.FILES.get("population")
    if request.POST.get("whose") == "service":
        who = actor(request)
        return _trial(
            request, found, "merchants.csv", lambda path: write_population(who, path, applicants_of(who))
        )
    if not isinstance(file, UploadedFile) or not file.name:
        return _version_page(request, found, problems=[_("Choose a file first.")], status=422)
    if (file.size or 0) > MOST_BYTES:
        return _version_page(request, found, problems=[_("The file is larger than 50 MB.")], status=422)

    def write(path: Path) -> None:
        with path.open("wb") as target:
            target.writelines(file.chunks())

    return _trial(request, found, f"population{Path(file.name).suffix.lower()}", write)


def _trial(
    request: HttpRequest, found: ProgrammeVersion, name: str, write: Callable[[Path], None]
) -> HttpResponse:
    programme = queries.loaded(found).programme
    with tempfile.TemporaryDirectory(prefix="dure-trial-") as folder:
        path = Path(folder) / name
        write(path)
        rules = [(rule.id, rule.rule) for rule in programme.eligibility]
        occasion = Occasion(programme.reference_day, programme.opens_on)
        try:
            tried = try_rules(rules, occasion, path)
        except Refused as refused:
            problems = [_line(p) for p in refused.problems]
            return _version_page(request, found, problems=problems, status=422)
    return _version_page(request, found, trial=tried)


@for_roles("officer")
@require_POST
def publish(request: HttpRequest, version: int) -> HttpResponse:
    """Publish a draft, with a reason."""
    found = _found(request, version)
    reason = request.POST.get("reason", "")[:2000]
    try:
        publish_programme(actor=actor(request), now=asked_at(request), version_id=found.pk, reason=reason)
    except Refused as refused:
        problems = [_line(p) for p in refused.problems]
        return _version_page(request, found, problems=problems, reason=reason, status=422)
    messages.success(request, _("Published. The call page is open to everybody now."))
    return redirect("officer_version", version=found.pk)


def _found(request: HttpRequest, version: int) -> ProgrammeVersion:
    found = queries.version(actor(request), version)
    if found is None:
        raise Http404
    return found


def _version_page(
    request: HttpRequest,
    found: ProgrammeVersion,
    *,
    status: int = 200,
    problems: Sequence[str] = (),
    trial: Trial | None = None,
    reason: str = "",
) -> HttpResponse:
    loaded = queries.loaded(found)
    who = actor(request)
    page: dict[str, object] = {
        "version": found,
        "programme": loaded.programme,
        "window": window_text(found),
        "warnings": [_line(p) for p in loaded.problems],
        "needs": [capability(need) for need in loaded.unmet_needs],
        "problems": [{"text": text} for text in problems],
        "can_publish": may_edit(who, found.programme),
        "population_form": PopulationForm(),
        "population_size": population_size(who, applicants_of(who)),
        "publish_form": PublishForm({"reason": reason} if reason else None),
        "trial_url": reverse("officer_trial", args=[found.pk]) + "#trial",
        "publish_url": reverse("officer_publish", args=[found.pk]),
        "rule_headers": headers(_("Rule"), _("What is told"), _("Rule text"), _("Basis")),
        "stage_headers": headers(
            _("Stage"),
            _("Places"),
            _("Reserve list"),
            _("Set aside for"),
            numeric=(_("Places"), _("Reserve list")),
        ),
        "crumbs": crumbs((_("Programme files"), reverse("officer_programmes")), (found.programme, "")),
    }
    if trial is not None:
        page |= _trial_page(trial)
    return render(request, "officer/version.html", page, status=status)


def _trial_page(trial: Trial) -> dict[str, object]:
    verdicts = (_("Eligible"), _("Not eligible"), _("Not known yet"), _("Total"))
    effects = (_("Fails"), _("Fails by this rule alone"), _("Not known yet"))
    return {
        "trial": trial,
        "regions": [{"label": province(c.group), "counts": c} for c in trial.regions],
        "sections": [{"label": section(c.group), "counts": c} for c in trial.sections],
        "settles": [{"label": field_label(name), "count": count} for name, count in trial.settles],
        "effect_headers": headers(_("Rule"), *effects, numeric=effects),
        "group_headers": headers(_("Group"), *verdicts, numeric=verdicts),
        "settle_headers": headers(_("Fact"), _("Merchants"), numeric=(_("Merchants"),)),
    }


def _line(problem: Problem) -> str:
    """Return a problem as a sentence of the page's language, with its place."""
    text = sentence(problem, page_language())
    params = problem.params
    place: dict[str, object]
    if problem.line is not None:
        place = {"line": problem.line, "column": problem.column, "text": text}
        return _("line %(line)s, column %(column)s: %(text)s") % place
    if "row" in params and "column" in params:
        place = {"row": params["row"], "column": params["column"], "text": text}
        return _("row %(row)s, column %(column)s: %(text)s") % place
    return text
