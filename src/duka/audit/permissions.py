"""Names that this module owns."""

NAMES = {"audit:read": "See the audit trail"}
