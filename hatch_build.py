"""Build hook: compiles the message catalogues (.po) into what gettext reads (.mo), without GNU gettext."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po
from hatchling.builders.hooks.plugin.interface import BuildHookInterface

# The engine's sentences, and those of the web pages.
LOCALE_DIRS = (Path("src/dure/language/locale"), Path("src/dure/locale"))
# The header of a compiled catalogue has dates; a fixed one keeps the same source the same bytes.
FIXED_DATE = datetime(2026, 1, 1, tzinfo=UTC)


def compile_catalogues(root: Path) -> list[Path]:
    """Compile every catalogue below ``root`` beside its source and return the compiled files."""
    compiled = []
    sources = (path for folder in LOCALE_DIRS for path in (root / folder).glob("*/LC_MESSAGES/*.po"))
    for source in sorted(sources):
        with source.open("rb") as file:
            catalogue = read_po(file, locale=source.parts[-3], domain=source.stem)
        catalogue.creation_date = catalogue.revision_date = FIXED_DATE
        target = source.with_suffix(".mo")
        # Written beside and moved: a test that runs meanwhile never reads half a file.
        part = target.with_suffix(".part")
        with part.open("wb") as file:
            write_mo(file, catalogue)
        part.replace(target)
        compiled.append(target)
    return compiled


class CatalogueHook(BuildHookInterface[Any]):
    """Puts the compiled catalogues, which git ignores, into wheels and beside editable installs."""

    def initialize(self, version: str, build_data: dict[str, Any]) -> None:  # noqa: ARG002
        root = Path(self.root)
        compiled = compile_catalogues(root)
        if not compiled:
            raise FileNotFoundError(f"no message catalogue below {' or '.join(map(str, LOCALE_DIRS))}")
        build_data["artifacts"].extend("/" + path.relative_to(root).as_posix() for path in compiled)
