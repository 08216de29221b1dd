"""What may stand in a committed file: nothing of one machine, nothing unpinned, no link into nowhere."""

from __future__ import annotations

import json
import re
import shutil
import subprocess
import tomllib
from functools import lru_cache
from pathlib import Path

import pytest
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name
from ruamel.yaml import YAML

ROOT = Path(__file__).resolve().parents[2]
NOT_OURS = {".git", ".venv", ".uv", "build", "dist", "var", "__pycache__", "out", ".hypothesis"}
LARGEST_BINARY = 200_000
FONTS, LARGEST_FONT = "src/dure/papers/vendor/", 4_000_000
"""Two whole fonts with every syllable: papers are set with them, on machines that may have no Korean font."""
LARGEST_TEXT = 2_000_000

# Put together here so that this file does not name what it forbids.
_START = r"(?<![\w.~-])/"
MACHINE_PATHS = re.compile(
    "|".join(_START + name for name in ("work/", "root/", r"home/\w", r"Users/\w", r"opt/\w"))
    + "|file:/"
    + "/"
)
REGISTRIES = re.compile(
    "|".join(
        re.escape(name) + r"\." + end
        for end, names in {
            "org": "pypi pythonhosted registry.npmjs deb.debian security.debian proxy.golang repo1.maven",
            "com": "registry.yarnpkg archive.ubuntu unpkg",
            "io": "static.crates index.crates",
        }.items()
        for name in names.split()
    )
)
LINK = re.compile(r"(?<!!)\[[^\]\n]*\]\(([^)\s]+)(?:\s+\"[^\"]*\")?\)|!\[[^\]\n]*\]\(([^)\s]+)\)")
FENCE = re.compile(r"^(```|~~~).*?^\1", re.MULTILINE | re.DOTALL)


@lru_cache(maxsize=1)
def committed_files() -> tuple[Path, ...]:
    """Return what git has or would add; without git (an unpacked archive) all that is not generated."""
    if shutil.which("git") and (ROOT / ".git").exists():
        command = ["git", "ls-files", "-z", "--cached", "--others", "--exclude-standard"]
        listed = subprocess.run(command, cwd=ROOT, capture_output=True, check=False)
        if listed.returncode == 0:
            names = sorted(set(listed.stdout.decode("utf-8").split("\0")) - {""})
            return tuple(path for path in (ROOT / name for name in names) if path.is_file())
    return tuple(
        path
        for path in sorted(ROOT.rglob("*"))
        if path.is_file()
        and not path.suffix.startswith((".mo", ".pyc"))
        and not any(part in NOT_OURS or part.endswith("_cache") for part in path.relative_to(ROOT).parts)
    )


@lru_cache(maxsize=1)
def texts() -> dict[str, str]:
    found = {}
    for path in committed_files():
        data = path.read_bytes()
        if b"\0" not in data:
            found[path.relative_to(ROOT).as_posix()] = data.decode("utf-8", errors="replace")
    return found


def _lines_with(pattern: re.Pattern[str]) -> list[str]:
    return [
        f"{name}:{number}: {match.group()}"
        for name, text in texts().items()
        for number, line in enumerate(text.splitlines(), 1)
        for match in pattern.finditer(line)
    ]


def test_no_committed_file_names_a_path_of_one_machine():
    assert _lines_with(MACHINE_PATHS) == []


def test_no_committed_file_names_a_registry_host():
    assert _lines_with(REGISTRIES) == []


@pytest.mark.parametrize(
    "text", ["see /wo" + "rk/x", "cd /ho" + "me/kim", "= file:/" + "/x", "(/ro" + "ot/x)"]
)
def test_a_machine_path_is_seen(text):
    assert MACHINE_PATHS.search(text)


@pytest.mark.parametrize("text", ["https://example.kr/work/1", "src/home/page", "tests/root/x"])
def test_a_path_inside_the_repository_or_an_address_is_left_alone(text):
    assert not MACHINE_PATHS.search(text)


def test_no_large_or_binary_lump_is_committed():
    too_large = []
    for path in committed_files():
        name, size = path.relative_to(ROOT).as_posix(), path.stat().st_size
        if name.startswith(FONTS) and size <= LARGEST_FONT:
            continue
        if size > (LARGEST_TEXT if name in texts() else LARGEST_BINARY):
            too_large.append(f"{name}: {size:,} bytes")
    assert too_large == []


def test_every_link_between_documents_leads_to_a_file():
    dead = []
    for name, text in texts().items():
        if not name.endswith(".md"):
            continue
        for match in LINK.finditer(FENCE.sub("", text)):
            target = match.group(1) or match.group(2)
            if re.match(r"[a-z][a-z+.-]*:|#", target):
                continue
            path = target.split("#")[0].strip("<>")
            start = ROOT if path.startswith("/") else (ROOT / name).parent
            if not (start / path.lstrip("/")).exists():
                dead.append(f"{name}: {target}")
    assert dead == []


