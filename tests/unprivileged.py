"""The command as someone for whom the modes of files count: root, whom they do not bind, gives that up first."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
from typing import TYPE_CHECKING

import pytest

from tests.conftest import ROOT

if TYPE_CHECKING:
    from collections.abc import Sequence

    from tests.conftest import Command

_WITHOUT = "-dac_override,-dac_read_search,-fowner"
_SCRIPT = """
import json, os, sys
from tests.within import within
for words in json.loads(sys.argv[1]):
    print(json.dumps(within(*words, environment=dict(os.environ))), flush=True)
"""


def runs(command: Command, *several: Sequence[str], largest_file: int | None = None) -> list[tuple[int, str, str]]:
    """Run commands one after the other in one process that is bound by modes.

    Args:
        command: names the data folder.
        several: the words of each.
        largest_file: bytes beyond which no file can be written, as on a disk that is full; None for no bound.

    Returns:
        Exit code, standard output and standard error of each.
    """
    starter: list[str] = []
    if os.geteuid() == 0:
        if not (setpriv := shutil.which("setpriv")):
            pytest.skip("root is not bound by modes, and there is no setpriv to give that up")
        starter = [setpriv, f"--bounding-set={_WITHOUT}", f"--inh-caps={_WITHOUT}"]
    if largest_file is not None:
        starter += ["prlimit", f"--fsize={largest_file}"]
    done = subprocess.run(
        [*starter, sys.executable, "-c", _SCRIPT, json.dumps([list(words) for words in several])],
        check=False,
        capture_output=True,
        text=True,
        cwd=ROOT,
        env=command.environment,
        timeout=150,
    )
    assert done.returncode == 0, done.stderr
    return [tuple(json.loads(line)) for line in done.stdout.splitlines()]
