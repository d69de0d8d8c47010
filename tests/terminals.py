"""The product's own command on a terminal of some width, with somebody who answers what it asks."""

from __future__ import annotations

import os
import pty
import subprocess
import sys
from typing import TYPE_CHECKING

from click import unstyle

from tests.servers import PATIENCE_SECONDS

if TYPE_CHECKING:
    from tests.conftest import Command

MAIN = "from monitor.cli.main import main; main()"


def on_terminal(command: Command, *words: object, answer: str = "", width: int = 80) -> tuple[int, str]:
    """Run a command on a terminal.

    Args:
        command: whose data folder it works on.
        words: its arguments.
        answer: what somebody types; it waits there from the beginning.
        width: of the terminal, in columns.

    Returns:
        (exit code, what the terminal shows, without colours).
    """
    ours, theirs = pty.openpty()
    environment = {**command.environment, "COLUMNS": str(width), "TERM": "xterm-256color"}
    with subprocess.Popen(
        [sys.executable, "-c", MAIN, *map(str, words)], stdin=theirs, stdout=theirs, stderr=theirs, env=environment
    ) as process:
        os.close(theirs)
        os.write(ours, answer.encode())
        shown = b""
        try:
            while part := os.read(ours, 65_536):
                shown += part
        except OSError:
            pass  # so Linux says that the other end was closed
        code = process.wait(PATIENCE_SECONDS)
    os.close(ours)
    return code, unstyle(shown.decode()).replace("\r\n", "\n")
