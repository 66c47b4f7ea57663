"""The command `rang`: one sub-command a job. Exit 0 done, 2 wrong use, 3 errors in the inputs, 4 not proven."""

from __future__ import annotations

from typing import Any

import typer
from typer.core import TyperGroup

from webapp import console
from webapp.commands import (
    allocate,
    check,
    copies,
    demo,
    export,
    invite,
    publish,
    rehearse,
    retention,
    rules,
    serve,
    template,
    validate,
    verify,
    why,
)
from webapp.folder import UnwritableFolderError


class _Commands(TyperGroup):
    """The sub-commands, with the one complaint that any of them may have to make."""

    def invoke(self, ctx: Any) -> Any:
        try:
            return super().invoke(ctx)
        except UnwritableFolderError as error:
            console.complain(str(error))
            raise typer.Exit(console.WRONG_USE) from None


app = typer.Typer(
    name="rang",
    cls=_Commands,
    help="Le choix de stage des internes : des tableurs de l'ARS à une affectation prouvée.",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
)

app.command("allocate")(allocate.command)
app.command("check")(check.command)
app.command("verify")(verify.command)
app.command("validate")(validate.command)
app.command("why")(why.command)
app.command("export")(export.command)
app.command("rules")(rules.command)
app.command("template")(template.command)
app.command("demo")(demo.command)
app.command("serve")(serve.command)
app.command("invite")(invite.command)
app.command("publish")(publish.command)
app.command("backup")(copies.backup)
app.command("restore")(copies.restore)
app.command("status")(copies.status)
app.command("rehearse")(rehearse.command)
app.command("retention")(retention.command)
