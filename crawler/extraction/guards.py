"""Pages that answer 200 and are no policy: bot walls, "not found" pages, consent walls, empty shells for scripts."""

from __future__ import annotations

import re
from functools import partial

from crawler.extraction.reading.reading import Reading
from monitor.core.failure_words import SHELL
from monitor.core.languages import LazyPattern, alternation
from monitor.core.likeness import topicality
from monitor.core.records import FailureKind, FetchFailure
from monitor.core.text import word_count

# words below which there is no policy; halved or doubled, no real page of 23 differs, but 0 of 25 and 1 of 111 of ours
MIN_WORDS = 30
# words up to which a text may be a wall or an error page; a guess: halved or doubled, none of 338 real pages differs
_SHORT = 150
# A page whose title says that it is none may have more words than that: a menu, a search, what else there is to read.
_FURNISHED = 800
_SCANNED = 200_000  # letters or bytes of a page that are searched for a wall; a guess: walls are small pages
_OPENING = 20_000  # letters of a text in which a wall or a missing page says what it is
# scripts beyond which an empty page builds its text by them; a guess: halved or doubled, none of 338 real pages differs
_MANY_SCRIPTS = 2
# What reads like a policy, however short, may well speak of captchas, and of pages that are not available.
_POLICY = 0.25
# likeness below which a title that says "not found" is believed; a guess: no page at hand comes near it
_NO_POLICY = 0.35
_HEADING = 8  # words of a second line that belongs to the title; a guess: no page at hand comes near it
_ENOUGH = 30  # words beside "not found" that make it a text of its own; a guess: no page at hand comes near it
_FEW = 5  # words below which an answer is said to have none; halved or doubled, 1 and 0 of 338 real pages differ
_WALL = "a bot wall answered instead of the page"
_WALL_WORDS, _NOT_FOUND = (
    LazyPattern(partial(alternation, place), re.IGNORECASE | re.MULTILINE) for place in ("walls.bots", "walls.missing")
)
# Marks of a wall itself. What its maker puts into every page it guards (sensors, cookies, tags) is none.
_WALL_MARKUP = re.compile(
    r"cf_chl_opt|cf-browser-verification|cf-challenge|challenge-platform/h/\w/orchestrate|"
    r"<iframe[^>]{0,300}_Incapsula_Resource|"
    r"px-captcha|captcha\.px-c(?:dn|loud)|captcha-delivery\.com|awswaf|AwsWafIntegration|gokuProps|sucuri_cloudproxy|"
    r"sec-if-cpt|/cp_challenge/|\.well-known/sgcaptcha|\bwsidchk\b|\bwindow\.rbzns\b|/_fs-ch-\w|cmd/anubis/|"
    r"distil_r_captcha|class=[\"']?(?:g-recaptcha|h-captcha|cf-turnstile)\b",
    re.IGNORECASE,
)
# What forms have as well, or every page that such a maker guards: a wall only where there is next to no text.
_CAPTCHAS = re.compile(
    r"hcaptcha\.com/1/api|google\.com/recaptcha/api|challenges\.cloudflare\.com/turnstile|class=[\"']?frc-captcha\b|"
    r"arkoselabs\.com|\bFunCaptcha\b|smartcaptcha\.yandexcloud|aliyunCaptcha",
    re.IGNORECASE,
)
_SENSORS = re.compile(
    r"/_Incapsula_Resource|\bKPSDK\b|/ips\.js\?|[\"']/TSPD/|\bbobcmn\b|/\.well-known/ddos-guard/", re.IGNORECASE
)
# A title that is a login's; many ask for the password on their next page.
_LOGIN_TITLE = LazyPattern(lambda: rf"^\W*(?:{alternation('walls.logins')})\W*(?:$|[|–—-])", re.IGNORECASE)
_LOGIN_WORDS = LazyPattern(partial(alternation, "walls.signed_out"), re.IGNORECASE)
_SHELL = re.compile(
    r"<div[^<>]{0,200}\bid=[\"']?(?:root|app|__next|__nuxt|gatsby|svelte)\b|<app-root|"
    r"<noscript[^<>]*>[^<]{0,200}javascript",
    re.IGNORECASE,
)


