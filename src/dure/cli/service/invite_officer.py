"""``dure invite-officer``: the first officer of an installation gets a letter, or its address shown."""

from __future__ import annotations

import argparse
from collections.abc import Callable

from dure.cli.console import Console
from dure.cli.service.serve import need_the_service
from dure.engine.problems import msg


def add_arguments(parser: argparse.ArgumentParser, t: Callable[[str], str]) -> None:
    parser.add_argument(
        "email", metavar="EMAIL", help=t(msg("address of the officer; the letter goes there"))
    )
    parser.add_argument(
        "--organisation",
        required=True,
        metavar="CODE",
        help=t(msg("code of the agency; it is made where it is missing")),
    )
    parser.add_argument("--name", default="", metavar="NAME", help=t(msg("name of an agency that is made")))
    parser.add_argument(
        "--name-en", default="", metavar="NAME", help=t(msg("its name in English, where it has one"))
    )
    parser.add_argument(
        "--show-address",
        action="store_true",
        help=t(
            msg("show the secret address here once and send no letter: where no mail server is set up yet")
        ),
    )
    parser.add_argument(
        "--another", action="store_true", help=t(msg("invite although there is an officer already"))
    )


def run(args: argparse.Namespace, console: Console) -> int:
    need_the_service()
    from dure.service.officers import invite_officer

    invited = invite_officer(
        email=args.email,
        code=args.organisation,
        name_ko=args.name,
        name_en=args.name_en,
        another=args.another,
        shown=args.show_address,
    )
    if invited.address:
        console.say(
            msg("open this address within {days} days and choose a password; it is shown only now:"),
            days=invited.days,
        )
        console.say("{address}", address=invited.address)
    else:
        console.say(
            msg("the letter goes out with the next run of the worker; it can be opened for {days} days"),
            days=invited.days,
        )
    return 0
