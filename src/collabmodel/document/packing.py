"""The text of a document as gzip data, and back, never into more memory than was allowed."""

from __future__ import annotations

import io
import zlib

from collabmodel.domain.errors import InvalidDocument
from collabmodel.domain.problems import Problem

__all__ = ["pack", "require_at_most", "unpack"]

_PIECE = 2**20


def pack(text: bytes) -> bytes:
    """*text* as gzip data: the same for the same text, with no name and no time in it.

    >>> unpack(pack(b"{}"), largest=2)
    b'{}'
    """
    packed = zlib.compress(text, 6, wbits=31)
    return packed[:9] + b"\xff" + packed[10:]  # byte 9 names the system: not known


def unpack(packed: bytes, largest: int) -> bytes:
    """The text that is in gzip data.

    Args:
        packed: The data.
        largest: The most bytes that the text may have. No more than that is unpacked.

    Raises:
        InvalidDocument: The text is larger, or the data are not gzip or not whole.
    """
    import gzip

    text = io.BytesIO()
    try:
        with gzip.GzipFile(fileobj=io.BytesIO(packed)) as file:
            while text.tell() <= largest and (piece := file.read(_PIECE)):
                text.write(piece)
    except (OSError, EOFError, zlib.error) as error:
        expected = "whole gzip data, as the name ends in .gz"
        found = f"data that do not unpack ({str(error).rstrip('.')})"
        remedy = "Fetch the file again, or call it .json where it is not packed."
        raise _problem("not-gzip", expected, found, remedy) from None
    require_at_most(largest, text.tell())
    return text.getvalue()


def require_at_most(largest: int, size: int) -> None:
    """Refuse what is larger than was allowed."""
    if size > largest:
        remedy = "Where you trust the file, call load with a higher largest."
        raise _problem("too-large", f"at most {largest:,} bytes", "more", remedy)


def _problem(code: str, expected: str, found: str, remedy: str) -> InvalidDocument:
    return InvalidDocument([Problem(code, "Document", "", expected, found, remedy)])
