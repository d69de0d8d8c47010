"""The texts that are put on pages, and what of them is policy."""

from __future__ import annotations

import html
import re
from collections import Counter

# lines at the start and at the end that are no policy: a tracking pixel, a menu link, an account widget, a prompt
RESIDUE = {"kabliko": (0, 0), "keeprobust": (0, 3), "kaspr": (1, 0), "kivi": (1, 2), "elementho": (0, 0)}
WORD = re.compile(r"[^\W_]+")


def lines_of(text: str) -> list[str]:
    return [line.strip() for line in text.splitlines() if line.strip()]


def edited(lines: list[str]) -> tuple[list[str], int]:
    """Put a number into the longest line of the middle."""
    middle = range(len(lines) // 4, 3 * len(lines) // 4)
    place = max(middle, key=lambda n: len(lines[n]))
    words = lines[place].split()
    words.insert(len(words) // 2, "4711")
    return [*lines[:place], " ".join(words), *lines[place + 1 :]], place


def policy_of(lines: list[str], before: int, after: int) -> list[str]:
    return lines[before : len(lines) - after]


def words(texts: list[str]) -> list[str]:
    return [word.casefold() for text in texts for word in WORD.findall(html.unescape(text))]


def without_contents(lines: list[str]) -> list[str]:
    """Leave out a table of contents: a run of short lines most of which stand again as headings, and its title.

    So is a list at the top that counts from one as the sections below do, though it words them otherwise.
    """
    lines = _without_counted(lines)
    again = {line for line, count in Counter(lines).items() if count > 1}
    begin = next((place for place, line in enumerate(lines) if line in again), len(lines))
    end = next((place for place in range(begin, len(lines)) if len(lines[place]) > 100), begin)
    run = lines[begin:end]
    if sum(line in again for line in run) < 5:
        return list(dict.fromkeys(lines))
    end = max(place for place in range(begin, end) if lines[place] in again and lines[place] not in lines[begin:place])
    begin -= lines[begin - 1].endswith(":")
    return [*lines[:begin], *lines[end + 1 :]]


def counted_topics(lines: list[str]) -> range:
    """Return where a list of topics stands that counts from one within the first lines, as the sections do later."""
    begin = next((place for place, line in enumerate(lines[:4]) if line.startswith("1. ")), len(lines))
    end = begin
    while end < len(lines) and lines[end].startswith(f"{end - begin + 1}. "):
        end += 1
    again = any(line.startswith("1. ") for line in lines[end:])
    return range(begin, end) if end - begin > 3 and again else range(0)


def _without_counted(lines: list[str]) -> list[str]:
    found = counted_topics(lines)
    begin = found.start - (found.start > 0 and lines[found.start - 1].endswith(":"))
    return [*lines[:begin], *lines[found.stop :]] if found else lines
