"""Whose turn it is at the workers: small pages go before large ones, so that pages of megabytes hold up few others."""

from __future__ import annotations

import time
from concurrent.futures import Future
from itertools import count
from queue import PriorityQueue
from typing import TYPE_CHECKING, Any, TypeVar

if TYPE_CHECKING:
    from collections.abc import Callable

T = TypeVar("T")

# That a page stands back at most, so that none waits for ever; half of what a check may take where nobody sets it.
MOST_SECONDS = 60.0
LARGE = 1_000_000  # bytes from which one stands back so long, in proportion below; a guess: most policies are a tenth


def place(size: int, *, since: float) -> float:
    """Return the place of a page in the row: the least is next.

    Args:
        size: bytes of its body.
        since: when it began to wait, in seconds of a clock that never goes back.

    Returns:
        The time from which nobody who comes later goes before it, however small.
    """
    return since + MOST_SECONDS * min(size / LARGE, 1)


class Row:
    """Work that waits for its turn; it may be put in and done by different threads."""

    def __init__(self) -> None:
        self._waiting: PriorityQueue[tuple[float, int, Future[Any], Callable[[], Any]]] = PriorityQueue()
        self._numbers = count()  # of two that have one place, who came first goes first

    def put(self, work: Callable[[], T], *, size: int) -> Future[T]:
        """Have some work wait; `do_next` is to be called once for each.

        Args:
            work: what is to be done.
            size: bytes of the body it is done on.
        """
        done: Future[T] = Future()
        self._waiting.put((place(size, since=time.monotonic()), next(self._numbers), done, work))
        return done

    def do_next(self) -> None:
        """Do the work whose turn it is, unless nobody waits for it any more."""
        *_, done, work = self._waiting.get()
        if not done.set_running_or_notify_cancel():
            return
        try:
            done.set_result(work())
        except BaseException as error:  # noqa: BLE001 - it is raised where the result is waited for
            done.set_exception(error)

    def give_up(self) -> None:
        """Tell all that wait that nothing comes."""
        while not self._waiting.empty():
            *_, done, _ = self._waiting.get()
            done.cancel()
