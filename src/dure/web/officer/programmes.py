"""Programme files: upload, read as a page, publish; simulations stand in ``simulations.py``."""

from __future__ import annotations

from collections.abc import Sequence

from django.contrib import messages
from django.core.files.uploadedfile import UploadedFile
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from dure.domains.accounts.refusals import NotAllowed
from dure.domains.applications.queries import applicants_of
from dure.domains.merchants.population import population_size
from dure.domains.programmes import queries
from dure.domains.programmes.policies import may_edit
from dure.domains.programmes.queries import ProgrammeVersion
from dure.domains.programmes.services.publish import publish_programme
from dure.domains.programmes.services.upload import upload_programme
from dure.engine.problems import Refused
from dure.web.actors import actor, asked_at
from dure.web.officer.forms import PopulationForm, ProgrammeFileForm, PublishForm, SyntheticForm
from dure.web.officer.guard import for_roles
from dure.web.officer.problems import placed_in_file
from dure.web.officer.rule_builder.listing import other_rules, places_to_add
from dure.web.officer.rule_builder.words import sentences_of
from dure.web.officer.simulation_rows import others_offered, simulation_rows
from dure.web.paging import page_of
from dure.web.public.calls import window_text
from dure.web.tables import crumbs, headers
from dure.web.words import capability, page_language

PER_PAGE = 20


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
                problems = [placed_in_file(p) for p in refused.problems]
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
    return show_version(request, version_or_404(request, version))


@for_roles("officer")
@require_POST
def publish(request: HttpRequest, version: int) -> HttpResponse:
    """Publish a draft, with a reason."""
    found = version_or_404(request, version)
    reason = request.POST.get("reason", "")[:2000]
    try:
        publish_programme(actor=actor(request), now=asked_at(request), version_id=found.pk, reason=reason)
    except Refused as refused:
        problems = [placed_in_file(p) for p in refused.problems]
        return show_version(request, found, problems=problems, reason=reason, status=422)
    messages.success(request, _("Published. The call page is open to everybody now."))
    return redirect("officer_version", version=found.pk)


def version_or_404(request: HttpRequest, version: int) -> ProgrammeVersion:
    """Return a version that whoever asks may see; raises Http404 otherwise."""
    found = queries.version(actor(request), version)
    if found is None:
        raise Http404
    return found


def show_version(
    request: HttpRequest,
    found: ProgrammeVersion,
    *,
    status: int = 200,
    problems: Sequence[str] = (),
    reason: str = "",
    synthetic: SyntheticForm | None = None,
    against: str | None = None,
) -> HttpResponse:
    """Show a version with its simulations; what was typed and what is wrong with it stays on the page."""
    loaded = queries.loaded(found)
    who = actor(request)
    page: dict[str, object] = {
        "version": found,
        "programme": loaded.programme,
        "rules": _rule_rows(found),
        "other_rules": other_rules(found),
        "other_headers": headers(_("Where"), _("Kind"), _("What it asks")),
        "places_to_add": places_to_add(found),
        "window": window_text(found),
        "warnings": [placed_in_file(p) for p in loaded.problems],
        "needs": [capability(need) for need in loaded.unmet_needs],
        "problems": [{"text": text} for text in problems],
        "can_publish": may_edit(who, found.programme),
        "population_form": PopulationForm(),
        "population_size": population_size(who, applicants_of(who)),
        "publish_form": PublishForm({"reason": reason} if reason else None),
        "synthetic_form": synthetic or SyntheticForm(),
        "trial_url": reverse("officer_trial", args=[found.pk]),
        "simulations": simulation_rows(who, found.pk),
        "simulation_headers": headers(
            _("Population"), _("State"), _("Eligible"), _("Asked for at"), numeric=(_("Eligible"),)
        ),
        "others": others_offered(who, found, against),
        "publish_url": reverse("officer_publish", args=[found.pk]),
        "rule_headers": headers(_("Rule"), _("What is told"), _("What it asks"), _("Basis")),
        "stage_headers": headers(
            _("Stage"),
            _("Places"),
            _("Reserve list"),
            _("Set aside for"),
            numeric=(_("Places"), _("Reserve list")),
        ),
        "crumbs": crumbs((_("Programme files"), reverse("officer_programmes")), (found.programme, "")),
    }
    return render(request, "officer/version.html", page, status=status)


def _rule_rows(found: ProgrammeVersion) -> list[dict[str, object]]:
    """Return the rules of a version, each with what it asks in words."""
    sentences = sentences_of(found)
    return [
        {"rule": rule, "sentence": sentences.get(rule.id, "")}
        for rule in queries.loaded(found).programme.eligibility
    ]
