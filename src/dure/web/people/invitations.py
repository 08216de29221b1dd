"""Invitations: sent, revoked, opened with the letter, accepted."""

from __future__ import annotations

from allauth.account.internal.flows.login import record_authentication
from allauth.account.utils import perform_login
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from dure.domains.accounts import queries
from dure.domains.accounts.invitations import Letter, has_account, token_hash
from dure.domains.accounts.policies import may_staff
from dure.domains.accounts.queries import ROLES_IN, Invitation, Organisation
from dure.domains.accounts.services.accept_invitation import accept_invitation
from dure.domains.accounts.services.invite import DAYS_OPEN, invite
from dure.domains.accounts.services.revoke_invitation import revoke_invitation
from dure.domains.accounts.services.send_invitation_again import send_invitation_again
from dure.domains.accounts.services.sign_up import sign_up_invited
from dure.domains.events.act import Act
from dure.domains.notices.services.notify import Recipient, notify
from dure.domains.programmes.queries import calls
from dure.engine.problems import Refused
from dure.web.actors import actor, asked_at, wake
from dure.web.officer.guard import for_roles
from dure.web.people.forms import InvitationForm, JoinForm
from dure.web.people.organisations import MAY_STAFF, may_staff_some
from dure.web.people.periods import ends_after, last_day
from dure.web.people.problems import sentences, tell
from dure.web.people.words import organisation_name, role
from dure.web.tables import crumbs
from dure.web.templatetags.masks import masked_email
from dure.web.words import page_language

LETTER = "invitation"
"""Key of the session that keeps the secret of a letter: it stands in no address but that of the letter."""
FIELDS = {
    "invite.role": "role",
    "invite.email": "email",
    "invite.held": "email",
    "invite.open": "email",
    "invite.ends_at": "until",
}


@for_roles(*MAY_STAFF)
@require_http_methods(["GET", "POST"])
def send(request: HttpRequest, organisation: int) -> HttpResponse:
    """Invite somebody to a role in an organisation."""
    who = actor(request)
    found = queries.organisation(who, organisation)
    if found is None or not may_staff_some(request, found):
        raise Http404
    form = InvitationForm(
        request.POST if request.method == "POST" else None,
        roles=[one for one in ROLES_IN[found.kind] if may_staff_some(request, found, one)],
        programmes=_programmes(request, found),
    )
    if form.is_valid():
        told = form.cleaned_data
        try:
            invite(
                actor=who,
                now=asked_at(request),
                tell=send_letter,
                organisation_id=found.pk,
                role=told["role"],
                programme=told["programme"],
                email=told["email"],
                ends_at=ends_after(told["until"]) if told["until"] else None,
                key=f"{who.user_id}/{told['nonce']}",
            )
        except Refused as refused:
            tell(form, refused, FIELDS)
        else:
            messages.success(request, _("The invitation is on its way."))
            return redirect("organisation", organisation=found.pk)
    page = {
        "form": form,
        "organisation": found,
        "days": DAYS_OPEN,
        "crumbs": crumbs(
            (_("Organisations"), reverse("organisations")),
            (organisation_name(found), reverse("organisation", args=[found.pk])),
            (_("Invite somebody"), ""),
        ),
    }
    return render(request, "people/invite.html", page, status=422 if form.errors else 200)


def _programmes(request: HttpRequest, organisation: Organisation) -> list[tuple[str, str]]:
    """Return the programmes for which whoever asks may invite, all of them first where they may."""
    who, english = actor(request), page_language() == "en"
    found = [
        (version.programme, version.title_en if english else version.title_ko)
        for version in calls(who)
        if may_staff(who, organisation, version.programme)
    ]
    return [("", _("All programmes")), *found] if may_staff(who, organisation) else found


def send_letter(this: Act, letter: Letter) -> None:
    """Send the letter of an invitation; its secret stands in the letter alone."""
    recipient = Recipient(
        email=letter.email,
        parameters={
            "organisation": letter.organisation,
            "role": letter.role,
            "expires": letter.expires_at.isoformat(),
        },
        secret=reverse("invitation", args=[letter.token]),
    )
    notify(
        this,
        [recipient],
        template="invitation",
        key=f"{letter.invitation_id}/{token_hash(letter.token)[:16]}",
    )


