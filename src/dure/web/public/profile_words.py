"""What facts about a merchant are called, how they are asked for, and their units."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

LABELS = {
    "business_no": _("Business number"),
    "name": _("Business name"),
    "legal_form": _("Legal form"),
    "ksic": _("Industry code (KSIC)"),
    "ksic_revision": _("Revision of the industry code"),
    "region": _("Region"),
    "opened_on": _("Opened on"),
    "closed_on": _("Closed on"),
    "business_status": _("Business status"),
    "employees": _("Regular employees"),
    "annual_sales": _("Mean annual sales"),
    "online_sales_share": _("Share of sales made online"),
    "mail_order_no": _("Mail-order registration number"),
    "owner_birth_year": _("Owner's year of birth"),
    "owner_female": _("Led by a woman"),
    "tax_arrears": _("National or local taxes in arrears"),
    "sanctioned_until": _("Banned from programmes until"),
    "credit_score": _("Personal credit score"),
    "credit_bureau": _("Credit bureau"),
    "channels": _("Online sales channels"),
    "market_id": _("Market or street"),
    "designations": _("Designations"),
}
HINTS = {
    "name": _("As it stands on the business registration certificate."),
    "ksic": _("If you know it: two to five digits from the certificate. Five tell most."),
    "ksic_revision": _("Left open, a code that is new is taken to be of the revision in force today."),
    "region": _("Where the place of business is. Type the first letters to jump to a name."),
    "opened_on": _("As it stands on the business registration certificate."),
    "employees": _("Mean of the month-ends of the year; fractions count, such as 4.9. Without the owner."),
    "annual_sales": _("Mean of the last three years, or of fewer if the business is younger."),
    "online_sales_share": _("Of all sales of last year, as a percentage; 0 if you sell nothing online."),
    "channels": _("One a line, with your seller id if you know it, such as “smartstore:dure”."),
    "mail_order_no": _("Such as 2024-강원춘천-0001."),
    "sanctioned_until": _("The last day of a ban from government support programmes."),
    "owner_birth_year": _("The year only, such as 1985. We never ask for a resident number."),
    "market_id": _("The traditional market or shopping street that the business belongs to."),
    "phone": _("We use it for this business's applications only."),
    "email": _("Leave empty to be told at the address that you sign in with."),
    "address": _("As registered. Only seen by officers who check whether a business is registered twice."),
}
UNITS = {
    "employees": _("people"),
    "annual_sales": _("won"),
    "online_sales_share": "%",
    "owner_birth_year": _("year"),
}
NONE_LABELS = {
    "closed_on": _("The business is not closed"),
    "mail_order_no": _("There is no mail-order registration"),
    "sanctioned_until": _("There is no ban"),
    "channels": _("There is no online sales channel"),
    "market_id": _("The business belongs to no market or street"),
    "designations": _("There is no designation"),
}
CODES = {
    "sole": _("Sole owner"),
    "corporation": _("Corporation"),
    "active": _("In business"),
    "suspended": _("Suspended"),
    "closed": _("Out of business"),
    "NICE": "NICE",
    "KCB": "KCB",
}
REVISIONS = {
    "10": _("10th revision (since July 2017)"),
    "11": _("11th revision (since July 2024)"),
}
DESIGNATIONS = {
    "hundred_year_store": _("Hundred-year store"),
    "master_maker": _("Hundred-year maker"),
}
NOT_KNOWN = _("Not known")
YES, NO = _("Yes"), _("No")
