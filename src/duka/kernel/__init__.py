"""The ground: what every module stands on and nothing of the trade.

Words: a *context* says who acts for which tenant, when and in which transaction; a *refusal* is a named no; an *event*
is a fact written beside the rows it tells of; a *job* is work for later; a *quantity* is an integer count of a unit at
a scale; *money* is an integer of minor units.

Promises: a transaction always has a tenant or belongs to the platform; money and quantities are never floats; an event
exists if and only if its transaction committed.
"""
