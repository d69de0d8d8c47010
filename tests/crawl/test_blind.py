from __future__ import annotations

import pytest

from monitor.demo.sink import Sink
from tests.crawl.test_scheduler import READER, mailing_to, make_due, running
from tests.policies import edited, policy
from tests.product import wait_until
from tests.servers import page


def test_commands_tell_of_a_blind_watch(product, site):
    """After as many failed checks as are set, `check --send` mails it once, `show` says since when, and the end is told."""
    product.environment["CLAUSEWATCH_BLIND_AFTER"] = "2"
    url = site.url("/gone")
    site["/gone"] = page(policy(5))
    product.add(url, email=READER)
    product.quick("check", "--all")
    site["/gone"] = page("<p>No.</p>", status=500)
    with Sink() as sink:
        mailing_to(product, sink.port)
        product.quick("check", "--send", "--all")
        assert sink.messages == []
        product.quick("check", "--send", "--all")
        product.quick("check", "--send", "--all")
        (blind,) = sink.messages
        assert blind["Subject"].endswith(": blind")
        assert "Blind since:" in product.quick("show", url).stdout
        assert product.json("show", url)["blind_since"]
        assert product.json("list")[0]["state"] == "blind"
        site["/gone"] = page(edited(5))
        product.quick("check", "--all")
        assert sorted(d["tells"] for d in product.json("outbox", "list") if d["state"] == "waiting") == [
            "change",
            "sees again",
        ]
        assert "sees again" in product.quick("outbox", "list").stdout
        product.quick("outbox", "send")
        (sees,) = (message for message in sink.messages if message["Subject"].endswith(": seen again"))
        assert "a notice of its own shows how" in " ".join(sees.get_body(("plain",)).get_content().split())
        assert len(sink.messages) == 3


@pytest.mark.drill
def test_the_schedule_tells_of_several_in_one_mail(product, site):
    """Watches whose checks fail in the same rounds are one mail from the running schedule, and one when they are back."""
    paths = [f"/many{n}" for n in range(5)]
    for path in paths:
        site[path] = page("<p>No.</p>", status=503)
    product.add(*map(site.url, paths), email=READER)

    def rounds(count):
        made = product.query("SELECT min(n) FROM (SELECT count(f.id) AS n FROM watches w"
                             " LEFT JOIN fetches f ON f.watch_id = w.id GROUP BY w.id)")  # fmt: skip
        return made[0][0] >= count

    with Sink() as sink:
        mailing_to(product, sink.port)
        with running(product):
            for count in (1, 2, 3):
                wait_until(lambda count=count: rounds(count))
                if count < 3:
                    make_due(product)
            wait_until(lambda: sink.messages)
            assert [message["Subject"] for message in sink.messages] == ["5 watches are blind"]
            for number, path in enumerate(paths):
                site[path] = page(policy(number))
            make_due(product)
            wait_until(lambda: len(sink.messages) > 1)
        assert [message["Subject"] for message in sink.messages] == ["5 watches are blind", "5 watches see again"]
