"""Permissions of this module, in words."""

NAMES = {
    "customers:export": "Hand out everything that is kept of a customer",
    "customers:erase": "Erase a customer for good; only the books stay, without a name",
}
