"""Keeping, scanning, reading and destroying files: bytes and row live and die together."""

from __future__ import annotations

import os
import time
from pathlib import Path

import pytest
from django.db import transaction
from django.db.utils import ProgrammingError
from tests.domains.files import jpg, pdf, xlsx
from tests.domains.people import NOW
from tests.jobs.running import jobs, queued, run_jobs, run_task

from dure.adapters.virus_scan.stub import EICAR, Stub
from dure.domains.accounts.actors import SYSTEM
from dure.domains.events.act import act
from dure.domains.events.models import Event
from dure.domains.uploads import store
from dure.domains.uploads.models import StoredFile
from dure.domains.uploads.queries import FileDamaged, FileNotReady, open_file, read_file
from dure.domains.uploads.services.destroy import destroy_file
from dure.domains.uploads.services.keep import SHEETS, keep_file
from dure.engine.problems import Refused


@pytest.fixture(autouse=True)
def folder(settings, tmp_path) -> Path:
    settings.DURE_PRIVATE_FILES = tmp_path / "files"
    return settings.DURE_PRIVATE_FILES


@pytest.fixture
def scanner(settings):
    with Stub() as stub:
        settings.DURE_VIRUS_SCAN = True
        settings.DURE_CLAMD = stub.where
        yield stub


def keep(content: bytes | None = None, name: str = "등록증.pdf", **more: object) -> StoredFile:
    with act("test.keep", actor=SYSTEM, now=NOW) as this:
        return keep_file(
            this, purpose="document", name=name, content=pdf() if content is None else content, **more
        )


def on_disk(folder: Path) -> list[Path]:
    return [path for path in folder.rglob("*") if path.is_file()]


@pytest.mark.django_db
def test_a_file_is_kept_in_private_and_read_again(folder):
    kept = keep()
    (path,) = on_disk(folder)
    assert path == store.path_of(kept.pk)
    assert (path.stat().st_mode & 0o777, path.parent.stat().st_mode & 0o777) == (0o600, 0o700)
    assert kept.name not in str(path)
    assert read_file(StoredFile.objects.get(pk=kept.pk)) == pdf()
    event = Event.objects.get(subject="file")
    assert event.details == {"purpose": "document", "sha256": kept.sha256}


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("content", "code"),
    [(b"", "file.empty"), (pdf() + b"a" * 20 * 1024 * 1024, "file.large"), (xlsx(), "file.type"),
     (pdf(b"<< /S /JavaScript >>"), "file.script"), (pdf()[:-20], "file.broken")],
    ids=["empty", "large", "type", "script", "broken"],
)  # fmt: skip
def test_what_is_not_taken_leaves_nothing(folder, content, code):
    with pytest.raises(Refused) as refused:
        keep(content)
    assert refused.value.problems[0].code == code
    assert (StoredFile.objects.count(), on_disk(folder), jobs()) == (0, [], [])


@pytest.mark.django_db
def test_a_purpose_says_what_is_taken_and_the_caller_may_say_otherwise():
    assert keep(xlsx(), allowed=SHEETS).content_type.endswith(".sheet")
    with pytest.raises(Refused), act("test.keep", actor=SYSTEM, now=NOW) as this:
        keep_file(this, purpose="import", name="a.pdf", content=pdf())
    with pytest.raises(Refused):
        keep(jpg(), most_bytes=10)


@pytest.mark.django_db
def test_an_act_that_is_rolled_back_leaves_no_bytes(folder):
    with pytest.raises(RuntimeError), act("test.keep", actor=SYSTEM, now=NOW) as this:
        keep_file(this, purpose="document", name="a.pdf", content=pdf())
        assert len(on_disk(folder)) == 1
        raise RuntimeError
    assert (StoredFile.objects.count(), on_disk(folder)) == (0, [])


@pytest.mark.django_db
def test_without_a_scanner_files_count_as_clean_only_where_the_setting_says_so(settings):
    settings.DURE_VIRUS_SCAN = False
    assert keep().state == "clean"
    settings.DURE_VIRUS_SCAN = True
    assert keep().state == "waiting"
    run_jobs(failing=True)
    assert StoredFile.objects.filter(state="waiting").count() == 1
    assert [job.status for job in jobs()] == ["todo"]


@pytest.mark.django_db
def test_a_file_waits_until_it_is_found_clean(scanner):
    kept = keep()
    with pytest.raises(FileNotReady) as waiting:
        read_file(kept)
    assert waiting.value.problems[0].code == "file.waiting"
    assert run_jobs() == ["uploads.scan"]
    kept.refresh_from_db()
    assert kept.state == "clean"
    assert read_file(kept) == pdf()
    run_task("uploads.scan", file_id=str(kept.pk))  # twice is once
    assert scanner.scans == 1
    assert Event.objects.filter(act="file.scan").count() == 1


