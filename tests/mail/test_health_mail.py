from __future__ import annotations

from datetime import timedelta

from monitor.core.records import HealthContent, HealthEvent, HealthItem
from monitor.mail.compose import compose
from tests.mail.samples import NOW
from tests.mail.test_mail import HOSTILE, Tags, composed, part


def content_of(count, **values):
    """Make a notice of so many blind watches, with fields replaced."""
    standard = {
        "event": HealthEvent.BLIND,
        "watch_slug": "acme",
        "watch_name": "Acme",
        "watch_url": "https://acme.example/privacy",
        "since": NOW - timedelta(days=2),
        "kind": "dns",
    }
    items = tuple(HealthItem(**{**standard, "watch_slug": f"acme-{n}", **values}) for n in range(count))
    return HealthContent(message_id="<1@watch.example>", address="ada@reader.example", created_at=NOW, items=items)


def test_hostile_words_stay_text():
    """Whatever a name, an address or a site's answer holds, no element, attribute or header of its own comes of it."""
    message = composed(content_of(2, watch_slug=HOSTILE, watch_name=HOSTILE, watch_url=HOSTILE, detail=HOSTILE))
    tags = Tags(part(message, "html"))
    assert message["Bcc"] is None
    assert not {tag for tag, _ in tags.tags} & {"script", "img", "iframe", "form"}
    assert not [name for _, attrs in tags.tags for name in attrs if name.startswith("on")]


def test_an_outage_of_thousands_fits_a_mail():
    """Of 5,000 watches with the longest of everything the first are named and the rest counted, under 300 KB."""
    message = compose(
        content_of(5000, watch_name="&" * 999, watch_url="https://a.example/" + "&" * 999, detail="ü" * 999),
        sender="watch@team.example",
        public_url="https://watch.example",
    )
    assert message["Subject"] == "5,000 watches are blind"
    assert " more not shown here" in message.get_body(("plain",)).get_content()
    assert len(message.as_bytes()) < 300_000
