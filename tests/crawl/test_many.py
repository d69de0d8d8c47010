from __future__ import annotations

import re
from collections import Counter

import pytest

from tests.policies import policy
from tests.servers import dripping, hanging, page, redirect, resetting, sending, truncated

COUNT = 200
# three in ten misbehave, each in its own way
BAD = {
    0: (page("", status=500), "http_error"),
    3: (resetting(policy()), "connection"),
    7: (truncated(policy()), "connection"),
    10: (page("<p>Please wait.</p>"), "empty"),
    13: (redirect("/site/13"), "redirect_loop"),
    17: (sending(b"no http at all\r\n\r\n"), "connection"),
}
STUCK = {20: hanging(), 27: dripping(policy())}


@pytest.mark.drill
def test_two_hundred_watches_of_which_a_third_misbehave(product, site):
    """All others are checked, the table tells the truth about every one, the exit code is 0, and what is stuck is left at its deadline."""
    wanted = {}
    for number in range(COUNT):
        answer, kind = page(policy(number)), None
        if number in STUCK:
            answer, kind = STUCK[number], "timeout"
        elif number % 20 in BAD:
            answer, kind = BAD[number % 20]
        site[f"/site/{number}"] = redirect(f"/site/{number}") if kind == "redirect_loop" else answer
        wanted[site.url(f"/site/{number}")] = kind
    product.add(*wanted)
    product.environment |= {
        "CLAUSEWATCH_TIMEOUT": "20",
        "CLAUSEWATCH_CHECK_TIMEOUT": "20",
        "CLAUSEWATCH_CONCURRENCY": "16",
    }
    output = product.quick("check", "--all").stdout
    assert [site.times_asked(f"/site/{number}") for number in STUCK] == [1, 1]
    watches = product.watches()
    assert {url: watch["last_check"]["kind"] for url, watch in watches.items()} == wanted
    told = dict(re.findall(r"^(\S+) +(new|failed) ", output, re.MULTILINE))
    assert told == {watch["slug"]: "failed" if wanted[url] else "new" for url, watch in watches.items()}
    counts = Counter("failed" if kind else "new" for kind in wanted.values())
    assert output.rstrip().endswith(f"{COUNT} watches checked: {counts['new']} new, {counts['failed']} failed.")
    assert counts["failed"] == pytest.approx(0.3 * COUNT, abs=3)
    assert product.query("SELECT count(*) FROM snapshots") == [(counts["new"],)]