@pytest.mark.django_db
def test_an_infected_file_is_opened_for_nobody(scanner):
    kept = keep(pdf(EICAR))
    run_jobs()
    kept.refresh_from_db()
    assert kept.state == "infected"
    with pytest.raises(FileNotReady):
        open_file(kept)
    assert Event.objects.get(act="file.scan").details == {
        "move": "found_infected", "from": "waiting", "to": "infected", "signature": "Win.Test.EICAR_HDB-1",
    }  # fmt: skip


@pytest.mark.django_db
def test_while_the_scanner_is_down_files_wait_and_are_scanned_when_it_is_back(scanner):
    kept = keep()
    scanner.broken = "mid_answer"
    run_jobs(failing=True)
    kept.refresh_from_db()
    assert (kept.state, [job.attempts for job in jobs()]) == ("waiting", [1])
    scanner.broken = ""
    run_jobs(due=True)
    kept.refresh_from_db()
    assert kept.state == "clean"


@pytest.mark.django_db
def test_files_whose_scan_gave_up_are_queued_again_once(scanner):
    kept = keep()
    scanner.broken = "error"
    for _ in range(20):
        run_jobs(failing=True, due=True, task="uploads.scan") if jobs("todo") else None
    assert [job.status for job in jobs()] == ["failed"]
    run_task("uploads.rescan")
    run_task("uploads.rescan")
    assert queued("uploads.scan") == [{"file_id": str(kept.pk)}]


@pytest.mark.django_db
def test_bytes_that_were_changed_are_not_handed_out():
    kept = keep()
    store.path_of(kept.pk).write_bytes(pdf(b"% changed"))
    with pytest.raises(FileDamaged):
        read_file(kept)
    store.path_of(kept.pk).unlink()
    with pytest.raises(FileDamaged):
        read_file(kept)


@pytest.mark.django_db(transaction=True)
def test_a_destroyed_file_is_gone_with_its_name_and_its_row_stays(folder):
    kept = keep()
    for expected in (True, False):
        with act("test.destroy", actor=SYSTEM, now=NOW) as this:
            assert destroy_file(this, kept) is expected
    left = StoredFile.objects.get()
    assert (left.state, left.name, left.sha256, on_disk(folder)) == ("destroyed", "", kept.sha256, [])
    with pytest.raises(FileNotReady):
        read_file(left)


@pytest.mark.django_db(transaction=True)
def test_destroying_in_an_act_that_fails_destroys_nothing(folder):
    kept = keep()
    with pytest.raises(RuntimeError), act("test.destroy", actor=SYSTEM, now=NOW) as this:
        destroy_file(this, kept)
        raise RuntimeError
    assert read_file(StoredFile.objects.get()) == pdf()


@pytest.mark.django_db
def test_the_sweep_takes_what_no_row_keeps_once_it_is_a_day_old(folder):
    kept, young, old, foreign = keep(), keep(), keep(), folder / "ab" / "notes.txt"
    with transaction.atomic():
        StoredFile.objects.filter(pk=old.pk).update(state="destroyed")
    orphan = store.path_of(old.pk).with_name(old.pk.hex[:2] + "0" * 30)
    orphan.write_bytes(b"x")
    recent = store.path_of(young.pk).with_name(young.pk.hex[:2] + "1" * 30)
    recent.write_bytes(b"x")
    foreign.parent.mkdir(exist_ok=True)
    foreign.write_bytes(b"x")
    two_days_ago = time.time() - 2 * 86400
    for path in (store.path_of(kept.pk), store.path_of(old.pk), orphan, foreign):
        os.utime(path, (two_days_ago, two_days_ago))
    run_task("uploads.sweep")
    left = set(on_disk(folder))
    assert left == {store.path_of(kept.pk), store.path_of(young.pk), recent, foreign}
    assert Event.objects.get(act="file.sweep").details == {"removed": 2}
    run_task("uploads.sweep")
    assert Event.objects.filter(act="file.sweep").count() == 1


@pytest.mark.django_db
@pytest.mark.parametrize(
    "change", [{"sha256": "0" * 64}, {"size": 1}, {"purpose": "bundle"}, {"state": "waiting"}, None]
)
def test_what_is_known_of_a_file_is_not_changed_and_no_row_is_deleted(change):
    kept = StoredFile.objects.filter(pk=keep().pk)
    with pytest.raises(ProgrammingError), transaction.atomic():
        kept.delete() if change is None else kept.update(**change)
    assert kept.get().state == "clean"


def test_the_name_of_a_file_is_kept_encrypted(db):
    from django.db import connection

    kept = keep(name="홍길동 등록증.pdf")
    with connection.cursor() as cursor:
        cursor.execute("SELECT f::text FROM uploads_storedfile f WHERE id = %s", [kept.pk])
        assert "홍길동" not in cursor.fetchone()[0]
    assert StoredFile.objects.get().name == "홍길동 등록증.pdf"
