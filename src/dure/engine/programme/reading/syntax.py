"""The YAML reader's complaints in our own words."""

from __future__ import annotations

from ruamel.yaml.error import MarkedYAMLError

from dure.engine.problems import Problem, msg

# What the reader says begins or holds → the code and the sentence we say instead.
_WORDING: tuple[tuple[str, str, str], ...] = (
    ("'\\t'", "yaml.tab", msg("a tab stands here: indent with spaces")),
    (
        "mapping values are not allowed",
        "yaml.colon",
        msg("a colon is not possible here: is the line indented wrongly, or does the text need quotes?"),
    ),
    (
        "cannot start any token",
        "yaml.character",
        msg("no text may begin with this character: put the text in quotes"),
    ),
    (
        "end of stream",
        "yaml.unclosed",
        msg("the file ends before what was opened here is closed: a quote is missing"),
    ),
    (
        "<stream end>",
        "yaml.unclosed",
        msg("the file ends before what was opened here is closed: a bracket is missing"),
    ),
    ("unknown escape", "yaml.escape", msg("after the backslash stands a letter that has no meaning")),
    (
        "<block end>",
        "yaml.indent",
        msg("the indentation does not fit what stands above: this line belongs to no list and no key"),
    ),
    ("duplicate anchor", "yaml.anchor", msg("anchors (&) are not used here: write the value out")),
    ("could not find expected ':'", "yaml.no_colon", msg("a key without a colon stands here")),
)


def syntax_problem(error: MarkedYAMLError) -> Problem:
    """Return our problem for text that is not YAML, at the place where reading stopped."""
    said = f"{error.problem or ''}"
    mark = error.problem_mark or error.context_mark
    line, column = (mark.line + 1, mark.column + 1) if mark is not None else (1, 1)
    for part, code, message in _WORDING:
        if part in said:
            return Problem(code, message, line=line, column=column)
    return Problem(
        "yaml.syntax", msg("this is not YAML: the file cannot be read from here on"), line=line, column=column
    )
