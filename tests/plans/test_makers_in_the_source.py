"""No verb and no job escapes a limit: wherever the program writes a row of what plans limit, its file asks for room, or says
here why it need not."""

import re
from pathlib import Path

SOURCE = Path(__file__).parents[2] / "src" / "duka"
LIMITED = (
    "products", "staff", "stores", "locations", "api_keys", "webhook_endpoints", "payment_accounts", "carrier_accounts",
    "tax_accounts", "orders", "media",
)  # fmt: skip
WRITES = re.compile(rf"insert\s+into\s+({'|'.join(LIMITED)})\b", re.IGNORECASE)
ROOM = re.compile(r"limits\.(require_room|shortage)\(")
EXCUSED = {
    "orders/service/recording.py": "its callers ask: checkout does, and an exchange is no further order",
    "orders/service/past.py": "history from elsewhere; it does not count",
    "orders/service/past_many.py": "history from elsewhere; it does not count",
    "control/sandboxes.py": "a sandbox has no plan",
    "demo/bulk.py": "invented data in bulk, on a database of its own",
}
TAKES_UP_AGAIN = {
    "catalog/service/lifecycle.py": "an archived product",
    "stores/service/settings.py": "a closed store",
    "stores/service/locations.py": "a location that was switched off",
    "staff/inviting.py": "somebody who was dismissed",
    "payments/service/accounts.py": "an account whose secrets are gone",
}
"""Where a row that is there begins to count again."""


def writers() -> dict[str, str]:
    found = {}
    for path in sorted(SOURCE.rglob("*.py")):
        name = path.relative_to(SOURCE).as_posix()
        text = path.read_text()
        if WRITES.search(text) and "restor" not in name and "archiv" not in name:
            found[name] = text
    return found


def test_whoever_writes_what_is_limited_asks_for_room() -> None:
    without = {name for name, text in writers().items() if not ROOM.search(text)}
    assert without - EXCUSED.keys() == set()
    assert EXCUSED.keys() <= writers().keys()


def test_every_limited_table_is_written_somewhere() -> None:
    named = {table.lower() for text in writers().values() for table in WRITES.findall(text)}
    assert named == set(LIMITED)


def test_what_comes_back_asks_too() -> None:
    for name in TAKES_UP_AGAIN:
        assert ROOM.search((SOURCE / name).read_text()), name
