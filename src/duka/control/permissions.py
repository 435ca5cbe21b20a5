"""Permissions of operators, in words. No merchant's role or key can hold them."""

NAMES = {
    "control:enter": "Enter Center Control and see its first page",
    "tenants:read": "See all merchants, their plan, use and state",
    "tenants:write": "Create merchants, change their state and their domains",
    "tenants:export": "Export a merchant to an archive, and restore one",
    "tenants:delete": "Delete a merchant for good",
    "tenants:act_as": "Act as somebody of a merchant, for a while and with a reason",
    "tenants:act_as_owner": "Act as an owner of a merchant, for a while and with a reason",
    "plans:read": "See plans",
    "plans:write": "Change plans, and which merchant has which",
    "flags:read": "See how far features are rolled out",
    "flags:write": "Roll out features, and switch them for one merchant",
    "policies:read": "See the policies that bind merchants",
    "policies:write": "Change the policies that bind merchants",
    "risk:read": "See orders that are held",
    "risk:write": "Hold and release orders",
    "insights:read": "See the figures of the whole platform",
    "health:read": "See how the service is doing",
    "health:write": "Replay and discard what failed, silence alerts",
}
