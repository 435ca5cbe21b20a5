"""A simulated Postmark: takes letters, refuses what Postmark refuses, and posts reports of them.

Strict where Postmark is: the server's token, an address that bounced before (406), a body with its fields.
"""

from typing import Any

from tests.simulators.server import Asked, Refused, Reply, Simulator, route


class MailApiSimulator(Simulator):
    name = "Postmark"

    def __init__(self) -> None:
        super().__init__()
        self.server_token = self.token("pm_")
        self.taken: list[dict[str, Any]] = []
        self.inactive: set[str] = set()

    @route("POST", "/email")
    def email(self, asked: Asked) -> Reply:
        if asked.headers.get("x-postmark-server-token") != self.server_token:
            raise _refused(401, 10, "The Server Token you provided was invalid.")
        said = asked.json
        if not isinstance(said, dict) or not said.get("From") or not said.get("To"):
            raise _refused(422, 300, "Invalid 'To' address")
        if not (said.get("HtmlBody") or said.get("TextBody")):
            raise _refused(422, 300, "Provide either email TextBody or HtmlBody or both.")
        if said["To"] in self.inactive:
            raise _refused(422, 406, "You tried to send to a recipient that has been marked as inactive.")
        message = {**said, "MessageID": self.token("", 36)}
        self.taken.append(message)
        return Reply(
            200, {"To": said["To"], "MessageID": message["MessageID"], "ErrorCode": 0, "Message": "OK"}
        )

    def report(self, letter: dict[str, Any], record: str, **more: Any) -> dict[str, Any]:
        """What Postmark posts of a letter: a Bounce, a Delivery, a SpamComplaint."""
        return {
            "RecordType": record,
            "MessageID": letter["MessageID"],
            "Recipient": letter["To"],
            "Email": letter["To"],
            "Metadata": letter["Metadata"],
            **more,
        }


def _refused(status: int, code: int, message: str) -> Refused:
    return Refused(Reply(status, {"ErrorCode": code, "Message": message}))
