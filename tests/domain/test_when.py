"""Dates and periods: what is read, what is refused, what two of them say of one another."""

from __future__ import annotations

import datetime as dt
import re

import attrs
import edtf
import pytest
from edtf.parser.edtf_exceptions import EDTFParseException
from hypothesis import assume, example, given
from hypothesis import strategies as st

from collabmodel.domain.when import When, as_when, why_no_when
from collabmodel.words import LANGUAGES, keys, say

# A date that may be vague, together with one of the dates that it may be.

MARKS = st.sampled_from("?~%")
STEPS = st.sampled_from((-1, 0, 1))
YEARS = st.integers(2, 9998) | st.integers(1990, 2030)


def month_after(year: int, month: int, steps: int) -> str:
    """The month *steps* months after, as EDTF."""
    number = 12 * year + month - 1 + steps
    return f"{number // 12:04d}-{number % 12 + 1:02d}"


def season_after(year: int, season: int, steps: int) -> str:
    """The season *steps* seasons after, as EDTF."""
    number = 4 * year + season - 21 + steps
    return f"{number // 4:04d}-{number % 4 + 21}"


@st.composite
def dates(draw, years=YEARS):
    """Draw a date and one that it may be; where nothing is vague the two are one."""
    year, mark, step = draw(years), draw(MARKS), draw(STEPS)
    month, season, day = (draw(st.integers(*between)) for between in ((1, 12), (21, 24), (1, 28)))
    y, m, d = f"{year:04d}", f"{month:02d}", f"{day:02d}"
    as_day = dt.date(year, month, day)
    shifted = month_after(year, month, 12 * step + draw(STEPS))
    forms = [
        (y, y),
        (f"{y}-{m}", f"{y}-{m}"),
        (f"{y}-{m}-{d}", f"{y}-{m}-{d}"),
        (f"{y}-{m}-{d}T23:20:30Z", f"{y}-{m}-{d}"),
        (f"{y}-{season}", f"{y}-{season}"),
        (f"{y[:3]}X", y),
        (f"{y[:2]}XX", y),
        (f"{y[:1]}XXX", y),
        ("XXXX", y),
        (f"{y[:3]}X-{m}", f"{y}-{m}"),
        (f"XXXX-{m}-{d}", f"{y}-{m}-{d}"),
        (f"{y}-XX", f"{y}-{m}"),
        (f"{y}-{m}-XX", f"{y}-{m}-{d}"),
        (f"{y}-XX-XX", f"{y}-{m}-{d}"),
        (f"{y}{mark}", f"{year + step:04d}"),
        (f"{mark}{y}", f"{year + step:04d}"),
        (f"{y[:3]}X{mark}", f"{min(max(year + 10 * step, 1), 9999):04d}"),
        (f"{y}{mark}-{m}", f"{year + step:04d}-{m}"),
        (f"{mark}{y}-{m}", f"{year + step:04d}-{m}"),
        (f"{y}{mark}-{m}-{d}", f"{year + step:04d}-{m}-{d}"),
        (f"{y}-{mark}{m}", month_after(year, month, step)),
        (f"{y}-{mark}{m}-{d}", f"{month_after(year, month, step)}-{d}"),
        (f"{y}-{mark}{m}-XX", f"{month_after(year, month, step)}-{d}"),
        (f"{y}-{m}{mark}", shifted),
        (f"{y}-{m}{mark}-{d}", f"{shifted}-{d}"),
        (f"{y}-{m}-{d}{mark}", f"{shifted}-{d}"),
        (f"{y}-{m}-{mark}{d}", (as_day + dt.timedelta(step)).isoformat()),
        (f"{y}-{mark}{season}", season_after(year, season, step)),
        (f"{y}-{season}{mark}", season_after(year, season, 4 * step + draw(STEPS))),
    ]
    return draw(st.sampled_from(forms))


