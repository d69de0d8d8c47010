from __future__ import annotations

import lxml.html
import pytest


def _page(get, **query: str):
    return lxml.html.fromstring(get("/search", params=query).text)


def _hits(page) -> list[str]:
    return page.xpath("//li[@class='hit']//a[@class='strong']/@href")


LUMEN = "/watch/lumen-cartography/version"


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ({"q": "sell"}, [f"{LUMEN}/1#c7", f"{LUMEN}/2#c7"]),
        ({"q": "sell", "stands": "now"}, [f"{LUMEN}/2#c7"]),
        ({"q": "sell", "on": "2026-02-01"}, [f"{LUMEN}/1#c7"]),
        ({"q": "sell", "on": "2026-03-08"}, [f"{LUMEN}/2#c7"]),
        ({"q": "sell", "on": "2026-01-28"}, []),
        ({"q": "sell", "on": "9999-12-31"}, [f"{LUMEN}/2#c7"]),
        ({"q": "sell", "on": "soon"}, [f"{LUMEN}/1#c7", f"{LUMEN}/2#c7"]),
        ({"q": "device", "on": "2026-02-01"}, [f"{LUMEN}/1#c4"]),
        ({"q": "sell", "tag": "maps"}, [f"{LUMEN}/1#c7", f"{LUMEN}/2#c7"]),
        ({"q": "sell", "tag": "nothing"}, []),
        ({"q": "sell", "kind": "privacy", "language": "en", "watch": "lumen-cartography"}, [f"{LUMEN}/1#c7", f"{LUMEN}/2#c7"]),
        ({"q": "sell", "kind": "terms"}, []),
        ({"q": "sell", "language": "it"}, []),
        ({"q": "electriques", "language": "fr"}, ["/watch/velo-lagune/version/1#c0"]),
        ({"q": "3. How", "language": "fr"}, []),
    ],
)  # fmt: skip
def test_search_can_be_narrowed(get, query, found) -> None:
    """Tag, kind, language, watch and the day on which it was in force narrow the search; a hit leads to such a version."""
    assert sorted(_hits(_page(get, **query))) == sorted(found)


def test_sections_are_narrowed_as_clauses_are(get) -> None:
    """The headings that are found are those of the versions that are asked for."""
    assert "Sections called so" in _page(get, q="Location", on="2026-02-01").text_content()
    assert "Sections called so" not in _page(get, q="Location", on="2026-01-01").text_content()


def test_hits_are_grouped_by_watch(get) -> None:
    """Each watch with hits is named once above them, and each hit says in which versions it stands."""
    page = _page(get, q="dati")
    assert page.xpath("//section[@aria-labelledby='clauses']/h3/a/text()") == ["Forno Digitale"]
    assert len(page.xpath("//li[@class='hit']")) > 1
    text = _page(get, q='"12 months after"').text_content()
    assert "Only in the version of 29 January 2026" in " ".join(text.split())


@pytest.mark.parametrize(
    ("query", "offered"),
    [
        ({"q": '"personal sell"'}, ["personal sell", "personal", "sell", "pers*"]),
        ({"q": "selling personal"}, ["personal", "sell*", "pers*"]),
        ({"q": "advertisements"}, ["adverti*"]),
        ({"q": "sell", "tag": "nothing"}, ["sell"]),
        ({"q": "xylophone"}, []),
    ],
)
def test_other_questions_are_offered(get, query, offered) -> None:
    """Where nothing is found, questions are offered that some clause answers, and none that no clause does."""
    page = _page(get, **query)
    links = page.xpath("//div[@class='notice']//a/@href")
    assert [lxml.html.fromstring(get(link).text).xpath("//input[@id='q']/@value")[0] for link in links] == offered
    assert all(_hits(_page(get, q=one)) for one in offered)


def test_search_says_how_to_be_told(get) -> None:
    """The command that subscribes to the phrase is shown, quoted for a shell, for the watches that are searched."""
    (command,) = _page(get, q='"it\'s; rm" x*', tag="maps").xpath("//p/code[starts-with(., 'clausewatch')]/text()")
    assert command == "clausewatch subscribe you@example.org --tag maps --phrase 'it'\"'\"'s; rm x*'"
