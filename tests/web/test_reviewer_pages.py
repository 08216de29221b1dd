"""Reviewers' pages: blind is blind everywhere, a conflict hides a case, others are seen as the round says."""

from __future__ import annotations

import pytest
from django.test import Client
from tests.domains.builders import application, merchant, published
from tests.domains.people import NOW, person
from tests.domains.reviews import CHAMPION, ROUND, TOPS, opened
from tests.told import told

from dure.domains.accounts.models import User
from dure.domains.applications.models import Application
from dure.domains.review.codes import case_code, is_blind
from dure.domains.review.conflicts import barred_pairs
from dure.domains.review.models import Assignment, ConflictDeclaration, ScoreSheet
from dure.domains.review.rounds import round_review
from dure.library import library_bytes

HOME = f"/reviewer/{TOPS}/{ROUND}/"
SECRETS = ("두레상회", "1980", "강원", "춘천")


@pytest.fixture(autouse=True)
def _inside_the_window(db, monkeypatch):
    monkeypatch.setenv("DURE_NOW", NOW.isoformat())


def case(more: bytes = b"", declared: bool = True) -> tuple[Application, Client]:
    """Return a case of a reviewer in a round with more terms, and the reviewer's browser."""
    raw = library_bytes("tops-2025").replace(b"reviewers_each: 5", b"reviewers_each: 5\n    " + more)
    made = application(
        merchant(1, name="두레상회"), published(raw), n=1, state="accepted", choices=("acorn",)
    )
    opened(CHAMPION, [(made.pk, "acorn")])
    return made, assigned(made, "reviewer@test.example", declared)


def assigned(made: Application, email: str, declared: bool = True, total: int | None = None) -> Client:
    who = person("reviewer", email=email, kind="centre", code="university")
    Assignment.objects.create(
        programme=TOPS, round=ROUND, application=made, reviewer_id=who.user_id, assigned_at=NOW,
        declared_at=NOW if declared else None, state="assigned" if total is None else "scored",
    )  # fmt: skip
    if total is not None:
        ScoreSheet.objects.create(
            programme=TOPS, stage=CHAMPION, application=made, reviewer_id=who.user_id, total=total,
            items={}, state="submitted", changed_at=NOW,
        )  # fmt: skip
    browser = Client(headers={"accept-language": "ko"})
    browser.force_login(User.objects.get(pk=who.user_id))
    return browser


def place(made: Application) -> str:
    """Return the address of a case: by its id, and where the round is blind by its code."""
    review = round_review(TOPS, ROUND)
    assert review is not None
    return f"{HOME}{case_code(review, made.pk) if is_blind(review) else made.pk}/"


def everything(browser: Client, made: Application) -> str:
    """Return all that a reviewer can read of a case, and the file."""
    pages = [browser.get(address) for address in (HOME, f"{place(made)}", "/reviewer/")]
    assert [page.status_code for page in pages] == [200] * 3
    return "".join([*(page.content.decode() for page in pages), file_of(browser)])


def file_of(browser: Client) -> str:
    """Return the file of the open cases."""
    answer = browser.post(f"{HOME}export/", {"kind": "csv", "reason": "평가"})
    assert answer.status_code == 200
    return b"".join(answer.streaming_content).decode("utf-8-sig")  # type: ignore[attr-defined]


def test_what_is_not_blind_is_seen_and_the_number_of_the_business_is_masked():
    made, browser = case()
    page = everything(browser, made)
    assert all(secret in page for secret in SECRETS)
    assert made.merchant.business_no not in page.replace("-", "")


def test_what_is_blind_is_left_out_of_every_page_and_file():
    made, browser = case(b"blind: [name, region, owner_birth_year]")
    page = everything(browser, made)
    assert [secret for secret in SECRETS if secret in page] == []
    assert made.merchant.business_no[:5] not in page.replace("-", "")
    assert "TOPS-2025-00000" not in page


def test_where_the_region_is_blind_the_tax_office_in_the_number_of_the_business_is_too():
    made, browser = case(b"blind: [region]")
    page = everything(browser, made)
    assert "두레상회" in page
    assert "사업자등록번호" not in page
    assert f"{made.merchant.business_no[:3]}-" not in page


def hiding_names() -> tuple[list[Application], Client]:
    """Return three applicants of a round that hides names, the first assigned to a reviewer's browser."""
    first, browser = case(b"blind: [name, region]", declared=False)
    others = [
        application(
            merchant(n, name=f"가상상회{n}"), first.version, n=n, state="accepted", choices=("acorn",)
        )
        for n in (2, 3)
    ]
    opened(CHAMPION, [(one.pk, "acorn") for one in others])
    return [first, *others], browser


