"""Examples of the contract, by operation. They are checked against the shapes they show."""

from typing import Any

ADDRESS = {
    "name": "Awa Ndiaye",
    "line1": "12 rue Carnot",
    "city": "Dakar",
    "country": "SN",
    "phone": "+221771234567",
    "instructions": "Blue gate beside the bakery",
}
EXAMPLES: dict[str, dict[str, Any]] = {
    "create_cart": {
        "request": {"lines": [{"variant_id": "var_0190a0b0c0d07e0f8000000000000001", "quantity": 2}]}
    },
    "add_to_cart": {"request": {"variant_id": "var_0190a0b0c0d07e0f8000000000000001", "quantity": 1}},
    "set_quantity": {"request": {"quantity": 3}},
    "update_cart": {
        "request": {
            "email": "awa@example.com",
            "shipping_address": ADDRESS,
            "shipping_option_id": "rate_0190a0b0c0d07e0f8000000000000002",
            "payment_method": "cash_on_delivery",
        }
    },
    "place_order": {
        "request": {"cart_id": "cart_0190a0b0c0d07e0f8000000000000003", "expected_total_minor": 27500}
    },
    "track_order": {"request": {"number": "1001", "email": "awa@example.com"}},
    "create_intent": {
        "request": {"order_id": "ord_0190a0b0c0d07e0f8000000000000004", "return_path": "/checkout/return"}
    },
    "admin_log_in": {"request": {"email": "owner@example.com", "password": "correct horse battery"}},
    "admin_create_product": {
        "request": {
            "title": "Wax print dress",
            "status": "draft",
            "options": [{"name": "Size", "values": ["S", "M", "L"]}],
            "tags": ["dress", "wax"],
            "translations": {"fr": {"title": "Robe en wax"}},
        }
    },
    "admin_ship_order": {"request": {"carrier": "Poste", "tracking_number": "LX123456789SN"}},
    "admin_cancel_order": {"request": {"reason": "The customer changed their mind"}},
    "admin_adjust_stock": {
        "request": {"location_id": "loc_0190a0b0c0d07e0f8000000000000005", "delta": -2, "note": "Broken"}
    },
}
