"""The rule builder without scripts: every button posts, what was typed stays, what is kept is a new draft."""

from __future__ import annotations

import json
from typing import Any

import pytest
from django.test import Client
from tests.domains.builders import merchant, published, with_figures
from tests.domains.people import NOW, person

from dure.domains.accounts.models import User
from dure.domains.programmes import queries
from dure.domains.programmes.models import ProgrammeVersion
from dure.domains.programmes.services.upload import upload_programme
from dure.library import library_bytes
from dure.web.officer.rule_builder.drafts import MOST_PARTS

pytestmark = pytest.mark.django_db
TOLD = {"told_ko": "직원이 세 명 미만이어야 합니다.", "told_en": "Fewer than three employees."}
LINE = {
    "mode": "form", "f.join": "and", "f.0.kind": "line", "f.0.what": "employees", "f.0.shape": "number/",
    "f.0.op": "<", "f.0.v": "3",
}  # fmt: skip
FLAG = {"f.1.kind": "line", "f.1.what": "owner_female", "f.1.shape": "flag/", "f.1.op": "not holds"}


@pytest.fixture
def version(monkeypatch) -> ProgrammeVersion:
    monkeypatch.setenv("DURE_NOW", NOW.isoformat())
    kept = upload_programme(actor=person(), now=NOW, raw=library_bytes("tops-2025"))
    return ProgrammeVersion.objects.get(pk=kept.version_id)


def client(role: str = "officer", language: str = "ko") -> Client:
    browser = Client(headers={"accept-language": language})
    browser.force_login(User.objects.get(pk=person(role).user_id))
    return browser


def at(version: ProgrammeVersion, rule: str = "") -> str:
    return f"/officer/programmes/{version.pk}/rules/{rule + '/' if rule else ''}"


def post(version: ProgrammeVersion, act: str, sent: dict[str, Any], rule: str = "", language: str = "ko"):
    return client(language=language).post(at(version, rule), {**sent, "do": act})


def problems(answer) -> list[str]:
    return [one["text"] for one in answer.context["problems"]]


# --- reading ----------------------------------------------------------------------------------------


def test_a_rule_of_the_file_stands_there_line_by_line_with_its_sentence(version):
    answer = client().get(at(version, "sells_online"))
    assert answer.status_code == 200
    whats = [part["subjects"] for part in answer.context["group"]["parts"]]
    chosen = [o["value"] for subjects in whats for _, options in subjects for o in options if o["chosen"]]
    assert chosen == ["mail_order_no", "channels", "online_sales_share"]
    assert "통신판매업 신고번호가 있거나, 온라인 판매채널이 있거나" in answer.content.decode()


def test_every_rule_of_the_version_page_has_its_sentence_and_a_way_to_change_it(version):
    page = client().get(f"/officer/programmes/{version.pk}/")
    text = page.content.decode()
    for one in page.context["rules"]:
        assert one["sentence"].endswith(".")
        assert at(version, one["rule"].id) in text
    assert f'href="{at(version)}"' in text
    ministry = client("ministry").get(f"/officer/programmes/{version.pk}/").content.decode()
    assert "/rules/small_merchant/" not in ministry


@pytest.mark.parametrize(("role", "code"), [("ministry", 403), ("reviewer", 403)])
def test_whoever_may_not_edit_is_refused(version, role, code):
    assert client(role).get(at(version, "small_merchant")).status_code == code
    assert client(role).post(at(version), {**LINE, "do": "save"}).status_code == code
    assert ProgrammeVersion.objects.count() == 1


def test_a_rule_that_there_is_not_is_not_found(version):
    assert client().get(at(version, "nobody")).status_code == 404


def test_the_rule_is_counted_at_once_beside_all_others(version):
    for number, employees in ((1, 2), (2, 4), (3, None)):
        merchant(number, employees=employees)
    answer = post(version, "check", {**LINE, "population": "service"})
    mine = answer.context["mine"]
    assert (mine.passes, mine.fails, mine.unknown) == (1, 1, 1)
    ids = [row["id"] for row in answer.context["effects"]]
    assert ids == [*(r.id for r in queries.loaded(version).programme.eligibility), "새 규칙"]
    assert answer.context["counts"].total == 3


