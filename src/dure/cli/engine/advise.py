"""``dure advise``: what one merchant can get of the programmes that are open, or of all."""

from __future__ import annotations

import argparse
import json
from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

from dure.cli.console import Console
from dure.cli.days import day, today
from dure.cli.engine.basis import judged_by
from dure.engine.advising import Advice, Advised, History, Offer, advise, open_offer, support_asked
from dure.engine.law.dated import MissingParameter
from dure.engine.law.deadlines import SEOUL
from dure.engine.problems import Problem, msg, refuse
from dure.engine.profile.columns import SUPPORTED_IN, own_name, owner_of
from dure.engine.programme import LoadedProgramme
from dure.engine.programme.models.programme import Programme
from dure.engine.programme.models.values import Text
from dure.engine.programme.nearest import nearest_name
from dure.files.explaining import merchant_rows
from dure.files.programmes import open_programme
from dure.files.reports.words import field_word
from dure.language import sentence
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
    if args.programme:
        _tell_groups([one for one in programmes if one.applicants != "merchant"], len(files), console)
    on = args.on or today()
    if not args.all:
        programmes = [one for one in programmes if one.window.opens_on <= on <= one.window.closes_on]
    opened = [_opened(programme) for programme in programmes]
    offers = [one for one in opened if isinstance(one, Offer)]
    unjudged = [one for one in opened if isinstance(one, Unjudged)]
    if not offers and not unjudged:
        raise refuse(
            "advise.none",
            msg("no programme can be applied to on {day}: --all asks about closed ones too"),
            day=on.isoformat(),
        )
    titles = {name: loaded.programme.title for name, loaded in files.items()}
    support = support_asked(offers)
    read = {own_name(field.name) for field in support if owner_of(field.name) == SUPPORTED_IN}
    excluding = {name for offer in offers for name in offer.excludes}
    _refuse_unknown(args.received, {*files, *library_ids(), *read, *excluding})
    history = History(received=frozenset(args.received))
    for row in merchant_rows(args.merchants, args.business_no, support):
        advised = advise(offers, row, history)
        if args.json:
            console.out(json.dumps(_plain(advised, unjudged, files, on), ensure_ascii=False))
        else:
            heading = (
                msg("Calls of all years, closed ones too, each judged by its own day; marked as of {day}")
                if args.all
                else msg("Calls that can be applied to on {day}")
            )
            console.say(heading, day=on.isoformat())
            _page(advised, on, titles, console)
            _tell_unjudged(unjudged, console)
    return 0


@dataclass(frozen=True, slots=True)
class Unjudged:
    """A programme that nobody can be judged by, and why: the law lacks a figure for its day."""

    programme: Programme
    problems: tuple[Problem, ...]


def _opened(programme: Programme) -> Offer | Unjudged | None:
    try:
        return open_offer(programme)
    except MissingParameter as missing:
        return Unjudged(programme, missing.problems)


def _tell_groups(groups: Sequence[Programme], asked: int, console: Console) -> None:
    """Say of which programmes that were named no single merchant can be told; refused where it is all."""
    if groups and len(groups) == asked:
        raise refuse(
            "advise.groups",
            msg("{programmes}: groups apply to this, not merchants one by one, so no one merchant is judged"),
            programmes=", ".join(one.id for one in groups),
        )
    for one in groups:
        console.note(
            msg("{programmes}: groups apply to this, not merchants one by one, so no one merchant is judged"),
            programmes=one.id,
        )


def _refuse_unknown(received: Sequence[str], known: Collection[str]) -> None:
    """Refuse a programme that nothing here knows: taken silently it would exclude from nothing."""
    for name in received:
        if name in known:
            continue
        meant = nearest_name(name, sorted(known))
        if meant is None:
            raise refuse(
                "advise.received", msg("--received: no programme here is called “{name}”"), name=name
            )
        raise refuse(
            "advise.received",
            msg("--received: no programme here is called “{name}”: did you mean “{meant}”?"),
            name=name,
            meant=meant,
        )


def _tell_unjudged(unjudged: Sequence[Unjudged], console: Console) -> None:
    if not unjudged:
        return
    console.say(msg("Cannot be judged ({count})"), count=len(unjudged))
    for one in unjudged:
        console.out(f"  {one.programme.title.to(console.language)} ({one.programme.id})")
        for problem in one.problems:
            console.out(f"    {sentence(problem, console.language)}")


def _page(advised: Advised, on: date, titles: Mapping[str, Text], console: Console) -> None:
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
        title = offer.title.to(console.language)
        days = f"{offer.opens_on} – {_deadline(offer)}"
        console.out(f"  {title} ({offer.programme}), {days}{_closed(offer, on, console)}")
        for line in _why(advice, offer, titles, console):
            console.out(f"    {line}")
    if advised.asks:
        console.say(msg("Facts that would settle most"))
        for asked in advised.asks:
            console.say(
                msg("  {field}: settles {count} programmes, with those before it"),
                field=field_word(asked.name, console.language),
                count=asked.settles,
            )


def _deadline(offer: Offer) -> str:
    """Return the last day of a call with its hour in Seoul; midnight is the end of that day, 24:00."""
    until = offer.closes_at.astimezone(SEOUL)
    hour = f"{until:%H:%M}" if until.date() == offer.closes_on else "24:00"
    return f"{offer.closes_on} {hour}"


def _closed(offer: Offer, on: date, console: Console) -> str:
    """Return what is said behind the days of a call that cannot be applied to on the day."""
    if offer.is_open_on(on):
        return ""
    return console.text(msg(" (closed)") if offer.closes_on < on else msg(" (not open yet)"))


def _why(advice: Advice, offer: Offer, titles: Mapping[str, Text], console: Console) -> list[str]:
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
        named = [_titled(name, titles, console) for name in advice.excluded_by]
        return [console.text(msg("excludes {programmes}"), programmes=", ".join(named))]
    if advice.standing == "ineligible":
        return [f"→ {offer.reasons[rule].to(console.language)}" for rule in advice.screening.failed]
    return []


def _titled(name: str, titles: Mapping[str, Text], console: Console) -> str:
    """Return a programme by its title, with its id; by its id alone where no file of it is at hand."""
    title = titles.get(name)
    if title is None and name in library_ids():
        title = open_programme(name).programme.title
    return name if title is None else f"{title.to(console.language)} ({name})"


def _other_revision(advice: Advice) -> str | None:
    """Return the revision of a code that is told and yet does not do, where one is."""
    found = (answer.other_revision for answer in advice.screening.answers if answer.answer is None)
    return next((revision for revision in found if revision is not None), None)


def _plain(
    advised: Advised, unjudged: Sequence[Unjudged], files: Mapping[str, LoadedProgramme], on: date
) -> dict[str, Any]:
    return {
        "on": on.isoformat(),
        "programmes": [
            {
                "id": advice.offer.programme,
                "standing": advice.standing,
                "opens_on": advice.offer.opens_on.isoformat(),
                "closes_on": advice.offer.closes_on.isoformat(),
                "closes_at": advice.offer.closes_at.isoformat(),
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
        "unjudged": [
            {"id": one.programme.id, "reasons": [sentence(problem, "en") for problem in one.problems]}
            for one in unjudged
        ],
        "asks": [{"field": asked.name, "settles": asked.settles} for asked in advised.asks],
    }
