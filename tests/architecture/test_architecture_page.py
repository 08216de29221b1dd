"""The page on architecture names every package of the source, and nothing that is not there."""

from __future__ import annotations

import re
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
SOURCE = ROOT / "src" / "dure"
PAGE = (ROOT / "docs" / "ARCHITECTURE.md").read_text(encoding="utf-8")
# `folder/` or `folder/file.py`, from the top of the repository or from the source.
NAMED = set(re.findall(r"`([a-z_]+(?:/[a-z_]+)*/)`", PAGE))
FILES = set(re.findall(r"`((?:[a-z_]+/)+[a-z_]+\.(?:py|md|yaml|toml))`", PAGE))


def test_every_package_with_code_is_named():
    packages = {
        path.parent.relative_to(SOURCE).as_posix() + "/"
        for path in SOURCE.rglob("*.py")
        if path.parent != SOURCE and path.read_text(encoding="utf-8").strip()
    }
    assert packages - NAMED == set()


def test_every_folder_named_exists():
    assert {name for name in NAMED if not (SOURCE / name).is_dir() and not (ROOT / name).is_dir()} == set()


def test_every_file_named_with_its_folder_exists():
    assert {name for name in FILES if not (SOURCE / name).is_file() and not (ROOT / name).is_file()} == set()


def test_every_file_named_in_the_paragraph_of_its_package_exists():
    # "- `engine/rules/` is …: `grammar.py` (…), `reading.py`": names without a folder stand in that folder.
    lost = []
    for paragraph in re.split(r"\n(?=\n|- )", PAGE.split("## Folders")[1].split("## Where")[0]):
        folders = [SOURCE / name for name in re.findall(r"`([a-z_]+(?:/[a-z_]+)*/)`", paragraph)]
        for file in re.findall(r"`([a-z_]+\.py)`", paragraph):
            if folders and not any((folder / file).is_file() for folder in folders):
                lost.append(file)
    assert lost == []


def test_every_folder_at_the_top_is_named():
    generated = {"build/", "dist/", "var/", "__pycache__/"}
    tops = {f"{path.name}/" for path in ROOT.iterdir() if path.is_dir() and path.name[0] != "."}
    filled = {name for name in tops - generated - {"src/"} if any((ROOT / name).iterdir())}
    assert filled - NAMED == set()
