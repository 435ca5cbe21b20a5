"""Settings: typed, versioned sections of what a company and its stores decide.

Words: a *section* is a struct with a default for every field, declared by the module that it belongs to
(`<module>/sections.py`) and registered in the wiring. Its *scope* is company, store or both; where it is both, the
company's value is the default of its stores. *Own* is what was decided at one place; the *value* is the platform's
defaults with the company's own and the store's own laid over them, and *sources* says of each field where it comes
from. *Limits* are the platform's (`limits.toml`): nobody saves beyond them, and what was saved before a limit was
narrowed is read within it. A *truth* is another module's own tables, for sections that the crowd reads from there:
the engine then keeps versions and history, never a second copy that counts.

Promises: a save names the version that it was made from; every version is kept, told and can be restored; what older
versions of the program wrote is read as far as it is understood, and what is not is told. `queries.section` answers
from memory for `cache_seconds`, without a statement. The engine knows the meaning of no section.
Neighbours: identity, stores and others declare sections; it stands on tenants and the kernel.
"""
