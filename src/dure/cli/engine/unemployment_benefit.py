"""``dure unemployment-benefit``: what a closed, insured self-employed person would get."""

from __future__ import annotations

import argparse
import json
from collections.abc import Callable
from dataclasses import asdict
from datetime import date

from dure.cli.console import Console
from dure.cli.days import day
from dure.engine.law.unemployment import Allowance, NoAllowance, calculate
from dure.engine.problems import msg

NOTICE = msg("This is an estimate. The employment-insurance office (job centre) decides.")
REASONS = {
    "insured_too_short": msg("none: less than a completed year insured as self-employed"),
    "own_will": msg("none: the business was closed by the owner's own will"),
}


def add_arguments(parser: argparse.ArgumentParser, t: Callable[[str], str]) -> None:
    parser.add_argument(
        "--insured-since", required=True, type=day, metavar="DATE", help=t(msg("first day insured"))
    )
    parser.add_argument(
        "--closed-on", required=True, type=day, metavar="DATE", help=t(msg("day of the closure"))
    )
    parser.add_argument("--grade", required=True, type=int, help=t(msg("grade of the base pay, 1 to 7")))
    parser.add_argument("--own-will", action="store_true", help=t(msg("closed by own will")))
    parser.add_argument("--json", action="store_true", help=t(msg("print the result as JSON")))


def run(args: argparse.Namespace, console: Console) -> int:
    found = calculate(
        insured_since=args.insured_since, closed_on=args.closed_on, grade=args.grade, own_will=args.own_will
    )
    if args.json:
        console.out(json.dumps(asdict(found), ensure_ascii=False, indent=2, default=date.isoformat))
        return 0
    if isinstance(found, NoAllowance):
        for reason in found.reasons:
            console.say(REASONS[reason])
    else:
        _say(found, console)
    console.say(NOTICE)
    return 0


def _say(found: Allowance, console: Console) -> None:
    console.say(msg("{won} won a day for {days} days"), won=f"{found.daily_won:,}", days=found.days)
    console.say(msg("{won} won if all days are drawn"), won=f"{found.total_won:,}")
    console.say(
        msg("{percent} % of a base pay of {won} won a month; {months} months insured, {counted} counted"),
        percent=found.replacement_bp // 100,
        won=f"{found.base_pay_won:,}",
        months=found.insured_months,
        counted=found.counted_months,
    )
    console.say(msg("to be drawn until {day}"), day=found.draw_until.isoformat())
