"""Bank transfers in bulk (대량이체): the transfer file, the payout service, and the question for a holder."""

from dure.adapters.payout.client import PayoutClient
from dure.adapters.payout.types import Answer, Faulty, Transfer, Transfers, Unreachable

__all__ = ["Answer", "Faulty", "PayoutClient", "Transfer", "Transfers", "Unreachable"]
