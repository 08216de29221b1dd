"""What is vendored is what was published, is listed with its licence, and loads nothing from outside."""

from __future__ import annotations

import hashlib
import json
import re
import tomllib
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
STATIC = ROOT / "src" / "dure" / "static"
TEMPLATES = ROOT / "src" / "dure" / "templates"
HOMES = (STATIC / "vendor", ROOT / "src" / "dure" / "papers" / "vendor", ROOT / "tests" / "vendor")
PINNED = json.loads((ROOT / "package.json").read_text(encoding="utf-8"))["devDependencies"]

ADDRESS = re.compile(r"""url\(\s*['"]?([^'")]+)['"]?\s*\)|@import\s+['"]([^'"]+)""")
LOADED = re.compile(
    r"""<(?:script|link|img|iframe|source|video|audio|use)\b[^>]*?\b(?:src|href)\s*=\s*["'](?:https?:)?//"""
)
STATIC_TAG = re.compile(r"""{%\s*static\s+['"]([^'"]+)['"]""")


def _packages() -> list[tuple[Path, dict]]:
    return [
        (home, package)
        for home in HOMES
        for package in tomllib.loads((home / "VENDOR.toml").read_text(encoding="utf-8"))["package"]
    ]


PACKAGES = _packages()
BY_NAME = pytest.mark.parametrize(("home", "package"), PACKAGES, ids=[p["name"] for _, p in PACKAGES])


@BY_NAME
def test_every_file_is_the_one_that_was_recorded_and_no_other_is_there(home, package):
    folder = home / package["folder"]
    listed = {file["path"]: file["sha256"] for file in package["file"]}
    there = {
        path.relative_to(folder).as_posix(): hashlib.sha256(path.read_bytes()).hexdigest()
        for path in folder.rglob("*")
        if path.is_file()
    }
    assert there == listed


@BY_NAME
def test_every_package_is_pinned_hashed_and_named_in_the_notice(home, package):
    assert package["folder"] == f"{package['name']}-{package['version']}"
    assert PINNED[package["name"]] == package["version"]
    assert re.fullmatch(r"sha512-[A-Za-z0-9+/]{86}==", package["integrity"])
    notice = (ROOT / "NOTICE").read_text(encoding="utf-8")
    assert f"{package['name']} {package['version']}" in notice
    assert package["licence"].split(" (")[0] in notice


def test_nothing_else_is_vendored():
    folders = {(home, path.name) for home in HOMES for path in home.iterdir() if path.is_dir()}
    assert folders == {(home, package["folder"]) for home, package in PACKAGES}
    assert {package["name"] for _, package in PACKAGES} == set(PINNED)


def test_what_is_served_stays_small():
    assert sum(path.stat().st_size for path in STATIC.rglob("*") if path.is_file()) < 9_000_000


@pytest.mark.parametrize("sheet", sorted(STATIC.rglob("*.css")), ids=lambda path: path.name)
def test_a_style_sheet_loads_only_files_that_are_there(sheet):
    addresses = {a or b for a, b in ADDRESS.findall(sheet.read_text(encoding="utf-8"))}
    missing = {address for address in addresses if not (sheet.parent / address.split("#")[0]).is_file()}
    assert missing == set()


def test_every_icon_that_is_vendored_is_used_by_the_style_sheet():
    (krds,) = (STATIC / "vendor").glob("krds-uiux-*")
    sheet = (krds / "css" / "component" / "output.css").read_text(encoding="utf-8")
    icons = {path.name for path in krds.rglob("*.svg")}
    assert {name for name in icons if name not in sheet} == set()


def test_the_font_has_every_syllable():
    (sheet,) = (STATIC / "vendor").glob("pretendard-gov-*/*.css")
    held: set[int] = set()
    for first, last in re.findall(
        r"U\+([0-9a-fA-F]+)(?:-([0-9a-fA-F]+))?", sheet.read_text(encoding="utf-8")
    ):
        held.update(range(int(first, 16), int(last or first, 16) + 1))
    assert set(range(0xAC00, 0xD7A4)) - held == set()


@pytest.mark.parametrize(
    "template", sorted(TEMPLATES.rglob("*.html")), ids=lambda p: p.relative_to(TEMPLATES).as_posix()
)
def test_a_template_loads_only_what_is_served_here(template):
    text = template.read_text(encoding="utf-8")
    assert LOADED.findall(text) == []
    assert [name for name in STATIC_TAG.findall(text) if not (STATIC / name).is_file()] == []


def test_own_scripts_and_sheets_name_no_outside_address():
    for path in (*(STATIC / "dure").glob("*.css"), *(STATIC / "dure").glob("*.js")):
        assert "//" not in re.sub(r"^\s*//.*$", "", path.read_text(encoding="utf-8"), flags=re.MULTILINE), (
            path
        )


def test_the_own_script_stays_short():
    assert len((STATIC / "dure" / "dure.js").read_text(encoding="utf-8").splitlines()) <= 200


def test_a_hashed_storage_takes_every_file(tmp_path, settings):
    from django.contrib.staticfiles.storage import ManifestStaticFilesStorage, staticfiles_storage
    from django.core.management import call_command

    settings.STATIC_ROOT = tmp_path
    backend = "django.contrib.staticfiles.storage.ManifestStaticFilesStorage"
    settings.STORAGES = {**settings.STORAGES, "staticfiles": {"BACKEND": backend}}
    call_command("collectstatic", interactive=False, verbosity=0)
    assert isinstance(staticfiles_storage._wrapped, ManifestStaticFilesStorage)
    assert (tmp_path / "staticfiles.json").is_file()
