"""The bank's codes beside ours, in one table."""

from __future__ import annotations

from typing import Literal

Mend = Literal["account", "again", "ours", "ask"]
"""How a transfer that failed can be mended: the payee tells another account; the same is sent again later; it
is ours to mend (not enough on our account, a limit); the bank has to be asked."""

PAID = "0000"

REASONS: dict[str, Mend] = {
    "0101": "account",
    "0102": "account",
    "0103": "account",
    "0104": "account",
    "0201": "again",
    "0202": "again",
    "0301": "ours",
    "0302": "ours",
    "0999": "ask",
}
"""Why a transfer failed, by code: 0101 no such account, 0102 account closed, 0103 another holder, 0104 the
account takes no deposits, 0201 the bank is being maintained, 0202 no answer in time and surely not booked,
0301 not enough on our account, 0302 over our limit, 0999 any other reason. Each bank has a list of its own:
whoever connects one writes it beside these."""

BANKS: dict[str, tuple[str, str]] = {
    "002": ("한국산업은행", "Korea Development Bank"),
    "003": ("기업은행", "Industrial Bank of Korea"),
    "004": ("국민은행", "KB Kookmin Bank"),
    "007": ("수협은행", "Suhyup Bank"),
    "011": ("농협은행", "NongHyup Bank"),
    "012": ("지역농·축협", "Local NongHyup"),
    "020": ("우리은행", "Woori Bank"),
    "023": ("SC제일은행", "SC First Bank"),
    "027": ("한국씨티은행", "Citibank Korea"),
    "031": ("iM뱅크", "iM Bank"),
    "032": ("부산은행", "Busan Bank"),
    "034": ("광주은행", "Gwangju Bank"),
    "035": ("제주은행", "Jeju Bank"),
    "037": ("전북은행", "Jeonbuk Bank"),
    "039": ("경남은행", "Kyongnam Bank"),
    "045": ("새마을금고", "MG Community Credit"),
    "048": ("신협", "Credit Unions"),
    "050": ("저축은행", "Savings Banks"),
    "064": ("산림조합", "Forestry Cooperative"),
    "071": ("우체국", "Korea Post"),
    "081": ("하나은행", "Hana Bank"),
    "088": ("신한은행", "Shinhan Bank"),
    "089": ("케이뱅크", "K bank"),
    "090": ("카카오뱅크", "KakaoBank"),
    "092": ("토스뱅크", "Toss Bank"),
}
"""Codes of institutions as the clearing institute (금융결제원) gives them, with names in both languages."""
