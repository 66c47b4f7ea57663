"""Settings, commands and pages: the only package that knows all the others."""
