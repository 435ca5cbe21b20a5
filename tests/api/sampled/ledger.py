"""Samples of the books."""

from collections.abc import Callable
from typing import Any

from tests.api.sample import Sample
from tests.api.world import World

BANKED: dict[str, Any] = {
    "currency": "EUR",
    "lines": [{"account": "bank", "amount_minor": 500}, {"account": "cash", "amount_minor": -500}],
    "memo": "Brought to the bank",
}


def _posted(w: World) -> dict[str, str]:
    made = w.admin("POST", "/ledger/entries", {**BANKED, "store_id": w.store})
    assert made.status == 201, made.body
    return {"entry": made.json["id"]}


def samples() -> dict[str, Callable[[World], Sample]]:
    return {
        "admin_ledger_balances": lambda w: Sample(query={"store": w.store, "until": "2100-01-01T00:00:00Z"}),
        "admin_ledger_accounts": lambda w: Sample(),
        "admin_list_ledger_entries": lambda w: Sample(
            query={
                "store": w.store,
                "account": "revenue",
                "fact": "sale",
                "order": w.order()["id"],
                "since": "2020-01-01T00:00:00Z",
                "until": "2100-01-01T00:00:00Z",
                "sort": "oldest",
                "limit": 5,
            }
        ),
        "admin_post_ledger_entry": lambda w: Sample(body={**BANKED, "store_id": w.store}, status=201),
        "admin_ledger_entry": lambda w: Sample(_posted(w)),
        "admin_reverse_ledger_entry": lambda w: Sample(
            _posted(w), {"reason": "It was counted twice"}, status=201
        ),
        "admin_verify_ledger": lambda w: Sample(),
        "admin_export_ledger": lambda w: Sample(query={"fact": "sale"}),
    }
