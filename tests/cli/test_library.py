"""``dure library``: what ships."""

from __future__ import annotations

import json

import pytest

from dure.cli.main import main
from dure.library import entry_ids, library_bytes, library_ids


def test_the_json_has_what_the_contract_names(capsys):
    assert main(["library", "--json"]) == 0
    rows = json.loads(capsys.readouterr().out)
    assert {row["id"] for row in rows} == {*library_ids(), *entry_ids()}
    assert [row["system"] for row in rows] == sorted(row["system"] for row in rows)
    (tops,) = (row for row in rows if row["id"] == "tops-2025")
    assert set(tops) == {"id", "title", "system", "year", "kind", "needs"}
    assert (tops["system"], tops["year"], tops["kind"]) == (1, 2025, "programme")
    assert tops["title"]["en"] == "TOPS 2025, growing online-brand small merchants"
    assert "agreements" in tops["needs"]


def test_the_list_is_in_the_readers_language(capsys, monkeypatch):
    monkeypatch.setenv("DURE_LANG", "en")
    assert main(["library"]) == 0
    out = capsys.readouterr().out
    assert "1  tops-2025  2025  TOPS 2025, growing" in out
    council = "24  retail-council-2022  2022  Retail win-win council and best practice 2022"
    assert f"{council}\n   no programme: council\n" in out


def test_an_id_that_does_not_ship_is_not_found():
    with pytest.raises(FileNotFoundError):
        library_bytes("../tops-2025")
    with pytest.raises(FileNotFoundError):
        library_bytes("entries/retail-council-2022")
