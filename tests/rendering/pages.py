"""Pages that scripts build, written for the tests."""

from __future__ import annotations

import json

from tests.policies import policy
from tests.servers import page

PATIENT = {"CLAUSEWATCH_TIMEOUT": "120", "CLAUSEWATCH_CHECK_TIMEOUT": "240"}  # time enough for a browser

# fetches the policy as JSON and puts it on the page
BUILT = """<!DOCTYPE html><html lang="en"><head><title>Privacy policy</title></head><body><div id="root"></div>
<noscript>You need to enable scripts.</noscript>
<script>%s
fetch("/policy.json").then((answer) => answer.json()).then((found) => {
  document.getElementById("root").innerHTML = found.html;
});
</script></body></html>"""


def built(site, path="/built", *, script="", **replaced):
    """Serve a page whose text comes by a script."""
    site[path] = page(BUILT % script)
    site["/policy.json"] = page(json.dumps({"html": policy(**replaced)}), media_type="application/json")
    return site.url(path)
