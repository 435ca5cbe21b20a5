"""A described variant as its piece of a file, and the file around the pieces. Pure.

Cells are data for machines and are written as they are: nothing is put before a cell that begins like a formula, because a
channel would take it for a part of the text. Do not open a feed in a spreadsheet (`docs/feeds.md`).
"""

import csv
import io
import re
from xml.sax.saxutils import escape

import msgspec

from duka.feeds.channels import CHANNELS
from duka.feeds.describing import Described, Value
from duka.feeds.goods import Scope

NAMESPACE = "http://base.google.com/ns/1.0"
_NOT_XML = re.compile("[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
_META_STOCK = {"in_stock": "in stock", "out_of_stock": "out of stock"}


def piece(item: Described, channel: str, format: str, scope: Scope) -> str:
    """What the file says of it; ends with a line end."""
    values = _values(item, channel, scope)
    if format == "xml":
        return _xml(values)
    if format == "json":
        return msgspec.json.encode(values).decode() + "\n"
    cells = [_cell(values.get(name, "")) for name in CHANNELS[channel].columns]
    return _line(cells, format)


def head(channel: str, format: str, scope: Scope) -> str:
    """What comes before the pieces."""
    if format == "xml":
        title, link = _text(scope.store_name), _text(scope.address)
        return (
            f'<?xml version="1.0" encoding="UTF-8"?>\n<rss version="2.0" xmlns:g="{NAMESPACE}"><channel>'
            f"<title>{title}</title><link>{link}</link><description>{title}</description>\n"
        )
    return "" if format == "json" else _line(list(CHANNELS[channel].columns), format)


def foot(format: str) -> str:
    return "</channel></rss>\n" if format == "xml" else ""


def removed(item_id: str, revision: int) -> str:
    """What `since` says of an item that is not listed any more."""
    return msgspec.json.encode({"id": item_id, "removed": True, "revision": revision}).decode() + "\n"


def _values(item: Described, channel: str, scope: Scope) -> dict[str, Value]:
    values = dict(item.values)
    if channel == "meta":
        values["availability"] = _META_STOCK[str(values["availability"])]
        if "quantity" in values:
            values["inventory"] = values["quantity"]
    if channel == "plain":
        values["sku"] = item.sku
        values["product_id"] = f"prod_{item.product_id.hex}"
        values["variant_id"] = f"var_{item.variant_id.hex}"
        values["currency"] = scope.currency
    return {name: values[name] for name in CHANNELS[channel].columns if values.get(name)}


def _xml(values: dict[str, Value]) -> str:
    parts = ["<item>"]
    for name, value in values.items():
        for each in value if isinstance(value, list) else [value]:
            parts.append(f"<g:{name}>{_text(each)}</g:{name}>")
    parts.append("</item>\n")
    return "".join(parts)


def _text(text: str) -> str:
    return escape(_NOT_XML.sub("", text))


def _cell(value: Value) -> str:
    return ",".join(value) if isinstance(value, list) else value


def _line(cells: list[str], format: str) -> str:
    if format == "tsv":
        return "\t".join(re.sub(r"[\t\r\n]+", " ", cell) for cell in cells) + "\n"
    out = io.StringIO(newline="")
    csv.writer(out, lineterminator="\n").writerow([cell.replace("\x00", "") for cell in cells])
    return out.getvalue()
