"""Search in languages that put no spaces between their words."""

from __future__ import annotations

import asyncio
from contextlib import contextmanager

import lxml.html
import pytest

from storage.browse.app import datasette_for
from storage.browse.search_words import excerpt, marked
from storage.database import FILE_NAME
from tests.browse.conftest import closed
from tests.browse.sample import NOW, Writer

CLAUSES = {
    "zh": "我们不会在未经您同意的情况下向任何第三方出售您的个人信息。",
    "ja": "当社は、法令に基づく場合を除き、個人データを第三者に提供しません。Cookieの設定は変更できます。",
    "th": "เราเก็บข้อมูลส่วนบุคคลของคุณไว้เป็นเวลาสองปี",
    "en": "We use a cookie to remember your language.",
}


@contextmanager
def pages(folder):
    """Serve a store with one watch for each language."""
    store = Writer(folder)
    store.conn.execute("BEGIN IMMEDIATE")
    for language, text in CLAUSES.items():
        watch = store.watch(language, f"Watch {language}", f"https://{language}.example/privacy")
        store.snapshot(watch, 10, [(["1"], "paragraph", "", text)], language=language)
    store.conn.execute("COMMIT")
    store.conn.close()
    datasette = datasette_for(folder / FILE_NAME, clock=lambda: NOW)
    try:
        yield datasette
    finally:
        closed(datasette)


@pytest.mark.parametrize(
    ("asked", "watches", "marks"),
    [
        ("第三方", ["zh"], {"第三方"}),
        ("第三", ["ja", "zh"], {"第三"}),
        ("出售 同意", ["zh"], {"出售", "同意"}),
        ("出售 提供", [], set()),
        ("cookie 設定", ["ja"], {"cookie", "設定"}),
        ("語言", [], set()),
        ("ส่วนบุคคล", ["th"], {"ส่วนบุคคล"}),
        ("个人*", ["zh"], {"个人"}),
        ("cookie", ["en"], {"cookie"}),
    ],
)
def test_words_are_found_within_a_run(tmp_path, asked, watches, marks) -> None:
    """A word is found wherever it stands, though no space parts it from the next, also beside words of other scripts."""
    with pages(tmp_path) as datasette:
        answer = asyncio.run(datasette.client.get("/search", params={"q": asked}))
    page = lxml.html.fromstring(answer.text)
    names = sorted(name.removeprefix("Watch ") for name in page.xpath("//h3/a/text()"))
    assert names == watches
    assert {mark.lower() for mark in page.xpath("//mark/text()")} == marks


def test_one_watch_may_be_searched(tmp_path) -> None:
    """A search in one watch shows no other's clauses."""
    with pages(tmp_path) as datasette:
        answer = asyncio.run(datasette.client.get("/search", params={"q": "第三", "watch": "zh"}))
    assert len(lxml.html.fromstring(answer.text).xpath("//li[@class='hit']")) == 1


def test_an_excerpt_shows_what_is_around_the_hit() -> None:
    """Of a long clause what surrounds the first hit is shown, each hit marked, what is left out shown by dots."""
    text = "甲" * 500 + "第三方" + "乙" * 50 + "第三方" + "丙" * 500
    shown = excerpt(text, ["第三方"])
    assert shown.startswith("… 甲")
    assert shown.endswith("丙 …")
    assert len(shown) < 300
    assert [piece for is_hit, piece in marked(shown) if is_hit] == ["第三方", "第三方"]
    assert excerpt("第三方", ["第三方", "三"]) == "\x02第三方\x03"
