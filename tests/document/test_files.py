from __future__ import annotations

import copy
import errno
import functools
import gzip
import json
import os
import pickle
import socket
import stat
import subprocess
import sys
import threading
import tracemalloc
import types
from pathlib import Path

import attrs
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from collabmodel.document import NewerMinorVersion, from_json, load, replacing, save, to_json
from collabmodel.document.packing import pack
from collabmodel.domain.elements import Flow, Service
from collabmodel.domain.errors import (
    ChangedOnDisk,
    CollabModelError,
    InvalidArgument,
    InvalidDocument,
    InvalidElement,
    InvalidModel,
    UnusableFile,
)
from collabmodel.domain.model import Model
from collabmodel.testing import models

OLD = Model.of(Service("ward"), title="Old")
NEW = Model.of(Service("ward"), Service("housing"), title="Æ new")

not_as_root = pytest.mark.skipif(
    not hasattr(os, "geteuid") or os.geteuid() == 0, reason="may do everything"
)
posix_only = pytest.mark.skipif(sys.platform == "win32", reason="permissions of POSIX")


@pytest.fixture
def path(tmp_path):
    path = tmp_path / "model.json"
    save(OLD, path)
    return path


def names_in(folder):
    return sorted(entry.name for entry in folder.iterdir())


def titled(model, title):
    """A change to *model*, and so a model that was derived from it."""
    return attrs.evolve(model, title=title)


def refused(model, path):
    """What is said of a save that changes nothing."""
    before = path.read_bytes()
    with pytest.raises((ChangedOnDisk, UnusableFile)) as error:
        save(model, path)
    assert path.read_bytes() == before
    assert names_in(path.parent) == [path.name]
    assert str(error.value).startswith(f"cannot write '{path}': ")
    return error.value


class TestLoadAndSave:
    def test_a_model_is_saved_and_loaded(self, path):
        assert load(path) == load(str(path)) == OLD
        save(NEW, str(path))
        assert load(path) == NEW

    def test_the_file_holds_the_text_and_nothing_else(self, path):
        save(NEW, path)
        assert path.read_bytes() == to_json(NEW).encode("utf-8")
        assert names_in(path.parent) == ["model.json"]

    def test_a_document_with_problems_says_in_which_file(self, path):
        path.write_text("{}", encoding="utf-8")
        with pytest.raises(InvalidDocument) as error:
            load(path)
        assert error.value.__notes__ == [f"in {path}"]

    def test_a_model_with_problems_leaves_the_file_alone(self, path):
        with pytest.raises(InvalidModel):
            save(Model.of(Service("a"), Flow("a", "gone")), path)
        assert load(path) == OLD
        assert names_in(path.parent) == ["model.json"]

    @posix_only
    def test_a_pipe_is_read(self):
        there, here = os.pipe()
        os.write(here, to_json(OLD).encode())
        os.close(here)
        assert load(f"/dev/fd/{there}") == OLD
        os.close(there)


class TestRemembered:
    """Which files a model knows, and what it is beside that."""

    def test_it_is_no_part_of_what_a_model_says(self, path):
        loaded = load(path)
        assert loaded.files
        fresh = attrs.evolve(loaded, files={})
        assert (loaded, hash(loaded), repr(loaded)) == (fresh, hash(fresh), repr(fresh))
        assert to_json(loaded) == to_json(fresh)

    def test_a_document_may_have_a_member_of_that_name(self, path):
        text = to_json(OLD).replace('"title"', '"files": {"a": [1]},\n  "title"')
        model = from_json(text)
        assert (model.extra, model.files) == ({"files": {"a": [1]}}, {})
        save(model, path)
        assert json.loads(path.read_bytes())["files"] == {"a": [1]}
        assert load(path) == model

    def test_a_model_that_was_made_or_read_from_text_knows_no_file(self):
        assert Model.of(Service("a")).files == from_json(to_json(OLD)).files == {}

    def test_it_is_checked_like_any_field(self):
        with pytest.raises(InvalidElement, match="files: expected"):
            Model(files=5)

    @pytest.mark.parametrize(
        "derive",
        [
            lambda model: model.add(Service("school")),
            lambda model: model.replace(Service("ward", "Ward")),
            lambda model: model.without("ward"),
            lambda model: model.merge(Model.of(Service("school"))),
            lambda model: Model.of(Service("school")).merge(model),
            lambda model: titled(model, "New"),
            lambda model: pickle.loads(pickle.dumps(model)),  # noqa: S301
            copy.deepcopy,
        ],
    )
    def test_what_is_derived_knows_the_file_and_keeps_its_own_count(self, path, derive):
        loaded = load(path)
        derived, other = derive(loaded), derive(loaded)
        assert derived.files == loaded.files
        save(titled(derived, "1"), path)
        assert derived.files == other.files == loaded.files
        refused(titled(other, "2"), path)

    def test_of_two_models_that_know_a_file_the_first_decides(self, path):
        mine = load(path).add(Service("school"))
        save(titled(OLD, "Theirs"), path)
        theirs = attrs.evolve(load(path), title="")
        mine = attrs.evolve(mine, title="")
        refused(mine.merge(theirs), path)
        save(theirs.merge(mine), path)
        assert "school" in load(path)


