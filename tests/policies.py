"""Policy pages to serve: as many as wanted, each with its own words, every clause to be edited apart."""

from __future__ import annotations

import random

_SUBJECTS = ("orders", "accounts", "letters", "repairs", "rentals", "lessons", "recipes", "tickets", "parcels", "maps")
_ENDS = ("to answer you", "to keep our books", "to send what was bought", "to mend faults", "to prevent misuse")
_SHARED = ("our printer", "our carrier", "the bank you chose", "a workshop nearby", "the authorities who ask by law")
_TOPICS = ("What we collect", "Why we use it", "Who receives it", "How long we keep it", "Your rights", "Contact")
CZECH = """<!doctype html><html lang="cs"><title>Zásady ochrany osobních údajů</title><main>
<h1>Zásady ochrany osobních údajů</h1><h2>Jaké údaje zpracováváme</h2>
<p>Zpracováváme vaše jméno, adresu a e-mail, abychom mohli vyřídit vaši objednávku a odpovědět na vaše dotazy.</p>
<h2>Jak dlouho je uchováváme</h2><p>Osobní údaje uchováváme po dobu tří let od poslední objednávky, a poté je vymažeme,
pokud zákon nevyžaduje delší dobu. Účetní doklady uchováváme deset let.</p>
<h2>Vaše práva</h2><p>Máte právo na přístup k údajům, na jejich opravu a výmaz a můžete podat stížnost u úřadu.</p>
</main></html>"""


def clauses(seed: int) -> dict[str, list[str]]:
    """Return the clauses of a policy by heading; the same seed gives the same policy."""
    rng = random.Random(seed)  # noqa: S311 - texts, not secrets
    found = {}
    for topic in _TOPICS:
        lines = []
        for _ in range(3):
            subject, other = rng.sample(_SUBJECTS, 2)
            months = rng.randint(2, 60)
            lines.append(
                f"For {subject} and {other} we process your name and address {rng.choice(_ENDS)}, and we keep them for"
                f" {months} months after the last of the {subject} has been settled with {rng.choice(_SHARED)}."
            )
        found[topic] = lines
    return found


def html(texts: dict[str, list[str]], *, title: str = "Privacy policy", noise: str = "") -> str:
    """Return a page with these clauses; noise goes where no reader sees it."""
    sections = "".join(f"<h2>{topic}</h2>" + "".join(f"<p>{t}</p>" for t in lines) for topic, lines in texts.items())
    return (
        f'<!doctype html><html lang="en"><head><meta charset="utf-8"><title>{title}</title></head>'
        f'<body data-build="{noise}"><nav><a href="/">Home</a></nav><main><h1>{title}</h1>{sections}</main></body></html>'
    )


def policy(seed: int = 1, *, noise: str = "") -> str:
    """Return a whole policy page."""
    return html(clauses(seed), noise=noise)


def edited(seed: int = 1) -> str:
    """Return the same page with the period of one clause raised."""
    texts = clauses(seed)
    lines = texts["How long we keep it"]
    lines[1] = lines[1].replace(" months after", " years after")
    return html(texts)
