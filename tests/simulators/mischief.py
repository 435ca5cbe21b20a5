"""What goes wrong: with answers, and with callbacks. Scripted where a test says so, else by a seeded random plan."""

import random
import threading
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from typing import Any, Literal

import httpx2

Trouble = Literal[
    "cut_before", "error_before", "slow_before", "cut_after", "error_after", "slow_after", "none"
]
"""Before or after the provider acted: the connection is cut without an answer, a 500 comes, or it takes long."""
TROUBLES: tuple[Trouble, ...] = (
    "cut_before",
    "error_before",
    "slow_before",
    "cut_after",
    "error_after",
    "slow_after",
)
Fate = Literal["sent", "dropped", "doubled", "late", "reordered", "wrong_amount", "wrong_merchant", "forged"]
"""`late` goes out one delivery later, `reordered` after the others. `wrong_amount` and `wrong_merchant` are signed as they
should be; `forged` is changed after the signing."""
HONEST: tuple[Fate, ...] = ("sent", "dropped", "doubled", "late", "reordered")


class Plan:
    """Takes the next word of its script; without one, a random word in a share of `rate` of the cases."""

    def __init__(self) -> None:
        self._script: list[tuple[str, str]] = []
        self._random = random.Random(0)
        self._rate = 0.0
        self._words: tuple[str, ...] = ()
        self._lock = threading.Lock()
        self.happened: list[tuple[str, str]] = []
        """Every word other than the ordinary one, with what it befell."""

    def then(self, word: str, at: str = "") -> None:
        """Next, or next at the route (for callbacks: the kind of event) of that name."""
        with self._lock:
            self._script.append((word, at))

    def at_random(self, seed: int, rate: float, words: Iterable[str]) -> None:
        with self._lock:
            self._random, self._rate, self._words = random.Random(seed), rate, tuple(words)

    def stop(self) -> None:
        """From now on all goes well."""
        with self._lock:
            self._script, self._rate = [], 0.0

    def take(self, name: str, ordinary: str) -> str:
        with self._lock:
            word = ordinary
            for entry in self._script:
                if entry[1] in ("", name):
                    self._script.remove(entry)
                    word = entry[0]
                    break
            else:
                if self._words and self._random.random() < self._rate:
                    word = self._random.choice(self._words)
            if word != ordinary:
                self.happened.append((word, name))
            return word


class Mischief(Plan):
    """Trouble with answers. `seconds` is how long a slow one takes."""

    seconds = 0.05


@dataclass
class Letter:
    """One event on its way. It is signed when it is sent, by the provider's rules."""

    url: str
    kind: str
    event: Any
    fate: str = "sent"
    tries: int = 0


@dataclass(frozen=True)
class Sent:
    """What went out and what the merchant's server said; `status` 0: nothing."""

    url: str
    kind: str
    headers: dict[str, str]
    body: bytes
    status: int


Compose = Callable[[Letter], tuple[dict[str, str], bytes]]


@dataclass
class Callbacks:
    """What goes out to the merchant. Events wait for `deliver()`; with `at_once` a thread sends them as they come, all but
    the late ones. `again`: what was not answered with 2xx waits for the next delivery, up to `most_tries` times."""

    compose: Compose
    plan: Plan = field(default_factory=Plan)
    at_once: bool = False
    again: bool = True
    most_tries: int = 10
    waiting: list[Letter] = field(default_factory=list)
    sent: list[Sent] = field(default_factory=list)
    _lock: threading.RLock = field(default_factory=threading.RLock)
    _bell: threading.Event = field(default_factory=threading.Event)
    _thread: threading.Thread | None = None
    _is_open: bool = True
    _client: httpx2.Client = field(
        default_factory=lambda: httpx2.Client(timeout=15, trust_env=False, follow_redirects=False)
    )

    def announce(self, url: str, kind: str, event: Any) -> None:
        """Something happened that the merchant at `url` subscribed to; nobody there, nothing sent."""
        if not url:
            return
        fate = self.plan.take(kind, "sent")
        if fate == "dropped":
            return
        letters = [Letter(url, kind, event, fate) for _ in range(2 if fate == "doubled" else 1)]
        with self._lock:
            self.waiting += letters
        if self.at_once:
            if self._thread is None:
                self._thread = threading.Thread(target=self._run, daemon=True)
                self._thread.start()
            self._bell.set()

    def deliver(self) -> list[Sent]:
        """Sends what is waiting, in the calling thread, and says what came of it."""
        with self._lock:
            going = [letter for letter in self.waiting if letter.fate != "late"]
            self.waiting = [letter for letter in self.waiting if letter.fate == "late"]
            for letter in self.waiting:
                letter.fate = "sent"
        return self._send(going)

    def replay(self, sent: Sent) -> Sent:
        """The same bytes once more, as somebody in between could."""
        return self._post(sent.url, sent.kind, sent.headers, sent.body)

    def close(self) -> None:
        self._is_open = False
        self._bell.set()
        if self._thread is not None:
            self._thread.join(timeout=20)
        self._client.close()

    def _run(self) -> None:
        while self._bell.wait() and self._is_open:
            self._bell.clear()
            with self._lock:
                going = [letter for letter in self.waiting if letter.fate != "late"]
                self.waiting = [letter for letter in self.waiting if letter.fate == "late"]
            self._send(going)

    def _send(self, letters: list[Letter]) -> list[Sent]:
        in_order = sorted(letters, key=lambda letter: letter.fate == "reordered")
        return [self._one(letter) for letter in in_order]

    def _one(self, letter: Letter) -> Sent:
        headers, body = self.compose(letter)
        if letter.fate == "forged":
            body = body + b" "
        sent = self._post(letter.url, letter.kind, headers, body)
        letter.tries += 1
        is_taken = 200 <= sent.status < 300
        if self.again and not is_taken and letter.fate != "forged" and letter.tries < self.most_tries:
            with self._lock:
                self.waiting.append(letter)
        return sent

    def _post(self, url: str, kind: str, headers: dict[str, str], body: bytes) -> Sent:
        try:
            status = self._client.post(url, content=body, headers=headers).status_code
        except httpx2.HTTPError:
            status = 0
        sent = Sent(url, kind, headers, body, status)
        with self._lock:
            self.sent.append(sent)
        return sent
