"""Devices of a grant: told of with their proofs, checked by an officer, noted where they are taken away."""

from __future__ import annotations

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from dure.domains.benefits import queries
from dure.domains.benefits.policies import carries_out, is_own_grant, may_grant
from dure.domains.benefits.proving import asked_proofs, later_proofs
from dure.domains.benefits.queries import BenefitCase, Device
from dure.domains.benefits.services.add_proof import add_proof
from dure.domains.benefits.services.decide_device import decide_device
from dure.domains.benefits.services.install_device import Installed, install_device
from dure.domains.uploads.services.keep import MOST_BYTES
from dure.engine.problems import Refused
from dure.engine.programme.models.benefits import Equipment
from dure.web.actors import actor, asked_at
from dure.web.agreements.fields import Grouped
from dure.web.agreements.words import badge
from dure.web.benefits.forms import DecideForm, InstallForm, ProofForm, RemoveForm, files_in
from dure.web.benefits.words import DEVICE, last_day, proof_title
from dure.web.funds.words import fact
from dure.web.merchant.doors import signed_in as for_persons
from dure.web.officer.guard import signed_in
from dure.web.officer.problems import forbidden_where_not_allowed
from dure.web.people.access import note_view
from dure.web.people.files import file_response
from dure.web.people.problems import tell
from dure.web.tables import crumbs, headers
from dure.web.templatetags.days import day_text, instant
from dure.web.templatetags.programme import told

FIELDS = {
    "benefits.device": "name", "benefits.serial": "serial", "benefits.serial_used": "serial",
    "benefits.day": "installed_on", "benefits.before": "installed_on", "benefits.answer": "answer",
}  # fmt: skip
REMOVAL = {"benefits.day": "removed_on", "benefits.answer": "removal"}


@signed_in
@require_http_methods(["GET", "POST"])
@forbidden_where_not_allowed
def install(request: HttpRequest, grant: int) -> HttpResponse:
    """Tell of a device that was installed, with its proofs."""
    who, found = actor(request), queries.grant(actor(request), grant)
    if found is None or found.kind != "equipment":
        raise Http404
    if not (is_own_grant(who, found) or carries_out(who, found) or may_grant(who, found.programme)):
        raise Http404
    case = queries.case_in(found.version, found.benefit)
    proofs = [(one, proof_title(case, one)) for one in asked_proofs(_equipment(case))]
    typed = InstallForm(
        proofs, *((request.POST, request.FILES) if request.method == "POST" else (None, None))
    )
    if typed.is_valid():
        given = typed.cleaned_data
        try:
            install_device(
                actor=who, now=asked_at(request), grant_id=found.pk,
                installed=Installed(given["name"], given["serial"], given["installed_on"]),
                files=files_in(typed),
            )  # fmt: skip
        except Refused as refused:
            tell(typed, refused, FIELDS)
        else:
            messages.success(request, _("The device waits for the check of an officer."))
            return redirect("grant", grant=found.pk)
    back = reverse("grant", args=[found.pk])
    heading = _("Tell of an installed device")
    shown = {
        "form": typed,
        "heading": heading,
        "lead": f"{told(case.benefit.title)}, {found.application.name}",
        "multipart": True,
        "max_bytes": MOST_BYTES,
        "submit": _("Hand it in"),
        "back": back,
        "crumbs": crumbs((told(case.benefit.title), back), (heading, "")),
    }
    return render(request, "agreements/form.html", shown, status=422 if typed.errors else 200)


@signed_in
@require_http_methods(["GET", "POST"])
@forbidden_where_not_allowed
def one(request: HttpRequest, device: int) -> HttpResponse:
    """Show a device with its proofs; let an officer decide, and others hand in more."""
    who, found = actor(request), queries.device(actor(request), device)
    if found is None:
        raise Http404
    grant = found.grant
    case = queries.case_in(grant.version, grant.benefit)
    officer = may_grant(who, grant.programme)
    hands_in = is_own_grant(who, grant) or carries_out(who, grant)
    wanted = (*asked_proofs(_equipment(case)), *later_proofs(_equipment(case)))
    decides = DecideForm(request.POST if {"accept", "refuse"} & set(request.POST) else None)
    removes = RemoveForm(request.POST if "remove" in request.POST else None)
    adds = ProofForm(
        [(one, proof_title(case, one)) for one in wanted],
        *((request.POST, request.FILES) if "add" in request.POST else (None, None)),
    )
    if request.method == "POST" and (answer := _acted(request, found, decides, removes, adds)) is not None:
        return answer
    rows = dict(queries.devices(who, grant.pk))
    proofs = next((own for other, own in rows.items() if other.pk == found.pk), [])
    shown = {
        "heading": found.name,
        "lead": grant.application.name,
        "state": badge(DEVICE, found.state),
        "facts": [
            fact(_("Serial number"), found.serial),
            fact(_("Installed on"), day_text(found.installed_on)),
            fact(_("To be used until"), last_day(found.use_until) if found.use_until else "–"),
            *([fact(_("Taken away on"), day_text(found.removed_on))] if found.removed_on else []),
            *([fact(_("What was said to it"), found.answer)] if found.answer else []),
        ],
        "proofs": [
            {
                "title": proof_title(case, one.proof),
                "name": one.file.name,
                "url": reverse("device_proof", args=[one.pk]),
                "at": instant(one.put_at),
            }
            for one in proofs
        ],
        "proof_headers": headers(_("Proof"), _("File"), _("Handed in at")),
        "may_decide": officer and found.state == "installed" and found.told_by_id != who.user_id,
        "may_remove": officer and found.state == "accepted",
        "may_add": hands_in and found.state != "removed" and bool(wanted),
        "form": decides,
        "remove_form": removes,
        "proof_form": adds,
        "max_bytes": MOST_BYTES,
        "crumbs": crumbs((told(case.benefit.title), reverse("grant", args=[grant.pk])), (found.name, "")),
    }
    bad = any(form.errors for form in (decides, removes, adds))
    return render(request, "benefits/device.html", shown, status=422 if bad else 200)


def _acted(
    request: HttpRequest, found: Device, decides: DecideForm, removes: RemoveForm, adds: ProofForm
) -> HttpResponse | None:
    """Do what was sent; None where it is to be shown again with what is wrong."""
    sent: Grouped | None = next((form for form in (decides, removes, adds) if form.is_bound), None)
    if sent is None or not sent.is_valid():
        return None
    who, now, given = actor(request), asked_at(request), sent.cleaned_data
    try:
        if sent is decides:
            name = "accept" if "accept" in request.POST else "refuse"
            decide_device(actor=who, now=now, device_id=found.pk, name=name, answer=given["answer"])
        elif sent is removes:
            decide_device(
                actor=who, now=now, device_id=found.pk, name="remove", answer=given["removal"],
                removed_on=given["removed_on"],
            )  # fmt: skip
        else:
            add_proof(actor=who, now=now, device_id=found.pk, files=files_in(adds))
    except Refused as refused:
        at = REMOVAL if sent is removes else {"benefits.answer": "answer"} if sent is decides else None
        tell(sent, refused, at)
        return None
    messages.success(request, _("Done."))
    return redirect("grant_device", device=found.pk)


@for_persons
@require_GET
def proof(request: HttpRequest, proof: int) -> HttpResponseBase:
    """Hand out what proves a device to whoever sees it."""
    found = queries.proof(actor(request), proof)
    if found is None:
        raise Http404
    note_view(request, "device", found.device_id, "proof of a device")
    return file_response(request, found.file)


def _equipment(case: BenefitCase) -> Equipment:
    assert isinstance(case.benefit, Equipment)
    return case.benefit