class TestChangedOnDisk:
    def test_nothing_is_written_over_what_somebody_else_has_saved(self, path):
        mine, theirs = load(path), load(path)
        save(titled(theirs, "Theirs"), path)
        error = refused(titled(mine, "Mine"), path)
        assert isinstance(error, ChangedOnDisk)
        assert error.filename == str(path)
        assert "Load it again and make the change there, or save under another name." in str(error)
        again = pickle.loads(pickle.dumps(error))  # noqa: S301
        assert (str(again), again.filename) == (str(error), error.filename)
        save(titled(load(path), "Mine"), path)
        assert load(path).title == "Mine"

    @pytest.mark.parametrize("content", ["", "{}", "something else", to_json(NEW)])
    def test_whatever_is_there_now(self, path, content):
        mine = load(path)
        path.write_text(content, encoding="utf-8")
        assert isinstance(refused(titled(mine, "Mine"), path), ChangedOnDisk)

    def test_a_model_can_be_saved_again_and_again(self, path):
        model = Model.of(title="0")
        for number in range(3):
            save(model, path)
            save(model, path)
            model = titled(model, str(number))
        assert load(path).title == "1"

    def test_what_was_derived_before_a_save_is_older_than_the_file(self, path):
        loaded = load(path)
        early = titled(loaded, "Early")
        save(titled(loaded, "Saved"), path)
        assert isinstance(refused(early, path), ChangedOnDisk)
        assert isinstance(refused(titled(loaded, "Late"), path), ChangedOnDisk)

    def test_the_same_document_from_elsewhere_is_no_change(self, path):
        mine, theirs = load(path), load(path)
        save(titled(theirs, "Same"), path)
        save(titled(mine, "Same"), path)
        save(titled(load(path), "More"), path)

    def test_each_file_is_known_by_itself(self, path):
        other = path.with_name("other.json")
        save(titled(OLD, "Other"), other)
        mine = load(path)
        save(titled(load(other), "Theirs"), other)
        save(titled(mine, "Mine"), path)
        assert (load(path).title, load(other).title) == ("Mine", "Theirs")

    def test_a_file_that_is_gone_is_written_anew(self, path):
        mine = load(path)
        path.unlink()
        save(mine, path)
        assert load(path) == OLD

    @posix_only
    def test_a_file_is_the_same_under_each_of_its_names(self, path, tmp_path, monkeypatch):
        link = tmp_path / "link.json"
        link.symlink_to(path)
        monkeypatch.chdir(tmp_path)
        first = load(link)
        save(titled(load("model.json"), "Theirs"), Path("link.json"))
        with pytest.raises(ChangedOnDisk):
            save(titled(first, "Mine"), path)

    @posix_only
    def test_a_name_need_not_be_utf_8(self, tmp_path):
        path = tmp_path / os.fsdecode(b"\xff.json")
        try:
            save(OLD, path)
        except UnusableFile:
            pytest.skip("the file system takes UTF-8 only")
        mine, theirs = load(path), load(path)
        save(titled(theirs, "Theirs"), path)
        with pytest.raises(ChangedOnDisk):
            save(titled(mine, "Mine"), path)

    @settings(max_examples=40)
    @given(
        st.lists(st.tuples(st.sampled_from("ab"), st.sampled_from(("load", "save"))), max_size=9)
    )
    def test_what_was_saved_is_lost_only_with_its_reader_knowing(self, tmp_path_factory, steps):
        """Two who load and save in any order: the oracle keeps versions by number."""
        path = tmp_path_factory.mktemp("two") / "model.json"
        save(Model(title="0"), path)
        held = {who: load(path) for who in "ab"}
        knows = dict.fromkeys("ab", 0)
        version = 0
        for number, (who, step) in enumerate(steps, 1):
            if step == "load":
                held[who], knows[who] = load(path), version
                continue
            held[who] = titled(held[who], f"{number}")
            if knows[who] == version:
                save(held[who], path)
                version = knows[who] = number
            else:
                assert isinstance(refused(held[who], path), ChangedOnDisk)
            assert load(path).title == f"{version}"


