from __future__ import annotations

import functools
import json
import threading
from datetime import UTC, datetime
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from typing import TYPE_CHECKING

import pytest

from crawler.checking.judge import draw_body
from crawler.checking.pool import Workers
from crawler.config import CrawlConfig
from crawler.extraction.reading.html import MAX_TAGS
from monitor.core.comparison.compare import compare
from monitor.core.records import Body, FailureKind, FetchFailure, WatchSpec
from monitor.core.restless.still import MOST_CLAUSES
from monitor.core.restless.varied import varied
from monitor.core.watchlist import make_spec
from monitor.demo.server import DemoSite
from monitor.trial import Trial, remarks_on, try_out
from tests.core.helpers import drawn, heading, paragraph
from tests.policies import policy
from tests.servers import Site, page

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

    from tests.conftest import Command


class QuietHandler(SimpleHTTPRequestHandler):
    def log_message(self, *args: object) -> None:
        pass


@pytest.fixture(scope="module")
def site() -> Iterator[DemoSite]:
    with DemoSite() as found:
        yield found


def test_a_trial_says_what_would_be_watched(command: Command, site: DemoSite) -> None:
    """`add` shows title, language, stated date, size and first words of the page, and records no check."""
    done = command.quick("add", site.url_of(site.pages[0]))
    for words in ("Privacy Policy", "14 May 2025", "clauses", "en", "Left out:", "menu ("):
        assert words in done.stdout
    (watch,) = json.loads(command.quick("list", "--format", "json").stdout)
    assert (watch["state"], watch["snapshots"], watch["last_check"]) == ("new", 0, None)
    assert "Warning" not in done.stderr


def test_a_trial_that_fails_warns_and_still_adds(command: Command, site: DemoSite) -> None:
    """A page that cannot be read now is told on standard error, and is watched all the same."""
    done = command.quick("add", f"{site.url}/nowhere")
    assert "Warning" in done.stderr
    assert "404" in done.stderr
    assert "Added" in done.stdout


