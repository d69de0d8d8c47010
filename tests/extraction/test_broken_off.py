from __future__ import annotations

import pytest

from crawler.extraction.broken_off import breaks_off
from crawler.extraction.extract import extract
from crawler.extraction.reading.reading import Reading
from monitor.core.records import Document
from tests.policies import policy

WHOLE = policy(1)
MIDDLE = len(WHOLE) // 2
FATAL = "<br><b>Fatal error</b>:  Uncaught Error: Call to null in /srv/www/page.php:7 Stack trace: #0 {main}\n thrown in <b>/srv/www/page.php</b> on line <b>7</b>"


@pytest.mark.parametrize(
    ("markup", "is_cut"),
    [
        (WHOLE, False),
        ("<html><body><div><p>We keep it.<p>We sell it.</div>", False),
        ("<html><body><p>We keep it.<ul><li>Names<li>Dates</ul>", False),
        ("<html><body><div><p>We keep it.<p>We se", True),
        ("<html><body><p>We keep it.</p><p>We se <a hre", True),
        ("<html><body><ul><li>Names</li><li>Da", True),
        ("<html><body><p>We keep it.</p><script>var a = 1;", True),
        (f"<html><body><div><p>We keep it.</p>{FATAL}</div></body></html>", True),
        ("<html><body><p>Traceback (most recent call last): File app.py</p></body></html>", True),
        ("<html><body><p>A fatal error on our line is told to you.</p></body></html>", False),
    ],
)
def test_a_page_that_stops_before_its_end_is_known(markup: str, *, is_cut: bool) -> None:
    """What has to be closed is open at the end, or the server says that it gave up; optional end tags say nothing."""
    assert breaks_off(Reading(content=markup.encode(), media_type="text/html")) == is_cut


def test_what_is_no_page_never_breaks_off() -> None:
    """Plain text has nothing to close."""
    assert not breaks_off(Reading(content=b"We keep it for 3 < 4 years.", media_type="text/plain"))


@pytest.mark.parametrize(
    "message",
    [
        "<b>Warning</b>:  Undefined variable $lang in <b>/srv/www/head.php</b> on line <b>12</b>",
        "<b>Deprecated</b>:  Function strftime() is deprecated in <b>/var/www/date.php</b> on line <b>8</b>",
        "PHP Notice:  Undefined index: id in C:\\www\\page.php on line 3",
        FATAL,
    ],
)
@pytest.mark.parametrize("place", ["<h1>", "</main>", "</body>"])
def test_what_a_server_says_of_its_scripts_is_no_clause(message: str, place: str) -> None:
    """A warning of the server's own, wherever it stands, is left out, and the policy stays as it was."""
    with_message = WHOLE.replace(place, f"<div>{message}</div>{place}", 1)
    plain, noisy = extract(WHOLE.encode()), extract(with_message.encode())
    assert isinstance(plain, Document)
    assert isinstance(noisy, Document)
    assert noisy.blocks == plain.blocks


def test_a_warning_to_readers_stays() -> None:
    """Only what names a file and a line is the server's; a policy may warn."""
    said = "Warning: whatever you post in our forum can be read by all who visit it."
    found = extract(WHOLE.replace("</main>", f"<p>{said}</p></main>").encode())
    assert isinstance(found, Document)
    assert said in {block.text for block in found.blocks}
