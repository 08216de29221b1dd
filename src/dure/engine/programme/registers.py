"""The public registers that Dure can look something up in: there is an adapter that asks them."""

from __future__ import annotations

from dataclasses import dataclass

from dure.engine.programme.models.documents import Document


@dataclass(frozen=True, slots=True)
class Register:
    """A register, by the Korean name that files give it, and the column of the profile that it answers."""

    id: str
    ko: str
    column: str
    origin: str
    """What the origin of the column says once the register was asked."""
    settles: tuple[str, ...] | None
    """The answers of the register that stand for the document; with any other it is asked for. None: every
    answer that names something does."""

    def is_settled_by(self, value: object) -> bool:
        """Say whether an answer of the register stands for the document."""
        return value not in (None, "") if self.settles is None else value in self.settles


REGISTERS = (
    Register(
        id="business_status",
        ko="국세청 사업자등록 상태조회",
        column="business_status",
        origin="tax_service",
        settles=("active", "suspended"),
    ),
    Register(
        id="mail_order",
        ko="공정거래위원회 통신판매사업자 조회",
        column="mail_order_no",
        origin="fair_trade",
        settles=None,
    ),
)
_BY_NAME = {one.ko: one for one in REGISTERS}


def register_of(document: Document) -> Register | None:
    """Return the register that a document can be taken from; None where there is none that can be asked.

    >>> from dure.engine.programme.models.values import Text
    >>> tax = Text(ko="국세청 사업자등록 상태조회", en="Business status service")
    >>> register_of(Document(id="a", title=tax, taken_from=tax)).id
    'business_status'
    """
    return _BY_NAME.get(document.taken_from.to("ko")) if document.taken_from is not None else None
