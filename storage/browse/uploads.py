"""Forms that bring a file along (RFC 7578), read from a body of bounded size."""

from __future__ import annotations

from typing import TYPE_CHECKING

from python_multipart import FormParser
from python_multipart.exceptions import FormParserError
from python_multipart.multipart import parse_options_header

if TYPE_CHECKING:
    from python_multipart.multipart import Field, File

TYPE = "multipart/form-data"
LONGEST = 1_000_000  # bytes of a body; a list of 10,000 suppliers
SECONDS = 60.0  # in which that has to come


def parts_of(content_type: str, body: bytes) -> dict[str, bytes]:
    """Return the fields and the contents of the files of a form by their names, of several of a name the first.

    Args:
        content_type: of the request, with the boundary.
        body: what was sent, of bounded size.

    Raises:
        ValueError: it is no such form.
    """
    kind, options = parse_options_header(content_type)
    if kind.decode("latin-1") != TYPE or not options.get(b"boundary"):
        raise ValueError("this is no form with files")
    found: dict[str, bytes] = {}

    def add(name: bytes | None, value: bytes) -> None:
        found.setdefault((name or b"").decode("utf-8", "replace"), value)

    def on_field(field: Field) -> None:
        add(field.field_name, field.value or b"")

    def on_file(file: File) -> None:
        file.file_object.seek(0)
        add(file.field_name, file.file_object.read())
        file.close()

    # what is no longer than a body stays in memory
    config = {"MAX_MEMORY_FILE_SIZE": 2 * LONGEST}
    try:
        parser = FormParser(TYPE, on_field, on_file, boundary=options[b"boundary"], config=config)
        parser.write(body)
        parser.finalize()
    except FormParserError as error:
        raise ValueError("this form is broken off or damaged") from error
    return found
