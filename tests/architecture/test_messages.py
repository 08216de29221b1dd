"""The Korean catalogue is complete, and the tool that says so sees what it must."""

from __future__ import annotations

from pathlib import Path

import pytest
from babel.messages.catalog import Catalog
from tools import messages


def _source(tmp_path: Path, text: str):
    (tmp_path / "a.py").write_text(text, encoding="utf-8")
    return messages.read_source(tmp_path, tmp_path)


def _catalogue(*entries: tuple[str, str], fuzzy: bool = False) -> Catalog:
    catalogue = Catalog(locale="ko")
    for english, korean in entries:
        catalogue.add(english, korean, flags=["fuzzy"] if fuzzy else [])
    return catalogue


def test_every_message_has_its_korean_and_no_other_entry_is_kept():
    assert messages.faults_of(messages.read_source(), messages.read_catalogue()) == []


def test_the_committed_catalogue_is_what_the_tool_writes():
    committed = messages.CATALOGUE.read_text(encoding="utf-8")
    assert committed == messages.rendered(messages.read_source(), messages.read_catalogue())


def test_a_text_over_several_lines_is_one_message_with_its_file(tmp_path):
    code = 'msg(\n    "one "\n    "message"\n)\ntranslate("two", "ko")\ntranslate(name, "ko")\n'
    source = _source(tmp_path, code)
    assert dict(source.ids) == {"one message": {"a.py"}, "two": {"a.py"}}
    assert source.faults == []


@pytest.mark.parametrize("table", ["MESSAGES", "MESSAGES: dict[str, str]"])
def test_a_table_of_messages_needs_no_marks(tmp_path, table):
    source = _source(tmp_path, table + ' = {"a": "one "\n"message", **other}\nOTHER = {"b": "no message"}\n')
    assert dict(source.ids) == {"one message": {"a.py"}}


@pytest.mark.parametrize(
    ("code", "fault"),
    [
        ('msg(f"{x} rows")', "a.py:1: msg() takes one literal text"),
        ("msg(text)", "a.py:1: msg() takes one literal text"),
        ('Problem("c", "text")', "a.py:1: the message of Problem() is not marked with msg()"),
        ('p.Problem("c", message=f"{x}")', "a.py:1: the message of Problem() is not marked with msg()"),
        ('refuse("c", "text", row=1)', "a.py:1: the message of refuse() is not marked with msg()"),
    ],
)
def test_a_message_that_no_translator_can_see_is_a_fault(tmp_path, code, fault):
    assert _source(tmp_path, code + "\n").faults == [fault]


@pytest.mark.parametrize(
    ("korean", "fault"),
    [
        ("", "no Korean: a.py: '{count} rows'"),
        ("{n}개 행", "placeholders differ: a.py: '{count} rows': '{n}개 행'"),
        ("{count} rows", "Korean without Hangul: a.py: '{count} rows': '{count} rows'"),
    ],
)
def test_a_wrong_translation_is_a_fault(tmp_path, korean, fault):
    source = _source(tmp_path, 'msg("{count} rows")\n')
    assert messages.faults_of(source, _catalogue(("{count} rows", korean))) == [fault]


def test_a_fuzzy_or_left_over_entry_is_a_fault(tmp_path):
    source = _source(tmp_path, 'msg("rows")\n')
    assert messages.faults_of(source, _catalogue(("rows", "행"), fuzzy=True)) == ["fuzzy: a.py: 'rows'"]
    left_over = _catalogue(("rows", "행"), ("gone", "없음"))
    assert messages.faults_of(source, left_over) == ["not in the source: 'gone'"]


def test_a_text_without_words_needs_no_hangul(tmp_path):
    source = _source(tmp_path, 'msg("{file}:{line}: {text}")\n')
    assert messages.faults_of(source, _catalogue(("{file}:{line}: {text}", "{file}:{line}: {text}"))) == []


def test_placeholders_of_format_and_of_argparse_are_compared():
    assert messages.placeholders("{b} of {a!r} (%(default)s)") == ["%(default)s", "{a}", "{b}"]


def test_the_catalogue_is_ordered_by_file_and_names_no_day_and_no_line(tmp_path):
    (tmp_path / "b.py").write_text('msg("in b")\n', encoding="utf-8")
    source = _source(tmp_path, '\n\nmsg("in a")\n')
    text = messages.rendered(source, _catalogue(("in b", "나")))
    _, first, second = text.split("\n\n")
    assert first == '#: a.py\nmsgid "in a"\nmsgstr ""'
    assert second == '#: b.py\nmsgid "in b"\nmsgstr "나"\n'
    assert "Date" not in text