def test_without_merchants_only_synthetic_ones_are_offered(version):
    answer = client().get(at(version))
    assert [one["value"] for one in answer.context["populations"]] == ["synthetic", "many"]
    assert answer.context["counts"].total == 10_000


def test_a_rule_under_work_that_is_not_finished_leaves_the_others_counted(version):
    answer = post(version, "check", {**LINE, "f.0.v": ""}, "small_merchant")
    assert answer.status_code == 200, "not to be finished is no fault while one builds"
    assert answer.context["mine"] is None
    assert [row["as_before"] for row in answer.context["effects"]][:2] == [True, False]
    assert problems(answer) == []


# --- building ---------------------------------------------------------------------------------------


def test_lines_and_groups_are_added_removed_and_put_back(version):
    grown = post(version, "group:f", {**LINE}).context["draft"].form
    assert [type(part).__name__ for part in grown.parts] == ["Line", "Group"]
    assert len(post(version, "line:f", LINE).context["draft"].form.parts) == 2
    assert len(post(version, "own:f", LINE).context["draft"].form.parts) == 2
    smaller = post(version, "remove:f.0", {**LINE, **FLAG}).context["draft"]
    assert [part.what for part in smaller.form.parts] == ["owner_female"]
    assert json.loads(smaller.removed)["part"]["what"] == "employees"
    left = {"mode": "form", "f.join": "and", **{k.replace("f.1", "f.0"): v for k, v in FLAG.items()}}
    back = post(version, "undo", {**left, "removed": smaller.removed}).context["draft"]
    assert [part.what for part in back.form.parts] == ["employees", "owner_female"]
    assert back.removed == ""


def test_another_fact_begins_with_its_own_operator_and_no_value(version):
    (line,) = post(version, "check", {**LINE, "f.0.what": "legal_form"}).context["draft"].form.parts
    assert (line.what, line.operator, line.values) == ("legal_form", "=", ("",))


def test_another_operator_keeps_what_was_typed(version):
    (line,) = post(version, "check", {**LINE, "f.0.op": "between"}).context["draft"].form.parts
    assert line.values == ("3", "")


def test_codes_are_typed_or_added_one_by_one(version):
    sent = {"mode": "form", "f.join": "and", "f.0.kind": "line", "f.0.what": "region",
            "f.0.shape": "digits/codes", "f.0.op": "begins", "f.0.v": "51, 52 51",
            "f.0.add": "48"}  # fmt: skip
    answer = post(version, "check", sent)
    assert answer.context["read"].text == "region_in('51', '52', '48')"
    assert "강원 (51), 전북 (52), 경남 (48)" in answer.content.decode()


def test_days_come_from_the_call_and_a_denial_lets_none_pass(version):
    sent = {"mode": "form", "f.join": "and", "f.0.kind": "line", "f.0.what": "sanctioned_until",
            "f.0.shape": "day/", "f.0.op": "not >=", "f.0.v": "", "f.0.from": "as_of()"}  # fmt: skip
    assert post(version, "check", sent).context["read"].text == "NOT sanctioned_until >= as_of()"


def test_groups_can_be_denied_and_a_value_assumed(version):
    sent = {**LINE, **FLAG, "f.join": "not or", "f.0.assume": "1", "f.1.assume": "true"}
    assert post(version, "check", sent).context["read"].text == (
        "NOT (assume(employees, 1) < 3 OR NOT assume(owner_female, true))"
    )


def test_facts_are_found_by_parts_of_words_and_first_consonants(version):
    found = post(version, "check", {**LINE, "find": "ㅅㅅㄱㄹㅈ"}).context["found"]
    assert "employees" in [one.what for _, subjects in found for one in subjects]
    added = post(version, "field:has_nothing", LINE).context["draft"].form.parts
    assert len(added) == 2, "an unknown fact is an empty line"
    (_, line) = post(version, "field:closed", LINE).context["draft"].form.parts
    assert (line.what, line.operator) == ("closed", "holds")


