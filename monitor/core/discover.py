"""Which link of a site leads to the document looked for: a pure decision over links and the texts behind them."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING
from urllib.parse import unquote, urljoin, urlsplit

from monitor.core.failure_words import met_words
from monitor.core.likeness import likeness
from monitor.core.linkwords import Beside, beside, folded, named, named_in_path, usual_paths
from monitor.core.phrases import LANGUAGES, language_words
from monitor.core.records import Candidate, FetchFailure, Part, Standing
from monitor.core.strangers import NO_POLICY
from monitor.core.text import words
from monitor.core.urls import host_of, is_same_site

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from monitor.core.records import Link, PageLinks, PolicyText

KINDS = {
    "privacy": "privacy policy",
    "terms": "page of terms",
    "cookies": "cookie policy",
    "subprocessors": "list of sub-processors",
    "dpa": "data-processing agreement",
}
GRADED = frozenset({"cs", "de", "en", "es", "fr", "it", "nl", "pl", "pt"})
"""The languages in which likeness can tell a policy from another text: those of the lexicon."""

LEAST = 25  # a candidate below is not worth a request
GOOD = 45  # a link above names the document; nothing else need be tried before it is looked at
CLEAR = 15  # the best is clear by this much
LEAST_WORDS = 40  # words of a page that may be the document; a guess, above MIN_WORDS of crawler/extraction/guards.py
_RELATIONS = {"privacy": {"privacy-policy"}, "terms": {"terms-of-service"}}
_MOST_EXTRA = 8  # further words beside a document's name that still count against it; a guess
_MOST_CANDIDATES = 50  # of one page; eight requests look at the best
_PLACES = {Part.FOOTER: (12, "in the footer"), Part.HEAD: (5, "declared in the page's head"), Part.MENU: (3, "")}
_TITLES = 4  # headings and lines at the start of a text in which it says what it is


def link_candidate(link: Link, page: PageLinks, kind: str) -> Candidate | None:
    """Say what speaks for a link as the document of a kind.

    Args:
        link: the link.
        page: the page it stands on.
        kind: of document.

    Returns:
        The candidate with its reasons; None where nothing names the document.
    """
    if "alternate" in link.rel:
        return None
    text = named(kind, folded(link.text)) if link.text else None
    path = named_in_path(kind, _segments(link.url))
    has_relation = bool(_RELATIONS.get(kind, set()) & link.rel)
    if not (text or path or has_relation):
        return None
    score, reasons = 0, []
    if has_relation:
        score, reasons = 60, [f'the page declares it (rel="{next(iter(_RELATIONS[kind] & link.rel))}")']
    if text:
        score += max(8, (60 if text.is_name else 25) - 4 * min(text.extra, _MOST_EXTRA))
        reasons.append(f"the link says “{_short(link.text)}”")
    if path:
        score += max(4, (28 if path.is_name else 12) - 4 * min(path.extra, 4))
        reasons.append(f"its address names a {KINDS[kind]}")
    points, place = _PLACES.get(link.part, (0, ""))
    language = _language_of_url(link.url) or link.language.partition("-")[0]
    more = [(points, place), *_language_points(language, text.languages if text else frozenset(), page.language)]
    more += _away(link, page, kind=kind, text_names=bool(text and text.is_name))
    score += sum(points for points, _ in more)
    reasons += [reason for _, reason in more if reason]
    return Candidate(url=link.url, score=score, reasons=tuple(reasons), language=language)


def _short(text: str) -> str:
    return text if len(text) <= 50 else text[:49].rstrip() + "…"


def _segments(url: str) -> list[str]:
    """Return the parts of an address that may name a document, the last first."""
    parts = urlsplit(url)
    path = [unquote(part)[:200] for part in parts.path.split("/") if part]
    path = [part.rpartition(".")[0] if "." in part[-6:] else part for part in path]
    return [*([unquote(parts.query)[:200]] if parts.query else []), *reversed(path[-4:])]


def _language_of_url(url: str) -> str:
    parts = urlsplit(url)
    heads = [*parts.path.split("/")[1:3], (parts.hostname or "").partition(".")[0]]
    return next((code for head in heads if (code := head.lower()[:2]) in LANGUAGES and _is_locale(head)), "")


def _is_locale(head: str) -> bool:
    return len(head) == 2 or (len(head) == 5 and head[2] in "-_")


def _language_points(language: str, spoken: frozenset[str], home: str) -> list[tuple[int, str]]:
    found = []
    if language and home and language != home:
        found.append((-30, f"in {language_words(language)}, the site in {language_words(home)}"))
    if home in spoken:
        found.append((8, "in the site's own language"))
    return found


def _away(link: Link, page: PageLinks, *, kind: str, text_names: bool) -> list[tuple[int, str]]:
    """Say what speaks against a link: it is of something beside the document, or of somebody else."""
    found = []
    said = folded(link.text)
    pieces = [folded(part) for part in _segments(link.url)]
    in_text = beside(said)
    for other in sorted(in_text.union(*map(beside, pieces))):
        weight = other.weight if other in in_text or not text_names else other.weight * 3 // 4
        found.append((weight, f"looks like {other.what}" if other.what[0] == "a" else other.what))
    found += [
        (-25, f"names a {document}")
        for another, document in KINDS.items()
        if another != kind and (hit := named(another, said)) and hit.is_name and not (text_names and hit.extra)
    ]
    if not is_same_site(link.url, page.url):
        found.append((-25, f"on another site, {host_of(link.url)}"))
    if any(piece and piece[0].isdigit() and 1990 < int(piece[0][:4] or 0) < 2100 for piece in pieces[1:]) or any(
        word.isdigit() and 1990 < int(word[:6]) < 2100 for word in said
    ):
        found.append((-45, "of a certain year"))
    if urlsplit(link.url).path.lower().endswith(".pdf"):
        found.append((-45, "a PDF"))
    return found


def candidates_of(page: PageLinks, kind: str) -> tuple[Candidate, ...]:
    """Return the candidates among a page's links, best first, each address once."""
    found = (link_candidate(link, page, kind) for link in page.links if link.url != page.url)
    return ranked(one for one in found if one and one.score >= LEAST)[:_MOST_CANDIDATES]


