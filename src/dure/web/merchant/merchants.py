"""A merchant of one's own: registered, its profile, its status, and the people who act for it."""

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_POST

from dure.domains.merchants.facts import CONTACTS, TOLD
from dure.domains.merchants.queries import Merchant, my_members, profile_row
from dure.domains.merchants.services.add_member import add_member
from dure.domains.merchants.services.ask_mail_order import ask_mail_order
from dure.domains.merchants.services.end_member import end_member
from dure.domains.merchants.services.refresh_status import refresh_status
from dure.domains.merchants.services.register import register_merchant
from dure.domains.merchants.services.update_profile import update_profile
from dure.domains.merchants.tax_service import is_stub
from dure.engine.problems import Refused
from dure.engine.profile.business_number import is_business_number
from dure.web.actors import actor, asked_at, asked_on
from dure.web.merchant.doors import next_of, own_merchant, signed_in
from dure.web.merchant.problems import Fault, has, sentences, worded
from dure.web.merchant.showing import known_values
from dure.web.origin_words import origin_text
from dure.web.public.profile_form import ProfileForm
from dure.web.public.profile_words import CODES, LABELS
from dure.web.tables import crumbs, headers

SECTIONS: tuple[tuple[Any, tuple[str, ...]], ...] = (
    (
        gettext_lazy("The business"),
        ("name", "legal_form", "ksic", "ksic_revision", "region", "opened_on", "closed_on"),
    ),
    (gettext_lazy("Size"), ("employees", "annual_sales")),
    (gettext_lazy("Selling online"), ("online_sales_share", "mail_order_no", "channels")),
    (gettext_lazy("The owner"), ("owner_birth_year", "owner_female")),
    (gettext_lazy("Taxes and bans"), ("tax_arrears", "sanctioned_until")),
    (gettext_lazy("Other facts"), ("market_id", "designations", "credit_score", "credit_bureau")),
)
"""The parts of the profile. A credit score is asked for where a programme reads it, not here."""


class RegisterForm(forms.Form):
    """What the tax service is asked with."""

    business_no = forms.CharField(
        label=gettext_lazy("Business number"),
        help_text=gettext_lazy("Ten digits, with or without hyphens."),
        max_length=14,
        widget=forms.TextInput(attrs={"inputmode": "numeric", "autocomplete": "off"}),
    )
    owner_name = forms.CharField(
        label=gettext_lazy("Owner's name"),
        help_text=gettext_lazy("As registered with the tax service; of several owners, the first."),
        max_length=100,
    )
    opened_on = forms.DateField(
        label=gettext_lazy("Day of opening"),
        help_text=gettext_lazy("As it stands on the business registration certificate."),
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
    )
    name = forms.CharField(label=gettext_lazy("Business name"), max_length=200, required=False)


@signed_in
@require_http_methods(["GET", "POST"])
def register(request: HttpRequest) -> HttpResponse:
    """Register a merchant: the number is checked, and the tax service confirms the owner."""
    form = RegisterForm(request.POST or None)
    after = next_of(request, "")
    if request.method == "POST" and form.is_valid():
        try:
            made = register_merchant(actor=actor(request), now=asked_at(request), **form.cleaned_data)
        except Refused as refused:
            for problem in refused.problems:
                field = problem.code.removeprefix("merchant.")
                field = {"unregistered": "business_no"}.get(field, field)
                form.add_error(field if field in form.fields else None, worded(problem))
        else:
            messages.success(request, _("The tax service confirmed the business. It is registered."))
            return redirect(after or reverse("merchant", args=[made.merchant_id]))
    page = {
        "form": form,
        "next": after,
        "is_stub": is_stub(),
        "check_url": reverse("merchant_check"),
        "crumbs": crumbs((_("My page"), reverse("my")), (_("Register a business"), "")),
    }
    return render(request, "merchant/register.html", page, status=422 if form.errors else 200)


@signed_in
@require_POST
def check_number(request: HttpRequest) -> HttpResponse:
    """Say at once whether a number can be one: its check digit, no more. Nothing is looked up."""
    typed = request.POST.get("business_no", "")
    number = typed.replace("-", "").replace(" ", "")
    return render(
        request,
        "merchant/parts/number.html",
        {"typed": typed.strip(), "holds": is_business_number(number)},
    )


@signed_in
@require_http_methods(["GET", "POST"])
def profile(request: HttpRequest, merchant: int) -> HttpResponse:
    """Show the profile as a form, and keep what is told on the version that was seen."""
    found = own_merchant(request, merchant)
    known = profile_row(found)
    fields = [f for f in TOLD if not f.name.startswith("credit_") or known[f.name] is not None]
    contacts = {name: getattr(found, name) for name in CONTACTS}
    form = ProfileForm(
        request.POST or None,
        day=asked_on(request),
        fields=fields,
        known=known,
        required=("name",),
        contacts=contacts,
        notes=_notes(found),
    )
    page: dict[str, Any] = {"version": found.version}
    status = 200
    if request.method == "POST" and form.is_valid():
        try:
            update_profile(
                actor=actor(request),
                now=asked_at(request),
                merchant_id=found.pk,
                version=_number(request.POST.get("version")),
                facts=form.told(),
                contacts=form.told_contacts(),
            )
        except Refused as refused:
            if has(refused, "merchant.changed"):
                page |= {"differs": differing(found, form)}
                status = 409
            for problem in refused.problems:
                form.add_error(None, worded(problem))
        else:
            messages.success(request, _("The profile is saved."))
            return redirect(next_of(request, reverse("merchant", args=[found.pk])))
    if form.errors and status == 200:
        status = 422
    page |= {
        "merchant": found,
        "form": form,
        "sections": _sections(form),
        "status": str(CODES.get(found.business_status or "", _("Not known"))),
        "is_stub": is_stub(),
        "next": next_of(request, ""),
        "differ_headers": headers(_("Fact"), _("What stands there now"), _("What you wrote")),
        "crumbs": crumbs((_("My page"), reverse("my")), (found.name or _("Profile of the business"), "")),
    }
    return render(request, "merchant/profile.html", page, status=status)


