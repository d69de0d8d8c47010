"""The pages as a real process over real HTTP, while strangers ask for all they can get."""

from __future__ import annotations

import asyncio
import http.client
import random
import re
import signal
import time
from itertools import cycle
from pathlib import Path
from urllib.parse import quote, urlsplit

import pytest

from tests.browse.bombs import BOMBS
from tests.browse.sample import make_store
from tests.product import Product

pytestmark = [pytest.mark.drill, pytest.mark.timeout(600)]

READ = ["/", "/changes", "/changes.atom", "/watch/hostile", "/version/1", "/change/1"]
MOST_MEMORY = 900_000_000
PARTS = [
    "/", "/search", "/changes", "/watch/hostile/compare", "/clausewatch", "/clausewatch/watches", "/clausewatch/clauses",
    "/clausewatch/watchlist", "/clausewatch/snapshot_clauses/1,2", "/clausewatch/changes/1", "/clausewatch/silent_changes",
    "/-/static/app.css", "/-/metadata", "/watch/x", "/version/1", "//x/", "/%ff", "/clausewatch/~00", "/:memory:",
]  # fmt: skip
TAILS = [
    "",
    ".json",
    ".csv",
    ".blob",
    ".jsono",
    "/",
    "/1",
    "%00",
    "%ff",
    "%ed%a0%80",
    "\\",
    "~FF",
    "/../..",
    ";x",
    "%0a",
]
NAMES = [
    "_sort", "_sort_desc", "_facet", "_facet_array", "_facet_date", "_size", "_next", "_col", "_nocol", "_shape", "_labels",
    "_label", "_json", "_search", "_searchmode", "_fts_table", "_through", "_filter_column", "_timelimit", "_ttl", "_stream",
    "_where", "_trace", "_blob_column", "sql", "id", "text__like", "at__date", "page", "q", "before", "from", "_extras", "_nl",
]  # fmt: skip
VALUES = [
    "", "1", "-1", "max", "id", "nope", "99999999999999999999999", "%00", "%ff", "%ed%a0%80", "[" * 500, "{}", "object",
    "array", "²", "'", '"', "NEAR(", "a,b,c", "$null,1", "select 1", "select 1; select 2", "select zeroblob(9)", "9" * 400,
    '{"table":"watch_tags","column":"tag","value":"x"}', "x" * 9000, "on", "\r\nX: y", "*" * 300, "1e999",
]  # fmt: skip


class Pages:
    """`clausewatch browse` on the sample store."""

    def __init__(self, folder: Path) -> None:
        make_store(folder)
        self.process = Product(folder).start("browse", "--port", "0")
        line = self.process.stdout.readline()
        self.address = urlsplit(re.search(r"http://\S+/", line)[0])

    def get(self, path: str) -> tuple[int, bytes]:
        """Ask for one page over a connection of its own."""
        connection = http.client.HTTPConnection(self.address.hostname, self.address.port, timeout=120)
        try:
            connection.putrequest("GET", path, skip_host=False)
            connection.endheaders()
            answer = connection.getresponse()
            return answer.status, answer.read()
        finally:
            connection.close()

    def memory(self) -> int:
        """Return the bytes that the process and its children hold at this moment."""
        pid = self.process.pid
        children = Path(f"/proc/{pid}/task/{pid}/children").read_text().split()
        return sum(map(_resident, [pid, *children]))


def _resident(pid: int | str) -> int:
    try:
        return int(re.search(r"VmRSS:\s+(\d+)", Path(f"/proc/{pid}/status").read_text())[1]) * 1024
    except (OSError, TypeError):
        return 0


@pytest.fixture
def pages(tmp_path):
    pages = Pages(tmp_path)
    yield pages
    pages.process.kill()
    pages.process.communicate()


def test_reading_goes_on_under_attack(pages) -> None:
    """Sixteen bombs at once and again: every page to read is answered, memory stays bounded, and SIGTERM ends it all."""
    status, _ = pages.get("/")
    assert status == 200
    peak, told = 0, []

    async def bomb(form: str, sql: str) -> None:
        for _ in range(400):  # two are let in at once, and which is chance
            status, _ = await asyncio.to_thread(pages.get, f"/clausewatch{form}?sql={quote(sql)}")
            told.append(status)
            if status != 503:
                return
            await asyncio.sleep(1)

    async def attacked() -> list[int]:
        nonlocal peak
        forms = cycle(("", ".json", ".csv"))
        bombs = [asyncio.create_task(bomb(form, sql)) for form, sql in zip(forms, BOMBS.values(), strict=False)]
        read = []
        while len(read) < 50 or not all(one.done() for one in bombs):
            read.append((await asyncio.to_thread(pages.get, READ[len(read) % len(READ)]))[0])
            peak = max(peak, pages.memory())
        await asyncio.gather(*bombs)
        return read

    assert set(asyncio.run(attacked())) == {200}
    assert sum(status != 503 for status in told) == len(BOMBS)
    assert set(told) <= {200, 400, 413, 503}
    assert 0 < peak < MOST_MEMORY, peak

    # while two more run
    async def stopped() -> None:
        for sql in list(BOMBS.values())[:2]:
            asyncio.get_running_loop().run_in_executor(None, _ask_in_vain, pages, sql)
        await asyncio.sleep(1)
        pages.process.send_signal(signal.SIGTERM)
        await asyncio.to_thread(pages.process.wait, 60)

    asyncio.run(stopped())
    assert pages.process.returncode == 0
    assert "Traceback" not in pages.process.stderr.read()


def _ask_in_vain(pages: Pages, sql: str) -> None:
    try:
        pages.get(f"/clausewatch?sql={quote(sql)}")
    except (OSError, http.client.HTTPException):
        time.sleep(0)


def test_no_request_breaks_a_page(pages) -> None:
    """Two thousand odd requests over real HTTP: no fault of ours, no trace in the log, every answer bounded."""
    chance = random.Random(10)  # noqa: S311 - a seed, not a secret
    broken = []
    for _ in range(2000):
        path = chance.choice(PARTS) + (chance.choice(TAILS) if chance.random() < 0.4 else "")
        pairs = (f"{chance.choice(NAMES)}={_spelt(chance)}" for _ in range(chance.choice([0, 1, 1, 2, 3, 5])))
        status, body = pages.get(f"{path}?{'&'.join(pairs)}")
        if status >= 500 or len(body) > 2_000_000 or b"Traceback" in body:
            broken.append((status, path))
    assert broken == []
    pages.process.send_signal(signal.SIGTERM)
    _, told = pages.process.communicate(timeout=60)
    assert "Traceback" not in told


def _spelt(chance: random.Random) -> str:
    value = chance.choice(VALUES)
    return value if re.fullmatch(r"(%\w\w)+", value) else quote(value, safe="")
