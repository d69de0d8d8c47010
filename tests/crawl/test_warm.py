from __future__ import annotations

import subprocess
import sys

SCRIPT = """
import gc
from benchmarks.pages import html_page, policy
from crawler.checking import warm
from crawler.checking.judge import draw_body
from monitor.core.languages import LazyPattern
from monitor.core.records import Body

patterns = [one for one in gc.get_objects() if isinstance(one, LazyPattern)]
cold = [one for one in patterns if "compiled" not in vars(one)]
draw_body(Body(content=html_page(policy("w", 1), "w", 1, 1, "all").encode(), media_type="text/html"))
print(len(patterns) > len(cold) > 0, sum("compiled" in vars(one) for one in cold))
"""


def test_a_worker_compiles_nothing_for_its_first_page():
    """What drawing a plain page asks of the languages is compiled before workers are forked."""
    done = subprocess.run([sys.executable, "-c", SCRIPT], capture_output=True, text=True, check=True)
    assert done.stdout.split() == ["True", "0"]
