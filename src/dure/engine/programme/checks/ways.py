"""Ways of choosing and sources of scores that contradict what stands beside them."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator

from dure.engine.problems import msg
from dure.engine.profile.fields import Kind
from dure.engine.programme.fields import fields_of
from dure.engine.programme.findings import Finding, error
from dure.engine.programme.models.programme import Programme
from dure.engine.programme.models.stages import Score
from dure.engine.programme.reading.tree import Path

UNSCORED = frozenset(("lot", "first_come", "entitlement", "nomination", "vote"))
"""Ways of choosing that leave no score behind."""


def entitlements_leave_nobody_out(programme: Programme) -> Iterator[Finding]:
    """Find entitlements with seats for groups or a reserve list: everybody is selected anyway."""
    for s, stage in enumerate(programme.stages):
        if stage.chosen_by != "entitlement":
            continue
        for key in ("set_asides", "caps", "reserve_length"):
            if getattr(stage, key):
                yield Finding(
                    "programme.entitlement",
                    msg("an entitlement is for everybody who is eligible: {key} would mean nothing"),
                    ("stages", s, key),
                    {"key": key},
                    at_key=True,
                )


def what_happens_when_full(programme: Programme) -> Iterator[Finding]:
    """Find stages that say what happens when they are full and are not received in the order of arrival.

    Only the first stage receives. Where whoever comes too late is refused at once, no seats can be kept for
    groups: whether a seat is left would be known only when all have come.
    """
    for s, stage in enumerate(programme.stages):
        if stage.when_full is None:
            continue
        path: Path = ("stages", s, "when_full")
        if s > 0 or stage.chosen_by != "first_come":
            yield Finding(
                "programme.when_full",
                msg("when_full is for a first stage that is chosen by first_come: only that one receives"),
                path,
                {},
                at_key=True,
            )
        elif stage.when_full == "refuse":
            for key in ("set_asides", "caps"):
                if getattr(stage, key):
                    yield Finding(
                        "programme.when_full_groups",
                        msg(
                            "with when_full: refuse there can be no {key}: whether a place is left for"
                            " somebody would not be known on arrival; write when_full: queue"
                        ),
                        ("stages", s, key),
                        {"key": key},
                        at_key=True,
                    )


def sources_are_told(programme: Programme) -> Iterator[Finding]:
    """Find sources of mixed scores that name what is not theirs, or do not name what they need."""
    for s, stage in enumerate(programme.stages):
        named = Counter((score.source, score.stage, score.form, score.field) for score in stage.scores)
        for c, score in enumerate(stage.scores):
            path: Path = ("stages", s, "scores", c)
            if named[score.source, score.stage, score.form, score.field] > 1:
                yield error("programme.score_doubled", msg("this source stands here twice"), path)
            yield from _data(programme, score, path)
            yield from _diagnosis(programme, score, path)
            yield from _carried(programme, score, path)


def _data(programme: Programme, score: Score, path: Path) -> Iterator[Finding]:
    if score.source != "data" and (score.field is not None or score.scale is not None):
        yield error(
            "programme.score_field", msg("a field and a scale stand only where the source is data"), path
        )
    elif (score.field is None) != (score.scale is None):
        yield error(
            "programme.score_scale",
            msg("a field needs the scale by which it makes points, and a scale its field"),
            path,
        )
    elif score.field is not None and score.scale is not None:
        field = fields_of(programme).get(score.field)
        if field is None or field.kind is not Kind.NUMBER or field.is_derived:
            yield error(
                "programme.score_number",
                msg("“{field}” is no number of the profile, and no answer that is one"),
                (*path, "field"),
                field=score.field,
            )
        if score.scale.none_at == score.scale.full_at:
            yield error(
                "programme.score_scale_empty",
                msg("the value that makes no points and the one that makes all are the same"),
                (*path, "scale"),
            )


def _diagnosis(programme: Programme, score: Score, path: Path) -> Iterator[Finding]:
    forms = [form.id for form in programme.diagnosis]
    if score.form is not None and (score.source != "diagnosis" or score.form not in forms):
        yield error(
            "programme.score_form",
            msg("“{form}” is no diagnosis form of this file whose points could count"),
            (*path, "form"),
            form=score.form,
        )
    elif score.source == "diagnosis" and score.form is None and len(forms) != 1:
        yield error(
            "programme.score_no_form",
            msg("the file has {count} diagnosis forms: say by form: whose points count"),
            path,
            count=len(forms),
        )


def _carried(programme: Programme, score: Score, path: Path) -> Iterator[Finding]:
    before = None if score.stage is None else programme.stage(score.stage)
    if before is not None and before.chosen_by in UNSCORED:
        yield error(
            "programme.score_stage_unscored",
            msg("stage “{stage}” is not chosen by scores: there is none to carry over"),
            (*path, "stage"),
            stage=before.id,
        )


def scores_can_be_combined(programme: Programme) -> Iterator[Finding]:
    """Find stages that combine reviewers' scores though nobody scores there."""
    for s, stage in enumerate(programme.stages):
        if stage.combine is not None and not stage.scored_by_people:
            yield Finding(
                "programme.combine_unscored",
                msg("stage “{stage}” is not chosen by what people score: there is nothing to combine"),
                ("stages", s, "combine"),
                {"stage": stage.id},
                at_key=True,
            )
