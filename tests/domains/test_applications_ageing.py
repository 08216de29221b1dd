"""Documents that have grown old: at the limit and past it, refused ones and registers aside, and in lists."""

from __future__ import annotations

from datetime import date

import pytest
from tests.domains.builders import application, merchant, published
from tests.domains.people import NOW, person

from dure.domains.applications.ageing import age_of, ages_of, with_old_documents
from dure.domains.applications.models import Application, ApplicationDocument
from dure.domains.applications.queries_officer import Wanted, applicants
from dure.domains.programmes.queries import call
from dure.domains.uploads.models import StoredFile
from dure.engine.law.deadlines import day_of

TAX, OWN = "national_tax_certificate", "small_merchant_certificate"
TODAY = date(2025, 3, 24)
FIRST_GOOD, LAST_OLD = date(2025, 2, 22), date(2025, 2, 21)
"""The national tax certificate is taken for 30 days."""


def document(of: Application, name: str, *, register: bool = False, **more) -> ApplicationDocument:
    file = None if register else StoredFile.objects.create(
        purpose="document", name="a.pdf", size=1, sha256="0" * 64, content_type="application/pdf",
        state="clean", uploaded_at=NOW,
    )  # fmt: skip
    return ApplicationDocument.objects.create(
        application=of, document=name, file=file, handed_in_at=NOW, **more
    )


@pytest.fixture
def version(db):
    return published()


@pytest.fixture
def specs(version):
    found = call(person("officer"), NOW, "tops-2025")
    assert found is not None
    return {one.id: one for one in found.loaded.programme.application_documents}


@pytest.mark.parametrize(
    ("more", "age"),
    [
        ({"issued_on": FIRST_GOOD}, None),
        ({"issued_on": LAST_OLD}, "issued_long_ago"),
        ({"issued_on": LAST_OLD, "state": "accepted"}, "issued_long_ago"),
        ({"issued_on": LAST_OLD, "state": "refused"}, None),
        ({"issued_on": LAST_OLD, "register": True}, None),
        ({"issued_on": LAST_OLD, "valid_until": TODAY}, "issued_long_ago"),
        ({"issued_on": FIRST_GOOD, "valid_until": date(2025, 3, 23)}, "ended"),
        ({"issued_on": FIRST_GOOD, "valid_until": TODAY}, None),
        ({}, None),
    ],
)
def test_a_document_is_old_from_the_day_on_which_it_would_be_refused(version, specs, more, age):
    held = document(application(merchant(1), version, n=1), TAX, **more)
    assert age_of(specs[TAX], held, TODAY) == age


def test_a_document_whose_age_no_file_limits_is_old_only_by_its_own_last_day(version, specs):
    held = document(application(merchant(1), version, n=1), OWN, issued_on=date(2001, 1, 1))
    assert age_of(specs[OWN], held, TODAY) is None
    assert age_of(None, held, TODAY) is None
    held.valid_until = date(2025, 3, 23)
    assert age_of(specs[OWN], held, TODAY) == "ended"
    assert age_of(None, held, TODAY) == "ended"


def test_lists_tell_of_applications_in_check_only_and_the_condition_finds_the_same(
    version, specs, django_assert_num_queries
):
    rows = [
        ("submitted", {"issued_on": LAST_OLD}),
        ("submitted", {"issued_on": FIRST_GOOD}),
        ("supplementing", {"issued_on": FIRST_GOOD, "valid_until": date(2025, 3, 1)}),
        ("accepted", {"issued_on": LAST_OLD}),
        ("submitted", {"issued_on": LAST_OLD, "state": "refused"}),
    ]
    made = [application(merchant(n), version, n=n, state=state) for n, (state, _) in enumerate(rows, 1)]
    for one, (_state, more) in zip(made, rows, strict=True):
        document(one, TAX, **more)
    document(made[0], OWN, valid_until=date(2025, 3, 1))
    with django_assert_num_queries(1):
        found = ages_of(specs.values(), [one.pk for one in made], TODAY)
    assert found == {made[0].pk: ("ended", "issued_long_ago"), made[2].pk: ("ended",)}
    old = Application.objects.filter(with_old_documents(specs.values(), TODAY))
    assert set(old.values_list("pk", flat=True)) == found.keys()
    officer, wanted = person("officer"), Wanted(documents="old")
    listed = applicants(officer, "tops-2025", wanted, on=day_of(NOW), now=NOW)
    assert set(listed.values_list("pk", flat=True)) == found.keys()


def test_of_no_documents_none_is_old(version, specs):
    made = application(merchant(1), version, n=1)
    assert ages_of(specs.values(), [made.pk], TODAY) == {}
    assert not Application.objects.filter(with_old_documents((), TODAY)).exists()
