"""By what a vote knows persons and addresses again: keyed hashes that mean nothing in any other vote.

The keys are made from the oldest of the service's keys, as for :func:`dure.domains.privacy.encryption.blind`:
changing keys must not let somebody vote twice.
"""

from __future__ import annotations

import hashlib
import hmac
from ipaddress import IPv4Address, ip_address, ip_network

from django.conf import settings

from dure.domains.privacy.encryption import key_of
from dure.domains.voting.models import Vote

SALT_SIGNS = 32
"""128 bits, in hex."""


def voter_of(vote: Vote, ci: str) -> str:
    """Return by what a person is known in one vote: it is kept in the person's stead."""
    return _mark(vote, "voter", ci)


def salt_of(vote: Vote, voter: str, once: str) -> str:
    """Return the salt of a ballot: sent again it is the same, and nobody else can work it out."""
    return _mark(vote, "salt", f"{voter}/{once}")[:SALT_SIGNS]


def address_of(vote: Vote, address: str | None) -> str:
    """Return the mark of an address, empty where there is none."""
    return _mark(vote, "address", address) if address else ""


def network_of(vote: Vote, address: str | None) -> str:
    """Return the mark of the network that an address is of: /24, of the newer addresses /48."""
    if not address:
        return ""
    bits = 24 if isinstance(ip_address(address), IPv4Address) else 48
    return _mark(vote, "network", str(ip_network(f"{address}/{bits}", strict=False)))


def browser_of(vote: Vote, browser: str) -> str:
    """Return the mark of one browser's session."""
    return _mark(vote, "browser", browser)


def device_of(vote: Vote, hint: str) -> str:
    """Return the mark of what a browser says of itself; many have the same."""
    return _mark(vote, "device", hint) if hint else ""


def _mark(vote: Vote, what: str, text: str) -> str:
    key = key_of(settings.DURE_DATA_KEYS[-1], f"dure.vote/{vote.programme}/{vote.stage}/{what}")
    return hmac.new(key, text.encode(), hashlib.sha256).hexdigest()
