from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import pytest

from tests.policies import policy
from tests.servers import Site, page

if TYPE_CHECKING:
    from tests.conftest import Command

OTHERS = ("edit", "pause", "resume", "check", "list")


@pytest.fixture
def listed(command: Command) -> Command:
    """Three watches: two vendors, one of them checked once a week, and one without a tag."""
    for name, more in (("one", ["--tag", "vendor"]), ("two", ["--tag", "vendor", "--every", "1w"]), ("three", [])):
        command.quick("add", f"https://{name}.example/p", "--no-trial", "--name", name, "--every", "1d", *more)
    return command


def _all(command: Command) -> dict[str, dict[str, Any]]:
    return {one["slug"]: one for one in json.loads(command.quick("list", "--format", "json").stdout)}


def test_all_watches_of_a_tag_are_edited(listed: Command) -> None:
    """`edit --tag T` without a watch changes those with the tag, says how many, and leaves their tags."""
    before = _all(listed)
    assert listed.quick("edit", "--tag", "vendor", "--every", "1d").stdout == (
        "Changed 1 of 2 watches tagged 'vendor'.\n"
    )
    done = listed.quick("edit", "--tag", "vendor", "--kind", "terms", "--render")
    assert done.stdout == "Changed 2 watches tagged 'vendor'.\n"
    after = _all(listed)
    assert {slug: (one["every"], one["kind"], one["tags"]) for slug, one in after.items()} == {
        "one": ("1d", "terms", ["vendor"]),
        "two": ("1d", "terms", ["vendor"]),
        "three": ("1d", "privacy", []),
    }
    assert after["three"] == before["three"]


def test_with_a_watch_the_tag_is_added(listed: Command) -> None:
    """`edit W --tag T` adds the tag to that watch, as ever, and changes no other."""
    before = _all(listed)
    listed.quick("edit", "three", "--tag", "vendor", "--every", "2d")
    after = _all(listed)
    assert (after["three"]["tags"], after["three"]["every"]) == (["vendor"], "2d")
    assert (after["one"], after["two"]) == (before["one"], before["two"])


@pytest.mark.parametrize(
    "words",
    [
        ("--tag", "vendor", "--every", "1s"),
        ("--tag", "vendor", "--every", "2d", "--unsubscribe", "nobody@example.org"),
        ("--tag", "vendor", "--tag", "nothing", "--every", "2d"),
        ("--tag", "vendor", "--every", "2d", "--url", "https://other.example/"),
        ("--tag", "vendor", "--name", "Vendor"),
        ("--tag", "vendor", "--include", "main"),
        ("--tag", "vendor"),
        ("--every", "2d"),
        ("--tag", "a,b", "--every", "2d"),
    ],
)
def test_what_cannot_be_done_to_all_is_done_to_none(listed: Command, words: tuple[str, ...]) -> None:
    """An edit of a tag that is wrong in any part ends with one line and changes no watch."""
    before = _all(listed)
    assert listed.quick("edit", *words, code=2).stderr.count("\n") == 1
    assert _all(listed) == before


def test_all_watches_of_a_tag_are_paused_and_resumed(listed: Command) -> None:
    """`pause --tag` and `resume --tag` say how many they changed; those named beside the tag come along."""
    listed.quick("pause", "one")
    assert listed.quick("pause", "--tag", "vendor").stdout == "Paused 1 of 2 watches tagged 'vendor'.\n"
    assert [one["state"] for one in _all(listed).values()] == ["paused", "new", "paused"]
    assert listed.quick("resume", "--tag", "vendor").stdout == "Resumed 2 watches tagged 'vendor'.\n"
    listed.quick("pause", "three", "--tag", "vendor")
    assert {one["state"] for one in _all(listed).values()} == {"paused"}


@pytest.mark.parametrize("name", OTHERS)
def test_a_tag_that_no_watch_has_is_said_so(listed: Command, name: str) -> None:
    """A tag with a typing error is no silent success."""
    done = listed.quick(name, "--tag", "vender", *(["--every", "2d"] if name == "edit" else []), code=2)
    assert done.stderr == "clausewatch: no watch is tagged 'vender'; there are 'vendor'\n"


@pytest.mark.parametrize("name", ["pause", "resume"])
def test_nothing_named_is_said_so(listed: Command, name: str) -> None:
    """Without a watch and a tag there is nothing to do, and one line says what to name."""
    assert "--tag" in listed.quick(name, code=2).stderr


def test_all_watches_of_a_tag_are_checked(command: Command) -> None:
    """`check --tag` reads those with the tag that are not paused; one that fails is no error, one named by itself is."""
    with Site() as site:
        for number in range(3):
            site[f"/{number}"] = page(policy(number))
            command.quick("add", site.url(f"/{number}"), "--no-trial", "--name", f"w{number}", "--tag", "vendor")
        command.quick("add", site.url("/gone"), "--no-trial", "--name", "gone", "--tag", "vendor")
        command.quick("add", site.url("/other"), "--no-trial", "--name", "other")
        command.quick("pause", "w2")
        assert "3 watches checked: 2 new, 1 failed" in command.quick("check", "--tag", "vendor").stdout
        assert not site.times_asked("/2")
        command.quick("check", "gone", "--tag", "vendor", code=1)
    assert {slug: one["snapshots"] for slug, one in _all(command).items()} == {
        "w0": 1,
        "w1": 1,
        "w2": 0,
        "gone": 0,
        "other": 0,
    }


def test_only_a_subscriber_is_unsubscribed(listed: Command) -> None:
    """Who does not hear of a watch, or of a tag, cannot be taken off it: one line says so, and what helps."""
    listed.quick("edit", "one", "--subscribe", "a@example.org")
    listed.quick("edit", "--tag", "vendor", "--subscribe", "b@example.org")
    done = listed.quick("edit", "one", "--unsubscribe", "c@example.org", "--every", "2w", code=2)
    assert "c@example.org is no subscriber of 'one'" in done.stderr
    assert "--tag TAG" in listed.quick("edit", "one", "--unsubscribe", "B@example.org", code=2).stderr
    assert "does not hear" in listed.quick("edit", "--tag", "vendor", "--unsubscribe", "a@example.org", code=2).stderr
    assert _all(listed)["one"]["every"] == "1d"
    listed.quick("edit", "one", "--unsubscribe", "A@example.org")
    listed.quick("edit", "--tag", "vendor", "--unsubscribe", "B@example.org")
    assert _all(listed)["one"]["subscribers"] == 0


def test_the_bare_command_shows_its_help(command: Command) -> None:
    """Without a command there is help, as help looks, and no error."""
    done = command.quick()
    assert done.stdout == command.quick("--help").stdout
    assert done.stdout.count("\n") > 30
    assert not command.folder.exists()
