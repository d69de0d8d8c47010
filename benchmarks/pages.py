"""Generated policy pages: pure functions of a seed, a page's number, the round and the kind of noise.

Each page is a policy of some forty sections in the clothes of a web site: menus, a consent banner, scripts, a footer.
From round to round the markup alone may differ (tokens, identifiers, script state), or the words around the policy too
(promotions, related articles, counters, the time). One page in a hundred has one real edit in each later round.
"""

from __future__ import annotations

import json
from dataclasses import dataclass, replace
from html import escape
from random import Random
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pathlib import Path

NOISES = ("none", "markup", "all")
SCRIPT_BYTES = 46_000
SHORT = 6  # sections

_DATA = (
    "your delivery address", "the pages you open", "messages to our help desk", "photographs you upload",
    "the model of your phone", "your date of birth", "invoices", "the loyalty number", "voice recordings",
    "readings of the meter", "your place of work", "search terms", "the language you prefer", "signatures",
)  # fmt: skip
_AIMS = (
    "to keep an account open", "to settle disputes", "to plan our fleet", "to find out why a page is slow",
    "to pay our tutors", "to recognise stolen cards", "to print labels", "to answer an authority",
    "to train our own staff", "to count visitors", "to fulfil a warranty", "to suggest a nearer branch",
)  # fmt: skip
_PARTIES = (
    "couriers", "our bank", "the tax office", "an archive under contract", "printers", "auditors", "insurers",
    "a translation bureau", "the operator of our data centre", "schools that take part", "repair workshops",
)  # fmt: skip
_HEADINGS = (
    "Who answers for your data", "What reaches us", "From whom we hear", "Why we may do this", "Contracts",
    "Consent and taking it back", "Legal duties", "Weighing of interests", "Purchases", "Accounts", "Deliveries",
    "Returns", "Support", "Letters and calls", "Events", "Competitions", "Children", "Applicants", "Cameras",
    "Visitors", "Recipients", "Processors", "Authorities", "Group companies", "Other countries", "Safeguards",
    "Periods", "Archives", "Erasure", "Security", "Incidents", "Profiles", "Automated decisions", "Access",
    "Correction", "Objection", "Portability", "Complaints", "Officer", "Amendments",
)  # fmt: skip
_SENTENCES = (
    "We use {data} {aim}, and for nothing that you could not expect.",
    "When you write to us, {data} and {other} are kept together for {number} {unit}.",
    "We hand {data} to {party} {aim}, as far as this is needed.",
    "We never hand {data} to {party}, unless you ask us to.",
    "You may object to this use of {data} at any time, and no reason is needed.",
    "{party} may see {other} only under a contract that binds them to secrecy.",
    "After {number} {unit} we erase {data} or take every name out of it.",
    "The ground for this is our interest {aim}, which we have weighed against yours.",
    "If you do not give us {data}, we cannot work {aim}, and will tell you so.",
    "Where {data} leaves the country, {party} sign the clauses that the law asks for.",
    "We read {other} by machine {aim}; a person looks at every refusal.",
)
_NAMES = ("Alder", "Basalt", "Cobalt", "Dovetail", "Ember", "Fjord", "Gannet", "Hazel", "Inlet", "Juniper", "Kestrel")
_TRADES = ("Ferries", "Bakeries", "Libraries", "Optics", "Gardens", "Theatres", "Bicycles", "Archives", "Maps")
_OFFERS = (
    "Two for one on all lamps until Sunday", "New: our autumn list", "Free parking for members",
    "The shop closes early today", "Win a weekend by the sea", "Refer a neighbour and save",
)  # fmt: skip
_STORIES = (
    "Ten ways to use last year's apples", "How a ferry is built", "What our readers asked this week",
    "A walk around the harbour", "The oldest map in our collection", "Repair or replace?", "Meet the night shift",
)  # fmt: skip


@dataclass(frozen=True, slots=True, kw_only=True)
class Section:
    """A heading with what stands under it."""

    heading: str
    paragraphs: tuple[str, ...]
    items: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Policy:
    """The words of one site's policy.

    Args:
        name: the company, invented.
        updated: the stated date, ISO.
        sections: in order.
    """

    name: str
    updated: str
    sections: tuple[Section, ...]


