"""Files of what a store sells, for the channels that fetch them: Google Merchant, Meta, and whoever reads CSV or JSON.

A **feed** is of one store, in one language and the prices of one of its markets. Each variant is an **item**, kept with what the
feed says of it; a **refresh** looks at what changed and makes the file anew, so a fetch serves what lies ready. A feed is a
draft until it is published: its **problems** (which items lack what the channel asks for) are told before.

Knows the catalogue, prices and stock by asking; nobody knows it. Words: `docs/feeds.md`.
"""
