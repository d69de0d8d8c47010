"""Facts of registers, and what became of them, in words."""

from __future__ import annotations

from typing import TYPE_CHECKING

from monitor.core.register.facts import FactKind

if TYPE_CHECKING:
    from monitor.core.register.facts import Fact

# what stands in brackets behind what the fact is of; of the others it follows a colon
_IN_BRACKETS = (FactKind.PROCESSOR, FactKind.TRANSFER)


def fact_words(fact: Fact) -> str:
    """Return what a fact says, in the words of its clause.

    >>> from monitor.core.register.facts import make_fact
    >>> fact_words(make_fact(FactKind.PROCESSOR, 1, "Quill Ltd", "hosting", "Ireland"))
    'Quill Ltd (hosting, Ireland)'
    >>> fact_words(make_fact(FactKind.RETENTION, 1, "server logs", "14 days"))
    'server logs: 14 days'
    >>> fact_words(make_fact(FactKind.CONTACT, 1, "", "dpo@quill.example"))
    'dpo@quill.example'
    """
    texts = [field.text for field in fact.fields]
    # the first field is what a fact is of, and a minimum age has no other
    rest = ", ".join(filter(None, texts[1:]))
    if not texts[0] or not rest:
        return texts[0] or rest
    return f"{texts[0]} ({rest})" if fact.kind in _IN_BRACKETS else f"{texts[0]}: {rest}"
