"""The product's own command, run in this process: it starts as quickly as its modules have been loaded before."""

from __future__ import annotations

import io
import os
import sys
from contextlib import redirect_stderr, redirect_stdout
from typing import TYPE_CHECKING, TextIO

import pytest

from monitor import child
from monitor.cli.main import main
from tests import forked

if TYPE_CHECKING:
    from collections.abc import Mapping


def within(*words: object, environment: Mapping[str, str], told_to: TextIO | None = None) -> tuple[int, str, str]:
    """Run a command in this process; what it starts, as a crawl, is a process all the same, see `tests/forked.py`.

    Args:
        words: its arguments.
        environment: all of its environment variables.
        told_to: its standard output, where that is another than what is returned.

    Returns:
        (exit code, standard output, standard error).
    """
    out, err = io.StringIO(), io.StringIO()
    with pytest.MonkeyPatch.context() as patch:
        for name in os.environ.keys() - environment.keys():
            patch.delenv(name)
        for name, value in environment.items():
            if os.environ.get(name) != value:
                patch.setenv(name, value)
        patch.setattr(sys, "argv", ["clausewatch", *map(str, words)])
        patch.setattr(sys, "stdin", io.StringIO())
        patch.setattr(child, "subprocess", forked)
        with redirect_stdout(told_to or out), redirect_stderr(err), pytest.raises(SystemExit) as ended:
            main()
    return int(ended.value.code or 0), out.getvalue(), err.getvalue()