def test_every_toml_json_and_yaml_file_can_be_read():
    broken = []
    for name, text in texts().items():
        if "/bad/" in name or "/invalid/" in name:  # files that tests need to be wrong
            continue
        try:
            if name.endswith(".toml"):
                tomllib.loads(text)
            elif name.endswith(".json"):
                json.loads(text)
            elif name.endswith((".yaml", ".yml")):
                list(YAML(typ="safe", pure=True).load_all(text))
        except Exception as error:  # noqa: BLE001 - whatever the parser raises is the finding
            broken.append(f"{name}: {error}")
    assert broken == []


# --- requirements ---------------------------------------------------------------------------------

PYPROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
BASE = PYPROJECT["project"]["dependencies"]
GROUPS = PYPROJECT["dependency-groups"]
COMPILED = {
    "base": BASE,
    "dev": BASE + GROUPS["test"],
    "bench": BASE + GROUPS["test"] + GROUPS["bench"],
    "uv": (ROOT / "requirements" / "uv.in").read_text(encoding="utf-8").split("\n"),
}


def _pins(name: str) -> list[tuple[Requirement, int]]:
    """Return each pin of a compiled file with the number of its hashes."""
    text = (ROOT / "requirements" / f"{name}.txt").read_text(encoding="utf-8").replace("\\\n", " ")
    lines = [line.split(" #")[0].strip() for line in text.splitlines()]
    hashed = re.compile(r"--hash=sha256:[0-9a-f]{64}\b")
    return [
        (Requirement(line.split("--hash=")[0].strip()), len(hashed.findall(line)))
        for line in lines
        if line and not line.startswith("#")
    ]


@pytest.mark.parametrize("name", COMPILED)
def test_every_requirement_is_pinned_and_hashed(name):
    pins = _pins(name)
    assert pins
    for pin, hashes in pins:
        assert [spec.operator for spec in pin.specifier] == ["=="], pin
        assert pin.url is None, pin
        assert hashes > 0, pin


@pytest.mark.parametrize(
    ("name", "package"), [("base", "duckdb"), ("base", "pydantic-core"), ("dev", "ruff"), ("uv", "uv")]
)
def test_a_compiled_package_has_the_hashes_of_all_platforms(name, package):
    # One file for each platform and Python: a lock made from one machine's folder would have one or two.
    assert min(hashes for pin, hashes in _pins(name) if canonicalize_name(pin.name) == package) >= 10


@pytest.mark.parametrize(("name", "declared"), COMPILED.items())
def test_the_compiled_requirements_satisfy_what_is_declared(name, declared):
    pinned: dict[str, list[str]] = {}
    for pin, _ in _pins(name):
        pinned.setdefault(canonicalize_name(pin.name), []).append(next(iter(pin.specifier)).version)
    for line in declared:
        if not line.strip() or line.startswith("#"):
            continue
        wanted = Requirement(line)
        versions = pinned.get(canonicalize_name(wanted.name))
        assert versions, f"{wanted.name} is missing: run `make lock`"
        assert all(map(wanted.specifier.contains, versions)), f"{wanted}: {versions}: run `make lock`"


def test_the_environments_agree_on_every_version():
    base, dev, bench = (
        {(canonicalize_name(pin.name), str(pin.marker or "")): str(pin.specifier) for pin, _ in _pins(name)}
        for name in ("base", "dev", "bench")
    )
    assert base.items() <= dev.items()
    assert dev.items() <= bench.items()


def test_the_base_install_has_no_service():
    names = {canonicalize_name(pin.name) for pin, _ in _pins("base")}
    assert {name for name in names if name.startswith(("django", "psycopg", "procrastinate"))} == set()


def test_no_project_lock_is_committed():
    locks = {"uv.lock", "poetry.lock", "Pipfile.lock"}
    assert [name for name in texts() if name.rsplit("/", 1)[-1] in locks] == []


def test_every_file_that_a_page_names_is_there():
    """Words in capitals stand for a name: tests/library/ID.csv."""
    pages = [ROOT / "README.md", ROOT / "README.en.md", ROOT / "CONTRIBUTING.md", *ROOT.glob("docs/**/*.md")]
    named = {
        (page.name, name)
        for page in pages
        for name in re.findall(
            r"`((?:tests|src|bench|tools|docs)/[\w/.-]+)`", page.read_text(encoding="utf-8")
        )
        if not re.search(r"/[A-Z]+\.", name)
    }
    assert len(named) > 100
    assert {(page, name) for page, name in named if not (ROOT / name).exists()} == set()
