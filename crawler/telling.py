"""What a crawl says to the process that waits for it: one JSON line a thing, on standard output."""

from __future__ import annotations

import json
import os
import sys


def tell(line: dict[str, object]) -> None:
    """Write a line; where nobody listens any more, nothing happens.

    Args:
        line: a plain value.
    """
    try:
        sys.stdout.write(json.dumps(line) + "\n")
        sys.stdout.flush()
    except BrokenPipeError:
        # nobody listens any more; the store has it all
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
