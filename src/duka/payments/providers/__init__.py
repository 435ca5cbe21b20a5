"""The payment providers, one adapter a file. `registry.build` makes those that a process offers."""
