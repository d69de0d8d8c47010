from __future__ import annotations

import re
from datetime import timedelta
from email import message_from_bytes, policy
from html.parser import HTMLParser

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from monitor.core.errors import InvalidInputError
from monitor.core.notices.notice import write_letter
from monitor.core.records import RedlineOp
from monitor.mail.compose import compose, marked
from tests.core.helpers import in_words
from tests.mail.samples import NOW, added, clause, content_of, reworded

EQUAL, DELETE, INSERT = RedlineOp
SENDER = "Clausewatch <watch@team.example>"
PUBLIC = "https://watch.example"
HOSTILE = "</ins></p><script>alert(1)</script><img src=x onerror=y>\"'&\r\nBcc: eve@evil.example"


def composed(content=None, sender=SENDER, public_url=PUBLIC):
    """Compose, write and read again, as a mail program would."""
    message = compose(content or content_of(), sender=sender, public_url=public_url)
    return message_from_bytes(message.as_bytes(), policy=policy.default)


def part(message, kind):
    """The text of one of the two bodies."""
    return message.get_body((kind,)).get_content()


class Tags(HTMLParser):
    """Collects the tags of a page with their attributes, and the text."""

    def __init__(self, html):
        super().__init__()
        self.tags, self.words = [], []
        self.feed(html)

    def handle_starttag(self, tag, attrs):
        self.tags.append((tag, dict(attrs)))

    def handle_data(self, data):
        self.words.append(data)


def test_the_headers_say_what_mail_this_is():
    """A mail program sees who, when, which list and how to leave it, and that no person wrote it."""
    message = composed()
    assert message["From"] == SENDER
    assert message["To"] == "ada@reader.example"
    assert message["Date"].datetime == NOW
    assert message["Message-ID"] == "<0123456789abcdef@watch.example>"
    assert message["Auto-Submitted"] == "auto-generated"
    assert message["Precedence"] == "list"
    assert message["List-Id"] == "<acme-privacy.watch.example>"
    assert message["List-Unsubscribe"] == "<mailto:watch@team.example?subject=stop%20acme-privacy>"
    assert message.get_content_type() == "multipart/alternative"
    assert [p.get_content_type() for p in message.iter_parts()] == ["text/plain", "text/html"]


def test_a_bare_sender_address_gets_a_name():
    """Where only an address is configured, the product's name stands beside it."""
    assert composed(sender="watch@team.example")["From"] == "Clausewatch <watch@team.example>"


def test_the_same_notice_gives_the_same_bytes():
    """A repeat after a crash is the same message, not just the same text."""
    first, second = (compose(content_of(), sender=SENDER, public_url=PUBLIC).as_bytes() for _ in range(2))
    assert first == second


def test_long_addresses_leave_headers_readable():
    """A header that programs read is never turned into encoded words, however long."""
    message = compose(
        content_of(watch_slug="s" * 60),
        sender=f"{'a' * 60}@{'b' * 60}.example",
        public_url=f"https://{'c' * 60}.example",
    )
    raw = message.as_bytes().decode()
    assert f"List-Unsubscribe: <mailto:{'a' * 60}@{'b' * 60}.example?subject=stop%20{'s' * 60}>\r\n" in raw
    assert f"List-Id: <{'s' * 60}.{'c' * 60}.example>\r\n" in raw


@pytest.mark.parametrize("kind", ["plain", "html"])
def test_both_bodies_tell_the_same(kind):
    """What changed, where, why, since when, how to look and how to stop stand in the text and in the HTML."""
    body = part(composed(content_of(reworded(), added("Data goes to Norway."))), kind)
    words = " ".join("".join(Tags(body).words).split()) if kind == "html" else " ".join(body.split())
    for told in (
        "2 material clause changes.",
        "Silent change: the page still says “Last updated 25 February 2024”.",
        "How long we keep data",
        "Reworded 4.2",
        "period: 12 months -> 36 months",
        "Who receives data",
        "Data goes to Norway.",
        "1 March 2026, 08:00 UTC",
        "https://acme.example/privacy",
        "To stop, write",
        "watch@team.example",
        "ada@reader.example",
    ):
        assert told in words
    assert "https://watch.example/change/7" in body
    assert "https://watch.example/watch/acme-privacy" in body