def test_no_more_parts_than_a_page_can_show_are_read(version):
    many: dict[str, str] = {"mode": "form", "f.join": "and"}
    for n in range(MOST_PARTS + 20):
        many |= {f"f.{n}.kind": "own", f"f.{n}.text": "owner_female"}
    assert len(post(version, "check", many).context["draft"].form.parts) == MOST_PARTS
    assert len(post(version, "line:f", many).context["draft"].form.parts) == MOST_PARTS


@pytest.mark.parametrize("removed", ["x", "[]", '{"path": [0]}', '{"path": ["a"], "part": {}}', "[" * 5000])
def test_what_cannot_be_put_back_is_forgotten(version, removed):
    draft = post(version, "undo", {**LINE, "removed": removed}).context["draft"]
    assert (len(draft.form.parts), draft.removed) == (1, "")


@pytest.mark.parametrize("act", ["", "line:", "line:f.9.9", "line:x", "remove:f", "remove:f.7", "nothing"])
def test_an_act_on_nothing_changes_nothing(version, act):
    answer = post(version, act, LINE)
    assert answer.status_code == 200
    assert answer.context["read"].text == "employees < 3"


# --- form and text ----------------------------------------------------------------------------------


def test_form_and_text_say_the_same(version):
    text = post(version, "text", {**LINE, **FLAG}).context["draft"]
    assert (text.mode, text.text) == ("text", "employees < 3 AND NOT owner_female")
    form = post(version, "form", {"mode": "text", "text": text.text}).context["draft"]
    assert (form.mode, [part.what for part in form.form.parts]) == ("form", ["employees", "owner_female"])


@pytest.mark.parametrize(
    ("language", "told"),
    [
        ("ko", "2행 5열: “employes” 항목은 없습니다. “employees”인지 확인해 주십시오."),
        ("en", "line 2, column 5: There is no field “employes”; did you mean “employees”?"),
    ],
)
def test_a_wrong_text_is_told_with_its_place_and_kept(version, language, told):
    wrong = "closed()\nAND employes < 5".replace("\n", "\r\n")
    answer = post(version, "form", {"mode": "text", "text": wrong}, language=language)
    assert answer.status_code == 422
    assert problems(answer) == [told]
    assert "AND employes" in answer.content.decode()


def test_a_wrong_line_is_told_with_its_number_and_kept(version):
    answer = post(version, "review", {**LINE, **FLAG, "f.0.v": "few", "f.1.what": ""})
    assert answer.status_code == 422
    assert problems(answer) == [
        "줄 1: “few” 값은 숫자가 아닙니다.",
        "줄 2: 확인할 사항을 선택해 주십시오.",
    ]
    assert 'value="few"' in answer.content.decode()


def test_an_unfinished_form_does_not_become_text(version):
    answer = post(version, "text", {**LINE, "f.0.v": ""})
    assert (answer.status_code, answer.context["draft"].mode) == (422, "form")
    blank = post(version, "text", {"mode": "form", "f.0.kind": "line"})
    assert (blank.status_code, blank.context["draft"].mode) == (200, "text")


# --- keeping ----------------------------------------------------------------------------------------


def test_what_would_change_is_shown_before_and_after_it_is_kept(version):
    answer = post(version, "review", {**LINE, **TOLD}, "small_merchant")
    assert answer.status_code == 200
    changed = [(line["kind"], line["text"].strip()) for line in answer.context["lines"]]
    assert ("removed", "rule: small_merchant()") in changed
    assert ("added", "rule: employees < 3") in changed
    assert len(answer.context["counted"]) == 2
    assert ProgrammeVersion.objects.count() == 1
    kept = post(version, "save", {"mode": "text", "text": "employees < 3", **TOLD}, "small_merchant")
    new = ProgrammeVersion.objects.latest("pk")
    assert (kept.status_code, kept.url) == (302, f"/officer/programmes/{new.pk}/changes/?from={version.pk}")
    page = client().get(kept.url).content.decode()
    assert "employees &lt; 3" in page
    assert f"/officer/programmes/{new.pk}/#trial" in page


