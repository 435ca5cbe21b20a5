"""Gateways' statements over HTTP: as CSV and as a workbook, twice, broken, and taken away."""

import io

import xlsxwriter
from tests.api.client import Answer
from tests.api.world import World

from duka.kernel.ids import new_id

ROWS = (
    ("reference", "kind", "gross", "fee", "net", "currency", "at"),
    ("=sbx_unknown", "charge", "2000", "35", "1965", "XOF", "2026-09-14T10:00:00Z"),
)


def as_csv(*rows: tuple[str, ...]) -> bytes:
    return "\n".join(",".join(row) for row in rows).encode()


def as_workbook(*rows: tuple[str, ...]) -> bytes:
    out = io.BytesIO()
    with xlsxwriter.Workbook(out, {"in_memory": True, "strings_to_formulas": False}) as book:
        sheet = book.add_worksheet()
        for number, row in enumerate(rows):
            sheet.write_row(number, 0, row)
    return out.getvalue()


def upload(world: World, data: bytes, provider: str = "sandbox", name: str = "september.csv") -> Answer:
    head = f'--edge\r\nContent-Disposition: form-data; name="data"; filename="{name}"\r\n\r\n'
    return world.call(
        "POST",
        "/admin/payment-statements",
        None,
        by=world.staff,
        raw=head.encode() + data + b"\r\n--edge--\r\n",
        query={"provider": provider, "store": world.store},
        headers={"content-type": "multipart/form-data; boundary=edge"},
    )


def test_a_workbook_says_what_its_csv_would(acorn: World) -> None:
    own = ("fee_" + new_id().hex, "fee", "-100", "0", "-100", "XOF", "2026-09-14T11:00:00Z")
    made = upload(acorn, as_workbook(*ROWS, own), name="september.xlsx")
    assert made.status == 201, made.body
    assert (made.json["file_name"], made.json["lines"], made.json["missing_here"]) == ("september.xlsx", 2, 1)
    lines = acorn.admin(
        "GET", f"/payment-statements/{made.json['id']}/lines", query={"match": "missing_here"}
    )
    (line,) = lines.json["items"]
    assert (line["reference"], line["gross_minor"], line["why"]) == ("=sbx_unknown", 2000, "unknown")


def test_twice_broken_and_taken_away(acorn: World) -> None:
    file = as_csv(*ROWS, ("po_" + new_id().hex, "payout", "-50", "0", "-50", "XOF", "2026-09-14T11:00:00Z"))
    first = upload(acorn, file)
    again = upload(acorn, file)
    assert (again.status, again.code, again.json["statement_id"]) == (409, "StatementKnown", first.json["id"])
    broken = upload(acorn, as_csv(ROWS[0], ("sbx_2", "charge", "20.55", "0", "20.55", "XOF", "2026-09-14")))
    assert (broken.status, broken.json["row"], broken.json["column"]) == (422, 2, "gross")
    assert upload(acorn, file, "cash_on_delivery").code == "StatementFormatUnknown"
    path = f"/payment-statements/{first.json['id']}"
    explained = acorn.admin("POST", f"{path}/lines/1/resolve", {"note": "of the old shop"})
    assert (explained.status, explained.json["open"]) == (200, 0)
    taken = acorn.admin("GET", f"{path}/differences.csv")
    assert taken.header("content-type") == "text/csv; charset=utf-8"
    head, row = taken.body.decode().splitlines()
    assert head.startswith("position,match,why,kind,reference")
    assert row.startswith("1,missing_here,unknown,charge,'=sbx_unknown,")
    listed = acorn.admin("GET", "/payment-statements", query={"store": acorn.second_store})
    assert first.json["id"] not in {item["id"] for item in listed.json["items"]}
