from __future__ import annotations

import subprocess
import sys
from contextlib import ExitStack

import pytest

from tests.policies import policy
from tests.product import COMMAND, ROOT, Product
from tests.servers import Site, page

pytestmark = pytest.mark.drill

HONEST = 40
SECONDS = 170
# tells the processor seconds of the command and of all its processes, the crawl and its workers
TIMED = (
    "import resource, subprocess, sys; done = subprocess.run(sys.argv[1:]);"
    "used = resource.getrusage(resource.RUSAGE_CHILDREN);"
    "print('used', used.ru_utime + used.ru_stime, used.ru_maxrss); sys.exit(done.returncode)"
)


def _rules(agents: int, rules: int) -> bytes:
    named = b"".join(b"User-agent: a%d\n" % number for number in range(agents))
    return named + b"User-agent: *\n" + b"".join(b"Disallow: /%d*x\n" % number for number in range(rules))


def _hostile() -> list[bytes]:
    """Return files of 68 KB, 278 KB and 20 MB, and one full of stars."""
    sizes = ((2_000, 2_500), (8_000, 9_000), (400_000, 700_000))
    return [*(_rules(*size) for size in sizes), b"User-agent: *\nDisallow: /" + b"*a" * 250_000]


def _checked(folder, robots: list[bytes]) -> tuple[float, int, set[str]]:
    """Check honest sites beside those with such files; return (processor seconds, peak KiB, kinds of the honest)."""
    with ExitStack() as stack:
        honest = [stack.enter_context(Site()) for _ in range(HONEST)]
        hostile = [stack.enter_context(Site()) for _ in robots]
        for site, body in [
            *((one, b"User-agent: *\nDisallow: /secret\n") for one in honest),
            *zip(hostile, robots, strict=True),
        ]:
            site["/robots.txt"] = page(body, media_type="text/plain")
            site["/policy"] = page(policy())
        product = Product(folder)
        product.add(*(site.url("/policy") for site in [*honest, *hostile]))
        done = subprocess.run(
            [sys.executable, "-c", TIMED, *COMMAND, "check", "--all"],
            cwd=ROOT, env=product.environment, capture_output=True, text=True, check=True, timeout=SECONDS,
        )  # fmt: skip
        seconds, peak = done.stdout.rpartition("used")[2].split()
        watches = product.watches()
        return float(seconds), int(peak), {watches[site.url("/policy")]["last_check"]["outcome"] for site in honest}


def test_hostile_robots_files_cost_their_neighbours_nothing(tmp_path):
    """Beside four sites with hostile robots.txt all honest sites are checked, at no more than twice the cost."""
    alone, peak_alone, outcomes = _checked(tmp_path / "alone", [])
    assert outcomes == {"new"}
    beside, peak, outcomes = _checked(tmp_path / "beside", _hostile())
    assert outcomes == {"new"}
    assert beside < 2 * alone + 1
    assert peak < 2 * peak_alone
