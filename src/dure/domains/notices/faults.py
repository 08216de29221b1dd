"""Why a letter could not be sent, as codes: the words of mail servers hold addresses and are not kept."""

from __future__ import annotations

import smtplib
from dataclasses import dataclass

MAIL_FAULTS = {
    "no_connection": "the mail server could not be reached",
    "signed_out": "the mail server did not accept our name and password",
    "refused": "the mail server does not take letters for this address",
    "not_now": "the mail server does not take this letter now",
    "sender": "the mail server does not take letters from our address",
    "unreadable": "the address cannot be read",
    "unknown": "an unexpected fault",
}


@dataclass(frozen=True, slots=True)
class MailFault:
    """One failed try. ``lasting``: another would be no use. ``of_server``: it is not this letter's fault."""

    code: str
    lasting: bool = False
    of_server: bool = False


def fault_of(error: Exception) -> MailFault:
    """Return what an exception of the mail backend means."""
    match error:
        case smtplib.SMTPAuthenticationError():
            return MailFault("signed_out", of_server=True)
        case smtplib.SMTPRecipientsRefused():
            codes = [code for code, _ in error.recipients.values()]
            return _by_code(max(codes, default=0), "refused")
        case smtplib.SMTPSenderRefused():
            return MailFault("sender", of_server=True)
        case smtplib.SMTPServerDisconnected() | smtplib.SMTPConnectError() | smtplib.SMTPHeloError():
            return MailFault("no_connection", of_server=True)
        case smtplib.SMTPResponseException():
            return _by_code(error.smtp_code, "refused")
        case OSError():
            return MailFault("no_connection", of_server=True)
        case ValueError() | UnicodeError():
            return MailFault("unreadable", lasting=True)
        case _:
            return MailFault("unknown")


def _by_code(code: int, lasting: str) -> MailFault:
    """Codes from 500 are final (RFC 5321, 4.2.1), those below are for the moment."""
    return MailFault(lasting, lasting=True) if code >= 500 else MailFault("not_now")
