"""An officer proposes a selection: its inputs are frozen, and another officer is asked to confirm it."""

from __future__ import annotations

import hashlib
from collections import Counter
from dataclasses import asdict, replace
from datetime import datetime

from dure.domains.accounts.actors import SignedActor
from dure.domains.events.act import act
from dure.domains.events.alone import alone
from dure.domains.notices.services.notify import notify
from dure.domains.review.services.close_scoring import close_scoring
from dure.domains.review.taking_part import refuse_who_reviewed
from dure.domains.selection.decided import refuse_other_seed
from dure.domains.selection.inputs import build_inputs
from dure.domains.selection.missing import missing, missing_scores
from dure.domains.selection.models import Selection
from dure.domains.selection.policies import allow_selecting, refuse_own_business
from dure.domains.selection.services.commit_seed import seed_of
from dure.domains.selection.stages import review_rounds, stage_case, texts
from dure.domains.selection.telling import officers
from dure.domains.uploads.services.keep import keep_file
from dure.engine.problems import Refused, msg, refuse
from dure.files.frozen import choose_frozen, gaps_of


def propose_selection(
    *,
    actor: SignedActor,
    now: datetime,
    programme: str,
    stage: str,
    reason: str,
    without_scores: bool = False,
    key: str = "",
) -> int:
    """Freeze the inputs of a stage, choose from them, and ask for confirmation; return the selection's id.

    Scores stand fast from now on. ``without_scores``: the officer knows that choices without a score are
    dropped. With a ``key`` twice is once. Raises NotAllowed, and Refused with all that is missing, where the
    stage has a selection already, and where it cannot be chosen.
    """
    allow_selecting(actor, programme)
    refuse_own_business(actor, programme)
    case = stage_case(programme, stage)
    refuse_who_reviewed(actor.user_id, programme, review_rounds(case))
    if not reason.strip():
        raise refuse("selection.reason", msg("say why: the reason is kept with the selection"))
    key = key and f"{programme}/{stage}/{key}"
    with act("selection.propose", actor=actor, now=now, reason=reason.strip(), key=key) as this:
        if this.repeated:
            return int(this.result)
        alone("selection", programme, stage)
        alone("agreements", programme)  # whose places must be those of the file: no amendment in between
        if Selection.objects.filter(programme=programme, stage=stage).exclude(state="sent_back").exists():
            raise refuse("selection.alive", msg("this stage has a selection already"))
        lacking = [problem for problem in missing(case, now) if problem.is_error]
        if lacking:
            raise Refused(lacking)
        seed = seed_of(this, case).seed
        refuse_other_seed(programme, stage, seed)
        # Who is saving a score is waited for: what is read from here on stands.
        close_scoring(this, programme=programme, stage=stage)
        inputs = build_inputs(case)
        unscored = missing_scores(case, inputs.unscored)
        if unscored and not without_scores:
            raise Refused(unscored)
        chosen = choose_frozen(case.programme, stage, inputs.frozen, seed)
        selection = Selection.objects.create(
            programme=programme,
            version=case.version,
            stage=stage,
            seed=seed,
            inputs=keep_file(
                this,
                purpose="inputs",
                name=f"{programme}-{stage}-applications.csv",
                content=inputs.frozen,
                made_by_us=True,
            ),
            decisions_sha256=hashlib.sha256(chosen.decided).hexdigest(),
            counts=dict(Counter(decision.decision for decision in chosen.decisions)),
            gaps=[asdict(gap) for gap in gaps_of(chosen, inputs.frozen)],
            second_officer=case.stage.second_officer,
            without_scores=bool(unscored),
            proposed_by_id=actor.user_id,
            proposed_at=now,
            proposed_reason=reason.strip(),
        )
        this.record(
            "selection",
            selection.pk,
            state="proposed",
            stage=stage,
            decisions=selection.decisions_sha256,
            unscored={executor: count for executor, count in inputs.unscored.items() if count},
        )
        if case.stage.second_officer:
            told = {"programme": texts(case.programme.title), "stage": texts(case.stage.title)}
            link = f"/officer/selection/{programme}/{stage}/"
            asked = officers(programme, now, besides=actor.user_id)
            notify(
                this,
                [
                    replace(one, parameters=told | {"reason": reason.strip()[:300]}, link=link)
                    for one in asked
                ],
                template="selection_to_confirm",
                key=f"selection/{selection.pk}",
            )
        this.result = selection.pk
        return int(selection.pk)
