"""The verbs of carriers: `accounts` (connect, change, disconnect, test), `labels` (quote, buy, cancel, print) and `tracking`
(follow a parcel, look where it is)."""
