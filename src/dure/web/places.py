"""Names of provinces and of sections of industry, by their codes."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

PROVINCES = {
    "11": _("Seoul"),
    "26": _("Busan"),
    "27": _("Daegu"),
    "28": _("Incheon"),
    "29": _("Gwangju"),
    "30": _("Daejeon"),
    "31": _("Ulsan"),
    "36": _("Sejong"),
    "41": _("Gyeonggi"),
    "43": _("Chungbuk"),
    "44": _("Chungnam"),
    "46": _("Jeonnam"),
    "47": _("Gyeongbuk"),
    "48": _("Gyeongnam"),
    "50": _("Jeju"),
    "51": _("Gangwon"),
    "52": _("Jeonbuk"),
}
SECTIONS = {
    "A": _("Agriculture, forestry and fishing"),
    "B": _("Mining"),
    "C": _("Manufacturing"),
    "D": _("Electricity and gas"),
    "E": _("Water and waste"),
    "F": _("Construction"),
    "G": _("Wholesale and retail"),
    "H": _("Transport and storage"),
    "I": _("Accommodation and food"),
    "J": _("Information and communication"),
    "K": _("Finance and insurance"),
    "L": _("Real estate"),
    "M": _("Professional and scientific services"),
    "N": _("Business support services"),
    "O": _("Public administration"),
    "P": _("Education"),
    "Q": _("Health and social work"),
    "R": _("Arts and sports"),
    "S": _("Repair and personal services"),
    "T": _("Households"),
    "U": _("International bodies"),
}
