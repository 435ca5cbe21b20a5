"""`duka …`: what an operator types. Each command is a module with `run(arguments)`."""
