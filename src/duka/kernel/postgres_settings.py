"""How the embedded PostgreSQL is set: for a small machine that it shares with the application, and safe to
lose power.

Written to `duka.conf` at each start, which postgresql.conf includes. What an operator sets with ALTER SYSTEM,
or below that include, wins.
"""

from __future__ import annotations

from collections.abc import Mapping

SETTINGS = {
    "shared_buffers": "256MB",
    "effective_cache_size": "1GB",
    "maintenance_work_mem": "128MB",
    "work_mem": "8MB",
    "max_connections": "100",
    "max_wal_size": "2GB",
    "min_wal_size": "128MB",
    "wal_compression": "on",
    "checkpoint_timeout": "15min",
    "random_page_cost": "1.1",
    "jit": "off",
    "idle_in_transaction_session_timeout": "60s",
    "password_encryption": "scram-sha-256",
    "timezone": "UTC",
    "log_timezone": "UTC",
    "log_line_prefix": "%m [%p] %q%u@%d ",
    "log_min_duration_statement": "2s",
    "log_parameter_max_length": "0",
    "log_lock_waits": "on",
    "logging_collector": "on",
    "log_filename": "postgresql-%a.log",
    "log_truncate_on_rotation": "on",
    "log_rotation_age": "1d",
    "log_rotation_size": "0",
}
UNSAFE = {"fsync": "off", "synchronous_commit": "off", "full_page_writes": "off"}
"""For tests: quick, and a power cut loses everything."""


def conf(places: Mapping[str, str], *, fast: bool) -> str:
    """The text of `duka.conf`; `places` are the settings that differ between clusters."""
    settings = {**SETTINGS, **places, **(UNSAFE if fast else {})}
    quoted = {name: value.replace("'", "''") for name, value in settings.items()}
    lines = [f"{name} = '{value}'" for name, value in quoted.items()]
    return "\n".join(
        ["# Written anew at each start; your own settings belong elsewhere (ALTER SYSTEM).", *lines, ""]
    )
