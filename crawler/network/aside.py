"""Work on bytes of hostile size, done in a thread beside the event loop, which goes on meanwhile."""

from __future__ import annotations

import asyncio
from concurrent.futures import ThreadPoolExecutor
from typing import TYPE_CHECKING, ParamSpec, TypeVar

if TYPE_CHECKING:
    from collections.abc import Callable

P = ParamSpec("P")
T = TypeVar("T")

TRIFLING = 32 * 1024
"""Bytes on which any of this work takes less than the way to another thread is worth."""

# two, so that one body does not hold up all others; more would only take turns with the event loop
_THREADS = ThreadPoolExecutor(2, thread_name_prefix="aside")


async def aside(size: int, work: Callable[P, T], *args: P.args, **kwargs: P.kwargs) -> T:
    """Do some work: here where it is trifling, else in a thread.

    Args:
        size: bytes it is done on.
        work: a pure function whose time is bounded by its own rules.
        args: for the function.
        kwargs: likewise.

    Returns:
        What the function returns; its errors are raised here.
    """
    if size <= TRIFLING:
        return work(*args, **kwargs)
    return await asyncio.get_running_loop().run_in_executor(_THREADS, lambda: work(*args, **kwargs))
