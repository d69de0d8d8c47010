from __future__ import annotations

import os
import signal
import subprocess
import sys
from contextlib import contextmanager

import pytest

from crawler.config import CrawlConfig
from crawler.messages import WatchBatch
from monitor.child import Child, crawling
from monitor.core.pulse import Bounds
from monitor.supervision import _parts
from tests import forked
from tests.policies import policy
from tests.product import ROOT, descendants, is_alive, wait_until
from tests.servers import PATIENCE_SECONDS, page

BOUNDS = Bounds(silence=2, standstill=3600, leave=2)
SAY = "import json, sys, time\ndef say(says, **line):\n    print(json.dumps({'says': says} | line), flush=True)\n"
BEAT = "say('beat', moves=7)"


def checked(watch):
    """Return the code with which a crawl says that a check is recorded."""
    return f"say('checked', watch={watch}, outcome='new', kind=None)"


@contextmanager
def child_doing(code, bounds=BOUNDS):
    """Start a process that talks like a crawl."""
    pipe = subprocess.PIPE
    process = subprocess.Popen([sys.executable, "-c", SAY + code], stdin=pipe, stdout=pipe, start_new_session=True)
    child = Child(process, bounds)
    try:
        yield child
    finally:
        child.leave()


@pytest.mark.parametrize(
    ("code", "trouble"),
    [
        ("", ""),
        ("sys.exit(3)", "it ended with exit code 3"),
        ("import os; os.kill(os.getpid(), 9)", "it was ended by SIGKILL"),
        ("time.sleep(3600)", "it gave no sign of life for 2 seconds"),
        # its output stays open in what it has started
        ("import subprocess\nsubprocess.Popen(['sleep', '3600'])\nsys.exit(3)", "it ended with exit code 3"),
    ],
)
def test_what_was_under_way_is_known_however_a_crawl_ends(code, trouble):
    """What has a result and what had begun without one are told apart; a process that is gone or silent is not waited for."""
    with child_doing(f"say('beat', moves=1)\nsay('begun', numbers=[1, 2, 3])\n{checked(2)}\n{code}") as child:
        assert [line.watch for line in child.results()] == [2]
        assert (child.told, list(child.under_way), child.trouble) == ({2}, [1, 3], trouble)


def test_beats_without_progress_are_counted():
    """A crawl that only beats is given up after so many beats, and not before."""
    code = f"for _ in range(30):\n    {BEAT}\n{checked(1)}\nfor _ in range(41):\n    {BEAT}\ntime.sleep(3600)"
    with child_doing(code, Bounds(silence=3600, standstill=40, leave=9)) as child:
        assert [line.watch for line in child.results()] == [1]
        assert child.trouble == "it did not get on for 40 seconds"


def test_a_long_line_arrives_whole(caplog):
    """A line larger than any pipe comes as one; what is no line of ours between two is told and passed over."""
    code = "for number in (1, 2):\n    say('gave_up', error=str(number) * 3_000_000)\n    print('no line of ours')"
    with child_doing(code) as child:
        assert [line.error for line in child.results()] == ["1" * 3_000_000, "2" * 3_000_000]
    assert [record.message[:34] for record in caplog.records] == ["a crawl said what it should not: I"] * 2
    assert "no line of ours" in caplog.text


def test_a_batch_of_another_kind_is_told_in_one_line(tmp_path):
    """A spider that is given what it cannot use says so and ends; nothing is fetched."""
    with crawling("pages", WatchBatch(watches=(1,)), folder=tmp_path, config=CrawlConfig()) as child:
        (told,) = child.results()
    assert told.error.endswith("a batch of watches is none for the spider pages")
    assert "Traceback" not in (tmp_path / "crawl.log").read_text()


def test_what_a_crawl_has_started_ends_with_it():
    """Leaving a crawl ends its whole group, also what is stopped and what heeds no signal."""
    code = (
        "import subprocess, signal\nsignal.signal(signal.SIGTERM, signal.SIG_IGN)\n"
        "say('checked', watch=subprocess.Popen(['sleep', '3600']).pid, outcome='new', kind=None)\ntime.sleep(3600)"
    )
    with child_doing(code, Bounds(silence=3600, standstill=3600, leave=3600)) as child:
        sleeper = next(child.results()).watch
        os.kill(sleeper, signal.SIGSTOP)
        child.kill()
    wait_until(lambda: not is_alive(sleeper), seconds=30)
    assert not is_alive(sleeper)


