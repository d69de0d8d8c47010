from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from monitor.core.errors import InvalidInputError
from monitor.core.urls import host_of, normalise_url, slugify

SAME = [
    ("https://Example.ORG/Privacy", "https://example.org/Privacy"),
    ("  https://example.org/privacy#rights ", "https://example.org/privacy"),
    ("https://example.org:443/privacy", "https://example.org/privacy"),
    ("http://example.org:8080", "http://example.org:8080/"),
    ("https://example.org./a/../b/./c", "https://example.org/b/c"),
    ("https://example.org/a%7eb/%c3%a9", "https://example.org/a~b/%C3%A9"),
    ("https://bücher.example/datenschutz", "https://xn--bcher-kva.example/datenschutz"),
    ("https://example.org/zásady", "https://example.org/z%C3%A1sady"),
    ("https://example.org/p?b=2&a=1", "https://example.org/p?b=2&a=1"),
    ("http://[0:0:0:0:0:0:0:1]/x", "http://[::1]/x"),
]
BAD = [
    "",
    "privacy",
    "example.org/privacy",
    "ftp://example.org/privacy",
    "javascript:alert(1)",
    "file:///etc/passwd",
    "data:text/html,hi",
    "https://",
    "https:///privacy",
    "https://exa mple.org/",
    "https://user:secret@example.org/",
    "https://example.org:99999/",
    "https://example.org/\nHost: other",
    "https://[::1/",
    "https://" + "a" * 3000 + ".org/",
]


@pytest.mark.parametrize(("written", "normal"), SAME)
def test_spellings_of_one_address_become_one(written: str, normal: str) -> None:
    """An address has one normal spelling, however it is written."""
    assert normalise_url(written) == normal
    assert normalise_url(normal) == normal


@pytest.mark.parametrize("written", BAD)
def test_what_is_no_web_address_is_refused_in_one_line(written: str) -> None:
    """Whatever is not an http or https address is refused with one line that holds no password."""
    with pytest.raises(InvalidInputError) as caught:
        normalise_url(written)
    assert str(caught.value)
    assert "\n" not in str(caught.value)
    assert "secret" not in str(caught.value)


@given(st.text(max_size=80))
def test_any_text_is_normalised_or_refused(text: str) -> None:
    """No text makes it raise anything else, and what is normal stays as it is."""
    for written in (text, f"https://example.org/{text}", f"https://{text}"):
        try:
            normal = normalise_url(written)
        except InvalidInputError:
            continue
        assert normalise_url(normal) == normal
        assert normal.isascii()


@given(st.text(max_size=200))
def test_a_slug_is_safe_in_addresses_and_commands(text: str) -> None:
    """A slug has only lower-case letters, digits and single hyphens inside."""
    slug = slugify(text)
    assert len(slug) <= 60
    assert all(c in "abcdefghijklmnopqrstuvwxyz0123456789-" for c in slug)
    assert not slug.startswith("-")
    assert not slug.endswith("-")
    assert "--" not in slug


def test_the_host_is_told_without_www() -> None:
    """The host names the site as people do."""
    assert host_of("https://www.example.org/privacy") == "example.org"
