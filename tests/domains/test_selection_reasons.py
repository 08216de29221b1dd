"""Every reason that a decision can have is a sentence in both languages, true of the way of choosing."""

from __future__ import annotations

from typing import get_args

import pytest
from tests.domains.selecting import PROGRAMME

from dure.domains.selection.reasons import LANGUAGES, read_reasons, sentence_of, words_of
from dure.engine.programme import load
from dure.engine.programme.models.reviews import ReviewRound
from dure.engine.programme.models.stages import ChosenBy
from dure.engine.programme.models.values import Text
from dure.engine.selection.ways import TERMS
from dure.language import Language


def sentence(way: str, code: str, language: Language, *rounds: ReviewRound) -> str:
    programme = load(PROGRAMME.encode()).programme.model_copy(update={"reviews": rounds})
    stage = programme.stages[0].model_copy(update={"chosen_by": way})
    (reason,) = read_reasons(code)
    return sentence_of(reason, words_of(programme, stage, language))


@pytest.mark.parametrize("way", get_args(ChosenBy))
def test_no_reason_is_without_a_sentence(way):
    codes = {"open", "behind:acorn=17>12", "below_cutoff:acorn=70.000<80.000"}
    for code in codes | {terms.absent for terms in TERMS.values()}:
        korean, english = (sentence(way, code, language) for language in LANGUAGES)
        assert korean
        assert english
        assert korean != english


@pytest.mark.parametrize(
    ("way", "told"),
    [
        ("executor", "No executor that you chose has given a score."),
        ("panel", "The panel has given no score in this stage."),
        ("score", "No points stand for this application in this stage."),
        ("mix", "Of the scores that are put together in this stage, one is missing."),
    ],
)
def test_who_has_no_score_is_told_whose_score_it_would_have_been(way, told):
    assert sentence(way, "no_score", "en") == told


@pytest.mark.parametrize(
    ("way", "code", "told"),
    [
        ("executor", "no_score:acorn", "Acorn Market: it has given no score."),
        ("mix", "no_score:acorn", "Acorn Market: of the scores that are put together, one is missing there."),
        ("nomination", "not_nominated:acorn", "Acorn Market: it has not nominated you."),
    ],
)
def test_a_choice_without_a_score_has_a_sentence_of_its_own(way, code, told):
    assert sentence(way, code, "en") == told
    assert sentence(way, code, "ko").startswith("도토리마켓: ")


def test_whom_a_round_of_review_stopped_is_not_told_that_nobody_gave_a_score():
    title = Text(ko="회차", en="Round")
    first, second = (
        ReviewRound(id=f"r{n}", title=title, stage="consult", rubric="sheet", weight_bp=5000) for n in (1, 2)
    )
    assert sentence("panel", "no_score", "en", first, second) == (
        "A round of review of this stage was not passed, or has no score: the stage counts no score."
    )
    assert sentence("panel", "no_score", "en", first) == "The panel has given no score in this stage."


def test_where_every_seat_was_set_aside_the_sentence_says_so_and_names_the_groups():
    assert sentence("lot", "no_open_seat:acorn", "en") == (
        "Acorn Market: every seat there was set aside and taken (Outside the capital area, Led by a woman);"
        " there was no open seat."
    )
    assert read_reasons("no_open_seat:acorn")[0] == ("no_open_seat", "acorn", "", "")
