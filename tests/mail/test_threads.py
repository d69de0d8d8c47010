"""Which mails stand together in a mail program."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from email import message_from_bytes, policy

import pytest

from monitor.core.records import DigestContent, HealthContent, HealthEvent, HealthItem, NoticeKind
from monitor.mail.compose import compose
from tests.mail.samples import NOW, content_of

KEY = b"k" * 32


def headers(content, *, key=KEY, public_url="https://watch.example"):
    """The headers that thread a mail, read back from its bytes."""
    mail = compose(content, sender="watch@team.example", public_url=public_url, stop_key=key)
    read = message_from_bytes(mail.as_bytes(), policy=policy.strict)
    assert read["In-Reply-To"] == read["References"]
    return read["References"]


def several(*slugs, kind=NoticeKind.CHANGES, **values):
    """A notice of a change of each of some watches."""
    changes = tuple(content_of(change_id=number, watch_slug=slug) for number, slug in enumerate(slugs, 1))
    standard = {
        "message_id": "<several@watch.example>",
        "address": "ada@reader.example",
        "created_at": NOW,
        "kind": kind,
        "due_at": NOW,
        "changes": changes,
        "count": len(slugs),
        "material": len(slugs),
        "watches": len(set(slugs)),
    }
    return DigestContent(**(standard | values))


def blind(*slugs, event=HealthEvent.BLIND):
    """A notice of watches that went blind or see again."""
    items = tuple(
        HealthItem(
            event=event, watch_slug=slug, watch_name=slug, watch_url="https://a.example", since=NOW, kind="timeout"
        )
        for slug in slugs
    )
    return HealthContent(
        message_id=f"<{event}@watch.example>", address="ada@reader.example", created_at=NOW, items=items
    )


def test_what_is_told_of_one_watch_is_one_thread():
    """Changes, several at once, a watch that went blind and one that sees again: all of one watch stand together."""
    first = headers(content_of())
    assert first.startswith("<")
    later = content_of(message_id="<later@watch.example>", change_id=8, created_at=NOW + timedelta(days=30))
    slug = later.watch_slug
    same = [later, several(slug, slug), blind(slug), blind(slug, event=HealthEvent.SEES)]
    assert {headers(one) for one in same} == {first}


def test_a_thread_has_its_own_list():
    """Two changes of one watch in one mail are of that watch's list, as one is."""
    mail = compose(several("acme", "acme"), sender="watch@team.example", public_url="https://watch.example")
    assert mail["List-Id"] == "<acme.watch.example>"


@pytest.mark.parametrize(
    "other",
    [
        content_of(watch_slug="brill"),
        content_of(address="bob@reader.example"),
        several("acme-privacy", kind=NoticeKind.DAILY),
        several("acme-privacy", kind=NoticeKind.WEEKLY),
    ],
)
def test_another_thread_is_another(other):
    """Another watch, another reader and a digest each have a thread of their own."""
    assert headers(other) not in {headers(content_of()), None}


def test_digests_of_a_pace_are_one_thread():
    """The daily digests of a reader stand together, whatever they tell of, apart from the weekly ones."""
    first, second = several("acme", kind=NoticeKind.DAILY), several("brill", "coil", kind=NoticeKind.DAILY)
    assert headers(first) == headers(second) != headers(replace(first, kind=NoticeKind.WEEKLY))


@pytest.mark.parametrize("content", [several("acme", "brill"), several("acme", watches=2), blind("acme", "brill")])
def test_several_watches_outside_a_digest_join_no_thread(content):
    """A mail that told of two watches would tie their threads together."""
    assert headers(content) is None


def test_two_monitors_never_share_a_thread():
    """The thread is the store's own: another store with a watch of the same name has another."""
    assert headers(content_of()) != headers(content_of(), key=b"other")


def test_a_thread_outlives_the_public_address():
    """Where the pages are reached by another address, or by none, the mails go on in the same thread."""
    assert headers(content_of()) == headers(content_of(), public_url="https://elsewhere.example")
    assert headers(content_of()) == headers(content_of(), public_url="")


def test_the_thread_tells_nothing_of_its_reader():
    """Neither the address nor the watch stands in the id, which travels with every answer to the mail."""
    found = headers(content_of(address="Ada@Reader.example"))
    assert "ada" not in found.partition("@")[0].lower()
    assert found == headers(content_of())


def test_the_root_of_a_thread_is_no_mail():
    """No mail has the id to which the others refer: whichever comes first is answered by none."""
    mail = compose(content_of(), sender="watch@team.example", public_url="", stop_key=KEY)
    assert mail["Message-ID"] != mail["References"]
