"""What an account is called: its source, line, executor and year, by their titles in the file."""

from __future__ import annotations

from collections.abc import Collection, Mapping

from dure.domains.accounts.actors import SignedActor
from dure.domains.agreements.queries import agreements
from dure.domains.funds.accounts import Place
from dure.domains.funds.queries import FundCase, fund_cases
from dure.domains.funds.queries_places import places_of
from dure.web.funds.words import executor_name, in_year, line_title, source_title


def account_names(who: SignedActor, programme: str, codes: Collection[str]) -> dict[str, str]:
    """Return the names of accounts by code; one that no fund opened has none, and goes by kind and code."""
    places = places_of(who, programme, codes)
    cases = {case.fund.id: case for case in fund_cases(programme)}
    executors = {one.executor: executor_name(one) for one in agreements(who, programme)}
    return {code: _name(cases.get(place.fund), executors, place) for code, place in places.items()}


def _name(case: FundCase | None, executors: Mapping[str, str], place: Place) -> str:
    parts = [
        case and place.source and source_title(case, place.source),
        case and place.line and line_title(case, place.line),
        place.executor and executors.get(place.executor, place.executor),
    ]
    return in_year(" · ".join(str(part) for part in parts if part), place.year)
