"""The editor of products, as somebody at a keyboard uses it."""

from __future__ import annotations

import re

from playwright.sync_api import Locator, Page

PASTE = """(text) => {
  const data = new DataTransfer(); data.setData('text/plain', text)
  document.activeElement.dispatchEvent(new ClipboardEvent('paste', { clipboardData: data, bubbles: true, cancelable: true }))
}"""
"""What a spreadsheet's copy and a Ctrl+V do; a browser without a screen has no clipboard of the system."""


def cell(page: Page, row: int, column: int) -> Locator:
    """Row 2 is the first under the head; column 1 names the variant."""
    return page.locator(f"[role=row][aria-rowindex='{row}'] [role=gridcell][aria-colindex='{column}']")


def give_option(page: Page, place: int, name: str, values: tuple[str, ...]) -> None:
    add = page.get_by_role("button", name=re.compile("Ajouter des options|Autre option"))
    add.click()
    page.get_by_role("combobox", name="Option", exact=True).nth(place).fill(name)
    field = page.get_by_role("combobox", name="Valeurs").nth(place)
    field.click()
    field.press_sequentially(",".join(values) + ",")


def paste(page: Page, row: int, column: int, table: list[tuple[object, ...]]) -> None:
    """Into the sheet of the variants, from this cell on."""
    cell(page, row, column).click()
    page.evaluate(PASTE, "\n".join("\t".join(map(str, line)) for line in table))
