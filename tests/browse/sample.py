"""A small store as a few weeks of watching leave it: invented companies, four languages, every state."""

from __future__ import annotations

import hashlib
import json
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING

import zstandard

from storage.database import FILE_NAME, open_store

if TYPE_CHECKING:
    import sqlite3
    from pathlib import Path

NOW = datetime(2026, 3, 10, 9, 30, tzinfo=UTC)
ADDRESS = "anna.secret@example.org"
HOSTILE_TEXT = "We <script>alert(1)</script> & <img src=x onerror=alert(2)> keep \"quotes\" for 'you'."
HOSTILE_TITLE = "</title><script>alert('title')</script>"
RAW = b"<html><script>alert('raw')</script><p>Raw page</p></html>"


def told_all(conn: sqlite3.Connection) -> None:
    """Have all changes of substance told on 2 March."""
    fits = "significance IN ('minor', 'material')"
    conn.execute(f"UPDATE changes SET told_at = '2026-03-02T08:00:00Z' WHERE {fits}")
    conn.execute(f"INSERT INTO reviews (change_id) SELECT id FROM changes WHERE {fits}")


def _at(days: float) -> str:
    return (NOW - timedelta(days=days)).strftime("%Y-%m-%dT%H:%M:%SZ")


LUMEN_1 = [
    (
        ["1. Who we are"],
        "paragraph",
        "",
        "Lumen Cartography Ltd. draws interactive maps for towns and museums. This policy tells you what we do with personal data when you use our maps or write to us.",
    ),
    (["2. What we collect"], "paragraph", "", "When you open an account we ask for the following:"),
    (["2. What we collect"], "item", "a)", "a) your name and e-mail address;"),
    (["2. What we collect"], "item", "b)", "b) the places you mark on a map, as long as you keep them."),
    (
        ["2. What we collect", "2.1 Location"],
        "paragraph",
        "",
        "We use your device's location only while the map is open, and we never store it.",
    ),
    (
        ["3. How long we keep it"],
        "paragraph",
        "",
        "We keep account data for 12 months after your last visit and delete it afterwards.",
    ),
    (["3. How long we keep it"], "row", "", "Data: Server logs | Period: 14 days | Why: security of the service"),
    (
        ["4. Who else sees it"],
        "paragraph",
        "",
        "We do not sell personal data. Our hosting provider processes it on our behalf within the European Economic Area.",
    ),
    (
        ["5. Your rights"],
        "paragraph",
        "",
        "You may ask for a copy of your data, have it corrected or deleted, and complain to the supervisory authority.",
    ),
    (["6. Contact"], "paragraph", "", "Write to privacy at lumen-cartography.example or to our office in Bristol."),
]
LUMEN_2 = [
    *LUMEN_1[:5],
    (
        ["3. How long we keep it"],
        "paragraph",
        "",
        "We keep account data for 36 months after your last visit and delete it afterwards.",
    ),
    LUMEN_1[6],
    (
        ["4. Who else sees it"],
        "paragraph",
        "",
        "We may sell personal data to advertising partners. Our hosting provider processes it on our behalf within the European Economic Area.",
    ),
    (
        ["4. Who else sees it"],
        "paragraph",
        "",
        "We share usage data with Brightside Analytics Inc. in the United States.",
    ),
    LUMEN_1[8],
    (
        ["6. Contact"],
        "paragraph",
        "",
        "Write to privacy at lumen\u2011cartography.example or to our office in Bristol.",
    ),
]
FORNO_1 = [
    (
        ["Chi siamo"],
        "paragraph",
        "",
        "Forno Digitale S.r.l., con sede a Modena, è titolare del trattamento dei dati raccolti tramite il proprio sito.",
    ),
    (
        ["Finalità"],
        "paragraph",
        "",
        "Trattiamo i dati per evadere gli ordini e per rispondere alle richieste dei clienti.",
    ),
    (
        ["Conservazione"],
        "paragraph",
        "",
        "I dati di fatturazione sono conservati per dieci anni, come previsto dalla legge.",
    ),
    (
        ["Diritti dell'interessato"],
        "paragraph",
        "",
        "L'interessato può chiedere l'accesso, la rettifica e la cancellazione dei dati.",
    ),
]
FORNO_2 = [
    *FORNO_1[:2],
    (
        ["Conservazione"],
        "paragraph",
        "",
        "I dati di fatturazione sono conservati per dieci anni, come previsto dalla legge; i curricula per sei mesi.",
    ),
    FORNO_1[3],
]
UHRWERK = [
    (["Verantwortlicher"], "paragraph", "", "Verantwortlich ist die Uhrwerk Nord GmbH in Kiel."),
    (
        ["Zwecke der Verarbeitung"],
        "paragraph",
        "",
        "Wir verarbeiten Ihre Daten, um Bestellungen auszuführen und Reparaturen anzunehmen.",
    ),
    (["Speicherdauer"], "paragraph", "", "Bestelldaten bewahren wir sechs Jahre lang auf."),
]
VELO = [
    (["Qui sommes-nous"], "paragraph", "", "Vélo Lagune SAS loue des bicyclettes électriques à La Rochelle."),
    (["Vos données"], "paragraph", "", "Nous conservons l'historique de vos locations pendant trois ans."),
]
HOSTILE = [(["<b>Heading</b>"], "paragraph", "<i>", HOSTILE_TEXT)]
# what each rule left out: its name, how many blocks, and how some begin, by the reason why
LEFT_OUT = [
    ("menu", 3, [('<nav class="top"> is a menu or footer by its tag or role', ["Maps", "Prices", "Log in"])]),
    (
        "last lines",
        1,
        [("it stands behind the last clause and is a copyright line", ["© 2026 Lumen Cartography Ltd."])],
    ),
]
HOSTILE_LEFT_OUT = [("<u>rule</u>", 700, [(f"<nav onclick='{HOSTILE_TEXT}'>", [HOSTILE_TEXT, "</li></ul></details>"])])]


