"""A PDF measured before pdfium reads it: what its streams unpack to is counted where they are unpacked."""

from __future__ import annotations

from io import BytesIO
from typing import TYPE_CHECKING, Any

from pypdf import PdfReader, apply_configuration
from pypdf.errors import LimitReachedError
from pypdf.generic import EncodedStreamObject, IndirectObject

if TYPE_CHECKING:
    from contextlib import AbstractContextManager

MOST_A_STREAM = 32_000_000
"""Bytes that one stream may unpack to, at each of its filters; a page's words take some thousands."""
MOST_A_FILE = 128_000_000
"""Bytes that all streams of a file may unpack to that have to be read for its words; pictures are not."""
MOST_TOKENS = 1_000_000
"""Spaces between the numbers, strings and operators of one stream; a page of dense text has some thousands."""
MOST_FILTERS = 4  # one upon another; a guess: each may unpack the one before a thousandfold
_SPACES = (b" ", b"\n", b"\r", b"\t")
MOST_OBJECTS = 500_000  # that a file may say it has; each takes some bytes of a file of 20 MB


def within_bounds() -> AbstractContextManager[object]:
    """Return a context in which pypdf keeps the bounds; whatever it passes raises LimitReachedError."""
    return apply_configuration(
        maximum_declared_stream_length=MOST_A_STREAM,
        array_based_stream_maximum_output_length=MOST_A_STREAM,
        lzw_maximum_output_length=MOST_A_STREAM,
        run_length_maximum_output_length=MOST_A_STREAM,
        zlib_maximum_output_length=MOST_A_STREAM,
        brotli_maximum_output_length=MOST_A_STREAM,
        jbig2_maximum_output_length=MOST_A_STREAM,
        stream_decoding_work_maximum_length=3 * MOST_A_STREAM,
        stream_filters_maximum_length=MOST_FILTERS,
        stream_parsing_work_maximum_count=MOST_TOKENS,
        jbig2dec_binary=None,  # a program of its own, for pictures
    )


class BoundedReader(PdfReader):
    """Reads a PDF, counting what it unpacks.

    Args:
        body: the file.

    Raises:
        LimitReachedError: what has to be read before any page unpacks to too much; else whatever pypdf does.
    """

    def __init__(self, body: bytes) -> None:
        self.left = MOST_A_FILE
        self.is_over = False  # pypdf goes on without what it could not unpack
        try:
            super().__init__(BytesIO(body), xref_stream_maximum_entries=MOST_OBJECTS)
        except Exception as error:
            if self.is_over:
                raise LimitReachedError("its cross-references do") from error
            raise

    def count(self, size: int) -> None:
        """Count so many bytes as unpacked. Raises LimitReachedError where that is more than is allowed in all."""
        self.left -= size
        if self.left < 0:
            self.is_over = True
            raise LimitReachedError(f"its streams have more than {MOST_A_FILE:,} bytes in all")

    def unpack_all(self) -> None:
        """Unpack every stream but pictures, so that nothing of the file is more than was counted.

        Raises:
            LimitReachedError: they are too large, have too many parts, or too large ones.
        """
        for generation, places in self.xref.items():
            for number in places:
                self._unpack(IndirectObject(number, generation, self))
        if self.is_over:
            raise LimitReachedError("its streams do")

    def _unpack(self, reference: IndirectObject) -> None:
        try:
            found = self.get_object(reference)
            if not isinstance(found, _Counted) or found.get("/Subtype") == "/Image":
                return
            data = found.get_data()
        except (MemoryError, LimitReachedError):
            raise
        except Exception:  # noqa: BLE001 - pypdf raises whatever a broken object makes it raise; pdfium goes on without
            return
        if sum(map(data.count, _SPACES)) > MOST_TOKENS:
            self.is_over = True
            raise LimitReachedError(f"a stream has more than {MOST_TOKENS:,} parts")

    def cache_indirect_object(self, generation: int, idnum: int, obj: Any) -> Any:  # noqa: ANN401 - pypdf's
        """Keep an object; each stream comes by here before it is unpacked."""
        if type(obj) is EncodedStreamObject:
            obj.__class__ = _Counted
        return super().cache_indirect_object(generation, idnum, obj)


class _Counted(EncodedStreamObject):
    """A stream of a `BoundedReader`."""

    def get_data(self) -> bytes:
        """Unpack it, once. Raises LimitReachedError where it, or its file, unpacks to too much."""
        if self.decoded_self is not None:
            kept: bytes = super().get_data()
            return kept
        reader: Any = self.indirect_reference.pdf if self.indirect_reference else None
        reader.count(0)
        try:
            data: bytes = super().get_data()
        except LimitReachedError:
            reader.is_over = True
            raise
        reader.count(len(data))
        return data
