"""The language of messages: --lang, else DURE_LANG, else the locale; data are never translated."""

from __future__ import annotations

import pytest
from tests.files.commands import FIRST, done, dure, write_csv

from dure.cli import console
from dure.cli.main import main
from dure.language import language_of

VARIABLES = ("DURE_LANG", "LC_ALL", "LC_MESSAGES", "LANG")


@pytest.fixture(autouse=True)
def _no_language(monkeypatch):
    for name in VARIABLES:
        monkeypatch.delenv(name, raising=False)


@pytest.fixture
def spoken(monkeypatch):
    """The languages in which sentences were asked for; Korean ones are marked, not translated."""
    languages = []

    def translate(message, language, params=None):
        languages.append(language)
        return f"{language}: {message.format(**params or {})}"

    def sentence(problem, language):
        return translate(problem.message, language, problem.params)

    monkeypatch.setattr(console, "translate", translate)
    monkeypatch.setattr(console, "sentence", sentence)
    monkeypatch.setattr("dure.cli.main.translate", translate)
    return languages


@pytest.mark.parametrize(
    ("environ", "language"),
    [
        ({}, "en"),
        ({"LANG": "ko_KR.UTF-8"}, "ko"),
        ({"LC_MESSAGES": "ko"}, "ko"),
        ({"LC_ALL": "ko_KR.eucKR"}, "ko"),
        ({"LANG": "C.UTF-8"}, "en"),
        ({"LC_ALL": "C", "LANG": "ko_KR.UTF-8"}, "en"),
        ({"LC_ALL": "", "LC_MESSAGES": "", "LANG": "ko_KR.UTF-8"}, "ko"),
        ({"LC_MESSAGES": "en_US.UTF-8", "LANG": "ko_KR.UTF-8"}, "en"),
        ({"DURE_LANG": "ko", "LC_ALL": "en_US.UTF-8"}, "ko"),
        ({"DURE_LANG": "en", "LC_ALL": "ko_KR.UTF-8"}, "en"),
        ({"DURE_LANG": "", "LANG": "ko_KR.UTF-8"}, "ko"),
        ({"DURE_LANG": "ko_KR"}, "ko"),
        ({"DURE_LANG": "fr", "LANG": "ko_KR.UTF-8"}, "en"),
    ],
)
def test_the_environment_chooses(monkeypatch, spoken, environ, language):
    assert language_of(environ) == language
    for name, value in environ.items():
        monkeypatch.setenv(name, value)
    assert dure("screen", "tops-2025", "missing.csv", "-o", "out.csv").code == 2
    assert set(spoken) == {language}


@pytest.mark.parametrize("place", ["before", "after", "equals"])
@pytest.mark.parametrize(("asked", "other"), [("ko", "en"), ("en", "ko")])
def test_lang_wins_wherever_it_stands(monkeypatch, spoken, place, asked, other):
    monkeypatch.setenv("DURE_LANG", other)
    words = ["screen", "tops-2025", "missing.csv", "-o", "out.csv"]
    lang = ["--lang", asked] if place != "equals" else [f"--lang={asked}"]
    assert dure(*(words + lang if place == "after" else lang + words)).code == 2
    assert set(spoken) == {asked}


def test_help_is_in_the_language_too(spoken, capsys):
    with pytest.raises(SystemExit) as stop:
        main(["screen", "--help", "--lang", "ko"])
    assert stop.value.code == 0
    assert "ko: file to write" in capsys.readouterr().out


@pytest.mark.parametrize("lang", ["--lang=fr", "--lang=", "--lan=ko", "--language=ko"])
def test_another_language_or_a_cut_option_is_refused(lang):
    assert dure("screen", "tops-2025", "a.csv", "-o", "b.csv", lang).code == 2


def test_data_are_never_translated(tmp_path, spoken):
    source = write_csv(tmp_path / "in.csv", [["사업자등록번호"], [FIRST]])
    outs = []
    for language in ("ko", "en"):
        done("screen", "tops-2025", source, "-o", tmp_path / "out.csv", "--lang", language)
        outs.append((tmp_path / "out.csv").read_bytes())
    assert outs[0] == outs[1]
    json = [
        done("explain", "tops-2025", source, FIRST, "--json", "--lang", lang).out for lang in ("ko", "en")
    ]
    assert json[0] == json[1]
