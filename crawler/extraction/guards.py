"""Pages that answer 200 and are no policy: bot walls, "not found" pages, consent walls, empty shells for scripts."""

from __future__ import annotations

import re

from monitor.core.records import FailureKind, FetchFailure

MIN_WORDS = 30
_SHORT = 150
_SCANNED = 200_000
_MANY_SCRIPTS = 2
_WALL = "a bot wall answered instead of the page"
_BLOCKED_WORDS = re.compile(
    r"just a moment|checking (?:your browser|if the site connection is secure)|"
    r"verify(?:ing)? (?:that )?you are (?:a )?human|are you a robot|"
    r"attention required|access (?:to this page has been )?denied|unusual traffic|"
    r"enable javascript and cookies to continue|pardon our interruption|"
    r"request unsuccessful|security check|you have been blocked|automated (?:access|requests)|captcha|"
    r"ddos protection|"
    r"bitte bestätigen sie, dass sie (?:ein mensch|kein roboter) sind|zugriff verweigert|vérifi(?:ez|"
    r"ons) que vous (?:êtes humain|n'êtes pas un robot)|"
    r"accès refusé|verifica di essere (?:un )?umano|accesso negato|acceso denegado|acesso negado|"
    r"toegang geweigerd|odmowa dostępu|přístup odepřen|"
    r"доступ запрещ[её]н|アクセスが拒否|访问被拒绝|人机验证|安全验证",
    re.IGNORECASE,
)
_BLOCKED_MARKUP = re.compile(
    r"cf-browser-verification|cf_chl_|/cdn-cgi/challenge-platform/|_Incapsula_Resource|px-captcha|perimeterx|"
    r"datadome|geo\.captcha-delivery|"
    r"hcaptcha\.com/1/api|google\.com/recaptcha/api|awswaf|ak_bmsc|distil_r_captcha",
    re.IGNORECASE,
)
_NOT_FOUND = re.compile(
    r"page (?:not found|could not be found|cannot be found|doesn['’]t exist|does not exist|is (?:no longer|"
    r"not) available)|\bnot found\b|error 404|404 error|"
    r"^\W*404\b|\b404\W*$|(?:can['’]t|cannot|couldn['’]t) find (?:the|that|this) page|under (?:maintenance|"
    r"construction)|temporarily unavailable|"
    r"seite (?:wurde )?nicht gefunden|seite existiert nicht|page (?:introuvable|non trouvée)|pagina non trovata|"
    r"página no encontrada|"
    r"página não encontrada|pagina niet gevonden|nie znaleziono strony|strona nie (?:została znaleziona|istnieje)|"
    r"stránk[ua] (?:nebyla nalezena|neexistuje)|"
    r"stránka sa nenašla|sidan (?:hittades inte|kunde inte hittas)|siden blev ikke fundet|fant ikke siden|"
    r"sivua ei löyd|az oldal nem található|"
    r"pagina nu a fost găsită|sayfa bulunamadı|страница не найдена|сторінку не знайдено|η σελίδα δεν βρέθηκε|"
    r"ページが見つかりません|页面不存在|找不到页面|페이지를 찾을 수 없",
    re.IGNORECASE,
)
_LOGIN = re.compile(r"type\s*=\s*[\"']?password", re.IGNORECASE)
_SHELL = re.compile(
    r"<div[^>]{0,200}\bid=[\"']?(?:root|app|__next|__nuxt|gatsby|svelte)\b|<app-root|"
    r"<noscript[^>]*>[^<]{0,200}javascript",
    re.IGNORECASE,
)


def no_policy(words: int, text: str, markup: str, *, consent_only: bool) -> FetchFailure | None:
    """Say why a page holds no policy, if it is short enough to be sure.

    Args:
        words: words drawn from the page.
        text: the title and all the words the page shows.
        markup: the page itself.
        consent_only: whether a consent manager holds nearly all of its sentences.

    Returns:
        The failure (blocked, soft_404, consent, login or empty), or None for a page worth keeping. A page of more than
        150 words is never refused.
    """
    if words > _SHORT:
        return None
    found = _said(text) or (None if words >= MIN_WORDS else _missing(text, markup, consent_only=consent_only))
    return FetchFailure(kind=found[0], detail=found[1]) if found else None


def _said(text: str) -> tuple[FailureKind, str] | None:
    """Read what a short page says of itself."""
    if len(text.split()) >= 2 * _SHORT:
        return None
    if _BLOCKED_WORDS.search(text):
        return FailureKind.BLOCKED, _WALL
    if _NOT_FOUND.search(text):
        return FailureKind.SOFT_404, "the page says that it was not found or is not available"
    return None


def _missing(text: str, markup: str, *, consent_only: bool) -> tuple[FailureKind, str]:
    """Say what may stand in the way of a page with hardly any text."""
    if len(text.split()) < MIN_WORDS and _BLOCKED_MARKUP.search(markup[:_SCANNED]):
        return FailureKind.BLOCKED, _WALL
    if consent_only:
        return FailureKind.CONSENT, "the page shows only a request for consent"
    if _LOGIN.search(markup):
        return FailureKind.LOGIN, "the page asks to log in"
    if _SHELL.search(markup) or markup.lower().count("<script") > _MANY_SCRIPTS:
        return FailureKind.EMPTY, "no policy text in the page itself; scripts may build it (it needs rendering)"
    return FailureKind.EMPTY, "no policy text on the page"
