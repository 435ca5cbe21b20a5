"""What a telephone shows to its owner: the requests to pay that wait, each with a PIN and two buttons."""

from collections.abc import Sequence
from html import escape
from typing import Protocol


class Prompt(Protocol):
    reference: str
    amount: str
    currency: str
    note: str


def page(number: str, prompts: Sequence[Prompt]) -> str:
    title = f"Telephone {escape(number)}"
    shown = "".join(f"<li>{_form(escape(number), prompt)}</li>" for prompt in prompts)
    return (
        f'<!doctype html><html lang="en"><title>{title}</title><h1>{title}</h1>'
        f"{f'<ul>{shown}</ul>' if shown else '<p>Nothing waits here.</p>'}</html>"
    )


def _form(number: str, prompt: Prompt) -> str:
    asked = escape(f"Pay {prompt.amount} {prompt.currency} for {prompt.note}?")
    return (
        f'<p>{asked}</p><form method="post" action="/telephone/{number}/{prompt.reference}">'
        '<label>PIN <input name="pin" inputmode="numeric" autocomplete="off"></label> '
        '<button name="answer" value="confirm">Confirm</button> '
        '<button name="answer" value="reject">Reject</button></form>'
    )
