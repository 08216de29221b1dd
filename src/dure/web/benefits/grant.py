"""One grant as everybody sees it who may: what was granted, how it is used, what is left, its money."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from dure.domains.accounts.actors import SignedActor
from dure.domains.benefits import queries, queries_titles
from dure.domains.benefits.policies import carries_out, is_own_grant, may_grant
from dure.domains.benefits.queries import BenefitCase, Device, DeviceProof, Grant, Journey, Money, UseRow
from dure.domains.benefits.queries_titles import Certificate
from dure.domains.benefits.services.assign_provider import assign_provider
from dure.domains.benefits.services.end_grant import end_grant
from dure.domains.benefits.services.renew_certificate import renew_certificate
from dure.engine.problems import Refused
from dure.web.actors import actor, asked_at
from dure.web.agreements.words import badge
from dure.web.benefits.forms import EndForm, ProviderForm, RenewForm
from dure.web.benefits.words import (
    CERTIFICATE,
    DEVICE,
    ENDS,
    GRANT,
    HOW,
    KINDS,
    PAYMENT,
    POSTED,
    USE,
    executor_title,
    last_day,
    terms_of,
    units_text,
)
from dure.web.funds.words import fact, line_title, source_title
from dure.web.ledger.words import TRANSFERS
from dure.web.officer.guard import signed_in
from dure.web.officer.problems import forbidden_where_not_allowed
from dure.web.people.problems import tell
from dure.web.tables import crumbs, headers
from dure.web.templatetags.amounts import money
from dure.web.templatetags.days import day_text, instant
from dure.web.templatetags.programme import told
from dure.web.words import page_language

FIELDS = {"benefits.reason": "reason"}


@signed_in
@require_http_methods(["GET", "POST"])
@forbidden_where_not_allowed
def one(request: HttpRequest, grant: int) -> HttpResponse:
    """Show a grant; let an officer end it, give it to a provider, or renew its title."""
    who, found = actor(request), _found(request, grant)
    case = queries.case_in(found.version, found.benefit)
    manages = may_grant(who, found.programme)
    ends = EndForm(request.POST if "cancel" in request.POST or "close" in request.POST else None)
    providers = _providers(who) if manages and found.state in ("granted", "in_use") else []
    gives = ProviderForm(providers, request.POST if "give" in request.POST else None, found.provider)
    renews = RenewForm(request.POST if "renew" in request.POST else None)
    if request.method == "POST" and (answer := _acted(request, found, ends, gives, renews)) is not None:
        return answer
    stands = queries.money_of([found])[found.pk]
    titles = queries_titles.certificates(who, found.pk)
    shown = {
        "grant": found,
        "heading": told(case.benefit.title),
        "lead": told(case.programme.title),
        "state": badge(GRANT, found.state),
        "facts": _facts(case, found, stands, who),
        "how": HOW.get(found.kind, "") if is_own_grant(who, found) else "",
        "by_uses": queries.is_by_uses(found),
        "uses": [_use(row) for row in queries.uses(who, found.pk)] if queries.is_by_uses(found) else [],
        "use_headers": headers(
            _("Number"), _("Planned for"), _("Took place on"), _("What was done"), _("Valued at"),
            _("Payment"), _("State"),
            numeric=(_("Valued at"),),
        ),
        "is_device": found.kind == "equipment",
        "devices": [_device(*row) for row in queries.devices(who, found.pk)]
        if found.kind == "equipment"
        else [],
        "device_headers": headers(
            _("Device"), _("Serial number"), _("Installed on"), _("To be used until"), _("Proofs"), _("State")
        ),
        "referral_url": _referral_url(who, found),
        "titles": [_title(row) for row in titles],
        "title_headers": headers(_("Certificate"), _("From"), _("Last day"), _("State")),
        "may_report": carries_out(who, found) or manages,
        "may_install": is_own_grant(who, found) or carries_out(who, found) or manages,
        "runs": found.state in ("granted", "in_use"),
        "manages": manages,
        "may_end": manages and found.state in ("granted", "in_use", "evidenced"),
        "may_renew": manages and any(one.state == "in_force" and one.ends_on for one in titles),
        "end_form": ends,
        "provider_form": gives if providers else None,
        "renew_form": renews,
        "journeys": [_journey(case, one) for one in queries.journeys(who, found)],
        "entry_headers": headers(
            _("When"), _("What it is for"), _("Kind of transfer"), _("From which account"),
            _("To which account"), _("Amount"),
            numeric=(_("Amount"),),
        ),
        "crumbs": _crumbs(who, case, found),
    }  # fmt: skip
    bad = any(form.errors for form in (ends, gives, renews))
    return render(request, "benefits/grant.html", shown, status=422 if bad else 200)


def _referral_url(who: SignedActor, found: Grant) -> str:
    """Return where the referral to the body that decides stands, for the merchant; empty for others."""
    if found.kind != "finance" or not is_own_grant(who, found):
        return ""
    return reverse("grant_referral", args=[found.pk])


def _found(request: HttpRequest, grant: int) -> Grant:
    found = queries.grant(actor(request), grant)
    if found is None:
        raise Http404
    return found


def _acted(
    request: HttpRequest, found: Grant, ends: EndForm, gives: ProviderForm, renews: RenewForm
) -> HttpResponse | None:
    """Do what was sent; None where it is to be shown again with what is wrong."""
    who, now = actor(request), asked_at(request)
    sent = next((form for form in (ends, gives, renews) if form.is_bound), None)
    if sent is None or not sent.is_valid():
        return None
    try:
        if sent is ends:
            end_grant(
                actor=who, now=now, grant_id=found.pk, cancelled="cancel" in request.POST,
                reason=ends.cleaned_data["reason"],
            )  # fmt: skip
        elif sent is gives:
            assign_provider(actor=who, now=now, grant_id=found.pk, provider=gives.cleaned_data["provider"])
        else:
            standing = [one for one in queries_titles.certificates(who, found.pk) if one.state == "in_force"]
            for title in standing:
                renew_certificate(
                    actor=who, now=now, certificate_id=title.pk, reason=renews.cleaned_data["renewal"]
                )
    except Refused as refused:
        tell(sent, refused, FIELDS if sent is ends else None)
        return None
    messages.success(request, _("Done."))
    return redirect("grant", grant=found.pk)


def _providers(who: SignedActor) -> list[tuple[str, str]]:
    english = page_language() == "en"
    return [(code, en if english else ko) for code, ko, en in queries.approved_providers(who)]


def _facts(case: BenefitCase, found: Grant, stands: Money, who: SignedActor) -> list[dict[str, str]]:
    facts = [
        fact(_("Business"), found.application.name),
        fact(_("Receipt number"), found.application.application_no or ""),
        fact(_("Kind"), KINDS[found.kind]),
    ]
    if found.provider or found.executor:
        by = found.provider or executor_title(case, found.executor)
        facts.append(fact(_("Who carries it out"), by))
    facts += [
        fact(_("Granted on"), day_text(found.starts_on)),
        fact(_("Last day"), last_day(found.ends_on)),
    ]
    if found.fund:
        facts += [
            fact(_("Amount granted"), money(stands.granted)),
            fact(_("Used"), money(stands.used)),
            fact(_("Claimed or waiting to be paid"), money(stands.held)),
            *([fact(_("Gone back to its line"), money(stands.returned))] if stands.returned else []),
            fact(_("Left"), money(stands.left)),
        ]
    elif found.won:
        facts.append(fact(_("What it is worth"), money(found.won)))
    if found.units is not None and queries.is_by_uses(found):
        facts.append(fact(_("Confirmed"), units_text(found, queries.confirmed_units(who, found.pk))))
    facts += [fact(term, text) for term, text in terms_of(case)]
    if found.end_reason:
        facts.append(fact(_("Why it ended"), ENDS[found.end_reason], found.end_note))
    if who.has("officer", "ministry", "accountant"):
        facts.append(fact(_("Reason of the grant"), found.run.reason))
    return facts


def _use(row: UseRow) -> dict[str, Any]:
    one = row.row
    return {
        "number": one.number,
        "url": reverse("grant_use", args=[one.pk]),
        "planned": instant(one.planned_at) if one.planned_at else "–",
        "on": day_text(one.used_on) if one.used_on else "–",
        "what": one.what or "–",
        "worth": money(one.worth_won) if one.worth_won else "–",
        "payment": str(PAYMENT[row.payment]) if row.payment else "–",
        "state": badge(USE, one.state),
    }


def _device(one: Device, proofs: list[DeviceProof]) -> dict[str, Any]:
    return {
        "name": one.name,
        "url": reverse("grant_device", args=[one.pk]),
        "serial": one.serial,
        "on": day_text(one.installed_on),
        "until": last_day(one.use_until) if one.use_until else "–",
        "proofs": len(proofs),
        "state": badge(DEVICE, one.state),
    }


def _title(one: Certificate) -> dict[str, Any]:
    return {
        "number": one.number,
        "url": reverse("certificate", args=[one.pk]),
        "from": day_text(one.starts_on),
        "until": last_day(one.ends_on),
        "state": badge(CERTIFICATE, one.state),
    }


def _journey(case: BenefitCase, one: Journey) -> dict[str, Any]:
    fund = case.fund
    steps = [one.source, one.line]
    if fund is not None:
        steps = [source_title(fund, one.source), line_title(fund, one.line)]
    return {
        "way": " → ".join(steps),
        "url": reverse("ledger_account", args=[one.account.pk]),
        "entries": [
            {
                "at": instant(entry.happened_at),
                "what": str(POSTED.get(entry.what, entry.what)),
                "kind": str(TRANSFERS[entry.kind]),
                "from": entry.debit,
                "to": entry.credit,
                "won": money(entry.amount),
            }
            for entry in one.entries
        ],
    }


def _crumbs(who: SignedActor, case: BenefitCase, found: Grant) -> list[dict[str, str]]:
    title = told(case.benefit.title)
    if may_grant(who, found.programme) or who.may_in(found.programme, "ministry", "accountant"):
        own = reverse("officer_benefit", args=[found.programme, found.benefit])
        return crumbs(
            (_("Benefits"), reverse("officer_benefits")), (title, own), (found.application.name, "")
        )
    if is_own_grant(who, found):
        return crumbs((_("My support"), reverse("my_grants")), (title, ""))
    return crumbs((_("Benefits to carry out"), reverse("given_grants")), (found.application.name, ""))
