"""Documents on disk: a file is either the old one or the new one, never half of each."""

from __future__ import annotations

import contextlib
import os
import secrets
from pathlib import Path

from collabmodel.document.text import from_json, to_json
from collabmodel.domain.errors import InvalidDocument, UnusableFile
from collabmodel.domain.model import Model

__all__ = ["load", "save"]


def load(path: str | os.PathLike[str], *, strict: bool = False) -> Model:
    """The model of the document in a file.

    Args:
        path: The file, whose text is UTF-8.
        strict: Whether members that this version does not know are refused.

    Raises:
        UnusableFile: The file is not there or cannot be read. It is also an `OSError`.
        InvalidDocument: The file holds no document of collabmodel, or one with problems.

    >>> save(Model(title="Town"), "town.json")
    >>> load("town.json")
    <Model: 'Town'>
    """
    try:
        content = Path(path).read_bytes()
    except OSError as error:
        raise _unusable("read", path, error) from error
    try:
        return from_json(content, strict=strict)
    except InvalidDocument as error:
        error.add_note(f"in {os.fspath(path)}")
        raise


def save(model: Model, path: str | os.PathLike[str]) -> None:
    """Write the document of *model* to a file.

    The document is written beside the file and then put in its place, so that a reader, or a
    machine that stops, finds the old document or the new one. A file that exists keeps its
    permissions; where *path* is a symbolic link, the file that it leads to is written.

    Args:
        model: A model without problems.
        path: The file. Its folder exists.

    Raises:
        InvalidModel: The model has problems. Nothing is written.
        UnusableFile: The file cannot be written. What was there before is still there.

    >>> save(Model(title="Town"), "town.json")
    >>> load("town.json").title
    'Town'
    """
    content = to_json(model).encode()
    target = Path(os.path.realpath(path))
    fresh = target.with_name(f".collabmodel-{secrets.token_hex(8)}.tmp")
    try:
        try:
            _write(fresh, content)
            with contextlib.suppress(FileNotFoundError):
                fresh.chmod(target.stat().st_mode & 0o7777)
            fresh.replace(target)
        except BaseException:
            fresh.unlink(missing_ok=True)
            raise
    except OSError as error:
        raise _unusable("write", path, error) from error


def _write(path: Path, content: bytes) -> None:
    with path.open("xb") as file:
        file.write(content)
        file.flush()
        os.fsync(file.fileno())


def _unusable(what: str, path: str | os.PathLike[str], error: OSError) -> UnusableFile:
    name = os.fspath(path)
    return UnusableFile(error.errno, f"cannot {what} '{name}': {error.strerror or error}.", name)
