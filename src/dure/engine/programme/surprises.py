"""Every check, errors and advice, with the parts of the file that each reads."""

from __future__ import annotations

from collections.abc import Iterator

from dure.engine.programme.advice import choosing, days, funds, registers, reviews, set_asides, stages, texts
from dure.engine.programme.advice.assumptions import assumptions_are_there
from dure.engine.programme.checks import (
    choices,
    claiming,
    executor_calls,
    figures,
    forms,
    money,
    names,
    needs,
    opened,
    pairings,
    panels,
    periods,
    places_of_executors,
    proofs,
    references,
    rights,
    rounds,
    shares,
    terms,
    votes,
    ways,
)
from dure.engine.programme.findings import Finding, check
from dure.engine.programme.models.programme import Programme
from dure.engine.programme.reading.tree import Node
from dure.engine.programme.repair import Broken

_SEATS = ("stages.quota", "stages.over", "executors.id", "executors.capacity")
_MOST_EACH = (
    *("benefits.amount_won", "benefits.ceiling_won", "benefits.ceiling_parameter"),
    *("benefits.total_won", "benefits.recipients"),
)
_COSTS = (*_MOST_EACH, "benefits.fund", "benefits.source", "stages.benefits", "stages.quota", "funds")

CHECKS = (
    check(names.reserved_names, "stages.set_asides"),
    check(places_of_executors.capacities_add_up, "stages.id", "executor_call", *_SEATS),
    check(places_of_executors.capacities_name_stages, "stages.id", *_SEATS),
    check(
        references.unknown_names,
        *("stages.id", "benefits.id", "funds.id", "rubrics.id", "eligibility.id", "consents.id"),
    ),
    check(references.sources_of_funds, "benefits.fund", "funds.id", "funds.sources"),
    check(references.earlier_stages, "stages.id", "stages.scores"),
    check(shares.set_asides_fit, "stages.set_asides", *_SEATS),
    check(shares.set_asides_are_few, "stages.set_asides"),
    check(shares.mixed_scores, "stages.chosen_by", "stages.scores"),
    check(choices.choices_are_due, "stages", "window"),
    check(choices.nominators_have_choices, "stages", "entry"),
    check(choices.pools_have_scorers, "stages"),
    check(ways.entitlements_leave_nobody_out, "stages"),
    check(ways.what_happens_when_full, "stages"),
    check(ways.sources_are_told, "stages", "diagnosis", "questions"),
    check(ways.scores_can_be_combined, "stages"),
    check(votes.votes_are_told, "stages"),
    check(votes.votes_run, "stages", "window", "questions"),
    check(votes.votes_are_scarce, "stages"),
    check(shares.weights_of_forms, "diagnosis.sections"),
    check(shares.weights_of_rubrics, "rubrics.items"),
    check(panels.loads_can_be_held, "reviews.panel"),
    check(rounds.rounds_are_of_panels, "reviews", "stages.chosen_by", "stages.scores", "stages.combine"),
    check(rounds.weights_of_rounds, "reviews"),
    check(rounds.rounds_let_through, "reviews", "stages.combine"),
    check(panels.blind_is_for_panels, "reviews", "stages"),
    check(panels.blind_names_columns, "reviews", "questions", "documents"),
    check(periods.window_is_open, "window"),
    check(periods.stages_are_open, "stages.dates"),
    check(periods.documents_are_good, "documents"),
    check(periods.stage_documents_are_due, "documents", "stages", "window"),
    check(proofs.proofs_are_columns, "documents"),
    check(periods.agreements_run, "agreements"),
    check(periods.activities_run, "activities"),
    check(forms.questions_fit_kind, "questions"),
    check(forms.items_fit_kind, "diagnosis.sections"),
    check(forms.levels_rise, "diagnosis.levels"),
    check(forms.names_of_forms, "diagnosis"),
    check(forms.rules_of_forms, "diagnosis", "questions"),
    check(pairings.criteria_say_what, "pairings", "diagnosis", "questions"),
    check(pairings.ways_are_there, "pairings", "diagnosis"),
    check(pairings.executors_have_merchants, "pairings", "stages"),
    check(executor_calls.executor_call_runs, "executor_call", "stages.over"),
    check(money.funds_add_up, "funds"),
    check(money.matching_has_two_sides, "funds.matching"),
    check(claiming.approvals_ascend, "claims"),
    check(rights.clocks_have_sources, "rights"),
    check(figures.figures_are_in_the_law, "benefits", "documents", "reference_day"),
    check(opened.open_entitlements_decide, "benefits", "stages", "funds", "documents", "executors"),
    check(terms.vouchers_are_told, "benefits"),
    check(terms.slots_are_told, "benefits"),
    check(terms.allowances_follow, "benefits"),
    check(terms.proceeds_are_paid, "settlement"),
    check(terms.groups_apply, "group", "applicants"),
    check(terms.referrals_have_consent, "referrals", "consents"),
    check(terms.pledges_are_shown, "pledges"),
    check(needs.needs_are_known),
)
"""What no programme can have."""

ADVICE = (
    check(stages.stages_shrink, "stages.quota"),
    check(stages.reserves_can_fill, "stages.quota", "stages.reserve_length"),
    check(stages.choices_fit_executors, "stages.over", "stages.choices_limit", "executors.id"),
    check(stages.announcements_follow, "stages.dates", "window"),
    check(stages.draws_are_committed, "stages"),
    check(stages.nominations_are_open, "stages", "entry"),
    check(choosing.panels_have_rounds, "stages", "reviews"),
    check(choosing.reviews_become_a_score, "stages", "reviews"),
    check(choosing.executors_are_there, "stages", "executors", "executor_call"),
    check(stages.executors_take_part, "stages.id", *_SEATS),
    check(registers.registers_can_be_asked, "documents"),
    check(reviews.combining_does_something, "stages.id", "stages.combine", "reviews"),
    check(reviews.blind_is_not_told_by_what_is_shown, "reviews", "questions", "documents"),
    check(set_asides.set_asides_have_seats, "stages.set_asides", *_SEATS),
    check(set_asides.caps_bind, "stages.set_asides", "stages.caps", *_SEATS),
    check(set_asides.caps_agree, "stages.set_asides", "stages.caps"),
    check(set_asides.shares_are_basis_points, "stages.set_asides", "stages.caps"),
    check(set_asides.groups_mean_one_thing, "stages.set_asides"),
    check(funds.funds_can_pay, *_COSTS),
    check(funds.funds_are_in_won, "funds.total_won"),
    check(funds.funds_are_drawn, "funds.id", "benefits.fund"),
    check(funds.benefits_are_granted, "benefits.id", "stages.benefits", "diagnosis"),
    check(days.reference_day_in_window, "window", "reference_day"),
    check(days.year_of_window, "window", "year"),
    check(days.documents_last, "documents", "window"),
    check(texts.rules_differ, "eligibility"),
)
"""What would surprise an officer."""


def findings_in_programme(programme: Programme, broken: Broken) -> Iterator[Finding]:
    """Yield what is wrong or surprising in a programme, as far as it could be read."""
    for one in (*CHECKS, *ADVICE):
        if not broken.spoils(one.reads):
            yield from one.find(programme)
    yield from needs.needs_are_told(programme, broken)
    yield from needs.needs_are_used(programme, broken)


def findings_in_text(root: Node) -> Iterator[Finding]:
    """Yield what is wrong or surprising in a document as written, whatever it means."""
    yield from names.doubled_names(root)
    yield from texts.texts_missing(root)
    yield from assumptions_are_there(root)
