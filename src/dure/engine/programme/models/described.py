"""What the docstring under a field of a class says: read from the source, where somebody asks."""

from __future__ import annotations

import ast
import inspect
import sys
from functools import cache
from itertools import pairwise


def described_fields(part: type) -> dict[str, str]:
    """Return the text under each field of a class and of those above it, by the field's name.

    To read and parse the source takes as long as to build the classes themselves, and only the JSON Schema
    needs it: commands that judge never call this.
    """
    found: dict[str, str] = {}
    for above in reversed(part.__mro__):
        found |= _of_module(above.__module__).get(above.__qualname__, {})
    return found


@cache
def _of_module(name: str) -> dict[str, dict[str, str]]:
    """Return the texts under the fields of each class at the top of a module; of what is not ours, none."""
    if name.partition(".")[0] != __name__.partition(".")[0]:
        return {}
    tree = ast.parse(inspect.getsource(sys.modules[name]))
    return {node.name: _of_class(node) for node in tree.body if isinstance(node, ast.ClassDef)}


def _of_class(node: ast.ClassDef) -> dict[str, str]:
    return {
        field.target.id: inspect.cleandoc(text.value.value)
        for field, text in pairwise(node.body)
        if isinstance(field, ast.AnnAssign)
        and isinstance(field.target, ast.Name)
        and isinstance(text, ast.Expr)
        and isinstance(text.value, ast.Constant)
        and isinstance(text.value.value, str)
    }
