"""Pages that answer 200 and are no policy: bot walls, "not found" pages, consent walls, empty shells for scripts."""

from __future__ import annotations

import re

from monitor.core.records import FailureKind, FetchFailure

MIN_WORDS = 30
_SHORT = 150
_BLOCKED_WORDS = re.compile(
    r"just a moment|checking (?:your browser|if the site connection is secure)|verify(?:ing)? (?:that )?you are (?:a )?human|are you a robot|"
    r"attention required|access (?:to this page has been )?denied|unusual traffic|enable javascript and cookies to continue|pardon our interruption|"
    r"request unsuccessful|security check|you have been blocked|automated (?:access|requests)|captcha|ddos protection|"
    r"bitte bestätigen sie, dass sie (?:ein mensch|kein roboter) sind|zugriff verweigert|vérifi(?:ez|ons) que vous (?:êtes humain|n'êtes pas un robot)|"
    r"accès refusé|verifica di essere (?:un )?umano|accesso negato|acceso denegado|acesso negado|toegang geweigerd|odmowa dostępu|přístup odepřen|"
    r"доступ запрещ[её]н|アクセスが拒否|访问被拒绝|人机验证|安全验证",
    re.IGNORECASE,
)
_BLOCKED_MARKUP = re.compile(
    r"cf-browser-verification|cf_chl_|/cdn-cgi/challenge-platform/|_Incapsula_Resource|px-captcha|perimeterx|datadome|geo\.captcha-delivery|"
    r"hcaptcha\.com/1/api|google\.com/recaptcha/api|awswaf|ak_bmsc|distil_r_captcha",
    re.IGNORECASE,
)
_NOT_FOUND = re.compile(
    r"page (?:not found|could not be found|cannot be found|doesn['’]t exist|does not exist|is (?:no longer|not) available)|\bnot found\b|error 404|404 error|"
    r"^\W*404\b|\b404\W*$|(?:can['’]t|cannot|couldn['’]t) find (?:the|that|this) page|under (?:maintenance|construction)|temporarily unavailable|"
    r"seite (?:wurde )?nicht gefunden|seite existiert nicht|page (?:introuvable|non trouvée)|pagina non trovata|página no encontrada|"
    r"página não encontrada|pagina niet gevonden|nie znaleziono strony|strona nie (?:została znaleziona|istnieje)|stránk[ua] (?:nebyla nalezena|neexistuje)|"
    r"stránka sa nenašla|sidan (?:hittades inte|kunde inte hittas)|siden blev ikke fundet|fant ikke siden|sivua ei löyd|az oldal nem található|"
    r"pagina nu a fost găsită|sayfa bulunamadı|страница не найдена|сторінку не знайдено|η σελίδα δεν βρέθηκε|ページが見つかりません|页面不存在|找不到页面|페이지를 찾을 수 없",
    re.IGNORECASE,
)
_LOGIN = re.compile(r"type\s*=\s*[\"']?password", re.IGNORECASE)
_SHELL = re.compile(r"<div[^>]{0,200}\bid=[\"']?(?:root|app|__next|__nuxt|gatsby|svelte)\b|<app-root|<noscript[^>]*>[^<]{0,200}javascript", re.IGNORECASE)


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
    head = text[:2_000]
    if _BLOCKED_WORDS.search(head) and (words < MIN_WORDS or len(text.split()) < _SHORT):
        return _failed(FailureKind.BLOCKED, "a bot wall answered instead of the page")
    if _NOT_FOUND.search(head) and len(text.split()) < 2 * _SHORT:
        return _failed(FailureKind.SOFT_404, "the page says that it was not found or is not available")
    if words >= MIN_WORDS:
        return None
    if _BLOCKED_MARKUP.search(markup[:200_000]) and len(text.split()) < MIN_WORDS:
        return _failed(FailureKind.BLOCKED, "a bot wall answered instead of the page")
    if consent_only:
        return _failed(FailureKind.CONSENT, "the page shows only a request for consent")
    if _LOGIN.search(markup):
        return _failed(FailureKind.LOGIN, "the page asks to log in")
    if _SHELL.search(markup) or markup.lower().count("<script") > 2:
        return _failed(FailureKind.EMPTY, "no policy text in the page itself; scripts may build it (it needs rendering)")
    return _failed(FailureKind.EMPTY, "no policy text on the page")


def _failed(kind: FailureKind, detail: str) -> FetchFailure:
    return FetchFailure(kind=kind, detail=detail)
