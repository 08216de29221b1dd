"""``dure ledger verify``: adds the ledger anew from entry one and verifies its seals; exit 1 on a fault."""

from __future__ import annotations

import argparse
from collections.abc import Callable
from dataclasses import asdict

from dure.cli.console import Console
from dure.cli.service.serve import need_the_service
from dure.engine.problems import msg


def add_arguments(parser: argparse.ArgumentParser, t: Callable[[str], str]) -> None:
    parser.add_argument(
        "what", choices=("verify",), help=t(msg("verify: add everything anew, prove the seals"))
    )
    parser.add_argument(
        "--published",
        action="append",
        default=[],
        metavar="HASH",
        help=t(msg("hash of a seal that was kept elsewhere and must be among them (as often as needed)")),
    )


def run(args: argparse.Namespace, console: Console) -> int:
    need_the_service()
    from dure.service.verifying import verify_ledger

    found = verify_ledger(args.published)
    proof, seals = found.proof, found.seals
    for fault in proof.faults:
        console.say(_WORDS[fault.code], **asdict(fault))
    for broken in seals.faults:
        console.say(_SEALS[broken.code], **asdict(broken))
    console.say(
        msg("{accounts} accounts, {journals} journals, {transfers} transfers, {open_holds} open holds"),
        accounts=proof.accounts,
        journals=proof.journals,
        transfers=proof.transfers,
        open_holds=proof.open_holds,
    )
    console.say(
        msg("{seals} seals over {count} transfers; {unsealed} not sealed yet; last hash {last}"),
        seals=seals.seals,
        count=seals.events,
        unsealed=seals.unsealed,
        last=seals.last_hash or "-",
    )
    if not found.sound:
        console.say(msg("the ledger does not hold"))
        return 1
    console.say(msg("the ledger holds: every total is what its transfers add up to"))
    return 0


_WORDS = {
    "total": msg("account {where}: {stands} stands on it, its transfers add up to {proved}"),
    "limit": msg("account {where}: {stands} stands on it, past its bound {proved}"),
    "unit": msg("unit {where}: debits {stands} and credits {proved} differ, or what is held does"),
    "crossed": msg("transfer {where}: its two accounts have different units"),
    "hold": msg("transfer {where}: {stands} does not fit the hold of {proved} that it ends"),
    "orphan": msg("transfer {where}: nothing says why, by whom and when"),
    "stranger": msg("transfer {where}: one of its accounts is not there"),
}
_SEALS = {
    "changed": msg(
        "transfers {from_id} to {to_id}: changed, added or gone ({counted} there, {sealed} sealed)"
    ),
    "chain": msg("transfers {from_id} to {to_id}: their seal does not follow the one before"),
    "gap": msg("transfers {from_id} to {to_id}: no seal, though later ones have one"),
    "lost": msg("no seal has the hash {hash}"),
}
