from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from monitor.core.clauses import policy_text
from monitor.core.decide import decide
from monitor.core.likeness import likeness, topicality
from monitor.core.patience import wait_of
from monitor.core.records import (
    Baseline,
    Block,
    BlockKind,
    Body,
    Changed,
    Claim,
    Comparison,
    Document,
    Failed,
    FailureKind,
    First,
    Held,
    HeldText,
    Known,
    Look,
    Outcome,
    PolicyText,
    Redrawn,
    Significance,
    Snapshot,
    SnapshotReason,
    Unchanged,
)
from monitor.core.strangers import IS_POLICY, NO_POLICY, is_sent_home

NOW = datetime(2026, 3, 10, 8, tzinfo=UTC)
LONG = [f"We keep the data of case number {n} for {n + 2} months and then we delete it for good." for n in range(20)]


def drawn(*texts: str, language: str = "en") -> PolicyText:
    blocks = tuple(Block(kind=BlockKind.PARAGRAPH, text=text) for text in texts)
    return policy_text(Document(title="Policy", language=language, stated_date=None, extractor="t", blocks=blocks))


KNOWN = Known(watch_id=1, url="https://example.org/")


def kept(text: PolicyText, *, age_days: float = 30, earlier: tuple[str, ...] = ()) -> Baseline:
    snapshot = Snapshot(
        id=7,
        captured_at=NOW - timedelta(days=age_days),
        reason=SnapshotReason.FIRST,
        title="Policy",
        language=text.document.language,
        stated_date=None,
        extractor="t",
        text_digest=text.text_digest,
        clause_count=len(text.clauses),
        body_sha256="0" * 64,
    )
    return Baseline(snapshot=snapshot, drawn=text, earlier=earlier)


def holding(text: PolicyText, claim: Claim, *, days: float, looks: int = 2) -> Known:
    """Return the state of a watch that has held a text for so long, found at so many looks."""
    since = NOW - timedelta(days=days)
    until = since + wait_of(claim).stays
    held = HeldText(claim=claim, digest=text.text_digest, since=since, last_at=since, looks=looks, until=until)
    return replace(KNOWN, held=held)


def looked_twice(before: Baseline, text: PolicyText, *, is_cut: bool = False) -> Outcome:
    """Return what a second look means that finds the same text as the first."""
    first = decide(KNOWN, before, text, at=NOW, is_cut=is_cut)
    assert not isinstance(first, Changed) or not first.comparison.changed
    if not isinstance(first, Held) or not first.held.claim.is_edit:
        return first
    return decide(replace(KNOWN, held=first.held), before, text, at=NOW, is_cut=is_cut, first=text)


def holds(outcome: Outcome) -> Claim | None:
    return outcome.held.claim if isinstance(outcome, Held) else None


def failure_of(outcome: Outcome) -> FailureKind | None:
    return outcome.failure.kind if isinstance(outcome, Failed) else None


def test_the_first_text_is_kept_without_an_alarm() -> None:
    """A watch without a snapshot takes the text as its first and compares nothing."""
    text = drawn(*LONG)
    assert decide(KNOWN, None, text, at=NOW) == First(drawn=text)


def test_the_same_text_changes_nothing() -> None:
    """Equal texts are unchanged and keep nothing."""
    assert decide(KNOWN, kept(drawn(*LONG)), drawn(*LONG), at=NOW, visible_sha256="v") == Unchanged(visible_sha256="v")


def test_an_edit_is_a_change_with_its_comparison() -> None:
    """A reworded clause is a change of the snapshot before."""
    edited = drawn(LONG[0].replace("2 months", "9 months"), *LONG[1:])
    outcome = looked_twice(kept(drawn(*LONG)), edited)
    assert isinstance(outcome, Changed)
    assert (outcome.before, outcome.drawn, outcome.is_return, outcome.redrawn) == (7, edited, False, None)
    assert len(outcome.comparison.changes) == 1
    assert outcome.comparison.changed


def test_each_change_is_counted_for_what_it_is() -> None:
    """A check says how many clause changes are material and how many minor, as the mail does."""
    old = drawn("Our chairs are made of oak from the region around us.", *LONG)
    new = drawn(
        "Our chairs are built of oak from the region around us.", LONG[0].replace("2 months", "9 years"), *LONG[1:]
    )
    outcome = looked_twice(kept(old), new)
    assert isinstance(outcome, Changed)
    assert outcome.detail == "1 material and 1 minor clause changes"


