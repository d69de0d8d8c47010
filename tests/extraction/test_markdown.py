from __future__ import annotations

from time import process_time

import pytest

from crawler.extraction.reading.markdown import markdown_runs
from tests import costs


def drawn(text):
    """Return (kind, text) of what is drawn from Markdown."""
    return [(run.kind.value, f"{run.label} {run.text}".strip()) for run in markdown_runs(text)]


@pytest.mark.parametrize(
    ("text", "blocks"),
    [
        ('# Policy {#top}\n{: .intro }\n\nWe keep it.\n{: datetime="2014-04-15" }\n', ["Policy", "We keep it."]),
        ("* Updates\n  {: #updates }\n* Crashes {: .x}\n", ["Updates", "Crashes"]),
        ("We keep {% if plan == 'a' %}your {% endif %}data.\n", ["We keep your data."]),
        ("We are {{site.name}} of {{ site.town }}.\n", ["We are {{ site.name }} of {{ site.town }}."]),
        ("{% comment %}\nnot yet\n{% endcomment %}\nWe keep it.\n", ["We keep it."]),
        ("---\ntitle: x\n---\nWe keep it.\n", ["We keep it."]),
        ("Kept since the year\n2014. And so\n3. on.\n", ["Kept since the year 2014. And so 3. on."]),
        ("Kept:\n1. names\n2. mails\n", ["Kept:", "1. names", "2. mails"]),
        ("Fish &amp; chips&nbsp;shop &lt;us&gt;\n", ["Fish & chips shop <us>"]),
        (
            "<details><summary>Who</summary>\n\nNobody **at** all.\n</details>\n<h3>Next</h3>\n",
            ["Who", "Nobody at all.", "Next"],
        ),
        (
            "<table>\n<tr><th>Data</th></tr>\n\n<tr><td>a</td><td>b</td></tr>\n\n<tr><td>c</td><td>d</td></tr>\n</table>\nE.",
            ["Data: a | b", "Data: c | d", "E."],
        ),
        ("<script>var a = 'x';</script>\nWe keep it.\n", ["We keep it."]),
        ("One.\n<table><tr><td>never closed", ["One.", "never closed"]),
        ("Kept 5 * 3 * 2 days; ask [our site] or [b][c].\n", ["Kept 5 * 3 * 2 days; ask [our site] or [b][c]."]),
        ("```\n# no heading\n\n*kept*\n```\nWe keep it.\n", ["# no heading", "*kept*", "We keep it."]),
        ("We keep\n\n    your name\n    and town.\n", ["We keep", "your name and town."]),
        ("**Who.**We, and _none._Else; `a_b` \\*\\*kept\\*\\*.\n", ["Who.We, and none.Else; a_b **kept**."]),
        ("[1]: Our printer is in Bergen.\n\n[2]: https://heron.example\n", ["[1]: Our printer is in Bergen."]),
        (
            "Write to <title> or <b>us</b> ![logo](data:image/svg+xml,%3Csvg'x'%3E)<br>at once.\n",
            ["Write to or us at once."],
        ),
        ("10.  Fees\n    1.  paid\n    2.  owed\n11.  End\n", ["10. Fees", "1. paid", "2. owed", "11. End"]),
        ("• names\n• mails\n", ["names", "mails"]),
        (
            "| Data | Kept |\n|---|\n| names | a year | by us |\n| mails \\| calls | a day |\n",
            ["Data: names | Kept: a year | by us", "Data: mails | calls | Kept: a day"],
        ),
    ],
)
def test_what_a_reader_sees(text, blocks):
    """Attribute lists, template tags and front matter go; wrapped lines join; HTML is read as HTML."""
    assert [said for _, said in drawn(text)] == blocks


def test_a_template_variable_renamed_changes_nothing():
    """What only steers a template is not policy."""
    text = "With Connect, {% ifversion old-name %}or Cloud {% endif %}you share data.\n"
    assert drawn(text) == drawn(text.replace("old-name", "new"))


@pytest.mark.drill
@pytest.mark.parametrize(
    "text",
    [
        "{" * 100_000,
        "{%" * 50_000,
        "<table>\n\n" * 20_000,
        "[" * 50_000,
        "{: " * 30_000,
        "![" * 20_000,
        "x <![CDATA[" * 10_000,
        "a|b\n-|-\n" * 10_000,
        "> " * 50_000,
        "* " * 50_000,
        "| a " * 30_000 + "\n" + "|-" * 30_000,
    ],
)
def test_hostile_markdown_is_bounded(text):
    """Marks that never close cost no more than a few hundred honest pages."""
    start = process_time()
    markdown_runs(text)
    assert costs.fits(process_time() - start, pages=300)


@pytest.mark.parametrize("mark", ["> ", "- ", "1. ", ">- "])
def test_nothing_is_lost_in_the_depths(mark):
    """What stands deeper within lists and quotes than anyone writes is read all the same."""
    deep = "\n".join(f"{mark * depth}word{depth}" for depth in range(1, 300))
    said = " ".join(text for _, text in drawn(f"{deep}\n\nWe keep it.\n"))
    assert all(f"word{depth}" in said for depth in range(1, 300))
    assert said.endswith("We keep it.")


def test_nothing_is_lost_among_too_many_marks():
    """A text with more marks than anyone writes is read as it is, paragraph by paragraph."""
    few, many = ("\n\n".join(["**We** keep [names](a), [mails](b) and [calls](c)."] * times) for times in (2, 11_000))
    assert drawn(few) == [("paragraph", "We keep names, mails and calls.")] * 2
    assert drawn(many) == [("paragraph", "**We** keep [names](a), [mails](b) and [calls](c).")] * 11_000
