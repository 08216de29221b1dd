"""Identity verification (본인확인) through an agency's own window: client, types, codes and stub."""

from dure.adapters.identity.client import IdentityClient
from dure.adapters.identity.types import Asked, Faulty, NotVerified, Unreachable, Verified

__all__ = ["Asked", "Faulty", "IdentityClient", "NotVerified", "Unreachable", "Verified"]
