"""A rule as a form: lines of field, operator and values in groups of and, or, not; from text and back.

What the form cannot say (arithmetic, CASE, a field beside a field) is a line of its own text, kept to the
letter.
"""

from dure.engine.rules.form.parts import FormRefused, Group, Line, OwnText, Part
from dure.engine.rules.form.reading import read_form
from dure.engine.rules.form.writing import write_form

__all__ = ["FormRefused", "Group", "Line", "OwnText", "Part", "read_form", "write_form"]
