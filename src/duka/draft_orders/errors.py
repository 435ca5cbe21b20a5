"""What draft orders refuse."""

from duka.kernel.errors import NotFound, Refusal


class DraftNotFound(NotFound):
    """There is no such draft. Perhaps it was deleted."""


class DraftClosed(Refusal):
    """This draft is {state} and can't be changed. Duplicate it to go on."""


class DraftLinkNotFound(NotFound):
    """This link does not exist. Open it as it was sent to you, or ask the shop for a new one."""


class DraftLinkClosed(Refusal):
    """This offer is not valid any more. Ask the shop for a new one."""

    status = 410


class DraftPricedByHand(Refusal):
    """This draft has prices, discounts or carriage by hand in {currency}. Take them out before you choose another market."""


class DraftIncomplete(Refusal):
    """Before it can be sent: {summary}"""

    status = 422

    def __init__(self, missing: dict[str, str]) -> None:
        """`missing`: field path → what to fill in."""
        super().__init__(missing=missing, summary="; ".join(f"{k}: {v}" for k, v in missing.items()))


class DraftStillOpen(Refusal):
    """Only drafts that were cancelled, expired or never sent can be deleted. Cancel it first."""


class NobodyToSendTo(Refusal):
    """Nobody to send it to: give an e-mail address or a telephone number."""

    status = 422


class StoreLocaleUnknown(Refusal):
    """This store does not speak {locale}. Choose one of its languages."""

    status = 422
