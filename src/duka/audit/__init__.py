"""The audit trail: who did what to which thing, kept for every event of every module, insert and read only."""
