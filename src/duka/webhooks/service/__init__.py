"""Verbs: endpoints, their secrets, sending again, and what follows when a receiver does not answer well."""
