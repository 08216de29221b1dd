"""Dates on the command line."""

from __future__ import annotations

import argparse
import re
from datetime import date

from dure.engine.law.deadlines import day_of
from dure.settings.clock import now


def day(text: str) -> date:
    """Return the date of an argument YYYY-MM-DD."""
    try:
        if re.fullmatch(r"\d{4}-\d{2}-\d{2}", text):
            return date.fromisoformat(text)
    except ValueError:
        pass
    raise argparse.ArgumentTypeError(f"{text}: YYYY-MM-DD")


def today() -> date:
    """Return the day in Seoul by the clock, or by the instant that DURE_NOW tells."""
    return day_of(now())
