"""A simulated Africa's Talking: takes texts, answers with a code for each recipient, and posts unsigned reports."""

from urllib.parse import urlencode

from tests.simulators.server import Asked, Refused, Reply, Simulator, route


class AfricasTalkingSimulator(Simulator):
    name = "Africa's Talking"

    def __init__(self) -> None:
        super().__init__()
        self.api_key, self.username = self.token("atsk_"), "acorn"
        self.texts: list[dict[str, str]] = []
        self.codes: dict[str, tuple[int, str]] = {}
        """What is answered for a number."""

    @route("GET", "/version1/user")
    def user(self, asked: Asked) -> Reply:
        self._known(asked)
        return Reply(200, {"UserData": {"balance": "KES 1785.50"}})

    @route("POST", "/version1/messaging")
    def messaging(self, asked: Asked) -> Reply:
        self._known(asked)
        form = asked.form
        if form.get("username") != self.username or not form.get("message"):
            raise Refused(Reply(400, "Request is missing required form field"))
        code, status = self.codes.get(form["to"], (101, "Success"))
        recipient = {
            "statusCode": code,
            "number": form["to"],
            "status": status,
            "cost": "0",
            "messageId": "None",
        }
        if code < 200:
            recipient |= {"cost": "KES 0.8000", "messageId": self.token("ATXid_", 24)}
            self.texts.append({**form, "id": str(recipient["messageId"])})
        told = {"Message": "Sent to 1/1 Total Cost: KES 0.8000", "Recipients": [recipient]}
        return Reply(201, {"SMSMessageData": told})

    def report(self, text: dict[str, str], status: str, why: str = "") -> bytes:
        fields = {"id": text["id"], "status": status, "phoneNumber": text["to"], "networkCode": "63902"}
        return urlencode(fields | ({"failureReason": why} if why else {})).encode()

    def incoming(self, sender: str, words: str) -> bytes:
        return urlencode(
            {"from": sender, "to": "12345", "text": words, "id": "1", "date": "2026-11-21"}
        ).encode()

    def _known(self, asked: Asked) -> None:
        if asked.headers.get("apikey") != self.api_key:
            raise Refused(Reply(401, "The supplied authentication is invalid"))
