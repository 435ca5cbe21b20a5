"""One Chromium and one installation with two shops for all browser tests; every test has a visitor of its own."""

from __future__ import annotations

import os
import shutil
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, sync_playwright
from tests.browser.installation import FurnishedShop, Installation
from tests.browser.tills import Tills
from tests.browser.visitor import Visitor

from duka.kernel.postgres_urls import Urls

ARTEFACTS = Path(__file__).parents[2] / "artefacts" / "browser"
PROGRAMS = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
Arrive = Callable[..., Visitor]


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Whatever lies in this folder is a browser test: a second event loop beside the others' would stop them."""
    here = Path(__file__).parent
    for item in items:
        if here in item.path.parents:
            item.add_marker(pytest.mark.browser)


@pytest.fixture(scope="session")
def tills() -> Iterator[Tills]:
    """The payment providers, simulated."""
    with Tills() as tills:
        yield tills


@pytest.fixture(scope="session")
def installation(
    urls: Urls, tills: Tills, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Installation]:
    with Installation(tmp_path_factory.mktemp("installation"), urls, tills) as installation:
        yield installation


@pytest.fixture(scope="session")
def shops(installation: Installation) -> dict[str, FurnishedShop]:
    boutique, farm = installation.furnish()
    installation.wait_until_served()
    return {"boutique": boutique, "farm": farm}


@pytest.fixture(scope="session")
def boutique(shops: dict[str, FurnishedShop]) -> FurnishedShop:
    return shops["boutique"]


@pytest.fixture(scope="session")
def farm(shops: dict[str, FurnishedShop]) -> FurnishedShop:
    return shops["farm"]


@pytest.fixture(scope="session")
def chromium() -> Iterator[Browser]:
    path = os.environ.get("CHROMIUM") or next((p for p in map(shutil.which, PROGRAMS) if p), None)
    assert path, "no Chromium on the PATH: run `make browser`, or set CHROMIUM"
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=path, args=["--no-sandbox"])
        yield browser
        browser.close()


@pytest.fixture(scope="session")
def artefacts() -> Path:
    """The folder of the pictures; those of the last run are removed."""
    shutil.rmtree(ARTEFACTS, ignore_errors=True)
    ARTEFACTS.mkdir(parents=True)
    return ARTEFACTS


@pytest.fixture
def arrive(chromium: Browser, artefacts: Path, request: pytest.FixtureRequest) -> Iterator[Arrive]:
    """`arrive(shop, width, height, **how)` opens a visitor with cookies of their own; `how` as for a browser's context.
    At the end of the test everything that their browsers complained of fails it."""
    visitors: list[Visitor] = []
    folder = artefacts / request.function.__name__.removeprefix("test_")

    def arrive(shop: FurnishedShop, width: int = 1440, height: int = 900, **how: Any) -> Visitor:
        visitors.append(Visitor(chromium, shop, width, height, folder, **how))
        return visitors[-1]

    yield arrive
    complaints = [line for visitor in visitors for line in visitor.complaints]
    for visitor in visitors:
        visitor.context.close()
    assert not complaints, "\n".join(complaints)
