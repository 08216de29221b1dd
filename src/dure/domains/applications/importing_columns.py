"""The columns of a list of applicants: the profile, the receipt number, executors, contacts, answers."""

from __future__ import annotations

from dataclasses import dataclass

from dure.engine.profile.fields import PROFILE_COLUMNS
from dure.engine.programme.models.programme import Programme
from dure.files.headers import CONTACTS, SYNONYMS, written_as
from dure.files.table import Column, Table

OURS = frozenset({"row", "columns", "problems"})
"""Columns that an error sheet adds: a mended one can be handed in as it is."""


@dataclass(frozen=True, slots=True)
class Columns:
    """Which columns of a table mean what beside the profile; ``unread`` are the headers that mean nothing."""

    application_no: Column | None
    choices: Column | None
    contacts: dict[str, Column]
    answers: dict[str, Column]
    read: tuple[str, ...]
    unread: tuple[str, ...]


def columns_of(table: Table, programme: Programme) -> Columns:
    """Return the columns of a table; of two contacts of one meaning the first counts."""
    contacts: dict[str, Column] = {}
    answers: dict[str, Column] = {}
    profile = {field.name for field in PROFILE_COLUMNS} | {
        field.companion for field in PROFILE_COLUMNS if field.none_able
    }
    known = profile | ({"choices"} if programme.executors else set()) | {"application_no"}
    questions = _questions(programme)
    read, unread = [], []
    for column in table.columns:
        name = _CONTACT_NAMES.get(written_as(column.header))
        question = questions.get(written_as(column.header))
        if column.means in known:
            read.append(column.header)
        elif name is not None and name not in contacts:
            contacts[name] = column
            read.append(column.header)
        elif question is not None and question not in answers:
            answers[question] = column
            read.append(column.header)
        elif column.header not in OURS:
            unread.append(column.header)
    choices = table.column("choices") if programme.executors else None
    return Columns(table.column("application_no"), choices, contacts, answers, tuple(read), tuple(unread))


def template_headers(programme: Programme, language: str) -> list[str]:
    """Return the headers of an empty list to fill in, in the reader's language."""
    korean = language != "en"
    headers = [SYNONYMS[f.name][0] if korean else f.name for f in PROFILE_COLUMNS]
    headers.append(SYNONYMS["application_no"][0] if korean else "application_no")
    if programme.executors:
        headers.append(SYNONYMS["choices"][0] if korean else "choices")
    headers += [words[0] if korean else name for name, words in CONTACTS.items()]
    headers += [q.title.to("ko") if korean else f"answer.{q.id}" for q in programme.questions]
    return headers


def executor_names(programme: Programme) -> dict[str, str]:
    """Return, by every way in which an executor may be written, its id."""
    names: dict[str, str] = {}
    for executor in programme.executors:
        for written in (executor.id, executor.name.to("ko"), executor.name.to("en")):
            names.setdefault(written_as(written), executor.id)
    return names


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
