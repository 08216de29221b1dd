"""An officer has a version of the programme file made from the agreements in force."""

from __future__ import annotations

from datetime import datetime

from dure.domains.accounts.actors import SignedActor
from dure.domains.agreements.calls import kept_call, stages_of
from dure.domains.agreements.models_agreement import Agreement
from dure.domains.agreements.policies import allow_running
from dure.domains.agreements.versions import current_terms
from dure.domains.programmes.services.upload import Uploaded, upload_programme
from dure.domains.programmes.sources import Source
from dure.engine.executors.terms import Terms
from dure.engine.law.deadlines import day_of
from dure.engine.problems import msg, refuse
from dure.engine.programme.models.programme import Programme
from dure.engine.programme.reading.tree import Plain
from dure.engine.programme.rewriting import with_item, with_keys, without_item


def draft_from_agreements(*, actor: SignedActor, now: datetime, programme: str) -> Uploaded:
    """Keep the published file with the agreed places as a draft, everything else to the letter.

    Executors of the file that never had an agreement go out of it; those that left stay in it, without
    places and with the day: what was chosen of them then stays readable. Publishing is an act of its own.
    Raises NotAllowed, and Refused where there are no agreements, and with every problem of the file that it
    makes: places that do not make a stage's quota among them.
    """
    allow_running(actor, programme)
    case = kept_call(programme)
    agreements = Agreement.objects.filter(programme=programme, state="in_force").select_related(
        "organisation"
    )
    agreed = {one.executor: (one, current_terms(one)) for one in agreements.order_by("executor")}
    if not agreed:
        raise refuse("agreements.none", msg("no agreement of this programme is in force"))
    raw = bytes(case.version.raw)
    known = [executor.id for executor in case.programme.executors]
    for number in reversed(range(len(known))):
        if known[number] in agreed:
            raw = with_keys(
                raw,
                ("executors", number),
                {"capacity": _capacity(case.programme, agreed[known[number]][1])},
            )
    for code, (agreement, terms) in agreed.items():
        if code not in known:
            body = agreement.organisation
            new: dict[str, Plain] = {
                "id": code,
                "name": {"ko": body.name_ko, "en": body.name_en},
                "capacity": _capacity(case.programme, terms),
            }
            raw = with_item(raw, ("executors",), new)
    had = set(Agreement.objects.filter(programme=programme, state="left").values_list("executor", flat=True))
    for number in reversed(range(len(known))):
        if known[number] in had - set(agreed):
            raw = with_keys(raw, ("executors", number), _left(case.programme, number, now))
        elif known[number] not in agreed:
            raw = without_item(raw, ("executors",), number)
    if raw == bytes(case.version.raw):
        raise refuse("agreements.same", msg("nothing has changed: the file has these places already"))
    return upload_programme(
        actor=actor, now=now, raw=raw, source=Source(case.version.pk, "executors_agreed", "")
    )


def _left(programme: Programme, number: int, now: datetime) -> dict[str, Plain]:
    told = programme.executors[number]
    day = told.left_on or day_of(now)
    return {"capacity": {stage.id: 0 for stage in stages_of(programme)}, "left_on": day.isoformat()}


def _capacity(programme: Programme, terms: Terms) -> dict[str, Plain]:
    return {stage.id: terms.places_at(stage.id) for stage in stages_of(programme)}
