"""Laws of the service: writes go through act(), lists of others' data through visible_to()."""

from __future__ import annotations

import ast
import re
from pathlib import Path

SOURCE = Path(__file__).resolve().parent.parent.parent / "src" / "dure"
WRITES = {
    *("create", "bulk_create", "get_or_create", "update_or_create", "bulk_update", "create_user"),
    *("save", "delete"),
}
DOORS = {
    "domains/events/act.py",  # the door itself
    "domains/accounts/models.py",  # the manager that services call inside an act
    "domains/privacy/services/log_access.py",  # a look at data changes nothing, and is noted by itself
}


def writes_outside(text: str) -> list[int]:
    """Return the lines on which something is written outside a ``with act(…)`` or ``acts(…)`` block."""
    tree = ast.parse(text)
    inside = {
        id(node)
        for block in ast.walk(tree)
        if (isinstance(block, ast.With) and any(_is_act(item.context_expr) for item in block.items))
        or (isinstance(block, ast.FunctionDef) and _is_given_an_act(block))
        for node in ast.walk(block)
    }
    return [
        n.lineno for n in ast.walk(tree) if isinstance(n, ast.Call) and id(n) not in inside and _is_write(n)
    ]


def _is_act(node: ast.expr) -> bool:
    return isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id in ("act", "acts")


def _is_given_an_act(function: ast.FunctionDef) -> bool:
    """Say whether a function takes part in an act that was opened before: its first parameter is the act."""
    first = next(iter(function.args.args), None)
    return first is not None and isinstance(first.annotation, ast.Name) and first.annotation.id == "Act"


def _is_write(call: ast.Call) -> bool:
    if not isinstance(call.func, ast.Attribute):
        return False
    # Sets and dictionaries have an update() too: only that of a manager's query writes.
    return call.func.attr in WRITES or (call.func.attr == "update" and ".objects." in ast.unparse(call.func))


def test_nothing_is_written_outside_an_act():
    found = [
        f"{path.relative_to(SOURCE)}:{line}"
        for folder in ("domains", "web", "service", "jobs")
        for path in sorted((SOURCE / folder).rglob("*.py"))
        if "migrations" not in path.parts and path.relative_to(SOURCE).as_posix() not in DOORS
        for line in writes_outside(path.read_text(encoding="utf-8"))
    ]
    assert found == []


def test_lists_for_pages_go_through_visible_to():
    paths = [*(SOURCE / "web").rglob("*.py"), *(SOURCE / "domains").rglob("queries.py")]
    found = [
        f"{path.relative_to(SOURCE)}: {match.group(0)}"
        for path in paths
        for match in re.finditer(r"\.objects\.(?!visible_to\b)\w+", path.read_text(encoding="utf-8"))
    ]
    assert found == []


def test_the_lint_sees_what_it_forbids():
    text = "Thing.objects.filter(a=1).update(b=2)\nwith act('x') as this:\n    Thing.objects.create()\n"
    assert writes_outside(text) == [1]
    assert writes_outside("def tell(this: Act):\n    Thing.objects.create()\n") == []
    assert writes_outside("thing.save()\nfacts.update(b=2)\n") == [1]
