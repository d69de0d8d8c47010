"""What is drawn changes with the version of the rules, or not at all."""

from __future__ import annotations

import json
from importlib.metadata import version

import pytest

from crawler.extraction.extract import extract
from crawler.extraction.policy.assembly import RULES
from monitor.core.records import FetchFailure
from tests.extraction import golden
from tests.extraction.corpus import corpus

HELD = json.loads(golden.FILE.read_text(encoding="utf-8"))


def test_another_drawing_has_another_version_of_the_rules():
    """What is drawn of our corpus is what stands under this version of the rules, page by page."""
    assert HELD["rules"] == RULES, f"digests of {HELD['rules']}: run `make golden`"
    digests = golden.drawn_digests()
    others = golden.differing(HELD["drawn"], digests)
    assert not others, f"{RULES} draws {len(others)} pages otherwise, {others[:5]}: {golden.ADVICE}"
    assert digests.keys() == HELD["drawn"].keys(), "the corpus has other pages: run `make golden`"


def test_the_corpus_is_wide():
    """It has pages of every kind that is read, and a policy is drawn of each."""
    assert len(HELD["drawn"]) >= 90
    failed = [
        name for name, (body, kind) in corpus().items() if isinstance(extract(body, media_type=kind), FetchFailure)
    ]
    assert not failed
    kinds = {name.partition("/")[0] for name in HELD["drawn"]}
    assert kinds == {"pages", "site", "templates", "nameless", "surrounded", "plain", "held", "policy"}


def test_no_renewal_under_the_same_version():
    """`make golden` refuses a page that is drawn otherwise, until the rules have another number."""
    name, *_ = HELD["drawn"]
    digests = {**HELD["drawn"], name: "0" * 16}
    with pytest.raises(ValueError, match="raise the number of RULES"):
        golden.renewed({**HELD, "rules": RULES}, digests)
    assert golden.renewed({**HELD, "rules": "clausewatch-0"}, digests)["drawn"] == digests
    assert golden.renewed(HELD, {**HELD["drawn"], "new": "1"})["rules"] == RULES


def test_another_trafilatura_is_another_version_of_the_rules():
    """The rules name the trafilatura that is installed."""
    assert RULES.endswith(f"/trafilatura-{version('trafilatura')}")
