"""The verbs of taxes, one file a thing."""