@pytest.mark.parametrize("count", [1, 2, 3, 26, 300])
def test_suspects_are_parted_until_each_is_alone(count):
    """After a hang each is tried alone; after deaths halves become single ones, in few steps, and nobody is left out."""
    suspects = list(range(count))
    assert _parts(suspects, has_hung=True) == [[one] for one in suspects]
    steps, groups = 0, [suspects]
    while max(map(len, groups)) > 1:
        groups = [part for group in groups for part in _parts(group, has_hung=False)]
        steps += 1
    assert groups == [[one] for one in suspects]
    assert steps <= 9


HANGING = """
import sys, threading, time
from monitor.ending import ending
with ending(lambda *_: None, code=7, seconds=0.5):
    threading.Thread(target=time.sleep, args=(3600,)).start()
    print("ready", flush=True)
    while {stays}:
        time.sleep(0.01)
    # the signal was heard; now the block ends, and the interpreter waits for the thread
"""


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGINT])
def test_a_process_that_does_not_end_by_itself_is_ended(number):
    """After signals nobody heeds, the process is over all the same, with the code and one line that say so."""
    code = HANGING.replace("lambda *_: None", 'lambda *_: print("heard", flush=True)').format(stays=True)
    with subprocess.Popen([sys.executable, "-c", code], cwd=ROOT, stdout=-1, stderr=-1, text=True) as process:
        assert process.stdout.readline() == "ready\n"
        for _ in range(3):  # people are impatient
            process.send_signal(number)
            assert process.stdout.readline() == "heard\n"
        _, err = process.communicate(timeout=120)
    assert process.returncode == 7
    assert len(err.splitlines()) == 1
    assert "did not end" in err


def test_a_thread_that_hangs_does_not_keep_a_process_that_was_told_to_end():
    """The last resort holds after the block too, while the interpreter waits for its threads."""
    code = HANGING.replace("lambda *_: None", "lambda *_: heard.append(1)").replace(
        "import sys", "heard = []\nimport sys"
    )
    code = code.format(stays="not heard")
    with subprocess.Popen([sys.executable, "-c", code], cwd=ROOT, stdout=-1, stderr=-1, text=True) as process:
        assert process.stdout.readline() == "ready\n"
        process.send_signal(signal.SIGTERM)
        process.communicate(timeout=120)
    assert process.returncode == 7


def test_a_crawl_that_is_killed_before_it_begins_is_started_again(product, site):
    """When a crawl dies before it has asked for a page, another is started, and every watch is checked."""
    for number in range(3):
        site[f"/{number}"] = page(policy(number))
    product.add(*(site.url(f"/{number}") for number in range(3)))
    with product.start("check", "--all") as checking:
        wait_until(lambda: descendants(checking.pid), pause=0.001)
        for pid in descendants(checking.pid):
            os.kill(pid, signal.SIGKILL)
        _, err = checking.communicate(timeout=PATIENCE_SECONDS)
    assert checking.returncode == 0, err
    assert product.query("SELECT outcome, count(*) FROM fetches GROUP BY outcome") == [("new", 3)]


def test_a_forked_crawl_is_like_one_that_is_started(tmp_path):
    """What the tests fork in place of a crawl says the same, ends with the same code, and tells of a signal."""
    ends = []
    for popen in (subprocess.Popen, forked.Popen):
        with (tmp_path / "log").open("w+") as log, as_crawl(popen, log, "crawl", "nobody") as crawl:
            ends.append(
                (crawl.stdout.read(), crawl.wait(PATIENCE_SECONDS), (tmp_path / "log").read_text().splitlines()[-1])
            )
    assert ends[0] == ends[1]
    assert ends[0][1] == 1
    with (tmp_path / "log").open("w") as log, as_crawl(forked.Popen, log, "shell") as crawl:
        os.killpg(crawl.pid, signal.SIGKILL)
        assert (crawl.wait(PATIENCE_SECONDS), crawl.poll()) == (-signal.SIGKILL, -signal.SIGKILL)


@contextmanager
def as_crawl(popen, log, *words):
    """Start a command of Scrapy as a crawl is started."""
    command = [sys.executable, "-P", "-m", "crawler", "scrapy", *words]
    environment = {**os.environ, "PYTHONPATH": str(ROOT)}
    pipe = subprocess.PIPE
    crawl = popen(command, stdin=pipe, stdout=pipe, stderr=log, env=environment, start_new_session=True)
    with crawl.stdin, crawl.stdout:
        yield crawl
