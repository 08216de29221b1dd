"""Dates on the command line."""

from __future__ import annotations

import argparse
import re
from datetime import date


def day(text: str) -> date:
    """Return the date of an argument YYYY-MM-DD."""
    try:
        if re.fullmatch(r"\d{4}-\d{2}-\d{2}", text):
            return date.fromisoformat(text)
    except ValueError:
        pass
    raise argparse.ArgumentTypeError(f"{text}: YYYY-MM-DD")
