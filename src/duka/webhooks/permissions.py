"""What one may do with webhooks."""

READ, WRITE = "webhooks:read", "webhooks:write"

NAMES = {
    READ: "See webhook endpoints and what was sent to them",
    WRITE: "Add, change and remove webhook endpoints, and send messages again",
}
