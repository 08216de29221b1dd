"""``dure explain``: the verdict on one merchant, rule by rule."""

from __future__ import annotations

import argparse
import json
from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

from dure.cli.console import Console
from dure.cli.days import day
from dure.cli.engine.basis import basis_noted, judged_by
from dure.engine.problems import msg
from dure.engine.programme.books import eligibility_book
from dure.engine.programme.models.programme import Programme
from dure.files.explaining import Explained, explain_merchant
from dure.files.programmes import open_programme

_VERDICTS = {
    "eligible": msg("eligible"),
    "ineligible": msg("not eligible"),
    "unknown": msg("not known yet"),
}
_ANSWERS = {True: msg("met"), False: msg("not met"), None: msg("not known yet")}


def add_arguments(parser: argparse.ArgumentParser, t: Callable[[str], str]) -> None:
    parser.add_argument(
        "programme", metavar="PROGRAMME", help=t(msg("path of a programme file, or an id of `dure library`"))
    )
    parser.add_argument(
        "merchants",
        metavar="MERCHANTS",
        type=Path,
        help=t(msg("file of merchants, one row each (.csv, .xlsx or .parquet)")),
    )
    parser.add_argument("business_no", metavar="BUSINESS_NO", help=t(msg("business number of the merchant")))
    parser.add_argument(
        "--as-of",
        type=day,
        metavar="DATE",
        help=t(msg("judge by this day (default: the file's reference day)")),
    )
    parser.add_argument(
        "--json", action="store_true", help=t(msg("print the result as JSON, one line for each row"))
    )


def run(args: argparse.Namespace, console: Console) -> int:
    loaded = open_programme(args.programme)
    programme = loaded.programme
    basis = judged_by(loaded, args.as_of or programme.reference_day)
    book = eligibility_book(programme, args.as_of)
    for explained in explain_merchant(book, args.merchants, args.business_no):
        if args.json:
            console.out(json.dumps(_plain(explained, basis), ensure_ascii=False))
        else:
            basis_noted(console, basis)
            _page(programme, explained, console)
    return 0


def _page(programme: Programme, explained: Explained, console: Console) -> None:
    screening = explained.screening
    console.say(msg("verdict: {verdict}"), verdict=console.text(_VERDICTS[screening.verdict]))
    for answer, rule in zip(screening.answers, programme.eligibility, strict=True):
        console.out(f"  {answer.id}: {console.text(_ANSWERS[answer.answer])}")
        console.out(f"    {rule.rule}")
        if answer.answer is False:
            console.out(f"    → {rule.reason.to(console.language)}")
        values = ", ".join(
            f"{name} = {console.text(msg('none')) if name in explained.none else _shown(value)}"
            for name, value in answer.values
        )
        console.say(msg("    looked at: {values}"), values=values or "—")
        if answer.assumed:
            assumed = ", ".join(f"{name} = {_shown(value)}" for name, value in answer.assumed)
            console.say(msg("    assumed, for it is not known: {values}"), values=assumed)
        if answer.missing:
            console.say(msg("    missing: {fields}"), fields=", ".join(answer.missing))
        if answer.other_revision:
            console.say(
                msg("    the industry code is of KSIC revision {revision}: here only its division is known"),
                revision=answer.other_revision,
            )


def _shown(value: Any) -> str:
    match value:
        case None:
            return "?"
        case bool():
            return "true" if value else "false"
        case list():
            return ";".join(map(str, value))
        case float():
            return f"{value:.0f}" if value.is_integer() else str(value)
        case _:
            return str(value)


def _json(value: Any) -> Any:
    return value.isoformat() if isinstance(value, date) else value


def _plain(explained: Explained, basis: dict[str, str]) -> dict[str, Any]:
    screening = explained.screening
    return {
        **basis,
        "verdict": screening.verdict,
        "missing_fields": list(screening.missing),
        "rules": [
            {
                "id": a.id,
                "answer": a.answer,
                "values": {n: _json(v) for n, v in a.values},
                "assumed": {n: _json(v) for n, v in a.assumed},
                "none": [n for n, _ in a.values if n in explained.none],
                "missing": list(a.missing),
            }
            for a in screening.answers
        ],
    }
