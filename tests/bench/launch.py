"""Run the command given and write `{"seconds", "peak", "code"}` as JSON on standard output; `peak` in bytes.

A script of its own, in a process that holds nothing: a command is charged with what the process that starts it weighs.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
import time

_BYTES = 1 if sys.platform == "darwin" else 1024


def main(command: list[str]) -> None:
    started = time.perf_counter()
    process = subprocess.Popen(command, stdout=subprocess.DEVNULL)
    _, status, usage = os.wait4(process.pid, 0)
    ran = {
        "seconds": time.perf_counter() - started,
        "peak": usage.ru_maxrss * _BYTES,
        "code": os.waitstatus_to_exitcode(status),
    }
    sys.stdout.write(json.dumps(ran))


if __name__ == "__main__":
    main(sys.argv[1:])
