"""Reason codes of decisions in words: what the contract writes, as sentences of both languages."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import lru_cache
from typing import NamedTuple

from dure.domains.programmes.queries import loaded_from
from dure.domains.selection.models import Decision
from dure.domains.selection.stages import StageCase
from dure.engine.problems import msg
from dure.engine.programme.models.programme import Programme
from dure.engine.programme.models.stages import Stage
from dure.engine.programme.seats import seats_by_executor
from dure.language import Language, translate

LANGUAGES: tuple[Language, ...] = ("ko", "en")


class Reason(NamedTuple):
    """One part of a reason code: ``open``, ``set_aside``, ``below_cutoff``, ``behind``, ``cap``,
    ``no_open_seat``, ``executor_left``, ``no_score``, ``no_choice``, ``not_nominated``, ``no_candidate`` or
    ``no_document``."""

    kind: str
    of: str = ""
    """The set-aside, the cap, the executor, or the document; of what is missing everywhere, nothing."""
    score: str = ""
    """Or the own place in the order, where it is behind the last that was selected."""
    cutoff: str = ""


def read_reasons(code: str) -> tuple[Reason, ...]:
    """Return the parts of a reason code, in the order of the choices.

    >>> [r.kind for r in read_reasons("below_cutoff:a=70.000<80.000|cap:retail")]
    ['below_cutoff', 'cap']
    >>> read_reasons("behind:a=17>12")
    (Reason(kind='behind', of='a', score='17', cutoff='12'),)
    >>> read_reasons("set_aside:female")
    (Reason(kind='set_aside', of='female', score='', cutoff=''),)
    """
    return tuple(_read(part) for part in code.split("|"))


def _read(part: str) -> Reason:
    kind, _, rest = part.partition(":")
    if kind not in ("below_cutoff", "behind"):
        return Reason(kind, rest)
    executor, _, marks = rest.partition("=")
    score, _, cutoff = marks.partition("<" if kind == "below_cutoff" else ">")
    return Reason(kind, executor, score, cutoff)


def told_reason(decision: Decision, case: StageCase) -> str:
    """Return the reason code of a decision as people are told it.

    Whoever has listed no executor at a stage that each chooses for has no score there either: what is missing
    is the list.
    """
    unlisted = not case.pooled and not decision.executor and decision.reason == "no_score"
    return "no_choice" if unlisted else decision.reason


def reason_lines(code: str, case: StageCase, language: Language) -> list[str]:
    """Return what a reason code says, a sentence for each choice, in a language."""
    words = _words(case.loaded.raw, case.stage.id, language)
    return [sentence_of(reason, words) for reason in read_reasons(code)]


def reason_texts(code: str, case: StageCase) -> list[dict[str, str]]:
    """Return what a reason code says in both languages, as notices take it."""
    # Of tens of thousands at once: read once for both.
    korean, english = (_words(case.loaded.raw, case.stage.id, language) for language in LANGUAGES)
    return [{"ko": sentence_of(one, korean), "en": sentence_of(one, english)} for one in read_reasons(code)]


@dataclass(frozen=True, slots=True)
class Words:
    """The sentences of a stage in a language, names filled in; scores are still to come."""

    fixed: Mapping[tuple[str, str], str]
    below: Mapping[str, str]
    tie: Mapping[str, str]
    behind: Mapping[str, str]


def sentence_of(reason: Reason, words: Words) -> str:
    """Return what one part of a reason says."""
    if reason.kind == "below_cutoff":
        sentences = words.tie if reason.score == reason.cutoff else words.below
        return sentences[reason.of].format(score=reason.score, cutoff=reason.cutoff)
    if reason.kind == "behind":
        return words.behind[reason.of].format(rank=_counted(reason.score), last=_counted(reason.cutoff))
    return words.fixed[reason.kind, reason.of]


def _counted(rank: str) -> str:
    return f"{int(rank):,}" if rank else "–"


_OPEN = {
    "lot": msg("Selected by lot."),
    "first_come": msg("Selected in the order of arrival."),
    "entitlement": msg("Selected: everybody who is eligible and applied is."),
    "nomination": msg("Selected in the order of the executor's nominations."),
    "vote": msg("Selected in the order of the votes of the public."),
}
_BEHIND = {
    "lot": msg("{executor}: you were drawn at no. {rank}; the last open seat there went to no. {last}."),
    "nomination": msg(
        "{executor}: you stand at no. {rank} of its nominations; the last open seat went to no. {last}."
    ),
    "vote": msg(
        "{executor}: by the votes of the public you stand at no. {rank}; the last open seat there went to"
        " no. {last}."
    ),
}
_UNSCORED = {
    "executor": msg("No executor that you chose has given a score."),
    "panel": msg("The panel has given no score in this stage."),
    "score": msg("No points stand for this application in this stage."),
    "mix": msg("Of the scores that are put together in this stage, one is missing."),
}
_NO_VOTES = msg(
    "Of the scores that are put together in this stage, one is missing. Whoever came to take part only after"
    " the end of the public vote was no candidate of it, and so has no votes."
)
_UNSCORED_THERE = {
    "executor": msg("{executor}: it has given no score."),
    "mix": msg("{executor}: of the scores that are put together, one is missing there."),
}
_NOT_NOMINATED_THERE = msg("{executor}: it has not nominated you.")
_STOPPED = msg("A round of review of this stage was not passed, or has no score: the stage counts no score.")
_ABSENT = {
    "no_candidate": msg(
        "This application was no candidate of the public vote: whoever comes to take part only after its end"
        " is none."
    ),
    "no_choice": msg("No executor was chosen."),
    "not_nominated": msg("No executor that you chose has nominated you."),
}


@lru_cache(maxsize=16)
def _words(raw: bytes, stage_id: str, language: Language) -> Words:
    """Tens of thousands of reasons are worded at a publication: what they share is worded once."""
    programme = loaded_from(raw).programme
    stage = programme.stage(stage_id)
    assert stage is not None, "a decision is made at a stage of its own version"
    return words_of(programme, stage, language)


def _closed(programme: Programme, stage: Stage, language: Language) -> Iterator[tuple[str, str, str]]:
    """Yield executors with their names and the groups that have seats there; "" is the whole stage."""
    titles = [share.title.to(language) for share in stage.set_asides]
    seats = {id_: ", ".join(t for t, n in zip(titles, each, strict=True) if n)
             for id_, _, each in seats_by_executor(programme, stage)}  # fmt: skip
    for executor in programme.executors:
        yield executor.id, executor.name.to(language), seats.get(executor.id, seats.get("", ""))
    yield "", stage.title.to(language), seats.get("", "")


def words_of(programme: Programme, stage: Stage, language: Language) -> Words:
    """Return the sentences of every reason that a decision of a stage can have."""
    set_aside = translate(msg("Selected in a seat set aside: {group}."), language)
    cap = translate(msg("The most that may be selected of a group was reached: {group}."), language)
    below = msg("{executor}: your score {score} is below the lowest score selected there, {cutoff}.")
    tie = msg(
        "{executor}: your score {score} is the lowest score selected there; among equal scores the order"
        " drawn with the published seed decided."
    )
    came = msg("{executor}: you came at no. {rank}; the last open seat there went to no. {last}.")
    behind = _BEHIND.get(stage.chosen_by, came)
    opened = _OPEN.get(stage.chosen_by, msg("Selected in the order of scores."))
    fixed = {("open", ""): translate(opened, language)}
    fixed |= {(kind, ""): translate(message, language) for kind, message in _ABSENT.items()}
    rounds = [review for review in programme.reviews if review.stage == stage.id]
    mixed = _NO_VOTES if stage.mixes("vote") else _UNSCORED["mix"]
    unscored = _STOPPED if len(rounds) > 1 else {**_UNSCORED, "mix": mixed}.get(stage.chosen_by, mixed)
    fixed["no_score", ""] = translate(unscored, language)
    there = translate(
        _UNSCORED_THERE.get(stage.chosen_by, msg("{executor}: no score stands there.")), language
    )
    nominated = translate(_NOT_NOMINATED_THERE, language)
    for one in programme.executors:
        name = one.name.to(language)
        fixed["no_score", one.id] = there.format(executor=name)
        fixed["not_nominated", one.id] = nominated.format(executor=name)
    fixed |= {("set_aside", s.id): set_aside.format(group=s.title.to(language)) for s in stage.set_asides}
    absent = translate(
        msg("A document of this stage was not handed in, or none was accepted: {document}."), language
    )
    fixed |= {
        ("no_document", d.id): absent.format(document=d.title.to(language))
        for d in programme.stage_documents(stage.id)
    }
    fixed |= {("cap", c.id): cap.format(group=c.title.to(language)) for c in stage.caps}
    names = {e.id: e.name.to(language).replace("{", "{{").replace("}", "}}") for e in programme.executors}
    shut = translate(msg("{executor}: it has no seat in this stage."), language)
    closed = translate(
        msg("{executor}: every seat there was set aside and taken ({groups}); there was no open seat."),
        language,
    )
    fixed |= {
        ("no_open_seat", executor): (closed if groups else shut).format(executor=name, groups=groups)
        for executor, name, groups in _closed(programme, stage, language)
    }
    gone = translate(
        msg("{executor}: it carries this programme out no more, so this choice did not count."), language
    )
    fixed |= {("executor_left", id_): gone.format(executor=names[id_]) for id_ in programme.executors_left}
    # Over all executors, where nobody chose one, it is the whole stage that took others.
    names[""] = stage.title.to(language).replace("{", "{{").replace("}", "}}")
    return Words(
        fixed,
        *(
            {
                executor: translate(message, language).replace("{executor}", name)
                for executor, name in names.items()
            }
            for message in (below, tie, behind)
        ),
    )
