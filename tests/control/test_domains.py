"""Domains: claimed, proved over HTTP, served; one host, one shop."""

import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from ipaddress import ip_address
from uuid import UUID

import pytest
from tests import make
from tests.control.acting import operator
from tests.people import Shop

from duka.control import domains, hosts
from duka.control.domains import Domain
from duka.control.proving import PATH, HttpFile
from duka.kernel.context import Context
from duka.kernel.errors import Forbidden
from duka.kernel.ids import new_id
from duka.kernel.work import Caller, Work
from duka.stores import resolving
from duka.stores.errors import (
    DomainNotFound,
    DomainNotVerified,
    DomainOfOtherStore,
    HostInvalid,
    HostNotYours,
    HostTaken,
    StoreNotFound,
    TooManyDomains,
)
from duka.stores.service import domains as served
from duka.stores.service import remove_domain
from duka.tenants.errors import TenantNotFound
from duka.webhooks.addresses import Target
from duka.webhooks.resolving import Address, look_up

PLATFORM = "duka.example"
Answer = tuple[int, dict[str, str], bytes]


def host() -> str:
    return f"{make.unique('shop')}.example"


@contextmanager
def web_server(answer: Callable[[str, str], Answer]) -> Iterator[HttpFile]:
    """A web server of the merchant's on 127.0.0.1, to which every name leads; `answer` is asked host and path."""

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            status, headers, body = answer(self.headers["host"], self.path)
            self.send_response(status)
            for name, value in headers.items():
                self.send_header(name, value)
            self.send_header("content-length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, format: str, *args: object) -> None:
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    thread = threading.Thread(target=server.serve_forever)
    thread.start()
    try:
        yield HttpFile(ports=(server.server_port, server.server_port), find=_here)
    finally:
        server.shutdown()
        thread.join()
        server.server_close()


def _here(target: Target) -> list[Address]:
    return [ip_address("127.0.0.1")]


def claimed(work: Work, shop: Shop, name: str = "") -> Domain:
    def act(ctx: Context) -> Domain:
        return domains.get(ctx, shop.store, domains.claim(ctx, shop.store, name or host(), PLATFORM))

    return work.perform(shop.caller, act)


def showing(*claims: Domain) -> Callable[[str, str], Answer]:
    tokens = {one.host: one.token for one in claims}

    def answer(name: str, path: str) -> Answer:
        return (200, {}, f"{tokens[name]}\n".encode()) if path == PATH and name in tokens else (404, {}, b"")

    return answer


def notes(work: Work, tenant: UUID, store: UUID) -> list[str]:
    sql = """select action from audit_log where tenant_id = %(tenant)s and object = %(object)s
             and action like 'store.domain%%' order by at, id"""
    return [one.action for one in work.perform(Caller(tenant), lambda ctx: ctx.db.all(sql, object=store.hex))]


def test_a_host_is_served_once_it_is_proved(work: Work, shop: Shop) -> None:
    claim = claimed(work, shop)
    assert (claim.status, claim.is_primary) == ("pending", False)
    assert claim.challenge_url == f"http://{claim.host}/.well-known/duka-challenge"
    assert resolving.resolve_host(work, claim.host) is None
    with web_server(showing(claim)) as proof:
        found = domains.check(work, shop.caller, shop.store, claim.host, proof)
    assert (found.status, found.is_primary, found.failure) == ("verified", True, "")
    place = resolving.resolve_host(work, claim.host)
    assert place is not None and (place.store, place.tenant.id, place.primary) == (
        shop.store,
        shop.tenant.id,
        "",
    )
    assert notes(work, shop.tenant.id, shop.store) == ["store.domain_added", "store.domain_verified"]
    with web_server(lambda name, path: (500, {}, b"")) as proof:  # not asked again
        assert domains.check(work, shop.caller, shop.store, claim.host, proof).status == "verified"


@pytest.mark.parametrize(
    ("answer", "failure"),
    [
        (lambda name, path: (404, {}, b""), "no_file"),
        (lambda name, path: (200, {}, b"something else"), "other_token"),
        (lambda name, path: (200, {}, b"x" * 100_000), "other_token"),
        (lambda name, path: (302, {"location": f"http://elsewhere.example{PATH}"}, b""), "no_file"),
        (lambda name, path: (301, {"location": f"https://elsewhere.example{PATH}"}, b""), "no_file"),
        (lambda name, path: (301, {"location": f"https://{name}{PATH}"}, b""), "unreachable"),  # no TLS there
    ],
)
def test_a_host_that_shows_nothing_is_not_served(
    work: Work, shop: Shop, answer: Callable[[str, str], Answer], failure: str
) -> None:
    claim = claimed(work, shop)
    with web_server(answer) as proof:
        found = domains.check(work, shop.caller, shop.store, claim.host, proof)
    assert (found.status, found.failure) == ("failed", failure)
    assert resolving.resolve_host(work, claim.host) is None
    with web_server(showing(claim)) as proof:  # and may try again
        assert domains.check(work, shop.caller, shop.store, claim.host, proof).status == "verified"


def test_only_the_public_internet_is_asked(work: Work, shop: Shop) -> None:
    """A name that leads to this very machine is not asked at all."""
    claim = claimed(work, shop)
    asked: list[str] = []

    def answer(name: str, path: str) -> Answer:
        asked.append(name)
        return 200, {}, claim.token.encode()

    with web_server(answer) as here:
        guarded = HttpFile(
            ports=here.ports,
            find=lambda target: look_up(
                Target(target.scheme, "127.0.0.1", target.port, target.path, ip_address("127.0.0.1")),
                is_local=False,
            ),
        )
        found = domains.check(work, shop.caller, shop.store, claim.host, guarded)
    assert (found.status, found.failure, asked) == ("failed", "private_host", [])


def test_the_first_who_proves_it_has_it(work: Work, shop: Shop, other_shop: Shop) -> None:
    """Both claim it, both show their token at once: one is served, the other is told."""
    name = host()
    both = [(shop, claimed(work, shop, name)), (other_shop, claimed(work, other_shop, name))]
    found: dict[UUID, Domain] = {}
    start = threading.Barrier(2)

    def act(mine: Shop, claim: Domain) -> None:
        with web_server(showing(claim)) as proof:
            start.wait()
            found[mine.tenant.id] = domains.check(work, mine.caller, mine.store, name, proof)

    threads = [threading.Thread(target=act, args=one) for one in both]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted((one.status, one.failure) for one in found.values()) == [
        ("failed", "taken"),
        ("verified", ""),
    ]
    place = resolving.resolve_host(work, name)
    assert place is not None and found[place.tenant.id].status == "verified"
    loser = other_shop if place.tenant.id == shop.tenant.id else shop
    remove_domain(work, loser.caller, loser.store, name)
    with pytest.raises(HostTaken):
        claimed(work, loser, name)
    still = resolving.resolve_host(work, name)
    assert still is not None and still.tenant.id == place.tenant.id


def test_the_others_lead_to_the_primary_one(work: Work, shop: Shop) -> None:
    first, second = claimed(work, shop), claimed(work, shop)
    with web_server(showing(first, second)) as proof:
        for one in (first, second):
            domains.check(work, shop.caller, shop.store, one.host, proof)
    place = resolving.resolve_host(work, second.host)
    assert place is not None and place.primary == first.host
    assert domains.make_primary(work, shop.caller, shop.store, second.host).is_primary
    place = resolving.resolve_host(work, first.host)
    assert place is not None and place.primary == second.host
    remove_domain(work, shop.caller, shop.store, second.host)
    place = resolving.resolve_host(work, first.host)
    assert place is not None and place.primary == ""
    assert resolving.resolve_host(work, second.host) is None
    pending = claimed(work, shop)
    with pytest.raises(DomainNotVerified):
        domains.make_primary(work, shop.caller, shop.store, pending.host)


def test_what_is_removed_meanwhile_is_not_made_the_primary_one(work: Work, shop: Shop) -> None:
    """Somebody removes the host between the look at it and the change: it is not served without a claim."""
    claim = claimed(work, shop)
    with web_server(showing(claim)) as proof:
        domains.check(work, shop.caller, shop.store, claim.host, proof)
    refused: list[Exception] = []

    def act() -> None:
        try:
            domains.make_primary(work, shop.caller, shop.store, claim.host)
        except DomainNotFound as refusal:
            refused.append(refusal)

    with work.database.platform() as tx:
        assert served.withdraw(tx, shop.tenant.id, shop.store, claim.host)
        other = threading.Thread(target=act)
        other.start()
        for _ in range(100):
            time.sleep(0.02)
            if tx.value(
                "select 1 from pg_locks where not granted and pg_backend_pid() = any(pg_blocking_pids(pid))"
            ):
                break
    other.join()
    assert len(refused) == 1
    assert resolving.resolve_host(work, claim.host) is None
    with work.database.platform() as tx:
        assert tx.value("select count(*) from domains where host = %(host)s", host=claim.host) == 0


@pytest.mark.parametrize(
    "name",
    [
        "co.uk", "com.au", "gouv.ci", "github.io", "vercel.app", "duka.example", "shop.duka.example", "example",
        "printer.local", "x.internal", "shop.localhost", "1.2.3.4", "[::1]", "https://shop.example", "a b.example",
        "shop.example:8000", "", "x" * 260, "shop..example", "-x.example",
    ],
)  # fmt: skip
def test_a_name_that_is_not_ones_own_is_refused(work: Work, shop: Shop, name: str) -> None:
    with pytest.raises((HostInvalid, HostNotYours)):
        work.perform(shop.caller, lambda ctx: domains.claim(ctx, shop.store, name, PLATFORM))
    assert work.perform(shop.caller, lambda ctx: domains.list_domains(ctx, shop.store)) == []


def test_a_name_is_kept_in_one_way() -> None:
    assert hosts.claimable("Shop.Example.COM.", PLATFORM) == "shop.example.com"
    assert hosts.claimable("épicerie.example", PLATFORM) == "xn--picerie-9xa.example"
    assert hosts.claimable("co.example", PLATFORM) == "co.example"
    assert hosts.own("https://duka.example:8443/x") == "duka.example"


def test_claiming_twice_and_in_two_stores(work: Work, shop: Shop) -> None:
    claim = claimed(work, shop)
    assert claimed(work, shop, claim.host) == claim
    second = make.store(work, shop.tenant)
    owner = Caller(shop.tenant.id, shop.caller.actor, shop.caller.permissions)
    with pytest.raises(DomainOfOtherStore):
        work.perform(owner, lambda ctx: domains.claim(ctx, second, claim.host, PLATFORM))
    assert notes(work, shop.tenant.id, shop.store) == ["store.domain_added"]


def test_a_company_has_so_many_and_no_more(work: Work, shop: Shop) -> None:
    work.perform(
        shop.caller,
        lambda ctx: ctx.db.run(
            """insert into domain_claims (tenant_id, host, store_id, token, created_at)
               select %(tenant)s, n || '-' || %(store)s::text || '.example', %(store)s, n::text, now()
               from generate_series(1, 50) n""",
            store=shop.store,
        ),
    )
    with pytest.raises(TooManyDomains):
        claimed(work, shop)


def test_a_stranger_finds_nothing(work: Work, shop: Shop, other_shop: Shop) -> None:
    claim = claimed(work, shop)
    with web_server(showing(claim)) as proof, pytest.raises(DomainNotFound):
        domains.check(work, other_shop.caller, other_shop.store, claim.host, proof)
    with pytest.raises(StoreNotFound):
        work.perform(other_shop.caller, lambda ctx: domains.list_domains(ctx, shop.store))
    with pytest.raises(StoreNotFound):
        work.perform(other_shop.caller, lambda ctx: domains.claim(ctx, shop.store, host(), PLATFORM))
    clerk = make.caller(shop.tenant, shop.store, "stores:read")
    with pytest.raises(Forbidden):
        work.perform(clerk, lambda ctx: domains.claim(ctx, shop.store, host(), PLATFORM))
    with web_server(showing(claim)) as proof, pytest.raises(Forbidden):
        domains.check(work, clerk, shop.store, claim.host, proof)


def test_an_operator_says_that_it_is_proved(work: Work, shop: Shop, other_shop: Shop) -> None:
    name = host()
    claimed(work, other_shop, name)
    domains.operator_adds(work, operator(), shop.tenant.id, shop.store, name.upper(), PLATFORM)
    place = resolving.resolve_host(work, name)
    assert place is not None and place.tenant.id == shop.tenant.id
    (mine,) = work.perform(shop.caller, lambda ctx: domains.list_domains(ctx, shop.store))
    assert (mine.status, mine.is_primary) == ("verified", True)
    with pytest.raises(HostTaken):
        domains.operator_adds(work, operator(), other_shop.tenant.id, other_shop.store, name, PLATFORM)
    domains.operator_removes(work, operator(), shop.tenant.id, name)
    assert resolving.resolve_host(work, name) is None
    assert notes(work, shop.tenant.id, shop.store) == ["store.domain_verified", "store.domain_removed"]
    with pytest.raises(DomainNotFound):
        domains.operator_removes(work, operator(), shop.tenant.id, name)
    with pytest.raises(StoreNotFound):
        domains.operator_adds(work, operator(), shop.tenant.id, other_shop.store, name, PLATFORM)
    with pytest.raises(TenantNotFound):
        domains.operator_adds(work, operator(), new_id(), shop.store, name, PLATFORM)
    for nobody in (operator("finance"), shop.caller):
        with pytest.raises(Forbidden):
            domains.operator_adds(work, nobody, shop.tenant.id, shop.store, name, PLATFORM)
