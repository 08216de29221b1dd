"""Public results: the selected by name, region and industry only; small cells hidden; the bundle replays."""

from __future__ import annotations

import csv
import io
import re
from datetime import datetime, timedelta
from pathlib import Path

import pytest
from django.test import Client
from tests.domains.selecting import (
    CONSULT,
    PROMOTE,
    SMALL,
    THEN,
    TOLD,
    applicant,
    confirmed,
    first_stage,
    officer,
    place_of,
    told,
)

from dure.domains.accounts.actors import SYSTEM
from dure.domains.accounts.models import User
from dure.domains.applications.models import Application
from dure.domains.selection.models import Selection
from dure.domains.selection.services.give_up_place import give_up_place
from dure.domains.selection.services.mark_movements import mark_movements
from dure.domains.selection.services.publish_selection import publish_selection
from dure.files.replaying import replay_bundle
from dure.language.hangul import search_text

HERE = f"/results/{SMALL}/"


@pytest.fixture
def at(monkeypatch):
    """Return a way to set what counts as now."""

    def set_now(instant: datetime) -> None:
        monkeypatch.setenv("DURE_NOW", instant.isoformat())

    set_now(TOLD)
    return set_now


@pytest.fixture
def published(db, at) -> Selection:
    first_stage()
    return told()


def page(address: str = HERE) -> str:
    response = Client().get(address)
    assert response.status_code == 200
    return response.content.decode()


def test_the_selected_are_named_and_nobody_else(published):
    text = page()
    assert all(f"두레상회 {n}<" in text for n in range(1, 13))
    assert not any(f"두레상회 {n}<" in text for n in range(13, 25))


def test_what_is_shown_is_name_region_and_industry_and_no_number(published):
    text = page()
    assert "서울" in text
    assert "도매 및 소매업" in text
    for one in Application.objects.select_related("merchant"):
        assert one.merchant.business_no not in text
        assert one.application_no not in text


def test_csv_says_the_same(published):
    response = Client().get(f"{HERE}{CONSULT}/selected.csv")
    rows = list(csv.DictReader(io.StringIO(response.content.decode("utf-8-sig"))))
    assert len(rows) == 12
    assert rows[0] == {
        "stage": CONSULT, "name": "두레상회 1", "region": "강원", "industry": "G", "executor": "acorn",
    }  # fmt: skip
    assert response["Content-Disposition"] == 'attachment; filename="small-2025-consult-selected.csv"'


def test_the_bundle_that_is_downloaded_replays(published, tmp_path: Path):
    response = Client().get(f"{HERE}{CONSULT}/bundle.zip")
    assert response["Content-Type"] == "application/zip"
    path = tmp_path / "downloaded.zip"
    path.write_bytes(response.content)
    replay = replay_bundle(path)
    assert (replay.decisions, replay.faults) == (24, ())
    text = page()
    for shown in (published.seed, published.decisions_sha256, published.bundle.sha256, "dure replay"):
        assert shown in text


def test_somebody_is_found_by_part_of_the_name_and_by_first_consonants(published):
    for word in ("두레상회 3", "두레ㅅ", "ㄷㄹㅅㅎ"):
        assert "두레상회 3<" in page(f"{HERE}?words={word}")
    assert "두레상회 3<" not in page(f"{HERE}?words=없는이름")


def test_a_business_number_finds_nobody(published):
    number = Application.objects.select_related("merchant").first().merchant.business_no
    assert (
        "두레상회"
        not in page(f"{HERE}?words={number}").partition('id="selected"')[2].partition("</table>")[0]
    )


def test_a_place_given_up_is_not_shown_and_who_moved_up_is(published):
    give_up_place(actor=applicant(1), now=TOLD, place_id=place_of(1).pk)
    text = page()
    assert "두레상회 1<" not in text
    assert "두레상회 13<" in text


def test_nothing_is_public_before_its_day_but_the_hash_of_the_seed(db, at):
    first_stage()
    selection = confirmed()
    publish_selection(actor=officer(), now=THEN, selection_id=selection.pk)
    at(THEN)
    text = page()
    assert "두레상회" not in text
    assert selection.seed not in text
    assert Client().get(f"{HERE}{CONSULT}/bundle.zip").status_code == 404
    assert Client().get(f"{HERE}{CONSULT}/selected.csv").status_code == 404
    assert SMALL not in page("/results/")
    at(datetime.fromisoformat("2025-05-16T00:00:00+09:00"))
    assert "두레상회 1<" in page()


def test_unknown_programmes_and_stages_are_not_found(published):
    for address in ("/results/other-2025/", f"{HERE}?stage=finals", f"{HERE}?stage={PROMOTE}"):
        assert Client().get(address).status_code == 404


def test_small_cells_are_hidden_and_the_selected_are_counted(published):
    Selection.objects.filter(pk=published.pk).update(
        funnel={"region": {"11": [9, 7, 3], "26": [8, 8, 3], "41": [8, 8, 3], "51": [12, 8, 3]}}
    )
    region = page().partition('id="funnel-region"')[2].partition("</table>")[0]
    cells = {
        name: re.findall(r"<td[^>]*>([^<]*)</td>", row)
        for name, row in re.findall(r'<tr><th scope="row">([^<]*)</th>(.*?)</tr>', region, re.DOTALL)
    }
    # Two of Seoul were not accepted; without the four of Gangwon the totals would tell it.
    assert cells == {
        "서울": ["비공개", "비공개", "3"],
        "부산": ["8", "8", "3"],
        "경기": ["8", "8", "3"],
        "강원": ["비공개", "비공개", "3"],
        "합계": ["37", "31", "12"],
    }


def test_pages_go_by_name_and_keep_the_stage(published):
    from dure.web.public import results

    size = results.PER_PAGE
    results.PER_PAGE = 5
    try:
        text = page(f"{HERE}?stage={CONSULT}")
        following = text.partition('class="page-navi next" href="')[2].partition('"')[0].replace("&amp;", "&")
        assert f"stage={CONSULT}" in following
        second = page(following)
    finally:
        results.PER_PAGE = size
    assert second.count("두레상회 ") == 5
    assert not {n for n in range(1, 13) if f"두레상회 {n}<" in text} & {
        n for n in range(1, 13) if f"두레상회 {n}<" in second
    }


def test_the_hash_of_the_log_of_places_stands_on_the_page_as_in_the_file(published):
    give_up_place(actor=applicant(1), now=TOLD, place_id=place_of(1).pk)
    log = Client().get(f"/results/{SMALL}/{CONSULT}/movements.csv").content.decode("utf-8-sig")
    head = log.splitlines()[-1].split(",")[-1]
    assert f'기록 2건 · 해시: <code class="dure-hash">{head}</code>' in page()
    office = Client()
    office.force_login(User.objects.get(pk=officer().user_id))
    assert head in office.get(f"/officer/selection/{SMALL}/{CONSULT}/").content.decode()
    mark_movements(actor=SYSTEM, now=TOLD + timedelta(days=1))
    assert head in page()


def test_the_number_of_queries_does_not_grow(published, django_assert_max_num_queries):
    with django_assert_max_num_queries(15):  # the log of places is read whole: nothing has marked it yet
        page()


def test_names_that_look_like_formulas_are_guarded_in_csv(published):
    Application.objects.filter(pk=place_of(1).application_id).update(
        name="=HYPERLINK(1)", search=search_text("=HYPERLINK(1)")
    )
    assert b"'=HYPERLINK(1)" in Client().get(f"{HERE}{CONSULT}/selected.csv").content
