"""Stores: where a tenant sells, from which places, and by which rules.

Words: a *store* has one currency, one home country, one default language and others; a *location* is a place
that holds stock or hands goods out; a store with *shared* stock sells from every active location, one with
*dedicated* stock from those it names. Its *rules of selling* are tax rates, shipping zones with their rates,
and payment methods. Promises: `queries.selling` reads all of that in one statement; what a merchant writes is
checked (contrast of colours, clean HTML, known countries, currencies, languages and time zones) before it is
kept. A currency is for ever, because prices are written in it. What a merchant decides of a store is shown in
`sections` of settings over these tables (`docs/settings.md`). Neighbours: media (logo and banner); catalog,
carts, checkout and orders ask it.
"""
