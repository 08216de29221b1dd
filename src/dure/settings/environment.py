"""Every setting that comes from outside, in one table: name, meaning, default.

Only this package and :mod:`dure.embedded` read the environment. ``docs/operations/settings.md`` is made
from this table.
"""

from __future__ import annotations

import os
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from dure.engine.problems import msg, refuse


@dataclass(frozen=True, slots=True)
class Setting:
    """One setting: its name, what it means, and its default in words."""

    name: str
    meaning: str
    default: str


TABLE: tuple[Setting, ...] = (
    Setting(
        "DURE_DATA_DIR",
        "folder of the embedded database, of files and of the secret key",
        "var/ where started",
    ),
    Setting("DURE_DATABASE_URL", "PostgreSQL 15 or newer to use instead of the embedded one", "none"),
    Setting("DURE_PG_BIN", "folder of PostgreSQL's programs for the embedded database", "found by itself"),
    Setting("DURE_NOW", "the instant that the service takes for now; refused in production", "the clock"),
    Setting(
        "DURE_SECRET_KEY", "key that signs sessions; required in production", "made once in DURE_DATA_DIR"
    ),
    Setting(
        "DURE_DATA_KEYS",
        "keys that encrypt personal data, joined by commas, the newest first; required in production",
        "one made once in DURE_DATA_DIR",
    ),
    Setting(
        "DURE_NTS_URL",
        "address of the tax service's business-status API, up to /v1; required in production",
        "a stub of ours in development and the demo",
    ),
    Setting("DURE_NTS_KEY", "key of that API, in its decoded form; required in production", "none"),
    Setting(
        "DURE_FTC_URL",
        "whole address of the operation of the register of mail-order businesses (통신판매사업자); without it"
        " documents are handed in",
        "a stub of ours in development and the demo",
    ),
    Setting("DURE_FTC_KEY", "key of that register, in its decoded form", "none"),
    Setting(
        "DURE_LAW_FROM_COPIES",
        "1: figures of the law that were read from copies are in force, for whoever has compared them with"
        " the text (docs/law.md); the command line reads it too",
        "0: for their days no verdict is given",
    ),
    Setting("DURE_FTC_ACTIVE", "words of that register for a business in operation, by commas", "정상영업"),
    Setting(
        "DURE_IDENTITY_URL",
        "address of the identity agency's API (본인확인), for public votes; without it nobody can vote in"
        " production",
        "a stub of ours in development and the demo",
    ),
    Setting("DURE_IDENTITY_WINDOW", "address of the agency's window, to which browsers are sent", "none"),
    Setting("DURE_IDENTITY_ID", "client id of that API", "none"),
    Setting("DURE_IDENTITY_SECRET", "client secret of that API", "none"),
    Setting("DURE_IDENTITY_PRODUCT", "product id of that API", "none"),
    Setting("DURE_IDENTITY_RETURN", "methodtype told to the agency's window; the answer comes by GET", "get"),
    Setting(
        "DURE_IDENTITY_RETRY",
        "GW_RSLT_CD of that API after which asking again may help, by commas",
        "1500,1502,1503",
    ),
    Setting(
        "DURE_PAYOUT_URL",
        "address of the payout service's API, up to /v1; without it officers take transfer files to the bank",
        "a stub of ours in development and the demo",
    ),
    Setting("DURE_PAYOUT_KEY", "key of that API", "none"),
    Setting(
        "DURE_FINANCE_URL",
        "address of the exchange with finance bodies, up to /v1; without it officers take files of referrals"
        " to them",
        "none: off",
    ),
    Setting("DURE_FINANCE_KEY", "key with which both sides sign", "none"),
    Setting(
        "DURE_ADDRESS",
        "address under which people reach the service, for links in letters; required in production",
        "http://localhost:8000; that of `dure serve`",
    ),
    Setting(
        "DURE_MAIL_URL",
        "mail server: smtp://NAME:PASSWORD@HOST:PORT (STARTTLS), smtps:// or smtp+plain://; folder: writes"
        " letters to mails/ in DURE_DATA_DIR; required in production",
        "folder:",
    ),
    Setting("DURE_MAIL_FROM", "address that letters come from; required in production", "no-reply@localhost"),
    Setting(
        "DURE_CLAMD",
        "virus scanner: HOST:PORT of clamd, or the path of its socket; required in production",
        "none",
    ),
    Setting(
        "DURE_VIRUS_SCAN",
        "on: files wait for the scanner; off: they count as clean; production refuses off",
        "on; off in development and the demo without DURE_CLAMD",
    ),
    Setting("DURE_HOSTS", "host names that the service answers to, joined by commas", "this machine's own"),
    Setting(
        "DURE_PROXIES",
        "how many reverse proxies stand before the service: from whom X-Forwarded-For is believed",
        "0",
    ),
    Setting(
        "DURE_STAFF_MFA",
        "whether roles need a second factor (TOTP): required, or optional; production refuses optional",
        "required; optional in the demo",
    ),
)


def proxies(environ: Mapping[str, str] = os.environ) -> int:
    """Return how many reverse proxies are trusted; raises Refused where that is no count."""
    text = environ.get("DURE_PROXIES", "") or "0"
    if not (text.isascii() and text.isdigit()):
        raise refuse(
            "settings.proxies", msg("DURE_PROXIES is “{written}”: write how many there are"), written=text
        )
    return int(text)


def staff_mfa(environ: Mapping[str, str] = os.environ) -> str:
    """Return whether roles need a second factor: ``required``, ``optional``; raises Refused otherwise."""
    text = environ.get("DURE_STAFF_MFA", "") or "required"
    if text not in ("required", "optional"):
        raise refuse(
            "settings.staff_mfa",
            msg("DURE_STAFF_MFA is “{written}”: write required or optional"),
            written=text,
        )
    return text


def data_folder(environ: Mapping[str, str] = os.environ) -> Path:
    """Return the folder for everything that the service keeps on disk."""
    return Path(environ.get("DURE_DATA_DIR") or "var").absolute()


def database_url(environ: Mapping[str, str] = os.environ) -> str:
    """Return the connection string of the database; raises Refused where none is told.

    ``dure serve`` sets it to the embedded database's before anything of Django is loaded.
    """
    url = environ.get("DURE_DATABASE_URL", "")
    if not url:
        raise refuse(
            "settings.no_database",
            msg("DURE_DATABASE_URL is not set: start the service with “dure serve”, which brings a database"),
        )
    return url