def test_a_new_rule_needs_an_id_and_a_reason(version):
    sent = {"mode": "text", "text": "employees < 3"}
    for more in ({**TOLD}, {**TOLD, "id": "in_business"}, {"id": "few"}):
        answer = post(version, "review", {**sent, **more})
        assert (answer.status_code, len(problems(answer))) == (422, 1)
        assert post(version, "save", {**sent, **more}).status_code == 422
    assert ProgrammeVersion.objects.count() == 1
    assert post(version, "save", {**sent, **TOLD, "id": "few"}).status_code == 302
    assert queries.loaded(ProgrammeVersion.objects.latest("pk")).programme.eligibility[-1].id == "few"


def test_a_rule_that_always_holds_is_warned_of_before_it_is_kept(version):
    answer = post(version, "review", {"mode": "text", "text": "employees >= 0", **TOLD}, "small_merchant")
    assert len(answer.context["warnings"]) == 1


def test_a_published_version_is_changed_into_a_draft_of_its_own(version):
    frozen = published()
    kept = post(frozen, "save", {"mode": "text", "text": "employees < 3", **TOLD}, "small_merchant")
    assert kept.status_code == 302
    assert [v.state for v in ProgrammeVersion.objects.order_by("pk")] == ["published", "draft"]
    assert bytes(ProgrammeVersion.objects.get(pk=frozen.pk).raw) == library_bytes("tops-2025")


def test_from_what_would_change_one_comes_back_to_the_lines(version):
    answer = post(
        version, "back", {"mode": "text", "text": "employees < 3 AND closed()", **TOLD, "id": "few"}
    )
    draft = answer.context["draft"]
    assert (draft.mode, draft.id, draft.told["ko"]) == ("form", "few", TOLD["told_ko"])
    assert [part.what for part in draft.form.parts] == ["employees", "closed"]


def test_where_the_law_lacks_a_figure_nothing_is_counted_and_it_is_said(monkeypatch):
    monkeypatch.setenv("DURE_NOW", NOW.isoformat())
    raw = with_figures(library_bytes("tops-2025"))
    raw = raw.replace(b"reference_day: 2025-03-18", b"reference_day: 2015-12-31")
    kept = upload_programme(actor=person(), now=NOW, raw=raw)
    version = ProgrammeVersion.objects.get(pk=kept.version_id)
    answer = client().get(at(version, "small_merchant"))
    assert answer.status_code == 200
    assert "small_enterprise_sales_ceiling" in answer.context["not_counted"]
    assert client().get(f"/officer/programmes/{version.pk}/").status_code == 200


# --- changes ----------------------------------------------------------------------------------------


def test_a_version_is_compared_with_the_published_one_unless_another_is_named(version):
    alone = client("ministry").get(f"/officer/programmes/{version.pk}/changes/")
    assert (alone.context["before"], alone.context["lines"]) == (None, [])
    frozen = published()
    other = upload_programme(
        actor=person(), now=NOW, raw=bytes(version.raw).replace(b"NOT tax_arrears", b"NOT closed()")
    ).version_id
    page = client("ministry").get(f"/officer/programmes/{other}/changes/")
    assert page.context["before"].pk == frozen.pk
    assert [line["kind"] for line in page.context["lines"] if line["kind"] != "same"][1:] == [
        "removed",
        "added",
    ]
    assert "#trial" not in page.content.decode(), "the ministry reads"
    for named in ("x", "999999999", str(other), "9" * 30):
        same = client("ministry").get(f"/officer/programmes/{other}/changes/?from={named}")
        assert same.context["before"].pk == frozen.pk


