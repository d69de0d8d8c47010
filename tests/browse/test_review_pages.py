"""The queue of reviews on the pages, and what members say there of a change that was told."""

from __future__ import annotations

import asyncio
import csv
import io
import re
from contextlib import closing
from datetime import timedelta
from html import unescape

import lxml.html
import pytest

from monitor.core.errors import InvalidInputError
from monitor.core.records import Role, Step, StepKind
from monitor.desk import OwnDesk
from storage.browse.app import datasette_for
from storage.browse.headers import KEYS_POLICY, POLICY
from storage.browse.review_page import MOST_STEPS
from storage.database import open_store, writing
from storage.reviews import add_step
from storage.users import change_user, user_named
from tests.browse.conftest import closed
from tests.browse.people import Browser, cookie, with_users
from tests.browse.sample import NOW, told_all

CHANGE = "/change/1"
FORM = f"{CHANGE}/review"
WORDS = "Ask <b>legal</b> first."


@pytest.fixture
def path(store, tmp_path):
    """A copy of the sample store with users, its changes told and none of them reviewed."""
    path = with_users(store, tmp_path / "data")
    with closing(open_store(path.parent)) as db:
        told_all(db.conn)
    return path


@pytest.fixture
def app(path):
    """Its pages, whose acts are done."""
    made = datasette_for(path, clock=lambda: NOW, desk=OwnDesk(path.parent))
    yield made
    closed(made)


@pytest.fixture
def get(app):
    """Ask for a page as somebody."""

    def asked(address: str, who: str = "member") -> str:
        return asyncio.run(Browser(app, **cookie(who)).get(address)).text

    return asked


@pytest.fixture
def said(app, path):
    """Send forms of a review as somebody, as after seeing it; return the last answer with the steps there are then."""

    def asked(*forms: dict[str, str], who: str = "member", at: str = FORM):
        async def sent():
            browser = Browser(app, **cookie(who))
            answers = []
            for form in forms:
                page = (await browser.get(at)).text
                seen = re.search(r'name="seen" value="(\d+)"', page)
                answers.append(await browser.send(at, **{"seen": seen[1] if seen else "0", **form}))
            return answers[-1]

        return asyncio.run(sent()), steps(path)

    return asked


def steps(path) -> list[tuple[str, ...]]:
    """Return what was said: of which change, by whom, what."""
    with closing(open_store(path.parent)) as db:
        rows = db.conn.execute("SELECT change_id, who, what, value FROM review_steps ORDER BY id")
        return [tuple(row) for row in rows]


def listed(page: str) -> list[str]:
    """Return the addresses of the changes that a queue lists."""
    return lxml.html.fromstring(page).xpath("//a[@data-item]/@href")


def test_a_change_is_reviewed_on_its_page(said, get, path) -> None:
    """What a member says of a change is kept step by step with who said it, shown there, and noted as an act without its words."""
    answer, _ = said({"take": "yes", "comment": WORDS})
    assert answer.status_code == 303
    assert answer.headers["location"].startswith(f"{CHANGE}?")
    _, history = said({"state": "accepted"}, who="owner")
    assert history == [
        (1, "member", "state", "in review"),
        (1, "member", "assignee", "member"),
        (1, "member", "comment", WORDS),
        (1, "owner", "state", "accepted"),
    ]
    page = get(CHANGE)
    assert "Ask &lt;b&gt;legal&lt;/b&gt; first." in page
    assert len(lxml.html.fromstring(page).xpath("//ol[@class='said']/li")) == 4
    with closing(open_store(path.parent)) as db:
        acts = [tuple(row) for row in db.conn.execute("SELECT who, deed, watch, detail FROM acts ORDER BY id")]
    assert acts == [
        ("member", "review", "lumen-cartography", "change 1: state in review, assignee member, comment"),
        ("owner", "review", "lumen-cartography", "change 1: state accepted"),
    ]


