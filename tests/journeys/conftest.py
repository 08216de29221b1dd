"""A real browser against the service, both in this process; every page is also looked at by axe.

A journey is walked once, on a phone, where there is least room for what is to be found and pressed. Each page
that it looks at is looked at on a desktop too. Where the way itself is another one there, the journey is
walked in both windows: ``both_ways``. ``DURE_WALKED=desktop`` walks the others on a desktop.
"""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterator
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import (
    Browser,
    ConsoleMessage,
    Page,
    Playwright,
    Request,
    expect,
    sync_playwright,
)
from tests import service_database
from tests.journeys.axe import violations_and_fit
from tests.journeys.windows import SIZES

service_database.start()

# A machine that others use at the same time is slow, and slowness is not what is looked for here.
PATIENCE = 60_000
expect.set_options(timeout=PATIENCE)

_SWITCHES = (
    *("--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking"),
    *("--disable-component-update", "--disable-sync"),
)


def _chromium() -> str | None:
    return os.environ.get("DURE_CHROMIUM") or shutil.which("chromium") or shutil.which("chromium-browser")


@pytest.fixture(scope="session")
def playwright() -> Iterator[Playwright]:
    # Playwright keeps an event loop in this thread; Django must not take it for an asynchronous caller.
    os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "1"
    with sync_playwright() as started:
        yield started


@pytest.fixture(scope="session")
def browser(playwright: Playwright) -> Iterator[Browser]:
    path = _chromium()
    if path is None:
        if os.environ.get("CI"):
            pytest.fail("no Chromium: the journeys cannot be walked")
        pytest.skip("no Chromium on this machine: install it to walk the journeys")
    started = playwright.chromium.launch(executable_path=path, args=list(_SWITCHES), timeout=PATIENCE * 3)
    yield started
    started.close()


@pytest.fixture
def page(request, browser: Browser) -> Iterator[Page]:
    window = getattr(request, "param", os.environ.get("DURE_WALKED", "phone"))
    context = browser.new_context(viewport=SIZES[window], locale="ko-KR", bypass_csp=True)
    context.set_default_timeout(PATIENCE)
    opened = context.new_page()
    said: list[str] = []
    outside: list[str] = []

    def hear(message: ConsoleMessage) -> None:
        # A refusal is an answer (403, 422), and the browser notes it as a failed resource; so it does what is
        # asked for while a journey itself has cut the network.
        if message.type == "error" and not message.text.startswith(
            (
                "Failed to load resource: the server responded",
                "Failed to load resource: net::ERR_INTERNET_DISCONNECTED",
            )
        ):
            said.append(message.text)

    def watch(request: Request) -> None:
        asked = urlsplit(request.url)
        # The browser's own viewer of PDF files is a part of it, and asks nobody outside.
        if asked.scheme in ("chrome", "chrome-extension"):
            return
        if asked.hostname not in ("localhost", "127.0.0.1", None):
            outside.append(request.url)

    opened.on("console", hear)
    opened.on("request", watch)
    yield opened
    context.close()
    assert said == []
    assert outside == []


@pytest.fixture
def looks_right(page: Page):
    """Return a check of the page shown, in both windows: no axe violation, nothing wider than the window.

    The window is left as wide as it was.
    """

    def check() -> None:
        # A click returns when the next page begins to come: axe must not look at half of it.
        page.wait_for_load_state("load")
        own = page.viewport_size
        for size in sorted(SIZES.values(), key=lambda size: size == own):
            page.set_viewport_size(size)
            found, fits = violations_and_fit(page)
            assert found == [], (page.url, size)
            assert fits, (page.url, size)
        # What is pressed next has to stand where it is drawn.
        page.evaluate("new Promise(done => requestAnimationFrame(() => requestAnimationFrame(done)))")

    return check