def _notes(found: Merchant) -> dict[str, str]:
    """Return where each value came from and when, for those of which it was kept."""
    notes = {name: origin_text(found.origins, name) for name in found.origins}
    notes = {name: _("Stands there: %(origin)s.") % {"origin": text} for name, text in notes.items()}
    return notes | ({"ksic_division": notes["ksic"]} if "ksic" in notes else {})


@signed_in
@require_POST
def status(request: HttpRequest, merchant: int) -> HttpResponse:
    """Ask the tax service anew, then show the profile."""
    found = own_merchant(request, merchant)
    try:
        refresh_status(actor=actor(request), now=asked_at(request), merchant_id=found.pk)
    except Refused as refused:
        for fault in sentences(refused):
            messages.error(request, fault.text)
    else:
        messages.success(request, _("The tax service was asked. Its answer stands below."))
    return redirect(next_of(request, reverse("merchant", args=[found.pk])))


@signed_in
@require_POST
def mail_order(request: HttpRequest, merchant: int) -> HttpResponse:
    """Ask the register of mail-order businesses, then show the profile."""
    found = own_merchant(request, merchant)
    try:
        number = ask_mail_order(actor=actor(request), now=asked_at(request), merchant_id=found.pk)
    except Refused as refused:
        for fault in sentences(refused):
            messages.error(request, fault.text)
    else:
        text = _("The register of mail-order businesses has the report %(number)s. It stands in the profile.")
        messages.success(request, text % {"number": number})
    return redirect(next_of(request, reverse("merchant", args=[found.pk])))


@signed_in
@require_http_methods(["GET", "POST"])
def members(request: HttpRequest, merchant: int) -> HttpResponse:
    """Show who acts for a merchant, and add somebody by the address of their account."""
    found = own_merchant(request, merchant)
    email = request.POST.get("email", "").strip()[:254]
    problems: list[Fault] = []
    if request.method == "POST":
        try:
            add_member(actor=actor(request), now=asked_at(request), merchant_id=found.pk, email=email)
        except Refused as refused:
            problems = [Fault(worded(p), "id_email") for p in refused.problems]
        else:
            messages.success(request, _("Added: this person acts for the business from now on."))
            return redirect("merchant_members", merchant=found.pk)
    form = MemberForm({"email": email} if problems else None)
    page = {
        "merchant": found,
        "members": my_members(actor(request), found.pk),
        "form": form,
        "problems": problems,
        "headers": headers(_("E-mail"), _("Since"), _("How it was shown"), _("What can be done")),
        "crumbs": crumbs(
            (_("My page"), reverse("my")),
            (found.name or _("Profile of the business"), reverse("merchant", args=[found.pk])),
            (_("People who act for the business"), ""),
        ),
    }
    return render(request, "merchant/members.html", page, status=422 if problems else 200)


class MemberForm(forms.Form):
    """Somebody's account, by its address."""

    email = forms.EmailField(
        label=gettext_lazy("E-mail of the account"),
        help_text=gettext_lazy("The person must have signed up with this address before."),
        widget=forms.EmailInput(attrs={"autocomplete": "off"}),
    )


@signed_in
@require_http_methods(["GET", "POST"])
def member_end(request: HttpRequest, merchant: int, member: int) -> HttpResponse:
    """Ask whether somebody shall act for a merchant no more, and end it."""
    found = own_merchant(request, merchant)
    about = next((m for m in my_members(actor(request), found.pk) if m["pk"] == member), None)
    if about is None:
        return redirect("merchant_members", merchant=found.pk)
    problems: list[Fault] = []
    if request.method == "POST":
        try:
            end_member(actor=actor(request), now=asked_at(request), merchant_id=found.pk, member_id=member)
        except Refused as refused:
            problems = sentences(refused)
        else:
            messages.success(request, _("Ended: this person acts for the business no more."))
            return redirect("my") if about["is_me"] else redirect("merchant_members", merchant=found.pk)
    page = {
        "merchant": found,
        "member": about,
        "problems": problems,
        "crumbs": crumbs(
            (_("My page"), reverse("my")),
            (_("People who act for the business"), reverse("merchant_members", args=[found.pk])),
            (_("End"), ""),
        ),
    }
    return render(request, "merchant/member_end.html", page, status=422 if problems else 200)


def differing(merchant: Merchant, form: ProfileForm) -> list[dict[str, str]]:
    """Return the facts in which a profile, as it stands now, and what was written differ."""
    now, told = profile_row(merchant), form.told()
    names = [f.name for f in form.asked if now[f.name] != told.get(f.name)]
    before, after = known_values(now, names), known_values(told, names)
    return [
        {"label": str(LABELS[name]), "now": before[name], "written": after[name]}
        for name in names
        if before[name] != after[name]
    ]


def _sections(form: ProfileForm) -> list[dict[str, Any]]:
    facts = {fact.field.name: fact for fact in form.facts()}
    parts = [
        {"title": title, "facts": [facts[name] for name in names if name in facts]}
        for title, names in SECTIONS
    ]
    return [part for part in parts if part["facts"]]


def _number(text: str | None) -> int:
    return int(text) if text and text.isascii() and text.isdigit() and len(text) < 10 else -1
