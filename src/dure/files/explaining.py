"""One merchant of a file, judged in process and explained."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from dure.engine.problems import Refused, msg, refuse
from dure.engine.profile.business_number import is_business_number
from dure.engine.profile.fields import PROFILE_COLUMNS, Field
from dure.engine.rules.sql import quoted, text_literal
from dure.engine.screening import MerchantScreener, Rulebook, Screening
from dure.files.merchants import bad_cells, read_profiles
from dure.files.reading import open_table
from dure.files.session import open_session


@dataclass(frozen=True, slots=True)
class Explained:
    """The explained verdict on one row, and the fields that are none there (known not to be)."""

    screening: Screening
    none: frozenset[str]


def explain_merchant(book: Rulebook, merchants: Path, business_no: str) -> list[Explained]:
    """Return the explained verdict on every row of a business; raises Refused where it stands nowhere."""
    screener = MerchantScreener(book)
    explained = []
    for values in merchant_rows(merchants, business_no, book.beside()):
        none = frozenset(f.name for f in PROFILE_COLUMNS if f.none_able and values[f.companion] is False)
        explained.append(Explained(screener.screen(values), none))
    return explained


def merchant_rows(merchants: Path, business_no: str, beside: Iterable[Field] = ()) -> list[dict[str, Any]]:
    """Return every row of a business as profile columns, companions and some columns ``beside`` the profile.

    Raises Refused where it stands nowhere, with the bad rows of the file.
    """
    # A spreadsheet that took the number for a number dropped the zeros it begins with.
    digits = business_no.strip().replace("-", "").zfill(10)
    with open_session([merchants]) as session:
        profiles = read_profiles(open_table(session, merchants), (*PROFILE_COLUMNS, *beside))
        names = [name for f in profiles.fields for name in (f.name, *((f.companion,) if f.none_able else ()))]
        items = ", ".join(quoted(name) for name in names)
        query = f"SELECT {items} FROM {profiles.typed([])} WHERE business_no = {text_literal(digits)}"
        rows = session.rows(query)
        if not rows:
            problems, _ = bad_cells(session, profiles)
            raise Refused([*_absent(merchants.name, business_no, digits).problems, *problems])
    return [dict(zip(names, row, strict=True)) for row in rows]


def _absent(file: str, written: str, digits: str) -> Refused:
    if is_business_number(digits):
        return refuse(
            "explain.absent", msg("{file}: no good row has the business number asked for"), file=file
        )
    return refuse(
        "explain.number",
        msg("“{written}” is no business number: it has ten digits, the last of which checks the others"),
        written=written,
    )
