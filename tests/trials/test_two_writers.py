from __future__ import annotations

import pytest

from trials import two_writers


@pytest.mark.parametrize("writers", [two_writers.in_one_process, two_writers.in_two_processes])
def test_no_edit_of_two_writers_is_lost(writers):
    tally = writers(12)
    assert (tally.tried, tally.losses) == (24, [])
    assert ", 0 of them refused" not in tally.what


def test_a_writer_who_does_not_look_is_found_out(tmp_path):
    """The trial would tell if `save` wrote over what it does not know."""

    class Careless(two_writers.Here):
        def __call__(self, id):
            self.copy.files.clear()
            return super().__call__(id)

    path = tmp_path / "model.json"
    two_writers.save(two_writers.Model(), path)
    writers = (Careless(path), Careless(path))
    tally = two_writers._take_turns("careless writers", 6, path, writers)
    assert any("met ChangedOnDisk 0 times, not 1" in loss for loss in tally.losses)
    assert any("is not in the file" in loss for loss in tally.losses)
