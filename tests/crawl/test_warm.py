from __future__ import annotations

import subprocess
import sys

SCRIPT = """
import gc, os
from benchmarks.pages import html_page, policy
from crawler.checking import warm
from crawler.checking.judge import draw_body
from monitor.core.languages import LazyPattern
from monitor.core.records import Body

patterns = [one for one in gc.get_objects() if isinstance(one, LazyPattern)]
compiled = lambda: sum("compiled" in vars(one) for one in patterns)
at_first = compiled()
if worker := os.fork():
    os.waitpid(worker, 0)
else:
    at_birth = compiled()
    page = html_page(policy("w", 1), "w", 1, 1, "all").encode()
    draw_body(Body(content=page, media_type="text/html"))
    print(at_first, at_birth > 0, compiled() - at_birth)
"""


def test_a_worker_compiles_nothing_for_its_first_page() -> None:
    """What drawing a plain page asks of the languages is read when the first worker is forked, before that not."""
    done = subprocess.run([sys.executable, "-c", SCRIPT], capture_output=True, text=True, check=True)
    assert done.stdout.split() == ["0", "True", "0"], done.stderr
