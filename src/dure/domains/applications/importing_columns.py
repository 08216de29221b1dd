"""The columns of a list of applicants: the profile, receipt, executors, contacts, answers."""

from __future__ import annotations

from dataclasses import dataclass, replace

from dure.engine.problems import Refused
from dure.engine.profile.columns import answer_field
from dure.engine.profile.fields import PROFILE_COLUMNS
from dure.engine.programme.models.programme import Programme
from dure.engine.programme.models.questions import Question
from dure.files.columns_told import resembling
from dure.files.headers import CONTACTS, RECEIVED, SYNONYMS, is_loose, written_as
from dure.files.table import Column, Table
from dure.files.units import bracket_of, exponent_of, unit_problem

OURS = frozenset({"row", "columns", "problems"})
"""Columns that an error sheet adds: a mended one can be handed in as it is."""


@dataclass(frozen=True, slots=True)
class Columns:
    """Which columns of a table mean what beside the profile; ``unread`` are the headers that mean nothing."""

    application_no: Column | None
    received_at: Column | None
    """When each was received, where the list tells it."""
    choices: Column | None
    contacts: dict[str, Column]
    answers: dict[str, Column]
    read: tuple[str, ...]
    unread: tuple[str, ...]
    alike: dict[str, str]
    """Of the unread headers, those that look like a profile column which the list does not have."""


def answers_first(table: Table, programme: Programme) -> Table:
    """Return the table with the columns of questions that are called like a looser name of the profile."""
    questions = _questions(programme)
    columns = tuple(
        replace(c, means=c.header) if is_loose(c.header) and written_as(c.header) in questions else c
        for c in table.columns
    )
    return replace(table, columns=columns, meaning={c.means: c for c in columns})


def columns_of(table: Table, programme: Programme) -> Columns:
    """Return the columns of a table; of two contacts of one meaning the first counts.

    Raises Refused where brackets behind a question's number hold something else than its unit.
    """
    contacts: dict[str, Column] = {}
    answers: dict[str, Column] = {}
    profile = {field.name for field in PROFILE_COLUMNS} | {
        field.companion for field in PROFILE_COLUMNS if field.none_able
    }
    known = profile | ({"choices"} if takes_choices(programme) else set()) | {"application_no"}
    questions = _questions(programme)
    read, unread = [], []
    received: Column | None = None
    for column in table.columns:
        name = _CONTACT_NAMES.get(written_as(column.header))
        question = questions.get(written_as(column.header))
        if column.means in known:
            read.append(column.header)
        elif name is not None and name not in contacts:
            contacts[name] = column
            read.append(column.header)
        elif received is None and written_as(column.header) in _RECEIVED:
            received = column
            read.append(column.header)
        elif question is not None and question not in answers:
            answers[question] = column
            read.append(column.header)
        elif column.header not in OURS:
            unread.append(column.header)
    asked = {question.id: question for question in programme.questions}
    strange = [(asked[name], c.header) for name, c in answers.items() if not _fits(asked[name], c.header)]
    if strange:
        raise Refused(unit_problem(table.file, answer_field(q.id, q.kind), header) for q, header in strange)
    alike = {header: name for header, name in resembling(table).items() if header in unread}
    choices = table.column("choices") if takes_choices(programme) else None
    return Columns(
        table.column("application_no"),
        received,
        choices,
        contacts,
        answers,
        tuple(read),
        tuple(unread),
        alike,
    )


def template_headers(programme: Programme, language: str) -> list[str]:
    """Return the headers of an empty list to fill in, in the reader's language."""
    korean = language != "en"
    headers = [SYNONYMS[f.name][0] if korean else f.name for f in PROFILE_COLUMNS]
    headers.append(SYNONYMS["application_no"][0] if korean else "application_no")
    headers.append(RECEIVED[1] if korean else RECEIVED[0])
    if takes_choices(programme):
        headers.append(SYNONYMS["choices"][0] if korean else "choices")
    headers += [words[0] if korean else name for name, words in CONTACTS.items()]
    headers += [q.title.to("ko") if korean else f"answer.{q.id}" for q in programme.questions]
    return headers


def executor_names(programme: Programme) -> dict[str, str]:
    """Return, by every way in which an executor may be written, its id."""
    names: dict[str, str] = {}
    for executor in (one for one in programme.executors if one.left_on is None):
        for written in (executor.id, executor.name.to("ko"), executor.name.to("en")):
            names.setdefault(written_as(written), executor.id)
    return names


def _fits(question: Question, header: str) -> bool:
    """Say whether the brackets behind a header are none, the question's own, or its unit."""
    if question.kind not in ("number", "whole_number"):
        return True
    own = {bracket_of(question.title.to(language)) for language in ("ko", "en")}
    if question.unit is not None:
        own |= {bracket_of(f"({question.unit.to(language)})") for language in ("ko", "en")}
    return bracket_of(header) in own or exponent_of(answer_field(question.id, question.kind), header) == 0


def _questions(programme: Programme) -> dict[str, str]:
    names: dict[str, str] = {}
    for question in programme.questions:
        for written in (
            f"answer.{question.id}",
            f"답변.{question.id}",
            question.title.to("ko"),
            question.title.to("en"),
        ):
            names.setdefault(written_as(written), question.id)
    return names


_CONTACT_NAMES = {written_as(word): name for name, words in CONTACTS.items() for word in (name, *words)}
_RECEIVED = frozenset(written_as(word) for word in RECEIVED)


def takes_choices(programme: Programme) -> bool:
    """Say whether a list brings the executors chosen: not where they are listed only later.

    Where every stage is over all it names the executor by which each applicant is held.
    """
    listing = programme.choosing_stage
    return bool(programme.executors) and (listing is None or listing.choices_due_on is None)
