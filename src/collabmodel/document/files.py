"""Documents on disk: nobody's work is written over unseen, and no file is ever half."""

from __future__ import annotations

import errno
import os
import stat
from pathlib import Path

from collabmodel.document.packing import pack, require_at_most, unpack
from collabmodel.document.replacing import replace, settle
from collabmodel.document.text import from_json, to_json
from collabmodel.document.versions import FORMAT_VERSION, is_newer, version_in
from collabmodel.domain.errors import (
    ChangedOnDisk,
    InvalidArgument,
    InvalidDocument,
    UnusableFile,
)
from collabmodel.domain.model import Model

__all__ = ["load", "save"]

LARGEST = 128 * 2**20


def load(path: str | os.PathLike[str], *, strict: bool = False, largest: int = LARGEST) -> Model:
    """The model of the document in a file.

    The model remembers the file, so that `save` can tell whether somebody else has changed it.

    Args:
        path: The file, whose text is UTF-8. Where its name ends in `.gz`, it is unpacked.
        strict: Whether members that this version does not know are refused.
        largest: The most bytes that are read, from the file and from what it unpacks to.

    Raises:
        UnusableFile: The file is not there or cannot be read. It is also an `OSError`.
        InvalidDocument: The file holds no document of collabmodel, or one with problems, or is
            larger than *largest*.

    >>> save(Model(title="Town"), "town.json.gz")
    >>> load("town.json.gz")
    <Model: 'Town'>
    """
    if type(largest) is not int or largest < 0:
        raise InvalidArgument(f"largest: expected a number of bytes, found {largest!r}.")
    try:
        target = _real(path)
        with Path(path).open("rb") as file:  # a pipe has no real path that could be opened
            content = file.read(largest + 1)
    except OSError as error:
        raise _unusable("read", path, error) from error
    try:
        model = from_json(_text(target, content, largest), strict=strict)
    except InvalidDocument as error:
        error.add_note(f"in {os.fspath(path)}")
        raise
    model.files[_key(target)] = _digest(content)
    return model


def save(model: Model, path: str | os.PathLike[str]) -> None:
    """Write the document of *model* to a file.

    A reader, or a machine that stops, finds the old document or the new one, whole. A file that
    exists keeps its permissions; where *path* is a symbolic link, the file that it leads to is
    written. Nothing is written over that this model does not know: neither what somebody else has
    made of the file since the model was loaded from it or saved to it, nor a file that is no
    document of collabmodel or one of a newer version.

    Args:
        model: A model without problems.
        path: The file. Its folder exists. Where its name ends in `.gz`, it is packed with gzip.

    Raises:
        InvalidModel: The model has problems. Nothing is written.
        ChangedOnDisk: The file was changed by somebody else. Nothing is written.
        UnusableFile: The file cannot be written, or should not be. What was there before is still
            there.

    >>> save(Model(title="Town"), "town.json")
    >>> load("town.json").title
    'Town'
    """
    content = to_json(model).encode()
    try:
        target = _real(path)
        if _is_packed(target):
            content = pack(content)
        digest = _digest(content)
        if _is_there(target):
            _require_known(target, model.files.get(_key(target)), digest, os.fspath(path))
        replace(target, content)
    except OSError as error:
        raise _unusable("write", path, error) from error
    model.files[_key(target)] = digest
    settle(target.parent)


def _real(path: str | os.PathLike[str]) -> Path:
    try:
        return Path(os.path.realpath(path))
    except ValueError as error:
        raise OSError(errno.EINVAL, f"no file can have that name ({error})") from None


def _key(target: Path) -> str:
    """The name of a file as text that UTF-8 can hold, since file names need not be such."""
    return str(target).encode(errors="backslashreplace").decode()


def _digest(content: bytes) -> str:
    import hashlib

    return hashlib.sha256(content).hexdigest()


def _is_packed(target: Path) -> bool:
    return target.suffix.lower() == ".gz"


def _text(target: Path, content: bytes, largest: int) -> bytes:
    require_at_most(largest, len(content))
    return unpack(content, largest) if _is_packed(target) else content


def _is_there(target: Path) -> bool:
    """Whether a file is there that can be replaced. What must not be replaced is refused."""
    try:
        mode = target.stat().st_mode
    except FileNotFoundError:
        if not target.parent.exists():
            raise OSError(errno.ENOENT, f"there is no folder '{target.parent}'") from None
        return False
    if stat.S_ISDIR(mode):
        raise OSError(errno.EISDIR, "it is a folder")
    if not stat.S_ISREG(mode):
        raise OSError(errno.EINVAL, "it is no ordinary file")
    if not os.access(target, os.W_OK):  # though the folder may let us put another in its place
        raise OSError(errno.EACCES, "it is read-only. Save under another name")
    return True


def _require_known(target: Path, known: str | None, new: str, name: str) -> None:
    """Refuse to write over what the model does not know."""
    import hashlib

    with target.open("rb") as file:
        found = hashlib.file_digest(file, "sha256").hexdigest()
        if found in (known, new):  # the same document from elsewhere is no change
            return
        if known is not None:
            raise ChangedOnDisk(name)
        file.seek(0)
        content = file.read(LARGEST + 1)
    if content:
        _require_ours(target, content)


def _require_ours(target: Path, content: bytes) -> None:
    """Refuse to write over a file that is none of ours, or one of a newer version."""
    try:
        version = version_in(_text(target, content, LARGEST))
    except InvalidDocument:
        version = None
    if version is None:
        reason = "the file there is not known to be a document of collabmodel"
        remedy = "Save under another name, or remove that file first"
        raise OSError(errno.EEXIST, f"{reason}. {remedy}")
    if is_newer(version):
        reason = f"the document there has version {version}, and this collabmodel writes"
        remedy = "Install a newer collabmodel, or save under another name"
        raise OSError(errno.EEXIST, f"{reason} {FORMAT_VERSION}. {remedy}")


def _unusable(what: str, path: str | os.PathLike[str], error: OSError) -> UnusableFile:
    name = os.fspath(path)
    return UnusableFile(error.errno, f"cannot {what} '{name}': {error.strerror or error}.", name)
