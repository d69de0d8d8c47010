from __future__ import annotations

import json
from typing import TYPE_CHECKING

import pytest

from monitor.core.accept_language import accept_language, check_accept_language
from monitor.core.errors import InvalidInputError
from tests.policies import CZECH, policy
from tests.servers import Answer, Asked, Site, page

if TYPE_CHECKING:
    import asyncio

    from tests.conftest import Command


def negotiating() -> Answer:
    """Answer in Czech to one who likes that best, else in English."""
    czech, english = page(CZECH, Vary="Accept-Language"), page(policy(), Vary="Accept-Language")

    async def answer(asked: Asked, writer: asyncio.StreamWriter) -> None:
        await (czech if asked.headers.get("accept-language", "").startswith("cs") else english)(asked, writer)

    return answer


def _asked(site: Site) -> list[str]:
    found = [one.headers["accept-language"] for one in site.asked if one.path == "/privacy"]
    site.asked.clear()
    return found


def test_a_page_is_asked_for_in_the_language_it_is_watched_in(command: Command) -> None:
    """Trial and checks ask in the languages somebody names; without, in English first and then in the last version's."""
    with Site() as site:
        site["/privacy"] = negotiating()
        done = command.quick("add", site.url("/privacy"), "--name", "Acme", "--accept-language", "cs")
        assert "Czech" in done.stdout
        command.quick("check", "acme")
        assert _asked(site) == ["cs", "cs", "cs"]
        command.quick("edit", "acme", "--accept-language", "")
        assert "1 unchanged" in command.quick("check", "acme").stdout
        assert _asked(site) == ["cs, en;q=0.5"]
        command.quick("add", site.url("/privacy") + "?2", "--no-trial", "--name", "New")
        site["/privacy?2"] = page(policy())
        command.quick("check", "new")
        assert [one.headers["accept-language"] for one in site.asked if one.path == "/privacy?2"] == ["en"]
        command.quick("edit", "acme", "--accept-language", "de-AT,de;q=0.8")
        shown = json.loads(command.quick("show", "acme", "--format", "json").stdout)
        assert shown["accept_language"] == "de-AT,de;q=0.8"
        assert "held" in command.quick("check", "acme").stdout  # another language has to stay


def test_a_language_asked_for_anew_is_fetched_whole(command: Command) -> None:
    """What was known of the page in the language before is forgotten, so that no 304 stands for another text."""
    with Site() as site:
        site["/privacy"] = page(policy(), ETag='"1"')
        command.quick("add", site.url("/privacy"), "--no-trial", "--name", "Acme", "--tag", "eu")
        command.quick("check", "acme")
        for words in (["acme"], ["--tag", "eu"]):
            command.quick("edit", *words, "--accept-language", "fr" if words == ["acme"] else "it")
            site.asked.clear()
            command.quick("check", "acme")
            assert not [one for one in site.asked if "if-none-match" in one.headers]
        site.asked.clear()
        command.quick("check", "acme")
        assert [one for one in site.asked if "if-none-match" in one.headers]


@pytest.mark.parametrize("text", ["de\r\nCookie: a", "ä", "de;q=2", "de fr", ",", "e" * 300, "de;level=1"])
def test_what_names_no_languages_is_refused(command: Command, text: str) -> None:
    """Nothing but ranges of languages gets into the header; `add` says so in one line and adds nothing."""
    with pytest.raises(InvalidInputError):
        check_accept_language(text)
    done = command.quick("add", "https://example.org/", "--no-trial", "--accept-language", text, code=2)
    assert done.stderr.count("\n") == 1
    assert command.quick("list", "--format", "json").stdout == "[]\n"


@pytest.mark.parametrize("text", ["", "*", "cs", "de-AT, de;q=0.8 , *;q=0.1", "zh-Hant-TW"])
def test_ranges_of_languages_are_taken_as_written(text: str) -> None:
    """What RFC 9110 allows is sent as it was written."""
    assert check_accept_language(text) == text


@pytest.mark.parametrize("language", ["", "en", "x\r\ny", "EN", "english"])
def test_what_is_no_language_is_not_asked_for(language: str) -> None:
    """Where nothing usable is known of a page's language it is asked for in English."""
    assert accept_language("", language) == "en"
