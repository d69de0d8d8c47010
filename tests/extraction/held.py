"""Ways in which a page holds a policy that it does not show, for the tests that draw it."""

from __future__ import annotations

import json
from html import escape

from tests.policies import clauses

URL = "https://heron.example/legal/privacy-policy"


def policy(seed=1, *, edit=False, topics=6):
    """Return the clauses of a policy by heading; edited, one of them names another period."""
    texts = {
        topic: [line.replace("name and address", "personal data") for line in lines]
        for topic, lines in list(clauses(seed).items())[:topics]
    }
    if edit:
        lines = texts["How long we keep it"]
        lines[1] = lines[1].replace(" months after", " years after")
    return texts


def lines_of(texts):
    """Return all headings and clauses in order."""
    return [line for topic, lines in texts.items() for line in (topic, *lines)]


def marked_up(texts):
    """Return the policy as markup."""
    return "".join(f"<h2>{topic}</h2>{paragraphs(lines)}" for topic, lines in texts.items())


def paragraphs(lines):
    """Return lines as markup."""
    return "".join(f"<p>{line}</p>" for line in lines)


def shell(inside, *, head="<title>Heron</title>", lang="en"):
    """Return a page that shows nothing, with this inside it."""
    return (
        f'<!doctype html><html lang="{lang}"><head><meta charset="utf-8">{head}</head>'
        f'<body><div id="root"></div>{inside}</body></html>'
    )


def element(tag, children, **props):
    """Return an element as a server of components writes it."""
    return ["$", tag, None, {"children": children, **props}]


def pushes(rows, *, width=700):
    """Return scripts that push rows in pieces of one width, wherever these end."""
    pieces = [rows[at : at + width] for at in range(0, len(rows), width)]
    said = "".join(f"<script>self.__next_f.push([1,{_quoted(piece)}])</script>" for piece in pieces)
    return f"<script>(self.__next_f=self.__next_f||[]).push([0])</script>{said}"


def _quoted(value):
    return json.dumps(value).replace("</", "<\\u002f")


def flight_elements(texts, noise="1"):
    """Rows of elements, one row a topic, long lines in rows of text; a layout with a menu around them."""
    rows, topics = [f'2:I[4711,["static/{noise}.js"],"Router"]', ':HL["/a.css","style"]'], []
    for at, (topic, lines) in enumerate(texts.items()):
        long = lines[0].encode()
        rows.append(f"a{at:x}:T{len(long):x},{lines[0]}")
        items = [element("li", [lines[1][:30], element("$L2", lines[1][30:60], href="/x"), lines[1][60:]])]
        body = [element("h2", topic), element("p", f"$a{at:x}"), element("ul", items), element("p", lines[2])]
        rows.append(f"b{at:x}:{json.dumps(body)}")
        topics.append(f"$Lb{at:x}")
    menu = element("nav", [element("a", f"Menu {noise}", href="/")])
    missing = element("h1", "This page could not be found.")
    page = element(
        "html",
        element("body", [menu, element("$L2", None, notFound=missing, name="Page.Outlet"), element("main", topics)]),
    )
    rows.append("0:" + json.dumps({"b": f"build-{noise}", "c": ["", "privacy"], "f": [["__PAGE__", page]]}))
    # A row of text says how long it is and needs no end of line.
    return pushes("".join(row if ":T" in row[:6] else row + "\n" for row in rows))


def flight_props(texts, noise="1"):
    """A component that is given the policy as data."""
    sections = [{"heading": topic, "paragraphs": lines} for topic, lines in texts.items()]
    row = ["$", "$L2", None, {"buildId": noise, "className": "a b c", "policy": {"sections": sections}}]
    return pushes(f'2:I[1,[],"Policy"]\n0:{json.dumps(row)}\n')


def flight_markdown(texts, noise="1"):
    """A component that is given the policy as Markdown."""
    said = "\n\n".join(f"## {topic}\n\n" + "\n\n".join(lines) for topic, lines in texts.items())
    data = said.encode()
    return pushes(f"5:T{len(data):x},{said}0:{json.dumps(['$', '$L2', noise, {'children': '$5'}])}\n")


def called_function(texts, noise="1"):
    """State that a function returns, its arguments at the end."""
    parts = ",".join(f"{{title:{_quoted(topic)},html:a{at}}}" for at, topic in enumerate(texts))
    names = ",".join(f"a{at}" for at in range(len(texts)))
    said = ",".join(_quoted(paragraphs(lines)) for lines in texts.values())
    return (
        f"<script>window.__NUXT__=(function({names},z){{z.at=new Date(1);z.x=void 0;"
        f'return {{layout:"default",data:[{{sections:[{parts}],meta:z}}],state:{{noise:"{noise}"}}}}}}({said},{{}}))</script>'
    )


def flat_list(texts, noise="1"):
    """One list of values that name one another by their places."""
    values = [["ShallowReactive", 1], {"data": 2, "build": 3}, ["Reactive", 4], noise, {"sections": 5}, []]
    for topic, lines in texts.items():
        values[5].append(len(values))
        at = len(values)
        values += [
            {"title": at + 1, "paragraphs": at + 2},
            topic,
            [at + 3 + more for more in range(len(lines))],
            *lines,
        ]
    return f'<script type="application/json" id="__NUXT_DATA__">{json.dumps(values)}</script>'


def assigned(texts, noise="1"):
    """An object assigned to a window's property."""
    state = {"build": noise, "page": {"sections": [{"title": t, "body": paragraphs(ls)} for t, ls in texts.items()]}}
    return f"<script>window.__INITIAL_STATE__ = {_quoted(state)};</script>"


def written_out(texts, noise="1"):
    """An object as JavaScript spells it: bare keys, single quotes, values that are no data."""
    parts = ",".join(f"{{heading:'{topic}',text:`{paragraphs(lines)}`}}" for topic, lines in texts.items())
    return f"<script>var app = {{build:'{noise}',on:!0,none:void 0,at:new Date(5),sections:[{parts}]}};</script>"


def parsed(texts, noise="1"):
    """A string handed to JSON.parse, in single quotes."""
    state = json.dumps({"build": noise, "body": marked_up(texts)}).replace("\\", "\\\\").replace("</", "<\\/")
    return f"<script>window.__APOLLO_STATE__=JSON.parse('{state}')</script>"


def noscript(texts, noise="1"):
    """The whole page for people without scripts."""
    pixel = f'<noscript><img src="https://track.example/{noise}.gif"></noscript>'
    return f"{pixel}<noscript><main>{marked_up(texts)}</main></noscript><script src='/{noise}.js'></script>"


def text_field(texts, noise="1"):
    """A field to read before one signs up."""
    said = "\n\n".join(line.upper() if line in texts else line for line in lines_of(texts))
    form = "<label>Mail <input name=mail></label><label>Secret <input type=password></label><button>Go</button>"
    return f"<form data-x={noise}><textarea readonly rows=9>{escape(said)}</textarea>{form}</form>"


def template(texts, noise="1"):
    """A template that scripts put in its place."""
    return f'<template id="t{noise}"><article>{marked_up(texts)}</article></template>'


FORMS = (
    flight_elements, flight_props, flight_markdown, called_function, flat_list, assigned, written_out, parsed, noscript,
    text_field, template,
)  # fmt: skip
