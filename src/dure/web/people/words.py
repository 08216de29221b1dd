"""Words for roles, kinds of organisation, and who somebody is in a list."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from dure.domains.accounts.queries import Membership, Organisation, User
from dure.web.templatetags.masks import masked_email
from dure.web.words import page_language

ROLES = {
    "officer": _("Programme officer"),
    "ministry": _("Ministry staff"),
    "executor_staff": _("Executor's staff"),
    "reviewer": _("Reviewer"),
    "accountant": _("Settlement accountant"),
    "association_staff": _("Association staff"),
    "centre_staff": _("Regional centre's staff"),
    "creator": _("Creator"),
    "seller": _("Dedicated seller"),
    "tutor": _("Digital tutor"),
    "mentor": _("Mentor"),
    "consultant": _("Consultant"),
    "merchandiser": _("Merchandiser"),
    "buyer": _("Buyer"),
    "studio": _("Studio operator"),
    "person": _("Person without a role"),
}
KINDS = {
    "agency": _("Agency"),
    "ministry": _("Ministry"),
    "executor": _("Executor"),
    "association": _("Association"),
    "accountant": _("Settlement accountant"),
    "centre": _("Support centre"),
    "provider": _("Provider"),
}


def role(code: str) -> str:
    """Return what a role is called; the service itself has none."""
    return str(ROLES.get(code, _("The service itself"))) if code else str(_("The service itself"))


def kind(code: str) -> str:
    """Return what a kind of organisation is called."""
    return str(KINDS.get(code, code))


def organisation_name(organisation: Organisation) -> str:
    """Return an organisation's name in the language of the page."""
    return organisation.name_en if page_language() == "en" else organisation.name_ko


def staff_member(user: User | None) -> str:
    """Return who somebody of the staff is, as lists show it: by name, with the address masked."""
    if user is None:
        return str(_("Unknown"))
    if user.closed_at is not None:
        return str(_("Closed account"))
    address = masked_email(user.email)
    # Masked addresses are alike: without a name the number of the account tells two people apart.
    number = _("Account %(number)s") % {"number": user.pk}
    return f"{user.name} {address}" if user.name else f"{address} ({number})"


def scope(membership: Membership) -> str:
    """Return for which programme a role is held."""
    return membership.programme or str(_("All programmes"))
