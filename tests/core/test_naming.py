"""What watches are called that nobody has named."""

from __future__ import annotations

import pytest

from monitor.core.naming import told_apart
from monitor.core.watchlist import make_spec


def _names(*addresses: str, taken: tuple[str, ...] = (), kind: str = "privacy") -> list[str]:
    return [spec.name for spec in told_apart([make_spec({"url": url, "kind": kind}) for url in addresses], taken)]


@pytest.mark.parametrize(
    ("addresses", "names"),
    [
        (["https://a.example/privacy", "https://b.example/privacy"], ["a.example privacy", "b.example privacy"]),
        (
            [
                "https://a.example/en/privacy.html",
                "https://a.example/de/privacy.html",
                "https://a.example/fr/privacy.html",
            ],
            ["a.example privacy", "a.example privacy de", "a.example privacy fr"],
        ),
        (
            ["https://a.example/p", "https://a.example/legal/app_privacy-notice", "https://a.example/legal/app/notice"],
            ["a.example privacy", "a.example privacy app notice", "a.example privacy notice"],
        ),
        (
            ["https://a.example/one/x", "https://a.example/two/x", "https://a.example/three/x"],
            ["a.example privacy", "a.example privacy x", "a.example privacy three x"],
        ),
        (
            ["https://a.example/x#data", "https://a.example/y#data"],
            ["a.example privacy data", "a.example privacy data y"],
        ),
        (["https://a.example/", "https://a.example/?lang=de"], ["a.example privacy", "a.example privacy lang de"]),
        (["https://a.example/", "https://a.example/privacy"], ["a.example privacy", "a.example privacy 2"]),
        (["https://a.example/", "https://a.example:8443/"], ["a.example privacy", "a.example privacy 8443"]),
        (["https://a.example/", "https://a.example/%1b%5b31m"], ["a.example privacy", "a.example privacy 31m"]),
    ],
)
def test_names_tell_pages_of_a_host_apart(addresses: list[str], names: list[str]) -> None:
    """The last words of the path follow where the name would be another's; where it has none, its port or a number."""
    assert _names(*addresses) == names


def test_a_name_that_was_given_stays() -> None:
    """Only what nobody has named is called otherwise, also where a watch that there is has the name."""
    named = make_spec({"url": "https://a.example/old", "name": "a.example privacy data"})
    other = make_spec({"url": "https://a.example/new#data"})
    assert [spec.name for spec in told_apart([other, named], ())] == ["a.example privacy data new", named.name]
    assert told_apart([named], {named.name}) == [named]
    assert _names("https://a.example/new", taken=("a.example privacy",)) == ["a.example privacy new"]


def test_a_name_is_bounded() -> None:
    """However long an address is, its words make no long name."""
    long = f"https://a.example/{'x/' * 300}{'y' * 900}"
    (name,) = _names(long, taken=("a.example privacy",))
    assert len(name) <= len("a.example privacy ") + 60
