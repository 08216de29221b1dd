"""Templates of notices: both languages, the same placeholders, an example of all; and what they say."""

from __future__ import annotations

import ast
import re
from pathlib import Path

import pytest

from dure.domains.notices.wording import LANGUAGES, PLACEHOLDER, check, parameters, templates, worded

SOURCE = Path(__file__).resolve().parents[2] / "src" / "dure"
ALL = sorted(templates())


@pytest.mark.parametrize("name", ALL)
def test_both_languages_have_the_placeholders_that_the_template_takes(name):
    template = templates()[name]
    for language in LANGUAGES:
        wording = template.wordings[language]
        assert set(PLACEHOLDER.findall(wording.subject + wording.body)) == {
            *template.takes,
            *template.optional,
        }
        # A subject is shown on locked telephones, and has nothing that may be missing.
        assert set(PLACEHOLDER.findall(wording.subject)) <= set(template.takes)


@pytest.mark.parametrize("name", ALL)
def test_examples_fit_and_leave_no_placeholder(name):
    examples = templates()[name].examples()
    check(name, examples)
    least = {key: value for key, value in examples.items() if key in templates()[name].takes}
    check(name, least)
    for language in LANGUAGES:
        for given in (examples, least):
            told = worded(name, language, given)
            assert told.subject
            assert not re.search(r"[{}]|None|\n\n\n", told.subject + told.body)


def test_every_parameter_is_taken_by_some_template():
    taken = {name for template in templates().values() for name in (*template.takes, *template.optional)}
    assert set(parameters()) == taken


def test_who_decides_about_rights_says_until_when_to_object():
    with_rights = {name for name, template in templates().items() if template.rights}
    assert with_rights == {
        "application_refused",
        "decision",
        "place_offered",
        "place_moved",
        "place_lapsed",
        "place_disqualified",
        "objection_answered",
    }
    for name in with_rights - {"objection_answered"}:
        assert "objection_until" in templates()[name].optional


def test_every_id_used_in_the_source_has_a_template():
    used = set()
    for path in SOURCE.rglob("*.py"):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id == "notify":
                for keyword in node.keywords:
                    if keyword.arg == "template":
                        used |= {c.value for c in ast.walk(keyword.value) if isinstance(c, ast.Constant)}
    assert used - set(templates()) == set()


def test_the_words_of_a_decision():
    given = {
        "programme": {"ko": "두레 사업", "en": "Dure programme"},
        "stage": {"ko": "1단계", "en": "stage 1"},
        "application_no": "T-1",
        "decision": "not_selected",
        "score": "70.000",
        "cutoff": "75.000",
        "reasons": [{"ko": "점수 미달", "en": "Below the cut-off"}],
        "objection_until": "2025-05-30",
    }
    check("decision", given)
    assert worded("decision", "ko", given).body == (
        "두레 사업 1단계 선정 결과를 알려 드립니다.\n\n"
        "접수번호: T-1\n결과: 미선정\n점수: 70.000\n선정 최저점: 75.000\n사유:\n- 점수 미달\n\n"
        "이 결정에 이의가 있으시면 2025. 5. 30.(금)까지 ‘내 신청’에서 이의를 신청하실 수 있습니다.\n"
        "결정의 사유와 적용된 기준은 결정 안내 화면에서 보실 수 있습니다."
    )
    assert worded("decision", "en", given).subject == "Selection, stage 1 (T-1)"


def test_an_instant_is_told_in_korean_time():
    given = {"organisation": "x", "role": "reviewer", "expires": "2025-03-31T15:30:00+00:00"}
    assert "수락 기한: 2025. 4. 1.(화) 00:30" in worded("invitation", "ko", given).body


@pytest.mark.parametrize(
    "given",
    [
        {},
        {"organisation": "x", "role": "king", "expires": "2025-03-31"},
        {"organisation": "x", "role": "reviewer", "expires": "soon"},
        {"organisation": "x", "role": "reviewer", "expires": "2025-03-31T10:00:00"},
        {"organisation": {"ko": "x"}, "role": "reviewer", "expires": "2025-03-31"},
        {"organisation": "x", "role": "reviewer", "expires": "2025-03-31", "more": 1},
    ],
    ids=["nothing", "unknown word", "no moment", "no zone", "one language", "more than it takes"],
)
def test_what_cannot_be_worded_is_refused_when_the_notice_is_made(given):
    with pytest.raises(ValueError, match="notice invitation"):
        check("invitation", given)


def test_a_text_with_braces_is_no_placeholder():
    given = {"programme": "{stage}", "stage": "{programme}", "application_no": "1", "decision": "selected"}
    assert worded("decision", "ko", given).body.startswith("{stage} {programme} 선정 결과")