def test_assignee_day_and_ticket_are_set_and_taken_back(said) -> None:
    """A form says what differs in it alone; what it has emptied is taken back, a day by the rule too."""
    form = {"assignee": "owner", "due": "2026-03-09", "ticket": "https://t.example.org/7", "state": "new"}
    assert said(form)[1] == [(1, "member", "assignee", "owner"), (1, "member", "ticket", "https://t.example.org/7")]
    assert said({**form, "due": "", "ticket": " "})[1][2:] == [(1, "member", "due", ""), (1, "member", "ticket", "")]


@pytest.mark.parametrize(
    ("form", "words"),
    [
        ({"comment": " "}, "nothing was said"),
        ({"state": "done"}, "no state"),
        ({"assignee": "nobody-known"}, "no user"),
        ({"due": "soon"}, "no day"),
        ({"ticket": "javascript:alert(1)"}, "no web address"),
        ({"comment": "x" * 5000}, "4,000 characters"),
    ],
)
def test_what_cannot_be_said_is_told_and_kept_in_the_form(said, form, words) -> None:
    """What is not usable writes nothing, not even what is usable beside it, and a comment that was typed is not lost."""
    answer, history = said({"comment": WORDS, **form})
    assert (answer.status_code, history) == (400, [])
    assert words in answer.text.casefold()
    assert form.get("comment", WORDS) in unescape(answer.text)


def test_nobody_overwrites_what_another_said_meanwhile(said) -> None:
    """A state that somebody set after the form was shown stays and is told; the comment is kept, and what is said again counts."""
    said({"state": "dismissed"}, who="owner")
    answer, history = said({"state": "accepted", "comment": WORDS, "seen": "0"})
    assert answer.status_code == 400
    assert "Owner set the state to &#39;dismissed&#39; meanwhile" in answer.text
    assert WORDS in unescape(answer.text)
    assert history == [(1, "owner", "state", "dismissed")]
    assert said({"comment": WORDS, "seen": "0"})[1][1:] == [(1, "member", "comment", WORDS)]
    assert said({"state": "accepted"})[1][-1] == (1, "member", "state", "accepted")


def test_the_queue_shows_what_is_asked_for(said, get) -> None:
    """The queue has all that is open, the most urgent first; each part of it has its own, and says what to do where it is empty."""
    assert listed(get("/review"))[0] == CHANGE
    assert len(listed(get("/review"))) == 4
    assert "Take what nobody has taken" in get("/review?view=mine")
    assert listed(get("/review?view=overdue")) == ["/change/1?queue=view%3Doverdue"]
    said({"take": "yes"})
    assert len(listed(get("/review?view=mine"))) == 1
    assert listed(get("/review?view=mine", "owner")) == []
    assert len(listed(get("/review?view=unassigned"))) == 3
    assert "Nothing was decided yet" in get("/review?view=decided")
    said({"state": "accepted"})
    assert len(listed(get("/review?view=decided"))) == 1
    assert "Nothing is overdue" in get("/review?view=overdue")
    assert "No review fits" in get("/review?kind=dpa")
    assert listed(get("/review?tag=maps&view=decided")) == ["/change/1?queue=view%3Ddecided%26tag%3Dmaps"]
    assert "ends before this page" in get("/review?page=9")
    assert "is no topic" in get("/review?topic=<b>")


def test_the_next_of_the_queue_is_one_press_away(said, get) -> None:
    """From a change of a queue one goes on in that queue; after a decision to what came next before it, also where the change has left it."""
    queue = "view=unassigned"
    page = lxml.html.fromstring(get(f"{CHANGE}?queue=view%3Dunassigned"))
    (after,) = page.xpath("//a[@data-key='on']/@href")
    assert after.endswith("?queue=view%3Dunassigned")
    assert "1 of 4" in page.text_content()
    answer, _ = said({"state": "accepted", "queue": queue})
    page = lxml.html.fromstring(get(answer.headers["location"]))
    assert page.xpath("//p[@role='status']/a/@href") == [after]
    last = listed(get("/review?view=unassigned"))[-1]
    number = last.partition("?")[0]
    answer, _ = said({"state": "dismissed", "queue": queue}, at=f"{number}/review")
    assert "That was the last of this queue" in get(answer.headers["location"])
    for odd in ("%", "view=odd", "x" * 900):
        assert "all that is open</a>" in get(f"{CHANGE}?queue={odd}")