def test_where_names_are_hidden_conflicts_are_declared_of_all_names_without_numbers():
    made, browser = hiding_names()
    page = browser.get(HOME)
    text = page.content.decode()
    names = [name for _mark, name in page.context["form"].fields["against"].choices]
    assert sorted(names) == ["가상상회2", "가상상회3", "두레상회"]
    assert names == [name for _mark, name in browser.get(HOME).context["form"].fields["against"].choices]
    assert [one for one in ("TOPS-2025-00000", "1980", "강원", "춘천") if one in text] == []
    assert [one.pk for one in made if f'value="{one.pk}"' in text] == []


def test_many_names_are_declared_about_in_parts_and_no_tick_is_lost(monkeypatch):
    monkeypatch.setattr("dure.domains.review.naming.MOST_NAMES", 2)
    made, browser = hiding_names()
    form = browser.get(HOME).context["form"]
    first = form.fields["against"].choices
    assert len(first) == 2
    assert "이름 1–2, 전체 3" in browser.get(HOME).content.decode()
    other = next(mark for mark, name in first if name != made[0].name)
    sent = {"signed": "on", "against": [other], "relation": "family", "shown": form.initial["shown"]}
    answer = browser.post(HOME, sent)
    assert (answer.status_code, answer["Location"]) == (302, HOME)
    told = ConflictDeclaration.objects.get()
    assert (len(told.seen), len(told.conflicts)) == (2, 1)
    assert Assignment.objects.get().declared_at is None, "no case opens before all names were read"
    assert browser.get(place(made[0])).status_code == 404
    # The page of before is sent again: its names are not asked about any more, and nothing changes.
    assert browser.post(HOME, sent).status_code == 422
    assert ConflictDeclaration.objects.count() == 1
    page = browser.get(HOME)
    rest = page.context["form"]
    assert [name for _mark, name in rest.fields["against"].choices] == [
        one.name for one in made if one.name not in {name for _mark, name in first}
    ]
    assert "이름 3–3, 전체 3" in page.content.decode()
    answer = browser.post(HOME, {"signed": "on", "shown": rest.initial["shown"]})
    assert answer.status_code == 302
    assert Assignment.objects.get().declared_at is not None
    assert ConflictDeclaration.objects.count() == 2
    assert browser.get(place(made[0])).status_code == 200


@pytest.mark.parametrize("own", [True, False])
def test_a_conflict_is_taken_from_the_list_of_names_whether_the_case_is_theirs_or_not(own):
    made, browser = hiding_names()
    form = browser.get(HOME).context["form"]
    against = made[0] if own else made[1]
    marks = {name: mark for mark, name in form.fields["against"].choices}
    sent = {"against": [marks[against.name]], "shown": form.initial["shown"]}
    for wrong in ({}, {"signed": "on"}, {"signed": "on", "relation": "family", "shown": "x"}):
        answer = browser.post(HOME, sent | wrong)
        assert answer.status_code == 422
        assert answer.context["form"]["against"].value() == sent["against"]
        assert not ConflictDeclaration.objects.exists()
    assert browser.post(HOME, sent | {"signed": "on", "relation": "family"}).status_code == 302
    told = ConflictDeclaration.objects.get()
    assert told.conflicts == [{"application_id": against.pk, "relation": "family"}]
    assert told.seen == [one.pk for one in made]
    assert Assignment.objects.get(reviewer_id=told.reviewer_id).state == ("conflict" if own else "assigned")
    assert browser.get(f"{place(made[0])}").status_code == (404 if own else 200)
    review = round_review(TOPS, ROUND)
    assert review is not None
    assert (against.pk, told.reviewer_id) in barred_pairs(review, [told.reviewer_id], NOW)


def test_before_the_declaration_only_name_and_region_are_told():
    made, browser = case(declared=False)
    page = browser.get(HOME).content.decode()
    assert "두레상회" in page
    assert "강원 춘천시" in page
    assert "240,000,000" not in page
    assert told(page, "1980") == []
    for address in (f"{place(made)}", f"{place(made)}documents/1/"):
        assert browser.get(address).status_code in (404, 405)
    assert browser.post(f"{place(made)}documents/1/", {"reason": "x"}).status_code == 404
    assert "두레상회" not in file_of(browser)


def test_a_late_conflict_takes_the_case_away():
    made, browser = case()
    assert browser.post(f"{place(made)}conflict/", {"conflict-relation": ""}).status_code == 422
    answer = browser.post(f"{place(made)}conflict/", {"conflict-relation": "family"})
    assert answer.status_code == 302
    assert Assignment.objects.get().state == "conflict"
    for address in (HOME, f"{place(made)}", f"{HOME}export/"):
        assert browser.get(address).status_code == 404
    assert "두레상회" not in browser.get("/reviewer/").content.decode()


