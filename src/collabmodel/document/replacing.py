"""A file gets new content whole or not at all, whatever fails and whoever else writes.

The content is written to a new file beside the target, brought to the disk and put in its place.
What a killed process left behind is swept away by the next one that writes in the folder.
"""

from __future__ import annotations

import contextlib
import os
import secrets
import stat
import sys
from pathlib import Path
from typing import BinaryIO

if sys.platform != "win32":
    import fcntl

__all__ = ["replace", "settle"]


def replace(target: Path, content: bytes) -> None:
    """Put *content* in the place of *target*, which keeps its owner and its permissions.

    Raises:
        OSError: It could not be done. What was there before is still there.
    """
    _sweep(target.parent)
    while not _replaced(target, content):
        pass


def settle(folder: Path) -> None:
    """Bring the names in *folder* to the disk, where the system can."""
    with contextlib.suppress(OSError):
        number = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(number)
        finally:
            os.close(number)


def _replaced(target: Path, content: bytes) -> bool:
    """Whether *target* was replaced. It was not where a sweep took the new file away."""
    fresh = target.with_name(f".collabmodel-{secrets.token_hex(8)}.tmp")
    file = fresh.open("xb")
    try:
        if not _is_held(fresh, file):
            return False
        _take_after(target, fresh)
        file.write(content)
        file.flush()
        os.fsync(file.fileno())
        if sys.platform == "win32":  # which does not move a file that is open
            file.close()
        fresh.replace(target)
    except BaseException:
        with contextlib.suppress(OSError):
            fresh.unlink()
        raise
    finally:
        with contextlib.suppress(OSError):
            file.close()
    return True


# A sweep takes away only what it has locked, and who writes has locked its file until it is in its
# place. Between making and locking a file a sweep may take it; who writes sees that by its name
# being gone, and makes another. The lock of a killed process is gone with it. Windows needs no
# lock: it does not remove a file that is open.


def _is_held(fresh: Path, file: BinaryIO) -> bool:
    if sys.platform != "win32":
        with contextlib.suppress(OSError):  # a file system without locks, where no sweep can lock
            fcntl.flock(file, fcntl.LOCK_EX)
        try:
            fresh.stat()
        except FileNotFoundError:
            return False
    return True


def _sweep(folder: Path) -> None:
    """Take away the new files of saves that were killed."""
    with contextlib.suppress(OSError):
        for left in folder.glob(f".collabmodel-{'[0-9a-f]' * 16}.tmp"):
            with contextlib.suppress(OSError):
                _take_away(left)


def _take_away(left: Path) -> None:
    if sys.platform == "win32":
        left.unlink()
        return
    with left.open("r+b") as file:
        fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        left.unlink()


def _take_after(target: Path, fresh: Path) -> None:
    """Give *fresh* the owner and the permissions of *target*, if that is there."""
    try:
        status = target.stat()
    except FileNotFoundError:
        return
    if sys.platform != "win32":
        for owner, group in ((-1, status.st_gid), (status.st_uid, -1)):
            with contextlib.suppress(OSError):  # what only root may give away stays ours
                os.chown(fresh, owner, group)
    fresh.chmod(stat.S_IMODE(status.st_mode))