def test_where_the_file_cannot_be_changed_in_place_the_rule_is_there_to_be_copied(version):
    raw = json.dumps(queries.loaded(version).document | {"year": 2026}, ensure_ascii=False).encode()
    kept = upload_programme(actor=person(), now=NOW, raw=raw)
    flat = ProgrammeVersion.objects.get(pk=kept.version_id)
    sent = {"mode": "text", "text": "employees < 3", **TOLD, "id": "few"}
    answer = post(flat, "review", sent)
    assert answer.status_code == 422
    assert problems(answer) == [
        "파일이 쓰인 방식 때문에 그 자리에서 고칠 수 없습니다. 규칙 내용을 복사해 파일에 직접 넣어 주십시오."
    ]
    assert "<code>employees &lt; 3</code>" in answer.content.decode()
    assert post(flat, "save", sent).status_code == 422
    assert ProgrammeVersion.objects.count() == 2


# --- what a programme asks itself --------------------------------------------------------------------


@pytest.fixture
def asking(monkeypatch) -> ProgrammeVersion:
    """A programme with a rule on an answer, one on earlier support and codes of the revision before."""
    monkeypatch.setenv("DURE_NOW", NOW.isoformat())
    rules = b"""eligibility:
  - id: has_channel
    rule: answer.channel AND NOT supported_in('tops-2025')
    reason: {ko: "\xec\xb1\x84\xeb\x84\x90", en: Channel}
  - id: crafts
    rule: ksic_in('10:1331', '47')
    reason: {ko: "\xea\xb3\xb5\xec\x98\x88", en: Crafts}
"""
    raw = library_bytes("city-regulars-2025").replace(b"eligibility:\n", rules, 1)
    kept = upload_programme(actor=person(), now=NOW, raw=raw)
    return ProgrammeVersion.objects.get(pk=kept.version_id)


def test_questions_of_the_call_are_asked_about_by_their_title(asking):
    answer = client().get(at(asking, "has_channel"))
    assert answer.status_code == 200
    first, second = answer.context["group"]["parts"]
    chosen = {o["value"]: o["label"] for _, options in first["subjects"] for o in options if o["chosen"]}
    assert chosen == {"answer.channel": "“이미 메시지 채널이 있습니까?”에 대한 답"}
    assert (second["kind"], second["text"]) == ("own", "supported_in('tops-2025')")
    counts = answer.context["counts"]
    (mine,) = [one for one in counts.rules if one.id == "has_channel"]
    assert (mine.passes, mine.fails) == (0, 0), "nobody has answered: it is not known"
    again = post(asking, "text", {**sent_of(first), "f.join": "and", "mode": "form"}, "has_channel")
    assert again.context["draft"].text == "answer.channel"


def sent_of(line: dict[str, Any]) -> dict[str, Any]:
    """Return what a browser sends of a line without values."""
    return {"f.0.kind": "line", "f.0.what": "answer.channel", "f.0.shape": line["shape"], "f.0.op": "holds"}


def test_codes_of_another_revision_are_said_with_it(asking):
    page = client().get(at(asking, "crafts"))
    (line,) = page.context["group"]["parts"]
    assert line["values"][0]["value"] == "10:1331, 47"
    assert "10차 분류의 1331" in page.content.decode()


# --- every rule of the file ---------------------------------------------------------------------------

PARTS = {"share": "12.5", "told_ko": "음식점", "told_en": "Food"}


def test_the_version_page_has_every_rule_of_the_file_and_where_one_can_be_added(version):
    page = client().get(f"/officer/programmes/{version.pk}/")
    text = page.content.decode()
    keys = [one["key"] for one in page.context["other_rules"]]
    assert "set_aside.consult.youth" in keys
    assert all(one["sentence"] for one in page.context["other_rules"])
    for key in keys:
        assert at(version, key) in text
    added = {one["key"] for one in page.context["places_to_add"]}
    assert {"cap.consult", "set_aside.promote", "only_for.consulting"} <= added
    base = f"/officer/programmes/{version.pk}"
    for key, address in (
        ("cap.consult", "add-rule/cap.consult/"),
        ("only_for.consulting", "rules/only_for.consulting/"),
    ):
        assert client().get(f"{base}/add-rule/?at={key}").url == f"{base}/{address}"
    assert "add-rule" not in client("ministry").get(f"{base}/").content.decode()


