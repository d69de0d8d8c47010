"""The levels of the packages: imports point downwards only."""

from __future__ import annotations

import ast
import subprocess
import sys
from dataclasses import dataclass

import pytest

from tests.project import tree

# The store hands out its database as sqlite-utils has it, so a module that holds one may name its type.
_HANDLE = {"sqlite_utils"}
_CONFIG = {"pydantic", "pydantic_settings"}
_SCRAPY = {"scrapy", "itemadapter", "twisted", "zope", "OpenSSL", "service_identity"}

# What would make a function depend on more than its arguments.
_WORLD = {
    "asyncio", "concurrent", "ftplib", "glob", "http", "multiprocessing", "os", "pathlib", "random",
    "secrets", "select", "selectors", "shelve", "shutil", "signal", "smtplib", "socket", "socketserver", "sqlite3",
    "ssl", "subprocess", "sys", "tempfile", "threading", "time", "urllib.request", "uuid", "webbrowser",
}  # fmt: skip
_WORLDLY_CALLS = {"open", "now", "today", "utcnow", "read_bytes", "write_text", "write_bytes", "urlopen"}


@dataclass(frozen=True, slots=True, kw_only=True)
class Part:
    """One part of the code, and what it may import.

    Args:
        ours: prefixes of our own modules it may import.
        theirs: libraries it may import.
        is_pure: whether clock, disk, network and database are closed to it.
    """

    ours: tuple[str, ...]
    theirs: frozenset[str]
    is_pure: bool = False


_PARSING = frozenset(
    {"trafilatura", "lxml", "cssselect", "pypdf", "pypdfium2", "markdown_it", "charset_normalizer", "w3lib"}
)


def _extraction(*ours: str) -> Part:
    """Return a part of extraction, which may import those of its other parts that it stands on."""
    shared = ("monitor.core",)
    return Part(ours=(*(f"crawler.extraction.{name}" for name in ours), *shared), theirs=_PARSING, is_pure=True)


# the most specific first; see the table of levels in docs/architecture.md
PARTS = {
    # what a page is called and dated in, and the policy a script holds, are asked from below
    "crawler/extraction/links.py": _extraction("reading", "facts"),
    "crawler/extraction/reading/": _extraction("reading"),
    "crawler/extraction/facts/": _extraction("facts", "reading"),
    "crawler/extraction/furniture/": _extraction("furniture", "reading"),
    "crawler/extraction/policy/": _extraction("policy", "furniture", "facts", "reading"),
    "monitor/core/": Part(
        ours=("monitor.core",),
        theirs=frozenset({"rapidfuzz", "email_validator", "simplemma", "tldextract", "w3lib", "babel"}),
        is_pure=True,
    ),
    "crawler/extraction/": Part(
        ours=("crawler.extraction", "monitor.core"),
        theirs=_PARSING,
        is_pure=True,
    ),
    "storage/browse/": Part(
        ours=("storage", "monitor.core"),
        theirs=frozenset(
            {"datasette", "itsdangerous", "jinja2", "markupsafe", "prometheus_client", "python_multipart"} | _HANDLE
        ),
    ),
    "storage/": Part(
        ours=(
            "monitor.core.records",
            "monitor.core.errors",
            "monitor.core.notices.choosing",  # who hears of a change is decided where it is recorded
            "monitor.core.notices.consent",  # and who is asked first, where a subscription is
            *(f"storage.{path.stem}" for path in (tree.ROOT / "storage").glob("*.py")),
        ),
        theirs=frozenset({"sqlite_utils", "zstandard"}),
    ),
    "crawler/": Part(
        ours=("crawler", "storage", "monitor.core"),
        theirs=frozenset(
            _SCRAPY | _CONFIG | _HANDLE | {"w3lib", "brotli", "zstandard", "playwright", "scrapy_playwright"}
        ),
    ),
    "monitor/": Part(
        ours=("monitor", "crawler", "storage"),
        theirs=frozenset(
            {
                "aiosmtpd",
                "apprise",
                "apscheduler",
                "babel",
                "click",
                "httpcore",
                "jinja2",
                "markupsafe",
                "rich",
                "uvicorn",
            }
            | _CONFIG
            | _HANDLE
        ),
    ),
}


def _calls(source: str) -> set[str]:
    calls = (node.func for node in ast.walk(ast.parse(source)) if isinstance(node, ast.Call))
    return {call.attr if isinstance(call, ast.Attribute) else getattr(call, "id", "") for call in calls}


def _is_below(name: str, prefixes: tuple[str, ...] | set[str]) -> bool:
    return any(name == prefix or name.startswith(f"{prefix}.") for prefix in prefixes)


