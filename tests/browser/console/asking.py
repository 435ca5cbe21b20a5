"""What the API answers to the person of a browser."""

from __future__ import annotations

from typing import Any

import msgspec
from playwright.sync_api import Page

ASK = """async ([method, company, path, body]) => {
  const { sessions } = await (await fetch('/api/session')).json()
  const { csrf_token } = sessions.find((session) => session.company.slug === company)
  const answer = await fetch(`/api/tenants/${company}/admin${path}`, {
    method, body: body === null ? undefined : JSON.stringify(body),
    headers: { 'content-type': 'application/json', 'x-csrf-token': csrf_token,
               'idempotency-key': crypto.randomUUID() } })
  return { status: answer.status, body: await answer.json() }
}"""


class Answer(msgspec.Struct, frozen=True):
    status: int
    body: Any


def ask(page: Page, company: str, method: str, path: str, body: object = None) -> Answer:
    """Asks as the console does, with the cookies of the page; `path` begins after the company."""
    told = page.evaluate(ASK, [method, company, path, body])
    return Answer(told["status"], told["body"])
