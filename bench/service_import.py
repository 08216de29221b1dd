"""20,000 applicants by spreadsheet through the service: dry run and import, csv and xlsx, at most 10 s each.

An import that is good in all rows is made; a second list, an error in every hundredth row, is checked only.
"""

from __future__ import annotations

import sys
import tempfile
from pathlib import Path

import applicants
import service

LIMIT = 10.0


def main(count: int) -> int:
    with service.running(), tempfile.TemporaryDirectory() as name:
        actor = service.officer()
        service.publish(actor)
        folder = Path(name)
        met = []
        applicants.write_csv(folder / "bad.csv", count, bad=100)
        run, seconds = check(actor, folder / "bad.csv")
        met.append(
            service.ratio(f"dry run, csv, {count:,} rows, {run.counts['bad']} bad", seconds, LIMIT, "s")
        )
        applicants.write_xlsx(folder / "good.xlsx", count)
        run, seconds = check(actor, folder / "good.xlsx")
        met.append(service.ratio(f"dry run, xlsx, {count:,} rows", seconds, LIMIT, "s"))
        assert run.good == run.new == count
        met.append(service.ratio(f"import, xlsx, {count:,} rows", take(actor, run.pk), LIMIT, "s"))
        applicants.write_csv(folder / "good.csv", count)
        run, seconds = check(actor, folder / "good.csv")
        met.append(service.ratio(f"dry run, csv, {count:,} rows known", seconds, LIMIT, "s"))
        assert run.new == 0
        met.append(service.ratio(f"import again, csv, {count:,} rows known", take(actor, run.pk), LIMIT, "s"))
    return 0 if all(met) else 1


def check(actor, path: Path):
    """Hand a list in and check it as the job does; return the run and the seconds of the check."""
    from dure.domains.applications.models import ImportRun
    from dure.domains.applications.services.check_import import check_import
    from dure.domains.applications.services.import_applicants_start import import_applicants_start
    from dure.domains.uploads.models import StoredFile

    run_id = import_applicants_start(
        actor=actor, now=service.NOW, programme=service.PROGRAMME, name=path.name, content=path.read_bytes(),
        language="ko",
    )  # fmt: skip
    StoredFile.objects.filter(state="waiting").update(state="clean")
    with service.timed() as seconds:
        check_import(now=service.NOW, run_id=run_id, language="ko")
    return ImportRun.objects.get(pk=run_id), seconds[0]


def take(actor, run_id: int) -> float:
    """Import a run that was checked; return the seconds."""
    from dure.domains.applications.models import ImportRun
    from dure.domains.applications.services.import_applicants import import_applicants
    from dure.domains.applications.services.import_applicants_confirm import import_applicants_confirm

    import_applicants_confirm(actor=actor, now=service.NOW, run_id=run_id, without_bad=True, tell=True)
    with service.timed() as seconds:
        import_applicants(now=service.NOW, run_id=run_id, user_id=actor.user_id)
    assert ImportRun.objects.get(pk=run_id).state == "done"
    return seconds[0]


if __name__ == "__main__":
    sys.exit(main(int(sys.argv[1]) if len(sys.argv) > 1 else 20_000))