def _sentence(random: Random) -> str:
    data, other = random.sample(_DATA, 2)
    text = random.choice(_SENTENCES).format(
        data=data,
        other=other,
        aim=random.choice(_AIMS),
        party=random.choice(_PARTIES),
        number=random.randint(2, 36),
        unit=random.choice(("weeks", "months", "years")),
    )
    return text[:1].upper() + text[1:]


def _paragraph(random: Random) -> str:
    return " ".join(_sentence(random) for _ in range(random.randint(2, 5)))


def policy(seed: str, number: int, *, length: int = len(_HEADINGS)) -> Policy:
    """Return the policy of a site as it is in round 1, of so many sections."""
    random = Random(f"{seed}/policy/{number}")
    sections = tuple(
        Section(
            heading=heading,
            paragraphs=tuple(_paragraph(random) for _ in range(random.randint(1, 3))),
            items=tuple(f"{data}, {random.choice(_AIMS)}" for data in random.sample(_DATA, 4))
            if random.random() < 0.3
            else (),
        )
        for heading in random.sample(_HEADINGS, length)
    )
    name = f"{random.choice(_NAMES)} {random.choice(_TRADES)} {number}"
    return Policy(name=name, updated=f"2025-{random.randint(1, 12):02d}-{random.randint(1, 28):02d}", sections=sections)


EDITS = ("period", "sentence", "removal", "section", "item")


def edited(old: Policy, kind: str, random: Random) -> Policy:
    """Return a policy with one edit of substance; half the time the stated date moves with it."""
    place = random.randrange(len(old.sections))
    section = old.sections[place]
    sections = list(old.sections)
    if kind == "section":
        sections.insert(place, Section(heading="Brokers", paragraphs=(_paragraph(random),)))
    elif kind == "removal":
        del sections[place]
    elif kind == "item":
        items = (*section.items, "lists bought from brokers, to guess your income")
        sections[place] = replace(section, items=items)
    else:
        addition = (
            f"We then keep all of it for {random.randint(40, 90)} years."
            if kind == "period"
            else "We may sell what we learn about you without asking you again."
        )
        sections[place] = replace(section, paragraphs=(f"{section.paragraphs[0]} {addition}", *section.paragraphs[1:]))
    updated = "2026-03-02" if random.random() < 0.5 else old.updated
    return replace(old, sections=tuple(sections), updated=updated)


def edits(seed: str, pages: int, rate: float) -> dict[int, str]:
    """Return which pages are edited, and how."""
    chosen = Random(f"{seed}/edits").sample(range(pages), round(pages * rate))
    return {number: EDITS[place % len(EDITS)] for place, number in enumerate(sorted(chosen))}


def _token(random: Random, length: int = 16) -> str:
    return f"{random.getrandbits(4 * length):0{length}x}"


def _body(words: Policy, markup: Random) -> str:
    parts = [f"<h1>Privacy notice</h1><p class=date>Last updated: {words.updated}</p>"]
    parts.append(f"<p>{escape(words.name)} explains here what it does with what it knows about you.</p>")
    for section in words.sections:
        parts.append(f'<section class="part" data-t="{_token(markup, 6)}"><h2>{escape(section.heading)}</h2>')
        parts += [f'<p class="copy copy--wide">{escape(text)}</p>' for text in section.paragraphs]
        if section.items:
            parts.append("<ul>" + "".join(f"<li>{escape(item)}</li>" for item in section.items) + "</ul>")
        parts.append("</section>")
    return "\n".join(parts)


_FRAMES = (
    ("<main><article>", "</article></main>"),
    ('<div id="page"><div class="text">', "</div></div>"),
    ('<div class="row"><div class="col-9">', "</div></div>"),
    ('<table><tr><td class="centre">', "</td></tr></table>"),
)


def _menu(random: Random, groups: int, entries: int) -> str:
    def entry() -> str:
        words = f"{random.choice(_NAMES)} {random.choice(_TRADES)}"
        return f'<li class="entry"><a data-track="{_token(random, 6)}" href="/{_token(random, 8)}">{words}</a></li>'

    def group() -> str:
        return f"<li><b>{random.choice(_TRADES)}</b><ul>{''.join(entry() for _ in range(entries))}</ul></li>"

    return "".join(group() for _ in range(groups))


