"""``dure check``: errors with their places on standard error, exit 0, 1 or 2."""

from __future__ import annotations

import json

import pytest
from tests.engine.programme.example import SMALL, spoiled

from dure.cli.main import main
from dure.library import entry_ids, library_ids


@pytest.fixture
def files(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("DURE_LANG", "en")
    (tmp_path / "small.yaml").write_text(SMALL, encoding="utf-8")
    (tmp_path / "warned.yaml").write_text(spoiled(("year: 2025", "year: 2027")), encoding="utf-8")
    bad = spoiled(("year: 2025", "yaer: 2025"), ("total: 20", "total: 21"))
    (tmp_path / "bad.yaml").write_text(bad, encoding="utf-8")
    return tmp_path


def test_a_shipped_programme_is_valid_and_its_unmet_needs_are_listed(files, capsys):
    assert main(["check", "tops-2025"]) == 0
    out, err = capsys.readouterr()
    assert err == ""
    assert "consult 3,000 → promote 300 → champion 30" in out
    assert "not run by this version (4): add_ons, agreements, activities, indicators" in out


def test_errors_have_file_line_and_column(files, capsys):
    assert main(["check", "bad.yaml"]) == 1
    out, err = capsys.readouterr()
    assert out == ""
    assert err.splitlines() == [
        "bad.yaml:1:1: “year” is missing here",
        "bad.yaml:3:1: there is no key “yaer” here: did you mean “year”?",
        "bad.yaml:20:20: the executors' places at stage “first” make 20, but the quota is 21",
    ]


def test_warnings_are_marked_and_count_only_when_strict(files, capsys):
    assert main(["check", "warned.yaml"]) == 0
    err = capsys.readouterr().err
    assert err == "warned.yaml:3:7: warning: the year is 2027, but the call opens on 2025-03-18\n"
    assert main(["check", "--strict", "warned.yaml"]) == 1


def test_unmet_needs_count_only_when_strict(files):
    assert main(["check", "--strict", "small.yaml"]) == 0
    assert main(["check", "--strict", "tops-2025"]) == 1


def test_what_cannot_be_read_is_2_whatever_else_is_wrong(files, capsys):
    assert main(["check", "small.yaml", "bad.yaml", "nothing.yaml"]) == 2
    assert "there is no file and no library programme “nothing.yaml”" in capsys.readouterr().err
    assert main(["check", "."]) == 2


def test_a_library_id_that_is_almost_right_is_suggested(files, capsys):
    assert main(["check", "tops2025"]) == 2
    expected = "there is no file and no library programme “tops2025”: did you mean “tops-2025”?\n"
    assert capsys.readouterr().err == expected


def test_a_library_id_wins_over_a_file_of_its_name(files, capsys):
    (files / "tops-2025").write_text("id: x", encoding="utf-8")
    assert main(["check", "tops-2025"]) == 0
    assert main(["check", "./tops-2025"]) == 1


def test_the_result_as_json_is_never_translated(files, capsys, monkeypatch):
    assert main(["check", "--json", "small.yaml", "bad.yaml"]) == 1
    english = capsys.readouterr().out
    small, bad = json.loads(english)
    assert (small["ok"], small["id"], small["problems"], small["unmet_needs"]) == (True, "small", [], [])
    assert small["stages"] == [{"id": "first", "total": 20}, {"id": "second", "total": 5}]
    assert bad["ok"] is False
    assert bad["problems"][0] == {
        "severity": "error",
        "code": "file.missing",
        "line": 1,
        "column": 1,
        "message": "“year” is missing here",
    }
    monkeypatch.setenv("DURE_LANG", "en")
    main(["check", "--json", "small.yaml", "bad.yaml"])
    assert capsys.readouterr().out == english


def test_an_entry_is_checked_as_programmes_are(files, capsys):
    assert main(["check", "retail-council-2022"]) == 0
    assert "  no programme: council\n" in capsys.readouterr().out
    (files / "bad.yaml").write_text("kind: council\nid: x\n", encoding="utf-8")
    assert main(["check", "bad.yaml"]) == 1
    assert "bad.yaml:1:1: “title” is missing here" in capsys.readouterr().err
    assert main(["check", "--json", "policy-evidence-2024"]) == 0
    (told,) = json.loads(capsys.readouterr().out)
    assert (told["kind"], told["unmet_needs"]) == ("evidence", ["comparison", "survival", "claim_check"])


def test_nobody_is_screened_by_an_entry(files, capsys):
    (files / "m.csv").write_text("business_no\n1234567891\n", encoding="utf-8")
    assert main(["screen", "retail-council-2022", "m.csv", "-o", "out.csv"]) == 2
    assert "is an entry of the library, not a programme" in capsys.readouterr().err
    assert not (files / "out.csv").exists()


def test_every_shipped_file_is_valid_without_a_surprise(files, capsys):
    assert main(["check", *library_ids(), *entry_ids()]) == 0
    out, err = capsys.readouterr()
    assert err == ""
    assert out.count(" is valid, hash ") == 41


def test_an_entry_is_said_to_be_one_in_korean_too(capsys):
    assert main(["--lang", "ko", "check", "retail-council-2022"]) == 0
    lines = capsys.readouterr().out.splitlines()
    assert lines[0].startswith("retail-council-2022: 목록 항목 retail-council-2022에 오류가 없습니다. 해시 ")
    assert lines[1] == "  지원사업이 아님: 협의체"
    assert "사업 파일" not in "".join(lines)
