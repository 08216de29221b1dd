"""The Fair Trade Commission's register of mail-order businesses (통신판매사업자)."""

from dure.adapters.mail_order.client import MailOrderClient
from dure.adapters.mail_order.types import Faulty, Registration, Unreachable

__all__ = ["Faulty", "MailOrderClient", "Registration", "Unreachable"]
