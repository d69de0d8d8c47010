"""Writes the generated parts of the documentation, from the code itself: commands, settings, languages."""

from __future__ import annotations

import re
import sys
from pathlib import Path
from typing import TYPE_CHECKING

DOCS = Path(__file__).resolve().parent
sys.path.insert(0, str(DOCS.parent))

import click  # noqa: E402 - the product is found beside this folder
from annotated_types import Ge, Le, MaxLen  # noqa: E402
from pydantic_core import PydanticUndefined  # noqa: E402

from crawler.config import CrawlConfig  # noqa: E402
from crawler.extraction.rule_table import rows  # noqa: E402
from monitor.cli.main import cli  # noqa: E402
from monitor.config import PREFIX, Config  # noqa: E402
from monitor.core.languages import known  # noqa: E402

if TYPE_CHECKING:
    from collections.abc import Iterator

    from pydantic.fields import FieldInfo

START, END = "<!-- generated: make docs -->\n", "<!-- end -->\n"


def _meanings() -> dict[str, str]:
    """Read what each setting means from the docstrings of the two classes."""
    found: dict[str, str] = {}
    for owner in (CrawlConfig, Config):
        arguments = (owner.__doc__ or "").partition("Args:")[2]
        found |= dict(re.findall(r"(?m)^\s+(\w+): (.+)$", arguments))
    return found


def _bounds(field: FieldInfo) -> str:
    parts = {type(rule): rule for rule in field.metadata}
    if Ge in parts and Le in parts:
        return f"{parts[Ge].ge} to {parts[Le].le}"
    if MaxLen in parts:
        return f"up to {parts[MaxLen].max_length} characters"
    choices = getattr(field.annotation, "__args__", ())
    return ", ".join(f"`{one}`" for one in choices if isinstance(one, str))


def _default(field: FieldInfo) -> str:
    value = field.default
    if value is PydanticUndefined or value in ("", (), None) or "Secret" in type(value).__name__:
        return ""
    return f"`{value}`"


def _row(key: str, field: FieldInfo, meaning: str) -> str:
    words = meaning[:1].upper() + meaning[1:]
    return f"| `{key}` | `{PREFIX}{key.upper()}` | {_default(field)} | {_bounds(field)} | {words} |"


def settings() -> str:
    """Return the table of settings."""
    meanings = _meanings()
    rows = [_row(key, field, meanings[key]) for key, field in Config.model_fields.items()]
    return "\n".join(["| key | environment | default | values | meaning |", "|---|---|---|---|---|", *rows, ""])


def _option(parameter: click.Parameter, context: click.Context) -> str:
    names, meaning = parameter.get_help_record(context) or ("", "")
    return f"- `{' '.join(names.split())}`: {' '.join(meaning.split())}"


def _paragraph(text: str) -> str:
    """Return a paragraph of a help text in Markdown; click's backslash-b marks lines to be kept as they are."""
    lines = [line.strip() for line in text.strip().removeprefix("\b").strip().splitlines()]
    return "```sh\n" + "\n".join(lines) + "\n```" if text.lstrip().startswith("\b") else " ".join(lines)


def _describe(words: str, command: click.Command, context: click.Context) -> Iterator[str]:
    here = click.Context(command, parent=context, info_name=words)
    pieces = " ".join(command.collect_usage_pieces(here))
    yield f"## `clausewatch {words} {pieces}`\n"
    yield "\n\n".join(_paragraph(one) for one in (command.help or "").strip().split("\n\n")) + "\n"
    options = [_option(p, here) for p in command.params if isinstance(p, click.Option) and not p.hidden]
    if options:
        yield "\n".join(options) + "\n"
    if isinstance(command, click.Group):
        for name, below in command.commands.items():
            yield from _describe(f"{words} {name}", below, context)


def commands() -> str:
    """Return the description of every command."""
    context = click.Context(cli, info_name="clausewatch")
    parts: list[str] = []
    for name in cli.list_commands(context):
        command = cli.get_command(context, name)
        assert command is not None  # noqa: S101 - it is listed
        parts += _describe(name, command, context)
    return "\n".join(parts)


def languages() -> str:
    """Return the table of the languages: how many words and patterns each has in each section."""
    english = next(language for language in known().each if language.code == "en")
    sections = list(english.sections)
    lines = [
        [f"`{one.code}`", one.name, *(str(_leaves(one.table(name)) or "") for name in sections)] for one in known().each
    ]
    head = ["file", "language", *sections]
    return "\n".join(f"| {' | '.join(row)} |" for row in [head, ["---"] * len(head), *lines]) + "\n"


def _leaves(table: object) -> int:
    below = table.values() if isinstance(table, dict) else table if isinstance(table, list) else ()
    return sum(map(_leaves, below)) if below else isinstance(table, str)


def rules() -> str:
    """Return the table of the rules of extraction."""
    lines = [f"| {name} | {where} | {meaning} |" for name, where, meaning in rows()]
    return "\n".join(["| rule | judges | what it does |", "|---|---|---|", *lines, ""])


def _filled(path: Path, generated: str) -> str:
    before, _, rest = path.read_text(encoding="utf-8").partition(START)
    return before + START + "\n" + generated + "\n" + END + rest.partition(END)[2]


def pages() -> list[tuple[Path, str]]:
    """Return each page that has a generated part, with the text it should have."""
    return [
        (DOCS / "commands.md", _filled(DOCS / "commands.md", commands())),
        (DOCS / "configuration.md", _filled(DOCS / "configuration.md", settings())),
        (DOCS / "languages.md", _filled(DOCS / "languages.md", languages())),
        (DOCS / "extraction.md", _filled(DOCS / "extraction.md", rules())),
    ]


def main() -> int:
    """Write the pages; with --check only say which are stale."""
    stale = [(path, text) for path, text in pages() if path.read_text(encoding="utf-8") != text]
    for path, text in stale:
        print(f"{path.name} is stale" if "--check" in sys.argv else f"wrote {path.name}")
        if "--check" not in sys.argv:
            path.write_text(text, encoding="utf-8")
    return 1 if stale and "--check" in sys.argv else 0


if __name__ == "__main__":
    sys.exit(main())