@st.composite
def periods(draw, years=YEARS):
    """Draw a period and one that it may be."""
    year = draw(years)
    start, known_start = draw(dates(st.just(year)))
    end, known_end = draw(dates(st.integers(year, min(year + 5, 9998))))
    start, end = start.split("T")[0], end.split("T")[0]
    open_start, open_end = (".." in draw(st.sampled_from(("..", "", ""))) for _ in "12")
    if open_start and not open_end:
        start = known_start = ".."
    if open_end and not open_start:
        end = known_end = ".."
    if start != ".." and end != "..":
        start, end = draw(st.sampled_from(((start, end), ("", end), (start, ""))))
    text, known = f"{start}/{end}", f"{known_start}/{known_end}"
    assume(why_no_when(text) is None and why_no_when(known) is None)
    return text, known


TEXTS = st.one_of(dates(), periods()).map(lambda pair: pair[0])
NEAR = st.integers(2008, 2013)
"""Years so near to one another that all three answers come up."""
NEAR_WHENS = st.one_of(dates(NEAR), periods(NEAR))
NEAR_TEXTS = NEAR_WHENS.map(lambda pair: pair[0])
NEAR_KNOWN = NEAR_WHENS.map(lambda pair: pair[1])


# What is read.


@pytest.mark.parametrize(
    ("text", "earliest", "latest"),
    [
        ("2020", "2020-01-01", "2020-12-31"),
        ("2020-02", "2020-02-01", "2020-02-29"),
        ("2020-11-05", "2020-11-05", "2020-11-05"),
        ("1985-04-12T23:20:30Z", "1985-04-12", "1985-04-12"),
        ("1985-04-12T23:20:30", "1985-04-12", "1985-04-12"),
        ("1985-04-12T23:20:30-14:00", "1985-04-12", "1985-04-12"),
        ("1985-04-12T23:20:30+00:00", "1985-04-12", "1985-04-12"),
        ("2020?-11", "2020-11-01", "2020-11-30"),
        ("?2020-11", "2020-11-01", "2020-11-30"),
        ("2020-11?", "2020-11-01", "2020-11-30"),
        ("2020-01-01/2022-09-30", "2020-01-01", "2022-09-30"),
        ("2020-06/2020", "2020-06-01", "2020-12-31"),
        ("2020/2020-03", "2020-01-01", "2020-03-31"),
        ("2018-05-14/2022~", "2018-05-14", "2022-12-31"),
        ("2018-05/..", "2018-05-01", None),
        ("../2018", None, "2018-12-31"),
        ("2018/", "2018-01-01", None),
        ("/2018", None, "2018-12-31"),
        ("XXXX/2018", None, "2018-12-31"),
        ("2021-21", "2021-03-01", "2021-05-31"),
        ("2021-22", "2021-06-01", "2021-08-31"),
        ("2021-23", "2021-09-01", "2021-11-30"),
        ("2021-24", "2021-12-01", "2022-02-28"),
        ("9999-24", "9999-12-01", "9999-12-31"),
        ("201X", "2010-01-01", "2019-12-31"),
        ("20XX", "2000-01-01", "2099-12-31"),
        ("00XX", "0001-01-01", "0099-12-31"),
        ("XXXX", None, None),
        ("XXXX-XX-XX", None, None),
        ("XXXX-11", None, None),
        ("2004-XX", "2004-01-01", "2004-12-31"),
        ("2004-XX-XX", "2004-01-01", "2004-12-31"),
        ("2004-06-XX", "2004-06-01", "2004-06-30"),
        ("190X-02-29", "1904-02-29", "1908-02-29"),
    ],
)
def test_a_text_says_its_first_and_its_last_day(text, earliest, latest):
    when = When(text)
    assert (when.earliest and when.earliest.isoformat()) == earliest
    assert (when.latest and when.latest.isoformat()) == latest


@given(TEXTS)
def test_nothing_ends_before_it_begins(text):
    when = When(text)
    if when.earliest and when.latest:
        assert when.earliest <= when.latest


@given(TEXTS)
def test_a_mark_leaves_the_days_that_are_written_as_they_are(text):
    plain, when = When(re.sub("[?~%]", "", text)), When(text)
    assert (plain.earliest, plain.latest) == (when.earliest, when.latest)


# The `edtf` package reads the same days, except where we say why not.

