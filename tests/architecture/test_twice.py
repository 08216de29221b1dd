"""Everything may happen twice: a form sent again, a job run again. The guards are read from the source.

The act of each service has a key, or takes hold of rows before it looks at them (a move, a lock, a statement
that finds a conflict), or stands in a table here with the reason why twice does no harm. Whether that is so
is tried by ``tests/domains/test_twice.py``, which runs every service twice and twice at once.
"""

from __future__ import annotations

import ast
import re
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
DOMAINS = ROOT / "src" / "dure" / "domains"
GUARDS = re.compile(
    r"\b(move|alone|seal_log|post|select_for_update|get_or_create|hold_\w+|held_for_\w+|notify)\("
    r"|ON CONFLICT|ignore_conflicts|FOR UPDATE"
)
HARMLESS = {
    "accounts/services/change_password.py": "the same password again",
    "accounts/services/let_library.py": "the sign-in library asks for the state that it changes",
    "applications/services/change_drop.py": "one conditional statement: nothing is left to put away",
    "funds/services/watch_lines.py": "a notice is made once for the money that a line has",
    "merchants/services/seek_duplicates.py": "it holds the merchants, and two of them are one pair",
    "notices/services/mark_read.py": "one conditional statement: only the first time counts",
    "payments/services/carry_batch.py": "what keeps the answers holds the batch",
    "payments/services/read_results.py": "what keeps the answers holds the batch",
    "programmes/services/simulate.py": "two simulations of the same, with the same counts",
    "sanctions/services/lift_sanction.py": "what lifts it holds the ban",
    "privacy/services/forget_accesses.py": "what is gone is not there to go again",
    "vouchers/services/end_till_key.py": "one conditional statement: only the first time counts",
    "vouchers/services/forget_code_tries.py": "what is gone is not there to go again",
    "vouchers/services/warn_of_ends.py": "a notice is made once for each end and number of days",
}
"""Acts without key and lock, and why doing them twice, or two at once, does no harm."""


def services() -> dict[str, tuple[str, ...]]:
    """Return the public functions that open an act, by the file of the service."""
    found = {}
    for path in sorted(DOMAINS.glob("*/services/*.py")):
        tree = ast.parse(path.read_text(encoding="utf-8"))
        names = tuple(
            node.name
            for node in tree.body
            if isinstance(node, ast.FunctionDef) and not node.name.startswith("_") and _acts(node)
        )
        if names:
            found[path.relative_to(DOMAINS).as_posix()] = names
    return found


def _acts(function: ast.FunctionDef) -> list[ast.Call]:
    """Return the calls of ``act`` that a function opens."""
    return [
        item.context_expr
        for block in ast.walk(function)
        if isinstance(block, ast.With)
        for item in block.items
        if isinstance(item.context_expr, ast.Call)
        and isinstance(item.context_expr.func, ast.Name)
        and item.context_expr.func.id == "act"
    ]


def unguarded(text: str) -> bool:
    """Say whether a file opens an act with neither a key nor anything that makes two of them one."""
    acts = [
        call
        for node in ast.walk(ast.parse(text))
        if isinstance(node, ast.FunctionDef)
        for call in _acts(node)
    ]
    without_key = [call for call in acts if not any(keyword.arg == "key" for keyword in call.keywords)]
    return bool(without_key) and not GUARDS.search(text)


def test_every_act_has_a_key_or_holds_what_it_changes():
    found = {name for name in services() if unguarded((DOMAINS / name).read_text(encoding="utf-8"))}
    assert found - set(HARMLESS) == set()
    assert {name for name in HARMLESS if not (DOMAINS / name).is_file()} == set()


def test_the_lint_sees_what_it_forbids():
    bare = "def do():\n    with act('x', now=1) as this:\n        Thing.objects.create()\n"
    assert unguarded(bare)
    assert not unguarded(bare.replace("now=1", "key='k'"))
    assert not unguarded(bare.replace("Thing.objects.create()", "move(this)"))