@pytest.mark.parametrize("kind", ["plain", "html"])
def test_a_change_of_language_leads_to_the_new_text(kind):
    """What happened and where to read the new text stand before all else, and no clause stands in the mail."""
    turned = {"language": "fr", "language_old": "en", "silent": False, "clauses": 42}
    body = part(composed(content_of(*[reworded()] * 30, **turned)), kind)
    words = " ".join("".join(Tags(body).words).split()) if kind == "html" else " ".join(body.split())
    assert "The page is now in French; before, it was in English." in words
    assert "The new text has 42 clauses." in words
    assert "https://watch.example/watch/acme-privacy/version/12" in body
    assert body.index("https://watch.example/watch/acme-privacy/version/12") < body.index(
        "https://acme.example/privacy"
    )
    assert "server logs" not in words
    assert "Reworded" not in words
    assert "ilent change" not in words


def test_redlines_are_marked():
    """Text marks edits by brackets, HTML by the elements meant for it, underlined and struck without any colour."""
    message = composed()
    assert "We keep server logs for [-12-]{+36+} months." in part(message, "plain")
    html = part(message, "html")
    assert re.search(r"<del [^>]*line-through[^>]*>12</del><ins [^>]*underline[^>]*>36</ins>", html)


def test_without_a_public_address_there_are_no_links_to_it():
    """Where nobody can open the browse pages, none are promised."""
    message = composed(public_url="")
    for kind in ("plain", "html"):
        assert "/change/" not in part(message, kind)
    assert message["List-Id"] == "<acme-privacy.clausewatch.invalid>"


HOSTILE_CONTENT = content_of(
    reworded(
        reasons=in_words(HOSTILE),
        topics=(HOSTILE,),
        old=(clause(HOSTILE, label=HOSTILE),),
        new=(clause(HOSTILE, path=(HOSTILE, HOSTILE), label=HOSTILE),),
        redline=((EQUAL, HOSTILE), (DELETE, HOSTILE), (INSERT, HOSTILE)),
    ),
    watch_name=HOSTILE,
    watch_slug=HOSTILE,
    watch_url=f"https://bob:secret@acme.example/{HOSTILE}",
    title=HOSTILE,
    stated_new="2024-01-01",
    stated_words=HOSTILE,
    language='en" onload="x',
)


def test_hostile_text_stays_text():
    """Whatever a page, name or address holds, no element, attribute or header of its own comes of it."""
    message = composed(HOSTILE_CONTENT)
    assert message["Bcc"] is None
    tags = Tags(part(message, "html"))
    assert not {tag for tag, _ in tags.tags} & {"script", "img", "iframe", "form"}
    assert not [name for _, attrs in tags.tags for name in attrs if name.startswith("on")]
    assert "<script>alert(1)</script>" in "".join(tags.words)


def test_credentials_are_never_shown():
    """A user name or password in an address reaches neither body nor header."""
    url = "https://bob:secret@acme.example/privacy"
    raw = composed(content_of(watch_url=url, watch_name=url, title=f"See {url}"))
    assert "secret" not in str(raw)
    for kind in ("plain", "html"):
        assert "secret" not in part(raw, kind)
        assert "https://acme.example/privacy" in part(raw, kind)


def test_only_web_addresses_become_links():
    """A watch with another kind of address is named, not linked."""
    tags = Tags(part(composed(content_of(watch_url="javascript:alert(1)")), "html")).tags
    hrefs = [attrs["href"] for tag, attrs in tags if tag == "a"]
    assert hrefs
    assert all(href.startswith(("https://watch.example/", "mailto:watch@team.example?")) for href in hrefs)


@pytest.mark.parametrize(
    "address",
    [
        "",
        "ada",
        "ada@",
        "@reader.example",
        "a@b@c",
        "ada@x\r\nBcc: eve@x",
        "a b@x",
        "ada@" + "x" * 300,
        "ada@a..b",
        "<ada@x>",
    ],
)
def test_an_address_that_is_none_is_refused(address):
    """No mail is made for what is no address, and nothing is smuggled into a header by it."""
    with pytest.raises(InvalidInputError, match="not a mail address"):
        compose(content_of(address=address), sender=SENDER, public_url="")


