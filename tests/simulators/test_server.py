"""The ground of the simulators does what it says."""

import httpx2
import pytest
from tests.simulators.server import Asked, Refused, Reply, Simulator, route


class Acme(Simulator):
    @route("POST", "/charges/{id}")
    def charge(self, asked: Asked, id: str) -> Reply:
        if not asked.form.get("amount", "").isdigit():
            raise Refused(Reply(400, {"error": "amount"}))
        self.books.open(id, "pay_1", "key", int(asked.form["amount"]), "eur")
        self.books.capture(id, int(asked.form["amount"]))
        self.callbacks.announce(self.hook, "charged", {"id": id})
        return Reply(200, {"id": id})

    @route("POST", "/hook", is_page=True)
    def hear(self, asked: Asked) -> Reply:
        self.heard.append(asked.json)
        return Reply(200 if len(self.heard) > self.refuses else 500)

    hook = ""
    refuses = 0

    def __init__(self) -> None:
        super().__init__()
        self.heard: list[object] = []


def test_routes_refusals_and_keep_alive() -> None:
    with Acme() as acme, httpx2.Client(base_url=acme.url) as client:
        assert client.post("/charges/a%2Fb", data={"amount": "5"}).json() == {"id": "a/b"}
        assert client.post("/charges/c", data={}).json() == {"error": "amount"}
        assert client.post("/nowhere").status_code == 404
        assert acme.moved("pay_1").captured == 5
        assert acme.books.movements("captured", "a/b") == [5]
    assert acme.failures == []


def test_mischief_before_the_act_and_after_it() -> None:
    with Acme() as acme, httpx2.Client(base_url=acme.url) as client:
        for n, trouble in enumerate(("cut_before", "error_before", "cut_after", "error_after")):
            acme.mischief.then(trouble, "charge")
            if "cut" in trouble:
                with pytest.raises(httpx2.RemoteProtocolError):
                    client.post(f"/charges/{n}", data={"amount": "5"})
            else:
                assert client.post(f"/charges/{n}", data={"amount": "5"}).status_code == 500
        assert list(acme.books.entries) == ["2", "3"]
        assert [word for word, _ in acme.mischief.happened] == [
            "cut_before",
            "error_before",
            "cut_after",
            "error_after",
        ]


def test_the_same_seed_makes_the_same_trouble() -> None:
    def words() -> list[str]:
        acme = Acme()
        acme.mischief.at_random(7, 0.5, ["cut_before", "error_after"])
        return [acme.mischief.take("charge", "none") for _ in range(40)]

    assert words() == words()
    assert {"none", "cut_before", "error_after"} == set(words())


def test_callbacks_are_dropped_doubled_late_and_reordered() -> None:
    with Acme() as acme, httpx2.Client(base_url=acme.url) as client:
        acme.hook = acme.url + "/hook"
        for n, fate in enumerate(("dropped", "late", "reordered", "doubled", "sent")):
            acme.callbacks.plan.then(fate)
            client.post(f"/charges/{n}", data={"amount": "1"})
        acme.deliver()
        assert acme.heard == [{"id": "3"}, {"id": "3"}, {"id": "4"}, {"id": "2"}]
        acme.deliver()
        assert acme.heard[4:] == [{"id": "1"}]
        acme.callbacks.replay(acme.callbacks.sent[0])
        assert acme.heard[5:] == [{"id": "3"}]


def test_what_was_not_taken_is_sent_again() -> None:
    with Acme() as acme, httpx2.Client(base_url=acme.url) as client:
        acme.hook, acme.refuses = acme.url + "/hook", 2
        client.post("/charges/1", data={"amount": "1"})
        sent = [one.status for _ in range(6) for one in acme.deliver()]
        assert sent == [500, 500, 200]


def test_nobody_is_there_after_the_end() -> None:
    with Acme() as acme, httpx2.Client(base_url=acme.url) as client:
        client.post("/charges/1", data={"amount": "1"})
        acme.stop()
        with pytest.raises(httpx2.TransportError):
            client.post("/charges/2", data={"amount": "1"})
    assert list(acme.books.entries) == ["1"]