def _change(kind: str, significance: str, old: tuple | None, new: tuple | None, redline: list, **more) -> dict:
    return {"kind": kind, "significance": significance, "old": old, "new": new, "redline": redline,
            "topics": more.get("topics", []), "reasons": more.get("reasons", []), "similarity": more.get("similarity", 0.0)}  # fmt: skip


class Writer:
    """Writes rows of a store as a few checks would have left them."""

    def __init__(self, folder: Path) -> None:
        self.db = open_store(folder)
        self.conn = self.db.conn

    def insert(self, table: str, **values) -> int:
        names = ", ".join(values)
        marks = ", ".join(f":{name}" for name in values)
        return self.conn.execute(f"INSERT INTO {table} ({names}) VALUES ({marks})", values).lastrowid

    def watch(self, slug: str, name: str, url: str, **more) -> int:
        values = {"kind": "privacy", "every_seconds": 86_400, "added_at": _at(60), "next_check_at": _at(-0.5)} | more
        return self.insert("watches", slug=slug, name=name, url=url, **values)

    def body(self, data: bytes) -> str:
        digest = hashlib.sha256(data).hexdigest()
        self.conn.execute(
            "INSERT OR IGNORE INTO bodies VALUES (?, 'text/html', 'utf-8', ?, ?)",
            (digest, len(data), zstandard.compress(data)),
        )
        return digest

    def clause(self, text: str) -> int:
        digest = hashlib.sha256(text.encode()).hexdigest()
        self.conn.execute("INSERT OR IGNORE INTO clauses (sha256, text) VALUES (?, ?)", (digest, text))
        return self.conn.execute("SELECT id FROM clauses WHERE sha256 = ?", (digest,)).fetchone()[0]

    def path(self, headings: list[str]) -> int:
        path = json.dumps(headings, ensure_ascii=False)
        self.conn.execute("INSERT OR IGNORE INTO heading_paths (path) VALUES (?)", (path,))
        return self.conn.execute("SELECT id FROM heading_paths WHERE path = ?", (path,)).fetchone()[0]

    def place(self, watch: int) -> int:
        return self.conn.execute("SELECT count(*) + 1 FROM snapshots WHERE watch_id = ?", (watch,)).fetchone()[0]

    def snapshot(self, watch: int, days: float, clauses: list, left_out: list | None = None, **more) -> int:
        url = self.conn.execute("SELECT url FROM watches WHERE id = ?", (watch,)).fetchone()[0]
        text = "\n".join(text for *_, text in clauses)
        values = {"reason": "first", "title": "Privacy policy", "language": "en", "stated_date": None,
                  "stated_precision": None, "stated_words": None, "url": url}  # fmt: skip
        snapshot = self.insert(
            "snapshots", watch_id=watch, place=self.place(watch), captured_at=_at(days), extractor="clausewatch-1/trafilatura-2.3.1 main",
            text_digest=hashlib.sha256(text.encode()).hexdigest(), clause_count=len(clauses),
            word_count=len(text.split()), body_sha256=self.body(RAW + text.encode()), **(values | more),
        )  # fmt: skip
        for position, (headings, kind, label, words) in enumerate(clauses):
            self.insert("snapshot_clauses", snapshot_id=snapshot, position=position, clause_id=self.clause(words),
                        heading_path_id=self.path(headings), kind=kind, label=label)  # fmt: skip
        if left_out is not None:
            rules = [{"rule": rule, "blocks": blocks, "shown": [{"because": why, "texts": texts} for why, texts in shown]}
                     for rule, blocks, shown in left_out]  # fmt: skip
            self.insert("left_out", snapshot_id=snapshot, extractor="clausewatch-1/trafilatura-2.3.1 main",
                        blocks=sum(rule["blocks"] for rule in rules), rules=json.dumps(rules, ensure_ascii=False))  # fmt: skip
        self.check(watch, days, "new" if more.get("reason", "first") == "first" else "changed", snapshot_id=snapshot)
        return snapshot

    def position(self, snapshot: int, clause: tuple) -> int:
        found = "SELECT min(position) FROM snapshot_clauses WHERE snapshot_id = ? AND clause_id = ?"
        return self.conn.execute(found, (snapshot, self.clause(clause[3]))).fetchone()[0]

    def check(self, watch: int, days: float, outcome: str, **more) -> None:
        values = {"status": 200, "url": "https://checked.example/", "size": 48_123, "milliseconds": 412} | more
        self.insert("fetches", watch_id=watch, at=_at(days), outcome=outcome, **values)

    def change(self, watch: int, old: int, new: int, significance: str, silent: int, changes: list[dict]) -> int:
        at = self.conn.execute("SELECT captured_at FROM snapshots WHERE id = ?", (new,)).fetchone()[0]
        change = self.insert("changes", watch_id=watch, old_snapshot_id=old, new_snapshot_id=new, at=at,
                             significance=significance, silent=silent)  # fmt: skip
        for place, entry in enumerate(changes):
            sides = {
                f"{side}_clauses": json.dumps(
                    [_json(entry[side], self.position(version, entry[side]))] if entry[side] else []
                )
                for side, version in (("old", old), ("new", new))
            }
            rest = {name: json.dumps(entry[name], ensure_ascii=False) for name in ("topics", "reasons", "redline")}
            rest["reason_details"] = json.dumps(
                [{"rule": "told", "subject": one, "went": None, "came": None} for one in entry["reasons"]]
            )
            self.insert("clause_changes", change_id=change, place=place, kind=entry["kind"],
                        significance=entry["significance"], similarity=entry["similarity"], **sides, **rest)  # fmt: skip
        return change


