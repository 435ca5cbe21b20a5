"""Permissions of this module, in words."""

OWN_ACCOUNT = "account:manage"
"""Everybody who works somewhere holds it, whatever their role."""

NAMES = {
    OWN_ACCOUNT: "Manage one's own log-in",
    "keys:read": "See API keys",
    "keys:write": "Create and revoke API keys",
}
