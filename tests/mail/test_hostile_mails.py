"""Whatever a page, a name or a site's answer holds, a mail of it is a sound mail in which nothing of that acts."""

from __future__ import annotations

from dataclasses import replace
from datetime import time
from email import message_from_bytes, policy
from email.message import EmailMessage
from functools import cache

import pytest

from monitor.core.records import (
    Choice,
    ClauseKind,
    DigestContent,
    HealthContent,
    HealthEvent,
    HealthItem,
    NoticeKind,
    Reason,
    RedlineOp,
    Rule,
    Subscription,
)
from monitor.core.steering import STEERING
from monitor.core.urls import LONGEST as LONGEST_URL
from monitor.mail.compose import compose
from tests.mail.reading import faults_of
from tests.mail.samples import NOW, added, clause, content_of, reworded
from tests.mail.test_mail import Tags

PUBLIC = "https://watch.example"
TEXTS = {
    "markup": "</p></div></bdi><script>alert(1)</script><img src=x onerror=y><style>*{display:none}</style>",
    "template": "{{ 'done' ~ 'by' ~ 'it' }}{% include 'x' %}",
    "header": "Acme\r\nBcc: eve@evil.example\r\n\r\n<html>",
    "encoded word": "=?utf-8?q?=0D=0ABcc:_eve=40evil.example?= =?utf-8?b?PHNjcmlwdD4=?=",
    "direction": "\u202egnp.ycilop\u202c \u2066\u2067\u2068 \u202a\u202b\u202d",
    "controls": "\x00\x07\x1b[2J\x1b]0;owned\x07\x7f\x85\u2028\u2029",
    "surrogates of a pair": "🙂" * 200,
    "quotes": "\"'`<>&;#x27; onmouseover=alert(1) style=x",
    "long": "word " * 20_000,
    "long without a space": "w" * 200_000,
    "long and wide": "žluťoučký kůň " * 5_000,
    "lines": "\r\n.\r\n-- \r\nFrom nobody\r\n" * 10_000,
    "combining": "a" + "\u0301" * 50_000,
    "nothing": "",
    "blanks": " \t\n\u00a0\u3000 ",
}
MARKUP = {
    "html",
    "head",
    "meta",
    "title",
    "style",
    "body",
    "div",
    "p",
    "span",
    "strong",
    "br",
    "a",
    "h1",
    "h2",
    "code",
    "bdi",
}
MARKUP |= {"ins", "del"}


def hostile_change(text):
    """A change in which everything that a page or a person may write is this text."""
    reason = Reason(rule=Rule.TERM, subject=text, went=text, came=text)
    old = clause(text, path=(text, text), label=text)
    return reworded(
        topics=(text,),
        reasons=(reason,) * 3,
        old=(old,),
        new=(replace_text(old, text + "x"),),
        redline=((RedlineOp.EQUAL, text), (RedlineOp.DELETE, text), (RedlineOp.INSERT, text)),
    )


def replace_text(old, text):
    """The same clause with other words."""
    return clause(text, path=old.heading_path, label=old.label)


def contents(text):
    """What each kind of mail may tell, all of its words being this text."""
    follows = Subscription(
        id=1,
        subscriber=1,
        address="ada@reader.example",
        tag=text[:100],
        choice=Choice(at=time(8), phrases=(text[:30],)),
    )
    heading = added(text, new=(clause(text, path=(text, text), kind=ClauseKind.HEADING),))
    alone = content_of(
        hostile_change(text),
        heading,
        watch_name=text,
        watch_slug=text[:60],
        watch_url=f"https://bob:secret@acme.example/{text}"[:LONGEST_URL],
        title=text,
        stated_old=text,
        stated_new=text,
        stated_words=text,
        subscription=follows,
        subscribed=tuple(range(1, 50)),
    )
    yield "notice", alone
    yield "rewrite", replace(alone, texts=((clause(text, path=(text,)),), (clause(f"{text} share", path=(text,)),)))
    blind = HealthItem(
        event=HealthEvent.BLIND,
        watch_slug=text[:60],
        watch_name=text,
        watch_url=text,
        since=NOW,
        kind="timeout",
        detail=text,
    )
    told = {"message_id": alone.message_id, "address": alone.address, "created_at": NOW, "subscribed": (1,)}
    yield "health", HealthContent(items=(blind, replace(blind, event=HealthEvent.SEES, ended_by=text[:9])), **told)
    counts = {"count": 3, "material": 2, "watches": 2}
    for kind in (NoticeKind.CHANGES, NoticeKind.WEEKLY):
        yield kind, DigestContent(kind=kind, due_at=NOW, changes=(alone,) * 3, health=(blind,), **counts, **told)


