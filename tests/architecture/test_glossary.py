"""The glossary has the words of the code: fields, codes, columns, parts of a programme."""

from __future__ import annotations

import re
from pathlib import Path
from typing import get_args

import pytest

from dure.engine.profile.fields import PROFILE_FIELDS
from dure.engine.programme.models.people import BenefitKind, Entry
from dure.engine.programme.models.programme import Programme
from dure.engine.programme.models.stages import ChosenBy
from dure.engine.rules.calls import TESTS
from dure.engine.screening.many import VERDICT_COLUMNS
from dure.engine.screening.one import Verdict
from dure.engine.selection.plan import DECISION_COLUMNS, Outcome
from dure.language import translate

ROOT = Path(__file__).resolve().parents[2]
ROWS = [
    [cell.strip() for cell in line.strip("|").split("|")]
    for line in (ROOT / "docs" / "glossary.md").read_text(encoding="utf-8").splitlines()
    if line.startswith("| ") and not line.startswith("| term") and not line.startswith("| field")
]
WORDS = {word for row in ROWS for word in re.findall(r"`([^`]+)`", " ".join(row))}

CODE = {
    "fields of the profile": set(PROFILE_FIELDS),
    "codes in the profile": {choice for field in PROFILE_FIELDS.values() for choice in field.choices},
    "verdicts": set(get_args(Verdict)),
    "columns of verdicts": set(VERDICT_COLUMNS),
    "decisions": set(get_args(Outcome)),
    "columns of decisions": set(DECISION_COLUMNS),
    "reasons": {"open", "set_aside", "below_cutoff", "cap", "no_score"},
    "ways of choosing": set(get_args(ChosenBy)),
    "ways in": set(get_args(Entry)),
    "kinds of benefit": set(get_args(BenefitKind)),
    "parts of a programme": set(Programme.model_fields) - {"id"},
    "tests about a merchant as a whole": {
        f"{n}()" for n in TESTS if n in ("small_merchant", "closed", "in_capital_area")
    },
}


@pytest.mark.parametrize("kind", CODE)
def test_the_words_of_the_code_are_explained(kind):
    assert CODE[kind] - WORDS == set()


def test_every_row_has_its_korean():
    assert [row[0] for row in ROWS if len(row) != 3 or not re.search(r"[가-힣]", row[1])] == []


def test_no_term_is_explained_twice_under_one_heading():
    text = (ROOT / "docs" / "glossary.md").read_text(encoding="utf-8")
    for section in text.split("\n#")[1:]:
        first = re.findall(r"^\| (?!term|field|-)([^|]+?) \|", section, re.MULTILINE)
        assert len(first) == len(set(first)), section.splitlines()[0]


@pytest.mark.parametrize("english", ["eligible", "not eligible", "not known yet"])
def test_verdicts_are_called_what_the_messages_call_them(english):
    (row,) = (row for row in ROWS if row[0] == "`verdict`")
    assert translate(english, "ko") in row[2]
