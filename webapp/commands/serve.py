"""`rang serve`: the web application on this machine, or its demonstration."""

from __future__ import annotations

import os
from pathlib import Path
from typing import Annotated

import typer

from webapp import console
from webapp.commands.database import opened
from webapp.settings import is_loopback


def command(
    host: Annotated[str, typer.Option("--host", help="Adresse où écouter.")] = "127.0.0.1",
    port: Annotated[int, typer.Option("--port", help="Port où écouter.", min=1, max=65535)] = 8000,
    workers: Annotated[int, typer.Option("--workers", help="Nombre de processus.", min=1, max=64)] = 1,
    demo: Annotated[bool, typer.Option("--demo", help="Prépare une démonstration et la sert.")] = False,
    folder: Annotated[
        Path, typer.Option("--folder", help="Dossier de la démonstration, gardé d'une fois à l'autre.", file_okay=False)
    ] = Path("demo-web"),
) -> None:
    """Sert les pages ; les réglages se lisent dans l'environnement (docs/reglages.md)."""
    if demo:
        _refuse_strangers(host)
        _prepare_demo(folder, host, port)
    with opened():
        pass  # the tables are up to date before the first process serves
    _run(host, port, workers)


def _refuse_strangers(host: str) -> None:
    if not is_loopback(host):
        console.complain("La démonstration montre tous les courriels : elle n'écoute que sur 127.0.0.1.")
        raise typer.Exit(console.WRONG_USE)


def _prepare_demo(folder: Path, host: str, port: int) -> None:
    from webapp.demo import prepare

    # The processes that serve read the environment: the demonstration speaks to them through it.
    os.environ.update(prepare(folder, f"http://{host}:{port}"))


def _run(host: str, port: int, workers: int) -> None:
    import uvicorn

    uvicorn.run(
        "webapp.serving:application",
        factory=True,
        host=host,
        port=port,
        workers=workers,
        log_level="warning",
        server_header=False,
        timeout_graceful_shutdown=2,
    )
