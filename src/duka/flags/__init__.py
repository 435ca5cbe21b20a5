"""Feature flags: what of Duka a merchant has, known to the API and to the console."""