@pytest.mark.parametrize(
    ("terms", "before", "after"),
    [
        (b"sees_other_reviews: never", (False, False), (False, False)),
        (b"sees_other_reviews: after_own", (False, False), (True, False)),
        (b"sees_other_reviews: always", (True, False), (True, False)),
        (b"sees_average: always", (False, True), (False, True)),
        (b"sees_average: after_own", (False, False), (False, True)),
    ],
)
def test_others_scores_and_the_average_are_seen_as_the_round_says(terms, before, after):
    made, browser = case(terms)
    assigned(made, "other@test.example", total=77_777)

    def seen() -> tuple[bool, bool]:
        page = browser.get(f"{place(made)}")
        return "77.777" in page.context["others"], page.context["average"] != ""

    assert seen() == before
    marks = {"product": "90", "growth": "90", "will": "90"}
    assert browser.post(f"{place(made)}", marks).status_code == 302
    assert seen() == after
    assert "other@test.example" not in browser.get(f"{place(made)}").content.decode()


def test_somebody_elses_case_is_not_there():
    made, _browser = case()
    stranger = person("reviewer", email="stranger@test.example", kind="centre", code="elsewhere")
    browser = Client()
    browser.force_login(User.objects.get(pk=stranger.user_id))
    for address in (HOME, f"{place(made)}", f"{HOME}export/"):
        assert browser.get(address).status_code == 404
    assert browser.post(f"{place(made)}", {"product": "1", "growth": "1", "will": "1"}).status_code == 404
    assert not ScoreSheet.objects.exists()


SIGHTS = ("never", "after_own", "always")


@pytest.mark.parametrize("average", SIGHTS)
@pytest.mark.parametrize("reviews", SIGHTS)
@pytest.mark.parametrize("name", SIGHTS)
def test_name_reviews_and_average_are_seen_when_the_round_says_so_everywhere(name, reviews, average):
    blind = {
        "never": b"blind: [name]",
        "after_own": b"blind: [name]\n    blind_ends: after_own",
        "always": b"blind: []",
    }[name]
    terms = f"\n    sees_other_reviews: {reviews}\n    sees_average: {average}".encode()
    made, browser = case(blind + terms)
    assigned(made, "other@test.example", total=77_777)
    third = assigned(made, "third@test.example", total=60_001)
    assert third is not browser

    def seen() -> tuple[bool, bool, bool]:
        page, everywhere = browser.get(f"{place(made)}"), everything(browser, made)
        others = "77.777" in everywhere
        assert others == ("77.777" in page.context["others"])
        mean = page.context["average"]
        assert mean == "" or mean in everywhere
        # Names are in no file name, and nobody's is told with a score.
        answer = browser.post(f"{HOME}export/", {"kind": "csv", "reason": "평가"})
        assert "두레" not in answer["Content-Disposition"]
        assert "@test.example" not in everywhere.replace("reviewer@test.example", "")
        return "두레상회" in everywhere, others, mean != ""

    asked = (name, reviews, average)
    assert seen() == tuple(sight == "always" for sight in asked)
    marks = {"product": "90", "growth": "90", "will": "90"}
    assert browser.post(f"{place(made)}", marks | {"act": "draft"}).status_code == 302
    assert seen() == tuple(sight == "always" for sight in asked)
    assert browser.post(f"{place(made)}", marks).status_code == 302
    assert seen() == tuple(sight != "never" for sight in asked)


def test_documents_come_with_what_is_blind_and_a_review_seen_by_then_is_not_changed_freely():
    made, browser = case(b"blind: [name]\n    blind_ends: after_own")
    page = browser.get(f"{place(made)}")
    assert (page.context["blind"], page.context["name"]) == (True, "상호 비공개 평가")
    marks = {"product": "90", "growth": "90", "will": "90"}
    assert browser.post(f"{place(made)}", marks).status_code == 302
    page = browser.get(f"{place(made)}")
    assert (page.context["blind"], page.context["name"], page.context["open"]) == (False, "두레상회", False)
    sheet = ScoreSheet.objects.get()
    assert (
        browser.post(f"{place(made)}", {**marks, "will": "10", "version": sheet.version}).status_code == 422
    )
    assert ScoreSheet.objects.get().total == sheet.total


def test_of_two_windows_the_slower_sees_what_stands_and_may_save_over_it_once_compared():
    made, browser = case()
    first = {"product": "90", "growth": "80", "will": "70", "act": "draft"}
    assert browser.post(place(made), first | {"version": ""}).status_code == 302
    stands = ScoreSheet.objects.get()
    # The second window was opened before there was a sheet.
    second = {"product": "50", "growth": "40", "will": "30", "act": "draft"}
    answer = browser.post(place(made), second | {"version": ""})
    assert answer.status_code == 409
    page, form = answer.content.decode(), answer.context["form"]
    assert [form[name].value() for name in ("product", "growth", "will")] == ["50", "40", "30"]
    assert [f"지금 저장된 점수는 {mark}점입니다." in page for mark in ("90", "80", "70")] == [
        True,
        True,
        True,
    ]
    assert form["version"].value() == str(stands.version)
    kept = ScoreSheet.objects.get()
    assert (kept.items, kept.version) == (stands.items, stands.version)
    again = browser.post(place(made), second | {"version": form["version"].value()})
    assert again.status_code == 302
    assert ScoreSheet.objects.get().items == {"product": 50_000, "growth": 40_000, "will": 30_000}
