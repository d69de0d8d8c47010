"""What all tests share: the command, a data folder, the place of shared measurements."""

from __future__ import annotations

import gc
import os
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path

import pytest
from hypothesis import HealthCheck, settings

from monitor.mail import compose
from tests import forked
from tests.mail.reading import faults_of
from tests.servers import PATIENCE_SECONDS
from tests.within import within

# a busy machine is no reason to fail
settings.register_profile("clausewatch", deadline=None, suppress_health_check=[HealthCheck.too_slow])
settings.load_profile("clausewatch")

ROOT = Path(__file__).resolve().parent.parent
LONG = ("crawl", "rendering", "demo", "seeds", "cli", "ways")  # folders of tests that start processes and wait for them
LATEST = 0.75  # of all modules, so many are begun when the last of these is; a guess
MAIN = "from monitor.cli.main import main; main()"


@pytest.fixture(scope="session", autouse=True)
def _faults():
    """Look at every mail that is composed in these processes, and keep what is wrong with it, see `tests/mail/reading.py`."""
    faults: list[str] = []
    made = compose._message

    def looked_at(*args, **values):
        message = made(*args, **values)
        faults.extend(faults_of(message))
        return message

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(compose, "_message", looked_at)
        yield faults


@pytest.fixture
def faulty_mails(_faults):
    """Let a test make a mail that no store of ours would."""
    yield
    _faults.clear()


@pytest.fixture(autouse=True)
def _mails_are_sound(_faults):
    """Whatever a test is about: each mail that it makes is one that any mail program reads."""
    yield
    found, _faults[:] = list(_faults), []
    assert found == []


@pytest.hookimpl(optionalhook=True)
def pytest_xdist_auto_num_workers() -> int:
    """Use one worker more than there are cores: a test that waits leaves its core to another, but each worker loads all tests."""
    cores = len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1
    return cores + 1


@pytest.hookimpl(trylast=True)
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Spread what waits evenly, in its random order: others work meanwhile, and no worker is left with it at the end."""
    modules = list(dict.fromkeys(item.path for item in items))
    places = {}
    for is_long, last in ((True, LATEST), (False, 1)):
        alike = [path for path in modules if bool(set(LONG) & set(path.relative_to(ROOT).parts)) is is_long]
        places |= {path: last * at / len(alike) for at, path in enumerate(alike)}
    items.sort(key=lambda item: places[item.path])


@pytest.hookimpl(trylast=True)
def pytest_collection_finish() -> None:
    """Leave all that stands now, a million objects, out of what the collector goes through again and again."""
    gc.collect()
    gc.freeze()


def pytest_unconfigure() -> None:
    """End what crawls were forked from."""
    forked.end()


@dataclass(frozen=True)
class Command:
    """The real `clausewatch` command on a data folder of its own."""

    folder: Path
    settings: tuple[tuple[str, str], ...] = ()

    @property
    def environment(self) -> dict[str, str]:
        own = {k: v for k, v in os.environ.items() if not k.startswith(("CLAUSEWATCH_", "COV_CORE"))}
        return {
            **own,
            "PYTHONPATH": str(ROOT),
            "CLAUSEWATCH_DATA": str(self.folder),
            "CLAUSEWATCH_ALLOW_NETWORKS": "127.0.0.0/8",
            "CLAUSEWATCH_HOST_DELAY": "0",
            "CLAUSEWATCH_CONFIRM_AFTER": "0",
            "CLAUSEWATCH_GROUP_WINDOW": "0",
            "CLAUSEWATCH_HOST_CONCURRENCY": "8",
            "CLAUSEWATCH_RETRY_DELAY": "0.05",
            **dict(self.settings),
        }

    def __call__(self, *args: object, code: int | None = 0, stdin: str = "") -> subprocess.CompletedProcess[str]:
        """Run it; `code` is the exit code that must come, None for any."""
        done = subprocess.run(
            [sys.executable, "-c", MAIN, *map(str, args)],
            check=False,
            capture_output=True,
            text=True,
            input=stdin,
            env=self.environment,
            timeout=PATIENCE_SECONDS,
        )
        assert code is None or done.returncode == code, f"exit {done.returncode}\n{done.stdout}\n{done.stderr}"
        return done

    def quick(self, *args: object, code: int | None = 0) -> subprocess.CompletedProcess[str]:
        """Run it in this process, a crawl as a process all the same; `code` is the exit code that must come, None for any."""
        ended, out, err = self.within(*args)
        assert code is None or ended == code, f"exit {ended}\n{out}\n{err}"
        return subprocess.CompletedProcess(args, ended, out, err)

    def within(self, *args: object) -> tuple[int, str, str]:
        """Run it in this process, which starts faster; return exit code, standard output and standard error."""
        return within(*args, environment=self.environment)


@pytest.fixture
def command(tmp_path: Path) -> Command:
    """The command on an empty data folder."""
    return Command(tmp_path / "data")


@pytest.fixture(scope="session")
def shared() -> Path:
    """The folder of real histories and policies to measure against; skips where it is missing."""
    folder = Path(os.environ.get("CLAUSEWATCH_SHARED") or ROOT.parent / "shared")
    if not (folder / "seeds").is_dir():
        pytest.skip(f"measures on real texts, and {folder} is not there")
    return folder
