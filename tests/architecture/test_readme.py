"""What the README, the examples and the page of the command line show is what the product does."""

from __future__ import annotations

import argparse
import importlib
import re
from functools import cache
from pathlib import Path
from xml.etree import ElementTree

import pytest
from tools import documents

from dure.cli.main import COMMANDS

ROOT = Path(__file__).resolve().parents[2]
FENCE = re.compile(r"^```sh\n(.*?)^```$", re.MULTILINE | re.DOTALL)
MAKEFILE = (ROOT / "Makefile").read_text(encoding="utf-8")
STALE = "run .venv/bin/python tools/documents.py update"


@cache
def read(name: str) -> str:
    return (ROOT / name).read_text(encoding="utf-8")


def commands_of(name: str) -> list[str]:
    sessions = documents.SESSION.finditer(read(name))
    return [step.command for found in sessions for step in documents.steps_of(found.group(1))]


@pytest.mark.parametrize("name", documents.DOCUMENTS)
def test_every_command_shown_prints_what_is_shown(name):
    assert documents.with_sessions(read(name)) == read(name), STALE


@pytest.mark.parametrize("name", documents.DOCUMENTS)
def test_every_table_made_from_the_code_is_up_to_date(name):
    assert documents.with_tables(read(name)) == read(name), STALE


@pytest.mark.parametrize("name", documents.PICTURES)
def test_the_pictures_show_the_sessions_and_load_nothing(name):
    document, title, beginnings = documents.PICTURES[name]
    assert read(name) == documents.picture(read(document), title, beginnings), STALE
    assert len(read(name)) < 200_000
    root = ElementTree.fromstring(read(name))  # noqa: S314  our own file
    loading = [
        (element.tag, key)
        for element in root.iter()
        for key in element.attrib
        if key.rsplit("}", 1)[-1] in ("href", "src", "style")
    ]
    assert loading == []
    drawn = {element.tag.rsplit("}", 1)[-1] for element in root.iter()}
    assert drawn == {"svg", "title", "rect", "circle", "g", "text"}


def test_both_readmes_run_the_same_commands():
    korean = [command for command in commands_of("README.md") if command != "export DURE_LANG=ko"]
    assert korean == commands_of("README.en.md")


def test_both_readmes_give_the_same_setup():
    def without_notes(name: str) -> list[str]:
        return [re.sub(r"\s+#.*", "", block, flags=re.MULTILINE) for block in FENCE.findall(read(name))]

    assert without_notes("README.md") == without_notes("README.en.md")


@pytest.mark.parametrize("name", ["README.md", "README.en.md", "CONTRIBUTING.md", "docs/ARCHITECTURE.md"])
def test_every_make_target_that_is_named_exists(name):
    targets = set(re.findall(r"^([a-z][a-z-]*):.*##", MAKEFILE, re.MULTILINE))
    code = "\n".join([*FENCE.findall(read(name)), *re.findall(r"`([^`\n]+)`", read(name))])
    named = set(re.findall(r"^make ([a-z][a-z-]*)", code, re.MULTILINE))
    assert named - targets == set()


@pytest.mark.parametrize("name", ["README.md", "README.en.md"])
def test_the_demo_is_shown(name):
    assert "make demo\n" in "".join(FENCE.findall(read(name)))


@pytest.mark.parametrize("name", ["README.md", "README.en.md"])
def test_the_plain_commands_do_what_make_does(name):
    plain = "\n".join(FENCE.findall(read(name)))
    for file in re.findall(r"-r (\S+)|python (tools/\S+)", plain):
        assert (ROOT / "".join(file)).is_file()
    assert "--require-hashes -r requirements/base.txt" in plain
    recipes = re.findall(
        r"^\t\$\(PY\) -m (ruff|mypy|pytest)|^\t\$\(PY\) tools/(messages)\.py check", MAKEFILE, re.M
    )
    for tool in {"".join(found) for found in recipes} | {"lint-imports"}:
        assert tool in plain, f"`make test` runs {tool}, and the way without make does not"


def test_the_page_of_the_command_line_has_every_command_with_its_options():
    page = read("docs/cli.md")
    for name, (module, _) in COMMANDS.items():
        assert f"### dure {name}\n" in page, name
        section = page.split(f"### dure {name}\n")[1].split("\n#")[0]
        parser = argparse.ArgumentParser(add_help=False)
        importlib.import_module(module).add_arguments(parser, str)
        for action in parser._actions:
            written = max(action.option_strings, key=len, default="") or str(action.metavar or action.dest)
            short = "-o" if written == "--out" else written
            assert short in section, f"dure {name}: {short}"


def test_a_session_that_is_no_longer_true_is_seen():
    text = "```console\n$ dure --version\ndure 0.0.0\n$ echo $?\n1\n```\n"
    assert documents.with_sessions(text) != text


def test_a_session_keeps_its_folder_its_language_and_its_exit_code(tmp_path):
    terminal = documents.Terminal(tmp_path)
    assert terminal.run("dure check nothing.yaml").startswith("there is no file")
    assert terminal.run("echo $?") == "2\n"
    assert terminal.run("export DURE_LANG=ko") == ""
    assert terminal.environ["DURE_LANG"] == "ko"
    terminal.run("echo kept > file.txt")
    assert terminal.run("cat file.txt") == "kept\n"
    assert {path.name for path in tmp_path.iterdir()} == {"examples", "file.txt"}


def test_the_examples_have_every_verdict_every_decision_and_every_kind_of_reason():
    shown = read("README.en.md")
    for word in ("eligible", "ineligible", "unknown", "selected", "reserve", "not_selected"):
        assert f",{word}," in shown
    for reason in (",open\n", ",set_aside:", ",below_cutoff:", ",cap:", ",no_score\n"):
        assert reason in shown
