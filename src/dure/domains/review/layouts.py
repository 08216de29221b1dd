"""What stands in a workbook of scores, in a language; read back in any."""

from __future__ import annotations

from dure.domains.review.marks import ONE
from dure.domains.review.rounds import StageReview
from dure.engine.problems import msg
from dure.files.score_sheets import Column, Layout
from dure.language import Language, translate

NUMBER, NAME, COMMENT = "application_no", "name", "comment"
SAID = "said."
"""What the name of a column of words on a criterion begins with."""
_REMARK = msg("Comment on {criterion}")
_TITLES = {
    NUMBER: msg("Receipt number"),
    NAME: msg("Business name"),
    COMMENT: msg("Comment"),
    ONE: msg("Score"),
}


def layout_of(review: StageReview, language: Language) -> Layout:
    """Return the columns of a stage's workbook; a header in either language, or the id, is understood."""
    items = review.rubric.items if review.rubric else ()
    scores = tuple(
        Column(item.id, item.title.to(language), (item.title.to("ko"), item.title.to("en"))) for item in items
    )
    return Layout(
        number=_column(NUMBER, language),
        name=_column(NAME, language),
        scores=scores or (_column(ONE, language),),
        comment=_column(COMMENT, language),
        remarks=tuple(
            Column(
                f"{SAID}{item.id}",
                translate(_REMARK, language, {"criterion": item.title.to(language)}),
                (
                    translate(_REMARK, "ko", {"criterion": item.title.to("ko")}),
                    translate(_REMARK, "en", {"criterion": item.title.to("en")}),
                ),
            )
            for item in items
        ),
        sheet=translate(msg("Scores"), language),
        guide_sheet=translate(msg("How to fill in"), language),
        guide=(
            (
                translate(msg("How to fill in"), language),
                translate(
                    msg(
                        "Enter a score from 0 to 100 for each criterion, with up to three decimals. Leave"
                        " all criteria of an applicant empty if they are not scored yet. Do not change the"
                        " receipt numbers."
                    ),
                    language,
                ),
            ),
            *(
                (
                    f"{item.title.to(language)} ({item.weight_bp / 100:g} %)",
                    item.guidance.to(language) if item.guidance else "",
                )
                for item in items
            ),
        ),
        not_a_mark=translate(msg("A score is a number from 0 to 100, with up to three decimals."), language),
    )


def _column(name: str, language: Language) -> Column:
    return Column(
        name,
        translate(_TITLES[name], language),
        (translate(_TITLES[name], "ko"), translate(_TITLES[name], "en")),
    )
