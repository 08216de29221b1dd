"""Words of matching: kinds of providers, skills, languages, states, reasons, and what speaks for a pair."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as lazy
from django.utils.translation import ngettext

from dure.domains.matching.queries import Part, Provider
from dure.engine.pairing.places import ADJACENT, DISTRICT, ELSEWHERE, PROVINCE
from dure.engine.profile.industry import SECTION_OF_DIVISION
from dure.engine.programme.models.pairings import Criterion
from dure.web.people.words import ROLES
from dure.web.places import SECTIONS
from dure.web.templatetags.amounts import count, money
from dure.web.templatetags.programme import told
from dure.web.words import page_language, place

SKILL_WORDS = {
    "live_commerce": lazy("Live commerce"),
    "video": lazy("Making videos"),
    "photography": lazy("Photographs of products"),
    "detail_page": lazy("Product pages"),
    "design": lazy("Design of labels and shops"),
    "branding": lazy("Building a brand"),
    "advertising": lazy("Online advertising"),
    "social_media": lazy("Social media"),
    "channel_messages": lazy("Messages to regulars"),
    "store_opening": lazy("Opening an online shop"),
    "sell_for_merchant": lazy("Selling for the merchant"),
    "overseas_sale": lazy("Selling abroad"),
    "packaging": lazy("Packaging"),
    "stock_and_delivery": lazy("Stock and delivery"),
    "customer_care": lazy("Care for customers and reviews"),
    "data_analysis": lazy("Reading sales data"),
    "point_of_sale": lazy("Till, kiosk and ordering devices"),
    "smart_device": lazy("Using a smartphone"),
    "bookkeeping": lazy("Bookkeeping"),
    "labour_and_tax": lazy("Labour law and taxes"),
    "product_development": lazy("Developing products"),
    "hygiene": lazy("Hygiene"),
    "customer_loyalty": lazy("Winning regulars"),
    "funding": lazy("Loans and funding"),
}
LANGUAGE_WORDS = {
    "ko": lazy("Korean"),
    "en": lazy("English"),
    "zh": lazy("Chinese"),
    "ja": lazy("Japanese"),
    "vi": lazy("Vietnamese"),
    "th": lazy("Thai"),
    "id": lazy("Indonesian"),
    "es": lazy("Spanish"),
    "fr": lazy("French"),
    "ar": lazy("Arabic"),
    "ru": lazy("Russian"),
}
REACH_WORDS = {
    "district": lazy("My city or district"),
    "province": lazy("My province"),
    "adjacent": lazy("My province and those beside it"),
    "nation": lazy("The whole country, or online"),
}
PROVIDER_STATE = {
    "applied": (lazy("to be approved"), "warning"),
    "approved": (lazy("approved"), "success"),
    "resting": (lazy("takes nobody new"), "gray"),
    "refused": (lazy("not approved"), "danger"),
    "withdrawn": (lazy("withdrawn"), "gray"),
    "destroyed": (lazy("destroyed"), "gray"),
}
MATCH_STATE = {
    "planned": (lazy("planned"), "gray"),
    "proposed": (lazy("waits for answers"), "warning"),
    "accepted": (lazy("matched"), "success"),
    "declined": (lazy("declined"), "danger"),
    "lapsed": (lazy("ran out"), "gray"),
    "ended": (lazy("ended"), "gray"),
    "dropped": (lazy("dropped"), "gray"),
}
ROUND_STATE = {
    "planned": (lazy("planned, nobody is told"), "warning"),
    "proposed": (lazy("proposed"), "success"),
    "closed": (lazy("closed"), "gray"),
    "dropped": (lazy("dropped"), "gray"),
}
REASONS = {
    "nobody": lazy("No provider of this kind has room"),
    "region": lazy("No provider comes to this region"),
    "needs": lazy("No provider offers what is necessary"),
    "barred": lazy("All who could are barred: declined before, ran out, ended, or by an officer"),
    "points": lazy("No provider reaches the lowest points"),
    "full": lazy("All who could are full with others"),
    "by_hand": lazy("Taken out of the round by hand"),
}
_NEAR = {
    DISTRICT: lazy("the same city or district"),
    PROVINCE: lazy("the same province, or served by them"),
    ADJACENT: lazy("a province beside"),
    ELSEWHERE: lazy("farther away"),
}


def kind_word(kind: str) -> str:
    """Return what a kind of provider is called."""
    return str(ROLES.get(kind, kind))


def provider_name(provider: Provider) -> str:
    """Return a provider's name in the language of the page."""
    organisation = provider.organisation
    return organisation.name_en if page_language() == "en" else organisation.name_ko