FOREIGN = {
    "other JSON": b'{"type": "FeatureCollection", "features": []}',
    "a format of that name but no version": b'{"format": "collabmodel"}',
    "no version of ours": b'{"format": "collabmodel", "format_version": 1.0}',
    "another format": b'{"format": "other", "format_version": "1.0"}',
    "an array": b"[]",
    "a blank": b"\n",
    "half a document": to_json(OLD).encode()[:-10],
    "a byte order mark": b"\xef\xbb\xbf" + to_json(OLD).encode(),
    "text": b"Minutes of the meeting",
    "another encoding": to_json(OLD).encode("utf-16"),
    "an image": bytes(range(256)),
    "gzip data": pack(to_json(OLD).encode()),
    "deep": b"[" * 10**6,
}


class TestFilesThatAFreshModelMeets:
    @pytest.mark.parametrize("content", FOREIGN.values(), ids=FOREIGN)
    @pytest.mark.parametrize("name", ["model.json", "model.json.gz"])
    def test_a_file_that_is_none_of_ours_is_left_alone(self, tmp_path, name, content):
        path = tmp_path / name
        path.write_bytes(pack(content) if path.suffix == ".gz" else content)
        error = refused(NEW, path)
        assert isinstance(error, UnusableFile)
        assert error.errno == errno.EEXIST
        assert "is not known to be a document of collabmodel. Save under another" in str(error)

    @pytest.mark.parametrize("version", ["1.1", "1.10", "2.0", "10.0"])
    @pytest.mark.parametrize("name", ["model.json", "model.json.gz"])
    def test_a_newer_document_is_left_alone(self, tmp_path, name, version):
        path = tmp_path / name
        text = to_json(OLD).replace('"1.0"', f'"{version}"').encode()
        path.write_bytes(pack(text) if path.suffix == ".gz" else text)
        error = refused(NEW, path)
        assert isinstance(error, UnusableFile)
        assert error.errno == errno.EEXIST
        assert f"has version {version}, and this collabmodel writes 1.0. Install" in str(error)

    @pytest.mark.parametrize(
        "content",
        [
            b"",
            to_json(OLD).encode(),
            b'{"title": 5, "format_version": "0.9", "format": "collabmodel"}',
            b' {"x": [{}], "format": "collabmodel", "format_version": "1.0"}',
        ],
    )
    @pytest.mark.parametrize("name", ["model.json", "model.json.gz"])
    def test_an_empty_file_or_a_document_is_written_over(self, tmp_path, name, content):
        path = tmp_path / name
        path.write_bytes(pack(content) if content and path.suffix == ".gz" else content)
        save(attrs.evolve(NEW, files={}), path)
        assert load(path) == NEW

    def test_a_newer_minor_document_that_was_loaded_is_written_over(self, path):
        path.write_text(
            to_json(OLD).replace('"1.0"', '"1.1"').replace('"title"', '"new":1,"title"'), "utf-8"
        )
        with pytest.warns(NewerMinorVersion):
            model = load(path)
        save(titled(model, "Changed"), path)
        assert load(path).extra == {"new": 1}


