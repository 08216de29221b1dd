"""Files lie sealed on the disk: nothing of them can be read there, and nothing changed without being seen."""

from __future__ import annotations

import hashlib
import io
import tracemalloc
import uuid
from pathlib import Path

import pytest
from django.http import FileResponse
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.domains.files import pdf
from tests.domains.people import NOW

from dure.domains.accounts.actors import SYSTEM
from dure.domains.events.act import act
from dure.domains.events.models import Event
from dure.domains.uploads import store
from dure.domains.uploads.models import StoredFile
from dure.domains.uploads.queries import FileDamaged, open_file, read_file
from dure.domains.uploads.sealed import HEAD, MAGIC, PART, TAG, Tampered, opened, sealed
from dure.domains.uploads.services.keep import keep_file
from dure.domains.uploads.services.reseal import files_waiting, reseal_files

ID = uuid.UUID(int=7)
SIZES = (0, 1, PART - 1, PART, PART + 1, 2 * PART, 3 * PART + 5)


@pytest.fixture(autouse=True)
def _folder(settings, tmp_path):
    settings.DURE_PRIVATE_FILES = tmp_path / "files"
    settings.DURE_VIRUS_SCAN = False


def kept(content: bytes = pdf(b"% a secret of somebody")) -> StoredFile:
    with act("test.keep", actor=SYSTEM, now=NOW) as this:
        return keep_file(this, purpose="document", name="a.pdf", content=content)


def plain(file: StoredFile, content: bytes) -> Path:
    """Lay a file down as it was before files were sealed."""
    path = store.path_of(file.pk)
    path.write_bytes(content)
    return path


def read(raw: bytes, file_id: uuid.UUID = ID) -> bytes:
    return opened(file_id, io.BytesIO(raw)).read()


@pytest.mark.parametrize("size", SIZES)
def test_what_was_sealed_is_read_again_whatever_its_size(size):
    content = hashlib.shake_128(b"x").digest(size)
    raw = b"".join(sealed(ID, content))
    assert len(raw) == HEAD + size + max(-(-size // PART), 1) * TAG
    assert read(raw) == content


@given(st.data())
@settings(max_examples=60, deadline=None)
def test_it_is_read_from_any_place(data):
    content = hashlib.shake_128(b"y").digest(data.draw(st.sampled_from(SIZES)))
    stream, like = opened(ID, io.BytesIO(b"".join(sealed(ID, content)))), io.BytesIO(content)
    assert stream.seek(0, io.SEEK_END) == len(content)
    for place, count in data.draw(st.lists(st.tuples(st.integers(0, 4 * PART), st.integers(0, 2 * PART)))):
        assert (stream.seek(place), stream.read(count)) == (like.seek(place), like.read(count))


def test_parts_cannot_be_changed_left_out_doubled_or_moved():
    raw = b"".join(sealed(ID, b"a" * PART + b"b" * PART + b"c"))
    step = PART + TAG
    parts = [raw[HEAD + n * step : HEAD + (n + 1) * step] for n in range(3)]
    flipped = bytearray(raw)
    flipped[HEAD + 5] ^= 1
    for wrong in (
        bytes(flipped),
        raw[:-1],
        raw[:HEAD] + parts[0] + parts[1],
        raw[:HEAD] + parts[1] + parts[0] + parts[2],
        raw[:HEAD] + parts[0] + parts[0] + parts[2],
        raw + parts[2],
        raw[:HEAD],
    ):
        with pytest.raises(Tampered):
            read(wrong)


def test_one_file_cannot_stand_for_another():
    raw = b"".join(sealed(ID, b"mine"))
    with pytest.raises(Tampered):
        read(raw, uuid.UUID(int=8))


@pytest.mark.django_db
def test_on_the_disk_nothing_of_the_content_can_be_read_and_the_hash_is_that_of_the_content():
    content = pdf(b"% a secret of somebody")
    file = kept(content)
    raw = store.path_of(file.pk).read_bytes()
    assert raw.startswith(MAGIC)
    assert b"secret" not in raw
    assert b"%PDF" not in raw
    assert (file.sha256, file.size) == (hashlib.sha256(content).hexdigest(), len(content))
    assert read_file(file) == content
    answer = FileResponse(open_file(file))
    assert answer["Content-Length"] == str(len(content))
    assert b"".join(answer.streaming_content) == content


@pytest.mark.django_db
def test_what_was_changed_on_the_disk_is_handed_to_nobody():
    file = kept()
    path = store.path_of(file.pk)
    raw = bytearray(path.read_bytes())
    raw[HEAD + 3] ^= 1
    path.write_bytes(raw)
    with pytest.raises(FileDamaged):
        read_file(file)


@pytest.mark.django_db
def test_files_of_before_are_read_as_they_are_and_sealed_by_the_nightly_run():
    content = pdf(b"% of before")
    file = kept(content)
    path = plain(file, content)
    assert read_file(file) == content
    assert files_waiting() == 1
    assert reseal_files(actor=SYSTEM, now=NOW) == 1
    assert (read_file(file), path.read_bytes()[: len(MAGIC)]) == (content, MAGIC)
    assert (files_waiting(), reseal_files(actor=SYSTEM, now=NOW)) == (0, 0)
    assert [event.details for event in Event.objects.filter(act="file.reseal")] == [{"resealed": 1}]
    assert [one.name for one in path.parent.iterdir()] == [path.name]


@pytest.mark.django_db
def test_a_new_key_writes_new_heads_and_the_old_one_can_go(settings):
    settings.DURE_DATA_KEYS = ["old-key"]
    file = kept()
    content, before = read_file(file), store.path_of(file.pk).read_bytes()
    settings.DURE_DATA_KEYS = ["new-key", "old-key"]
    assert read_file(file) == content
    assert reseal_files(actor=SYSTEM, now=NOW) == 1
    after = store.path_of(file.pk).read_bytes()
    assert (after[HEAD:] == before[HEAD:], after[:HEAD] == before[:HEAD]) == (True, False)
    settings.DURE_DATA_KEYS = ["new-key"]
    assert read_file(file) == content


@pytest.mark.django_db
def test_without_its_key_a_file_is_not_read_and_not_written_anew(settings):
    settings.DURE_DATA_KEYS = ["old-key"]
    file = kept()
    before = store.path_of(file.pk).read_bytes()
    settings.DURE_DATA_KEYS = ["new-key"]
    with pytest.raises(KeyError):
        read_file(file)
    with pytest.raises(KeyError):
        reseal_files(actor=SYSTEM, now=NOW)
    assert store.path_of(file.pk).read_bytes() == before


@pytest.mark.django_db
def test_a_destroyed_file_does_not_come_back():
    file = kept()
    path = plain(file, b"left behind")
    StoredFile.objects.update(state="destroyed", name="")
    assert reseal_files(actor=SYSTEM, now=NOW) == 0
    assert path.read_bytes() == b"left behind"


def test_reading_a_large_file_keeps_one_part_in_memory(tmp_path):
    path = tmp_path / "large"
    with path.open("wb") as target:
        target.writelines(sealed(ID, bytes(64 * PART)))
    expected = hashlib.sha256(bytes(64 * PART)).hexdigest()
    tracemalloc.start()
    with path.open("rb") as raw:
        assert hashlib.file_digest(opened(ID, raw), "sha256").hexdigest() == expected
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    # The digest itself reads 256 KB at a time; the file has 4 MB.
    assert peak < 16 * PART
