"""The benchmark: what this machine allows, and how near Duka comes to it.

`python -m bench` makes a PostgreSQL of its own with production settings, fills a shop, starts the real server and
worker, walks real flows over HTTP, and puts beside each figure the yardstick that bounds it here: a hello-world of the
same server, and pgbench with the very statements of our checkout and listing.

Words: a *call* is one HTTP request and its answer; a *flow* is a script of calls that each connection walks again and
again (one for a listing, five for a checkout), and *per second* counts whole flows; a *round* measures one flow at one
number of connections. Answers that are not what the flow expects fail the benchmark.
"""
