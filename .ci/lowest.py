"""Print, as constraints for pip, the lowest releases that pyproject.toml admits."""

from __future__ import annotations

import tomllib
from itertools import chain
from pathlib import Path

project = tomllib.loads(Path("pyproject.toml").read_text(encoding="utf-8"))["project"]
extras = project["optional-dependencies"]
# The tools of the developers are not what a user meets, so they may be the newest.
used = (needs for extra, needs in extras.items() if extra not in {"dev", "docs"})
groups = [project["dependencies"], *used]
for need in sorted(set(chain(*groups))):
    if ">=" in need:
        print(need.replace(">=", "=="))
