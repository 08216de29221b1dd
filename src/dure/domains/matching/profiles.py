"""A provider's profile as it is handed in: checked, with everything that is wrong told at once."""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from typing import Any

from dure.engine.pairing.places import NEEDED
from dure.engine.pairing.sides import LANGUAGES, SKILLS
from dure.engine.problems import Problem, Refused, msg
from dure.engine.profile.industry import SECTION_OF_DIVISION
from dure.engine.profile.provinces import PROVINCES

LONGEST_TEXT = 1000
MOST_MERCHANTS = 1000
MOST_WON = 10**12


@dataclass(frozen=True, slots=True)
class Profile:
    """What a provider tells."""

    introduction: str
    skills: tuple[str, ...]
    industries: tuple[str, ...]
    languages: tuple[str, ...]
    region: str
    reach: str
    regions: tuple[str, ...]
    capacity: int
    """Merchants at a time."""
    price_won: int | None
    listed: bool
    monthly: int | None = None
    """New merchants a month at most; None: as there is room."""


def columns_of(profile: Profile) -> dict[str, Any]:
    """Return a profile as columns; raises Refused with everything that is wrong."""
    problems = [
        *_unknown("skills", profile.skills, SKILLS),
        *_unknown("languages", profile.languages, LANGUAGES),
        *_unknown("industries", profile.industries, SECTION_OF_DIVISION),
        *_unknown("reach", (profile.reach,), NEEDED),
        *_unknown("regions", profile.regions, PROVINCES),
    ]
    if not profile.skills:
        problems.append(Problem("provider.skills", msg("choose at least one thing that you can do")))
    if not re.fullmatch(r"(\d{2}|\d{5})?", profile.region) or (
        profile.region and profile.region[:2] not in PROVINCES
    ):
        problems.append(Problem("provider.region", msg("choose a province or a district")))
    if not profile.region and profile.reach != "nation" and not profile.regions:
        problems.append(Problem("provider.region", msg("tell where you are: you do not go everywhere")))
    if not 1 <= profile.capacity <= MOST_MERCHANTS:
        most = {"most": MOST_MERCHANTS}
        problems.append(Problem("provider.capacity", msg("take 1 to {most} merchants at a time"), most))
    if profile.monthly is not None and not 1 <= profile.monthly <= MOST_MERCHANTS:
        most = {"most": MOST_MERCHANTS}
        problems.append(
            Problem(
                "provider.monthly", msg("take 1 to {most} new merchants a month, or leave it empty"), most
            )
        )
    if profile.price_won is not None and not 0 <= profile.price_won <= MOST_WON:
        problems.append(Problem("provider.price_won", msg("write an amount in won, from 0 up")))
    problems += too_long("provider.introduction", profile.introduction)
    if problems:
        raise Refused(problems)
    return {
        "introduction": profile.introduction.replace("\r\n", "\n").strip(),
        "skills": sorted(set(profile.skills)),
        "industries": sorted(set(profile.industries)),
        "languages": sorted(set(profile.languages)),
        "region": profile.region,
        "reach": profile.reach,
        "regions": sorted(set(profile.regions)),
        "capacity": profile.capacity,
        "monthly": profile.monthly,
        "price_won": profile.price_won,
        "listed": profile.listed,
    }


def too_long(code: str, text: str) -> list[Problem]:
    """Return the problem of a text that is too long, or nothing."""
    longest = {"longest": LONGEST_TEXT}
    if len(text) <= LONGEST_TEXT:
        return []
    return [Problem(code, msg("this is longer than {longest} characters"), longest)]


def _unknown(name: str, told: Collection[str], known: Collection[str] | Mapping[str, Any]) -> list[Problem]:
    if all(one in known for one in told):
        return []
    return [Problem(f"provider.{name}", msg("choose from what is listed"))]
