"""Visits to the storefront, counted without cookies and without telling a page to wait.

The edge tells of every page that it answers, kept ones too (`reading.read`); what somebody is told apart by (address and program)
is held in memory for a few seconds (`tally`), then only as a hash with a salt of its own for each store and day, in tables that
are not logged and are emptied when the day is over (`writing`). What stays are sums (`funnel_days`). Robots are left out, and who
asks not to be counted (Do Not Track, Global Privacy Control).
"""
