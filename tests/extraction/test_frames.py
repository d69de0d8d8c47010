from __future__ import annotations

import pytest

from crawler.extraction.extract import extract
from monitor.core.failure_words import FRAMED
from monitor.core.records import FailureKind, FetchFailure

URL = "https://larkfield.example/legal/privacy"
SAID = "We keep your name and your address for as long as you have an account with us. " * 4


def drawn(frame: str, said: str = "", url: str = URL):
    """Return what is drawn of a page that holds a frame."""
    page = f"<html lang=en><title>Privacy policy</title><main><h1>Privacy policy</h1>{said}{frame}</main></html>"
    return extract(page.encode(), media_type="text/html", url=url)


@pytest.mark.parametrize(
    ("frame", "address"),
    [
        (
            "<iframe src='https://app.service.example/policy-viewer?id=1-2'></iframe>",
            "app.service.example/policy-viewer?id=1-2",
        ),
        ("<iframe src='//service.example/embed/7' title='Privacy policy'></iframe>", "service.example/embed/7"),
        ("<object data='/files/privacy.pdf' type='application/pdf'></object>", "larkfield.example/files/privacy.pdf"),
        ("<iframe data-src='notice.html' class='policy'></iframe>", "larkfield.example/legal/notice.html"),
    ],
)
def test_the_frame_that_holds_the_text_is_named(frame: str, address: str) -> None:
    """A page that shows nothing but a frame fails with the address at which its text stands."""
    found = drawn(frame)
    assert (found.kind, found.detail) == (FailureKind.EMPTY, f"{FRAMED}https://{address}")


@pytest.mark.parametrize(
    "frame",
    [
        "<iframe src='https://maps.example/embed?q=hull'></iframe>",
        "<iframe src='https://tag.example/legal' width=0 height=0></iframe>",
        "<iframe src='https://tag.example/legal' style='display: none'></iframe>",
        "<iframe src='javascript:policy()'></iframe>",
        "<iframe src='about:blank' class='policy'></iframe>",
    ],
    ids=["a map", "no size", "not shown", "a script", "nothing"],
)
def test_other_frames_hold_no_policy(frame: str) -> None:
    """A map, what readers do not see and what is no address are not offered."""
    found = drawn(frame)
    assert isinstance(found, FetchFailure)
    assert not found.detail.startswith(FRAMED)


def test_a_text_beside_a_frame_is_the_policy() -> None:
    """Where the page says something itself, its frames are of no matter."""
    found = drawn("<iframe src='https://service.example/policy'></iframe>", f"<p>{SAID}</p>")
    assert [block.text for block in found.blocks] == ["Privacy policy", SAID.strip()]