DISAGREEMENTS = {
    "winter ends in February: in edtf it is December alone": (r"-[?~%]?24[?~%]?$", "2021-24"),
    "an end that is not known has no day: in edtf it is ten years away": (r"^/|/$", "2018/"),
    "of a year without digits no day is known: in edtf it begins in year 0": (r"XXXX", "XXXX"),
    "there is no year 0: in edtf the first of the unknown years is 0": (r"(^|/)0{1,3}X", "000X"),
    "29 February is in leap years only: in edtf it is in each": (r"X-02-29", "190X-02-29"),
}


def read_by_edtf(text: str) -> tuple[object, ...] | None:
    """The first and the last day that edtf reads, None for open; None when it cannot read it."""
    try:
        read = edtf.parse_edtf(text)
    except (EDTFParseException, AttributeError):  # it fails on 2004-XX/2005
        return None
    days = (read.lower_strict(), read.upper_strict())
    return tuple(None if isinstance(day, float) else tuple(day[:3]) for day in days)


def read_by_us(text: str) -> tuple[object, ...]:
    when = When(text)
    return tuple(day and (day.year, day.month, day.day) for day in (when.earliest, when.latest))


@given(TEXTS)
@example("2020?-11")
@example("2018-05-14/2022~")
@example("../2018")
def test_edtf_reads_the_same_days(text):
    assume(not any(re.search(pattern, text) for pattern, _ in DISAGREEMENTS.values()))
    theirs = read_by_edtf(text)
    assume(theirs is not None)
    assert read_by_us(text) == theirs


def test_edtf_reads_nearly_all_forms_that_we_read():
    """So that the comparison above compares something."""
    forms = "2020 2020-11 2020-11-05 2020?-11 ?2020-11 2020-?11 2020-11? 2020-11?-05 2020-11-~05"
    forms += " 2020-01-01/2022-09-30 2018-05/.. ../2018 2018-05-14/2022~ 2021-21 201X 20XX 2XXX"
    forms += " 2004-XX 2004-XX-XX 2004-06-XX 2022~ 2022% 1985-04-12T23:20:30Z 2020?-11/2021 201X-11"
    assert all(read_by_edtf(text) == read_by_us(text) for text in forms.split())


@pytest.mark.parametrize(("pattern", "text"), list(DISAGREEMENTS.values()), ids=list(DISAGREEMENTS))
def test_edtf_still_disagrees_where_we_say_so(pattern, text):
    assert re.search(pattern, text)
    theirs = read_by_edtf(text)
    assert theirs is not None
    assert read_by_us(text) != theirs


@pytest.mark.parametrize(
    "text",
    [
        "2021-02-29",  # no such day
        "0000",  # no such year
        "2020/2019",  # reversed
        "2020/201X",  # reversed, whichever year it is
        "1985-04-12T24:00:00",  # the day after, written as the day before
        "-0500",
        "Y170000002",
        "1950S2",
        "2021-33",
        "[1667,1668]",
        "{1667,1668}",
        "1XX4",
        " 2020",
    ],
)
def test_what_edtf_reads_and_we_refuse(text):
    assert read_by_edtf(text) is not None
    assert why_no_when(text) is not None


@pytest.mark.parametrize(
    "text",
    [
        "2021-21~",  # a season can be uncertain
        "2021?-21",
        "201X/..",  # an end of a period can be any date
        "2020?-11/..",
        "2004-XX/2005",
        "?2004-06~",
        "1985-04-12T23:20:30+00:00",  # as Python writes UTC
    ],
)
def test_what_we_read_and_edtf_refuses(text):
    assert read_by_edtf(text) is None
    assert why_no_when(text) is None


# What is refused.


