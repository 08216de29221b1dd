"""``dure population``, ``dure simulate``, ``dure advise``: what they write and say, and what they refuse."""

from __future__ import annotations

import json
import re
from html.parser import HTMLParser

import duckdb
import pytest
from python_calamine import CalamineWorkbook
from tests.files.commands import FIRST, GOOD, SECOND, done, dure, refused, write_csv
from tests.files.documented import block

from dure.engine.programme import load
from dure.library import library_bytes


@pytest.fixture(autouse=True)
def _english(monkeypatch):
    monkeypatch.setenv("DURE_LANG", "en")


@pytest.fixture
def merchants(tmp_path):
    names = ["business_no", *GOOD]
    second = {**GOOD, "employees": "9", "tax_arrears": ""}
    return write_csv(tmp_path / "in.csv", [names, [FIRST, *GOOD.values()], [SECOND, *second.values()]])


def test_a_population_is_written_and_screened(tmp_path):
    out = tmp_path / "p.parquet"
    said = done("population", "-o", out, "--size", "300", "--seed", "5", "--on", "2025-03-18")
    assert said.lines == ["300 invented merchants of seed 5, as of 2025-03-18, written to p.parquet"]
    assert duckdb.sql(f"SELECT count(*) FROM '{out}'").fetchall() == [(300,)]
    done("screen", "tops-2025", out, "-o", tmp_path / "v.csv")


def test_a_simulation_says_who_why_and_what_it_costs(merchants):
    said = done("simulate", "tops-2025", merchants).out
    assert "Population: in.csv" in said
    assert "  Eligible\n    Merchants: 1, Share: 50.0%" in said
    assert "(small_merchant)\n    Not met: 1, No other rule is not met: 1, Eligible without it: 0" in said
    assert "Places: 3,000, Filled by those eligible: 1" in said
    assert "Cost of those eligible: 101,000,000" in said


def test_the_json_is_for_programs_and_never_translated(merchants, monkeypatch):
    english = done("simulate", "tops-2025", merchants, "--json").out
    monkeypatch.setenv("DURE_LANG", "ko")
    assert done("simulate", "tops-2025", merchants, "--json").out == english
    found = json.loads(english)
    assert found["programme"]["whole"] == {"eligible": 1, "ineligible": 1, "unknown": 0}
    assert found["population"] == {"name": "in.csv", "size": None, "seed": None, "on": None}
    assert found["against"] is None


def test_a_version_is_compared_with_another(merchants, tmp_path):
    other = tmp_path / "other.yaml"
    other.write_bytes(library_bytes("tops-2025").replace(b"rule: small_merchant()", b"rule: employees < 10"))
    found = json.loads(done("simulate", "tops-2025", merchants, "--against", other, "--json").out)
    assert found["comparison"]["moves"] == [
        {"was": "eligible", "now": "eligible", "merchants": 1},
        {"was": "unknown", "now": "ineligible", "merchants": 1},
    ]
    assert found["against"]["hash"] != found["programme"]["hash"]


