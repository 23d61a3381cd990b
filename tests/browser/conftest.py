"""A real browser, where there is one on the machine, and a workshop to open in it."""

import shutil

import pytest
from held_workshops import Held
from starts import start

BROWSERS = ("chromium", "chromium-browser", "google-chrome", "chrome", "msedge")


@pytest.fixture(scope="module")
def browser():
    found = next((path for path in map(shutil.which, BROWSERS) if path), None)
    if found is None:
        pytest.skip(f"NO BROWSER: nothing was opened. Install one of: {', '.join(BROWSERS)}.")
    from playwright.sync_api import sync_playwright

    with sync_playwright() as play:
        browser = play.chromium.launch(executable_path=found, args=["--no-sandbox"])
        yield browser
        browser.close()


@pytest.fixture
def engagement(tmp_path):
    """The start of a workshop, whose experts have not scored yet."""
    folder = start(tmp_path / "acme", "workshop")
    (folder / "data" / "scores.csv").unlink()
    return folder


@pytest.fixture
def held(engagement):
    """The workshop, held by the command until the test ends."""
    one = Held(engagement)
    yield one
    one.end()
