"""The engine's own laws, read from its syntax: what import-linter cannot see, because it is a call.

No files, no clock, no environment, no output, no money in floating point, no swallowed errors.
"""

from __future__ import annotations

import ast
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
ENGINE = ROOT / "src" / "dure" / "engine"

# The checker that travels inside a published bundle is one file that is run as a program, on its own.
STANDALONE = {"verification/checker.py"}

BUILTINS = {"open", "print", "input", "eval", "exec", "compile", "breakpoint", "__import__"}
FILE_METHODS = {
    "read_text",
    "write_text",
    "read_bytes",
    "write_bytes",
    "mkdir",
    "unlink",
    "iterdir",
    "rglob",
    "touch",
}
CLOCK = [
    "datetime.now",
    "datetime.utcnow",
    "datetime.today",
    "date.today",
    "time.time",
    "time.time_ns",
    "time.monotonic",
    "time.perf_counter",
    "time.sleep",
]
MACHINE = [
    "os.environ",
    "os.getenv",
    "os.urandom",
    "uuid.uuid1",
    "uuid.uuid4",
    "sys.stdout",
    "sys.stderr",
    "sys.stdin",
    "sys.argv",
]
# Draws need a seed that is handed in: these take theirs from the machine.
UNSEEDED = ["random.random", "random.shuffle", "random.choice", "random.randint", "random.sample"]
OUT_OF_REACH = {*CLOCK, *MACHINE, *UNSEEDED}
MODULES = {
    "os",
    "pathlib",
    "shutil",
    "tempfile",
    "time",
    "socket",
    "subprocess",
    "sqlite3",
    "urllib",
    "http",
    "django",
}


def faults(source: str) -> list[str]:
    """Return the faults of one file's text as `line: what`."""
    found = [(node.lineno, what) for node in ast.walk(ast.parse(source)) for what in _faults_of(node)]
    return [f"{line}: {what}" for line, what in sorted(set(found))]


def _faults_of(node: ast.AST) -> Iterator[str]:
    for law in LAWS:
        yield from law(node)


def _no_builtin_that_reaches_out(node: ast.AST) -> Iterator[str]:
    if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id in BUILTINS:
        yield f"calls {node.func.id}()"


def _no_file_method(node: ast.AST) -> Iterator[str]:
    if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute) and node.func.attr in FILE_METHODS:
        yield f"calls .{node.func.attr}()"


def _no_clock_and_no_machine(node: ast.AST) -> Iterator[str]:
    if isinstance(node, ast.Attribute):
        owner = getattr(node.value, "id", getattr(node.value, "attr", ""))
        if f"{owner}.{node.attr}" in OUT_OF_REACH:
            yield f"reaches for {owner}.{node.attr}"


def _no_hidden_import(node: ast.AST) -> Iterator[str]:
    names = []
    if isinstance(node, ast.Import):
        names = [alias.name for alias in node.names]
    elif isinstance(node, ast.ImportFrom) and node.module and not node.level:
        names = [node.module]
    elif isinstance(node, ast.Call) and getattr(node.func, "attr", "") == "import_module":
        yield "imports by name at run time"
    yield from (f"imports {name}" for name in names if name.split(".")[0] in MODULES)


def _no_float_for_money(node: ast.AST) -> Iterator[str]:
    declared: list[tuple[str, ast.expr | None]] = []
    if isinstance(node, ast.AnnAssign) and isinstance(node.target, (ast.Name, ast.Attribute)):
        declared.append((getattr(node.target, "id", getattr(node.target, "attr", "")), node.annotation))
    elif isinstance(node, ast.arg):
        declared.append((node.arg, node.annotation))
    elif isinstance(node, (ast.FunctionDef, ast.AsyncFunctionDef)):
        declared.append((node.name, node.returns))
    for name, annotation in declared:
        is_float = annotation is not None and "float" in ast.unparse(annotation)
        if is_float and name.lower().endswith(("_won", "_bp")):
            yield f"{name} is a float: won and basis points are integers"


def _no_swallowed_error(node: ast.AST) -> Iterator[str]:
    if not isinstance(node, ast.ExceptHandler):
        return
    caught = (
        {"BaseException"} if node.type is None else {getattr(part, "id", "") for part in ast.walk(node.type)}
    )
    silent = all(isinstance(line, (ast.Pass, ast.Continue)) for line in node.body)
    if silent and caught & {"Exception", "BaseException"}:
        yield "swallows every error"


LAWS: list[Callable[[ast.AST], Iterator[str]]] = [
    _no_builtin_that_reaches_out,
    _no_file_method,
    _no_clock_and_no_machine,
    _no_hidden_import,
    _no_float_for_money,
    _no_swallowed_error,
]


def test_the_engine_keeps_its_laws():
    broken = [
        f"{path.relative_to(ROOT).as_posix()}:{fault}"
        for path in sorted(ENGINE.rglob("*.py"))
        if path.relative_to(ENGINE).as_posix() not in STANDALONE
        for fault in faults(path.read_text(encoding="utf-8"))
    ]
    assert broken == []


def test_what_travels_alone_needs_the_standard_library_only_of_any_python_since_3_9():
    for name in sorted(STANDALONE):
        path = ENGINE / name
        if not path.exists():
            continue
        tree = ast.parse(path.read_text(encoding="utf-8"), feature_version=(3, 9))
        nodes = list(ast.walk(tree))
        imported = {alias.name for node in nodes if isinstance(node, ast.Import) for alias in node.names}
        imported |= {node.module or "." for node in nodes if isinstance(node, ast.ImportFrom)}
        assert {full.split(".")[0] for full in imported} <= set(sys.stdlib_module_names), name


@pytest.mark.parametrize(
    ("code", "fault"),
    [
        ("open('x')", "1: calls open()"),
        ("print(1)", "1: calls print()"),
        ("eval('1')", "1: calls eval()"),
        ("table.read_text()", "1: calls .read_text()"),
        ("datetime.now()", "1: reaches for datetime.now"),
        ("datetime.date.today()", "1: reaches for date.today"),
        ("t = dt.datetime.now", "1: reaches for datetime.now"),
        ("time.time()", "1: reaches for time.time"),
        ("os.environ['X']", "1: reaches for os.environ"),
        ("sys.stderr.write('')", "1: reaches for sys.stderr"),
        ("random.shuffle(x)", "1: reaches for random.shuffle"),
        ("def f():\n    from pathlib import Path", "2: imports pathlib"),
        ("import urllib.request", "1: imports urllib.request"),
        ("importlib.import_module('os')", "1: imports by name at run time"),
        ("paid_won: float = 1", "1: paid_won is a float: won and basis points are integers"),
        ("def f(share_bp: float | None): ...", "1: share_bp is a float: won and basis points are integers"),
        ("def total_won() -> list[float]: ...", "1: total_won is a float: won and basis points are integers"),
        ("try:\n    f()\nexcept Exception:\n    pass", "3: swallows every error"),
        ("try:\n    f()\nexcept (ValueError, BaseException):\n    pass", "3: swallows every error"),
    ],
)
def test_a_broken_law_is_seen(code, fault):
    assert faults(code) == [fault]


@pytest.mark.parametrize(
    "code",
    [
        "window.open",
        "share: float = 0.5",
        "paid_won: int = 1",
        "random.Random(seed).shuffle(x)",
        "now.date()",
        "try:\n    f()\nexcept ValueError:\n    pass",
    ],
)
def test_what_is_allowed_is_left_alone(code):
    assert faults(code) == []
