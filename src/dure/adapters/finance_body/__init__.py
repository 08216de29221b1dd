"""Bodies that decide about finance: referrals are handed over, and what they answered is read."""

from dure.adapters.finance_body.client import FinanceBodyClient
from dure.adapters.finance_body.types import Answered, Faulty, Parcel, ReferralRow, Unreachable

__all__ = ["Answered", "Faulty", "FinanceBodyClient", "Parcel", "ReferralRow", "Unreachable"]
