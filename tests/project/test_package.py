"""What is installed: the wheel, the pinned versions, the dependencies and their licences."""

from __future__ import annotations

import re
import shutil
import subprocess
import sys
import zipfile
from importlib import metadata

import pytest
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name
from packaging.version import Version

from tests.project import tree

GROUPS = tree.project()["dependency-groups"]
_EXTRAS = tree.project()["project"]["optional-dependencies"].values()
RUNTIME = [Requirement(line) for lines in (tree.project()["project"]["dependencies"], *_EXTRAS) for line in lines]
DIRECT = sorted({r.name for r in RUNTIME} | {Requirement(line).name for group in GROUPS.values() for line in group})
PIN = re.compile(r"(?P<name>[A-Za-z0-9]+(?:[._-][A-Za-z0-9]+)*)==(?P<version>[0-9][0-9A-Za-z.+!]*)")
COPYLEFT = re.compile(r"\b(?:A?GPL|GNU (?:Affero )?General Public)", re.IGNORECASE)


def _pins() -> dict[str, str]:
    lines = (tree.ROOT / "constraints.txt").read_text(encoding="ascii").splitlines()
    pins = [PIN.fullmatch(line) for line in lines]
    assert None not in pins, "constraints.txt holds name==version lines only"
    return {canonicalize_name(pin["name"]): pin["version"] for pin in pins}


def _closure(names: set[str], seen: frozenset[str] = frozenset()) -> frozenset[str]:
    """Return the distributions these need on this machine, themselves included."""
    for name in names - seen:
        needed = map(Requirement, metadata.requires(name) or [])
        wanted = {canonicalize_name(r.name) for r in needed if r.marker is None or r.marker.evaluate({"extra": ""})}
        seen = _closure(wanted, seen | {name})
    return seen


def _licence(name: str) -> str:
    """Return what a distribution says of its licence, its classifiers before free text."""
    about = metadata.metadata(name)
    classifiers = [line for line in about.get_all("Classifier", []) if line.startswith("License ::")]
    return about.get("License-Expression") or "; ".join(classifiers) or (about.get("License") or "").split("\n")[0]


def test_every_package_is_installed() -> None:
    """Each folder of modules is named among the packages, so that none is missing where the product is installed."""
    folders = {path.parent for name in ("crawler", "monitor", "storage") for path in (tree.ROOT / name).rglob("*.py")}
    named = tree.project()["tool"]["setuptools"]["packages"]
    assert {".".join(folder.relative_to(tree.ROOT).parts) for folder in folders} <= {*named}


def test_pins_are_plain() -> None:
    """constraints.txt names each distribution once, with one version, and nothing else."""
    lines = (tree.ROOT / "constraints.txt").read_text(encoding="ascii").splitlines()
    assert len(_pins()) == len(lines)
    assert lines == sorted(lines, key=str.lower)


@pytest.mark.parametrize("requirement", RUNTIME, ids=str)
def test_pins_fit(requirement) -> None:
    """Every dependency is pinned, to a version pyproject.toml allows."""
    assert Version(_pins()[canonicalize_name(requirement.name)]) in requirement.specifier


def test_all_that_is_needed_is_pinned() -> None:
    """No distribution reaches an installation unpinned, through whatever needs it."""
    assert _closure({canonicalize_name(name) for name in DIRECT}) - _pins().keys() == set()


def _is_free(licence: str) -> bool:
    """Tell whether one of the licences offered is none of the strong copyleft ones."""
    offers = re.split(r" OR ", re.sub(r"(?i)\bLGPL|lesser general public", "", licence))
    return bool(licence) and any(not COPYLEFT.search(offer) for offer in offers)


@pytest.mark.parametrize("name", sorted(_closure({canonicalize_name(r.name) for r in RUNTIME})))
def test_licences_let_the_product_be_free(name) -> None:
    """What the product runs on says its licence, and it can be had under none of the strong copyleft ones."""
    assert _is_free(_licence(name)), _licence(name)


