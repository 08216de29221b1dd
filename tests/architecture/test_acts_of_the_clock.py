"""What the worker does by the clock is the service's alone: no page calls it, and no person may."""

from __future__ import annotations

import ast
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2] / "src" / "dure"
ALSO_OFFICERS = {
    "destroy_records": "an officer may, once the time is over, with a reason",
    "due_programmes": "a question, not an act",
    "SYSTEM": "who acts, not an act",
    "ELSEWHERE": "what a destruction is told of",
}
"""What the clock calls and pages may call too, and why."""


def by_the_clock() -> dict[str, str]:
    """Return what tasks with a timetable call, with the module that it comes from."""
    found = {}
    for path in sorted((ROOT / "jobs").glob("*.py")):
        tree = ast.parse(path.read_text(encoding="utf-8"))
        imported = {
            alias.asname or alias.name: f"{node.module}.{alias.name}"
            for node in tree.body
            if isinstance(node, ast.ImportFrom) and (node.module or "").startswith("dure.domains")
            for alias in node.names
        }
        for node in tree.body:
            if isinstance(node, ast.FunctionDef) and any(_is_every(d) for d in node.decorator_list):
                names = {one.id for one in ast.walk(node) if isinstance(one, ast.Name)}
                for name in sorted(names & imported.keys()):
                    module, _, called = imported[name].rpartition(".")
                    found[called] = module
    return found


def _is_every(decorator: ast.expr) -> bool:
    return isinstance(decorator, ast.Call) and getattr(decorator.func, "id", "") == "every"


def test_the_acts_of_the_clock_are_found():
    expected = {"lapse_places", "release_withdrawn", "commit_seeds", "lapse_invitations", "lapse_nominations"}
    assert expected <= set(by_the_clock())


def test_no_page_and_no_command_imports_an_act_of_the_clock():
    acts = {name: module for name, module in by_the_clock().items() if name not in ALSO_OFFICERS}
    guilty = []
    for folder in ("web", "cli", "api"):
        for path in (ROOT / folder).rglob("*.py"):
            for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
                if isinstance(node, ast.ImportFrom):
                    guilty += [
                        f"{path.name}: {alias.name}"
                        for alias in node.names
                        if acts.get(alias.name) == node.module
                    ]
    assert guilty == []


def test_every_act_of_the_clock_refuses_people_or_takes_no_actor():
    for name, module in by_the_clock().items():
        if name in ALSO_OFFICERS:
            continue
        path = ROOT.parent / (module.replace(".", "/") + ".py")
        tree = ast.parse(path.read_text(encoding="utf-8"))
        function = next(n for n in tree.body if isinstance(n, ast.FunctionDef) and n.name == name)
        takes = {argument.arg for argument in (*function.args.args, *function.args.kwonlyargs)}
        if "actor" in takes:
            text = ast.unparse(function)
            assert "allow_service_alone(actor)" in text or "refuse_people(actor)" in text, name