def test_a_page_that_costs_too_much_is_drawn_once(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The second look of a trial does not spend again what the first has shown to be too much."""
    asked: list[str] = []

    def run(workers: Workers, task: Callable[..., object], *arguments: object) -> object:
        asked.append(task.__name__)
        return Workers.run(workers, task, *arguments)

    monkeypatch.setattr("monitor.trial.Workers", type("Counted", (Workers,), {"run": run}))
    with Site() as server:
        server["/costly"] = page("<br>" * (MAX_TAGS + 1))
        server["/plain"] = page(policy(1))
        specs = [make_spec({"url": server.url(path)}) for path in ("/costly", "/plain")]
        config = CrawlConfig(allow_networks="127.0.0.0/8", host_delay=0)  # type: ignore[arg-type]
        found = {trial.spec: trial for trial in try_out(specs, folder=tmp_path, config=config)}
    costly, plain = (found[spec] for spec in specs)
    assert isinstance(costly.result, FetchFailure)
    assert costly.result.kind is FailureKind.TOO_COSTLY
    assert costly.again == costly.result
    assert not isinstance(plain.again, FetchFailure)
    assert sorted(asked) == ["documents_on", "draw_page", "explain_page", "explain_page"]


def test_an_import_tries_every_page(command: Command, site: DemoSite, tmp_path: Path) -> None:
    """`import` says how many pages could be read and names the others."""
    listing = tmp_path / "list.txt"
    listing.write_text("\n".join([*(site.url_of(page) for page in site.pages[:3]), f"{site.url}/nowhere"]))
    done = command.quick("import", listing)
    assert "3 of 4 pages could be read" in done.stdout
    assert f"{site.url}/nowhere" in done.stderr


def test_addresses_are_extracted_in_the_order_given(command: Command, site: DemoSite, tmp_path: Path) -> None:
    """Files and addresses mix; each gives its line in its place."""
    file = tmp_path / "a.md"
    file.write_text("# Policy\n\n" + "We keep what you tell us only as long as we need it for your order. " * 5)
    sources = [site.url_of(site.pages[1]), str(file), f"{site.url}/nowhere", site.url_of(site.pages[0])]
    done = command.quick("extract", *sources, "--format", "json", code=1)
    lines = [json.loads(line) for line in done.stdout.splitlines()]
    assert [line["source"] for line in lines] == sources
    assert lines[2]["error"] == "http_error"
    assert [bool(line.get("clauses")) for line in lines] == [True, True, False, True]


def test_a_page_that_is_no_policy_is_pointed_out(command: Command, tmp_path: Path) -> None:
    """The trial warns of a page that reads like something else, and is silent about a policy."""
    recipe = "Stir the flour into the warm milk and let the dough rest beside the oven until it has doubled. "
    (tmp_path / "recipe.html").write_text(
        f"<html lang='en'><title>Buns</title><main><h1>Buns</h1><p>{recipe * 20}</p></main></html>"
    )
    handler = functools.partial(QuietHandler, directory=tmp_path)
    with ThreadingHTTPServer(("127.0.0.1", 0), handler) as server:
        thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.05}, daemon=True)
        thread.start()
        done = command.quick("add", f"http://127.0.0.1:{server.server_address[1]}/recipe.html")
        server.shutdown()
        thread.join()
    assert "does not read like a policy" in done.stderr
    assert "Added" in done.stdout


@pytest.mark.parametrize(
    ("fields", "remarks"),
    [
        ({"url": "https://example.org/legal"}, ["too short"]),
        ({"url": "https://example.org/legal#cookies"}, []),
        ({"url": "https://example.org/legal", "include": ".cookies"}, []),
    ],
)
def test_a_part_may_be_short(fields: dict[str, str], remarks: list[str]) -> None:
    """What is too short for a whole policy is no trouble where a part of a page is asked for."""
    spec = make_spec(fields)
    text = drawn(heading("Cookies"), paragraph("We use cookies to keep you signed in and to count visits to our site."))
    trial = Trial(spec=spec, url=spec.url, result=text, again=text, comparison=None)
    assert [remark.what for remark in remarks_on(trial)] == remarks


def _looks(went: int, came: int) -> Trial:
    """A trial of a page on which so many clauses in a row are others, more or fewer at its second fetch."""
    before, after = (
        drawn(heading("Storage"), *(paragraph(text) for text in ("Who we are stays.", *texts, "How to write to us.")))
        for texts in (
            [f"We keep order {number} for as many months as the law wants us to." for number in range(went)],
            [f"Kites of colour {number}: sold in every shop of our town." for number in range(came)],
        )
    )
    spec = WatchSpec(url="https://example.org/privacy", name="p", kind="data", every_seconds=86_400)
    at = datetime(2026, 3, 1, tzinfo=UTC)
    return Trial(
        spec=spec,
        url=spec.url,
        result=before,
        again=after,
        comparison=compare(before, after),
        restless=varied(before, after, None, at=at),
    )


def test_what_is_remembered_is_no_trouble() -> None:
    """A page that differs only at places that are known from now on is warned of in no word."""
    trial = _looks(3, 3)
    assert trial.comparison
    assert trial.comparison.changed
    assert "unstable" not in {remark.what for remark in remarks_on(trial)}


@pytest.mark.parametrize(
    ("went", "came"), [(MOST_CLAUSES + 1, MOST_CLAUSES + 1), (0, MOST_CLAUSES + 1), (MOST_CLAUSES + 1, 0)]
)
def test_a_page_that_turns_as_a_whole_is_pointed_out(went: int, came: int) -> None:
    """Where more turns than a place may hold, the trial says that edits would be told with it, and what helps."""
    remark = remarks_on(_looks(went, came))[0]
    assert remark.what == "unstable"
    assert "--exclude" in remark.text


@pytest.mark.parametrize(
    ("kind", "remarks"), [("subprocessors", []), ("terms", ["too short"]), ("other", ["no policy"])]
)
def test_a_list_of_subprocessors_need_not_read_like_a_policy(kind: str, remarks: list[str]) -> None:
    """What calls itself a list of sub-processors is one to the trial as it is to discovery, without a sentence in it."""
    spec = make_spec({"url": "https://example.org/subprocessors", "kind": kind})
    names = [f"Harrow Number {n} Ltd, hosting, Ireland" for n in range(9)]
    text = drawn(heading("Sub-processors"), *map(paragraph, names))
    trial = Trial(spec=spec, url=spec.url, result=text, again=text)
    assert [remark.what for remark in remarks_on(trial)] == remarks


def test_a_frame_of_another_address_is_offered() -> None:
    """The trial of a page that shows a policy of another address in a frame names that address as one to watch."""
    page = "<h1>Privacy</h1><iframe src=https://service.example/policy/7></iframe>"
    result = draw_body(Body(content=page.encode(), media_type="text/html", charset=""))
    spec = WatchSpec(url="https://example.org/privacy", name="p", kind="privacy", every_seconds=86_400)
    (remark,) = remarks_on(Trial(spec=spec, url=spec.url, result=result, again=result))
    assert remark.what == "framed"
    assert "clausewatch add https://service.example/policy/7" in remark.text


def test_a_shell_for_scripts_is_pointed_out() -> None:
    """The trial of a page that scripts build says that it needs rendering, and with what option."""
    shell = draw_body(
        Body(content=b"<div id=root></div><script src=/a.js></script>", media_type="text/html", charset="")
    )
    spec = WatchSpec(url="https://example.org/privacy", name="p", kind="privacy", every_seconds=86_400)
    (remark,) = remarks_on(Trial(spec=spec, url=spec.url, result=shell, again=shell))
    assert remark.what == "needs rendering"
    assert "--render" in remark.text
