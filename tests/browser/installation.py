"""A real installation for the browser: web and worker as processes of their own, and two furnished shops."""

from __future__ import annotations

import os
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Callable
from pathlib import Path
from types import TracebackType
from uuid import UUID

import msgspec
import psutil
from tests.browser.tills import Tills, offering

from duka.demo import catalogue, painting, rules_of_selling
from duka.demo.catalogue.types import DemoCatalogue, Product
from duka.demo.planting import plant
from duka.demo.rules_of_selling import Rules
from duka.kernel.config import Config
from duka.kernel.postgres_urls import Urls
from duka.wiring import Services, make_services

BOUTIQUE = (
    "panier-marche",
    "cabas-oeil",
    "kimono-bogolan",
    "bougie-filao",
    "beurre-karite",
    "sirop-gingembre",
)
FARM = (
    "linden-gold",
    "carrots-nantes",
    "tomatoes-marmande",
    "apples-elstar",
    "hen-eggs",
    "apple-juice",
)
PLENTY = 500
"""What of each variant is in stock at each place, in units: more than all tests together buy."""
READY_WITHIN = 30.0
"""Seconds, for the web's first answer, and after it was killed."""


class FurnishedShop(msgspec.Struct, frozen=True):
    """`url` is the address of its home page; `locale` its default language."""

    tenant: UUID
    url: str
    locale: str
    name: str


class Installation:
    """Use it as a context: its processes end with it."""

    def __init__(self, data: Path, urls: Urls, tills: Tills) -> None:
        self.port = _free_port()
        self.base_url = f"http://127.0.0.1:{self.port}"
        self.data = data
        self.urls = urls
        self.tills = tills
        self.services: Services = make_services(
            Config(
                data=data,
                base_url=self.base_url,
                secret="the browser tests' secret",
                cache_seconds=0,
                provider_urls=tills.urls,
            ),
            urls,
        )
        self.processes: list[psutil.Popen] = []

    def furnish(self) -> tuple[FurnishedShop, FurnishedShop]:
        """The boutique (French first, francs) and the farm (English first, euros, goods by weight)."""
        return (
            self._plant(
                catalogue.boutique(), BOUTIQUE, rules_of_selling.boutique, ("orange_money", "stripe")
            ),
            self._plant(catalogue.farm(), FARM, rules_of_selling.farm, ("mtn_momo", "paypal", "stripe")),
        )

    def _plant(
        self,
        whole: DemoCatalogue,
        handles: tuple[str, ...],
        rules: Callable[[dict[str, UUID]], Rules],
        providers: tuple[str, ...],
    ) -> FurnishedShop:
        demo = trimmed(whole, handles)
        planted = plant(
            self.services, demo, lambda places: offering(rules(places), providers), lambda line: None
        )
        self.tills.connect(self.services, planted.tenant, providers)
        chosen = tuple(
            product for product in demo.products if product.handle == handles[0] and product.options[1:]
        )
        painting.paint(self.services, msgspec.structs.replace(demo, products=chosen))
        shop = demo.store
        return FurnishedShop(
            planted.tenant, f"{self.base_url}/s/{shop.code}/{shop.code}", shop.locales[0], shop.name
        )

    def __enter__(self) -> Installation:
        environment = {
            **{name: value for name, value in os.environ.items() if not name.startswith("DUKA_")},
            "DUKA_DATA": str(self.data),
            "DUKA_BASE_URL": self.base_url,
            "DUKA_SECRET": self.services.config.secret,
            "DUKA_APP_URL": self.urls.app,
            "DUKA_PLATFORM_URL": self.urls.platform,
            "DUKA_MIGRATOR_URL": self.urls.migrator,
            "DUKA_PROVIDER_URLS": ",".join(f"{code}={url}" for code, url in self.tills.urls),
            "DUKA_RATE_PER_MINUTE": "0",
            "DUKA_WEBHOOKS_LOCAL": "1",
            "DUKA_LOG_LEVEL": "WARNING",
            "PYTHONPATH": os.pathsep.join(path for path in sys.path if path),
        }
        log = self.data / "server.log"
        for arguments in (["serve", "--port", str(self.port)], ["worker"]):
            with log.open("ab") as file:
                self.processes.append(
                    psutil.Popen(
                        [sys.executable, "-m", "duka.cli.main", *arguments],
                        env=environment,
                        stdout=file,
                        stderr=subprocess.STDOUT,
                    )
                )
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        for process in self.processes:
            process.terminate()
        for process in self.processes:
            try:
                process.wait(timeout=10)
            except psutil.TimeoutExpired:
                process.kill()
                process.wait(timeout=10)
        self.services.work.database.close()

    def wait_until_served(self) -> None:
        end = time.monotonic() + READY_WITHIN
        while time.monotonic() < end and self.processes[0].poll() is None:
            try:
                with urllib.request.urlopen(f"{self.base_url}/health", timeout=2):
                    return
            except OSError:
                time.sleep(0.05)
        raise AssertionError(f"no answer from the server:\n{(self.data / 'server.log').read_text()}")

    def web_workers(self) -> list[psutil.Process]:
        """The processes that answer requests, without their supervisor and its tracker of resources."""
        return [
            child
            for child in self.processes[0].children()
            if "resource_tracker" not in " ".join(child.cmdline())
        ]


def trimmed(demo: DemoCatalogue, handles: tuple[str, ...]) -> DemoCatalogue:
    """The same shop with these products alone and the categories that lead to them, well stocked."""
    products = tuple(_well_stocked(product) for product in demo.products if product.handle in handles)
    kept = {
        "/".join(path.split("/")[:depth])
        for product in products
        for path in product.categories
        for depth in (1, 2)
    }
    categories = tuple(
        msgspec.structs.replace(category, picture=None)
        for category in demo.categories
        if category.path in kept
    )
    return msgspec.structs.replace(demo, products=products, categories=categories)


def _well_stocked(product: Product) -> Product:
    amount = PLENTY * 10**product.selling.scale
    variants = tuple(
        msgspec.structs.replace(variant, stock=dict.fromkeys(variant.stock, amount))
        for variant in product.variants
    )
    return msgspec.structs.replace(product, variants=variants)


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port