@pytest.mark.parametrize(
    ("text", "why"),
    [
        ("", "leave it out"),
        (" 2020", "leave the spaces out"),
        ("2020 ", "leave the spaces out"),
        ("2020\n", "leave the spaces out"),
        ("2018 / 2020", "leave the spaces out"),
        ("2020-13", "no month 13"),
        ("2020-00", "no month 00"),
        ("2021-25", "no month 25"),
        ("2020-02-30", "no day 30 in 2020-02"),
        ("2021-02-29", "no day 29 in 2021-02"),
        ("190X-02-30", "no day 30 in 190X-02"),
        ("2020-04-31/2021", "no day 31 in 2020-04"),
        ("2020-11-00", "no day 00"),
        ("2020-1", "write the year first"),
        ("5.11.2020", "write the year first"),
        ("05-11-2020", "write the year first"),
        ("20", "write the year first"),
        ("20200", "write the year first"),
        ("202011", "write the year first"),
        ("201x", "write the year first"),
        ("2020??", "one mark before or after a part"),
        ("?2020?", "one mark before or after a part"),
        ("\uff12\uff10\uff12\uff10", "write the year first"),
        ("today", "write the year first"),
        ("\ud800", "write the year first"),
        ("X020", "only the last digits"),
        ("2X20", "only the last digits"),
        ("2020-1X", "a month that is not known is XX"),
        ("2020-11-1X", "a day that is not known is XX"),
        ("2020-XX-05", "a day needs its month"),
        ("2021-21-05", "a season has no days"),
        ("201X-21", "a season needs its year"),
        ("XXXX~", "leave the mark out"),
        ("XXXX-11~", "leave the mark out"),
        ("XXXX-~XX", "leave the mark out"),
        ("2022/2020", "exchange the two ends"),
        ("2020-06/2020-05-31", "exchange the two ends"),
        ("2020~/2019", "exchange the two ends"),
        ("2018/2019/2020", "one / between"),
        ("/", "a period needs a date at one end"),
        ("..", "a period needs a date at one end"),
        ("../..", "a period needs a date at one end"),
        ("/..", "a period needs a date at one end"),
        ("XXXX/..", "a period needs a date at one end"),
        ("XXXX/XXXX", "a period needs a date at one end"),
        ("0000", "0001 to 9999"),
        ("-0500", "0001 to 9999"),
        ("Y170000002", "0001 to 9999"),
        ("[2018,2020]", "lists of dates are not read"),
        ("{2018,2020}", "lists of dates are not read"),
        ("2020-11-05T9:30", "a moment is written"),
        ("2020-11-05T24:00:00", "a moment is written"),
        ("2020-11-05 09:30:00", "a moment is written"),
        ("2020-11-05~T09:30:00", "one mark before or after a part"),
        ("2020-11T09:30:00", "a moment is written"),
        ("2020-11-31T09:30:00", "no day 31 in 2020-11"),
        ("2020-11-05T09:30:00/2021", "leave the time out"),
    ],
)
def test_a_text_that_is_no_date_is_refused_with_the_reason(text, why):
    with pytest.raises(ValueError, match="expected a date or period such as 2020-11") as error:
        When(text)
    assert type(error.value) is ValueError
    assert why in str(error.value)
    assert f"found {text!r}" in str(error.value)
    assert str(error.value).endswith(f": {why_no_when(text)}")


@pytest.mark.parametrize(
    "value", [None, 2020, 2020.5, True, b"2020", ["2020"], dt.date(2020, 1, 1)]
)
def test_a_value_that_is_no_text_is_refused(value):
    with pytest.raises(ValueError, match=r"expected a date or .*, found .*: a date is text"):
        When(value)


def test_a_long_text_is_shortened_in_the_reason():
    with pytest.raises(ValueError, match="found '2020") as error:
        When("2020" * 10_000)
    assert len(str(error.value)) < 250


@given(st.text() | st.text("0123456789X-/.?~%TZ:[]{} ", max_size=24))
def test_a_text_is_read_or_refused_and_nothing_between(text):
    reason = why_no_when(text)
    if reason is None:
        assert When(text).words()
    else:
        with pytest.raises(ValueError, match="found"):
            When(text)


# What two dates say of one another.


