"""Reading a matching takes as many statements for one row, programme and sheet as for many."""

from __future__ import annotations

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from tests.domains.builders import published
from tests.domains.diagnosing import with_forms
from tests.domains.matching import (
    PAIRINGS,
    PROGRAMME,
    SELLER,
    matched,
    planned,
    provider,
    seller,
    seller_case,
    wished,
)
from tests.domains.people import NOW, person

from dure.domains.applications.models import Application, Revision
from dure.domains.matching import queries, queries_officer
from dure.domains.matching.policies import reads_as_staff
from dure.domains.selection.models import Place, Selection
from dure.domains.uploads.models import StoredFile

pytestmark = pytest.mark.django_db(transaction=True)


def statements(what) -> int:
    what()  # what a process reads once is read
    with CaptureQueriesContext(
        connection,
    ) as caught:
        what()
    return len(caught)


def case():
    found = queries.case_of(PROGRAMME, SELLER, NOW)
    assert found is not None
    return found


def another_programme(number: int) -> None:
    raw = with_forms((f"id: {PROGRAMME}", f"id: other-{number}")) + PAIRINGS.encode()
    published(raw)


def past_revision(of: Application) -> None:
    """Let an application have been changed since its sheet was handed in."""
    first = Revision.objects.get(application=of)
    first.pk, first.number = None, 2
    first.save(force_insert=True)
    Application.objects.filter(pk=of.pk).update(revision=2)


def test_the_pairings_that_seek_a_kind_are_one_query_however_many_programmes():
    seller_case(1)
    assert statements(lambda: queries.cases_of_kinds({SELLER}, NOW)) == 1
    another_programme(1)
    another_programme(2)
    assert statements(lambda: queries.cases_of_kinds({SELLER, "tutor"}, NOW)) == 1
    found = queries.cases_of_kinds({SELLER, "tutor"}, NOW)
    assert {kind: [one.programme for one in cases] for kind, cases in found.items()} == {
        kind: ["other-1", "other-2", PROGRAMME] for kind in (SELLER, "tutor")
    }
    assert queries.cases_of_kinds((), NOW) == {}


@pytest.mark.parametrize("count", [1, 6])
def test_suggestions_take_the_same_statements_for_one_and_for_six(count):
    owner, rows = seller_case(count)
    providers = [provider(f"seller{n}@test.example") for n in range(count)]
    wished(owner, rows[0])
    for row in rows:
        past_revision(row)
    assert len(queries.suggested_providers(case(), rows[0], NOW)) == count
    assert len(queries.suggested_merchants(case(), providers[0], NOW)) == count
    assert statements(lambda: queries.suggested_providers(case(), rows[0], NOW)) == 11
    assert statements(lambda: queries.suggested_merchants(case(), providers[0], NOW)) == 16
    assert statements(lambda: queries.own_cases(owner, rows, NOW)) == 8


def test_what_officers_look_up_for_an_act_is_one_row():
    _owner, rows = seller_case(3)
    provider()
    made, officer = planned(), person()
    for wanted in (
        lambda: queries_officer.number_of(officer, case(), made.pk),
        lambda: queries_officer.seeker_by_number(officer, case(), str(rows[1].application_no)),
        lambda: queries_officer.has_rule(officer, case(), 1),
    ):
        assert statements(wanted) == 2  # the published version, and the row
    assert queries_officer.number_of(officer, case(), made.pk) == 1
    assert queries_officer.seeker_by_number(officer, case(), str(rows[1].application_no)) == rows[1].pk
    assert queries_officer.seeker_by_number(officer, case(), "TOPS-2025-999999") is None
    assert queries_officer.seeker_by_number(seller(), case(), str(rows[1].application_no)) is None


def test_a_match_is_read_without_the_sides_of_its_round():
    owner, _seller, one = matched()
    with CaptureQueriesContext(connection) as caught:
        found = queries.match(owner, one.pk)
    assert found is not None
    assert {"inputs", "unmatched"} <= found.round.get_deferred_fields()
    assert (len(caught), '"inputs"' in caught[0]["sql"]) == (1, False)
    (row,) = queries_officer.matches(person(), case())
    assert {"facts", "answers", "draft", "origins"} <= row.application.get_deferred_fields()


def test_of_executors_only_the_one_at_which_the_merchant_holds_a_place_reads_a_match():
    _owner, _seller, one = matched()
    acorn = person("executor_staff", kind="executor", code="acorn")
    otter = person("executor_staff", email="otter@test.example", kind="executor", code="otter")
    Application.objects.filter(pk=one.application_id).update(choices=["otter", "acorn"])
    one.refresh_from_db()
    for who in (acorn, otter):
        assert queries.match(who, one.pk) is None, "chosen, and has given no place"
        assert not reads_as_staff(who, one)
    inputs = StoredFile.objects.create(
        purpose="selection", name="x", size=1, sha256="0" * 64, content_type="text/csv", state="clean",
        uploaded_at=NOW,
    )  # fmt: skip
    selection = Selection.objects.create(
        programme=PROGRAMME, version=one.application.version, stage="consult", seed="s", inputs=inputs,
        decisions_sha256="0" * 64, proposed_at=NOW, proposed_reason="why",
    )  # fmt: skip
    place = Place.objects.create(
        selection=selection, programme=PROGRAMME, stage="consult", application_id=one.application_id,
        executor="otter", seat="open", state="accepted", offered_at=NOW,
    )  # fmt: skip
    assert queries.match(otter, one.pk) == one
    assert reads_as_staff(otter, one)
    assert queries.match(acorn, one.pk) is None
    Place.objects.filter(pk=place.pk).update(state="given_up")
    assert queries.match(otter, one.pk) is None
