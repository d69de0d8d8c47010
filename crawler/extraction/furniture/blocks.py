"""What a single block may be by its words: a control, a prompt, a call to act, or a clause in spite of its place."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from crawler.extraction.furniture.furniture_words import ACCOUNT, CALL, CONTROLS, MESSENGER, MESSENGER_CUES
from monitor.core.policy_terms import has_policy_word, offers_choice, pitches, speaks_of_policy

if TYPE_CHECKING:
    from crawler.extraction.reading.runs import Run

CONTROL_LENGTH = 60  # letters; halved or doubled, 1 of 29 and 0 of 28 real pages differ
_CALL_WORDS = 6  # words of a link; a guess: halved or doubled, none of 17 real pages and 111 of ours differs
_ACCOUNT_WORDS = 10  # words of a line; a guess: halved or doubled, none of 22 real pages and 23 of ours differs
_ACCOUNT_LETTERS = 500  # of such a line; no ten words have as many, and what has is looked through for nothing
_MESSENGER_WORDS = 30  # words of a block; a guess: halved or doubled, none of 21 real pages and 28 of ours differs
_FORM_WORDS = 8  # words of a link to the text's other form; a guess
_PDF = re.compile(r"\bPDF\b", re.IGNORECASE)
_ADDRESS = re.compile(r"@|\d{4}|https?:|www\.")
_WHERE = re.compile(r"@|https?:|www\.|\+\d|\d[\d\s()/.-]{6,}\d")
_NUMBERED = re.compile(r"[(§]?\s?\d+\s?[.)]\s")
_TRIM = " .:!?…|/›»>«‹←→↑↓-–—•·\t"


def is_control(text: str) -> bool:
    """Tell whether a block is nothing but controls or menu entries: "Log in", "Print Share", "Back to top"."""
    return (
        len(text) <= CONTROL_LENGTH and CONTROLS.fullmatch(text.casefold().replace("’", "'").strip(_TRIM)) is not None
    )


def is_link_to_act(run: Run) -> bool:
    """Tell a link that only does something, or names a language or a network: "Download PDF", "English"."""
    return run.linked >= run.words and is_control(run.text)


def is_other_form(run: Run) -> bool:
    """Tell a short link to a text's other form: "Display as PDF to print and save"."""
    return run.linked >= run.words and run.words <= _FORM_WORDS and _PDF.search(run.text) is not None


def is_account_prompt(run: Run, needed: int = 2) -> bool:
    """Tell a short block that bids to log in or to register by so many words of the kind."""
    if run.words > _ACCOUNT_WORDS or len(run.text) > _ACCOUNT_LETTERS:
        return False
    if run.text.endswith((".", ";", ",")) or is_policy(run.text):
        return False
    stems = len({found.casefold() for found in ACCOUNT.findall(run.text)})
    return stems >= needed or (stems == 1 and run.text.endswith(("?", "？")))


def is_messenger_prompt(run: Run) -> bool:
    """Tell a block that bids to write in a chat or messenger."""
    if run.words > _MESSENGER_WORDS or not MESSENGER.search(run.text) or not MESSENGER_CUES.search(run.text):
        return False
    return not is_policy(run.text)


def is_call(run: Run) -> bool:
    """Tell a short link that bids to act: "Start free today"."""
    return run.linked >= run.words and run.words <= _CALL_WORDS and CALL.search(run.text) is not None


def is_address(text: str) -> bool:
    """Tell whether a block gives an address: of a page, of a mailbox, a telephone number."""
    return _WHERE.search(text) is not None


def is_policy(text: str) -> bool:
    """Tell whether a block may be policy by what it says: its matter, a number like a year, an address."""
    return bool(_ADDRESS.search(text) or has_policy_word(text))


def is_numbered(text: str) -> bool:
    """Tell whether a block begins with a number as clauses do: "4. ", "§ 2) "."""
    return _NUMBERED.match(text) is not None


def may_be_clause(run: Run) -> bool:
    """Tell whether a block among furniture may be a clause: numbered, of a policy's matter, or a choice one has."""
    if is_numbered(run.text) or is_policy(run.text) or speaks_of_policy(run.text):
        return True
    return run.is_sentence and offers_choice(run.text)


def tells(run: Run) -> bool:
    """Tell whether a block beside the policy tells something: it may be policy, or is a sentence and no pitch."""
    return is_policy(run.text) or (run.is_sentence and not pitches(run.text))
