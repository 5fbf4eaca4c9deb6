from __future__ import annotations

import errno
import os
import pickle
import stat
import sys
from pathlib import Path

import pytest

from collabmodel.document import from_json, load, save, to_json
from collabmodel.domain.elements import Flow, Service
from collabmodel.domain.errors import CollabModelError, InvalidDocument, InvalidModel, UnusableFile
from collabmodel.domain.model import Model

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
    return [entry.name for entry in folder.iterdir()]


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


class TestUnusableFiles:
    @pytest.mark.parametrize("use", [load, lambda path: save(NEW, path)])
    def test_a_folder_that_is_not_there_is_told(self, use, tmp_path):
        path = tmp_path / "gone" / "model.json"
        with pytest.raises(
            UnusableFile, match=r"cannot (read|write) '.*model.json': No such f"
        ) as e:
            use(path)
        assert isinstance(e.value, OSError)
        assert isinstance(e.value, CollabModelError)
        assert (e.value.errno, e.value.filename) == (errno.ENOENT, str(path))

    @pytest.mark.parametrize("use", [load, lambda path: save(NEW, path)])
    def test_a_folder_is_no_file(self, use, tmp_path):
        with pytest.raises(UnusableFile):
            use(tmp_path)
        assert names_in(tmp_path) == []

    @not_as_root
    def test_a_file_that_may_not_be_read_is_told(self, path):
        path.chmod(0)
        with pytest.raises(UnusableFile, match="Permission denied"):
            load(path)

    def test_the_error_can_be_sent_to_another_process(self, tmp_path):
        with pytest.raises(UnusableFile) as error:
            load(tmp_path / "gone.json")
        again = pickle.loads(pickle.dumps(error.value))  # noqa: S301
        assert str(again) == str(error.value)
        assert again.errno == errno.ENOENT


class TestWholeOrNot:
    """Whatever fails, the file is the old one or the new one."""

    CALLS = ("os.fsync", "pathlib.Path.chmod", "pathlib.Path.replace", "pathlib.Path.open")

    @pytest.mark.parametrize("call", CALLS)
    @pytest.mark.parametrize(
        ("raised", "seen"),
        [(OSError(errno.ENOSPC, "No space left"), UnusableFile), (KeyboardInterrupt(), None)],
    )
    def test_the_old_one_stays_where_a_step_fails(self, path, monkeypatch, call, raised, seen):
        def fail(*_, **__):
            raise raised

        monkeypatch.setattr(call, fail)
        with pytest.raises(seen or type(raised)) as error:
            save(NEW, path)
        monkeypatch.undo()
        assert load(path) == OLD
        assert names_in(path.parent) == ["model.json"]
        if seen:
            assert str(error.value) == f"cannot write '{path}': No space left."

    def test_the_new_one_is_on_the_disk_before_it_takes_the_place_of_the_old(
        self, path, monkeypatch
    ):
        steps = []
        fsync, replace = os.fsync, Path.replace

        def noted_fsync(number):
            steps.append(("fsync", os.fstat(number).st_size))
            fsync(number)

        def noted_replace(fresh, target):
            steps.append(("replace", from_json(fresh.read_bytes()) == NEW, load(target) == OLD))
            return replace(fresh, target)

        monkeypatch.setattr(os, "fsync", noted_fsync)
        monkeypatch.setattr(Path, "replace", noted_replace)
        save(NEW, path)
        assert steps == [("fsync", len(to_json(NEW).encode())), ("replace", True, True)]


@posix_only
class TestPermissions:
    @pytest.mark.parametrize("mode", [0o600, 0o640, 0o664, 0o444])
    def test_a_file_keeps_its_own(self, path, mode):
        path.chmod(mode)
        save(NEW, path)
        assert stat.S_IMODE(path.stat().st_mode) == mode

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