@pytest.mark.parametrize(("left", "new", "claim"), [
    (2, "", Claim.SHORTENED), (9, "", Claim.SHORTENED), (12, "", None),
    (3, "We now sell all of your data to anyone.", Claim.SHORTENED),
    (11, "We now sell all of your data to anyone.", None),
])  # fmt: skip
def test_a_text_that_lost_its_better_half_has_to_stay(left: int, new: str, claim: Claim | None) -> None:
    """A page that lost more than half of its words is held, whatever is new in it; one that lost less is an edit."""
    outcome = looked_twice(kept(drawn(*LONG)), drawn(*LONG[:left], *filter(None, [new])))
    assert (holds(outcome), isinstance(outcome, Changed)) == (claim, claim is None)


def test_a_short_text_may_lose_most_of_its_words() -> None:
    """Of a text with few words a normal edit may take most."""
    assert isinstance(looked_twice(kept(drawn(*LONG[:6])), drawn(*LONG[:2])), Changed)


def test_words_are_counted_without_spaces_too() -> None:
    """A page in a script without spaces that lost most of its text is held as well."""
    whole = [f"当您下第{n}号订单时，我们会收集您的姓名、邮寄地址和付款信息，并保存十年。" for n in range(12)]
    outcome = decide(KNOWN, kept(drawn(*whole, language="zh")), drawn(whole[0], language="zh"), at=NOW)
    assert holds(outcome) is Claim.SHORTENED


@pytest.mark.parametrize(
    ("answered", "is_home"),
    [
        ("/en/", True),
        ("/?ref=404", True),
        ("/en?utm_source=x&from=old", True),
        ("/?page_id=3", False),
        ("/en/p", False),
    ],
)
def test_a_home_page_is_known(answered: str, *, is_home: bool) -> None:
    """A root is a home page, whatever its query says of where one came from; a query may also name a page."""
    assert is_sent_home("https://example.org/privacy", f"https://example.org{answered}") is is_home


GERMAN = [f"Die Daten zu Vorgang {n} werden {n + 2} Monate aufbewahrt und danach gelöscht." for n in range(20)]


def test_another_language_has_to_stay() -> None:
    """The same page in another language is held, and says which."""
    outcome = decide(KNOWN, kept(drawn(*LONG)), drawn(*GERMAN, language="de"), at=NOW)
    assert holds(outcome) is Claim.LANGUAGE
    assert isinstance(outcome, Held)
    assert outcome.detail == (
        "the page is in another language (German) since 10 March 2026; told if it stays until 13 March 2026"
    )


POLICY = [
    f"Under rule {n} we collect your email address, share it with processors in the United States, keep it for {n} "
    "months, protect it by encryption, and you may object, ask for access or erasure, or write to our controller."
    for n in range(2, 32)
]
HUB = [
    "This page gathers what we do with personal data; each document says it at length.",
    *[
        f"Document {n} tells which cookies and location data we collect, with whom we share them, how long we keep them, "
        "how to withdraw your consent, and how to reach the data protection officer of our company."
        for n in range(6)
    ],
]
HOME = [
    f"Our app number {n} makes your mornings brighter and your evenings longer, so come and see!" for n in range(24)
]

PRAISE = [
    "Your data is safe with us: encrypted, backed up every night and never sold.",
    "Choose who sees your location, your photos and your health data. You are in control!",
    "No cookies. No ads. No third parties. Just you and your friends.",
    "Thousands of companies trust us. Read what our customers say about privacy.",
    "Sign up with your email address and start your free trial today.",
    "Need consent from parents? Two taps and it is there.",
    "Plans start at 4 dollars a month. Delete your account whenever you like.",
    "Our team in California answers within minutes. Contact us by chat or phone!",
    "Connect your bank, your calendar and the payment providers you know.",
    "Back up your contacts, keep your passwords and share albums by link.",
] * 5


@pytest.mark.parametrize("new", [HUB, POLICY[:6]], ids=["a short policy", "what is left of it"])
def test_a_much_shorter_policy_has_to_stay(new: list[str]) -> None:
    """Whether a page broke off or another policy took its place, time tells."""
    assert holds(decide(KNOWN, kept(drawn(*POLICY, *POLICY)), drawn(*new), at=NOW)) is not None


def test_another_page_in_the_policys_place_is_no_policy() -> None:
    """A home page served at the policy's address is a failed check, however long it is."""
    outcome = decide(KNOWN, kept(drawn(*POLICY)), drawn(*HOME, *HOME), at=NOW)
    assert failure_of(outcome) is FailureKind.NOT_A_POLICY