@pytest.mark.parametrize(
    ("licence", "is_free"),
    [
        ("GPL-3.0-only", False),
        ("AGPL-3.0", False),
        ("", False),
        ("License :: OSI Approved :: GNU General Public License v3", False),
        ("License :: OSI Approved :: GNU Affero General Public License v3", False),
        ("GPL-2.0-only OR AGPL-3.0-only", False),
        ("MIT", True),
        ("MPL-1.1 OR GPL-2.0-only", True),
        ("GNU Lesser General Public License v3", True),
    ],
)
def test_strong_copyleft_is_seen(licence, is_free) -> None:
    """The licence rule recognises what it refuses, and a choice that leaves another way."""
    assert _is_free(licence) is is_free


def _used() -> set[str]:
    """Return the distributions whose modules our packages import."""
    # the standard library reads time zones from it where the system has none
    holders = {**metadata.packages_distributions(), "zoneinfo": ["tzdata"]}
    tops = {name.split(".")[0] for path in tree.modules(*tree.PACKAGES) for name in tree.imported(path)}
    return {canonicalize_name(holder) for top in tops - set(tree.PACKAGES) for holder in holders.get(top, [])}


def test_what_is_imported_is_declared() -> None:
    """A library we import is a dependency of ours, or of the two frameworks that are made of it."""
    declared = {canonicalize_name(r.name) for r in RUNTIME}
    assert _used() - declared <= _closure({"scrapy"}) | {"uvicorn"}


def test_what_is_declared_is_imported() -> None:
    """No dependency is carried along that nothing uses."""
    assert {canonicalize_name(r.name) for r in RUNTIME} - _used() == set()


@pytest.mark.parametrize("name", DIRECT)
def test_dependencies_are_explained(name) -> None:
    """docs/dependencies.md has a row for each dependency: why it, what else there was, its licence."""
    text = (tree.ROOT / "docs" / "dependencies.md").read_text(encoding="utf-8")
    row = re.search(rf"(?m)^\| {re.escape(name)} \|(?P<rest>.+)\|$", text)
    assert row, f"docs/dependencies.md says nothing of {name}"
    assert len([cell for cell in row["rest"].split("|") if len(cell.strip()) > 2]) == 3


def test_no_dependency_without_a_row() -> None:
    """docs/dependencies.md explains nothing the project no longer needs."""
    text = (tree.ROOT / "docs" / "dependencies.md").read_text(encoding="utf-8")
    assert set(re.findall(r"(?m)^\| ([A-Za-z0-9_.-]+) \|", text)) - {"library"} == set(DIRECT)


def _build(folder) -> zipfile.ZipFile:
    """Build the wheel from a copy of the tracked files, as a release would."""
    for path in tree.tracked():
        copy = folder / "src" / path.relative_to(tree.ROOT)
        copy.parent.mkdir(parents=True, exist_ok=True)
        shutil.copyfile(path, copy)
    (folder / "src" / "README.md").touch()
    code = "import sys; from setuptools import build_meta; build_meta.build_wheel(sys.argv[1])"
    subprocess.run([sys.executable, "-c", code, str(folder)], cwd=folder / "src", check=True, capture_output=True)
    (wheel,) = folder.glob("*.whl")
    return zipfile.ZipFile(wheel)


@pytest.mark.drill
def test_the_wheel_is_whole(tmp_path) -> None:
    """The wheel holds every file of the three packages, and runs with nothing of the repository around it."""
    if Version(metadata.version("setuptools")) < Version("77"):
        pytest.skip("this environment's setuptools is older than pyproject.toml asks for")
    with _build(tmp_path) as wheel:
        held = {name for name in wheel.namelist() if ".dist-info/" not in name}
        wheel.extractall(tmp_path / "site")
    assert held == {name for path in tree.tracked() if (name := tree.name_of(path)).startswith(tree.PACKAGES)}
    code = (
        "import monitor, sys; from monitor.cli.main import main; from monitor.wording import catalogue_of;"
        "print(monitor.__file__, catalogue_of('it').gettext('material')); sys.argv[1:] = ['--help']; main()"
    )
    said = subprocess.run(
        [sys.executable, "-c", code],
        cwd=tmp_path,
        env={"PYTHONPATH": str(tmp_path / "site"), "PATH": ""},
        capture_output=True,
        text=True,
        check=True,
    ).stdout
    assert said.startswith(str(tmp_path / "site"))
    assert " sostanziale\n" in said  # the catalogues are there, too
    assert "compare" in said