@pytest.mark.parametrize(
    ("one", "two", "answer"),
    [
        ("2020", "2020-11", True),
        ("2020", "2021", False),
        ("2020-11-30", "2020-11", True),
        ("2018/2020", "2020/2022", True),
        ("2018/2020", "2021/2022", False),
        ("2018-05/..", "2300", True),
        ("2018-05/..", "2018-04", False),
        ("../2018", "0001", True),
        ("../2018", "2019", False),
        # An end that is not known.
        ("2018/", "2018-01-01", True),
        ("2018/", "2018-01-02", None),
        ("2018/", "2300", None),
        ("2018/", "2017", False),
        ("/2018", "2018-12-31", True),
        ("/2018", "1700", None),
        ("/2018", "2019", False),
        # A digit, a month or a day that is not known.
        ("201X", "2015", None),
        ("201X", "2009", False),
        ("201X", "2010/2019", True),
        ("201X", "201X", None),
        ("201X/2022", "2019-01-01", True),
        ("201X/2022", "2018-12-31", None),
        ("2004-XX", "2004-05", None),
        ("2004-XX", "2004", True),
        ("2004-06-XX", "2004-06-10", None),
        ("2004-06-XX", "2004-06", True),
        ("XXXX", "2020", None),
        ("XXXX-11", "2020", None),
        # A mark: one unit of its part before and after.
        ("2022~", "2021", None),
        ("2022~", "2022", None),
        ("2022~", "2020", False),
        ("2022~", "2024", False),
        ("2022?", "2021/2023", True),
        ("2022%", "2021/2022", None),
        ("2020?-11", "2020-11", None),
        ("2020?-11", "2019-10", False),
        ("2020?-11", "2021-12", False),
        ("2020-?11", "2020-12", None),
        ("2020-?11", "2020-09", False),
        ("2020-?11", "2021", False),
        ("2020-~12", "2021-01-31", None),
        ("2020-11?", "2021-12", None),
        ("2020-11?", "2022", False),
        ("2020-11-~05", "2020-11-06", None),
        ("2020-11-~05", "2020-11-07", False),
        ("2020-11-~05", "2020-11-04/2020-11-06", True),
        ("2020-11~-05", "2019-10-05", None),
        ("2020-11~-05", "2019-10-04", False),
        ("2021-~21", "2020-12-01", None),
        ("2021-~21", "2020-11-30", False),
        ("2021-~21", "2021-08-31", None),
        ("2021-~21", "2021-09-01", False),
        ("2021-24", "2022-01", True),
        ("201X~", "2000", None),
        ("201X~", "1999", False),
        ("2018-05-14/2022~", "2021", True),
        ("2018-05-14/2022~", "2022", None),
        ("2018-05-14/2022~", "2024", False),
        ("2020~/2022", "2021", True),
        ("2020~/2022", "2020", None),
        ("2020~/2022", "2018", False),
        # The ends of the calendar.
        ("0001~", "0003", False),
        ("0001-01-01~", "0001-01-01", None),
        ("9999-12-31~", "9999-12-31", None),
        ("9999-24", "9999-12-31", True),
        ("9999-12-31", "2018/..", True),
    ],
)
def test_whether_two_dates_overlap(one, two, answer):
    assert When(one).overlaps(When(two)) is answer


@pytest.mark.parametrize(
    ("one", "two", "answer"),
    [
        ("2019", "2020", True),
        ("2020", "2020", False),
        ("2020", "2019", False),
        ("2020-06", "2020", False),
        ("2018/..", "2300", False),
        ("2018/", "2300", None),
        ("../2018", "2019", True),
        ("2017", "/2018", None),
        ("2022~", "2023", None),
        ("2022~", "2024", True),
        ("2022~", "2021", False),
        ("201X", "2015", None),
        ("2020?-11", "2020-12", None),
        ("2020?-11", "2021-12", True),
        ("XXXX", "2020", None),
    ],
)
def test_whether_one_is_over_before_the_other_begins(one, two, answer):
    assert When(one).before(When(two)) is answer
    assert When(two).after(When(one)) is answer


def test_an_open_end_is_never_certainly_over():
    assert When("2018/..").before(When("9999-12-31")) is False


def test_an_end_that_is_not_known_may_be_over_or_not():
    assert When("2018/").before(When("9999-12-31")) is None


@given(NEAR_KNOWN, NEAR_KNOWN)
def test_two_dates_without_vagueness_overlap_when_they_share_a_day(one, two):
    """Compared with the plain intervals of their days."""
    (a, b), (c, d) = (
        (w.earliest or dt.date.min, w.latest or dt.date.max) for w in (When(one), When(two))
    )
    assert When(one).overlaps(When(two)) is (max(a, c) <= min(b, d))
    assert When(one).before(When(two)) is (b < c)


