"""Settings, domains, proposals and previews."""

from collections.abc import Callable
from typing import Any

from tests.api.sample import Sample
from tests.api.world import World

from duka.kernel.ids import new_id

BODIES: dict[str, Any] = {
    "company": {"legal_name": "Acorn SARL", "units": "metric"},
    "general": {"name": "Second", "email": "shop@acorn.example", "links": {"web": "https://acorn.example"}},
    "appearance": {"preset": "market", "home": ["newest", "best"], "words": {"en": {"tagline": "Fresh"}}},
    "payments": {"methods": [{"provider": "cash_on_delivery", "name": "Cash", "max_total_minor": 5000}]},
    "shipping": {
        "zones": [
            {"name": "France", "countries": ["FR"], "rates": [{"code": "post", "name": "Post", "price_minor": 500}]}
        ]
    },
    "taxes": {
        "rates": [
            {"country": "FR", "region": "", "postal_prefix": "", "tax_class": "standard", "code": "tva",
             "name": "TVA", "rate_ppm": 200_000, "priority": 0, "is_compound": False}
        ]
    },
    "selling": {"cart_days": 20, "order_prefix": "AC-"},
    "tax_rules": {"rounding": "document", "asks_vat_number": True},
    "policies": {"texts": {"en": {"terms": "<p>Pay</p>"}}},
    "returns": {"return_days": 30, "paid_by": "store"},
    "notifications": {"order_recipients": ["bob@acorn.example"], "sender_name": "Acorn"},
    "messages": {"is_sms_on": True, "quiet_from": "20:00", "quiet_until": "09:00"},
    "search": {"sales_weight": 7, "sold_out": "last"},
    "security": {"session_hours": 8, "invitation_domains": ["acorn.example"]},
}  # fmt: skip
OF_THE_COMPANY = {"company", "security"}


def _query(world: World, section: str) -> dict[str, Any]:
    return {} if section in OF_THE_COMPANY else {"store": world.second_store}


def _version(world: World, section: str) -> dict[str, str]:
    found = world.admin("GET", f"/settings/{section}", query=_query(world, section))
    assert found.status == 200, found.body
    return {"if-match": f'"{found.json["version"]}"'}


def _get(section: str) -> Callable[[World], Sample]:
    return lambda w: Sample(query=_query(w, section))


def _fresh(section: str) -> dict[str, Any]:
    """A body that was not saved before: saving the same again changes nothing and leaves no trace."""
    mark = new_id()
    other: dict[str, dict[str, Any]] = {
        "company": {"legal_name": f"Acorn {mark.hex[-8:]}"},
        "tax_rules": {"reverse_charge_text": f"Reverse charge {mark.hex[-8:]}"},
        "returns": {"refund_days": mark.int % 89, "return_days": mark.int % 364},
        "notifications": {"sender_name": f"Acorn {mark.hex[-8:]}"},
        "messages": {"quiet_from": f"20:{mark.int % 59:02}"},
        "search": {"sales_weight": mark.int % 11, "forgives_typing": bool(mark.int % 13 % 2)},
        "security": {"invitation_domains": ["acorn.example", f"a{mark.hex[-8:]}.example"]},
    }
    return {**BODIES[section], **other.get(section, {})}


def _save(section: str) -> Callable[[World], Sample]:
    return lambda w: Sample(body=_fresh(section), query=_query(w, section), headers=_version(w, section))


def _restore(world: World) -> Sample:
    query = _query(world, "returns")
    for days in (20, 21):
        body = {"return_days": days}
        headers = _version(world, "returns")
        saved = world.admin("PUT", "/settings/returns", body, query=query, headers=headers)
        assert saved.status == 200, saved.body
    return Sample({"section": "returns", "old_version": "1"}, query=query, headers=_version(world, "returns"))


def samples() -> dict[str, Callable[[World], Sample] | Sample]:
    sections: dict[str, Callable[[World], Sample] | Sample] = {}
    for section in BODIES:
        sections[f"admin_get_{section}_settings"] = _get(section)
        sections[f"admin_save_{section}_settings"] = _save(section)
    return {
        **sections,
        "admin_list_settings": lambda w: Sample(query={"store": w.second_store}),
        "admin_settings_history": lambda w: Sample(
            {"section": "appearance"}, query={"store": w.second_store, "limit": 5}
        ),
        "admin_restore_settings": _restore,
        "admin_propose_taxes": lambda w: Sample({"country": "SN"}),
        "admin_preview_appearance": lambda w: Sample(
            {"store_id": w.second_store}, {"accent": "#0b6e4f", "words": {}}, status=201
        ),
    }
