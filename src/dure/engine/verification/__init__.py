"""The independent check of a selection; it shares nothing with the selector.

``checker.py`` is also shipped unchanged in published bundles, where it runs on its own.
"""

from dure.engine.verification.checker import (
    MESSAGES,
    Fault,
    compare_with_commitment,
    find_faults,
    missing_columns,
)

__all__ = ["MESSAGES", "Fault", "compare_with_commitment", "find_faults", "missing_columns"]
