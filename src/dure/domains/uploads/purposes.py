"""What files are for: which kinds are taken, and how large they may be."""

from __future__ import annotations

from dataclasses import dataclass

PDF = "application/pdf"
JPG = "image/jpeg"
PNG = "image/png"
CSV = "text/csv"
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
ZIP = "application/zip"
YAML = "application/yaml"
TEXT = "text/plain"
UNKNOWN = "application/octet-stream"

DOCUMENTS = frozenset({PDF, JPG, PNG})
SHEETS = frozenset({CSV, XLSX})
SHOWN = frozenset({PDF, JPG, PNG})
"""What browsers show by themselves and do nothing else with."""
MB = 1024 * 1024
MOST_BYTES = 20 * MB

SHORT = {PDF: "PDF", JPG: "JPG", PNG: "PNG", CSV: "CSV", XLSX: "XLSX", ZIP: "ZIP", YAML: "YAML", TEXT: "TXT"}
"""What people call a kind."""
ENDINGS = {
    PDF: (".pdf",),
    JPG: (".jpg", ".jpeg"),
    PNG: (".png",),
    CSV: (".csv",),
    XLSX: (".xlsx",),
    ZIP: (".zip",),
    YAML: (".yaml", ".yml"),
    TEXT: (".txt",),
}
"""How names of a kind may end; the first is added where a name ends otherwise."""


@dataclass(frozen=True, slots=True)
class Purpose:
    """One row of the table of ``docs/operations/files.md``."""

    allowed: frozenset[str]
    most_bytes: int
    meaning: str


PURPOSES: dict[str, Purpose] = {
    "document": Purpose(DOCUMENTS, MOST_BYTES, "a document handed in with an application"),
    "diagnosis": Purpose(DOCUMENTS, MOST_BYTES, "evidence put with a diagnosis"),
    "evidence": Purpose(DOCUMENTS, MOST_BYTES, "what proves that money was spent, or a promise kept"),
    "objection": Purpose(DOCUMENTS, MOST_BYTES, "what is handed in with an objection"),
    "statement": Purpose(DOCUMENTS, MOST_BYTES, "what is handed in with an answer to a notice"),
    "candidate": Purpose(
        frozenset({JPG, PNG}), 5 * MB, "a picture of a candidate of a public vote, without the camera's notes"
    ),
    "import": Purpose(SHEETS, 50 * MB, "a spreadsheet of applicants"),
    "claim_lines": Purpose(SHEETS, MOST_BYTES, "a spreadsheet of the lines of a claim"),
    "scores": Purpose(SHEETS, MOST_BYTES, "a spreadsheet of scores"),
    "points": Purpose(SHEETS, MOST_BYTES, "a spreadsheet of measured points"),
    "error_sheet": Purpose(
        SHEETS, 50 * MB, "rows of an import with what is wrong in them; made by the service"
    ),
    "import_rows": Purpose(
        frozenset({TEXT}), 200 * MB, "good rows of an import as its check read them; made by the service"
    ),
    "inputs": Purpose(frozenset({CSV}), 200 * MB, "inputs of a selection; made by the service"),
    "ballots": Purpose(frozenset({CSV}), 200 * MB, "the opened ballots of a vote; made by the service"),
    "bundle": Purpose(frozenset({ZIP}), 200 * MB, "the bundle of a selection; made by the service"),
    "export": Purpose(SHEETS | {ZIP, PDF}, 200 * MB, "what an officer exports; made by the service"),
}
