from __future__ import annotations

import re
import shutil
import subprocess
import sys
from email import message_from_bytes, policy
from pathlib import Path

import pytest

from monitor.demo.run import READER, prepare, run_demo
from storage.deliveries import list_deliveries
from tests.servers import PATIENCE_SECONDS

ROOT = Path(__file__).parents[2]
EDITED = {"Brindlewick Tea", "Officina Lumenta", "Půjčovna kol Zelenohrad", "Quillhaven"}
CLI = [sys.executable, "-c", "from monitor.cli.main import main; main()"]


@pytest.fixture(scope="module")
def demo(tmp_path_factory):
    """One run of the demo: its folder, its result, and what it told."""
    folder = tmp_path_factory.mktemp("demo") / "data"
    told = []
    prepare(folder)
    result = run_demo(folder, tell=told.append)
    yield folder, result, "\n".join(told)
    result.app.close()


def mail_of(result, name):
    """The one mail about a company."""
    (mail,) = [mail for mail in result.mails if mail["Subject"].startswith(f"{name}: ")]
    return mail


def text_of(mail):
    """The text body with its white space folded."""
    return " ".join(mail.get_body(("plain",)).get_content().split())


def test_the_reader_gets_one_mail_for_each_company_that_changed_its_words(demo):
    """Four edits give four mails; the first check, the noise and the typography give none."""
    _, result, _ = demo
    assert {mail["Subject"].partition(":")[0] for mail in result.mails} == EDITED
    assert len(result.mails) == len(EDITED)
    assert {mail["To"] for mail in result.mails} == {READER}
    assert len({mail["Message-ID"] for mail in result.mails}) == len(EDITED)


@pytest.mark.parametrize(
    ("name", "told"),
    [
        (
            "Brindlewick Tea",
            [
                "4. How long we keep it",
                "Reworded",
                "material",
                "retention: 12 months -> 36 months",
                "deleted after [-12-]{+36+} months",
            ],
        ),
        ("Officina Lumenta", ["4. Destinatari dei dati", "Added", "material", "{+I dati relativi agli acquisti"]),
        ("Půjčovna kol Zelenohrad", ["VI. Vaše práva", "Removed", "material", "[-Máte právo kdykoli vznést námitku"]),
        ("Quillhaven", ["6. Your choices", "Moved", "2.3 Usage data", "You can switch off usage reports"]),
    ],
)
def test_each_mail_shows_the_one_clause_that_changed(demo, name, told):
    """A mail names the place, the kind and the reason of exactly one clause change, with its redline."""
    text = text_of(mail_of(demo[1], name))
    for words in told:
        assert words in text
    assert re.search(r"\b1 (material|minor) clause change\.", text)
    assert "/change/" in text


def test_the_mails_are_kept_to_be_opened(demo):
    """Each mail is saved as it came, and its HTML beside it."""
    folder, result, _ = demo
    saved = {
        path.stem: message_from_bytes(path.read_bytes(), policy=policy.default) for path in folder.glob("mail/*.eml")
    }
    assert {mail["Message-ID"] for mail in saved.values()} == {mail["Message-ID"] for mail in result.mails}
    for stem, mail in saved.items():
        html = (folder / "mail" / f"{stem}.html").read_text(encoding="utf-8")
        assert html.splitlines() == mail.get_body(("html",)).get_content().splitlines()
        assert re.search(r"<(ins|del) |Moved", html)


def test_the_store_holds_what_was_told(demo):
    """Every notice is marked sent, six first texts and five later ones are kept, and the file is sound."""
    _, result, _ = demo
    db = result.app.db
    assert {d.state for d in list_deliveries(db)} == {"sent"}
    reasons = dict(db.execute("SELECT reason, count(*) FROM snapshots GROUP BY reason").fetchall())
    assert reasons == {"first": 6, "changed": 5}
    assert db.execute("PRAGMA integrity_check").fetchone()[0] == "ok"
    assert db.execute("PRAGMA foreign_key_check").fetchall() == []


def test_nothing_around_the_policies_is_kept(demo):
    """No menu, banner, widget, prompt, pixel or rotating noise is among the clauses."""
    clauses = [row[0] for row in demo[1].app.db.execute("SELECT text FROM clauses")]
    foreign = ("Sign in", "password", "cookies to count visits. Do you", "Zahájit chat", "Visitor 10", "Visite:", "Free delivery",
               "From our journal", "Ho capito", "Alle akzeptieren", "Pricing", "helpful", "Partager", "abonnieren", "Warenkorb funktioniert")  # fmt: skip
    assert len(clauses) > 150
    assert [(word, clause) for word in foreign for clause in clauses if word in clause] == []


def test_a_clause_of_every_kind_of_place_is_kept(demo):
    """Text of hidden panels, nested lists, table rows and closed details is among the clauses, word for word."""
    clauses = " ".join(row[0] for row in demo[1].app.db.execute("SELECT text FROM clauses"))
    for kept in (
        "Server logs are kept for thirty days.",
        "the IP address and browser of the device you use;",
        "eventuali esigenze di accessibilità comunicate dall'interessato.",
        "Due anni dal corso",
        "Fjordstack AS",
        "Spedition Wattblick",
        "Les factures sont conservées dix ans.",
    ):
        assert kept in clauses


def run_cli(*arguments):
    """Run the command as its own process, without a terminal."""
    return subprocess.run(
        [*CLI, *arguments],
        cwd=ROOT,
        capture_output=True,
        text=True,
        encoding="utf-8",
        timeout=PATIENCE_SECONDS,
        stdin=subprocess.DEVNULL,
        check=False,
    )


def test_the_command_ends_by_itself_without_a_terminal(demo, tmp_path):
    """It prints what arrived, says how to browse and exits with 0, also over a folder of its own of an earlier time."""
    folder = shutil.copytree(demo[0], tmp_path / "demo")
    done = run_cli("demo", "--data", str(folder))
    assert (done.returncode, done.stderr) == (0, "")
    assert done.stdout.count("Subject: ") == len(EDITED)
    assert "clausewatch browse --data" in done.stdout


def test_the_command_touches_no_folder_of_others(tmp_path):
    """A folder with anything else in it is refused in one line, and stays as it was."""
    (tmp_path / "thesis.txt").write_text("irreplaceable")
    done = run_cli("demo", "--data", str(tmp_path))
    assert done.returncode == 2
    assert len(done.stderr.splitlines()) == 1
    assert [path.name for path in tmp_path.iterdir()] == ["thesis.txt"]
