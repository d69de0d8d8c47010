from __future__ import annotations

import json

import pytest

from monitor.core.notices.brief import LONGEST, write_brief
from monitor.core.records import DigestContent, HealthContent, HealthEvent, HealthItem, NoticeKind
from monitor.ways import services
from tests.mail.samples import NOW, added, content_of
from tests.servers import Site, hanging, page, redirect


@pytest.fixture
def site():
    """A receiver on loopback whose every answer is set by the test."""
    with Site() as served:
        served["/token"] = page("", status=200)
        yield served


def address(site, path="/token"):
    """The address by which Apprise posts to a site."""
    return f"apprise:json://127.0.0.1:{site.port}{path}"


def test_a_service_gets_title_and_text(outbox, site):
    """A service that Apprise reaches gets the subject as title and some lines with the link to the change."""
    change = outbox.put(address(site))
    assert outbox.send().sent == 1
    (asked,) = site.asked
    told = json.loads(asked.body)
    assert told["title"].startswith("Acme-1 privacy policy: ")
    assert "12 months → 36 months" in told["title"]
    assert f"https://watch.example/change/{change}" in told["message"]


@pytest.mark.parametrize(
    ("answer", "words"),
    [(page("", status=500), "answered 500"), (page("", status=403), "answered 403"), (hanging(), "not reached")],
)
def test_a_service_that_fails_is_tried_again(outbox, site, answer, words):
    """A service that answers with an error, or hangs, is tried again; the outbox says why, and shows no secret."""
    site["/s3cr3t"] = answer
    outbox.put(address(site, "/s3cr3t"))
    outbox.send()
    delivery = outbox.only()
    assert (delivery.state, words in delivery.last_error) == ("waiting", True), delivery.last_error
    assert "s3cr3t" not in delivery.last_error


def test_a_service_that_takes_too_long_is_ended(outbox, site):
    """What Apprise is at is ended when its time is up."""
    site["/token"] = hanging()
    outbox.put(address(site))
    outbox.send(seconds=0.2)
    assert "took longer" in outbox.only().last_error


def test_an_address_that_apprise_does_not_know_is_given_up(outbox):
    """What no service answers to is given up with a reason."""
    outbox.put("apprise:nosuchservice://x")
    outbox.send()
    assert (outbox.only().state, outbox.only().last_error) == ("failed", "Apprise knows no service by this address")


def test_no_private_address_is_reached(outbox, site):
    """A service in a private network is not reached unless the network is allowed, be it by a redirect."""
    outbox.put(address(site))
    outbox.send(networks=())
    assert (outbox.states(), site.asked) == (["waiting"], [])
    assert "allow_networks" in outbox.only().last_error


def test_without_the_extra_notices_wait(outbox, site, monkeypatch):
    """Where Apprise is not installed, the outbox says how it is, and nothing is lost."""
    monkeypatch.setattr(services, "is_installed", lambda: False)
    outbox.put(address(site))
    outbox.send()
    assert outbox.only().last_error == services.MISSING


def test_proxies_and_redirects_lead_nowhere_else(outbox, site, monkeypatch):
    """Proxies of the environment are not asked, and a redirect to an address that is not allowed reaches nothing."""
    with Site(hosts=("127.0.0.2",)) as inner:
        monkeypatch.setenv("HTTP_PROXY", inner.url("", host="127.0.0.2"))
        site["/token"] = redirect(inner.url("/inner", host="127.0.0.2"))
        outbox.put(address(site))
        from ipaddress import ip_network  # noqa: PLC0415 - of this test alone

        outbox.send(networks=(ip_network("127.0.0.1/32"),))
        assert (len(site.asked), inner.asked) == (1, [])
        assert outbox.states() == ["waiting"]


def test_nothing_of_a_page_mentions_or_links():
    """What a page holds is no mention, no markup and no link with its scheme in a chat."""
    hostile = "<!channel> @everyone [win](https://evil.example) **now** `x` ~y~"
    brief = write_brief(content_of(added(hostile, reasons=()), watch_name=hostile))
    assert not set("@<>*`[]~") & set(brief.title + brief.text)
    assert "://" not in brief.title + brief.text


@pytest.mark.parametrize(
    "content",
    [
        content_of(*(added(f"{number} " + "word " * 400) for number in range(200))),
        DigestContent(
            message_id="<0@x>", address="a", created_at=NOW, kind=NoticeKind.DAILY, due_at=NOW,
            changes=tuple(content_of(watch_name="n" * 300) for _ in range(60)), count=90, material=90, watches=60,
        ),
        HealthContent(
            message_id="<0@x>", address="a", created_at=NOW,
            items=tuple(
                HealthItem(event=HealthEvent.BLIND, watch_slug="a", watch_name="n" * 300, watch_url="u" * 900, since=NOW, kind="dns")
                for _ in range(300)
            ),
        ),
    ],
    ids=("changes", "digest", "health"),
)  # fmt: skip
def test_a_brief_is_brief(content):
    """However much there is to tell, a service gets one line and a text of bounded length, which says that there is more."""
    brief = write_brief(content, public_url="https://watch.example")
    assert len(brief.text) < LONGEST + 200
    assert "\n" not in brief.title
    assert "more" in brief.text