def ranked(candidates: Iterable[Candidate]) -> tuple[Candidate, ...]:
    """Return candidates best first, of each address the best; what fits stands before what does not."""
    best: dict[str, Candidate] = {}
    order = {Standing.FITS: 0, Standing.UNREAD: 1, Standing.UNSEEN: 1, Standing.UNFIT: 2}
    for one in sorted(candidates, key=lambda one: (order[one.standing], -one.score)):
        best.setdefault(one.url.rstrip("/"), one)
    return tuple(best.values())


def legal_pages(page: PageLinks, *, most: int = 2) -> tuple[str, ...]:
    """Return the pages one level down that may have the link: "Legal", "Impressum", "Terms"."""
    found: dict[str, int] = {}
    for link in page.links:
        if link.url == page.url or not is_same_site(link.url, page.url):
            continue
        text, path = named("legal", folded(link.text)), named_in_path("legal", _segments(link.url)[:1])
        points = sum((20 if hit.is_name else 10) - min(hit.extra, _MOST_EXTRA) for hit in (text, path) if hit)
        if points:
            found[link.url] = max(found.get(link.url, 0), points + _PLACES.get(link.part, (0, ""))[0])
    return tuple(sorted(found, key=lambda url: -found[url])[:most])


def sections(page: PageLinks, kind: str) -> tuple[str, ...]:
    """Return the ids of the page's own parts that its links call by the document's name."""
    return tuple(
        dict.fromkeys(
            link.fragment
            for link in page.links
            if link.url == page.url and link.fragment.replace("-", "").replace("_", "").isalnum()
            if named(kind, folded(link.text))
        )
    )


def usual(kind: str, home: str, language: str) -> tuple[Candidate, ...]:
    """Return where documents of a kind mostly are on a site."""
    why = ("it is where such documents mostly are",)
    return tuple(
        Candidate(url=urljoin(home, path), score=LEAST, reasons=why, is_guess=True)
        for path in usual_paths(kind, language)
    )


def variants(page: PageLinks, chosen: Candidate) -> tuple[Candidate, ...]:
    """Return the versions of a page in other languages, as it declares them."""
    codes = {link.url: link.language.partition("-")[0] for link in page.links if "alternate" in link.rel}
    return tuple(
        Candidate(url=url, score=chosen.score - 20, reasons=(f"the same in {language_words(code)}",), language=code)
        for url, code in list(codes.items())[:12]
        if code in LANGUAGES and url not in {chosen.url, page.url} and code != chosen.language
    )


