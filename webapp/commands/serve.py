"""`rang serve`: the web application on this machine, or its demonstration."""

from __future__ import annotations

import os
import socket
import time
from pathlib import Path
from threading import Thread
from typing import Annotated
from urllib.request import urlopen

import typer

from webapp import console
from webapp.commands.database import opened
from webapp.settings import is_loopback

_APPLICATION = "webapp.serving:application"


def command(
    host: Annotated[str, typer.Option("--host", help="Adresse où écouter.")] = "127.0.0.1",
    port: Annotated[int, typer.Option("--port", help="Port où écouter.", min=1, max=65535)] = 8000,
    workers: Annotated[int, typer.Option("--workers", help="Nombre de processus.", min=1, max=64)] = 1,
    demo: Annotated[bool, typer.Option("--demo", help="Prépare une démonstration et la sert.")] = False,
    check: Annotated[
        bool, typer.Option("--check", help="Démarre, vérifie que la page d'entrée répond, et s'arrête.")
    ] = False,
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
    _refuse_a_port_taken(host, port)
    if check:
        _try_out(host, port)
    else:
        _run(host, port, workers)


def _refuse_a_port_taken(host: str, port: int) -> None:
    try:
        with socket.create_server((host, port)):
            return
    except OSError as error:
        console.complain(f"{host}:{port} ne peut pas servir ({error.strerror}). Prenez un autre port : --port 8001.")
        raise typer.Exit(console.WRONG_USE) from None


def _try_out(host: str, port: int) -> None:
    """Serve just long enough to see that the door opens."""
    import uvicorn

    server = uvicorn.Server(uvicorn.Config(_APPLICATION, factory=True, host=host, port=port, log_level="warning"))
    serving = Thread(target=server.run)
    serving.start()
    while serving.is_alive() and not server.started:
        time.sleep(0.05)
    try:
        with urlopen(f"http://{host}:{port}/connexion") as answer:
            console.say(f"Le site répond ({answer.status}) ; il est arrêté, comme --check le demande.")
    except OSError as error:
        console.complain(f"Le site ne répond pas : {error}")
        raise typer.Exit(console.BROKEN) from None
    finally:
        server.should_exit = True
        serving.join()


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
        _APPLICATION,
        factory=True,
        host=host,
        port=port,
        workers=workers,
        log_level="warning",
        server_header=False,
        timeout_graceful_shutdown=2,
    )