def _json(clause: tuple, position: int) -> dict:
    headings, kind, label, text = clause
    return {"position": position, "kind": kind, "heading_path": headings, "label": label, "text": text}


def make_store(folder: Path) -> Path:
    """Write the sample store and return its file."""
    store = Writer(folder)
    store.conn.execute("BEGIN IMMEDIATE")
    _lumen(store)
    _forno(store)
    _others(store)
    _private(store)
    store.conn.execute("COMMIT")
    store.conn.close()
    return folder / FILE_NAME


def _lumen(store: Writer) -> None:
    watch = store.watch("lumen-cartography", "Lumen Cartography", "https://lumen-cartography.example/privacy")
    store.insert("watch_tags", watch_id=watch, tag="suppliers")
    store.insert("watch_tags", watch_id=watch, tag="maps")
    dated = {"stated_date": "2025-11-03", "stated_precision": "day", "stated_words": "Last updated: 3 November 2025"}
    first = store.snapshot(watch, 40, LUMEN_1, LEFT_OUT, **dated)
    for day in range(39, 2, -1):
        store.check(watch, day, "not_modified" if day % 3 else "unchanged", status=304 if day % 3 else 200)
    second = store.snapshot(watch, 2.04, LUMEN_2, [], reason="changed", **dated)
    store.check(watch, 0.2, "not_modified", status=304)
    old, new = LUMEN_1, LUMEN_2
    store.change(watch, first, second, "material", 1, [
        _change("modified", "material", old[5], new[5],
                [["equal", "We keep account data for "], ["delete", "12"], ["insert", "36"], ["equal", " months after your last visit and delete it afterwards."]],
                topics=["retention"], reasons=["retention: 12 months -> 36 months"], similarity=0.97),
        _change("modified", "material", old[7], new[7],
                [["equal", "We "], ["delete", "do not"], ["insert", "may"], ["equal", " sell personal data"], ["insert", " to advertising partners"], ["equal", ". Our hosting provider processes it on our behalf within the European Economic Area."]],
                topics=["third-party"], reasons=['denial: "We do not sell personal data." -> "We may sell personal data to advertising partners."', "new recipient: advertising partners"], similarity=0.88),
        _change("added", "material", None, new[8], [["insert", new[8][3]]], topics=["third-party", "audiences"],
                reasons=["new recipient: Brightside Analytics Inc.", "transfer abroad: United States"]),
        _change("modified", "cosmetic", old[9], new[10],
                [["equal", "Write to privacy at "], ["delete", "lumen-cartography.example"], ["insert", "lumen\u2011cartography.example"], ["equal", " or to our office in Bristol."]],
                topics=["contact"], reasons=["typography only"], similarity=0.99),
    ])  # fmt: skip