@cache
def mails_of(name):
    """The mails of each kind, as they are sent and as they are read."""
    found = {}
    for kind, content in contents(TEXTS[name]):
        sent = compose(content, sender="Team <watch@team.example>", public_url=PUBLIC, stop_key=b"k" * 32)
        found[kind] = sent, message_from_bytes(sent.as_bytes(), policy=policy.default)
    return found


@pytest.fixture(params=TEXTS)
def mails(request):
    """The mails of each text."""
    return mails_of(request.param)


def test_a_hostile_mail_is_sound(mails):
    """It parses without a defect, has each header once, no line over 998 octets, and is under 300 KB."""
    for kind, (sent, read) in mails.items():
        assert faults_of(sent) == [], kind
        assert len(sent.as_bytes()) < 300_000, kind
        assert read["Bcc"] is None, kind
        assert read["To"] == "ada@reader.example", kind
        assert [part.get_content_type() for part in read.iter_parts()] == ["text/plain", "text/html"], kind


def test_a_hostile_subject_is_one_short_line(mails):
    """It has at most 120 characters, none that steers, and nothing that a mail program would decode."""
    for kind, (_, read) in mails.items():
        subject = read["Subject"]
        assert subject.strip(), kind
        assert len(subject) <= 130, kind
        assert len(subject.splitlines()) == 1, kind
        assert not STEERING.search(subject), kind
        assert "=?" not in subject, kind


def test_a_hostile_body_does_nothing(mails):
    """Elements, attributes and styles are ours alone; nothing steers a terminal, and no password is shown."""
    for kind, (_, read) in mails.items():
        text, html = ("\n".join(read.get_body((part,)).get_content().splitlines()) for part in ("plain", "html"))
        for body in (text, html):
            assert not STEERING.search(body), kind
            assert "secret" not in body, kind
            assert "donebyit" not in body, kind
        tags = Tags(html).tags
        assert {tag for tag, _ in tags} <= MARKUP, kind
        assert {name for _, attrs in tags for name in attrs} <= {
            "lang", "charset", "name", "content", "style", "class", "dir", "href",
        }, kind  # fmt: skip
        assert html.count("<style>") == 1, kind


def test_hostile_links_lead_where_they_say(mails):
    """A link leads to our pages, to the sender, or to the watched page as it is written, and has no blank in it."""
    for kind, (sent, read) in mails.items():
        links = [attrs["href"] for tag, attrs in Tags(read.get_body(("html",)).get_content()).tags if tag == "a"]
        for link in links:
            assert link.startswith((f"{PUBLIC}/", "mailto:watch@team.example?", "https://acme.example/")), kind
        ways = sent["List-Unsubscribe"]
        assert ways.isascii(), kind
        assert all(way.startswith((f"<{PUBLIC}/stop/", "<mailto:watch@team.example?")) for way in ways.split(", ")), (
            kind
        )


def test_a_fault_is_found():
    """What reads mails strictly sees a line that is too long, and a broken header."""
    long = EmailMessage()
    long.set_content("x" * 2000, cte="7bit")
    assert "a line is too long" in faults_of(long)
    broken = EmailMessage()
    broken["Message-ID"] = "<no id"
    broken.set_content("x")
    assert any(fault.startswith("Message-ID") for fault in faults_of(broken))
