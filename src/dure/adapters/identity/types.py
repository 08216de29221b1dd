"""What the identity agency is asked and answers, in our words."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date


@dataclass(frozen=True, slots=True)
class Asked:
    """A verification that was begun: what the browser sends to the window, and the key to the answer.

    ``key`` opens the answer: whoever keeps it keeps it sealed. It is good for an hour.
    """

    action: str
    fields: Mapping[str, str]
    request_no: str
    key: str


@dataclass(frozen=True, slots=True)
class Verified:
    """A person whose identity was verified: by what the person is known again, and the day of birth.

    Name, sex and telephone number, which the agency tells too, are not taken over.
    """

    ci: str
    """연계정보: the same for one person everywhere; never to be kept as it is."""
    born_on: date
    request_no: str


class NotVerified(Exception):
    """The person was not verified, or the answer is not the agency's to our question. ``code`` says why."""

    def __init__(self, code: str) -> None:
        self.code = code
        super().__init__(code)


class Faulty(Exception):
    """The agency refused our request: contract, key or address is wrong. ``code`` is its own."""

    def __init__(self, code: str) -> None:
        self.code = code
        super().__init__(code)


class Unreachable(Exception):
    """The agency did not answer in time, or not in its own words. Asking again later may help."""
