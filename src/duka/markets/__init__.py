"""Markets and price lists: which prices somebody sees, and in which currency they pay.

Words: a *market* is a group of countries in which a store sells in a currency, language and taxes of its own, with some of its
ways to pay and to ship; an *exchange rate* says what one currency is worth in another from a moment on; a *price list* says
what some people pay instead: for goods that it names, or so many percent of everything; a *tier* is its price from a quantity
on; a *source* is somebody else's list of rates that is read daily.

Promises: what somebody sees is what they are charged, in that currency, from listing to refund; the newest rate of the past
holds; going into a market and back changes nothing of a cart in the store's own currency; a shop without markets and lists
pays no statement for them. Prices are found in SQL (`prices_seen`, `in_currency`), so that a listing stays one statement.
Neighbours: stores, which read their markets whole (`stores.seen`); pricing, whose prices are the start of every other one.
"""
