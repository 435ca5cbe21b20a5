"""Experiments: some visitors of a store are shown something else, and what they do is compared with what the others do.

Words: an *experiment* has *variants*, the first of which is the *control* (what everybody else sees); a *visitor* is *given*
one by a hash of the experiment and their key; they are counted once they *saw* a page on which the variants differ; the
*measure* is what the experiment is judged by, a *guard* is what must not get worse.

Promises: who is given what follows from the key alone, in every process and for as long as the experiment runs; nobody is counted
twice; what was found holds however often it was looked at (`measuring`).

Neighbours: `markets` and `carts` read the variants of the caller for prices; surfaces ask `assigning` for what to show; orders
are counted when they are placed (`handlers`).
"""
