"""Crawls that begin sooner: each is a process of its own, forked from one that has loaded what every crawl loads.

Nearly all of the processor time that a check of one page takes goes into loading Scrapy, and then into loading and
compiling, in the server from which workers are forked, what draws texts. So a command that runs within the tests
(`tests/within.py`) finds this module in place of `subprocess` where it starts its crawls, in `monitor/child.py`. From there
on all is as always: the arguments, the environment, the pipes, the session, the server of workers, the end. A command that
is a process of its own starts its crawls itself.
"""

from __future__ import annotations

import fcntl
import gc
import json
import os
import random
import runpy
import select
import signal
import socket
import struct
import sys
from contextlib import ExitStack, suppress
from functools import cache
from importlib import import_module
from multiprocessing import util
from pathlib import Path
from subprocess import DEVNULL, PIPE, TimeoutExpired
from subprocess import Popen as RealPopen
from typing import IO, TYPE_CHECKING, Any, NoReturn

from crawler.checking.tasks import PRELOADED
from crawler.config import PREFIX

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

__all__ = ["PIPE", "Popen", "TimeoutExpired"]

ROOT = Path(__file__).parent.parent
# nothing that reads the environment, and no reactor, when it is loaded
LOADED = (
    "scrapy.core.downloader.contextfactory",
    "scrapy.cmdline",
    "scrapy.crawler",
    "scrapy.commands.check",
    "scrapy.commands.crawl",
    "scrapy.commands.parse",
    "scrapy.core.engine",
    "scrapy.dupefilters",
    "scrapy.extensions.throttle",
    "scrapy.squeues",
    "crawler.heartbeat",
    "crawler.lifeline",
    "crawler.logs",
    "crawler.checking.pipeline",
    "crawler.middlewares.compression",
    "crawler.middlewares.deadline",
    "crawler.middlewares.redirects",
    "crawler.middlewares.rendering",
    "crawler.middlewares.retries",
    "crawler.middlewares.robots",
    "crawler.middlewares.stopping",
    "crawler.network.handlers",
    "crawler.network.resolver",
    "crawler.spiders.discovery",
    "crawler.spiders.pages",
    "crawler.spiders.policies",
    *PRELOADED,
    "crawler.checking.warm",
)
NUMBER = struct.Struct("<i")
LONGEST = 1 << 20  # bytes of a request: arguments and environment
_ending = ExitStack()


class Popen:
    """A crawl, as `subprocess.Popen` gives it.

    Args:
        command: the interpreter, its options, `-m crawler`, and the arguments.
        stdin: a pipe, whatever is said; likewise stdout.
        stderr: a file.
        env: all of its environment variables.
        start_new_session: it does, whatever is said.
    """

    def __init__(
        self,
        command: list[str],
        *,
        stdin: int,
        stdout: int,
        stderr: IO[Any],
        env: dict[str, str],
        start_new_session: bool,
    ) -> None:
        del stdin, stdout, start_new_session
        self.returncode: int | None = None
        self._command = command
        reads, writes, (self._status, tells) = os.pipe(), os.pipe(), os.pipe()
        mask = os.umask(0o77)
        os.umask(mask)
        asked = [command[command.index("crawler") + 1 :], env, str(Path.cwd()), mask]
        socket.send_fds(_server(), [json.dumps(asked).encode()], [reads[0], writes[1], stderr.fileno(), tells])
        for end in (reads[0], writes[1], tells):
            os.close(end)
        self.stdin, self.stdout = os.fdopen(reads[1], "wb"), os.fdopen(writes[0], "rb")
        (self.pid,) = NUMBER.unpack(os.read(self._status, NUMBER.size))

    def wait(self, timeout: float | None = None) -> int:
        """Wait for its end and return its exit code, or minus the number of the signal that ended it."""
        if self.returncode is None:
            poll = select.poll()
            poll.register(self._status, select.POLLIN)
            if not poll.poll(None if timeout is None else timeout * 1000):
                raise TimeoutExpired(self._command, timeout or 0)
            (self.returncode,) = NUMBER.unpack(os.read(self._status, NUMBER.size))
            os.close(self._status)
        return self.returncode

    def poll(self) -> int | None:
        """Return its exit code, None while it runs."""
        with suppress(TimeoutExpired):
            self.wait(0)
        return self.returncode


@cache
def _server() -> socket.socket:
    """Start the process that crawls are forked from; return our end of the socket on which it waits for requests."""
    ours, its = socket.socketpair(socket.AF_UNIX, socket.SOCK_SEQPACKET)
    code = "import sys; from tests.forked import serve; serve(int(sys.argv[1]))"
    places = os.pathsep.join(filter(None, [str(ROOT), os.environ.get("PYTHONPATH", "")]))
    with its:
        process = RealPopen(
            [sys.executable, "-P", "-c", code, str(its.fileno())],
            stdin=DEVNULL,
            pass_fds=[its.fileno()],
            env={name: value for name, value in os.environ.items() if not name.startswith(PREFIX)}
            | {"PYTHONPATH": places},
        )
    _ending.callback(process.wait)
    _ending.callback(ours.close)
    return ours


