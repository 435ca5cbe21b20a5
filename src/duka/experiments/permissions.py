"""Permissions of this module, in words."""

READ = "experiments:read"
WRITE = "experiments:write"
JOIN = "experiments:join"

NAMES = {
    READ: "See experiments and their results",
    WRITE: "Plan, start, stop and decide experiments",
    JOIN: "Take part in a store's experiments",
}
