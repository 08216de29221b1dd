"""The code of a wallet as a QR picture, drawn on the server: dark fields of an SVG path."""

from __future__ import annotations

from typing import Any

import qrcode
from django.utils.html import format_html
from django.utils.safestring import SafeString

from dure.engine.money.voucher_codes import in_groups

__all__ = ["in_groups", "qr_svg"]


def qr_svg(code: str, label: str) -> SafeString:
    """Return the picture of a code; a scanner that types what it reads fills in the field of a counter."""
    made: Any = qrcode.QRCode(border=4, error_correction=qrcode.constants.ERROR_CORRECT_M)
    made.add_data(f"dure:{code}")
    rows = made.get_matrix()
    path = "".join(f"M{x} {y}h1v1h-1z" for y, row in enumerate(rows) for x, dark in enumerate(row) if dark)
    return format_html(
        '<svg class="dure-qr" viewBox="0 0 {0} {0}" width="240" height="240" role="img" aria-label="{1}">'
        '<rect width="{0}" height="{0}" fill="#fff"/><path d="{2}" fill="#000"/></svg>',
        len(rows),
        label,
        path,
    )
