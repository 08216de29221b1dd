"""District codes (시·군·구) by province, for drawing places: which there are, not what they are called.

Source: Ministry of the Interior and Safety, table of legal-district codes of 2026-03-01.
"""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

DISTRICTS: Mapping[str, tuple[str, ...]] = MappingProxyType(
    {
        "11": tuple("110 140 170 200 215 230 260 290 305 320 350 380 410 440 470 500 530 545 560 590 620 650 680 710 740".split()),
        "26": tuple("110 140 170 200 230 260 290 320 350 380 410 440 470 500 530 710".split()),
        "27": tuple("110 140 170 200 230 260 290 710 720".split()),
        "28": tuple("110 140 177 185 200 237 245 260 710 720".split()),
        "29": tuple("110 140 155 170 200".split()),
        "30": tuple("110 140 170 200 230".split()),
        "31": tuple("110 140 170 200 710".split()),
        "36": tuple("110".split()),
        "41": tuple("111 113 115 117 131 133 135 150 171 173 192 194 196 210 220 250 271 273 281 285 287 290 310 360 370 390 410 430 450 461 463 465 480 500 550 570 591 593 595 597 610 630 650 670 800 820 830".split()),
        "43": tuple("111 112 113 114 130 150 720 730 740 745 750 760 770 800".split()),
        "44": tuple("131 133 150 180 200 210 230 250 270 710 760 770 790 800 810 825".split()),
        "46": tuple("110 130 150 170 230 710 720 730 770 780 790 800 810 820 830 840 860 870 880 890 900 910".split()),
        "47": tuple("111 113 130 150 170 190 210 230 250 280 290 730 750 760 770 820 830 840 850 900 920 930 940".split()),
        "48": tuple("121 123 125 127 129 170 220 240 250 270 310 330 720 730 740 820 840 850 860 870 880 890".split()),
        "50": tuple("110 130".split()),
        "51": tuple("110 130 150 170 190 210 230 720 730 750 760 770 780 790 800 810 820 830".split()),
        "52": tuple("111 113 130 140 180 190 210 710 720 730 740 750 770 790 800".split()),
    }
)
"""The last three digits of the codes of each province; within a province all weigh the same (assumed)."""