@given(NEAR_TEXTS, NEAR_TEXTS)
def test_overlap_does_not_depend_on_who_is_asked(one, two):
    assert When(one).overlaps(When(two)) is When(two).overlaps(When(one))


@given(NEAR_TEXTS, NEAR_TEXTS)
def test_overlap_is_neither_before_nor_after(one, two):
    a, b = When(one), When(two)
    before, after = a.before(b), a.after(b)
    assert not (before is True and after is not False)
    assert not (after is True and before is not False)
    assert (a.overlaps(b) is False) == (before is True or after is True)
    assert (a.overlaps(b) is True) == (before is False and after is False)


@given(TEXTS)
def test_a_date_never_fails_to_overlap_itself(text):
    assert When(text).overlaps(When(text)) is not False
    assert When(text).before(When(text)) is not True


@given(NEAR_WHENS, NEAR_WHENS)
@example(("2018/", "2018/2018-03"), ("2018-11", "2018-11"))
@example(("201X/2022", "2019/2022"), ("2018-12-31", "2018-12-31"))
def test_learning_a_vague_date_never_turns_a_yes_into_a_no(one, two):
    """What was certain of a vague date is true of each date that it may be."""
    (vague, known), (other, other_known) = one, two
    for ask in (When.overlaps, When.before, When.after):
        answer = ask(When(vague), When(other))
        if answer is not None:
            assert ask(When(known), When(other)) is answer
            assert ask(When(known), When(other_known)) is answer


@given(NEAR_TEXTS, NEAR_TEXTS)
def test_taking_the_marks_away_never_turns_a_yes_into_a_no(one, two):
    plain = When(re.sub("[?~%]", "", one))
    for ask in (When.overlaps, When.before, When.after):
        answer = ask(When(one), When(two))
        if answer is not None:
            assert ask(plain, When(two)) is answer


VAGUE = {
    "201X": [f"{year}" for year in range(2010, 2020)],
    "2012~": ["2011", "2012", "2013"],
    "2012-XX": [f"2012-{month:02d}" for month in range(1, 13)],
    "2012-02-XX": [f"2012-02-{day:02d}" for day in range(1, 30)],
    "2012-02-?29": ["2012-02-28", "2012-02-29", "2012-03-01"],
    "2012-~12": ["2012-11", "2012-12", "2013-01"],
    "2012-?24": ["2012-23", "2012-24", "2013-21"],
}
DAYS = st.dates(dt.date(2009, 1, 1), dt.date(2021, 1, 1)) | st.dates(
    dt.date(2011, 11, 1), dt.date(2013, 4, 1)
)


@given(st.sampled_from(sorted(VAGUE)), DAYS, DAYS)
def test_not_known_means_that_both_answers_are_possible(vague, one, two):
    """Compared with each of the dates that the vague one may be, one by one."""
    other = When(f"{min(one, two)}/{max(one, two)}")
    for ask in (When.overlaps, When.before, When.after):
        answers = {ask(When(each), other) for each in VAGUE[vague]}
        assert ask(When(vague), other) is (answers.pop() if len(answers) == 1 else None)


# Words.