def _is_allowed(name: str, part: Part) -> bool:
    top = name.split(".", maxsplit=1)[0]
    if top in tree.PACKAGES:
        return _is_below(name, part.ours)
    if top in sys.stdlib_module_names:
        return not (part.is_pure and _is_below(name, _WORLD))
    return top in part.theirs


def violations(path: str, source: str) -> list[str]:
    """Return what a module does that its part of the code may not, one line each."""
    part = next(part for prefix, part in PARTS.items() if path.startswith(prefix))
    found = [f"imports {name}" for name in sorted(tree.imports(source)) if not _is_allowed(name, part)]
    if part.is_pure:
        found += [f"calls {name}()" for name in sorted(_calls(source) & _WORLDLY_CALLS)]
    return found


def test_imports_point_downwards() -> None:
    """A module imports only what its level may, wherever in it the import stands."""
    found = {
        (name := tree.name_of(path)): violations(name, path.read_text(encoding="utf-8"))
        for path in tree.modules(*tree.PACKAGES)
    }
    assert found
    assert {name: said for name, said in found.items() if said} == {}


@pytest.mark.parametrize(
    ("path", "source"),
    [
        ("monitor/core/x.py", "import sqlite3"),
        ("monitor/core/x.py", "def f():\n    from storage import database"),
        ("monitor/core/x.py", "from monitor import app"),
        ("monitor/core/x.py", "from datetime import datetime\nd = datetime.now()"),
        ("monitor/core/x.py", "text = open('x').read()"),
        ("monitor/core/x.py", "from urllib.request import urlopen"),
        ("crawler/extraction/x.py", "import scrapy"),
        ("crawler/extraction/x.py", "from crawler.checking.judge import judge"),
        ("crawler/extraction/reading/x.py", "from crawler.extraction.furniture.element_names import names_of"),
        ("crawler/extraction/reading/x.py", "from crawler.extraction.page import page_drawing"),
        ("crawler/extraction/facts/x.py", "from crawler.extraction.policy.region import region_node"),
        ("crawler/extraction/furniture/x.py", "from crawler.extraction.policy.region import region_node"),
        ("crawler/extraction/policy/x.py", "from crawler.extraction.extract import extract"),
        ("storage/x.py", "from monitor.core.comparison.compare import compare"),
        ("storage/x.py", "from monitor.core import compare"),
        ("storage/x.py", "from storage.browse import app"),
        ("storage/browse/x.py", "from crawler.checking.judge import judge"),
        ("storage/browse/x.py", "from monitor.app import App"),
        ("crawler/x.py", "from monitor.crawl import crawling"),
        ("monitor/cli/x.py", "def f():\n    import scrapy"),
        ("monitor/x.py", "from twisted.internet import reactor"),
        ("monitor/x.py", "from . import app"),
    ],
)
def test_a_wrong_import_is_seen(path, source) -> None:
    """The rule finds what it forbids, also inside functions and behind `from`."""
    assert violations(path, source)


@pytest.mark.parametrize("package", tree.PACKAGES)
def test_the_top_packages_are_empty(package) -> None:
    """Importing a package alone runs nothing."""
    assert (tree.ROOT / package / "__init__.py").read_bytes() == b""


def test_the_shell_never_loads_scrapy() -> None:
    """Whatever of the shell is imported, Scrapy and its reactor stay out of the process."""
    names = [tree.name_of(path).removesuffix(".py").replace("/", ".") for path in tree.modules("monitor")]
    lines = [f"import {name.removesuffix('.__init__')}" for name in names if not name.endswith("__main__")]
    code = "\n".join([*lines, "import sys", "print(sorted({'scrapy', 'twisted'} & set(sys.modules)))"])
    done = subprocess.run([sys.executable, "-c", code], cwd=tree.ROOT, capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"


def test_the_crawl_loads_extraction_in_its_workers_alone() -> None:
    """Settings, all spiders and the pipeline are loaded without extraction and comparison, which only workers need."""
    code = (
        "import sys; from scrapy.utils.project import get_project_settings; from scrapy.spiderloader import SpiderLoader;"
        "print(sorted(SpiderLoader.from_settings(get_project_settings()).list()));"
        "import crawler.checking.pipeline, crawler.checking.worker;"
        "print([name for name in sys.modules if name in {'crawler.checking.judge', 'monitor.core.comparison.compare', 'trafilatura'}"
        " or name.startswith('crawler.extraction')])"
    )
    done = subprocess.run([sys.executable, "-c", code], cwd=tree.ROOT, capture_output=True, text=True, check=True)
    assert done.stdout.splitlines() == ["['discovery', 'pages', 'policies']", "[]"]
