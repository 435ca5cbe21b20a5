"""Samples of the accounts at payment providers. Nobody answers where the tests look for the providers."""

from collections.abc import Callable
from typing import Any

from tests.api.sample import Sample
from tests.api.world import World

from duka.kernel.ids import new_id


def _body() -> dict[str, Any]:
    mark = new_id().hex
    return {
        "mode": "test",
        "values": {"secret_key": f"sk_test_{mark}", "publishable_key": f"pk_test_{mark}"},
        "capture_method": "manual",
    }


def _version(w: World) -> int:
    found = w.admin("GET", f"/stores/{w.store}/payment-accounts/stripe")
    return int(found.json["version"]) if found.status == 200 else 0


def _save(w: World) -> Sample:
    return Sample(
        {"store_id": w.store, "provider": "stripe"}, _body(), headers={"if-match": f'"{_version(w)}"'}
    )


def _connected(status: int = 200) -> Callable[[World], Sample]:
    def make(w: World) -> Sample:
        sample = _save(w)
        saved = w.admin(
            "PUT", f"/stores/{w.store}/payment-accounts/stripe", sample.body, headers=sample.headers
        )
        assert saved.status == 200, saved.body
        return Sample({"store_id": w.store, "provider": "stripe"}, status=status)

    return make


def samples() -> dict[str, Callable[[World], Sample]]:
    return {
        "admin_list_payment_providers": lambda w: Sample(query={"store": w.store}),
        "admin_list_payment_accounts": lambda w: Sample({"store_id": w.store}),
        "admin_get_payment_account": _connected(),
        "admin_save_payment_account": _save,
        "admin_disconnect_payment_account": _connected(204),
        "admin_test_payment_account": _connected(),
    }
