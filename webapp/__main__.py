"""`python -m webapp` is the command `rang`."""

from webapp.cli import app

app(prog_name="rang")
