"""What is known of languages: one file a language, read once, asked by the name of a section."""

from __future__ import annotations

from monitor.core.languages.language_files import Language, Languages, known, read_languages, word_set
from monitor.core.languages.patterns import LazyPattern, alternation, ungrouped

__all__ = ["Language", "Languages", "LazyPattern", "alternation", "known", "read_languages", "ungrouped", "word_set"]