@pytest.mark.parametrize(
    ("text", "en", "da", "nb"),
    [
        ("2020", "2020", "2020", "2020"),
        ("2020-11", "November 2020", "november 2020", "november 2020"),
        ("2020-11-05", "5 November 2020", "5. november 2020", "5. november 2020"),
        ("1985-04-12T23:20:30Z", "12 April 1985", "12. april 1985", "12. april 1985"),
        ("2021-21", "spring 2021", "foråret 2021", "våren 2021"),
        ("2021-22", "summer 2021", "sommeren 2021", "sommeren 2021"),
        ("2021-23", "autumn 2021", "efteråret 2021", "høsten 2021"),
        ("2021-24", "winter 2021/22", "vinteren 2021/22", "vinteren 2021/22"),
        ("1999-24", "winter 1999/00", "vinteren 1999/00", "vinteren 1999/00"),
        (
            "2020-01-01/2022-09-30",
            "1 January 2020 to 30 September 2022",
            "1. januar 2020 til 30. september 2022",
            "1. januar 2020 til 30. september 2022",
        ),
        ("2020/2020", "2020 to 2020", "2020 til 2020", "2020 til 2020"),
        (
            "2018-05/..",
            "from May 2018 on",
            "fra maj 2018 og frem",
            "fra mai 2018 og fremover",
        ),
        ("../2018", "up to and including 2018", "til og med 2018", "til og med 2018"),
        (
            "/2018",
            "up to and including 2018, start not known",
            "til og med 2018, starttidspunkt ukendt",
            "til og med 2018, starttidspunkt ukjent",
        ),
        (
            "2018/",
            "from 2018, end not known",
            "fra 2018, sluttidspunkt ukendt",
            "fra 2018, sluttidspunkt ukjent",
        ),
        (
            "2018/XXXX",
            "from 2018, end not known",
            "fra 2018, sluttidspunkt ukendt",
            "fra 2018, sluttidspunkt ukjent",
        ),
        (
            "2018-05-14/2022~",
            "14 May 2018 to about 2022",
            "14. maj 2018 til omkring 2022",
            "14. mai 2018 til omkring 2022",
        ),
        ("201X", "the 2010s, year not known", "2010'erne, år ukendt", "2010-årene, år ukjent"),
        ("200X", "2000–2009, year not known", "2000–2009, år ukendt", "2000–2009, år ukjent"),
        ("20XX", "2000–2099, year not known", "2000–2099, år ukendt", "2000–2099, år ukjent"),
        ("XXXX", "date not known", "tidspunkt ukendt", "tidspunkt ukjent"),
        ("XXXX-XX-XX", "date not known", "tidspunkt ukendt", "tidspunkt ukjent"),
        ("XXXX-11", "November, year not known", "november, år ukendt", "november, år ukjent"),
        (
            "201X-11-05",
            "5 November in the 2010s, year not known",
            "5. november i 2010'erne, år ukendt",
            "5. november i 2010-årene, år ukjent",
        ),
        ("2004-XX", "2004, month not known", "2004, måned ukendt", "2004, måned ukjent"),
        (
            "2004-XX-XX",
            "2004, month and day not known",
            "2004, måned og dag ukendt",
            "2004, måned og dag ukjent",
        ),
        (
            "2004-06-XX",
            "June 2004, day not known",
            "juni 2004, dag ukendt",
            "juni 2004, dag ukjent",
        ),
        ("2022~", "about 2022", "omkring 2022", "omkring 2022"),
        ("2022?", "2022 (uncertain)", "2022 (usikkert)", "2022 (usikkert)"),
        ("2022%", "about 2022 (uncertain)", "omkring 2022 (usikkert)", "omkring 2022 (usikkert)"),
        ("2021-21~", "about spring 2021", "omkring foråret 2021", "omkring våren 2021"),
        (
            "2020-11?",
            "November 2020 (uncertain)",
            "november 2020 (usikkert)",
            "november 2020 (usikkert)",
        ),
        (
            "2020?-11",
            "November 2020 (year uncertain)",
            "november 2020 (år usikkert)",
            "november 2020 (år usikkert)",
        ),
        (
            "?2020-11",
            "November 2020 (year uncertain)",
            "november 2020 (år usikkert)",
            "november 2020 (år usikkert)",
        ),
        (
            "2021-~24",
            "winter 2021/22 (season approximate)",
            "vinteren 2021/22 (årstid omtrentlig)",
            "vinteren 2021/22 (årstid omtrentlig)",
        ),
        (
            "?2004-06-~11",
            "11 June 2004 (year uncertain, day approximate)",
            "11. juni 2004 (år usikkert, dag omtrentlig)",
            "11. juni 2004 (år usikkert, dag omtrentlig)",
        ),
        (
            "?2004-~06-11",
            "11 June 2004 (year uncertain, month approximate)",
            "11. juni 2004 (år usikkert, måned omtrentlig)",
            "11. juni 2004 (år usikkert, måned omtrentlig)",
        ),
        (
            "2004%-06",
            "June 2004 (year uncertain, year approximate)",
            "juni 2004 (år usikkert, år omtrentligt)",
            "juni 2004 (år usikkert, år omtrentlig)",
        ),
    ],
)
def test_a_date_is_said_in_three_languages(text, en, da, nb):
    when = When(text)
    assert (when.words(), when.words("da"), when.words("nb")) == (en, da, nb)