class TestPacked:
    @given(models())
    def test_any_model_is_loaded_as_it_was_saved(self, tmp_path_factory, model):
        path = tmp_path_factory.mktemp("packed") / "model.json.gz"
        save(model, path)
        assert load(path) == model
        assert gzip.decompress(path.read_bytes()) == to_json(model).encode()

    def test_equal_models_give_equal_bytes_under_any_name_and_at_any_time(
        self, tmp_path, monkeypatch
    ):
        monkeypatch.setattr("time.time", lambda: 10**9)
        save(NEW, tmp_path / "a.json.gz")
        monkeypatch.setattr("time.time", lambda: 2 * 10**9)
        save(copy.deepcopy(NEW), tmp_path / "b.JSON.GZ")
        first = (tmp_path / "a.json.gz").read_bytes()
        assert first == (tmp_path / "b.JSON.GZ").read_bytes()
        assert first[:10] == b"\x1f\x8b\x08\0\0\0\0\0\0\xff"

    def test_changes_on_disk_are_seen(self, tmp_path):
        path = tmp_path / "model.json.gz"
        save(OLD, path)
        mine, theirs = load(path), load(path)
        save(titled(theirs, "Theirs"), path)
        assert isinstance(refused(mine, path), ChangedOnDisk)

    @posix_only
    def test_the_name_of_the_file_itself_decides(self, tmp_path):
        packed, link = tmp_path / "model.json.gz", tmp_path / "latest.json"
        save(OLD, packed)
        link.symlink_to(packed)
        save(titled(load(link), "New"), link)
        assert load(packed).title == "New"

    def test_several_pieces_of_gzip_data_are_one_text(self, tmp_path):
        path, text = tmp_path / "model.json.gz", to_json(OLD).encode()
        path.write_bytes(gzip.compress(text[:9]) + gzip.compress(text[9:]) + b"\0" * 512)
        assert load(path) == OLD

    @pytest.mark.parametrize("name", ["model.json", "model.json.gz"])
    def test_what_is_larger_than_was_allowed_is_told(self, tmp_path, name):
        path = tmp_path / name
        model = Model(title="a" * 5000)
        save(model, path)
        size = len(to_json(model).encode())
        assert load(path, largest=size) == model
        with pytest.raises(InvalidDocument, match=r"at most 5,0\d\d bytes, found more") as error:
            load(path, largest=size - 1)
        (problem,) = error.value.problems
        assert (problem.code, problem.field) == ("too-large", "")
        assert "higher largest" in problem.remedy
        assert error.value.__notes__ == [f"in {path}"]

    def test_no_more_is_unpacked_than_was_allowed(self, tmp_path):
        path = tmp_path / "bomb.json.gz"
        path.write_bytes(pack(b" " * 2**26))
        tracemalloc.start()
        with pytest.raises(InvalidDocument, match="at most 1,048,576 bytes"):
            load(path, largest=2**20)
        peak = tracemalloc.get_traced_memory()[1]
        tracemalloc.stop()
        assert peak < 2**23

    @pytest.mark.parametrize("largest", [-1, 1.0, None, True])
    def test_what_is_allowed_is_a_number_of_bytes(self, path, largest):
        with pytest.raises(InvalidArgument, match="largest: expected a number of bytes"):
            load(path, largest=largest)

    def test_data_that_are_not_whole_are_told(self, tmp_path):
        path, whole = tmp_path / "model.json.gz", pack(to_json(OLD).encode())
        for cut in range(1, len(whole)):
            path.write_bytes(whole[:cut])
            with pytest.raises(InvalidDocument) as error:
                load(path)
            assert [problem.code for problem in error.value.problems] == ["not-gzip"]

    def test_no_wrong_bit_is_read_as_another_document(self, tmp_path):
        path, whole, codes = tmp_path / "model.json.gz", pack(to_json(OLD).encode()), set()
        for place in range(8 * len(whole)):
            wrong = bytearray(whole)
            wrong[place // 8] ^= 1 << place % 8
            path.write_bytes(wrong)
            try:  # some bits say nothing, such as those of the time
                assert load(path) == OLD
            except InvalidDocument as error:
                codes.update(problem.code for problem in error.problems)
        assert codes == {"not-gzip"}

    def test_text_that_is_not_packed_is_told(self, tmp_path):
        path = tmp_path / "model.json.gz"
        path.write_text(to_json(OLD), encoding="utf-8")
        with pytest.raises(InvalidDocument, match=r"expected whole gzip data.* call it \.json"):
            load(path)


class TestUnusableFiles:
    @pytest.mark.parametrize(
        ("use", "said"),
        [(load, "cannot read '{}': No such f"), (lambda p: save(NEW, p), "there is no folder")],
    )
    def test_a_folder_that_is_not_there_is_told(self, use, said, tmp_path):
        path = tmp_path / "gone" / "model.json"
        with pytest.raises(UnusableFile, match=said.format(path)) as error:
            use(path)
        assert isinstance(error.value, OSError)
        assert isinstance(error.value, CollabModelError)
        assert (error.value.errno, error.value.filename) == (errno.ENOENT, str(path))

    @pytest.mark.parametrize("use", [load, lambda path: save(NEW, path)])
    def test_a_folder_is_no_file(self, use, tmp_path):
        with pytest.raises(UnusableFile, match=r"folder|directory") as error:
            use(tmp_path)
        assert error.value.errno == errno.EISDIR
        assert names_in(tmp_path) == []

    @pytest.mark.parametrize("use", [load, lambda path: save(NEW, path)])
    @pytest.mark.parametrize("name", ["a\0b", "a" * 300, "model.json/inner"])
    def test_a_name_that_no_file_can_have_is_told(self, use, name, path, monkeypatch):
        monkeypatch.chdir(path.parent)
        with pytest.raises(UnusableFile, match=r"cannot (read|write) '"):
            use(name)
        assert names_in(path.parent) == ["model.json"]

    @posix_only
    def test_what_is_no_ordinary_file_is_left_alone(self, tmp_path, monkeypatch):
        monkeypatch.chdir(tmp_path)  # the name of a socket has to be short
        with socket.socket(socket.AF_UNIX) as there:
            there.bind("socket")
            with pytest.raises(UnusableFile, match="it is no ordinary file"):
                save(NEW, "socket")
        assert names_in(tmp_path) == ["socket"]

    @posix_only
    def test_a_circle_of_links_is_told(self, tmp_path):
        link = tmp_path / "link.json"
        link.symlink_to(link)
        for use in (load, functools.partial(save, NEW)):
            with pytest.raises(UnusableFile):
                use(link)

    @not_as_root
    def test_a_file_that_may_not_be_read_is_told(self, path):
        path.chmod(0)
        with pytest.raises(UnusableFile, match="Permission denied"):
            load(path)

    def test_a_file_that_may_not_be_written_is_left_alone(self, path, monkeypatch):
        path.chmod(0o444)
        if os.access(path, os.W_OK):  # root
            monkeypatch.setattr(os, "access", lambda name, wish: (name, wish) != (path, os.W_OK))
        error = refused(NEW, path)
        assert (error.errno, error.filename) == (errno.EACCES, str(path))
        assert "it is read-only. Save under another name." in str(error)

    @not_as_root
    @posix_only
    def test_a_folder_that_may_not_be_written_is_told(self, path):
        path.parent.chmod(0o555)
        assert refused(NEW, path).errno == errno.EACCES
        path.parent.chmod(0o755)

    def test_the_error_can_be_sent_to_another_process(self, tmp_path):
        with pytest.raises(UnusableFile) as error:
            load(tmp_path / "gone.json")
        again = pickle.loads(pickle.dumps(error.value))  # noqa: S301
        assert str(again) == str(error.value)
        assert again.errno == errno.ENOENT


class Failing:
    """Lets the call with one number fail, of all the calls that Python code makes into C."""

    def __init__(self, number, raised):
        self.number, self.raised, self.calls = number, raised, []

    def __enter__(self):
        sys.setprofile(self.called)

    def __exit__(self, *_):
        sys.setprofile(None)

    def called(self, frame, event, function):
        if event == "c_call" and self.reaches_the_system(function):
            self.calls.append(function.__name__)
            if len(self.calls) == self.number:
                raise self.raised

    @staticmethod
    def reaches_the_system(function):
        owner = getattr(function, "__self__", None)
        home = owner.__name__ if isinstance(owner, types.ModuleType) else type(owner).__module__
        return home in {"posix", "nt", "io", "_io", "fcntl"} and function.__name__ != "fspath"


def all_calls(model, path):
    count = Failing(0, None)
    with count:
        save(model, path)
    return count.calls


class TestWholeOrNot:
    """Whatever fails, the file is the old one or the new one."""

    def test_the_calls_that_are_let_fail_are_those_that_matter(self, path):
        calls = all_calls(titled(load(path), "New"), path)
        needed = [
            "lstat",
            "stat",
            "access",
            "open",
            "readinto",
            "scandir",
            "flock",
            "chown",
            "chmod",
        ]
        needed += ["write", "flush", "fsync", "replace", "close"]
        assert [name for name in needed if name not in calls] == []

    @pytest.mark.parametrize(
        "raised",
        [
            OSError(errno.EIO, "It is broken"),
            OSError(errno.ENOSPC, "No space left"),
            PermissionError(errno.EACCES, "Permission denied"),
            FileNotFoundError(errno.ENOENT, "No such file"),
            KeyboardInterrupt(),
        ],
        ids=repr,
    )
    @pytest.mark.parametrize("name", ["model.json", "model.json.gz", "later.json"])
    def test_every_single_call_may_fail(self, path, name, raised):
        """`later.json` is not there yet. A failure that is survived is a save like any other."""
        path = path.with_name(name)
        if name != "later.json":
            save(attrs.evolve(OLD, files={}), path)
        old = path.read_bytes() if path.exists() else None
        others = {other: other.read_bytes() for other in path.parent.iterdir() if other != path}
        fresh = titled(load(path) if old else OLD, "Changed")
        number = len(all_calls(copy.deepcopy(fresh), path))
        new = path.read_bytes()
        assert number > 20
        for nth in range(1, number + 1):
            path.write_bytes(old) if old else path.unlink(missing_ok=True)
            model = copy.deepcopy(fresh)
            failing = Failing(nth, raised)
            try:
                with failing:
                    save(model, path)
                allowed = [new]
            except UnusableFile:
                allowed = [old]
            except KeyboardInterrupt:
                allowed = [old, new]
            found = path.read_bytes() if path.exists() else None
            assert found in allowed, failing.calls
            save(model, path)
            assert path.read_bytes() == new
            left = {other: other.read_bytes() for other in path.parent.iterdir() if other != path}
            assert left == others, failing.calls[-1]

    def test_the_new_one_is_on_the_disk_before_it_takes_the_place_of_the_old(
        self, path, monkeypatch
    ):
        steps = []
        fsync, replace = os.fsync, Path.replace

        def noted_fsync(number):
            status = os.fstat(number)
            steps.append("folder" if stat.S_ISDIR(status.st_mode) else status.st_size)
            fsync(number)

        def noted_replace(fresh, target):
            steps.append((from_json(fresh.read_bytes()) == NEW, load(target) == OLD))
            return replace(fresh, target)

        monkeypatch.setattr(os, "fsync", noted_fsync)
        monkeypatch.setattr(Path, "replace", noted_replace)
        save(NEW, path)
        written = len(to_json(NEW).encode())
        assert steps == [written, (True, True), *(["folder"] if os.name == "posix" else [])]

    def test_what_was_put_in_place_is_known_even_where_the_save_was_stopped_after(
        self, path, monkeypatch
    ):
        def stop(folder):
            raise KeyboardInterrupt

        monkeypatch.setattr("collabmodel.document.files.settle", stop)
        model = titled(load(path), "New")
        with pytest.raises(KeyboardInterrupt):
            save(model, path)
        monkeypatch.undo()
        save(titled(model, "Newer"), path)
        assert load(path).title == "Newer"


LEFT = ".collabmodel-0123456789abcdef.tmp"


class TestSweeping:
    def test_what_a_killed_save_left_is_swept_away_and_nothing_else(self, path):
        folder = path.parent
        others = [".collabmodel-notes.tmp", "0123456789abcdef.tmp", f"{LEFT}x", f"x{LEFT}"]
        for name in (LEFT, LEFT.replace("0", "f"), *others):
            (folder / name).write_bytes(b"half")
        (folder / "inner").mkdir()
        (folder / "inner" / LEFT).write_bytes(b"half")
        (folder / LEFT.replace("0", "e")).mkdir()
        save(NEW, path)
        kept = [LEFT.replace("0", "e"), "inner", "model.json", *others]
        assert names_in(folder) == sorted(kept)
        assert names_in(folder / "inner") == [LEFT]

    @posix_only
    def test_what_another_process_is_writing_is_left(self, path):
        other = path.with_name(LEFT)
        holder = (
            "import fcntl, sys; file = open(sys.argv[1], 'xb'); fcntl.flock(file, fcntl.LOCK_EX);"
            "print('held', flush=True); sys.stdin.read()"
        )
        command = [sys.executable, "-c", holder, other]
        with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE) as process:
            assert process.stdout.readline() == b"held\n"
            save(NEW, path)
            assert names_in(path.parent) == [LEFT, "model.json"]
            process.kill()
            process.wait()
            save(NEW, path)
            assert names_in(path.parent) == ["model.json"]

    @posix_only
    @pytest.mark.parametrize("times", [1, 3])
    def test_a_file_that_was_swept_before_it_was_locked_is_made_anew(
        self, path, monkeypatch, times
    ):
        swept = []
        flock = replacing.fcntl.flock

        def late(file, how):
            if how == replacing.fcntl.LOCK_EX and len(swept) < times:
                monkeypatch.undo()
                replacing._sweep(path.parent)
                monkeypatch.setattr(replacing.fcntl, "flock", late)
                swept.append(names_in(path.parent))
            flock(file, how)

        monkeypatch.setattr(replacing.fcntl, "flock", late)
        save(NEW, path)
        assert swept == [["model.json"]] * times
        assert load(path) == NEW

    @posix_only
    def test_many_who_write_in_one_folder_do_not_sweep_one_another(self, tmp_path):
        failed = []

        def write(number):
            try:
                for title in range(25):
                    model = Model(title=f"{title}")
                    save(model, tmp_path / f"{number}.json")
                    assert load(tmp_path / f"{number}.json") == model
            except BaseException as error:  # noqa: BLE001  # told below
                failed.append(error)

        threads = [threading.Thread(target=write, args=[number]) for number in range(8)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        assert failed == []
        assert names_in(tmp_path) == [f"{number}.json" for number in range(8)]

    @posix_only
    def test_a_file_system_without_locks_will_do(self, path, monkeypatch):
        def no_locks(file, how):
            raise OSError(errno.ENOLCK, "No locks available")

        monkeypatch.setattr(replacing.fcntl, "flock", no_locks)
        path.with_name(LEFT).write_bytes(b"half")
        save(NEW, path)
        assert load(path) == NEW
        assert names_in(path.parent) == [LEFT, "model.json"]


@posix_only
class TestPermissions:
    @pytest.mark.parametrize("mode", [0o600, 0o640, 0o664, 0o666])
    def test_a_file_keeps_its_own(self, path, mode):
        path.chmod(mode)
        save(titled(load(path), "New"), path)
        assert stat.S_IMODE(path.stat().st_mode) == mode

    def test_nobody_else_can_read_the_new_one_while_it_is_written(self, path, monkeypatch):
        path.chmod(0o600)
        seen = []

        def look(number):
            seen.extend(entry.stat().st_mode for entry in path.parent.iterdir())
            raise OSError(errno.EIO, "stop")

        monkeypatch.setattr(os, "fsync", look)
        with pytest.raises(UnusableFile):
            save(NEW, path)
        assert [stat.S_IMODE(mode) for mode in seen] == [0o600, 0o600]

    @pytest.mark.skipif(
        not hasattr(os, "geteuid") or os.geteuid() != 0, reason="only root gives files away"
    )
    def test_a_file_keeps_its_owner(self, path):
        os.chown(path, 12345, 54321)
        save(NEW, path)
        assert (path.stat().st_uid, path.stat().st_gid) == (12345, 54321)

    def test_an_owner_that_cannot_be_kept_is_no_hindrance(self, path, monkeypatch):
        def refuse(*_):
            raise PermissionError(errno.EPERM, "Operation not permitted")

        monkeypatch.setattr(os, "chown", refuse)
        save(NEW, path)
        assert load(path) == NEW

    def test_a_new_file_has_those_that_any_new_file_has(self, tmp_path):
        other, mine = tmp_path / "other", tmp_path / "mine"
        other.write_text("", encoding="utf-8")
        save(NEW, mine)
        assert mine.stat().st_mode == other.stat().st_mode

    def test_a_link_stays_a_link(self, path, tmp_path):
        link = tmp_path / "link.json"
        link.symlink_to(path)
        save(NEW, link)
        assert link.is_symlink()
        assert load(path) == load(link) == NEW

    def test_a_link_that_leads_nowhere_leads_to_the_file(self, tmp_path):
        link = tmp_path / "link.json"
        link.symlink_to(tmp_path / "later.json")
        save(NEW, link)
        assert link.is_symlink()
        assert load(tmp_path / "later.json") == NEW
