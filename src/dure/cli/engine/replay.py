"""``dure replay``: repeats and verifies a published bundle."""

from __future__ import annotations

import argparse
import os
from collections.abc import Callable
from pathlib import Path

from dure.cli.console import Console
from dure.cli.engine.select import add_commitment_argument, add_sealed_argument
from dure.cli.engine.verify import say_faults
from dure.engine.problems import msg
from dure.files.movements import replay_movements
from dure.files.replaying import replay_bundle


def add_arguments(parser: argparse.ArgumentParser, t: Callable[[str], str]) -> None:
    parser.add_argument("bundle", metavar="BUNDLE.zip", type=Path, help=t(msg("a published bundle")))
    add_commitment_argument(parser, t)
    add_sealed_argument(parser, t)
    parser.add_argument(
        "--strict", action="store_true", help=t(msg("also answer no where something was not checked"))
    )
    parser.add_argument(
        "--movements",
        metavar="FILE.csv",
        type=Path,
        help=t(msg("the log of what happened to the places since, to be repeated too")),
    )


def run(args: argparse.Namespace, console: Console) -> int:
    replay = replay_bundle(
        args.bundle, commitment=args.commitment, sealed=args.sealed, processes=os.cpu_count() or 1
    )
    console.problems(replay.notes)
    faults = list(replay.faults)
    entries, whole = 0, ""
    if args.movements is not None and not faults:
        entries, whole, faults = replay_movements(args.bundle, args.movements)
    code = say_faults(faults, console)
    if code == 0:
        console.say(
            msg("repeated: {programme}, stage {stage}, {decisions} decisions are the same, byte for byte"),
            programme=replay.programme,
            stage=replay.stage,
            decisions=f"{replay.decisions:,}",
        )
    if code == 0 and args.movements is not None:
        console.say(
            msg("repeated: {entries} entries of the log follow by the rule; its last hash is {hash}"),
            entries=f"{entries:,}",
            hash=whole,
        )
    return 1 if args.strict and replay.notes else code