def test_a_home_page_that_praises_its_privacy_is_no_policy() -> None:
    """A home page at the policy's address is a failed check though most of its lines speak of data."""
    outcome = decide(KNOWN, kept(drawn(*POLICY)), drawn(*PRAISE), at=NOW)
    assert topicality(PRAISE) >= IS_POLICY
    assert failure_of(outcome) is FailureKind.NOT_A_POLICY


COOKIES = [
    "Cookies are small files that a web site stores on your device so that it can recognise the device later.",
    "Some of them last until you close the browser, others for up to two years.",
    "The cookie basket_id remembers what is in your basket for 14 days.",
    "With your consent a counting service measures how often our pages are visited.",
    "You may refuse all cookies that are not necessary in the panel at the bottom of each page.",
    "Browsers let you delete cookies at any time; the basket is then empty.",
]


def titled(title: str, *texts: str) -> PolicyText:
    blocks = tuple(Block(kind=BlockKind.PARAGRAPH, text=text) for text in texts)
    return policy_text(Document(title=title, language="en", stated_date=None, extractor="t", blocks=blocks))


@pytest.mark.parametrize("size", [3, len(POLICY)], ids=["a short policy", "a policy"])
def test_another_document_in_the_policys_place_is_told_once_it_stays(size: int) -> None:
    """A short cookie policy or terms at the address is held for three days, then told as another text and followed."""
    before = kept(drawn(*POLICY[:size]))
    new = titled("Cookie policy of Tarn & Fell Outfitters", *COOKIES)
    assert likeness(COOKIES) < NO_POLICY
    first = decide(KNOWN, before, new, at=NOW)
    claim = holds(first)
    assert claim in {Claim.REPLACED, Claim.SHORTENED}
    assert isinstance(decide(holding(new, claim, days=3), before, new, at=NOW), Changed)


def test_a_note_under_a_documents_title_is_no_policy() -> None:
    """That a page is worked on is no document, whatever title it has and how often it says so."""
    note = "We are at work on this page and shall be back with you soon."
    outcome = decide(KNOWN, kept(drawn(*POLICY)), titled("Privacy policy", *[note] * 5), at=NOW)
    assert failure_of(outcome) is FailureKind.NOT_A_POLICY


def test_a_home_page_with_a_documents_title_is_no_policy() -> None:
    """A title says nothing of a page whose sentences praise, ask and sell."""
    outcome = decide(KNOWN, kept(drawn(*POLICY)), titled("Privacy policy", *PRAISE), at=NOW)
    assert failure_of(outcome) is FailureKind.NOT_A_POLICY


def test_a_rewritten_policy_is_a_change() -> None:
    """A policy of which no clause is left as it was, but most of the words are, is an edit."""
    new = [text.replace("collect", "gather").replace("keep", "store") for text in POLICY]
    assert isinstance(looked_twice(kept(drawn(*POLICY)), drawn(*new)), Changed)


def test_what_never_read_like_a_policy_may_change_as_it_likes() -> None:
    """Where the text of before did not read like a policy either, its likeness says nothing."""
    outcome = decide(KNOWN, kept(drawn(*HOME)), drawn(*[text.upper() for text in LONG]), at=NOW)
    assert failure_of(outcome) is None


@pytest.mark.parametrize(("age_days", "is_held"), [(1, True), (6, True), (40, False)])
def test_a_text_that_returns_soon_is_held(age_days: float, *, is_held: bool) -> None:
    """A text that was in force shortly before is held; after a long while its return is an edit."""
    first, second = drawn(*LONG), drawn(*LONG[:-1], "We now sell data to brokers.")
    outcome = looked_twice(kept(second, age_days=age_days, earlier=(first.text_digest,)), first)
    if is_held:
        assert holds(outcome) is Claim.RETURNED
    else:
        assert isinstance(outcome, Changed)
        assert outcome.is_return


@pytest.mark.parametrize(("looks", "hours", "is_told"), [(1, 30, False), (2, 6, False), (2, 24, True), (5, 23, False)])
def test_a_held_text_that_persists_is_told_as_reverted(looks: int, hours: float, *, is_told: bool) -> None:
    """An earlier text is told once three looks in a row have found it, the first and the last a day apart."""
    first, second = drawn(*LONG), drawn(*LONG[:-1], "We now sell data to brokers.")
    before = kept(second, age_days=5, earlier=(first.text_digest,))
    outcome = decide(holding(first, Claim.RETURNED, days=hours / 24, looks=looks), before, first, at=NOW)
    assert isinstance(outcome, Changed) is is_told
    if isinstance(outcome, Changed):
        assert outcome.is_return
    else:
        assert isinstance(outcome, Held)
        assert outcome.held.looks == looks + 1


