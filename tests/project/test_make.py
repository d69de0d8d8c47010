"""The Makefile and what every change must pass."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
import tomllib

import pytest

from tests.project import tree

NEEDED = ("sh", "touch", "rm", "env")


def test_ci_runs_what_the_readme_says() -> None:
    """.ci/run is strict bash that parses, and calls the checks, the README's test command and what is measured beside it."""
    path = tree.ROOT / ".ci" / "run"
    text = path.read_text(encoding="utf-8")
    assert "set -euo pipefail" in text
    assert re.findall(r"(?m)^make (\w+)", text) == ["install", "check", "test", "coverage", "oldest", "drills"]
    subprocess.run(["bash", "-n", str(path)], check=True)  # noqa: S607 - whichever bash there is


def test_make_lists_its_targets() -> None:
    """`make` alone says what there is, every target with a word on it."""
    said = subprocess.run(["make"], cwd=tree.ROOT, capture_output=True, text=True, check=True).stdout  # noqa: S607
    phony = re.search(r"(?m)^\.PHONY: (.+)$", (tree.ROOT / "Makefile").read_text(encoding="utf-8"))
    assert set(re.findall(r"(?m)^make (\w+) +\w", said)) == set(phony[1].split())


def test_drills_wait_until_they_are_asked_for() -> None:
    """Whatever stands under tests/drills is a drill, and pytest leaves drills out."""
    command = [sys.executable, "-m", "pytest", "--collect-only", "-q", "tests/drills"]
    done = subprocess.run(command, cwd=tree.ROOT, capture_output=True, text=True, check=False)
    assert done.returncode == pytest.ExitCode.NO_TESTS_COLLECTED, done.stdout + done.stderr
    assert " deselected" in done.stdout


def test_the_oldest_dependencies_are_the_lower_bounds() -> None:
    """What `make oldest` installs is each dependency's lower bound, and the test tools as they are pinned."""
    script = tree.ROOT / ".ci" / "oldest.py"
    said = subprocess.run([sys.executable, str(script)], capture_output=True, text=True, check=True).stdout.splitlines()
    project = tomllib.loads((tree.ROOT / "pyproject.toml").read_text(encoding="utf-8"))
    for requirement in project["project"]["dependencies"]:
        name, _, bounds = requirement.partition(">=")
        assert f"{name}=={bounds.partition(',')[0]}" in said
    pins = (tree.ROOT / "constraints.txt").read_text(encoding="utf-8").splitlines()
    tools = [requirement.partition(">=")[0] for requirement in project["dependency-groups"]["test"]]
    assert [line for line in said if line.partition("==")[0] in tools] == [
        line for tool in tools for line in pins if line.partition("==")[0] == tool
    ]


@pytest.fixture
def bare_machine(tmp_path):
    """Return a folder with the files `make install` reads, and a PATH on which no new enough Python stands."""
    for name in ("Makefile", "pyproject.toml", "constraints.txt"):
        shutil.copyfile(tree.ROOT / name, tmp_path / name)
    programs = tmp_path / "bin"
    programs.mkdir()
    for name in NEEDED:
        (programs / name).symlink_to(shutil.which(name))
    old = programs / "python3"
    old.write_text("#!/bin/sh\nexit 1\n", encoding="utf-8")
    old.chmod(0o755)
    return tmp_path


def test_no_new_enough_python_is_one_line(bare_machine) -> None:
    """Without Python 3.11 or later the installation says so in one line, and leaves nothing behind."""
    done = subprocess.run(
        [shutil.which("make"), "install"],
        cwd=bare_machine,
        env={"PATH": str(bare_machine / "bin")},
        capture_output=True,
        text=True,
        check=False,
    )
    lines = [line for line in done.stderr.splitlines() if not line.startswith("make")]
    assert done.returncode == 2
    assert len(lines) == 1
    assert lines[0].startswith("Python 3.11 or later is needed")
    assert not (bare_machine / ".venv").exists()


def test_a_second_installation_is_none(bare_machine) -> None:
    """Once installed, `make install` runs nothing until pyproject.toml or constraints.txt change."""
    stamp = bare_machine / ".venv" / ".installed"
    stamp.parent.mkdir()
    stamp.touch()
    command = [shutil.which("make"), "--question", "install"]
    assert subprocess.run(command, cwd=bare_machine, capture_output=True, check=False).returncode == 0
    later = stamp.stat().st_mtime_ns + 10**9
    for name in ("pyproject.toml", "constraints.txt"):
        os.utime(bare_machine / name, ns=(later, later))
        assert subprocess.run(command, cwd=bare_machine, capture_output=True, check=False).returncode == 1
        os.utime(bare_machine / name, ns=(0, 0))
