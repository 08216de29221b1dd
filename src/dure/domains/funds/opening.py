"""Accounts of a programme's funds are opened when its file is published."""

from __future__ import annotations

from dure.domains.events.act import Act
from dure.domains.funds.accounts import open_places
from dure.domains.funds.places import places_of
from dure.domains.funds.promises import set_promises
from dure.domains.funds.published import cases_in
from dure.engine.programme.models.programme import Programme


def open_published(this: Act, file: Programme) -> None:
    """Open what a file that is published needs: each source and, for each year and line, what is left of it.

    Promises of executors whose agreements are in force are brought in line with the file. Again is once.
    """
    cases = cases_in(file)
    places = [place for case in cases for place in places_of(case)]
    if places:
        open_places(this, file.id, places)
    for case in cases:
        set_promises(this, case)