def test_a_text_that_flips_back_lets_go_of_what_was_held() -> None:
    """When the newer text is there again, nothing is held and nothing told."""
    first, second = drawn(*LONG), drawn(*LONG[:-1], "We now sell data to brokers.")
    before = kept(second, age_days=1, earlier=(first.text_digest,))
    assert decide(holding(first, Claim.RETURNED, days=0), before, second, at=NOW) == Unchanged()


@pytest.mark.parametrize(("held_days", "is_told"), [(None, False), (1, False), (6, False), (7, True), (30, True)])
def test_a_page_that_has_alternated_must_settle(held_days: float | None, *, is_told: bool) -> None:
    """Where the latest text is itself one that came back, another return is told only once it has stayed a week."""
    first, second = drawn(*LONG), drawn(*LONG[:-1], "We now sell data to brokers.")
    before = kept(first, age_days=90, earlier=(second.text_digest, first.text_digest))
    known = KNOWN if held_days is None else holding(second, Claim.ALTERNATES, days=held_days)
    outcome = decide(known, before, second, at=NOW)
    if is_told:
        assert isinstance(outcome, Changed)
        assert outcome.is_return
    else:
        assert holds(outcome) is Claim.ALTERNATES
        assert isinstance(outcome, Held)
        assert outcome.held.digest == second.text_digest


def test_an_alternating_page_still_tells_an_edit() -> None:
    """A text that was never there before is an edit, however often the page has alternated."""
    first, second = drawn(*LONG), drawn(*LONG[:-1], "We now sell data to brokers.")
    before = kept(first, age_days=1, earlier=(second.text_digest, first.text_digest))
    outcome = looked_twice(before, drawn(*LONG[:-1], "We never sell data to anyone."))
    assert isinstance(outcome, Changed)
    assert not outcome.is_return


def test_new_rules_alone_are_no_change() -> None:
    """When only the rules changed, the redrawn text is kept as reprocessed and nothing is compared."""
    old, new = drawn(*LONG), drawn(*LONG, "A line the older rules had missed, with enough words to count as text.")
    before = kept(old)
    outcome = decide(KNOWN, replace(before, drawn=new), new, at=NOW)
    assert outcome == Unchanged(redrawn=Redrawn(snapshot=before.snapshot, drawn=new))


def test_an_edit_under_new_rules_tells_the_edit_alone() -> None:
    """When rules and text changed at once, the comparison is with the old page under the new rules."""
    old, again = drawn(*LONG), drawn(*LONG, "A line the older rules had missed, with enough words to count.")
    new = drawn(*LONG[:-1], LONG[-1].replace("21 months", "50 months"), again.clauses[-1].text)
    before = kept(old)
    outcome = looked_twice(replace(before, drawn=again), new)
    assert isinstance(outcome, Changed)
    assert len(outcome.comparison.changes) == 1
    assert outcome.redrawn == Redrawn(snapshot=before.snapshot, drawn=again)


@pytest.mark.parametrize(
    ("old", "new", "is_silent"),
    [
        ("2026-01-02", "2026-01-02", True),
        ("2026-01-02", "2026-03-01", False),
        (None, None, False),
        ("2026-01", None, False),
    ],
)
def test_a_change_is_silent_only_beside_a_date_that_stays(old: str | None, new: str | None, *, is_silent: bool) -> None:
    """Silent is a change of substance on a page whose stated date did not move."""
    comparison = Comparison(significance=Significance.MATERIAL, changes=(), stated_old=old, stated_new=new)
    assert comparison.silent is is_silent


@pytest.mark.parametrize(
    ("before", "now", "is_silent"), [("en", "fr", False), ("en", "en", True), ("", "fr", True), ("en", "", True)]
)
def test_another_language_is_never_silent(before: str, now: str, *, is_silent: bool) -> None:
    """A text that is known to be in another language is told as that, whatever date the page states."""
    comparison = Comparison(
        significance=Significance.MATERIAL,
        changes=(),
        stated_old="2026-01-02",
        stated_new="2026-01-02",
        language_old=before,
        language_new=now,
    )
    assert (comparison.silent, comparison.changes_language) == (is_silent, not is_silent)


