"""Starting everything in order: database, migrations, demo, web server and worker; stopping it in reverse."""

from __future__ import annotations

import os
from typing import Protocol

from dure.engine.problems import msg
from dure.service.database import running_database
from dure.service.ports import free_port
from dure.service.running import Stopped, listen_for_stop, serve
from dure.settings.environment import data_folder

DEMO_NOW = "2025-03-24T10:00:00+09:00"


class Say(Protocol):
    """Writes the sentence of a message id to the terminal."""

    def __call__(self, message: str, /, **params: object) -> None: ...


def start(
    say: Say, *, host: str, port: int | None, demo: bool, processes: int = 1, worker: bool = True
) -> int:
    """Run the service until it is asked to stop; returns the exit code."""
    listen_for_stop()
    chosen = free_port(port, host)
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "dure.settings.dev")
    os.environ.setdefault("DURE_ADDRESS", f"http://{host}:{chosen}")
    if demo:
        os.environ.setdefault("DURE_NOW", DEMO_NOW)
        os.environ.setdefault("DURE_STAFF_MFA", "optional")
    try:
        with running_database(data_folder(), os.environ):
            signs = _prepare(demo)

            def ready() -> None:
                say(msg("Dure is at http://{host}:{port}/"), host=host, port=chosen)
                for role, email, password in signs:
                    say(
                        msg("  sign in as {role}: {email}  {password}"),
                        role=role,
                        email=email,
                        password=password,
                    )
                say(msg("Stop it with Ctrl-C; what was entered is kept."))

            def worker_died(code: int, wait: float) -> None:
                say(
                    msg("The worker ended (exit code {code}); it is started again in {seconds} s."),
                    code=code,
                    seconds=round(wait),
                )

            return serve(host, chosen, ready, processes=processes, worker=worker, worker_died=worker_died)
    except Stopped:
        return 0


def start_worker(say: Say) -> int:
    """Run a worker alone until it is asked to stop; returns the exit code."""
    listen_for_stop()
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "dure.settings.dev")
    try:
        with running_database(data_folder(), os.environ):
            import django

            django.setup()  # the database is as `dure serve` left it: two would migrate at once
            say(msg("The worker takes jobs. Stop it with Ctrl-C; jobs under way are finished."))
            from dure.service.working import work

            work()
            return 0
    except Stopped:
        return 0


def _prepare(demo: bool) -> list[tuple[str, str, str]]:
    """Bring the database to this version and load the demo where asked; return who can sign in."""
    import django

    django.setup()
    from django.core.management import call_command

    call_command("migrate", verbosity=0, interactive=False)
    if not demo:
        return []
    from dure.service.demo import load_scene

    return load_scene()
