"""Carriers: whom a merchant gives parcels to, through one protocol.

Words: a *carrier* brings parcels; a *provider* is an adapter to one carrier or to many (`providers/`); a *carrier account* is a
store's own at a provider, its secrets sealed; a *label* is what is stuck on a parcel and pays for its way; a *tracked parcel*
is followed until it arrives.

Promises: a label is bought once for a key, whatever gets lost on the way; no carrier is asked inside a transaction; what a
carrier tells unasked is a hint, and the truth is looked up. Neighbours: orders (above) say what is in a parcel and hear
`label.bought`, `label.cancelled` and `shipment.tracked`; papers (below) draw the labels that we print ourselves.
"""
