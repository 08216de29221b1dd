"""Writing a simulation: as JSON, as a workbook, or as one page; told by the ending of the name."""

from __future__ import annotations

import json
from pathlib import Path

from dure.engine.problems import msg, refuse
from dure.files.reports.page import report_page
from dure.files.reports.tables import Plain, simulation_tables
from dure.files.reports.workbook import write_workbook
from dure.files.writing import new_artifact
from dure.language import Language, translate

ENDINGS = (".json", ".xlsx", ".html")


def simulation_formats(out: Path) -> str:
    """Return the ending of a file to write; raises Refused for one that is not written."""
    ending = out.suffix.lower()
    if ending not in ENDINGS:
        raise refuse(
            "simulation.format",
            msg("{file}: a simulation is written as .html, .xlsx or .json"),
            file=out.name,
        )
    return ending


def write_simulation(found: Plain, out: Path, language: Language) -> None:
    """Write a simulation, whole or not at all; raises Refused where it cannot be written."""
    ending = simulation_formats(out)
    with new_artifact(out) as target:
        if ending == ".json":
            target.write_text(json.dumps(found, ensure_ascii=False, indent=2) + "\n", encoding="utf-8")
            return
        title, facts = simulation_title(found, language), simulation_facts(found, language)
        tables = simulation_tables(found, language)
        if ending == ".xlsx":
            write_workbook(target, title, facts, tables, language)
        else:
            target.write_text(report_page(title, facts, tables, language), encoding="utf-8")


def simulation_title(found: Plain, language: Language) -> str:
    """Return the title of a simulation: what is simulated."""
    name = found["programme"]["texts"][""][language]
    return translate(msg("Simulation: {programme}"), language, {"programme": name})


def simulation_facts(found: Plain, language: Language) -> list[tuple[str, str]]:
    """Return what was simulated on what: programme, versions, day, population."""
    now, was, people = found["programme"], found["against"], found["population"]
    facts = [
        (translate(msg("Programme"), language), now["id"]),
        (translate(msg("Hash of the file"), language), now["hash"]),
        (translate(msg("Judged as of"), language), now["as_of"]),
        *([(translate(msg("Version of the law tables"), language), now["law"])] if "law" in now else []),
        (translate(msg("Population"), language), population_words(people, language)),
    ]
    if was is not None:
        name = f"{was['texts'][''][language]} ({was['id']}, {was['hash'][:12]})"
        facts.append((translate(msg("Compared with"), language), name))
    return [
        *facts,
        *((translate(msg("To be noted"), language), text) for text in warnings_of(found, language)),
    ]


def warnings_of(found: Plain, language: Language) -> list[str]:
    """Return what should be known before the counts are believed; a result kept earlier says nothing."""
    return [translate(one["message"], language, one["params"]) for one in found.get("warnings", ())]


def population_words(people: Plain, language: Language) -> str:
    """Return what a population is called: the file's name, or how the synthetic one was drawn."""
    if people["size"] is None:
        return str(people["name"])
    params = {"size": f"{people['size']:,}", "seed": people["seed"], "on": people["on"]}
    return translate(
        msg(
            "{size} synthetic merchants, seed {seed}, as of {on}: invented, with published marginals and an"
            " assumed joint structure"
        ),
        language,
        params,
    )
