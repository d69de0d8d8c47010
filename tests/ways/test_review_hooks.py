"""Programs that are told of reviews: what is said of one leaves by the outbox as any notice does."""

from __future__ import annotations

import json
from datetime import timedelta

import pytest

from monitor.app import App
from monitor.config import Config
from monitor.core.notices.chosen import make_choice
from monitor.core.records import ReviewState, StepKind
from monitor.reviews import find_review, say_of
from storage.database import writing
from storage.notices import notice_content
from storage.rechosen import end_subscriptions
from storage.subscriptions import put_subscription, subscriptions
from tests.browse.sample import told_all
from tests.mail.samples import NOW
from tests.servers import Site, page

HOOK, MAIL = "hook", "legal@example.org"
SAID = {StepKind.STATE: "escalated", StepKind.COMMENT: "Ask <legal>."}


@pytest.fixture
def site():
    """A receiver on loopback."""
    with Site() as served:
        served["/hook"] = page("", status=204)
        yield served


@pytest.fixture
def app(outbox, tmp_path):
    """The data folder of the outbox at work."""
    made = App(
        folder=tmp_path / "data", given=Config.model_construct(public_url="https://w.example"), clock=lambda: NOW
    )
    yield made
    made.close()


@pytest.fixture
def change(outbox):
    """A change that was told to nobody, of a watch with a tag."""
    number = outbox.put()
    told_all(outbox.db.conn)
    return number


def follow(outbox, address: str, **choice: object) -> None:
    """Let an address hear of all watches."""
    with writing(outbox.db) as conn:
        put_subscription(conn, email=address, watch_id=None, tag=None, choice=make_choice(choice), now=NOW)


def say(app, change: int, said, who: str = "anna") -> None:
    """Say something of a review."""
    with writing(app.existing_db) as conn:
        say_of(app, conn, find_review(app, change), said, who=who)


def test_a_hook_hears_what_is_said_of_a_review(app, outbox, site, change) -> None:
    """Who asked for reviews gets each deed at once as JSON, whatever the pace, with how the review stands then; a repeat is the same."""
    follow(outbox, site.url("/hook"), reviews=True, when="weekly monday 08:00")
    say(app, change, SAID)
    say(app, change, {StepKind.STATE: "accepted"}, who="")
    site["/hook"] = page("", status=503)
    outbox.send()
    site["/hook"] = page("", status=204)
    assert outbox.send(at=NOW + timedelta(days=1)).sent == 2
    first, again, second = (json.loads(asked.body) for asked in site.asked)
    assert first == again
    assert first["id"] == site.asked[0].headers["webhook-id"] != second["id"]
    assert (first["type"], first["timestamp"]) == ("review.changed", f"{NOW:%Y-%m-%dT%H:%M:%SZ}")
    data = first["data"]
    assert {"change": change, "state": "escalated", "comments": 1, "overdue": False}.items() <= data["review"].items()
    assert [(step["who"], step["what"], step["value"]) for step in data["steps"]] == [
        ("anna", "state", "escalated"),
        ("anna", "comment", "Ask <legal>."),
    ]
    assert (data["watch"]["slug"], data["link"]) == ("acme-1", f"https://watch.example/change/{change}")
    assert (second["data"]["review"]["state"], second["data"]["steps"][0]["who"]) == ("accepted", None)


def test_only_who_asked_is_told_of_reviews(app, outbox, change) -> None:
    """No mail and no service tells of reviews, nor a hook that did not ask for them or for such changes; one that did hears once."""
    follow(outbox, MAIL, reviews=True)
    follow(outbox, "apprise:json://127.0.0.1", reviews=True)
    follow(outbox, "https://one.example/in")
    follow(outbox, "https://two.example/in", reviews=True, topics=["do-not-track"])
    follow(outbox, HOOK, reviews=True)
    follow(outbox, HOOK, reviews=True, phrases=["months"])
    say(app, change, SAID)
    assert [(one.address, one.kind, one.tells, one.change_id) for one in outbox.deliveries()] == [
        (HOOK, "review", "review", change)
    ]


def test_nothing_is_told_of_a_review_that_was_not_written(app, outbox, change) -> None:
    """What is said and the notice of it are one transaction: neither stays without the other."""
    follow(outbox, HOOK, reviews=True)
    with pytest.raises(ZeroDivisionError), writing(app.existing_db) as conn:
        say_of(app, conn, find_review(app, change), SAID, who="anna")
        raise ZeroDivisionError
    assert outbox.deliveries() == []
    assert find_review(app, change).state is ReviewState.NEW


def test_what_waits_goes_with_its_subscription(app, outbox, change) -> None:
    """Who hears no more is told nothing that waits; what was sent stays in the outbox, and reads as it was sent."""
    follow(outbox, HOOK, reviews=True)
    say(app, change, SAID)
    assert outbox.send(words=("/bin/true",)).sent == 1
    say(app, change, {StepKind.STATE: "seen"})
    with writing(outbox.db) as conn:
        end_subscriptions(conn, [one.id for one in subscriptions(outbox.db)], now=NOW)
    assert outbox.states() == ["sent"]
    assert notice_content(outbox.db, 1).told["review"]["state"] == "escalated"
