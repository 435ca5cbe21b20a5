"""Markets, exchange rates and price lists."""

from collections.abc import Callable
from typing import Any

from tests.api.sample import Sample
from tests.api.world import World

from duka.kernel.ids import new_id

CURRENCY = "XOF"
AT = "2026-01-05T00:00:00Z"
EURO = {"base": "EUR", "currency": "XOF", "rate": "655.957", "valid_from": AT}


def _done(w: World, method: str, address: str, body: Any = None, **headers: str) -> Any:
    answer = w.admin(method, address, body, headers=headers) if headers else w.admin(method, address, body)
    assert answer.status < 300, answer.body
    return answer.json if answer.body else None


def _new(w: World, **given: Any) -> dict[str, Any]:
    handle = f"m{new_id().hex[-12:]}"
    return {
        "store_id": w.store,
        "name": "Abroad",
        "handle": handle,
        "currency": "KES",
        "countries": ["KE"],
        **given,
    }


def _market(w: World, **given: Any) -> str:
    return str(_done(w, "POST", "/markets", _new(w, **given))["id"])


def _of_market(
    body: Any = None, status: int = 200, *, is_versioned: bool = False
) -> Callable[[World], Sample]:
    headers = {"if-match": '"1"'} if is_versioned else {}
    return lambda w: Sample({"market": _market(w)}, body, headers=headers, status=status)


def _rated(w: World) -> Sample:
    rate = {"base": CURRENCY, "currency": "KES", "rate": "120", "valid_from": AT}
    _done(w, "POST", "/exchange-rates", rate)
    return Sample({"market": _market(w)}, headers={"if-match": '"1"'})


def _open(w: World) -> Sample:
    sample = _rated(w)
    _done(w, "POST", f"/markets/{sample.path['market']}/activate", **{"if-match": '"1"'})
    return Sample(sample.path, headers={"if-match": '"2"'})


def _removable(w: World) -> Sample:
    at = "2026-02-05T00:00:00Z"
    _done(
        w,
        "POST",
        "/exchange-rates",
        {**EURO, "base": "NOK", "currency": "SEK", "rate": "0.97", "valid_from": at},
    )
    return Sample(body={"base": "NOK", "currency": "SEK", "valid_from": at}, status=204)


FILE = b"base,currency,rate,day\nEUR,DKK,7.46,2026-03-02\n"


def _file() -> bytes:
    head = '--edge\r\nContent-Disposition: form-data; name="data"; filename="r.csv"\r\nContent-Type: text/csv\r\n\r\n'
    rate = FILE.replace(b"7.46", b"7.%d" % (new_id().int % 1_000_000))
    return head.encode() + rate + b"\r\n--edge--\r\n"


def _source(w: World) -> Sample:
    body = {"base": "EUR", "currencies": ["USD"], "is_on": True}
    _done(w, "PUT", "/exchange-rates/sources/ecb", body)
    return Sample({"source": "ecb"}, status=202)


def _list(w: World, **given: Any) -> str:
    body = {"name": f"Wholesale {new_id().hex[-6:]}", "currency": CURRENCY, **given}
    return str(_done(w, "POST", "/price-lists", body)["id"])


def _of_list(body: Any = None, status: int = 200, *, is_versioned: bool = False) -> Callable[[World], Sample]:
    headers = {"if-match": '"1"'} if is_versioned else {}
    return lambda w: Sample({"price_list": _list(w)}, body, headers=headers, status=status)


def samples() -> dict[str, Callable[[World], Sample]]:
    return {
        "list_markets": lambda w: Sample(),
        "admin_list_markets": lambda w: Sample(),
        "admin_create_market": lambda w: Sample(body=_new(w), status=201),
        "admin_get_market": _of_market(),
        "admin_update_market": _of_market({"name": "Renamed"}, is_versioned=True),
        "admin_activate_market": _rated,
        "admin_deactivate_market": _open,
        "admin_remove_market": _of_market(status=204),
        "admin_list_exchange_rates": lambda w: Sample(),
        "admin_current_exchange_rates": lambda w: Sample(),
        "admin_enter_exchange_rate": lambda w: Sample(
            body={"base": "EUR", "currency": "SEK", "rate": f"11.{new_id().int % 10_000:04}"}
        ),
        "admin_remove_exchange_rate": _removable,
        "admin_import_exchange_rates": lambda w: Sample(
            raw=_file(), headers={"content-type": "multipart/form-data; boundary=edge"}
        ),
        "admin_read_rate_source": _source,
        "admin_list_rate_sources": lambda w: Sample(),
        "admin_choose_rate_source": lambda w: Sample(
            {"source": "ecb"}, {"base": "EUR", "currencies": ["USD", "XOF"], "is_on": bool(new_id().int % 2)}
        ),
        "admin_list_price_lists": lambda w: Sample(),
        "admin_create_price_list": lambda w: Sample(
            body={"name": "Wholesale", "currency": CURRENCY, "percent_ppm": -100_000}, status=201
        ),
        "admin_get_price_list": _of_list(),
        "admin_update_price_list": _of_list({"priority": 5}, is_versioned=True),
        "admin_remove_price_list": _of_list(status=204),
        "admin_list_listed_prices": _of_list(),
        "admin_set_listed_prices": lambda w: Sample(
            {"price_list": _list(w)}, [{"variant_id": w.variants[0], "price_minor": 900, "min_quantity": 6}]
        ),
        "admin_copy_into_price_list": lambda w: Sample(
            {"price_list": _list(w)}, {"store_id": w.store, "percent_ppm": -200_000}
        ),
        "admin_list_product_list_prices": lambda w: Sample({"product": w.dress}),
    }