@pytest.mark.parametrize("key", ["", "x.y", "cap.nowhere", "only_for.nobody", "set_aside.consult.nobody"])
def test_a_place_that_there_is_not_is_not_found(version, key):
    for address in (f"add-rule/?at={key}", f"add-rule/{key or 'x'}/", f"delete-rule/{key or 'x'}/"):
        assert client().get(f"/officer/programmes/{version.pk}/{address}").status_code == 404


def test_a_set_aside_is_changed_with_its_share_and_counted_beside_the_others_and_the_eligible(version):
    for number, female, employees in ((1, True, 2), (2, True, 20), (3, False, 2), (4, None, 2)):
        merchant(number, owner_female=female, employees=employees)
    shown = client().get(at(version, "set_aside.consult.female"))
    draft = shown.context["draft"]
    assert (draft.share, draft.told["en"], shown.context["kind"]) == ("10", "Led by a woman", "우선배정")
    sent = {"mode": "text", "text": "owner_female", "share": "12.5", "population": "service",
            "told_ko": "여성", "told_en": "Women", "basis_ko": "여성기업법"}  # fmt: skip
    answer = post(version, "check", sent, "set_aside.consult.female")
    mine = answer.context["mine"]
    assert (mine.passes, mine.fails, mine.unknown) == (2, 1, 1)
    assert answer.context["within"] == 1, "who has too many employees is not eligible"
    assert [row["id"] for row in answer.context["effects"]] == ["outside_capital", "female", "youth"]
    looked = post(version, "review", sent, "set_aside.consult.female")
    assert [one["cells"] for one in looked.context["counted"]] == [[2, 1, 1, 1], [2, 1, 1, 1]]
    assert ("added", "share_bp: 1250") in [
        (one["kind"], one["text"].strip()) for one in looked.context["lines"]
    ]
    assert post(version, "save", sent, "set_aside.consult.female").status_code == 302
    kept = queries.loaded(ProgrammeVersion.objects.latest("pk")).programme.stages[0].set_asides
    assert [(one.id, one.share_bp) for one in kept] == [
        ("outside_capital", 4000),
        ("female", 1250),
        ("youth", 1000),
    ]


def test_a_share_that_is_none_is_told_and_kept(version):
    address = f"/officer/programmes/{version.pk}/add-rule/cap.consult/"
    for share in ("", "x", "0", "100.5", "12.345", "nan", "1e9", "-5"):
        sent = {"mode": "text", "text": "closed()", "id": "food", **PARTS, "share": share}
        answer = client().post(address, {**sent, "do": "review"})
        assert answer.status_code == 422
        assert problems(answer) == ["비율을 백분율로 적어 주십시오. 0보다 크고 100 이하여야 합니다."]
        assert f'value="{share}"' in answer.content.decode()
    assert ProgrammeVersion.objects.count() == 1


def test_a_cap_is_added_from_the_lines_of_a_form(version):
    address = f"/officer/programmes/{version.pk}/add-rule/cap.consult/"
    assert client().get(address).status_code == 200
    sent = {**LINE, **PARTS, "id": "food"}
    looked = client().post(address, {**sent, "do": "review"})
    assert 'name="share" hidden>12.5<' in looked.content.decode(), "what was typed goes along"
    assert client().post(address, {**sent, "do": "save"}).status_code == 302
    (cap,) = queries.loaded(ProgrammeVersion.objects.latest("pk")).programme.stages[0].caps
    assert (cap.id, cap.share_bp, cap.rule, cap.title.ko) == ("food", 1250, "employees < 3", "음식점")


def test_who_gets_a_benefit_is_built_on_the_page_of_the_benefit(version):
    shown = client().get(at(version, "only_for.consulting"))
    assert (shown.status_code, shown.context["told"], shown.context["basis"]) == (200, None, False)
    kept = post(version, "save", LINE, "only_for.consulting")
    assert kept.status_code == 302
    assert (
        queries.loaded(ProgrammeVersion.objects.latest("pk")).programme.benefits[0].only_for
        == "employees < 3"
    )


