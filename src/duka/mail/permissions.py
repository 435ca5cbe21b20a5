"""The names this module owns."""

NAMES = {
    "messages:read": "Read what was sent to customers and staff, and what became of it",
    "messages:write": "Send a message again, word messages, suppress and release addresses",
    "messages:configure": "Connect an account for SMS",
}
