"""Names that point to another part of the file: what they point to must be there."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from dure.engine.problems import msg
from dure.engine.programme.findings import Finding, error
from dure.engine.programme.models.programme import Programme
from dure.engine.programme.nearest import nearest_name
from dure.engine.programme.reading.tree import Path

_Reference = tuple[str | None, str, Path]


def unknown_names(programme: Programme) -> Iterator[Finding]:
    """Find every name that points nowhere."""
    known = _known(programme)
    for name, section, path in _references(programme):
        if name is None or name in known[section]:
            continue
        meant = nearest_name(name, known[section])
        if meant is not None:
            yield error(
                "programme.unknown_name",
                msg("there is no “{name}” in {list}: did you mean “{meant}”?"),
                path,
                name=name,
                list=section,
                meant=meant,
            )
        elif known[section]:
            yield error(
                "programme.unknown_name",
                msg("there is no “{name}” in {list}: possible are {names}"),
                path,
                name=name,
                list=section,
                names=", ".join(known[section]),
            )
        else:
            yield error(
                "programme.unknown_name",
                msg("there is no “{name}”: the file has no {list}"),
                path,
                name=name,
                list=section,
            )


def _known(programme: Programme) -> dict[str, tuple[str, ...]]:
    return {
        "stages": tuple(part.id for part in programme.stages),
        "benefits": tuple(part.id for part in programme.benefits),
        "funds": tuple(part.id for part in programme.funds),
        "rubrics": tuple(part.id for part in programme.rubrics),
        "eligibility": tuple(part.id for part in programme.eligibility),
        "consents": tuple(part.id for part in programme.consents),
    }


def _references(programme: Programme) -> Iterator[_Reference]:
    for e, executor in enumerate(programme.executors):
        for a, add_on in enumerate(executor.add_ons):
            yield add_on.stage, "stages", ("executors", e, "add_ons", a, "stage")
    for i, document in enumerate(programme.documents):
        yield document.stage, "stages", ("documents", i, "stage")
        yield document.answers_rule, "eligibility", ("documents", i, "answers_rule")
    for i, form in enumerate(programme.diagnosis):
        for w, way in enumerate(form.ways):
            yield way.benefit, "benefits", ("diagnosis", i, "ways", w, "benefit")
            yield way.stage, "stages", ("diagnosis", i, "ways", w, "stage")
    for i, review in enumerate(programme.reviews):
        yield review.stage, "stages", ("reviews", i, "stage")
        yield review.rubric, "rubrics", ("reviews", i, "rubric")
    for i, stage in enumerate(programme.stages):
        for b, benefit_id in enumerate(stage.benefits):
            yield benefit_id, "benefits", ("stages", i, "benefits", b)
        for c, score in enumerate(stage.scores):
            yield score.stage, "stages", ("stages", i, "scores", c, "stage")
    for i, benefit in enumerate(programme.benefits):
        yield benefit.fund, "funds", ("benefits", i, "fund")
    for i, pairing in enumerate(programme.pairings):
        yield pairing.stage, "stages", ("pairings", i, "stage")
        yield pairing.benefit, "benefits", ("pairings", i, "benefit")
    for i, referral in enumerate(programme.referrals):
        yield referral.stage, "stages", ("referrals", i, "stage")
        yield referral.consent, "consents", ("referrals", i, "consent")
    for i, terms in enumerate(programme.settlement):
        yield terms.benefit, "benefits", ("settlement", i, "benefit")
    if programme.executor_evaluation is not None:
        yield programme.executor_evaluation.rubric, "rubrics", ("executor_evaluation", "rubric")
    for i, agreement in enumerate(programme.agreements):
        yield agreement.stage, "stages", ("agreements", i, "stage")
    for i, activity in enumerate(programme.activities):
        yield activity.stage, "stages", ("activities", i, "stage")


def sources_of_funds(programme: Programme) -> Iterator[Finding]:
    """Find sources that a benefit or a fund's matching names and the fund does not have."""
    sources = {fund.id: tuple(source.id for source in fund.sources) for fund in programme.funds}
    for i, benefit in enumerate(programme.benefits):
        path: Path = ("benefits", i, "source")
        if benefit.source is not None and benefit.fund is None:
            yield error(
                "programme.source_without_fund",
                msg("a source is named, but no fund: write fund: above it"),
                path,
            )
        elif benefit.fund in sources:
            yield from _among([(benefit.source, path)], sources[benefit.fund or ""])
    for i, fund in enumerate(programme.funds):
        if fund.matching is not None:
            for side in ("public", "private"):
                named = getattr(fund.matching, side)
                at: Path = ("funds", i, "matching", side)
                yield from _among([(name, (*at, n)) for n, name in enumerate(named)], sources[fund.id])


def _among(named: Iterable[tuple[str | None, Path]], known: tuple[str, ...]) -> Iterator[Finding]:
    for name, path in named:
        if name is not None and name not in known:
            yield error(
                "programme.unknown_name",
                msg("there is no “{name}” in {list}: possible are {names}"),
                path,
                name=name,
                list="sources",
                names=", ".join(known),
            )


def earlier_stages(programme: Programme) -> Iterator[Finding]:
    """Find scores carried over from no stage, or from a stage that is not earlier."""
    order = {stage.id: i for i, stage in enumerate(programme.stages)}
    for i, stage in enumerate(programme.stages):
        for c, score in enumerate(stage.scores):
            path: Path = ("stages", i, "scores", c)
            if (score.source == "earlier_stage") != (score.stage is not None):
                yield error(
                    "programme.score_stage",
                    msg("a stage is named exactly where the source is earlier_stage"),
                    path,
                )
            elif score.stage is not None and order.get(score.stage, -1) >= i:
                yield error(
                    "programme.score_stage_later",
                    msg("stage “{stage}” is not earlier than this one: it has no score yet"),
                    (*path, "stage"),
                    stage=score.stage,
                )