@pytest.fixture
def ladder(monkeypatch) -> ProgrammeVersion:
    """A programme with forms of diagnosis: levels lead to benefits, an item is asked only of some."""
    monkeypatch.setenv("DURE_NOW", NOW.isoformat())
    kept = upload_programme(actor=person(), now=NOW, raw=library_bytes("online-ladder-2020"))
    return ProgrammeVersion.objects.get(pk=kept.version_id)


def test_where_a_level_leads_is_built_with_the_levels_by_their_titles(ladder):
    shown = client().get(at(ladder, "way.online_capability.low_capability"))
    (line,) = shown.context["group"]["parts"]
    assert (line["kind"], line["values"][0]["type"]) == ("line", "select")
    chosen = [one["value"] for one in shown.context["leads"] if one["chosen"]]
    assert (chosen, shown.context["read"].text) == (
        ["benefit:dedicated_seller"],
        "online_capability = 'beginner'",
    )
    assert "온라인 역량" in shown.context["read"].sentence
    assert shown.context["not_counted"].startswith("양식을 작성한")
    sent = {
        "mode": "text",
        "text": "online_capability IN ('beginner', 'middle')",
        "leads": "benefit:online_course",
    }
    assert post(ladder, "save", sent, "way.online_capability.low_capability").status_code == 302
    way = queries.loaded(ProgrammeVersion.objects.latest("pk")).programme.diagnosis[0].ways[0]
    assert (way.benefit, way.note) == ("online_course", None)


def test_when_an_item_is_asked_is_built_from_the_items_before_it(ladder):
    shown = client().get(at(ladder, "asked_if.online_capability.running.reviews"))
    (line,) = shown.context["group"]["parts"]
    chosen = [o["value"] for _, options in line["subjects"] for o in options if o["chosen"]]
    assert chosen == ["has_page"]
    assert (
        post(
            ladder,
            "save",
            {"mode": "text", "text": "NOT has_page"},
            "asked_if.online_capability.running.reviews",
        ).status_code
        == 302
    )


def test_a_rule_is_deleted_with_a_reason_after_what_goes_was_shown(version):
    address = f"/officer/programmes/{version.pk}/delete-rule/set_aside.consult.youth/"
    shown = client().get(address)
    removed = [one["text"].strip() for one in shown.context["lines"] if one["kind"] == "removed"]
    assert removed[0] == "- id: youth"
    assert shown.context["mine"].passes > shown.context["within"] > 0
    without = client().post(address, {"reason": " "})
    assert (without.status_code, ProgrammeVersion.objects.count()) == (422, 1)
    assert client().post(address, {"reason": "not in the call"}).status_code == 302
    kept = queries.loaded(ProgrammeVersion.objects.latest("pk")).programme.stages[0].set_asides
    assert [one.id for one in kept] == ["outside_capital", "female"]


def test_a_rule_that_something_answers_cannot_be_deleted_and_it_is_said_at_once(version):
    address = f"/officer/programmes/{version.pk}/delete-rule/small_merchant/"
    answer = client().get(address)
    assert (answer.status_code, len(problems(answer))) == (422, 1)
    assert client().post(address, {"reason": "why"}).status_code == 422
    assert ProgrammeVersion.objects.count() == 1


def test_rules_are_moved_on_one_page_and_kept_once(version):
    address = f"/officer/programmes/{version.pk}/rule-order/"
    ids = [rule["id"] for rule in client().get(address).context["rules"]]
    moved = client().post(address, {"order": ids, "do": f"down:{ids[0]}"})
    order = [rule["id"] for rule in moved.context["rules"]]
    assert order == [ids[1], ids[0], *ids[2:]]
    assert moved.context["lines"]
    assert client().post(address, {"order": ids, "do": "save"}).status_code == 422
    assert ProgrammeVersion.objects.count() == 1
    assert client().post(address, {"order": order, "do": "save"}).status_code == 302
    kept = queries.loaded(ProgrammeVersion.objects.latest("pk")).programme.eligibility
    assert [rule.id for rule in kept] == order
