"""``dure advise``: what one merchant can get of the programmes that are open, or of all."""

from __future__ import annotations

import argparse
import json
from collections.abc import Callable, Mapping
from datetime import date
from pathlib import Path
from typing import Any

from dure.cli.console import Console
from dure.cli.days import day, today
from dure.cli.engine.basis import judged_by
from dure.engine.advising import Advice, Advised, History, Offer, advise, open_offer, support_asked
from dure.engine.problems import msg, refuse
from dure.engine.programme import LoadedProgramme
from dure.files.explaining import merchant_rows
from dure.files.programmes import open_programme
from dure.files.reports.words import field_word
from dure.library import library_ids

_STANDINGS = {
    "eligible": msg("You can get this"),
    "eligible_if": msg("You can get this if a fact that is missing holds"),
    "unclear": msg("Not known; the document check settles it"),
    "applied": msg("You have applied"),
    "received": msg("You have received this"),
    "excluded": msg("Not together with what you have received"),
    "ineligible": msg("You cannot get this"),
}


def add_arguments(parser: argparse.ArgumentParser, t: Callable[[str], str]) -> None:
    parser.add_argument(
        "merchants",
        metavar="MERCHANTS",
        type=Path,
        help=t(msg("file of merchants, one row each (.csv, .xlsx or .parquet)")),
    )
    parser.add_argument("business_no", metavar="BUSINESS_NO", help=t(msg("business number of the merchant")))
    which = parser.add_mutually_exclusive_group()
    which.add_argument(
        "--on",
        type=day,
        metavar="DATE",
        help=t(msg("programmes that can be applied to on this day (default: today)")),
    )
    which.add_argument(
        "--all", action="store_true", help=t(msg("all programmes: closed ones and those not open yet too"))
    )
    parser.add_argument(
        "--received",
        action="append",
        default=[],
        metavar="ID",
        help=t(msg("a programme that the merchant has received; may be given several times")),
    )
    parser.add_argument(
        "--programme",
        action="append",
        default=[],
        metavar="PROGRAMME",
        help=t(msg("ask about this file or id instead of the library; may be given several times")),
    )
    parser.add_argument(
        "--json", action="store_true", help=t(msg("print the result as JSON, one line for each row"))
    )


def run(args: argparse.Namespace, console: Console) -> int:
    files = {loaded.programme.id: loaded for loaded in map(open_programme, args.programme or library_ids())}
    programmes = [loaded.programme for loaded in files.values()]
    offers = [offer for offer in map(open_offer, programmes) if offer is not None]
    on = args.on or today()
    if not args.all:
        offers = [offer for offer in offers if offer.is_open_on(on)]
    if not offers:
        raise refuse(
            "advise.none",
            msg("no programme can be applied to on {day}: --all asks about closed ones too"),
            day=on.isoformat(),
        )
    history = History(received=frozenset(args.received))
    for row in merchant_rows(args.merchants, args.business_no, support_asked(offers)):
        advised = advise(offers, row, history)
        if args.json:
            console.out(json.dumps(_plain(advised, files, on), ensure_ascii=False))
        else:
            heading = (
                msg("Calls of all years, closed ones too, each judged by its own day; marked as of {day}")
                if args.all
                else msg("Calls that can be applied to on {day}")
            )
            console.say(heading, day=on.isoformat())
            _page(advised, on, console)
    return 0


def _page(advised: Advised, on: date, console: Console) -> None:
    standing = None
    for advice in advised.advices:
        if advice.standing != standing:
            standing = advice.standing
            console.say(
                msg("{standing} ({count})"),
                standing=console.text(_STANDINGS[standing]),
                count=advised.count(standing),
            )
        offer = advice.offer
        title, days = offer.title.to(console.language), f"{offer.opens_on} – {offer.closes_on}"
        console.out(f"  {title} ({offer.programme}), {days}{_closed(offer, on, console)}")
        for line in _why(advice, offer, console):
            console.out(f"    {line}")
    if advised.asks:
        console.say(msg("Facts that would settle most"))
        for asked in advised.asks:
            console.say(
                msg("  {field}: settles {count} programmes, with those before it"),
                field=field_word(asked.name, console.language),
                count=asked.settles,
            )


def _closed(offer: Offer, on: date, console: Console) -> str:
    """Return what is said behind the days of a call that cannot be applied to on the day."""
    if offer.is_open_on(on):
        return ""
    return console.text(msg(" (closed)") if offer.closes_on < on else msg(" (not open yet)"))


def _why(advice: Advice, offer: Offer, console: Console) -> list[str]:
    if advice.standing == "eligible_if":
        fields = ", ".join(field_word(name, console.language) for name in advice.screening.missing)
        told = [console.text(msg("missing: {fields}"), fields=fields)]
        if revision := _other_revision(advice):
            told.append(
                console.text(
                    msg("the industry code is of KSIC revision {revision}: here only its division is known"),
                    revision=revision,
                )
            )
        return told
    if advice.standing == "excluded":
        return [console.text(msg("excludes {programmes}"), programmes=", ".join(advice.excluded_by))]
    if advice.standing == "ineligible":
        return [f"→ {offer.reasons[rule].to(console.language)}" for rule in advice.screening.failed]
    return []


def _other_revision(advice: Advice) -> str | None:
    """Return the revision of a code that is told and yet does not do, where one is."""
    found = (answer.other_revision for answer in advice.screening.answers if answer.answer is None)
    return next((revision for revision in found if revision is not None), None)


def _plain(advised: Advised, files: Mapping[str, LoadedProgramme], on: date) -> dict[str, Any]:
    return {
        "on": on.isoformat(),
        "programmes": [
            {
                "id": advice.offer.programme,
                "standing": advice.standing,
                "opens_on": advice.offer.opens_on.isoformat(),
                "closes_on": advice.offer.closes_on.isoformat(),
                "open": advice.offer.is_open_on(on),
                "failed_rules": list(advice.screening.failed),
                "unknown_rules": list(advice.screening.unknown),
                "missing_fields": list(advice.screening.missing),
                "excluded_by": list(advice.excluded_by),
                "other_revision": _other_revision(advice),
                **judged_by(files[advice.offer.programme], advice.offer.file.reference_day),
            }
            for advice in advised.advices
        ],
        "asks": [{"field": asked.name, "settles": asked.settles} for asked in advised.asks],
    }