@pytest.mark.parametrize(
    ("left", "is_held"),
    [
        ([*LONG[:17], LONG[17][:40]], True),
        (LONG[:19], True),
        ([*LONG[:10], *LONG[11:]], False),
        ([*LONG[:13], "We keep all of it for as long as we like, and longer."], False),
    ],
    ids=["in a clause", "between", "whole", "edited"],
)
def test_a_page_that_breaks_off_is_no_edit(left: list[str], *, is_held: bool) -> None:
    """A text with nothing new that lost its end where the page's markup stops is held, however much is left."""
    outcome = looked_twice(kept(drawn(*LONG)), drawn(*left), is_cut=True)
    assert (holds(outcome) is Claim.SHORTENED, isinstance(outcome, Changed)) == (is_held, not is_held)


@pytest.mark.parametrize(
    ("looks", "days", "is_told"), [(0, 0, False), (1, 9, False), (2, 2, False), (2, 3, True), (9, 2.9, False)]
)
def test_a_large_claim_is_told_once_it_has_stayed(looks: int, days: float, *, is_told: bool) -> None:
    """What three looks over three days have found is what the site says now: no page keeps a watch blind for good."""
    for new, claim in ((drawn(*LONG[:9]), Claim.SHORTENED), (drawn(*GERMAN, language="de"), Claim.LANGUAGE)):
        known = holding(new, claim, days=days, looks=looks) if looks else KNOWN
        before = replace(kept(drawn(*LONG)), held=look_at(days=days) if looks else None)
        outcome = decide(known, before, new, at=NOW, first=new if looks else None)
        assert isinstance(outcome, Changed) is is_told
        if isinstance(outcome, Changed):
            assert (outcome.claim, outcome.look, outcome.drawn) == (claim, before.held, new)


def look_at(*, days: float) -> Look:
    return Look(at=NOW - timedelta(days=days), url="https://example.org/", body=Body(content=b"x"))


def test_a_large_claim_bears_small_edits() -> None:
    """A replacement that is edited while it is held is told as it was first seen; the next look tells the edit."""
    first = drawn(*GERMAN, language="de")
    now = drawn(*GERMAN[:-1], "Die Daten zu Vorgang 19 werden zehn Jahre aufbewahrt.", language="de")
    before = replace(kept(drawn(*LONG)), held=look_at(days=4))
    outcome = decide(holding(first, Claim.LANGUAGE, days=4), before, now, at=NOW, first=first)
    assert isinstance(outcome, Changed)
    assert (outcome.drawn, outcome.look, outcome.is_of_the_past) == (first, before.held, True)


def test_another_replacement_begins_anew() -> None:
    """A text that has little of the one that is held is held for itself, from now on."""
    first, other = drawn(*GERMAN, language="de"), drawn(*[text[::-1] for text in GERMAN], language="de")
    before = replace(kept(drawn(*LONG)), held=look_at(days=4))
    outcome = decide(holding(first, Claim.LANGUAGE, days=4), before, other, at=NOW, first=first)
    assert isinstance(outcome, Held)
    assert (outcome.held.looks, outcome.held.since, outcome.held.digest) == (1, NOW, other.text_digest)


def test_of_the_past_a_later_page_bears_out_a_large_claim() -> None:
    """Pages of the past are the looks there are: one more, a day or more later, is enough."""
    new = drawn(*GERMAN, language="de")
    before = replace(kept(drawn(*LONG)), held=look_at(days=1))
    known = holding(new, Claim.LANGUAGE, days=1, looks=1)
    assert isinstance(decide(known, before, new, at=NOW, first=new), Held)
    assert isinstance(decide(known, before, new, at=NOW, first=new, is_past=True), Changed)


@pytest.mark.parametrize(("days", "is_told"), [(None, True), (1, False), (1.9, False), (2, True), (30, True)])
def test_of_the_past_the_page_within_three_days_is_heard_first(days: float | None, *, is_told: bool) -> None:
    """A replacement borne out after a day waits for the next page where that one could deny it within three days."""
    new = drawn(*GERMAN, language="de")
    before = replace(kept(drawn(*LONG)), held=look_at(days=1))
    known = holding(new, Claim.LANGUAGE, days=1, looks=1)
    next_at = NOW + timedelta(days=days) if days else None
    outcome = decide(known, before, new, at=NOW, first=new, is_past=True, next_at=next_at)
    assert isinstance(outcome, Changed) is is_told


def test_another_document_at_the_address_has_to_stay() -> None:
    """A site that puts its terms, or one policy for all, where the policy was: told as a replacement if it stays."""
    terms = drawn(
        *(f"You owe us the fee of rule {n} within {n} days, as the law of the place has it." for n in range(40))
    )
    terms = replace(terms, document=replace(terms.document, title="Terms of Service"))
    assert holds(decide(KNOWN, kept(drawn(*LONG)), terms, at=NOW)) is Claim.REPLACED
