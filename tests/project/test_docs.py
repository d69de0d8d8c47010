"""The documentation: every command, every setting, nothing stale, nothing of one machine."""

from __future__ import annotations

import importlib.util
import re
import subprocess
import sys

import click
import pytest

from monitor.cli.main import COMMANDS, cli
from monitor.config import PREFIX, Config
from tests.project import tree

DOCS = tree.ROOT / "docs"
PAGES = sorted([*DOCS.rglob("*.md"), *tree.ROOT.glob("*.md"), tree.ROOT / "benchmarks" / "README.md"])
# an archive's address, a package index, somebody's home
FOREIGN = re.compile(
    r"https?://\S+\.(?:whl|tar\.gz|tgz|zip)\b|(?:index|find-links)[_-]?(?:url)?\s*=\s*https?:|pythonhosted\.|"
    r"(?<![\w./])/(?:home|root|Users)/\w"
)


def _generator():
    spec = importlib.util.spec_from_file_location("docs_generate", DOCS / "generate.py")
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def _command(name: str) -> click.Command:
    return cli.get_command(click.Context(cli), name)


@pytest.mark.parametrize("name", COMMANDS)
def test_commands_have_help(name) -> None:
    """Every command says what it does, and every option of it too."""
    command = _command(name)
    assert command.help
    assert [p.name for p in command.params if isinstance(p, click.Option) and not p.help] == []


@pytest.mark.parametrize("name", COMMANDS)
def test_commands_stand_in_the_readme(name) -> None:
    """README.md has a table of commands with a row for each: `clausewatch NAME ...` in its first column."""
    readme = (tree.ROOT / "README.md").read_text(encoding="utf-8")
    assert re.search(rf"(?m)^\|[^|]*`clausewatch {name}\b[^|`]*`", readme), f"README.md has no row for {name}"


def test_the_readme_invents_no_command() -> None:
    """The table of commands names none that does not exist."""
    readme = (tree.ROOT / "README.md").read_text(encoding="utf-8")
    assert set(re.findall(r"`clausewatch ([a-z]+)", readme)) <= set(COMMANDS)


def test_the_readme_names_the_two_commands() -> None:
    """Who reads no further than the README knows how to see it and how to test it."""
    readme = (tree.ROOT / "README.md").read_text(encoding="utf-8")
    assert "make demo" in readme
    assert "make test" in readme


@pytest.mark.parametrize("key", sorted(Config.model_fields))
def test_settings_are_documented(key) -> None:
    """docs/configuration.md has a row for each setting, with its environment variable."""
    text = (DOCS / "configuration.md").read_text(encoding="utf-8")
    assert f"| `{key}` | `{PREFIX}{key.upper()}` |" in text


def test_no_setting_is_invented() -> None:
    """Every environment variable any document names is one the product reads."""
    known = {PREFIX + key.upper() for key in Config.model_fields} | {
        f"{PREFIX}DATA",
        f"{PREFIX}SHARED",
        f"{PREFIX}REPLAY",
    }
    for path in [*PAGES, *DOCS.rglob("*.service")]:
        named = set(re.findall(rf"{PREFIX}[A-Z_]*[A-Z]", path.read_text(encoding="utf-8")))
        assert named <= known, tree.name_of(path)


def test_generated_parts_are_current() -> None:
    """`make docs` would change nothing."""
    stale = [path.name for path, text in _generator().pages() if path.read_text(encoding="utf-8") != text]
    assert stale == [], "run 'make docs'"


@pytest.mark.parametrize("path", PAGES, ids=tree.name_of)
def test_links_lead_somewhere(path) -> None:
    """Links between the documents, and to files of the project, find their target."""
    links = re.findall(r"\]\((?!https?:|mailto:|#)([^)#\s]+)", path.read_text(encoding="utf-8"))
    assert [link for link in links if not (path.parent / link).exists()] == []


@pytest.mark.parametrize("path", PAGES, ids=tree.name_of)
def test_paths_named_exist(path) -> None:
    """A file or folder of the three packages that a document names is there."""
    named = re.findall(r"`((?:crawler|monitor|storage)/[\w./]*)`", path.read_text(encoding="utf-8"))
    assert [name for name in named if not (tree.ROOT / name).exists()] == []


def test_the_glossary_has_every_word() -> None:
    """docs/glossary.md explains each word the design speaks of, once."""
    words = re.findall(r"(?m)^\| ([a-z ]+) \|", (DOCS / "glossary.md").read_text(encoding="utf-8"))
    assert len(words) == len(set(words))
    assert {"watch", "check", "fetch", "body", "document", "clause", "snapshot", "change", "notice"} <= set(words)


def test_nothing_belongs_to_one_machine() -> None:
    """No tracked text names an archive's address, a package index or somebody's home."""
    found = []
    for path in tree.tracked():
        text = path.read_bytes().decode("utf-8", errors="ignore")
        found += [f"{tree.name_of(path)}: {hit.group()}" for hit in FOREIGN.finditer(text)]
    assert found == []


def test_the_generator_runs_by_hand() -> None:
    """`make docs` has a program that runs and can say what it would write."""
    subprocess.run([sys.executable, str(DOCS / "generate.py"), "--check"], cwd=tree.ROOT, check=True)


def test_the_page_on_security_names_code_and_tests_that_are_there() -> None:
    """Every bound docs/security.md promises stands in a module, and is held by a test or a drill, that exists."""
    text = (tree.ROOT / "docs" / "security.md").read_text(encoding="utf-8")
    rows = [row for row in re.findall(r"(?m)^\| (?!What |---)(.+) \|$", text) if row.count(" | ") == 3]
    named = re.findall(r"`((?:crawler|monitor|storage|tests|benchmarks)/[^`]+)`", text)
    drills = re.findall(r"drills? `(test_\w+\.py)`", text)
    missing = [path for path in named if not (tree.ROOT / path).exists()]
    missing += [name for name in drills if not (tree.ROOT / "tests" / "drills" / name).exists()]
    assert missing == []
    assert len(rows) > 30
    assert [row for row in rows if "test" not in row.rpartition(" | ")[2]] == []