def _scripts(stable: Random, markup: Random) -> str:
    state = json.dumps({"request": _token(markup, 32), "time": markup.randrange(10**12), "flags": _token(markup, 200)})
    code: list[str] = []
    size = 0
    while size < SCRIPT_BYTES:
        name, key = _token(stable, 6), _token(stable, 12)
        code.append(f'function f{name}(a,b){{return a?b["{key}"]:a}}')
        size += len(code[-1])
    return f'<script nonce="{_token(markup, 24)}">window.state={state};</script><script>{"".join(code)}</script>'


def html_page(words: Policy, seed: str, number: int, round_number: int, noise: str) -> str:
    """Return a page as its site serves it in a round.

    Args:
        words: the policy.
        seed: of the whole corpus.
        number: of the page.
        round_number: from 1.
        noise: none, markup or all: what differs from round to round besides edits.
    """
    stable = Random(f"{seed}/stable/{number}")
    markup = Random(f"{seed}/markup/{number}/{round_number if noise != 'none' else 0}")
    visible = Random(f"{seed}/visible/{number}/{round_number if noise == 'all' else 0}")
    before, after = _FRAMES[number % len(_FRAMES)]
    stories = "".join(f"<li><a href=/s/{_token(markup, 6)}>{story}</a></li>" for story in visible.sample(_STORIES, 4))
    parts = (
        f'<!doctype html><html lang="en" data-request="{_token(markup)}"><head><meta charset="utf-8">',
        f"<title>Privacy notice - {escape(words.name)}</title>",
        f'<meta name="csrf-token" content="{_token(markup, 40)}">',
        f'<link rel=stylesheet href="/a.{_token(markup, 8)}.css"></head>',
        f'<body><div class="strip">{visible.choice(_OFFERS)}</div>',
        f'<header><a href="/">{escape(words.name)}</a><nav><ul>{_menu(stable, 8, 9)}</ul></nav></header>',
        '<div id="consent" role="dialog"><p>We and our partners store cookies on your device.</p>',
        "<button>Accept all</button><button>Refuse</button></div>",
        before,
        _body(words, markup),
        after,
        f"<aside><h3>Read also</h3><ul>{stories}</ul>",
        f"<p>{visible.randint(10, 999)} people are reading this now</p></aside>",
        f"<footer><ul>{_menu(stable, 4, 8)}</ul><p>{escape(words.name)}. Reference {_token(visible, 8)}, made at",
        f"{visible.randint(0, 23):02d}:{visible.randint(0, 59):02d}</p></footer>",
        f'<img src="/pixel.gif?{_token(markup, 20)}" width=1 height=1 alt="">{_scripts(stable, markup)}',
        f"<!-- {_token(markup, 12)} --></body></html>",
    )
    return "\n".join(parts)


def short_page(seed: str, number: int) -> str:
    """Return a page that is made in a moment, for a server with more of them than there is room for."""
    words = policy(seed, number, length=SHORT)
    head = f"<title>Privacy notice - {escape(words.name)}</title></head>"
    return f'<!doctype html><html lang="en"><head>{head}<body><main>{_body(words, Random(number))}</main></body></html>'


def write_corpus(
    folder: Path, *, pages: int, noise: str, rate: float = 0.01, seed: str = "1", rounds: int = 2
) -> set[str]:
    """Write `round1` and so on with a file a page.

    Args:
        folder: where.
        pages: how many.
        noise: none, markup or all.
        rate: the share of pages edited in the last round.
        seed: another one gives other pages.
        rounds: how many.

    Returns:
        The names of the pages edited in the last round.
    """
    truth = edits(seed, pages, rate)
    for round_number in range(1, rounds + 1):
        home = folder / f"round{round_number}"
        home.mkdir(parents=True)
        for number in range(pages):
            words = policy(seed, number)
            if round_number == rounds and number in truth:
                words = edited(words, truth[number], Random(f"{seed}/edit/{number}"))
            text = html_page(words, seed, number, round_number, noise)
            (home / f"p{number:05d}.html").write_text(text, encoding="utf-8")
    return {f"p{number:05d}" for number in truth}
