"""The real server in processes of its own, to be killed without warning and started again."""

from __future__ import annotations

import os
import signal
import socket
import subprocess
import sys
import time
from dataclasses import dataclass, field
from http.client import HTTPException
from pathlib import Path
from urllib.error import URLError
from urllib.request import urlopen

SECRET = "s" * 40
_PATIENCE = 120


@dataclass
class Server:
    """`rang serve` on that database, on a free port of this machine; its output goes to `log`."""

    database: str
    log: Path
    port: int = field(default_factory=lambda: _free_port())
    process: subprocess.Popen[bytes] | None = None

    @property
    def address(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    def start(self) -> None:
        environ = os.environ | {"RANG_DATABASE": self.database, "RANG_SECRET": SECRET, "RANG_BASE_URL": self.address}
        command = [sys.executable, "-m", "webapp", "serve", "--port", str(self.port)]
        with self.log.open("ab") as log:
            self.process = subprocess.Popen(command, stdout=log, stderr=log, env=environ, start_new_session=True)
        end = time.monotonic() + _PATIENCE
        while time.monotonic() < end:
            assert self.process.poll() is None, self.log.read_text(encoding="utf-8")
            try:
                with urlopen(f"{self.address}/connexion"):  # noqa: S310 (our own address)
                    return
            except (URLError, HTTPException, ConnectionError):
                time.sleep(0.05)
        raise TimeoutError(self.address)

    def kill(self) -> None:
        """SIGKILL to every process of the server: nothing is told, nothing is closed."""
        if self.process is not None:
            os.killpg(self.process.pid, signal.SIGKILL)
            self.process.wait()


def _free_port() -> int:
    with socket.create_server(("127.0.0.1", 0)) as free:
        return int(free.getsockname()[1])