def badge(table: Mapping[str, tuple[Any, str]], state: str) -> dict[str, Any]:
    """Return the word and the kind of badge of a state."""
    word, kind = table[state]
    return {"word": word, "kind": kind}


def skills_text(skills: Iterable[str]) -> str:
    """Return skills in words, in the order of the list."""
    known = set(skills)
    return ", ".join(str(word) for code, word in SKILL_WORDS.items() if code in known)


def languages_text(languages: Iterable[str]) -> str:
    """Return languages in words."""
    known = set(languages)
    return ", ".join(str(word) for code, word in LANGUAGE_WORDS.items() if code in known)


def industries_text(divisions: Iterable[str]) -> str:
    """Return industries by their sections."""
    letters = sorted({SECTION_OF_DIVISION[one] for one in divisions})
    return ", ".join(str(SECTIONS[letter]) for letter in letters)


def price_text(price_won: int | None) -> str:
    """Return what one merchant costs."""
    if price_won is None:
        return _("To be agreed")
    return money(price_won) if price_won else _("Free of charge")


def providers(number: int) -> str:
    """Return a number of providers with its unit."""
    return ngettext("%(number)s provider", "%(number)s providers", number) % {"number": count(number)}


def merchants(number: int) -> str:
    """Return a number of merchants with its unit."""
    return ngettext("%(number)s merchant", "%(number)s merchants", number) % {"number": count(number)}


def profile_rows(provider: Provider) -> list[dict[str, str]]:
    """Return a provider's profile as terms and texts: what everybody may read who may see it."""
    reach = str(REACH_WORDS[provider.reach])
    if provider.regions:
        reach += ", " + ", ".join(place(code) for code in provider.regions)
    rows = [
        (_("Helps as"), kind_word(provider.kind)),
        (_("Can do"), skills_text(provider.skills)),
        (_("Knows the trades"), industries_text(provider.industries) or _("No trade in particular")),
        (_("Works in"), languages_text(provider.languages) or str(LANGUAGE_WORDS["ko"])),
        (_("Is at"), place(provider.region) if provider.region else _("No fixed place")),
        (_("Goes to"), reach),
        (_("Merchants at a time"), merchants(provider.capacity)),
        (
            _("New merchants a month"),
            merchants(provider.monthly) if provider.monthly is not None else _("No limit"),
        ),
        (_("Costs a merchant"), price_text(provider.price_won)),
    ]
    return [{"term": term, "text": text} for term, text in rows]


def part_rows(parts: Sequence[Mapping[str, Any]], criteria: Sequence[Criterion]) -> list[dict[str, Any]]:
    """Return what speaks for a pair: criterion, points of how many, and why."""
    titles = {one.id: told(one.title) for one in criteria}
    return [
        {
            "title": titles.get(part["id"], part["id"]),
            "points": part["points"],
            "most": part["most"],
            "why": _why(part),
        }
        for part in parts
    ]


def plain_parts(parts: Iterable[Part]) -> list[dict[str, Any]]:
    """Return parts as matches keep them."""
    return [{"id": p.criterion, "points": p.points, "most": p.most, **p.told} for p in parts]


def _why(part: Mapping[str, Any]) -> str:
    if "shared" in part:
        return _shared(part)
    if "near" in part:
        return str(_NEAR[part["near"]])
    if "alike" in part:
        return _("The texts are %(share)s%% alike") % {"share": part["alike"] // 10}
    if "price_won" in part:
        return _("Price: %(price)s") % {"price": price_text(part["price_won"])}
    if "same" in part:
        return _("Knows the trade") if part["same"] else _("Another trade, or not known")
    return _("Holds") if part.get("holds") else _("Does not hold, or is not known")


def _shared(part: Mapping[str, Any]) -> str:
    if not part["sought"]:
        return _("Nothing in particular is sought")
    words = SKILL_WORDS | LANGUAGE_WORDS
    shared = [str(words.get(code, code)) for code in part["shared"]]
    number = {"n": part["sought"], "shared": len(shared)}
    text = ngettext("%(shared)s of %(n)s sought", "%(shared)s of %(n)s sought", part["sought"]) % number
    return f"{text}: {', '.join(shared)}" if shared else text