MONTHS = {
    "en": "January February March April May June July August September October November December",
    "da": "januar februar marts april maj juni juli august september oktober november december",
    "nb": "januar februar mars april mai juni juli august september oktober november desember",
}


@pytest.mark.parametrize("lang", LANGUAGES)
def test_every_month_has_its_name(lang):
    said = [When(f"2020-{month:02d}").words(lang) for month in range(1, 13)]
    assert said == [f"{month} 2020" for month in MONTHS[lang].split()]


@pytest.mark.parametrize("part", ["year", "season", "month", "day"])
@pytest.mark.parametrize("sign", ["?", "~"])
def test_every_part_can_be_marked_alone(part, sign):
    text = {
        "year": f"{sign}2020-11-05",
        "season": f"2020-{sign}21",
        "month": f"2020-{sign}11-05",
        "day": f"2020-11-{sign}05",
    }[part]
    for lang in LANGUAGES:
        kind = "uncertain" if sign == "?" else "approximate"
        assert f"({say(f'date.{kind}.{part}', lang)})" in When(text).words(lang)


@pytest.mark.parametrize("key", keys("date."))
def test_every_word_about_dates_has_the_same_places_in_every_language(key):
    places = [sorted(re.findall(r"\{\w+\}", say(key, lang))) for lang in LANGUAGES]
    assert places[0] == places[1] == places[2]


@given(TEXTS, st.sampled_from(LANGUAGES))
def test_words_hold_no_sign_of_the_notation(text, lang):
    assert re.search(r"[?~%XT{}]|\.\.|None", When(text).words(lang)) is None


# A value that a person types.


@pytest.mark.parametrize(
    ("value", "text"),
    [
        ("2020?-11", "2020?-11"),
        (dt.date(2020, 11, 5), "2020-11-05"),
        (dt.date(987, 1, 2), "0987-01-02"),
        (dt.datetime(2020, 11, 5, 23, 59, 1, 7, tzinfo=dt.UTC), "2020-11-05"),
    ],
)
def test_what_a_person_types_becomes_a_date(value, text):
    assert as_when(value) == When(text)


def test_a_text_of_another_kind_becomes_plain_text():
    class Text(str):
        __slots__ = ()

    when = as_when(Text("2020"))
    assert isinstance(when, When)
    assert type(when.text) is str


@given(
    st.none() | st.integers() | st.text() | st.binary() | st.lists(st.text()) | st.dates() | TEXTS
)
def test_the_converter_never_fails_and_changes_nothing_twice(value):
    once = as_when(value)
    assert as_when(once) is once
    if not isinstance(once, When):
        assert once is value
        assert why_no_when(value) is not None


def test_a_moment_that_is_none_comes_back_as_it_is():
    """Such as the missing moment of pandas, which is a `datetime` that has no date."""

    class NotAMoment(dt.datetime):
        def isoformat(self, *_args, **_kwargs):
            return "NaT"

    moment = NotAMoment(2020, 1, 1)
    assert as_when(moment) is moment


# The value itself.


@given(TEXTS)
def test_a_date_is_its_text(text):
    when = When(text)
    assert str(when) == when.text == text
    assert eval(repr(when)) == when  # noqa: S307
    assert hash(when) == hash(When(text))


def test_dates_are_equal_when_they_are_written_alike():
    assert When("2020") == When("2020")
    assert When("2020?-11") != When("?2020-11")
    assert len({When("2020"), When("2020"), When("2021")}) == 2


def test_a_date_holds_its_text_and_nothing_else():
    """Other fields, aliases or private names would make a fast JSON reader wrong."""
    (field,) = attrs.fields(When)
    assert (field.name, field.alias, field.init) == ("text", "text", True)
    assert not hasattr(When("2020"), "__dict__")


def test_a_date_cannot_be_changed():
    when = When("2020")
    with pytest.raises(attrs.exceptions.FrozenInstanceError):
        when.text = "2021"  # type: ignore[misc]