@for_roles(*MAY_STAFF)
@require_POST
def revoke(request: HttpRequest, invitation: int) -> HttpResponse:
    """Revoke an invitation."""
    found = queries.invitation(actor(request), invitation)
    if found is None:
        raise Http404
    try:
        revoke_invitation(actor=actor(request), now=asked_at(request), invitation_id=found.pk)
    except Refused as refused:
        for text in sentences(refused):
            messages.error(request, text)
    else:
        messages.success(request, _("The invitation is revoked: its letter opens nothing any more."))
    return redirect("organisation", organisation=found.organisation_id)


@for_roles(*MAY_STAFF)
@require_POST
def again(request: HttpRequest, invitation: int) -> HttpResponse:
    """Send the letter of an invitation again."""
    found = queries.invitation(actor(request), invitation)
    if found is None:
        raise Http404
    try:
        send_invitation_again(
            actor=actor(request), now=asked_at(request), tell=send_letter, invitation_id=found.pk,
            key=request.POST.get("nonce", "")[:60] or f"{asked_at(request):%Y%m%d%H%M}",
        )  # fmt: skip
    except Refused as refused:
        for text in sentences(refused):
            messages.error(request, text)
    else:
        messages.success(
            request, _("The letter is on its way again: only the newest one opens the invitation.")
        )
    return redirect("organisation", organisation=found.organisation_id)


@require_GET
@never_cache
def open_letter(request: HttpRequest, token: str) -> HttpResponse:
    """Take the secret out of the address, so that it stands in no further one."""
    request.session[LETTER] = token
    return redirect("invitation_answer")


@require_http_methods(["GET", "POST"])
@never_cache
def answer(request: HttpRequest) -> HttpResponse:
    """Show what an invitation offers; take the role with the account it was sent to, or with a new one."""
    token = request.session.get(LETTER, "")
    found = queries.invitation_by_token(token, asked_at(request)) if token else None
    if found is None:
        return render(request, "people/invitation_closed.html", status=404)
    if request.user.is_authenticated:
        return _accept(request, found, token)
    if has_account(found):
        page = _page(found) | {"sign_in": f"{reverse('account_login')}?next={reverse('invitation_answer')}"}
        return render(
            request, "people/invitation.html", page, status=422 if request.method == "POST" else 200
        )
    return _join(request, found, token)


def _page(found: Invitation) -> dict[str, object]:
    return {
        "organisation": organisation_name(found.organisation),
        "role": role(found.role),
        "programme": found.programme or _("All programmes"),
        "last": last_day(found.ends_at),
        "expires": found.expires_at,
        "address": masked_email(found.email),
    }


def _accept(request: HttpRequest, found: Invitation, token: str) -> HttpResponse:
    """Let somebody who has signed in accept."""
    who = actor(request)
    user = queries.account(who)
    problems: list[str] = []
    if request.method == "POST":
        try:
            accept_invitation(actor=who, now=asked_at(request), token=token)
        except Refused as refused:
            problems = sentences(refused)
        else:
            return _welcome(request)
    matches = user is not None and user.email.lower() == found.email
    page = _page(found) | {
        "problems": [{"text": text} for text in problems],
        "accepts": matches,
        "other": not matches,
    }
    return render(request, "people/invitation.html", page, status=422 if problems else 200)


def _join(request: HttpRequest, found: Invitation, token: str) -> HttpResponse:
    """Let somebody new make an account with the letter's address, and sign them in."""
    form = JoinForm(request.POST if request.method == "POST" else None)
    if form.is_valid():
        try:
            user = sign_up_invited(
                now=asked_at(request),
                token=token,
                password=form.cleaned_data["password1"],
                name=form.cleaned_data["name"],
                language="en" if (get_language() or "ko").startswith("en") else "ko",
            )
        except Refused as refused:
            tell(form, refused)
        else:
            record_authentication(request, user, method="password")
            perform_login(request, user, email_verification="none")
            return _welcome(request)
    page = _page(found) | {"form": form}
    return render(request, "people/invitation.html", page, status=422 if form.errors else 200)


def _welcome(request: HttpRequest) -> HttpResponse:
    request.session.pop(LETTER, None)
    wake(request)
    messages.success(request, _("You have accepted the invitation."))
    return redirect("second_factor")