def no_policy(
    words: int,
    text: str,
    markup: str,
    *,
    drawn: str = "",
    asks: FailureKind | None = None,
    least: int = MIN_WORDS,
) -> FetchFailure | None:
    """Say why a page holds no policy, where that is sure.

    Args:
        words: words drawn from the page.
        text: the title in the first line, and the words the page shows.
        markup: the page itself.
        drawn: what was drawn from it.
        asks: consent, where nearly all of its sentences ask for it; login, where a form of its own wants a password.
        least: so many words are enough where nothing else speaks against them.

    Returns:
        The failure (blocked, soft_404, consent, login, not_a_policy or empty), or None for a page worth keeping. A page
        that reads like a policy, or only speaks of walls among other things, is never refused for what it says.
    """
    title = text.partition("\n")[0]
    if words > _SHORT:
        if words <= _FURNISHED and (found := _said(title)) and topicality([drawn]) < _NO_POLICY:
            return FetchFailure(kind=found[0], detail=found[1])
        return FetchFailure(kind=FailureKind.CONSENT, detail=_CONSENT) if asks is FailureKind.CONSENT else None
    said = _said(text if word_count(text) < 2 * _SHORT else title)
    if said and (topicality([drawn]) >= _POLICY or _is_document(title, drawn)):
        said = None
    found = said or ((FailureKind.CONSENT, _CONSENT) if asks is FailureKind.CONSENT else None)
    if not found and words < MIN_WORDS:
        found = _missing(words, text, markup, is_login=asks is FailureKind.LOGIN)
        found = None if found in _PLAIN and words >= least else found
    return FetchFailure(kind=found[0], detail=found[1]) if found else None


_CONSENT = "the page shows only a request for consent"
_NOTHING = (FailureKind.EMPTY, "no policy text on the page")
_LITTLE = (FailureKind.NOT_A_POLICY, "a few words and no policy stand on the page")
# what is said of a page against which nothing speaks but that it is short
_PLAIN = {_NOTHING, _LITTLE}


def _is_document(title: str, drawn: str) -> bool:
    """Tell a text that speaks of walls and missing pages from one that says that it is one.

    What a page is stands in its title and its first lines. One that says something else there, and in its other lines
    more than a wall has to say, is a document, in whatever language.
    """
    lines = drawn.splitlines()
    subtitle = [line for line in lines[1:2] if word_count(line) <= _HEADING]
    if _said("\n".join([title, *lines[:1], *subtitle])):
        return False
    return sum(word_count(line) for line in lines if not _said(line)) >= _ENOUGH


def _said(text: str) -> tuple[FailureKind, str] | None:
    """Read what a page says of itself at its beginning; few words may be of any length."""
    text = text[:_OPENING]
    if _WALL_WORDS.search(text):
        return FailureKind.BLOCKED, _WALL
    if _NOT_FOUND.search(text):
        return FailureKind.SOFT_404, "the page says that it was not found or is not available"
    return None


def _missing(words: int, text: str, markup: str, *, is_login: bool) -> tuple[FailureKind, str]:
    """Say what may stand in the way of a page with hardly any text."""
    start = markup[:_SCANNED]
    is_shell = bool(_SHELL.search(markup))
    if word_count(text) < MIN_WORDS and (
        _WALL_MARKUP.search(start) or (not is_shell and (_CAPTCHAS.search(start) or _SENSORS.search(start)))
    ):
        return FailureKind.BLOCKED, _WALL
    if is_login or _LOGIN_TITLE.match(text.partition("\n")[0]) or _LOGIN_WORDS.search(text):
        return FailureKind.LOGIN, "the page asks to log in"
    if is_shell or markup.lower().count("<script") > _MANY_SCRIPTS:
        return FailureKind.EMPTY, SHELL
    return _LITTLE if words >= _FEW else _NOTHING


def is_wall(body: bytes, charset: str = "") -> bool:
    """Tell whether the body of an answer that is an error anyhow is a wall against bots.

    Args:
        body: the bytes, content encoding removed.
        charset: as declared in the header, else "".
    """
    reading = Reading(content=body[:_SCANNED], media_type="text/html", charset=charset)
    markup, text = reading.markup or "", reading.bare
    count = word_count(text)
    if _WALL_MARKUP.search(markup) or (count < MIN_WORDS and _SENSORS.search(markup)):
        return True
    return count < 2 * _SHORT and bool(_WALL_WORDS.search(" ".join(text.split())) or _CAPTCHAS.search(markup))
