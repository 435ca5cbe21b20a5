"""What a simulated provider holds to be true: the judge in every fault test."""

import threading
from dataclasses import dataclass, field


@dataclass(frozen=True)
class Moved:
    """Sums over every charge of one payment, in minor units of ISO 4217: a payment charged twice shows twice the money."""

    authorized: int = 0
    captured: int = 0
    refunded: int = 0


@dataclass
class Entry:
    """One charge. `payment` is our payment id as the merchant told it, `key` what made the asking harmless; amounts are in
    minor units of ISO 4217. `authorized` is what is held now or was taken from it."""

    reference: str
    payment: str
    key: str
    amount: int
    currency: str
    status: str = "open"
    authorized: int = 0
    captured: int = 0
    refunded: int = 0
    fee: int = 0


@dataclass(frozen=True)
class Movement:
    """`what` is authorized, released, captured, refunded, or the provider's own word for something rarer."""

    what: str
    reference: str
    amount: int


@dataclass
class Books:
    """Every charge and every movement of money. Change them under `lock`, as every route of a simulator does."""

    lock: threading.RLock = field(default_factory=threading.RLock)
    entries: dict[str, Entry] = field(default_factory=dict)
    history: list[Movement] = field(default_factory=list)

    def open(self, reference: str, payment: str, key: str, amount: int, currency: str) -> Entry:
        assert reference not in self.entries, f"{reference} is opened twice"
        self.entries[reference] = Entry(reference, payment, key, amount, currency.upper())
        return self.entries[reference]

    def authorize(self, reference: str, amount: int) -> None:
        entry = self.entries[reference]
        entry.authorized += amount
        entry.status = "authorized"
        self.history.append(Movement("authorized", reference, amount))

    def release(self, reference: str, status: str) -> None:
        """What is held and not taken goes back to the buyer."""
        entry = self.entries[reference]
        held = entry.authorized - entry.captured
        entry.authorized, entry.status = entry.captured, status
        if held:
            self.history.append(Movement("released", reference, held))

    def capture(self, reference: str, amount: int, fee: int = 0) -> None:
        """Take money; what was not held before is held in the same moment."""
        entry = self.entries[reference]
        entry.authorized = max(entry.authorized, entry.captured + amount)
        entry.captured += amount
        entry.fee += fee
        entry.status = "captured"
        self.history.append(Movement("captured", reference, amount))

    def refund(self, reference: str, amount: int) -> None:
        entry = self.entries[reference]
        entry.refunded += amount
        self.history.append(Movement("refunded", reference, amount))

    def refund_failed(self, reference: str, amount: int) -> None:
        """The buyer's bank did not take it: the money is the merchant's again."""
        self.entries[reference].refunded -= amount
        self.history.append(Movement("refund_failed", reference, amount))

    def note(self, what: str, reference: str, amount: int) -> None:
        """A movement of another kind, as a dispute is."""
        self.history.append(Movement(what, reference, amount))

    def of(self, name: str) -> list[Entry]:
        """By our payment id, the key, or the provider's reference."""
        with self.lock:
            return [e for e in self.entries.values() if name in (e.payment, e.key, e.reference)]

    def moved(self, name: str) -> Moved:
        entries = self.of(name)
        return Moved(
            sum(e.authorized for e in entries),
            sum(e.captured for e in entries),
            sum(e.refunded for e in entries),
        )

    def movements(self, what: str, name: str) -> list[int]:
        """The amounts that moved so for one payment, in order."""
        with self.lock:
            references = {e.reference for e in self.of(name)}
            return [m.amount for m in self.history if m.what == what and m.reference in references]
