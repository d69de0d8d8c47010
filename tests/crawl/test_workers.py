"""Workers: what a task does befalls that task alone, and it is told as what it was."""

from __future__ import annotations

import asyncio
import multiprocessing
import os
import pickle
import resource
import signal
import subprocess
import sys
import time
from concurrent.futures import ThreadPoolExecutor

import pytest

from crawler.checking import worker
from crawler.checking.keeper import Keeper, _cpu_seconds
from crawler.checking.pool import Workers
from monitor.core.errors import ImportRowsError, StoreTooNewError, UnknownWatchError
from monitor.core.records import Body, FailureKind, FetchFailure
from tests import bombs
from tests.product import wait_until
from tests.project import tree


@pytest.fixture
def workers():
    """Return two workers, copies of this process."""
    with Workers(2, is_forked=True) as made:
        yield made


@pytest.fixture
def impatient():
    """Return two workers that are soon taken to hang."""
    with Workers(2, is_forked=True, patience=1) as made:
        yield made


def kind(result):
    return result.kind if isinstance(result, FetchFailure) else result


@pytest.mark.drill
def test_processor_time_is_bounded_in_c_code(workers, monkeypatch):
    """A task is ended by the kernel when its processor time is used up, wherever it is; the next one is done."""
    monkeypatch.setattr(worker, "MOST_CPU_SECONDS", 1)
    assert workers.run(bombs.spin).kind is FailureKind.TOO_COSTLY
    assert workers.run(bombs.echo, 7) == 7


def test_each_task_has_its_own_bound(workers):
    """What earlier tasks of a worker used is not taken from the next: the soft limit moves on, the hard one stays."""
    used = resource.getrusage(resource.RUSAGE_SELF)
    before = workers.run(bombs.limits)
    workers.run(sum, range(20_000_000))
    after = workers.run(bombs.limits)
    assert after["RLIMIT_CPU"][0] >= before["RLIMIT_CPU"][0] >= worker.MOST_CPU_SECONDS
    assert after["RLIMIT_CPU"][0] < used.ru_utime + used.ru_stime + 2 * worker.MOST_CPU_SECONDS
    assert 0 < after["RLIMIT_AS"][0] - worker.MOST_BYTES <= workers.run(worker.address_space)
    assert after["RLIMIT_CORE"][0] == 0
    assert [after[name][1] for name in after] == [resource.getrlimit(getattr(resource, name))[1] for name in after]


@pytest.mark.parametrize("size", [0, 2**31])
def test_memory_is_bounded(workers, size):
    """A task that takes more memory than allowed is too costly, in one piece or in many; its worker is replaced."""
    first = workers.run(bombs.pid)
    assert workers.run(bombs.swell, size).kind is FailureKind.TOO_COSTLY
    assert first != workers.run(bombs.pid)


@pytest.mark.parametrize("number", [signal.SIGSEGV, signal.SIGABRT, signal.SIGBUS])
def test_a_crash_names_its_signal(workers, number):
    """A worker that crashes is one failed task, which says by what."""
    failure = workers.run(bombs.die, number)
    assert (failure.kind, number.name in failure.detail) == (FailureKind.CRASHED, True)


@pytest.mark.drill
def test_memory_refused_in_c_is_no_crash(workers):
    """A library in C aborts where memory is refused to it: the page is too costly, and no fault of the monitor."""
    page = Body(content=bombs.self_drawn_pdf(), media_type="application/pdf", charset="")
    failure = workers.run(bombs.draw, page)
    assert (failure.kind, "memory" in failure.detail) == (FailureKind.TOO_COSTLY, True)


def test_an_exit_is_a_crash(workers):
    """A worker that ends without a word is one failed task."""
    assert workers.run(bombs.leave, 3).kind is FailureKind.CRASHED


def test_who_is_killed_from_outside_tries_once_more(workers, tmp_path):
    """SIGKILL may be meant for anybody: the task is done again, once, and fails when that is killed as well."""
    assert workers.run(bombs.die_once, tmp_path / "seen") == "done"
    assert workers.run(bombs.die, signal.SIGKILL).kind is FailureKind.CRASHED


def test_an_idle_worker_that_is_killed_is_replaced(workers):
    """Nobody notices that a worker was killed between two tasks."""
    os.kill(workers.run(bombs.pid), signal.SIGKILL)
    assert workers.run(bombs.echo, 1) == 1


@pytest.mark.parametrize("task", [(bombs.sleep,), (bombs.die, signal.SIGSTOP)], ids=["sleeps", "stopped"])
def test_who_uses_no_time_at_all_has_hung(impatient, task):
    """A worker that sleeps or was stopped is ended for that it uses no processor time, not for that it takes long."""
    failure = impatient.run(*task)
    assert (failure.kind, "hung" in failure.detail) == (FailureKind.CRASHED, True)