def _forno(store: Writer) -> None:
    watch = store.watch(
        "forno-digitale", "Forno Digitale", "https://fornodigitale.example/privacy", every_seconds=21_600
    )
    store.insert("watch_tags", watch_id=watch, tag="suppliers")
    first = store.snapshot(
        watch,
        33,
        FORNO_1,
        language="it",
        title="Informativa sulla privacy",
        stated_date="2024-07",
        stated_precision="month",
        stated_words="luglio 2024",
    )
    second = store.snapshot(
        watch,
        12,
        FORNO_2,
        reason="changed",
        language="it",
        title="Informativa sulla privacy",
        stated_date="2026-02-26",
        stated_precision="day",
        stated_words="26 febbraio 2026",
    )
    third = store.snapshot(
        watch,
        9,
        FORNO_1,
        reason="reverted",
        language="it",
        title="Informativa sulla privacy",
        stated_date="2024-07",
        stated_precision="month",
        stated_words="luglio 2024",
    )
    store.snapshot(
        watch,
        5,
        FORNO_1,
        reason="reprocessed",
        language="it",
        title="Informativa sulla privacy",
        stated_date="2024-07",
        stated_precision="month",
        stated_words="luglio 2024",
    )
    added = "; i curricula per sei mesi"
    parts = [["equal", FORNO_1[2][3][:-1]], ["insert", added], ["equal", "."]]
    store.change(
        watch,
        first,
        second,
        "minor",
        0,
        [
            _change(
                "modified",
                "minor",
                FORNO_1[2],
                FORNO_2[2],
                parts,
                topics=["retention"],
                reasons=["retention: sei mesi"],
                similarity=0.9,
            )
        ],
    )
    back = [["equal", FORNO_1[2][3][:-1]], ["delete", added], ["equal", "."]]
    store.change(
        watch,
        second,
        third,
        "minor",
        0,
        [
            _change(
                "modified",
                "minor",
                FORNO_2[2],
                FORNO_1[2],
                back,
                topics=["retention"],
                reasons=["an earlier text returned"],
                similarity=0.9,
            )
        ],
    )
    store.check(watch, 0.1, "unchanged")


