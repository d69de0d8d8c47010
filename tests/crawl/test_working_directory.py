from __future__ import annotations

import json
import subprocess
import sys

import pytest

from tests.policies import policy
from tests.product import ROOT
from tests.servers import PATIENCE_SECONDS, page

# of the standard library, of ours, of what we use, and what libraries look for though it need not be there
NAMES = ("email", "socket", "zlib", "crawler", "monitor", "storage", "scrapy", "twisted", "settings",
         "brotlicffi", "cchardet", "h2", "socks", "py3langid", "pycurl", "_winapi")  # fmt: skip


@pytest.fixture
def folder(tmp_path):
    """A folder full of modules that leave a mark when they are imported, in a Scrapy project of somebody's."""
    made = tmp_path / "downloads"
    for name in NAMES:
        (made / name).mkdir(parents=True)
        code = f"with open({str(tmp_path / 'mark')!r}, 'a') as mark: mark.write({name!r} + ' ')\n"
        (made / name / "__init__.py").write_text(code)
    (made / "scrapy.cfg").write_text("[settings]\ndefault = settings\nclausewatch = settings\n")
    return made


@pytest.fixture
def mark(folder):
    """The file in which every module of the folder that is imported writes its name."""
    return folder.parent / "mark"


@pytest.fixture
def command(folder, product, mark):
    """Run the command as it is installed, a script in another folder, with the folder as its working directory."""
    script = folder.parent / "bin" / "clausewatch"
    script.parent.mkdir()
    script.write_text("from monitor.cli.main import main\nif __name__ == '__main__':\n    main()\n")

    def run(*args):
        done = subprocess.run(
            [sys.executable, script, *args],
            cwd=folder,
            env=product.environment,
            capture_output=True,
            text=True,
            timeout=PATIENCE_SECONDS,
            check=False,
        )
        assert done.returncode == 0, done
        assert not mark.exists(), mark.read_text()
        return done

    return run


@pytest.mark.drill
def test_no_check_imports_from_the_working_directory(command, site, product):
    """A page is looked at and checked without a module that lies in the working directory, whatever its name."""
    site["/policy"] = page(policy())
    command("add", site.url("/policy"))
    command("check", "--all")
    assert product.watches()[site.url("/policy")]["last_check"]["outcome"] in {"new", "unchanged"}


def test_no_comparison_imports_from_the_working_directory(command, folder):
    """Pairs of files are compared without a module that lies in the working directory."""
    (folder / "old.html").write_text(policy(), encoding="utf-8")
    (folder / "pairs.jsonl").write_text('{"id": 1, "old": "old.html", "new": "old.html"}\n')
    assert json.loads(command("compare", "--pairs", "pairs.jsonl").stdout)["changed"] is False


def test_a_crawl_by_hand_runs_in_the_project(site, product):
    """Whoever calls `scrapy` in the project's folder has what is due checked."""
    site["/policy"] = page(policy())
    product.add(site.url("/policy"))
    scrapy = [sys.executable, "-P", "-m", "scrapy", "crawl", "policies"]
    environment = {name: value for name, value in product.environment.items() if name != "PYTHONSAFEPATH"}
    subprocess.run(scrapy, cwd=ROOT, env=environment, capture_output=True, timeout=PATIENCE_SECONDS, check=True)
    assert product.watches()[site.url("/policy")]["last_check"]["outcome"] == "new"