def test_a_stopped_worker_cannot_hold_up_whoever_sends(impatient):
    """A task larger than the pipe, given to a stopped worker, comes back as hung."""
    os.kill(impatient.run(bombs.pid), signal.SIGSTOP)
    assert impatient.run(bombs.echo, bytes(5_000_000)).kind is FailureKind.CRASHED


def test_who_works_long_has_not_hung():
    """What counts is whether a worker uses processor time from one look to the next, not how long it takes."""
    keeper = Keeper(lambda: multiprocessing.get_context("fork"))
    with ThreadPoolExecutor(1) as threads:
        task = threads.submit(keeper.do, pickle.dumps((sum, (range(100_000_000),))))
        for hour in range(5):
            used = used_by(keeper)
            keeper.look(60, now=hour * 3600)
            wait_until(lambda used=used: used_by(keeper) > used or task.done())
        assert task.result().value == 50_000_000 * 99_999_999
        task = threads.submit(keeper.do, pickle.dumps((bombs.sleep, ())))
        wait_until(lambda: keeper._task > 1)
        wait_until(lambda: is_killed(keeper, task))
        assert "hung" in task.result().detail


def used_by(keeper):
    return _cpu_seconds(keeper._process.pid) or 0.0 if keeper._process else 0.0


def is_killed(keeper, task):
    """Look at a worker every hour until it is given up."""
    keeper.look(60, now=time.monotonic() * 36_000)
    return task.done()


def test_neighbours_do_not_pay(workers):
    """Of tasks that run side by side, only the one that kills its worker fails; results keep their order."""
    done = list(workers.map(lambda n: workers.run(bombs.die, 11) if n == 4 else workers.run(bombs.echo, n), range(12)))
    assert [kind(one) for one in done] == [*range(4), FailureKind.CRASHED, *range(5, 12)]


@pytest.mark.parametrize("is_forked", [True, False])
def test_the_event_loop_goes_on(is_forked):
    """While workers are busy or hang the event loop turns, and a result comes when it is there."""

    async def main(workers):
        hung = asyncio.ensure_future(workers.run_async(bombs.sleep, size=0))
        assert await workers.run_async(bombs.echo, "done", size=0) == "done"
        assert not hung.done()
        return await hung

    with Workers(2, is_forked=is_forked, patience=1) as workers:
        assert asyncio.run(main(workers)).kind is FailureKind.CRASHED


def test_closing_ends_the_busy_ones():
    """Whoever closes the workers need not wait for a task that hangs."""

    async def main(workers):
        hung = asyncio.ensure_future(workers.run_async(bombs.sleep, size=0))
        pid = await workers.run_async(bombs.pid, size=0)
        await asyncio.get_running_loop().run_in_executor(None, workers.close)
        return pid, await hung

    pid, hung = asyncio.run(main(Workers(2, is_forked=True)))
    assert hung.kind is FailureKind.CRASHED
    with pytest.raises(ProcessLookupError):
        os.kill(pid, 0)


def test_a_fault_of_ours_is_told_in_one_line(workers, caplog):
    """What a task raises unforeseen is logged with its place, and is a failed task whose detail names it."""
    failure = workers.run(bombs.fail)
    assert (failure.kind, failure.detail) == (FailureKind.CRASHED, "its text could not be drawn: RecursionError")
    assert "bombs.py" in caplog.text


@pytest.mark.parametrize("is_forked", [True, False])
def test_the_mail_password_stays_outside(is_forked):
    """No worker has the mail server's password in its environment, neither now nor when it was started."""
    code = (
        "from crawler.checking.pool import Workers; from tests import bombs;"
        f"workers = Workers(is_forked={is_forked}); print(workers.run(bombs.environment)); workers.close();"
        "import os; assert os.environ['CLAUSEWATCH_SMTP_PASSWORD']"
    )
    environment = {**os.environ, "CLAUSEWATCH_SMTP_PASSWORD": "correct horse", "CLAUSEWATCH_HOST_DELAY": "3"}
    done = subprocess.run(
        [sys.executable, "-c", code], cwd=tree.ROOT, env=environment, capture_output=True, text=True, check=True
    )
    assert ("correct horse" in done.stdout, "CLAUSEWATCH_HOST_DELAY" in done.stdout) == (False, True)


@pytest.mark.parametrize(
    "error", [UnknownWatchError("x"), StoreTooNewError("a", ("m9",)), ImportRowsError("a", ((1, "bad"),))], ids=type
)
def test_errors_travel_whole(error):
    """An error that a person may meet says the same on the other side of a pipe."""
    back = pickle.loads(pickle.dumps(error))  # noqa: S301 - our own
    assert (type(back), str(back), vars(back)) == (type(error), str(error), vars(error))


def test_a_worker_that_cannot_be_started_is_nobodys_fault():
    """Where the server that starts workers is gone in that moment, no page is blamed, and the next try may start one."""

    def gone():
        raise ConnectionRefusedError

    keeper = Keeper(gone)
    assert keeper.do(b"") is None