@pytest.mark.parametrize("sender", ["", "watch", "Watch <>", "a b@x", "watch@a..b"])
def test_a_sender_that_is_none_is_refused(sender):
    """A misspelt sender is said before anything is sent."""
    with pytest.raises(InvalidInputError, match="not a mail address"):
        compose(content_of(), sender=sender, public_url="")


def test_a_sender_carries_no_headers():
    """A line break in the configured sender adds no header."""
    message = composed(sender="Team\r\nX-Evil yes <watch@team.example>")
    assert message["X-Evil"] is None
    assert message["From"].addresses[0].addr_spec == "watch@team.example"


WIDE = {
    "ascii": "abcdefgh ",
    "markup": "&<>\"' ",
    "czech": "příliš žluťoučký ",
    "chinese": "个人信息保护政策",
    "emoji": "🙂🙃",
}


@pytest.mark.parametrize("sample", WIDE.values(), ids=WIDE)
def test_a_mail_is_never_huge(sample):
    """2,000 clause changes of 10,000 characters each give a mail under 300 KB that counts what it leaves out."""
    text = sample * (10_000 // len(sample))
    change = reworded(
        reasons=in_words(text) * 9,
        topics=(text,) * 9,
        new=(clause(text, path=(text,) * 9, label=text),),
        redline=((EQUAL, text), (DELETE, text), (INSERT, text), (EQUAL, text)) * 50,
    )
    message = compose(
        content_of(*[change] * 2000, watch_name=text, title=text, stated_words=text), sender=SENDER, public_url=PUBLIC
    )
    raw = message.as_bytes()
    assert len(raw) < 300_000
    assert max(map(len, raw.splitlines())) <= 998
    assert re.search(r"And 1,9\d\d more clause changes not shown here\.", message.get_body(("plain",)).get_content())


@pytest.mark.parametrize(
    "reason", ['moved from under "2.3 Usage data" to "6. Your choices"', "účel: " + "přímý marketing " * 9]
)
def test_a_long_subject_reads_back(reason):
    """A subject longer than a line comes back as it was, with no space or break of the folding in it."""
    content = content_of(reworded(reasons=in_words(reason)), watch_name="Quillhaven, the notebook for several people")
    raw = compose(content, sender=SENDER, public_url="").as_bytes()
    assert max(map(len, raw.splitlines())) < 200
    subject = message_from_bytes(raw, policy=policy.default)["Subject"]
    assert subject.startswith(f"Quillhaven, the notebook for several people: {reason[:30]}")


def test_an_encoded_word_in_a_name_is_not_decoded():
    """A name made to look like the encoding of a header is spaced out, so that no program decodes it."""
    message = composed(content_of(watch_name="=?utf-8?q?Evil=0ABcc?="))
    assert message["Subject"].startswith("= ?utf-8?q?Evil=0ABcc?=: ")


def test_lines_fit_a_terminal():
    """In the text body no line of prose or redline is wider than a terminal."""
    words = "Our long clause goes on and on about what is done with what you give us. " * 9
    body = part(composed(content_of(added(words), watch_name="x" * 200)), "plain")
    assert max(map(len, body.splitlines())) <= 78


def test_forged_marks_are_told_from_real_ones():
    """Text that looks like an edit is spaced out, so that every mark is one of ours."""
    assert marked(((EQUAL, "a {+b+} [-c-] "), (INSERT, "d"))).strip() == "a { +b+ } [ -c- ] {+d+}"


@settings(max_examples=30, deadline=None)
@given(
    text=st.text(st.characters(codec="utf-8"), max_size=200),
    days=st.integers(-9999, 99999),
)
def test_any_text_gives_a_mail_that_reads_back(text, days):
    """Whatever the store holds, a mail is made of it, with its headers whole."""
    content = content_of(
        reworded(
            reasons=in_words(text),
            redline=((DELETE, text), (INSERT, text)),
            new=(clause(text, path=(text,), label=text),),
        ),
        watch_name=text,
        watch_slug=text,
        watch_url=text,
        title=text,
        stated_words=text,
        language=text,
        created_at=NOW + timedelta(days=days),
    )
    message = composed(content)
    assert message["Message-ID"] == "<0123456789abcdef@watch.example>"
    assert message["To"] == "ada@reader.example"
    assert message["Subject"] == write_letter(content).subject.replace("=?", "= ?")
    assert "Auto-Submitted" in message
    assert "To stop, write" in " ".join(part(message, "plain").split())
