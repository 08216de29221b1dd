"""Decisions and objections taken home as files: why is asked first, and what was ticked is kept."""

from __future__ import annotations

from pathlib import Path

import pytest
from playwright.sync_api import Page, expect
from python_calamine import CalamineWorkbook
from tests.domains.selecting import CONSULT, SMALL, TOLD, first_stage, officer, told
from tests.domains.test_selection_objections import objection_of
from tests.journeys.test_selection import follow, press, sign_in
from tests.journeys.ticking import tick


@pytest.fixture
def site(live_server, transactional_db, monkeypatch) -> str:
    monkeypatch.setenv("DURE_NOW", TOLD.isoformat())
    return str(live_server.url)


def rows(page: Page, folder: Path) -> list[list[str]]:
    with page.expect_download() as download:
        press(page, "목록 내려받기")
    path = folder / "list.xlsx"
    download.value.save_as(path)
    return CalamineWorkbook.from_path(path).get_sheet_by_index(0).to_python()


def test_decisions_and_objections_are_downloaded_with_a_reason(site, page: Page, looks_right, tmp_path: Path):
    first_stage()
    told()
    objection_of(20, now=TOLD)
    sign_in(page, site, officer())
    page.goto(f"{site}/officer/selection/{SMALL}/{CONSULT}/decisions/?decision=not_selected")
    follow(page, "이 목록 내려받기")
    expect(page.locator("main")).to_contain_text("결정: 미선정")
    looks_right()
    page.locator("[name=reason]").fill("위원회 보고")
    found = rows(page, tmp_path)
    assert [row[0] for row in found] == ["접수번호", *(f"TOPS-2025-{n:06d}" for n in range(17, 25))]
    follow(page, "목록으로")
    expect(page.locator("main table tbody tr")).to_have_count(8)

    page.goto(f"{site}/officer/objections/")
    looks_right()
    follow(page, "이 목록 내려받기")
    looks_right()
    tick(page.locator("[name=written]"))
    press(page, "목록 내려받기")
    expect(page.locator(".dure-error-summary")).to_contain_text("내려받는 사유")
    expect(page.locator("[name=written]")).to_be_checked()
    looks_right()
    page.locator("[name=reason]").fill("위원회 보고")
    assert rows(page, tmp_path)[1][-2] == "점수가 잘못되었습니다"
