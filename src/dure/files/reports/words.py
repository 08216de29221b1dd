"""Words for the codes of a simulation: provinces, industries, groups, fields, verdicts, standings."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

from dure.engine.problems import msg
from dure.engine.profile.columns import own_name, owner_of
from dure.engine.profile.provinces import PROVINCES
from dure.engine.screening.groups import NOT_KNOWN
from dure.language import Language, translate

_NOT_KNOWN = msg("Not known")

VERDICTS: Mapping[str, str] = MappingProxyType(
    {"eligible": msg("Eligible"), "ineligible": msg("Not eligible"), "unknown": msg("Not known yet")}
)
DIMENSIONS: Mapping[str, str] = MappingProxyType(
    {
        "regions": msg("By province"),
        "sections": msg("By industry"),
        "employees": msg("By regular employees"),
        "sales": msg("By mean annual sales"),
        "sexes": msg("By sex of the owner"),
        "ages": msg("By age of the owner"),
    }
)
_GROUPS: Mapping[str, Mapping[str, str]] = MappingProxyType(
    {
        "regions": PROVINCES,
        "sections": {
            "A": msg("Agriculture, forestry and fishing"),
            "B": msg("Mining"),
            "C": msg("Manufacturing"),
            "D": msg("Electricity and gas"),
            "E": msg("Water and waste"),
            "F": msg("Construction"),
            "G": msg("Wholesale and retail"),
            "H": msg("Transport and storage"),
            "I": msg("Accommodation and food"),
            "J": msg("Information and communication"),
            "K": msg("Finance and insurance"),
            "L": msg("Real estate"),
            "M": msg("Professional and scientific services"),
            "N": msg("Business support services"),
            "O": msg("Public administration"),
            "P": msg("Education"),
            "Q": msg("Health and social work"),
            "R": msg("Arts and sports"),
            "S": msg("Repair and personal services"),
            "T": msg("Households"),
            "U": msg("International bodies"),
        },
        "employees": {
            "0": msg("None"),
            "1": msg("Fewer than 5"),
            "5": msg("5 to fewer than 10"),
            "10": msg("10 or more"),
        },
        "sales": {
            "50m": msg("Up to 50 million won"),
            "100m": msg("Up to 100 million won"),
            "300m": msg("Up to 300 million won"),
            "1b": msg("Up to 1 billion won"),
            "more": msg("More than 1 billion won"),
        },
        "sexes": {"female": msg("Women"), "male": msg("Men")},
        "ages": {
            "20": msg("Under 30"),
            "30": msg("30 to 39"),
            "40": msg("40 to 49"),
            "50": msg("50 to 59"),
            "60": msg("60 or older"),
        },
    }
)
_FIELDS: Mapping[str, str] = MappingProxyType(
    {
        "business_no": msg("Business number"),
        "name": msg("Business name"),
        "legal_form": msg("Legal form"),
        "ksic": msg("Industry code (KSIC)"),
        "ksic_revision": msg("Revision of the industry code"),
        "region": msg("Region"),
        "opened_on": msg("Opened on"),
        "closed_on": msg("Closed on"),
        "business_status": msg("Business status"),
        "employees": msg("Regular employees"),
        "annual_sales": msg("Mean annual sales"),
        "online_sales_share": msg("Share of sales made online"),
        "mail_order_no": msg("Mail-order registration number"),
        "owner_birth_year": msg("Owner's year of birth"),
        "owner_female": msg("Led by a woman"),
        "tax_arrears": msg("National or local taxes in arrears"),
        "sanctioned_until": msg("Banned from programmes until"),
        "credit_score": msg("Personal credit score"),
        "credit_bureau": msg("Credit bureau"),
        "channels": msg("Online sales channels"),
        "market_id": msg("Market or street"),
        "designations": msg("Designations"),
    }
)
_BESIDE: Mapping[str, str] = MappingProxyType(
    {
        "answer": msg("Answer to the question {name}"),
        "level": msg("Level by the diagnosis {name}"),
        "supported_in": msg("Support in the programme {name}"),
        "total_support_won": msg("Support received in the last {name} months"),
    }
)
STANDINGS: Mapping[str, str] = MappingProxyType(
    {
        "within": msg("Enough"),
        "may_exceed": msg("Enough for those who are eligible, not for those not known yet"),
        "exceeds": msg("Not enough for everybody"),
        "not_told": msg("The file tells no total"),
        "incomplete": msg("Cannot be said: some benefits have no amount"),
    }
)
NOTES: Mapping[str, str] = MappingProxyType(
    {
        "exact": msg("The amount each gets"),
        "ceiling": msg("The most each gets"),
        "total": msg("The sum for all"),
        "no_amount": msg("The file tells no amount"),
    }
)


def group_word(dimension: str, group: str, language: Language) -> str:
    """Return what a group is called; a code that has no word stands for itself.

    >>> group_word("sections", "G", "en"), group_word("ages", "?", "en")
    ('G Wholesale and retail', 'Not known')
    """
    if group == NOT_KNOWN:
        return translate(_NOT_KNOWN, language)
    word = translate(_GROUPS.get(dimension, {}).get(group, group), language)
    return f"{group} {word}" if dimension == "sections" and word != group else word


def field_word(name: str, language: Language) -> str:
    """Return what a column is called that rules read: a profile field, or what others hand in beside it."""
    if owner := owner_of(name):
        return translate(_BESIDE[owner], language).replace("{name}", own_name(name))
    return translate(_FIELDS.get(name, name), language)
