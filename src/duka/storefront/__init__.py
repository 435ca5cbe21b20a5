"""What shoppers see: the pages of a store, made on the server, usable without JavaScript and better with it.

Words: a *visit* is one request to one store; a *theme* is the merchant's choice of preset, colours and
fonts; a *prefix* is the path under which a store lives where it has no host name of its own
(`/s/{tenant}/{store}`).

Promises: no rule of selling lives here (pages ask queries and call verbs); no inline script or style; what
was typed is never lost; every text is a message of the catalogues under `locale/`.

Neighbours: above `stores`, `catalog`, `carts`, `checkout`, `orders` and `payments`; nobody knows it but
`main`.
"""
