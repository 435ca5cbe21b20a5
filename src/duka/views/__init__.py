"""Saved views: a list as somebody likes to see it, kept for themself or shared with the company.

What a view holds is the console's own business: filters, columns, order, as JSON that is kept as it comes. Everybody keeps
their own; sharing with the company, and changing what is shared, needs `views:share`.
"""
