from __future__ import annotations

import json
import os
import sys

import pytest

from tests.product import is_alive, wait_until


def script(folder, text, name="hook.py"):
    """Write a program, and return how it is called."""
    path = folder / name
    path.write_text(text, encoding="utf-8")
    return (sys.executable, str(path))


def test_the_command_gets_the_change_and_its_output_is_kept(outbox, tmp_path):
    """The command reads the notice as JSON, knows its id by the environment, and what it writes stays with the delivery."""
    words = script(
        tmp_path,
        "import json, os, sys\nnotice = json.load(sys.stdin)\n"
        "print(notice['data']['changes'][0]['watch']['slug'], notice['id'] == os.environ['NOTICE_ID'])\n"
        "print('and more', file=sys.stderr)",
    )
    outbox.put("hook")
    assert outbox.send(words=words).sent == 1
    (row,) = outbox.db.query("SELECT answer FROM deliveries")
    assert sorted(row["answer"].splitlines()) == ["acme-1 True", "and more"]


def test_no_secret_is_in_its_environment(outbox, tmp_path, monkeypatch):
    """The command's environment holds where programs, homes, languages and times are, and nothing else of ours."""
    monkeypatch.setenv("CLAUSEWATCH_SMTP_PASSWORD", "secret")
    monkeypatch.setenv("CLOUD_TOKEN", "secret")
    words = script(tmp_path, "import json, os\nprint(json.dumps(dict(os.environ)))")
    outbox.put("hook")
    outbox.send(words=words)
    (row,) = outbox.db.query("SELECT answer FROM deliveries")
    known = {"PATH", "HOME", "USER", "LOGNAME", "LANG", "TZ", "TMPDIR", "NOTICE_ID", "LC_CTYPE"}
    assert set(json.loads(row["answer"])) <= known


def test_no_shell_reads_it(outbox, tmp_path):
    """What a shell would read in the words of the command is passed on as it is."""
    words = (*script(tmp_path, "import sys\nprint(sys.argv[1:])"), "$(id)", "; touch x", "*")
    outbox.put("hook")
    outbox.send(words=words)
    (row,) = outbox.db.query("SELECT answer FROM deliveries")
    assert row["answer"].strip() == "['$(id)', '; touch x', '*']"


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("import sys; print('no room'); sys.exit(3)", "exit code 3"),
        ("import os; os.kill(os.getpid(), 9)", "exit code -9"),
    ],
)
def test_a_command_that_fails_is_run_again(outbox, tmp_path, text, words):
    """Another exit code than 0 has the notice handed over again later, and the outbox says which it was."""
    outbox.put("hook")
    report = outbox.send(words=script(tmp_path, text))
    assert (report.waiting, outbox.only().state) == (1, "waiting")
    assert words in outbox.only().last_error


def test_a_command_that_is_not_there_waits(outbox, tmp_path):
    """Where no command is set, or none can be run, the notice waits and the outbox says why."""
    outbox.put("hook")
    outbox.send(words=(str(tmp_path / "nothing"),))
    assert "cannot be run" in outbox.only().last_error
    outbox.send(at=outbox.only().next_attempt_at)
    assert "no command is set" in outbox.only().last_error


def test_a_command_that_hangs_is_ended_with_all_it_started(outbox, tmp_path):
    """When its time is up, the command and what it started in its group are gone, and what it said until then is kept."""
    pids = tmp_path / "pids"
    words = script(
        tmp_path,
        "import os, subprocess, sys, time\n"
        "child = subprocess.Popen([sys.executable, '-c', 'import time; time.sleep(3600)'])\n"
        "print('begun', flush=True)\n"
        f"open({str(pids)!r}, 'w').write(f'{{os.getpid()}} {{child.pid}}')\ntime.sleep(3600)",
    )
    outbox.put("hook")
    outbox.send(words=words, seconds=8)
    assert "ended after 8 seconds" in outbox.only().last_error
    (row,) = outbox.db.query("SELECT answer FROM deliveries")
    assert row["answer"].strip() == "begun"
    wait_until(lambda: not any(is_alive(int(pid)) for pid in pids.read_text().split()))


def test_what_it_leaves_running_is_ended_too(outbox, tmp_path):
    """A command that ends at once and leaves something running that holds its output is done at once, and that ends."""
    pids = tmp_path / "pids"
    words = script(
        tmp_path,
        "import subprocess, sys\n"
        "child = subprocess.Popen([sys.executable, '-c', 'import time; time.sleep(3600)'])\n"
        f"open({str(pids)!r}, 'w').write(str(child.pid))",
    )
    outbox.put("hook")
    assert outbox.send(words=words).sent == 1
    wait_until(lambda: not is_alive(int(pids.read_text())))


@pytest.mark.drill
def test_output_without_end_is_cut(outbox, tmp_path):
    """Of output without end the beginning is kept; the rest is read and forgotten until its time is up."""
    words = script(tmp_path, "import sys\nwhile True: sys.stdout.write('y' * 100000)")
    outbox.put("hook")
    outbox.send(words=words, seconds=8)
    (row,) = outbox.db.query("SELECT answer FROM deliveries")
    assert row["answer"] == "y" * 4000


def test_a_command_need_not_read(outbox, tmp_path):
    """A command that closes its input, or never reads it, has taken the notice where it ends well."""
    words = script(tmp_path, "import os\nos.close(0)")
    outbox.put("hook")
    assert outbox.send(words=words).sent == 1


def test_it_holds_no_file_of_ours_open(outbox, tmp_path):
    """The command inherits standard input, output and error, and no file or lock that we hold."""
    if not os.path.isdir("/proc/self/fd"):  # noqa: PTH112 - of the system
        pytest.skip("this system does not list open files")
    words = script(tmp_path, "import os\nprint(sorted(map(int, os.listdir('/proc/self/fd')))[:-1])")
    outbox.put("hook")
    outbox.send(words=words)
    (row,) = outbox.db.query("SELECT answer FROM deliveries")
    assert row["answer"].strip() == "[0, 1, 2]"


def test_runs_of_the_command_do_not_overlap(outbox, tmp_path):
    """Its notices come one after another, each after the one before has ended."""
    log = tmp_path / "log"
    words = script(
        tmp_path,
        f"import json, sys, time\nwith open({str(log)!r}, 'a') as log:\n"
        "    number = json.load(sys.stdin)['data']['changes'][0]['id']\n"
        "    log.write(f'begin {number}\\n'); log.flush(); time.sleep(0.05); log.write(f'end {number}\\n')",
    )
    outbox.put("hook", changes=3)
    assert outbox.send(words=words).sent == 3
    assert log.read_text().split() == [word for n in (1, 2, 3) for word in ("begin", str(n), "end", str(n))]