def test_what_came_next_is_next_also_where_a_day_was_put_off(said, get) -> None:
    """A change that moves to the end of the queue by its new day does not take along who works through it."""
    after = listed(get("/review"))[1]
    said({"due": "2026-03-20"}, at=f"{after}/review")
    answer, _ = said({"due": "2099-01-01"})
    page = lxml.html.fromstring(get(answer.headers["location"]))
    assert page.xpath("//p[@role='status']/a/@href") == [after]


@pytest.mark.parametrize("who", ["anonymous", "reader", "expired"])
def test_reviews_are_for_members_alone(said, get, app, who) -> None:
    """Who may not manage sees nothing of reviews on any page and changes nothing; pages of others take no script."""
    said({"take": "yes", "comment": WORDS})
    answer, history = said({"state": "dismissed"}, who=who)
    assert answer.status_code == 403
    assert len(history) == 3
    paths = ("/", CHANGE, "/changes", "/watch/lumen-cartography", "/clausewatch", "/changes.atom", "/review", FORM)
    seen = " ".join(get(path, who) for path in paths)
    assert "legal" not in seen
    assert 'class="review' not in seen
    assert "member<" not in seen
    assert asyncio.run(Browser(app, **cookie(who)).get(CHANGE)).headers["content-security-policy"] == POLICY
    assert asyncio.run(Browser(app, **cookie("member")).get(CHANGE)).headers["content-security-policy"] == KEYS_POLICY


def test_who_may_no_more_says_nothing(path) -> None:
    """What somebody sends whose account an owner has changed since they asked is not noted, nor an act of it."""
    with closing(open_store(path.parent)) as db, writing(db) as conn:
        member = user_named(db, "member")
        change_user(conn, member.id, role=Role.READER)
    with pytest.raises(InvalidInputError, match="any more"):
        OwnDesk(path.parent).review(1, {"state": "accepted"}, member)
    assert steps(path) == []


def test_of_a_long_history_the_newest_is_shown(get, path) -> None:
    """A review of which very much was said shows the newest steps and says where the others are; none is taken for unseen."""
    with closing(open_store(path.parent)) as db, writing(db) as conn:
        for number in range(MOST_STEPS + 30):
            step = Step(at=NOW, who="anna", what=StepKind.COMMENT, value=f"comment {number}.")
            add_step(conn, 1, step)
    page = get(CHANGE)
    assert f"comment {MOST_STEPS + 29}." in page
    assert "comment 29." not in page
    assert "clausewatch review show 1" in page
    assert f'name="seen" value="{MOST_STEPS + 30}"' in page


def test_what_nobody_was_told_of_is_not_reviewed(get, path) -> None:
    """A change that was not told has no review, on its page or by itself."""
    with closing(open_store(path.parent)) as db:
        db.conn.execute("DELETE FROM reviews WHERE change_id = 1")
    assert 'id="review"' not in get(CHANGE)
    assert "only what was told is reviewed" in get(FORM)


def test_members_see_how_long_reviews_took(get, path) -> None:
    """A chart counts the reviews of told changes by the days until they were decided, and others see none of it."""
    with closing(open_store(path.parent)) as db, writing(db) as conn:
        for at, value in ((NOW, "accepted"), (NOW, "in review"), (NOW + timedelta(days=1), "dismissed")):
            add_step(conn, 1, Step(at=at, who="member", what=StepKind.STATE, value=value))
        told = conn.execute("SELECT count(*) FROM reviews").fetchone()[0]
    counted = {name: count for name, count in csv.reader(io.StringIO(get("/charts/reviews.csv"))) if count != "0"}
    assert counted == {"decided": "reviews", "in 1 to 4 weeks": "1", "still open": str(told - 1)}
    assert "Time to review" in get("/charts")
    assert "Time to review" not in get("/charts", "reader")
    assert "There is no such chart" in get("/charts/reviews.csv", "reader")
