"""Case codes: one for all reviewers of a round, another in every round, found again by officers alone."""

from __future__ import annotations

import re
from dataclasses import replace

import pytest
from tests.domains.builders import published
from tests.domains.people import NOW, person
from tests.domains.reviews import CHAMPION, ROUND, TOPS, accepted, opened

from dure.domains.applications.models import Application
from dure.domains.programmes.models import ProgrammeVersion
from dure.domains.review.codes import case_code, cases_called, is_blind
from dure.domains.review.models import Assignment
from dure.domains.review.queries_cases import case_by_code
from dure.domains.review.queries_panel import case_meant, cases
from dure.domains.review.rounds import StageReview, round_review
from dure.library import library_bytes

pytestmark = pytest.mark.django_db


def review(more: bytes = b"blind: [name]") -> StageReview:
    raw = library_bytes("tops-2025").replace(b"reviewers_each: 5", b"reviewers_each: 5\n    " + more)
    published(raw)
    found = round_review(TOPS, ROUND)
    assert found is not None
    return found


def test_a_code_is_of_ten_signs_and_no_two_of_many_cases_share_one():
    found = review()
    codes = [case_code(found, pk) for pk in range(1, 3001)]
    assert all(re.fullmatch(r"[0-9A-HJKMNP-TV-Z]{5}-[0-9A-HJKMNP-TV-Z]{5}", code) for code in codes)
    assert len(set(codes)) == 3000
    assert codes != sorted(codes)
    other = replace(found, round=found.round.model_copy(update={"id": "other"}))
    assert [case_code(other, pk) for pk in range(1, 100)] != codes[:99]
    assert is_blind(found)


def test_a_code_is_found_as_people_type_it_and_nothing_else_is():
    found = review()
    code = case_code(found, 7)
    spoken = code.lower().replace("-", " ").replace("0", "o").replace("1", "l")
    for typed in (code, spoken, code.replace("-", "")):
        assert cases_called(found, typed, range(1, 100)) == [7]
    for typed in ("", "7", code[:-1], code + "0", "TOPS-2025-000007"):
        assert cases_called(found, typed, range(1, 100)) == []


def test_reviewers_reach_cases_by_code_and_not_by_id_in_order_of_codes():
    found = review()
    made = entered()
    who = person("reviewer", email="reviewer@test.example", kind="centre", code="university")
    for one in made[:2]:
        Assignment.objects.create(
            programme=TOPS, round=ROUND, application=one, reviewer_id=who.user_id, assigned_at=NOW,
            declared_at=NOW,
        )  # fmt: skip
    codes = {one.pk: case_code(found, one.pk) for one in made}
    assert [case_meant(who, found, codes[one.pk]) for one in made] == [made[0].pk, made[1].pk, None]
    assert [case_meant(who, found, str(one.pk)) for one in made] == [None] * 3
    assert [case_meant(who, found, str(one.application_no)) for one in made] == [None] * 3
    listed = [row.application_id for row, _sheet in cases(who, found, NOW)]
    assert listed == sorted((one.pk for one in made[:2]), key=lambda pk: codes[pk])
    assert [case_by_code(person(), found, codes[one.pk]) for one in made] == [one.pk for one in made]
    assert case_by_code(person(), found, "0" * 10) is None


def entered() -> list[Application]:
    made = accepted(ProgrammeVersion.objects.get(programme=TOPS, state="published"), 3, ("acorn",))
    opened(CHAMPION, [(one.pk, "acorn") for one in made])
    return made


def test_where_nothing_is_blind_a_case_is_called_by_its_id():
    found = review(b"blind: []")
    assert not is_blind(found)
    assert case_meant(person("reviewer"), found, "12") == 12
    assert [case_meant(person("reviewer"), found, text) for text in ("x", "-1", "9" * 20, "١")] == [None] * 4
