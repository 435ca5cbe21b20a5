"""The audit trail: who did what to which thing, from where, with what was there before; insert and read only."""
