"""The five policies the product starts from, watched from end to end; their texts stay outside the repository."""

from __future__ import annotations

import email
import html
import json
import threading
from collections import Counter
from contextlib import contextmanager
from email import policy
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import TYPE_CHECKING

import pytest

from tests.seeds.texts import RESIDUE, edited, lines_of, policy_of, without_contents, words

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

    from tests.conftest import Command


def markup(line: str) -> str:
    return line if line.startswith("<img") else html.escape(line)


def paragraphs(lines: list[str]) -> str:
    return "<main>" + "".join(f"<p>{markup(line)}</p>\n" for line in lines) + "</main>"


def divs(lines: list[str]) -> str:
    cells = "".join(f'<div class="elementor-widget"><span>{markup(line)}</span></div>' for line in lines)
    return f'<div class="page"><div class="elementor-section">{cells}</div></div>'


def breaks(lines: list[str]) -> str:
    return f'<table><tr><td class="content">{"<br><br>".join(markup(line) for line in lines)}</td></tr></table>'


TEMPLATES = (paragraphs, divs, breaks)


def page(lines: list[str], template: Callable[[list[str]], str], *, visit: int) -> bytes:
    """A whole page around the text, whose noise turns with every visit."""
    links = "".join(f'<li><a href="/{n}">Link {n}</a></li>' for n in range(12))
    return f"""<!doctype html><html><head><meta charset="utf-8"><title>Policy</title></head><body>
    <nav><ul>{links}</ul></nav>
    <div id="cookie-banner" role="dialog"><p>We use cookies to improve your visit. Do you accept them all?</p>
    <button>Accept</button></div>
    {template(lines)}
    <footer><ul>{links}</ul><p>Visitor number {visit}</p></footer>
    <script>var visit = {visit};</script></body></html>""".encode()


@contextmanager
def serving(pages: dict[str, bytes]) -> Iterator[str]:
    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            body = pages.get(self.path, b"")
            self.send_response(200 if body else 404)
            self.send_header("Content-Type", "text/html; charset=utf-8")
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, *args: object) -> None:
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.05}, daemon=True)
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.server_address[1]}"
    finally:
        server.shutdown()
        server.server_close()
        thread.join()


@pytest.fixture(scope="module")
def seeds(shared: Path) -> dict[str, list[str]]:
    return {path.stem: lines_of(path.read_text(encoding="utf-8")) for path in (shared / "seeds").glob("*.txt")}


def test_the_seeds_are_watched_from_end_to_end(command: Command, seeds: dict[str, list[str]]) -> None:
    """Every policy word is kept and no residue; noise tells nothing; one edit is one clause change and one mail."""
    cases = {f"/{name}/{template.__name__}": (name, template) for name in seeds for template in TEMPLATES}
    pages = {path: page(seeds[name], template, visit=1) for path, (name, template) in cases.items()}
    with serving(pages) as address:
        listing = command.folder.parent / "watches.json"
        listing.write_text(json.dumps([{"url": address + path, "emails": "reader@example.org"} for path in cases]))
        command.quick("import", listing, "--no-trial")
        command.quick("check", "--all")
        for path, (name, _) in cases.items():
            assert_kept(command, address + path, policy_of(seeds[name], *RESIDUE[name]))
        pages.update({path: page(seeds[name], template, visit=2) for path, (name, template) in cases.items()})
        command.quick("check", "--all")
        states = json.loads(command.quick("list", "--format", "json").stdout)
        assert {w["snapshots"] for w in states} == {1}
        pages.update({p: page(edited(seeds[n])[0], template, visit=3) for p, (n, template) in cases.items()})
        command.quick("check", "--all")
        command.quick("outbox", "send")
        for path in cases:
            history = json.loads(command.quick("history", address + path, "--format", "json").stdout)
            assert len(history) == 2, path
            (change,) = history[1]["change"]["changes"]
            assert (change["kind"], change["significance"]) == ("modified", "material"), path
            assert ["insert", "4711"] in [[op, text.strip()] for op, text in change["redline"]], path
            assert change["reasons"], path
    mails = [
        email.message_from_bytes(file.read_bytes(), policy=policy.default)
        for file in (command.folder / "mail").glob("*.eml")
    ]
    assert len(mails) == len(cases)


def assert_kept(command: Command, url: str, kept: list[str]) -> None:
    clauses = json.loads(command.quick("blame", url, "--format", "json").stdout)
    texts, path = [], []
    for clause in clauses:
        same = 0
        while same < min(len(path), len(clause["heading_path"])) and path[same] == clause["heading_path"][same]:
            same += 1
        path = clause["heading_path"]
        texts += path[same:]
        if clause["kind"] != "heading":
            texts.append(clause["text"])
    found = Counter(words(texts))
    wanted = Counter(words(without_contents(kept)))
    most = Counter(words(kept))
    assert not wanted - found, f"{url} lost {wanted - found}"
    assert not found - most, f"{url} kept {found - most}"
