"""What the ledger announces."""

from typing import ClassVar

from duka.kernel.events import Event


class LedgerOutOfBalance(Event, frozen=True, kw_only=True):
    """The nightly verification found that the books differ from what happened. `aggregate_id` is the company's; `findings`
    how many, `first` the first of them in words."""

    TYPE: ClassVar[str] = "ledger.out_of_balance"
    findings: int
    first: str
