"""``dure verify-events``: works out the seals of the event log anew; exit 1 where an event was changed."""

from __future__ import annotations

import argparse
from collections.abc import Callable
from dataclasses import asdict

from dure.cli.console import Console
from dure.cli.service.serve import need_the_service
from dure.engine.problems import msg


def add_arguments(parser: argparse.ArgumentParser, t: Callable[[str], str]) -> None:
    parser.add_argument(
        "--published",
        action="append",
        default=[],
        metavar="HASH",
        help=t(msg("hash of a seal that was kept elsewhere and must be among them (as often as needed)")),
    )


def run(args: argparse.Namespace, console: Console) -> int:
    need_the_service()
    from dure.service.verifying import verify_events

    report = verify_events(args.published)
    for fault in report.faults:
        console.say(_WORDS[fault.code], **asdict(fault))
    console.say(
        msg("{seals} seals over {events} events; {unsealed} events not sealed yet; last hash {last}"),
        seals=report.seals,
        events=report.events,
        unsealed=report.unsealed,
        last=report.last_hash or "-",
    )
    if report.faults:
        console.say(msg("the event log is not what was sealed"))
        return 1
    console.say(msg("every sealed event is as it was sealed"))
    return 0


_WORDS = {
    "changed": msg("events {from_id} to {to_id}: changed, added or gone ({counted} there, {sealed} sealed)"),
    "chain": msg("events {from_id} to {to_id}: their seal does not follow the one before"),
    "gap": msg("events {from_id} to {to_id}: no seal, though later ones have one"),
    "lost": msg("no seal has the hash {hash}"),
}
