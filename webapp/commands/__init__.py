"""One module a sub-command of `rang`."""
