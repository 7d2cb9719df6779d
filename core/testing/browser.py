"""Chromium for tests: one process a session, a fresh context for every page."""

import os
import shutil
from collections.abc import AsyncIterator
from typing import TYPE_CHECKING, Literal, Protocol

import pytest
import pytest_asyncio

if TYPE_CHECKING:
    from playwright.async_api import Browser, BrowserContext, Page

VARIABLE = "BUURTBASIS_TEST_CHROMIUM"
NAMES = ("chromium", "chromium-browser", "google-chrome")
ARGUMENTS = (
    "--headless",
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    # Every name is this machine: hostnames of sites work, and nothing goes out.
    "--host-resolver-rules=MAP * 127.0.0.1",
)


class OpenPage(Protocol):
    """Opens a page in a context of its own; everything is closed after the test."""

    async def __call__(
        self, *, width: int = 1280, height: int = 900, dark: bool = False, scripts: bool = True
    ) -> "Page":
        """Return an empty page of ``width`` by ``height`` CSS pixels."""


def find_chromium() -> str:
    """Return the browser's path, or fail the test with what to install."""
    for name in (os.environ.get(VARIABLE, ""), *NAMES):
        if name and (found := shutil.which(name)):
            return found
    pytest.fail(
        "The browser tests need Chromium: install the package chromium (apt-get install chromium), "
        f"or set {VARIABLE} to the path of Chromium or Chrome.",
        pytrace=False,
    )


@pytest_asyncio.fixture(scope="session", loop_scope="session")
async def chromium() -> "AsyncIterator[Browser]":
    """Give the running browser."""
    from playwright.async_api import async_playwright

    executable = find_chromium()
    async with async_playwright() as playwright:
        browser = await playwright.chromium.launch(executable_path=executable, args=ARGUMENTS)
        yield browser
        await browser.close()


@pytest_asyncio.fixture(loop_scope="session")
async def open_page(chromium: "Browser") -> AsyncIterator[OpenPage]:
    """Give a callable that opens pages: narrow or wide, light or dark, with scripts or without."""
    contexts: list[BrowserContext] = []

    async def open_page(
        *, width: int = 1280, height: int = 900, dark: bool = False, scripts: bool = True
    ) -> "Page":
        scheme: Literal["dark", "light"] = "dark" if dark else "light"
        context = await chromium.new_context(
            viewport={"width": width, "height": height},
            color_scheme=scheme,
            java_script_enabled=scripts,
            locale="nl-NL",
            timezone_id="Europe/Amsterdam",
        )
        contexts.append(context)
        return await context.new_page()

    yield open_page
    for context in contexts:
        await context.close()
