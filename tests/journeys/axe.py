"""What axe finds on the page that is shown."""

from __future__ import annotations

from functools import cache
from pathlib import Path

from playwright.sync_api import Page

# Every rule of these tags is applied to every element. Of what is found only violations are told with their
# elements, and by their text: to word a path to each element that is as it should be took longer than to look
# at all. What the rules read of sound and film is fetched; no rule of these tags asks for style sheets.
_ASKED = """axe.run(document, {
    runOnly: ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'],
    resultTypes: ['violations'], selectors: false, preload: {assets: ['media']},
}).then(({violations}) => [
    violations.map(v => v.id + ': ' + v.nodes.map(n => n.html).join(' ')),
    document.documentElement.scrollWidth <= window.innerWidth,
])"""


@cache
def _script() -> str:
    (path,) = (Path(__file__).parent.parent / "vendor").glob("axe-core-*/axe.min.js")
    return path.read_text(encoding="utf-8")


def violations_and_fit(page: Page) -> tuple[list[str], bool]:
    """Return each violation with its elements, and whether nothing is wider than the window.

    The script and the question go in one message. The page must let scripts be injected (``bypass_csp``).
    """
    found, fits = page.evaluate(f"{_script()}\n;{_ASKED}")
    return found, fits
