"""Pages that cost as much as a page can, by name and of any size."""

from __future__ import annotations

from base64 import b64encode
from random import Random
from typing import TYPE_CHECKING

from benchmarks.shapes.filling import POLICY, SAID, SENTENCE, filled, numbered

if TYPE_CHECKING:
    from collections.abc import Callable


def _nested(opening: str, size: int, closing: str = "") -> str:
    count = max(1, size // (len(opening) + len(closing)))
    return opening * count + POLICY + closing * count


def _many(unit: str) -> Callable[[int], str]:
    return lambda size: SAID + filled(unit, size)


def _counted(unit: str) -> Callable[[int], str]:
    return lambda size: SAID + numbered(unit, size)


def _deep(opening: str, closing: str = "") -> Callable[[int], str]:
    return lambda size: SAID + _nested(opening, size, closing)


def _letters(size: int, seed: int = 1) -> str:
    return b64encode(Random(seed).randbytes(size * 3 // 4)).decode()


HTML: dict[str, Callable[[int], str]] = {
    "line breaks": _many("<br>"),
    "line breaks and buttons": lambda size: f"{SAID}<p>x{filled('<br><button></button>', size)}",
    "quotes around much": _many(f'<a b="{"x" * 1000}'),
    "tags of many attributes": lambda size: SAID + filled(f"<p {numbered('a#=1 ', 5_000)}>x</p>", size),
    "spaces between tags of many classes": lambda size: (
        f'{SAID}<p class="{filled("a ", size // 2)}">{filled("<button>Go</button>x ", size // 2)}</p>'
    ),
    "a deep nest of paragraphs": lambda size: SAID + "<div>" * 200 + filled("<p>word</p>", size),
    "a deep nest of sentences beside a policy": lambda size: (
        f"<div>{f'<p>{POLICY}</p>' * (size // 100)}</div>" + "<div>" * 150 + filled(f"<p>{SENTENCE}</p>", size // 3)
    ),
    "boxes of many elements": _many(f"{'<div>' * 100}<a href=x>Shop</a>{'<p>now</p>' * 60}{'</div>' * 100}"),
    "links to a far base": lambda size: (
        f"<base href='https://example.org/{filled('a/', size // 2)}'>{SAID}{filled('<a href=b>c</a> ', size // 2)}"
    ),
    "many trees of one host": lambda size: (
        f"{SAID}<div>{filled('<template shadowrootmode=open><slot></slot></template>', size // 2)}"
        f"{filled('<p>x</p>', size // 2)}</div>"
    ),
    "tabs and panels": _many(
        "<div role=tablist><b role=tab>a</b><p role=tab>b</p><p role=tab>c</p></div>"
        f"<div role=tabpanel>{SENTENCE}</div><div role=tabpanel>{SENTENCE}</div>"
    ),
    "links to panels": lambda size: (
        SAID
        + filled("<p><a href=#a>a</a><p><a href=#b>b</a><p>c", size // 2)
        + f"<div><p id=a>{filled(SENTENCE, size // 4)}<p id=b>{filled(SENTENCE, size // 4)}</div>"
    ),
    "sources of pixels": lambda size: f"{SAID}<p>{filled('&lt;img ' + 'src= ' * 100, size)}</p>",
    "line breaks and words": _many("word<br>"),
    "line breaks and sentences": _many(f"{SENTENCE}<br>"),
    "a script's end without its end": _many("</script "),
    "scripts without end": _many("<script>"),
    "styles without end": _many("<style "),
    "script ends without end in a script": lambda size: f"{SAID}<script>{filled('</script ', size)}",
    "comments without end": _many("<!-- "),
    "comments": _many("<!-- x -->"),
    "CDATA": _many("<![CDATA[ x ]]>"),
    "CDATA without end": _many("<![CDATA["),
    "processing instructions": _many("<?x "),
    "opening brackets": _many("<"),
    "tags without end": _many("<p "),
    "tags without end or space": _many("<a"),
    "quotes without end": _many('<a b="'),
    "attributes of one tag": lambda size: f"{SAID}<p {numbered('a#=1 ', size)}>x</p>",
    "names of one class": lambda size: f'{SAID}<p class="{filled("nav-x ", size)}">x</p>',
    "one long style": lambda size: f'{SAID}<p style="{filled("font-weight ", size)}">x</p>',
    "one long identifier": lambda size: f'{SAID}<div id="{filled("aA", size)}">x</div>',
    "headings": _many("<h2>Your rights</h2>"),
    "headings that count": _counted("<h2>Section #</h2>"),
    "headings without end": _many("<h2>Rights "),
    "headings and paragraphs": _many("<h2>Your rights</h2><p>You may object.</p>"),
    "headings and paragraphs that count": _counted("<h3>Section #</h3><p>Clause # of it.</p>"),
    "headings and sentences": _counted(f"<h2>Section #</h2><p># {SENTENCE}</p>"),
    "titles of rank one": _many("<h1>Privacy</h1>"),
    "bold lines and paragraphs": _counted("<p><b>Section #</b></p><p>Clause # of it.</p>"),
    "short paragraphs": _many("<p>word</p>"),
    "empty paragraphs": _many("<p></p>"),
    "paragraphs of sentences": _many(f"<p>{SENTENCE}</p>"),
    "lines that recur": _many(f"<p>Sources</p><p>Recipients</p><p>{SENTENCE}</p>"),
    "many lines that recur": lambda size: (
        SAID
        + "".join(
            f"<p>Line {'abcdefghij'[number % 10] * (1 + number % 700 // 10)}</p><p>{SENTENCE}</p>"
            for number in range(size // 130)
        )
    ),
    "topics": _counted("<p>How we use it</p>"),
    "topics announced": lambda size: (
        SAID + numbered("<li>Section x# of</li>", size // 2) + numbered("<p>Section x# of</p>", size // 2)
    ),
    "topics announced in the same words": lambda size: SAID + filled("<p>One</p><p>Two</p><p>Three</p>", size),
    "links within the page": _counted("<a href='#x#'>Section #</a> "),
    "links within the page, each a block": _counted("<p><a href='#x#'>Section #</a></p>"),
    "links in paragraphs": _counted("<p><a href='/p#'>Learn more</a></p>"),
    "links without end": _many("<a href=x>"),
    "links around links": _deep("<a href=x>"),
    "items": _many("<li>You may object</li>"),
    "items of numbered lists": _many("<ol><li>You may object</li></ol>"),
    "numbered lists in one another": _deep("<ol><li>"),
    "lists with large numbers": _many("<ol type=a start=999999><li>x</li></ol>"),
    "definitions": _many("<dt>Data</dt><dd>Means data.</dd>"),
    "elements in one another": _deep("<div>", "</div>"),
    "elements in one another, each with a word": _deep("<div>word "),
    "inline elements in one another": _deep("<span>", "</span>"),
    "helpers in one another": _deep("<span class=icon>", "</span>"),
    "bold in one another": _deep("<b>x"),
    "fonts without end in paragraphs": _many("<p><font>x"),
    "marks in headings": lambda size: f"{SAID}<h2>{filled('<a class=headerlink>¶</a>', size)}</h2>",
    "marks in one another in headings": lambda size: f"{SAID}<h2>{_nested('<span class=headerlink>', size)}</h2>",
    "marks around all in headings": lambda size: (
        f"{SAID}<h2>" + "<span class=headerlink>" * 200 + filled("<i>x</i>", size) + "</h2>"
    ),
    "forms": _many("<form><input name=a><button>Subscribe</button></form>"),
    "buttons": _many("<button>Accept all</button>"),
    "buttons apart by nothing": lambda size: f"{SAID}<p>{filled('<button></button>', size)}",
    "fields": _many("<input type=submit value=OK>"),
    "boxes of consent": _many("<div class=cookie-banner>We use cookies <button>OK</button><button>No</button></div>"),
    "calls to act": _many("<div>New offer <a href=x>Learn more</a></div>"),
    "nodes in one another with links": _deep("<div><a href=x>Shop now</a>"),
    "menus": _many("<nav><a href=x>Home</a></nav>"),
    "tables": _many("<table><tr><td>Name<td>Purpose<tr><td>x<td>y</table>"),
    "tables in one another": _deep("<table><tr><td>x"),
    "rows of one table": lambda size: f"{SAID}<table>{filled('<tr><td>Name<td>Purpose of it</tr>', size)}</table>",
    "cells of one row": lambda size: f"{SAID}<table><tr><td>x<td>y<tr>{filled('<td>Name</td>', size)}</table>",
    "cells that span": lambda size: (
        f"{SAID}<table><tr><th colspan=999>Name<th>x</tr>" + filled("<tr><td colspan=60>y<td>z</tr>", size)
    ),
    "cells with much in them": lambda size: (
        f"{SAID}<table><tr><td>x<td>y<tr><td>{filled('<b>w</b> ', size)}<td>z</table>"
    ),
    "frames": _many('<iframe srcdoc="&lt;p&gt;x&lt;/p&gt;"></iframe>'),
    "frames in one another": _deep("<iframe srcdoc='"),
    "frames without end": _many('<iframe srcdoc="x'),
    "slots": lambda size: (
        f"{SAID}<div><template shadowrootmode=open>{numbered('<slot name=s#></slot>', size // 2)}</template>"
        f"{numbered('<p slot=s#>x</p>', size // 2)}</div>"
    ),
    "shadow trees in one another": _deep("<div><template shadowrootmode=open><slot>"),
    "templates": _many("<template><p>x</p></template>"),
    "fields of text": lambda size: f"{SAID}<textarea>{filled(SENTENCE, size)}</textarea>",
    "noscript in one another": _deep("<noscript><p>x</p>"),
    "drawings": _many("<svg><title>x</title></svg>"),
    "titles": _many("<title>x</title>"),
    "titles in drawings in one another": _deep("<svg><g><title>x</title>"),
    "heads full of paragraphs": lambda size: f"<head><title>x</title>{filled('<p>word</p>', size)}</head>",
    "metadata": _many("<meta name=a content=b>"),
    "entities": _many("&amp;"),
    "entities without end": _many("&am"),
    "entities of numbers": _many("&#x41;"),
    "ampersands": _many("&"),
    "one long word": lambda size: f"{SAID}<p>{'a' * size}</p>",
    "one long line": lambda size: f"{SAID}<p>{filled(SENTENCE, size)}</p>",
    "one long line without stops": lambda size: f"{SAID}<p>{filled('we share data ', size)}</p>",
    "base64": lambda size: f"{SAID}<p>{_letters(size)}</p>",
    "base64 in an attribute": lambda size: f"{SAID}<img src='data:image/png;base64,{_letters(size)}'>",
    "combining marks": lambda size: f"{SAID}<p>{'a' + chr(0x301) * size}</p>",
    "combining marks of many classes": lambda size: (
        f"{SAID}<p>{'a' + filled(chr(0x315) + chr(0x300) + chr(0x5AE), size)}"
    ),
    "combining marks in many words": lambda size: f"{SAID}<p>{filled('e' + chr(0x301) * 20 + ' ', size)}</p>",
    "Han without spaces": lambda size: f"{SAID}<p>{filled('我们收集个人信息并与第三方共享', size)}</p>",
    "Kana without spaces": lambda size: f"{SAID}<p>{filled('わたしたちはこじんじょうほうを', size)}</p>",
    "Thai without spaces": lambda size: f"{SAID}<p>{filled('เราเก็บรวบรวมข้อมูลส่วนบุคคล', size)}</p>",
    "Arabic": lambda size: f"{SAID}<p>{filled('نحن نجمع البيانات الشخصية ', size)}</p>",
    "non-joiners": lambda size: f"{SAID}<p>{filled(chr(0x200C), size)}</p>",
    "invisible letters": lambda size: f"{SAID}<p>{filled(chr(0x200B), size)}</p>",
    "spaces": lambda size: f"{SAID}<p>{' ' * size}x</p>",
    "spaces that do not break": lambda size: f"{SAID}<p>{chr(0xA0) * size}x</p>",
    "lines of spaces in preformatted text": lambda size: f"{SAID}<pre>x{filled(chr(10) + ' ', size)}</pre>",
    "preformatted lines": lambda size: f"{SAID}<pre>{filled('word' + chr(10) + chr(10), size)}</pre>",
    "printed lines": lambda size: (
        f"{SAID}<div>{filled('<div>of what you tell us. When we ask we say why, and what</div>', size)}</div>"
    ),
    "digits": lambda size: f"{SAID}<p>{'1' * size}</p>",
    "figures": lambda size: f"{SAID}<p>{filled('12 months 3.4 5, ', size)}</p>",
    "groups of digits": lambda size: f"{SAID}<p>{filled('123 ', size)}</p>",
    "dots and digits": lambda size: f"{SAID}<p>{filled('1.', size)}</p>",
    "stops": lambda size: f"{SAID}<p>{'.' * size}x</p>",
    "stops of lines of contents": lambda size: f"{SAID}<p>{filled('. ', size)}</p>",
    "Han stops": lambda size: f"{SAID}<p>{'。' * size}</p>",
    "bullets": lambda size: f"{SAID}<p>{filled('• ', size)}</p>",
    "dates": lambda size: f"{SAID}<p>{filled('Last updated 1 May 2024. ', size)}</p>",
    "dates, each a paragraph": lambda size: SAID + filled("<p>Last updated 1 May 2024</p>", size),
    "dates that are none": lambda size: f"{SAID}<p>{filled('updated 99 of ', size)}</p>",
    "words for dates": lambda size: f"{SAID}<p>{filled('updated ', size)}2024</p>",
    "months": lambda size: f"{SAID}<p>{filled('May ', size)}</p>",
    "years": lambda size: f"{SAID}<p>{filled('2024 ', size)}</p>",
    "short sentences with years": lambda size: f"{SAID}<p>{filled('Updated in 2024. ', size)}</p>",
    "addresses": lambda size: f"{SAID}<p>{filled('a.b@example.org ', size)}</p>",
    "one long address": lambda size: f"{SAID}<p>{filled('a.', size)}@{filled('b.', size)}</p>",
    "signs of addresses": lambda size: f"{SAID}<p>{filled('a@', size)}</p>",
    "hosts": lambda size: f"{SAID}<p>{numbered('www.x#.example.org ', size)}</p>",
    "web addresses": lambda size: f"{SAID}<p>{filled('https://example.org/a?b ', size)}</p>",
    "one long web address": lambda size: f"{SAID}<p>https://example.org/{filled('a/', size)}</p>",
    "telephone numbers": lambda size: f"{SAID}<p>{filled('+49 30 1234567 ', size)}</p>",
    "one long telephone number": lambda size: f"{SAID}<p>+{filled('1 ', size)}</p>",
    "hidden addresses": _many("<a href='/cdn-cgi/l/email-protection#7b0b1e14'>[email protected]</a>"),
    "hidden addresses in one another": _deep("<a href='/cdn-cgi/l/email-protection#7b0b1e14'>"),
    "addresses backwards in one another": _deep("<span style='unicode-bidi:bidi-override;direction:rtl'>x"),
    "articles of law": lambda size: f"{SAID}<p>{filled('Art. 6 Abs. 1 lit. f ', size)}</p>",
    "names": lambda size: f"{SAID}<p>{filled('Acme Data Inc., ', size)}</p>",
    "names that never end": lambda size: f"{SAID}<p>{filled('Aa Bb Cc ', size)}</p>",
    "Chinese names that never end": lambda size: f"{SAID}<p>{filled('有限公', size)}</p>",
    "brackets": lambda size: f"{SAID}<p>{'(' * size}</p>",
    "capitals": lambda size: f"{SAID}<p>{filled('DATA ', size)}</p>",
    "tags shown as text": lambda size: f"{SAID}<p>{filled(f'&lt;p&gt;{SENTENCE}&lt;/p&gt; ', size)}</p>",
    "tags shown as text that do not end": lambda size: (
        f"{SAID}<p>&lt;p&gt;{SENTENCE}&lt;/p&gt;</p><p>{filled('&lt;p a &lt;/p ' + 'b' * 50, size)}&lt;/p&gt;</p>"
    ),
    "ends of tags shown as text": lambda size: f"{SAID}<p>&lt;p&gt;{filled('&lt;/p&gt; ' + ' ' * 50, size)}x</p>",
    "pixels shown as text": lambda size: f"{SAID}<p>{filled('&lt;img src=', size)}</p>",
    "messages of a server": lambda size: f"{SAID}<p>Warning: {filled('in /x ', size)}</p>",
    "messages of a server that gave up": lambda size: f"{SAID}<p>{filled('Fatal error: ', size)}</p>",
    "questions": lambda size: f"{SAID}<p>{filled('Do you have an account? ', size)}</p>",
    "marks of twice encoded text": lambda size: f"{SAID}<p>{filled('â€™', size)}</p>",
    "letters of twice encoded text": lambda size: f"{SAID}<p>{'â' * size}</p>",
    "dialogs with what opens them": _counted(f"<button data-target=d#>x</button><dialog id=d#><p>{SENTENCE}</dialog>"),
    "what opens one dialog": lambda size: (
        f"{SAID}{filled('<button data-target=d>x</button>', size)}<dialog id=d><p>{SENTENCE}</dialog>"
    ),
    "dialogs in dialogs": _deep("<div class=modal id=d><button data-target=d>x</button>"),
    "marks of notes": lambda size: f"{SAID}<p>{filled('word<sup>1</sup> ', size)}</p>",
    "raised in raised": _deep("<sup>1"),
    "hidden letters": lambda size: (
        f"<style>{numbered('.c#{display:none}', size // 2)}</style>{SAID}"
        f"<p>{numbered('a<i class=c#>b</i>c ', size // 2)}</p>"
    ),
    "votes below sections": _counted(f"<h2>#</h2><p>{SENTENCE}</p><p>Was it of use?</p>"),
    "writing scripts": _many("<script>document.write('a'+'@'+'b.org')</script>"),
    "writing without scripts": _many("document.write("),
    "wall marks": _many("<iframe "),
    "shell marks": _many("<noscript "),
    "nulls": _many("\x00"),
    "replacement letters": lambda size: SAID + "�" * (size // 100) + "a" * size,
}
