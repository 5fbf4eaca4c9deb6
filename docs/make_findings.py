"""Write `docs/findings.md` from the catalogue: `python docs/make_findings.py`."""

from __future__ import annotations

import re
from pathlib import Path

from collabmodel.analysis.comparison import APART, CHANGES
from collabmodel.analysis.finding import MISSING_LINK_CODES, codes
from collabmodel.words import keys, say

PAGE = Path(__file__).with_name("findings.md")

# ruff: noqa: E501, ISC004 - the sentences of the page stand as they are shown
PARTS = {
    "Missing links": (
        "`find_missing_links` names the nearest thing on record between two services whose need "
        "is not met. The order of the codes is the order in which they are looked for. Each "
        "finding says whether it is certain (both sides were asked, or have spoken) and whether "
        "it also holds under the other rule of confirmation and with the level one up or down.",
        MISSING_LINK_CODES,
    ),
    "Not missing, but to be known": (
        "These stand in `told_apart` beside the missing links.",
        ("level-not-known", "one-sided", "fragile-link"),
    ),
    "Groups": (
        "`find_silos` compares for every group of services how much of the need is met across its "
        "border and inside it. How the test is calibrated: [calibration](calibration.md).",
        ("silo", "silo-possible", "closed-group", "isolated-service"),
    ),
    "Bridges and brokers": (
        "`find_brokers` says who bridges what, and what breaks without them. Bridges come first, "
        "then brokers, each by the need that lies across. None of it is a test of chance.",
        (
            *("sole-bridge", "sole-bridge-possible", "sole-forum", "sole-forum-possible"),
            *("fragile-bridge", "broker"),
        ),
    ),
    "Who could bridge a gap": (
        "`who_could_bridge(model, a, b)` names the services in contact with both sides of a gap, "
        "the closest contact first.",
        ("could-bridge", "could-bridge-possible"),
    ),
    "Groups that contact makes": (
        "`find_clusters` looks for groups by contact alone (`communities`), several times, and "
        "says how stable each is. It describes and tests nothing. `unclustered` stands in "
        "`told_apart`.",
        ("cluster", "cluster-possible", "unclustered"),
    ),
    "Changes": (
        "`compare(before, after)` matches pairs of services by their ids and compares what is on "
        "record. Each change says whether it is certain: whether both services were heard at the "
        "time when there was less.",
        CHANGES,
    ),
    "What cannot be called a change": (
        "These stand in `told_apart` beside the changes.",
        APART,
    ),
    "What would help": (
        '`suggest_ties(model, budget)` names the few new ties, or with `kind="forum"` the few '
        "forums, that would meet most citizens whose need is unmet. Each says what it and those "
        "before it would do to congruence, silos and efficiency. Where a gap is not certain, the "
        "next step is to ask.",
        tuple(code for code in codes() if code.startswith("suggested-")),
    ),
    "Promises": (
        "`find_promises` looks at initiatives, activities, planned ties and forums.",
        tuple(code for code in codes() if code.startswith("promise-")),
    ),
    "Whom to ask": (
        "`ask_next` sorts what is not known by how many citizens the answer decides about.",
        tuple(code for code in codes() if code.startswith("ask-")),
    ),
}


def page() -> str:
    """The page, as it must stand in the file."""
    lines = [
        "# Findings",
        "",
        "<!-- Made by docs/make_findings.py from src/collabmodel/words/findings.toml. -->",
        "",
        "Everything that is found has one shape: `Finding(code, about, numbers, evidence, rules)`,",
        "with `sentence(lang)`, `next_step(lang)`, `to_json()` and `records()`. A code never changes",
        "its meaning. In the sentences below, what stands in braces is filled in.",
        "",
    ]
    for heading, (intro, some) in PARTS.items():
        lines += [f"## {heading}", "", intro, ""]
        for code in some:
            lines += _code(code)
    lines += ["## The sixteen questions", ""]
    lines += [
        "`questions(model)` answers each of these, in part or in full, or says why it cannot.",
        "",
    ]
    titles = [key for key in keys("question.") if key.endswith(".title")]
    lines += [f"{number}. {say(key)}" for number, key in enumerate(titles, 1)]
    return "\n".join(lines) + "\n"


def template(key: str) -> str:
    """A text with its places in braces, and in the plural."""
    return re.sub(r"\{\w+:[^|{}]*\|([^{}]*)\}", r"\1", say(key))


def _code(code: str) -> list[str]:
    wordings = [
        key
        for key in keys(f"finding.{code}.")
        if key.rsplit(".", 1)[1] not in ("title", "meaning", "next")
        and not key.rsplit(".", 1)[1].startswith("next-")
    ]
    return [
        f"### `{code}`",
        "",
        f"**{say(f'finding.{code}.title')}.** {say(f'finding.{code}.meaning')}",
        "",
        *(f"- {template(key)}" for key in wordings),
        f"- *Next step:* {template(f'finding.{code}.next')}",
        "",
    ]


if __name__ == "__main__":
    PAGE.write_text(page(), encoding="utf-8")
