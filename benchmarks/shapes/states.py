"""Scripts that hold, or seem to hold, the state of a page, by name and of any size."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

from benchmarks.shapes.filling import POLICY, filled

if TYPE_CHECKING:
    from collections.abc import Callable

_TEXT = json.dumps(POLICY)


def _script(make: Callable[[int], str], opening: str = "<script>") -> Callable[[int], str]:
    return lambda size: f"<div id=root></div>{opening}{make(size)}</script>"


STATES: dict[str, Callable[[int], str]] = {
    "a state of paragraphs": _script(lambda size: f"x={{a:[{filled('{text:' + _TEXT + '},', size)}]}}"),
    "a state as JSON": _script(lambda size: json.dumps({"a": [{"text": f"{n} {POLICY}"} for n in range(size // 250)]})),
    "a state of many small values": _script(lambda size: json.dumps({"a": [{"b": n} for n in range(size // 12)]})),
    "a state in one another": _script(lambda size: "x=" + "{a:[" * (size // 4)),
    "JSON in one another": _script(lambda size: "[" * size),
    "objects that open and open": _script(lambda size: filled("={", size)),
    "lists that open and open": _script(lambda size: filled("=[", size)),
    "objects that never close": _script(lambda size: filled('={"a":"b",', size)),
    "texts that never close": _script(lambda size: filled('={"a":"', size)),
    "texts parsed": _script(lambda size: filled("JSON.parse('", size)),
    "functions called on the spot": _script(lambda size: filled("function(a,b,c){return {", size)),
    "functions with many names": _script(lambda size: f"function({filled('a,', size)}"),
    "functions that never begin": _script(lambda size: filled("function(a ", size)),
    "spaces after equals": _script(lambda size: f"={' ' * size}x"),
    "spaces after equals, again and again": _script(lambda size: filled("=" + " " * 1000, size)),
    "pushed rows": _script(
        lambda size: f"self.__next_f.push([1,{json.dumps('0:[' + filled(_TEXT + ',', size) + '1]')}])"
    ),
    "pushed rows without end": _script(lambda size: filled('self.__next_f.push([1,"0:', size)),
    "pushes": _script(lambda size: filled("__next_f.push ( [ ", size)),
    "spaces before a push": _script(lambda size: f"__next_f{' ' * size}"),
    "rows that name one another": _script(
        lambda size: (
            "self.__next_f.push([1,"
            + json.dumps("\n".join(f'{n:x}:["$","p",null,{{"children":"${n + 1:x}"}}]' for n in range(size // 45)))
            + "])"
        )
    ),
    "rows named by many": _script(
        lambda size: (
            "self.__next_f.push([1,"
            + json.dumps(f"0:[{filled(chr(34) + '$1' + chr(34) + ',', size)}1]\n1:{_TEXT}")
            + "])"
        )
    ),
    "a flat state": _script(
        lambda size: json.dumps([list(range(1, size // 200)), *[POLICY] * (size // 200)]),
        "<script id=__NUXT_DATA__>",
    ),
    "a flat state that holds itself": _script(
        lambda size: json.dumps([[0] * (size // 20), *[[n % 7] for n in range(size // 20)]]),
        "<script id=__NUXT_DATA__>",
    ),
    "escapes": _script(lambda size: f'x={{"a":"{filled(chr(92) + "u0041", size)}"}}'),
    "backslashes": _script(lambda size: f'x={{"a":"{chr(92) * size}'),
    "editions": _script(
        lambda size: json.dumps(
            {"pages": [{"slug": f"p{n}", "title": "x", "text": POLICY} for n in range(size // 250)]}
        )
    ),
    "editions in one another": _script(
        lambda size: "[" + ",".join('{"slug":"a","b":' * 50 + '"x"' + "}" * 50 for _ in range(size // 1000)) + "]"
    ),
    "states of Markdown": _script(
        lambda size: json.dumps({"text": "\n".join(["## A", "- b", POLICY] * (size // 220))})
    ),
    "many states of Markdown": _script(
        lambda size: json.dumps(
            [{"text": "\n".join([f"## A {n}", *["- b", POLICY] * 200])} for n in range(size // 44_000)]
        )
    ),
    "states of markup": _script(lambda size: json.dumps({"html": f"<p>{POLICY}</p>" * (size // 220)})),
    "states of brackets": _script(lambda size: json.dumps({"a": "<p " * (size // 3)})),
    "scripts": lambda size: filled('<script>x={"a":"b c"}</script>', size),
}
