"""The arrays of drawn merchants as profile columns: SQL select items, texts and days made of codes."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from dure.engine.population import assumed
from dure.engine.population.districts import DISTRICTS
from dure.engine.population.people import INDUSTRIES, PROVINCES
from dure.engine.profile.fields import PROFILE_FIELDS
from dure.engine.profile.industry import revision_on
from dure.engine.profile.region import districts_on
from dure.engine.rules.sql import text_literal


def profile_items(on: date) -> tuple[tuple[str, str], ...]:
    """Return (column, SQL) of the profile over the arrays of :func:`draw_merchants`, in PROFILE order.

    ``on`` is the day that the population stands on: days are counted back from it, and places bear the codes
    of that day. Companions tell *none* from *not known*.
    """
    told = _told(on)
    items: list[tuple[str, str]] = []
    for name, sql in told.items():
        field = PROFILE_FIELDS[name]
        known = _is_known(name)
        items.append((name, sql if known is None else f"CASE WHEN {known} THEN {sql} END"))
        if field.none_able:
            has = f"({sql}) IS NOT NULL"
            items.append((field.companion, has if known is None else f"CASE WHEN {known} THEN {has} END"))
    return tuple(items)


def _told(on: date) -> dict[str, str]:
    day = f"DATE '{on.isoformat()}'"
    closed = f"CASE WHEN closed_days >= 0 THEN {day} - CAST(closed_days AS INTEGER) END"
    designations = "CASE designation WHEN 1 THEN ['hundred_year_store'] WHEN 2 THEN ['master_maker'] END"
    return {
        "business_no": "lpad(CAST(number AS VARCHAR), 10, '0')",
        "name": "'가상상점 ' || CAST(number // 10 AS VARCHAR)",
        "legal_form": "CASE WHEN corporation THEN 'corporation' ELSE 'sole' END",
        "ksic": f"({_texts([code for _, code in INDUSTRIES])})[industry + 1]",
        "ksic_revision": f"'{revision_on(on)}'",
        "region": _region(on),
        "opened_on": f"{day} - CAST(days AS INTEGER)",
        "closed_on": closed,
        "business_status": "(['active', 'suspended', 'closed'])[status + 1]",
        "employees": "CAST(tenths AS DOUBLE) / 10",
        "annual_sales": "CAST(sales AS BIGINT)",
        "online_sales_share": "CAST(share AS DOUBLE) / 1000",
        "mail_order_no": f"CASE WHEN registered THEN '{on.year - 1}-가상두레-'"
        " || CAST(number // 10 AS VARCHAR) END",
        "owner_birth_year": f"CAST({on.year} - age AS INTEGER)",
        "owner_female": "female",
        "tax_arrears": "arrears",
        "sanctioned_until": f"CASE WHEN banned_days > -9999 THEN {day} + CAST(banned_days AS INTEGER) END",
        "credit_score": "CAST(credit AS INTEGER)",
        "credit_bureau": "CASE WHEN nice THEN 'NICE' ELSE 'KCB' END",
        "channels": f"CASE WHEN channels > 0 THEN ({_channel_lists()})[channels] END",
        "market_id": "CASE WHEN market >= 0 THEN 'M' || lpad(CAST(market AS VARCHAR), 4, '0') END",
        "designations": designations,
    }


def _region(on: date) -> str:
    """Return the SQL of a district's code: by province, then by place among its districts."""
    codes = [districts_on([province + d for d in DISTRICTS[province]], on) for province in PROVINCES]
    lists = [_texts(of_province) for of_province in codes]
    sizes = ", ".join(str(len(of_province)) for of_province in codes)
    return f"([{', '.join(lists)}])[province + 1][district % ([{sizes}])[province + 1] + 1]"


def _channel_lists() -> str:
    """Return the SQL list of the lists of channels, in order of their bits."""
    names = assumed.CHANNELS
    every = (
        [name for bit, name in enumerate(names) if bits >> bit & 1] for bits in range(1, 1 << len(names))
    )
    return f"[{', '.join(_texts(names) for names in every)}]"


def _texts(values: Sequence[str]) -> str:
    return f"[{', '.join(text_literal(value) for value in values)}]"


def _is_known(name: str) -> str | None:
    """Return the SQL of "this cell is known", None where it always is; a score's bureau goes with it."""
    name = "credit_score" if name == "credit_bureau" else name
    if name not in assumed.NOT_KNOWN_BP:
        return None
    bit = list(assumed.NOT_KNOWN_BP).index(name)
    return f"(CAST(known AS INTEGER) >> {bit}) & 1 = 1"
