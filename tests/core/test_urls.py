from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from monitor.core.errors import InvalidInputError
from monitor.core.urls import bare_site, host_of, narrowed, normalise_url, page_of, part_of, slugify, with_part

SAME = [
    ("https://Example.ORG/Privacy", "https://example.org/Privacy"),
    ("  https://example.org/privacy ", "https://example.org/privacy"),
    ("https://example.org/legal#Rights", "https://example.org/legal#Rights"),
    ("https://example.org/legal#§ 1", "https://example.org/legal#%C2%A7%201"),
    ("https://example.org/legal#%c2%a7%201", "https://example.org/legal#%C2%A7%201"),
    ("https://example.org/legal#100%", "https://example.org/legal#100%25"),
    ("https://example.org/legal#rights:~:text=you%20may", "https://example.org/legal#rights"),
    ("https://example.org/app#/privacy", "https://example.org/app#/privacy"),
    *((f"https://example.org/p#{whole}", "https://example.org/p") for whole in ("", "top", "TOP", "/", "!", "!/")),
    ("https://example.org/p#:~:text=you%20may", "https://example.org/p"),
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
    "https://example.org/p#%0AHost:%20other",
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


@given(st.text(max_size=80))
def test_the_name_of_a_part_comes_back_from_its_address(name: str) -> None:
    """A part's address names that part and its page, whatever the name; what means the whole page names none."""
    try:
        url = with_part("https://example.org/legal", name)
    except InvalidInputError:
        return
    assert page_of(url) == "https://example.org/legal"
    assert part_of(url) in {name.partition(":~:")[0], ""}
    assert normalise_url(url) == url


def test_a_part_is_named_once() -> None:
    """A name given beside an address is added to it; another one than it has, or one of the whole page, is refused."""
    assert narrowed("https://Example.org/legal", "#privacy") == "https://example.org/legal#privacy"
    assert narrowed("https://example.org/legal#privacy", "privacy") == "https://example.org/legal#privacy"
    assert narrowed("not read", "") == "not read"
    for url, part in (("https://example.org/legal#terms", "privacy"), ("https://example.org/legal", "top")):
        with pytest.raises(InvalidInputError):
            narrowed(url, part)


def test_a_part_of_a_home_page_is_no_bare_site() -> None:
    """Who names a part of a home page means that part; a fragment that means the whole page changes nothing."""
    assert bare_site("https://example.org/#privacy") == ()
    assert bare_site("https://example.org/#top") == ("https://example.org/",)


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
