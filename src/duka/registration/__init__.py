"""Registration: a company signs itself up, and can sell at once.

Words: a *proposal* is what a country suggests: currency, language, time zone, tax, a shipping rate; the owner looks it over.
Promises: a form that is sent twice makes one company; nothing tells whether an e-mail address is known here; what stopped
half-way is finished by sending the form again. Neighbours: it makes the tenant, its owner and its first store through
their own verbs.
"""