def end() -> None:
    """End the process that crawls are forked from, and wait for it, so that the time it took is counted."""
    _ending.close()


def serve(number: int) -> None:
    """Fork a crawl for each request that comes through a socket, until that is closed; in a crawl, return at its end."""
    for name in LOADED:
        import_module(name)
    gc.collect()
    gc.freeze()
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    asking = socket.socket(fileno=number)
    while True:
        request, ends, _, _ = socket.recv_fds(asking, LONGEST, 4)
        while _is_over(0 if not request else os.WNOHANG):
            pass
        if not request:
            return
        if not os.fork():
            asking.close()
            _wait_for_crawl(*ends, *json.loads(request))
            return
        for end in ends:
            os.close(end)


def _is_over(options: int) -> bool:
    """Take leave of one who waited for a crawl that is over."""
    with suppress(ChildProcessError):
        return os.waitpid(-1, options)[0] != 0
    return False


def _wait_for_crawl(reads: int, writes: int, errs: int, tells: int, *asked: Any) -> None:
    """Begin a crawl and tell how it ended."""
    crawl = os.fork()
    if not crawl:
        os.setsid()
        os.write(tells, NUMBER.pack(os.getpid()))
        for end, standard in ((reads, 0), (writes, 1), (errs, 2)):
            os.dup2(end, standard)
            os.close(end)
        os.close(tells)
        _crawl(*asked)
        return
    for end in (reads, writes, errs):
        os.close(end)
    _, how = os.waitpid(crawl, 0)
    with suppress(BrokenPipeError):
        os.write(tells, NUMBER.pack(os.waitstatus_to_exitcode(how)))
    os._exit(0)


def _crawl(words: list[str], environment: dict[str, str], folder: str, mask: int) -> None:
    """Become what `python -P -m crawler` with these words would be."""
    signal.signal(signal.SIGINT, signal.default_int_handler)
    os.umask(mask)
    os.chdir(folder)
    os.environ.clear()
    os.environ.update(environment)
    random.seed()
    util.spawnv_passfds = _spared(2)  # the server of workers, and who tidies up after it
    sys.stdin, sys.stdout, sys.stderr = open(0), open(1, "w"), open(2, "w", errors="backslashreplace", buffering=1)  # noqa: SIM115
    sys.argv = ["crawler", *words]
    runpy.run_module("crawler", run_name="__main__", alter_sys=True)


def _spared(count: int) -> Callable[[str, Sequence[str], Sequence[int]], int]:
    """Fork some that wait until `multiprocessing` starts an interpreter of its own, and then do what that would.

    They are forked now, for SQLite must not be carried over a fork, and a crawl opens the store.

    Args:
        count: how many; what is started beyond that is an interpreter.

    Returns:
        What stands in for `multiprocessing.util.spawnv_passfds`.
    """
    waiting: list[tuple[int, socket.socket]] = []
    for _ in range(count):
        ours, its = socket.socketpair(socket.AF_UNIX, socket.SOCK_SEQPACKET)
        pid = os.fork()
        if not pid:
            for one in (ours, *(other for _, other in waiting)):
                one.close()
            _become(its)
        its.close()
        waiting.append((pid, ours))
    real = util.spawnv_passfds

    def spawn(interpreter: str, words: Sequence[str], ends: Sequence[int]) -> int:
        if not waiting:
            return real(interpreter, words, ends)
        pid, ours = waiting.pop()
        with ours:
            socket.send_fds(ours, [json.dumps([words[-1], dict(os.environ), list(ends)]).encode()], list(ends))
        return pid

    return spawn


def _become(its: socket.socket) -> NoReturn:
    """Wait for a program, and the files it is to have open, and run it."""
    try:
        request, ends, _, _ = socket.recv_fds(its, LONGEST, 4)
        its.close()
        if request:
            program, environment, numbers = json.loads(request)
            apart = [fcntl.fcntl(end, fcntl.F_DUPFD, 1 + max(*numbers, *ends)) for end in ends]
            for end in ends:
                os.close(end)
            for end, number in zip(apart, numbers, strict=True):
                os.dup2(end, number)
                os.close(end)
            os.environ.clear()
            os.environ.update(environment)
            exec(program, {"__name__": "__main__"})  # noqa: S102 - of multiprocessing's making
    finally:
        os._exit(0)