class Page(HTMLParser):
    """Collects what a page is made of."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.tags: list[str] = []
        self.attributes: list[tuple[str, str | None]] = []
        self.feed(text)

    def handle_starttag(self, tag, attrs):
        self.tags.append(tag)
        self.attributes += attrs


@pytest.mark.parametrize("language", ["ko", "en"])
def test_the_page_stands_alone_with_a_table_for_each_chart(merchants, tmp_path, language):
    out = tmp_path / "s.html"
    done("--lang", language, "simulate", "tops-2025", merchants, "-o", out)
    text = out.read_text(encoding="utf-8")
    page = Page(text)
    assert not {"script", "link", "img", "iframe"} & set(page.tags)
    assert not [value for name, value in page.attributes if name in ("src", "onclick", "style")]
    assert all(str(value).startswith("#") for name, value in page.attributes if name == "href")
    assert "url(" not in text
    assert ("lang", language) in page.attributes
    assert page.tags.count("table") == page.tags.count("section") == page.tags.count("caption")
    assert 0 < page.tags.count("figure") < page.tags.count("table")
    ids = [value for name, value in page.attributes if name == "id"]
    assert len(ids) == len(set(ids))


def test_texts_of_a_programme_are_never_markup(merchants, tmp_path):
    hostile = tmp_path / "hostile.yaml"
    text = library_bytes("tops-2025").decode()
    hostile.write_text(
        re.sub(r"(?m)^    en: TOPS 2025,? .*$|^  en: TOPS 2025.*$", "  en: <script>alert(1)</script>", text)
    )
    out = tmp_path / "s.html"
    done("simulate", hostile, merchants, "-o", out)
    assert "<script" not in out.read_text(encoding="utf-8")
    assert "&lt;script&gt;" in out.read_text(encoding="utf-8")


def test_the_workbook_has_a_sheet_a_table_and_numbers_in_it(merchants, tmp_path):
    one, two = tmp_path / "a.xlsx", tmp_path / "b.xlsx"
    done("simulate", "tops-2025", merchants, "-o", one, "-o", two)
    assert one.read_bytes() == two.read_bytes()
    book = CalamineWorkbook.from_path(str(one))
    assert book.sheet_names[:2] == ["Overview", "1 Who is eligible"]
    rows = book.get_sheet_by_name("1 Who is eligible").to_python()
    assert rows[1] == ["Verdict", "Merchants", "Share"]
    assert rows[2] == ["Eligible", 1.0, "50.0%"]


@pytest.mark.parametrize(
    ("words", "said"),
    [
        ((), "name a file of merchants, or --population N for a synthetic one"),
        (("in.csv", "--population", "5"), "name a file of merchants, or --population N for a synthetic one"),
        (("in.csv", "--seed", "5"), "--seed goes with --population N"),
        (("in.csv", "-o", "s.pdf"), "s.pdf: a simulation is written as .html, .xlsx or .json"),
        (("--population", "0"), "a population has between 1 and 99,999,999 merchants"),
    ],
)
def test_what_cannot_be_simulated_is_refused_and_nothing_written(
    merchants, tmp_path, monkeypatch, words, said
):
    monkeypatch.chdir(tmp_path)
    before = sorted(tmp_path.iterdir())
    assert refused("simulate", "tops-2025", *words) == [said]
    assert sorted(tmp_path.iterdir()) == before


def test_advice_names_what_can_be_got_and_why_not(merchants):
    said = done(
        "advise", merchants, SECOND, "--all", "--programme", "tops-2025", "--programme", "post-agency-2022"
    ).out
    lines = said.splitlines()
    assert "You cannot get this (2)" in lines or "You cannot get this (1)" in lines
    assert any("tops-2025), 2025-03-18 – 2025-04-18" in line for line in lines)
    assert any(line.startswith("    → The business must be a small merchant") for line in lines)


def test_advice_over_the_library_on_a_day_keeps_to_open_windows(merchants):
    found = json.loads(done("advise", merchants, FIRST, "--on", "2025-03-20", "--json").out)
    assert "tops-2025" in {p["id"] for p in found["programmes"] if p["standing"] == "eligible"}
    assert all(p["opens_on"] <= "2025-03-20" <= p["closes_on"] for p in found["programmes"])
    assert (found["on"], {p["open"] for p in found["programmes"]}) == ("2025-03-20", {True})


def test_advice_is_about_what_is_open_today(merchants, monkeypatch):
    """The day is that of Seoul: one second before midnight the call is open, at midnight it is not yet."""
    monkeypatch.setenv("DURE_NOW", "2025-03-17T15:00:00+00:00")
    (opening,) = [
        p
        for p in json.loads(done("advise", merchants, FIRST, "--json").out)["programmes"]
        if p["id"] == "tops-2025"
    ]
    assert (opening["opens_on"], opening["open"]) == ("2025-03-18", True)
    monkeypatch.setenv("DURE_NOW", "2025-03-17T14:59:59+00:00")
    before = json.loads(done("advise", merchants, FIRST, "--json").out)
    assert before["on"] == "2025-03-17"
    assert "tops-2025" not in {p["id"] for p in before["programmes"]}


def test_closed_calls_are_told_only_when_asked_for_and_as_closed(merchants, monkeypatch):
    monkeypatch.setenv("DURE_NOW", "2026-01-05T10:00:00+09:00")
    words = ("advise", merchants, FIRST, "--programme", "tops-2025")
    assert refused(*words) == [
        "no programme can be applied to on 2026-01-05: --all asks about closed ones too"
    ]
    said = done(*words, "--all").out.splitlines()
    assert said[0] == (
        "Calls of all years, closed ones too, each judged by its own day; marked as of 2026-01-05"
    )
    assert any(line.endswith("(tops-2025), 2025-03-18 – 2025-04-18 18:00 (closed)") for line in said)
    monkeypatch.setenv("DURE_NOW", "2025-03-01T10:00:00+09:00")
    assert any("2025-04-18 18:00 (not open yet)" in line for line in done(*words, "--all").out.splitlines())
    monkeypatch.setenv("DURE_NOW", "2025-04-18T23:59:00+09:00")
    assert any(line.endswith("2025-04-18 18:00") for line in done(*words, "--all").out.splitlines())


def test_a_day_and_all_days_are_not_asked_together(merchants):
    assert dure("advise", merchants, FIRST, "--all", "--on", "2025-03-20").code == 2


def test_what_was_received_is_told_and_not_offered(merchants):
    words = ("advise", merchants, FIRST, "--all", "--programme", "tops-2025", "--json")
    assert json.loads(done(*words, "--received", "tops-2025").out)["programmes"][0]["standing"] == "received"
    assert json.loads(done(*words).out)["programmes"][0]["standing"] == "eligible"


def test_advice_on_a_day_without_open_programmes_is_refused(merchants):
    said = refused("advise", merchants, FIRST, "--on", "2001-01-01")
    assert said == ["no programme can be applied to on 2001-01-01: --all asks about closed ones too"]


def test_the_terminal_tells_what_two_versions_differ_in(merchants, tmp_path):
    other = tmp_path / "other.yaml"
    other.write_bytes(library_bytes("tops-2025").replace(b"rule: small_merchant()", b"rule: employees < 10"))
    gained = done("simulate", other, merchants, "--against", "tops-2025").out
    assert "  In the other version: Eligible\n    In this version: Eligible, Merchants: 1\n" in gained
    assert "  In the other version: Not eligible\n    In this version: Not known yet, Merchants: 1" in gained
    assert "\n  (0 merchants become eligible, and 0 no longer are.)\n" in gained
    assert "Which facts settle most together\n  (Asked one after the other" in gained
    assert "Cost by fund and stage, in won" in gained
    strict = tmp_path / "strict.yaml"
    strict.write_bytes(library_bytes("tops-2025").replace(b"rule: small_merchant()", b"rule: employees < 1"))
    lost = done("simulate", strict, merchants, "--against", "tops-2025").out
    assert "Which rules leave out those who were eligible\n  (Who fails several rules" in lost
    assert (
        "Which rules of the other version left out"
        in done("simulate", "tops-2025", merchants, "--against", strict).out
    )


def test_what_was_received_must_be_known_here(merchants):
    assert refused("advise", merchants, FIRST, "--all", "--received", "tops-2052") == [
        "--received: no programme here is called “tops-2052”: did you mean “tops-2025”?"
    ]
    assert refused("advise", merchants, FIRST, "--all", "--received", "쿠키") == [
        "--received: no programme here is called “쿠키”"
    ]


def test_a_programme_for_groups_is_said_to_be_one(merchants):
    said = (
        "trade-area-renaissance-2020: groups apply to this, not merchants one by one, so no one merchant is"
        " judged"
    )
    words = ("advise", merchants, FIRST, "--all", "--programme", "trade-area-renaissance-2020")
    assert refused(*words) == [said]
    both = done(*words, "--programme", "tops-2025")
    assert both.lines == [said]
    assert "(tops-2025)" in both.out


def test_a_file_whose_day_has_no_law_takes_nothing_from_the_others(merchants, tmp_path):
    old = tmp_path / "old.yaml"
    text = block("simulation.md", "yaml programme").replace("rule: employees < 5", "rule: small_merchant()")
    old.write_text(text.replace("id: worked-example", "id: old").replace("2025-04", "1950-04"))
    words = ("advise", merchants, FIRST, "--all", "--programme", "tops-2025", "--programme", old)
    lines = done(*words).out.splitlines()
    assert "Cannot be judged (1)" in lines
    place = lines.index("Cannot be judged (1)")
    assert lines[place + 1].endswith("(old)")
    assert "for 1950-04-01" in lines[place + 2]
    found = json.loads(done(*words, "--json").out)
    assert [one["id"] for one in found["programmes"]] == ["tops-2025"]
    assert [one["id"] for one in found["unjudged"]] == ["old"]


def test_what_excludes_is_named_by_its_title(merchants, tmp_path):
    mine = tmp_path / "mine.yaml"
    text = block("simulation.md", "yaml programme").replace("employees < 5", "employees < 50")
    mine.write_text(text + "excludes: [smart-store-2020, elsewhere-2020]\n")
    words = ("advise", merchants, FIRST, "--all", "--programme", mine)
    lines = done(*words, "--received", "smart-store-2020", "--received", "elsewhere-2020").out.splitlines()
    title = load(library_bytes("smart-store-2020")).programme.title.to("en")
    assert f"    excludes {title} (smart-store-2020), elsewhere-2020" in lines


def test_what_is_no_business_number_is_said_to_be_none(merchants):
    assert refused("advise", merchants, "123", "--all") == [
        "“123” is no business number: it has ten digits, the last of which checks the others"
    ]
