from __future__ import annotations

import collections
import importlib.util
import os
import pathlib
import re
import sys

import pytest

from crawler.extraction.extract import extract
from tests.seeds.texts import without_contents

ROOT = pathlib.Path(__file__).resolve().parents[2]
SHARED = pathlib.Path(os.environ.get("CLAUSEWATCH_SHARED", ROOT.parent / "shared"))
_spec = importlib.util.spec_from_file_location("templates", pathlib.Path(__file__).with_name("templates.py"))
templates = importlib.util.module_from_spec(_spec)
sys.modules[_spec.name] = templates
_spec.loader.exec_module(templates)

# What stands at the edges of two of the texts and is no policy: so many first and last lines.
EDGES = {"kivi": (1, 2), "keeprobust": (0, 3), "kaspr": (1, 0), "kabliko": (0, 0), "elementho": (0, 0)}
DATES = {"keeprobust": "2022-02-25", "kaspr": "2024-07"}

OWN = """Contact
Policy of the Juniper Workshop
Updated on 4 March 2023.
The Juniper Workshop keeps the names and the addresses of its customers in order to deliver what they have bought.
Which data do we keep?
We keep the following data about each order, and delete them when the periods set by law have passed:
- the name of the customer and the address for the delivery
- the items bought, their price and the day of the payment
How can you log in and see your data?
You can log in with your account at any time, see all data about you and correct what is wrong in it.
How to contact us?
Write to privacy@juniper.example or call us; we answer your questions about this policy within thirty days.
"""
PROMPTS = {
    "account": ("Register a new account", "Already have an account?", "Log in instead or reset your password"),
    "messenger": (
        "Dear customer, if you need help, ask our experts in the messenger or write to us",
        "Choose a messenger: WhatsApp or Viber",
    ),
    "footer": ("Share", "Back to top", "© 2023 Juniper Workshop. All rights reserved."),
    "konto": ("Neues Konto erstellen", "Haben Sie bereits ein Konto?", "Anmelden oder Passwort zurücksetzen"),
    "compte": (
        "Créer un nouveau compte",
        "Vous avez déjà un compte ?",
        "Se connecter ou réinitialiser le mot de passe",
    ),
}


def words(text):
    """Count the words of a text."""
    return collections.Counter(re.findall(r"\w+", text.casefold()))


def text_of(document):
    """Return all words of a document."""
    return "\n".join(block.text for block in document.blocks)


@pytest.mark.parametrize("form", templates.TEMPLATES, ids=str)
@pytest.mark.parametrize("prompt", PROMPTS, ids=str)
def test_prompts_go_and_clauses_stay(form, prompt):
    """A prompt in plain paragraphs at the end goes; clauses about logging in and contacts stay, word for word."""
    blocks = templates.parsed(OWN + "\n".join(PROMPTS[prompt]))
    document = extract(templates.page(templates.TEMPLATES[form](blocks)))
    wanted = words(OWN) - words("Contact")
    assert not wanted - words(text_of(document))
    assert not words(text_of(document)) - wanted - words("policy contact")
    assert document.stated_date.iso == "2023-03-04"


@pytest.mark.parametrize("form", templates.TEMPLATES, ids=str)
def test_noise_around_a_policy_moves_nothing(form):
    """What rotates around a policy changes no block of it."""
    blocks = templates.parsed(OWN)
    pages = [
        templates.page(templates.TEMPLATES[form](blocks), noise=noise)
        for noise in ("a1", "Wednesday 12:30, 4,711 readers")
    ]
    first, second = map(extract, pages)
    assert first == second
    assert not any(word in text_of(first) for word in templates.CHROME_WORDS)


@pytest.mark.shared
@pytest.mark.parametrize("form", [*templates.TEMPLATES, "as it is"])
@pytest.mark.parametrize("seed", EDGES, ids=str)
def test_a_real_text_comes_out_whole(seed, form):
    """No word of a real policy is lost in any rendering, and pixel, account widget and messenger prompt are gone."""
    path = SHARED / "seeds" / f"{seed}.txt"
    if not path.exists():
        pytest.skip(f"no {path}: the texts lie beside the repository")
    text = path.read_text(encoding="utf-8")
    blocks = templates.parsed(text)
    head, tail = EDGES[seed]
    policy = [line for _, line in blocks[head : len(blocks) - tail]]
    foreign = words("\n".join(line for _, line in blocks[:head] + blocks[len(blocks) - tail :]))
    body = text.encode() if form == "as it is" else templates.page(templates.TEMPLATES[form](blocks), lang="")
    document = extract(body, media_type="text/plain" if form == "as it is" else "text/html")
    got = words(text_of(document))
    lost = words("\n".join(without_contents(policy))) - got
    assert not lost
    assert not got - words("\n".join(policy)) - words("Policy")
    assert not (foreign - words("\n".join(policy))) & got
    assert (document.stated_date.iso if document.stated_date else None) == DATES.get(seed)
    assert document.language == ("cs" if seed == "kivi" else "it")
