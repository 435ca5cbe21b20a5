"""Pages that a merchant writes: About, questions and answers, a size guide. In Markdown, in every language of the store, each
with an address of its own in each."""