def seen(candidate: Candidate, result: PolicyText | FetchFailure, *, kind: str, site: PageLinks, url: str) -> Candidate:
    """Say what a look at a candidate's page adds.

    Args:
        candidate: the candidate.
        result: its text, or why there is none.
        kind: of document.
        site: the site's home page.
        url: the address that answered.

    Returns:
        The candidate with its standing, its score and the reasons for it.
    """
    if isinstance(result, FetchFailure):
        gone = result.status in {404, 410} or result.kind in {"soft_404", "not_a_policy"} or candidate.is_guess
        met = met_words(result.kind, result.status, result.detail)
        why = met[0].lower() + met[1:]
        standing = Standing.UNFIT if gone else Standing.UNREAD
        return replace(candidate, standing=standing, score=candidate.score - 30, reasons=(*candidate.reasons, why))
    points, reasons = _of_text(result, kind)
    language = result.document.language
    if not is_same_site(url, site.url) and not _speaks_of(result, site):
        points, reasons = -60, [f"it is of {host_of(url)} and does not speak of this site"]
    elif points > 0 and language and site.language and language != site.language:
        points, reasons = max(1, points - 20), [*reasons, f"it is in {language_words(language)}"]
    fits = points > 0
    return replace(
        candidate,
        url=url if fits and is_same_site(url, candidate.url) else candidate.url,
        standing=Standing.FITS if fits else Standing.UNFIT,
        score=candidate.score + points,
        language=language or candidate.language,
        reasons=(*candidate.reasons, *reasons),
    )


def _of_text(drawn: PolicyText, kind: str) -> tuple[int, list[str]]:
    texts = [clause.text for clause in drawn.clauses]
    count = sum(len(words(text)) for text in texts)
    is_named = calls_itself(drawn, kind)
    if count < LEAST_WORDS and not (kind == "subprocessors" and is_named and drawn.clauses):
        return -40, ["its page has hardly any text"]
    is_graded = kind == "privacy" and drawn.document.language in GRADED
    if is_graded and likeness(texts) < NO_POLICY:
        return -40, ["its page does not read like a policy"]
    if not is_graded and not is_named:
        return -40, [f"its page does not call itself a {KINDS[kind]}"]
    points, reasons = (35 if is_named else 20), [f"its page reads like a {KINDS[kind]}"]
    titles = map(folded, _titles(drawn))
    for other in sorted(frozenset[Beside]().union(*map(beside, titles)))[:1]:
        points += other.weight // 2
        reasons.append(f"its title: {other.what}")
    return max(1, points), reasons


def calls_itself(drawn: PolicyText, kind: str) -> bool:
    """Tell whether a text's title, its first heading or line say that it is a document of a kind.

    Args:
        drawn: the text.
        kind: one of `KINDS`.
    """
    hits = [hit for title in _titles(drawn) if (hit := named(kind, folded(title)))]
    return any(hit.is_name or hit.extra <= _MOST_EXTRA for hit in hits)


def _titles(drawn: PolicyText) -> list[str]:
    heads = [clause.heading_path[0] for clause in drawn.clauses if clause.heading_path]
    first = [clause.text for clause in drawn.clauses[:1] if len(clause.text) < 120]
    return [text for text in dict.fromkeys([drawn.document.title, *heads[:_TITLES], *first]) if text]


def _speaks_of(drawn: PolicyText, site: PageLinks) -> bool:
    text = "\n".join(clause.text for clause in drawn.clauses)[:200_000].casefold()
    host = host_of(site.url)
    label = host.split(".")[-2] if host.count(".") and not host.replace(".", "").isdigit() else ""
    names = [host, *(name for name in (label, *site.names) if len(name) > 3)]
    return any(name.casefold() in text for name in names)


def is_clear(candidates: Sequence[Candidate]) -> bool:
    """Tell whether the best candidate fits and no other comes close to it."""
    if not candidates or candidates[0].standing is not Standing.FITS:
        return False
    best = candidates[0]
    rivals = [one for one in candidates[1:] if one.standing in {Standing.FITS, Standing.UNREAD}]
    return all(best.score - one.score >= CLEAR for one in rivals)
