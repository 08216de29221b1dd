"""Programme versions: uploaded once, published with a reason, frozen from then on."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor

import pytest
from django.db import connection, transaction
from django.db.utils import ProgrammingError
from tests.domains.people import NOW, person

from dure.domains.accounts.actors import SignedActor
from dure.domains.accounts.refusals import NotAllowed
from dure.domains.events.models import Event
from dure.domains.programmes import queries
from dure.domains.programmes.models import ProgrammeVersion
from dure.domains.programmes.services.publish import publish_programme
from dure.domains.programmes.services.upload import upload_programme
from dure.engine.problems import Refused
from dure.library import library_bytes

TOPS = library_bytes("tops-2025")
CHANGED = TOPS.replace(b"reserve_length: 60", b"reserve_length: 50")
NOBODY = SignedActor()


@pytest.mark.django_db
def test_the_same_file_twice_is_one_version():
    officer = person()
    first = upload_programme(actor=officer, now=NOW, raw=TOPS)
    assert upload_programme(actor=officer, now=NOW, raw=TOPS) == first
    assert ProgrammeVersion.objects.count() == 1
    assert Event.objects.filter(act="programme.upload").count() == 1


@pytest.mark.django_db
def test_a_file_with_errors_is_refused_with_all_of_them_and_not_kept():
    with pytest.raises(Refused) as refused:
        upload_programme(actor=person(), now=NOW, raw=b"id: x\ntitel: {ko: a}\n")
    assert len(refused.value.problems) > 1
    assert ProgrammeVersion.objects.count() == 0


@pytest.mark.django_db
@pytest.mark.parametrize("role", ["ministry", "executor_staff", "reviewer"])
def test_only_officers_upload_and_publish(role):
    version = upload_programme(actor=person(), now=NOW, raw=TOPS).version_id
    other = person(role)
    with pytest.raises(NotAllowed):
        upload_programme(actor=other, now=NOW, raw=CHANGED)
    with pytest.raises(NotAllowed):
        publish_programme(actor=other, now=NOW, version_id=version, reason="why")
    assert list(ProgrammeVersion.objects.values_list("state", flat=True)) == ["draft"]


@pytest.mark.django_db
def test_publishing_needs_a_reason_and_changes_nothing_without():
    officer = person()
    version = upload_programme(actor=officer, now=NOW, raw=TOPS).version_id
    with pytest.raises(Refused):
        publish_programme(actor=officer, now=NOW, version_id=version, reason="  ")
    assert ProgrammeVersion.objects.get().state == "draft"
    assert not Event.objects.filter(act="programme.publish").exists()


@pytest.mark.django_db
def test_a_new_version_supersedes_the_published_one():
    officer = person()
    first = upload_programme(actor=officer, now=NOW, raw=TOPS).version_id
    publish_programme(actor=officer, now=NOW, version_id=first, reason="first")
    second = upload_programme(actor=officer, now=NOW, raw=CHANGED).version_id
    for _ in range(2):  # twice is once
        publish_programme(actor=officer, now=NOW, version_id=second, reason="shorter reserve list")
    states = dict(ProgrammeVersion.objects.values_list("pk", "state"))
    assert states == {first: "superseded", second: "published"}
    told = Event.objects.filter(act="programme.publish").values_list("subject_id", "reason").order_by("id")
    assert list(told) == [
        (str(first), "first"),
        (str(first), "shorter reserve list"),
        (str(second), "shorter reserve list"),
    ]
    found = queries.call(NOBODY, NOW, "tops-2025")
    assert found is not None
    assert found.version.pk == second


@pytest.mark.django_db(transaction=True)
def test_two_published_at_once_leave_one_published():
    officer = person()
    versions = [upload_programme(actor=officer, now=NOW, raw=raw).version_id for raw in (TOPS, CHANGED)]

    def publish(version: int) -> None:
        try:
            publish_programme(actor=officer, now=NOW, version_id=version, reason="now")
        finally:
            connection.close()

    with ThreadPoolExecutor(2) as two:
        list(two.map(publish, versions))
    assert sorted(ProgrammeVersion.objects.values_list("state", flat=True)) == ["published", "superseded"]


@pytest.mark.django_db
@pytest.mark.parametrize(
    "change", [{"raw": b"other"}, {"hash": "0" * 64}, {"programme": "other"}, None], ids=str
)
def test_a_published_version_is_frozen_and_kept(change):
    officer = person()
    version = upload_programme(actor=officer, now=NOW, raw=TOPS).version_id
    publish_programme(actor=officer, now=NOW, version_id=version, reason="why")
    found = ProgrammeVersion.objects.filter(pk=version)
    with pytest.raises(ProgrammingError), transaction.atomic():
        found.delete() if change is None else found.update(**change)
    assert bytes(ProgrammeVersion.objects.get(pk=version).raw) == TOPS


@pytest.mark.django_db
def test_drafts_are_seen_by_officers_and_the_ministry_only():
    officer, ministry = person(), person("ministry")
    upload_programme(actor=officer, now=NOW, raw=TOPS)
    seen = [queries.versions(who).count() for who in (officer, ministry, person("reviewer"), NOBODY)]
    assert seen == [1, 1, 0, 0]
    assert queries.call(NOBODY, NOW, "tops-2025") is None
