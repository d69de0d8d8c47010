from __future__ import annotations

import json

from monitor.core.contract import change_json
from monitor.core.notices.payload import MOST_BYTES, identifier_of, write_payload
from monitor.core.records import DigestContent, HealthContent, HealthEvent, HealthItem, NoticeKind
from tests.mail.samples import NOW, added, content_of, reworded


def digest(*changes, count=0, **values):
    """Make what a digest tells."""
    return DigestContent(
        **{
            "message_id": "<9@watch.example>",
            "address": "hook",
            "created_at": NOW,
            "kind": NoticeKind.DAILY,
            "due_at": NOW,
            "changes": changes,
            "count": count or len(changes),
            "material": 0,
            "watches": 1,
            "same": 5,
            "failing": 2,
            **values,
        }
    )


def blind(name="Acme"):
    """Make a watch that went blind."""
    return HealthItem(
        event=HealthEvent.BLIND, watch_slug="acme", watch_name=name, watch_url="https://acme.example/", since=NOW, kind="dns"
    )  # fmt: skip


def data_of(content, **values):
    """Write a payload and read what it tells."""
    return json.loads(write_payload(content, **values))["data"]


def test_a_change_has_the_form_of_the_contract():
    """Each clause change stands there as `diff --format json` has it, beside the watch, its versions and links."""
    (change,) = data_of(content_of(), public_url="https://watch.example/")["changes"]
    assert change["changes"] == [change_json(reworded())]
    assert (change["silent"], change["significance"]) == (True, "material")
    assert change["watch"]["link"] == "https://watch.example/watch/acme-privacy"
    assert change["link"] == "https://watch.example/change/7"


def test_without_pages_there_are_no_links():
    """Without an address for people to browse, links are null, and nothing else lacks."""
    data = data_of(content_of())
    assert (data["stop"], data["changes"][0]["link"], data["changes"][0]["watch"]["link"]) == (None, None, None)


def test_the_same_notice_gives_the_same_bytes():
    """A repeat is the same, and its id that of the mail that would have been sent."""
    assert write_payload(content_of()) == write_payload(content_of())
    assert identifier_of(content_of()) == "msg_0123456789abcdef"


def test_a_payload_is_bounded():
    """However much there is to tell, of whatever letters, a payload stays within its bound and says what it leaves out."""
    long = content_of(*(added("🔏" * 2_000) for _ in range(400)), watch_name="🔏" * 5_000, title="🔏" * 5_000)
    short = content_of()
    content = digest(*[long, short] * 50, count=170, health=tuple(blind("🔏" * 5_000) for _ in range(500)))
    payload = write_payload(content, public_url="https://watch.example")
    data = json.loads(payload)["data"]
    assert len(payload) <= MOST_BYTES
    assert [one["whole"] for one in data["changes"][:2]] == [False, True]
    assert (data["changes"][0]["clause_changes"], data["changes"][0]["changes"]) == (400, [])
    assert (data["more_changes"], len(data["health"]), data["more_health"]) == (70, 200, 300)


def test_a_digest_says_how_the_others_are():
    """A digest also says how many watches stayed as they were; a notice at once does not."""
    assert data_of(digest(content_of()))["others"] == {"same": 5, "held": 0, "failing": 2, "blind": 0}
    assert "others" not in data_of(digest(content_of(), kind=NoticeKind.CHANGES))


def test_a_blind_watch_is_told():
    """A notice of blind watches has each with its kind of failure, and no changes."""
    content = HealthContent(message_id="<1@x>", address="hook", created_at=NOW, items=(blind(),))
    data = data_of(content)
    assert (data["changes"], data["health"][0]["kind"], data["health"][0]["watch"]["slug"]) == ([], "dns", "acme")
    assert json.loads(write_payload(content))["type"] == "notice.health"
