"""The list of 100,000 applicants as a file: when it begins, how long it takes, and how much memory it needs.

The csv begins before it is whole and is never held in memory; the workbook is made on disk. The limit is on
the memory that an export adds to the web process at its peak.

    python bench/service_export.py [APPLICATIONS]
"""

from __future__ import annotations

import sys
import threading
import time
from pathlib import Path

import lists_fill
import service

LIMIT_MB = 200.0


def main(count: int) -> int:
    with service.running():
        from django.db import transaction

        actor = service.officer()
        version = service.publish(actor)
        with transaction.atomic():
            lists_fill.fill_merchants(count)
            lists_fill.fill_applications(service.PROGRAMME, version, count)
        lists_fill.settle()
        return export_all(actor.user_id, count)


def export_all(user_id: int, count: int) -> int:
    """Export as csv and as a workbook and print what each took."""
    return 0 if all([export(user_id, count, "csv"), export(user_id, count, "xlsx")]) else 1


def export(user_id: int, count: int, kind: str) -> bool:
    """Export the whole list as one kind of file."""
    from django.test import Client

    from dure.domains.accounts.models import User

    client = Client(headers={"accept-language": "ko"}, SERVER_NAME="localhost")
    client.force_login(User.objects.get(pk=user_id))
    address = f"/officer/programmes/by-id/{service.PROGRAMME}/applications/export/"
    client.get(address)
    before = resident()
    with peak() as highest:
        start, spent = time.perf_counter(), time.process_time()
        answer = client.post(address, {"kind": kind, "reason": "bench"})
        first, size = 0.0, 0
        for part in answer.streaming_content:
            first = first or time.perf_counter() - start
            size += len(part)
        seconds, spent = time.perf_counter() - start, time.process_time() - spent
    assert size > count * 20
    print(f"{kind}: {size / 1e6:.1f} MB in {seconds:.1f} s ({spent:.1f} s CPU), begins after {first:.2f} s")
    return service.ratio(f"memory of an export, {kind}", (highest[0] - before) / 1e6, LIMIT_MB, "MB")


class peak:  # noqa: N801  a context manager reads as a verb
    """Watch the resident memory of this process while a block runs; gives a list with its highest."""

    def __enter__(self) -> list[float]:
        self.highest = [resident()]
        self.over = threading.Event()
        self.watcher = threading.Thread(target=self._watch)
        self.watcher.start()
        return self.highest

    def __exit__(self, *_: object) -> None:
        self.over.set()
        self.watcher.join()

    def _watch(self) -> None:
        while not self.over.wait(0.02):
            self.highest[0] = max(self.highest[0], resident())


def resident() -> float:
    """Return the bytes of memory that this process holds."""
    pages = int(Path("/proc/self/statm").read_text().split()[1])
    return float(pages * 4096)


if __name__ == "__main__":
    sys.exit(main(int(sys.argv[1]) if len(sys.argv) > 1 else 100_000))