def _others(store: Writer) -> None:
    blind = store.watch(
        "uhrwerk-nord", "Uhrwerk Nord", "https://uhrwerk-nord.example/datenschutz", failures=4, failing_since=_at(4)
    )
    store.snapshot(blind, 21, UHRWERK, language="de", title="Datenschutzerklärung")
    store.check(blind, 6, "unchanged")
    for day in (4, 3, 2, 1):
        store.check(
            blind, day, "failed", kind="blocked", status=403, detail="a wall against bots answered instead of the page"
        )
    store.insert("blind_spells", watch_id=blind, since=_at(4), found_at=_at(2), kind="blocked", status=403)
    failing = store.watch(
        "velo-lagune",
        "Vélo Lagune",
        "https://velo-lagune.example/confidentialite",
        failures=1,
        failing_since=_at(0.3),
        every_seconds=604_800,
    )
    store.snapshot(failing, 30, VELO, language="fr", title="Politique de confidentialité")
    store.check(failing, 22, "failed", kind="timeout", status=None, detail="no answer within 60 seconds")
    store.check(failing, 20, "unchanged")
    store.check(failing, 15, "failed", kind="timeout", status=None, detail="no answer within 60 seconds")
    store.check(failing, 14, "unchanged")
    store.check(failing, 0.3, "failed", kind="http_error", status=503, detail="Service Unavailable")
    paused = store.watch("hostile", HOSTILE_TITLE, "javascript:alert(document.domain)", paused_at=_at(8))
    first = store.snapshot(
        paused,
        20,
        HOSTILE,
        HOSTILE_LEFT_OUT,
        title=HOSTILE_TITLE,
        language='en" onload="alert(3)',
        stated_date="<u>today</u>",
        stated_precision="day",
        stated_words="<u>today</u>",
    )
    second = store.snapshot(paused, 10, HOSTILE * 2, reason="changed", title=HOSTILE_TITLE)
    store.change(
        paused,
        first,
        second,
        "minor",
        1,
        [
            _change(
                "added", "minor", None, HOSTILE[0], [["insert", HOSTILE_TEXT]], topics=["<topic>"], reasons=["<reason>"]
            )
        ],
    )
    store.watch(
        "novy-obchod", "Nový Obchod", "https://novy-obchod.example/soukromi", added_at=_at(0.01), next_check_at=_at(0)
    )


def _private(store: Writer) -> None:
    subscriber = store.insert("subscribers", email=ADDRESS, added_at=_at(50))
    subscription = store.insert("subscriptions", subscriber_id=subscriber, watch_id=1, phrases='["secret plans"]')
    told = {"kind": "changes", "message_id": f"<1.{ADDRESS}>", "created_at": _at(2), "due_at": _at(2)}
    notice = store.insert("notices", subscriber_id=subscriber, **told)
    store.insert(
        "notice_changes", subscriber_id=subscriber, change_id=1, notice_id=notice, subscription_id=subscription
    )
    store.insert(
        "deliveries", notice_id=notice, state="failed", next_attempt_at=_at(0), last_error=f"{ADDRESS} refused"
    )
