"""What a crawl says to the process that waits for it: one line a thing, on standard output."""

from __future__ import annotations

import os
import sys
from typing import TYPE_CHECKING

from crawler.messages import encode

if TYPE_CHECKING:
    from crawler.messages import Line


def tell(line: Line) -> None:
    """Write a line; where nobody listens any more, nothing happens.

    Args:
        line: what is said.
    """
    try:
        sys.stdout.buffer.write(encode(line) + b"\n")
        sys.stdout.flush()
    except BrokenPipeError:
        # nobody listens any more; the store has it all
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
