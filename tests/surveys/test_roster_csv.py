"""The roster as a CSV file."""

import time
from datetime import date
from random import Random

import pytest

from surveys.calendars import Absence
from surveys.errors import ProblemsError
from surveys.roster import Roster
from surveys.roster_csv import parse_roster, read_roster, read_rows
from surveys.roster_units import slugify
from surveys.texts import Locale

HEADER = "slack_id,name,unit,manager\n"
COMPANY = """\
U1,Clara,Company,
U2,Otto,Operations,U1
U3,Nora,North,U2
U4,An,North,U3
U5,Bo,North,U3
U6,Cy,Night shift,U2
U7,Di,Night shift,U2
"""


def roster_of(text: str, directory=None) -> Roster:
    return parse_roster(text.encode(), directory or {})


def problems_of(text: str, directory=None) -> list[tuple[int, str | None, str]]:
    with pytest.raises(ProblemsError) as refused:
        roster_of(text, directory)
    return [(problem.line, problem.column, str(problem.message)) for problem in refused.value.problems]


def counted(roster: Roster) -> dict[str, list[str]]:
    return {unit_id: [person.id for person in roster.members(unit_id)] for unit_id in roster.units}


def shape(roster: Roster) -> dict[str, tuple[str, str | None]]:
    return {unit.id: (unit.leader_id, unit.parent_id) for unit in roster.units.values()}


# --- who leads what -------------------------------------------------------------------------------------------------


def test_leaders_and_parents_follow_from_the_managers():
    assert shape(roster_of(HEADER + COMPANY)) == {
        "company": ("U1", None),
        "operations": ("U2", "company"),
        "north": ("U3", "operations"),
        "night-shift": ("U2", "operations"),
    }


def test_a_leader_is_counted_in_the_parent_unit_and_the_top_leader_nowhere():
    roster = roster_of(HEADER + COMPANY)
    assert counted(roster) == {
        "company": ["U2"],
        "operations": ["U3"],
        "north": ["U4", "U5"],
        "night-shift": ["U6", "U7"],
    }
    assert roster.people["U1"].unit_id is None


def test_everyone_is_asked_about_their_own_manager():
    roster = roster_of(HEADER + COMPANY)
    managers = {line.split(",")[0]: line.split(",")[3] or None for line in COMPANY.splitlines()}
    assert {id_: roster.leader_of(id_) for id_ in roster.people} == managers


def test_a_member_may_lead_a_unit_from_outside():
    rows = "U1,Clara,Board,\nU2,Finn,Board,U1\nU3,An,Ledgers,U2\nU4,Bo,Ledgers,U2\n"
    roster = roster_of(HEADER + rows)
    assert shape(roster) == {"board": ("U1", None), "ledgers": ("U2", "board")}
    assert counted(roster) == {"board": ["U2"], "ledgers": ["U3", "U4"]}


def test_somebody_alone_in_a_unit_who_manages_nobody_is_led_from_outside():
    roster = roster_of(HEADER + "U1,Clara,Company,\nU2,An,Legal,U1\n")
    assert shape(roster) == {"company": ("U1", None), "legal": ("U1", "company")}
    assert counted(roster) == {"company": [], "legal": ["U2"]}


def test_several_tops_are_several_roots():
    roster = roster_of(HEADER + "U1,A,One,\nU2,B,One,U1\nU3,C,Two,\nU4,D,Two,U3\n")
    assert [unit.id for unit in roster.roots()] == ["one", "two"]


def test_the_order_of_the_rows_does_not_matter():
    lines = COMPANY.splitlines(keepends=True)
    for seed in range(20):
        Random(seed).shuffle(lines)
        assert shape(roster_of(HEADER + "".join(lines))) == shape(roster_of(HEADER + COMPANY))


def test_a_unit_written_in_another_case_or_with_more_spaces_is_the_same_unit():
    roster = roster_of(HEADER + "U1,A,Night shift,\nU2,B,NIGHT  Shift ,U1\n")
    assert list(roster.units) == ["night-shift"]


# --- names and ids --------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("name", "slug"),
    [
        ("Kundendienst Süd", "kundendienst-sued"),
        ("Kundendienst Su\u0308d", "kundendienst-sued"),
        ("Straße & Öl (Ä)", "strasse-oel-ae"),
        ("Équipe №1", "equipe-no1"),
        ("R&D", "r-d"),
    ],
)
def test_the_id_of_a_unit_is_its_name_in_plain_letters(name, slug):
    assert slugify(name) == slug
    assert list(roster_of(HEADER + f"U1,A,{name},\n").units) == [slug]


def test_units_with_names_alike_get_ids_of_their_own_that_stay():
    before = roster_of(HEADER + "U1,A,Team C,\n")
    after = roster_of(HEADER + "U2,B,Team C++,\nU3,C,Team C#,\nU1,A,Team C,\n")
    assert before.units["team-c"].name == after.units["team-c"].name
    assert len(after.units) == 3
    assert set(after.units) == set(roster_of(HEADER + "U1,A,Team C,\nU3,C,Team C#,\nU2,B,Team C++,\n").units)


def test_a_unit_named_in_other_letters_has_an_id_too():
    ids = list(roster_of(HEADER + "U1,A,東京,\nU2,B,大阪,\n").units)
    assert len(set(ids)) == 2
    assert all(unit_id.startswith("unit-") for unit_id in ids)


# --- what a file may look like --------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "header",
    [
        "slack_id;name;unit;manager;language;office",
        "Slack-ID;Name;Einheit;Führungskraft;Sprache;Büro",
        "SLACK ID;NAME;Team;Vorgesetzte/r;Sprache;Standort",
        "slack-id;name;Bereich;vorgesetzte;sprache;standort",
    ],
)
@pytest.mark.parametrize("encoding", ["utf-8-sig", "cp1252", "utf-16"])
def test_german_and_english_headers_are_known(header, encoding):
    data = f"{header}\nu1;Jörg;Süd;;Deutsch;Köln\nu2;An;Süd;u1;en-GB;\n".encode(encoding)
    roster = parse_roster(data, {})
    assert roster.people["U1"].office == "Köln"
    assert [person.locale for person in roster.people.values()] == [Locale.DE, Locale.EN]
    assert roster.people["U2"].office is None


def test_people_are_found_by_address():
    text = "E-Mail,Name,Team,Führungskraft\nJo@Example.com,Jo,A,\nan@example.com,An,A,JO@example.com\n"
    roster = roster_of(text, {"jo@example.com": "U1", "an@example.com": "U2"})
    assert roster.leader_of("U2") == "U1"
    assert roster.people["U1"].email == "jo@example.com"


def test_ids_and_addresses_may_be_mixed():
    text = "slack_id,email,name,unit,manager\nU1,,Jo,A,\n,an@example.com,An,A,jo@example.com\nU3,b@x.de,Bo,A,U1\n"
    roster = roster_of(text, {"jo@example.com": "U1", "an@example.com": "U2"})
    assert counted(roster) == {"a": ["U2", "U3"]}


def test_language_and_office_may_be_missing_or_empty():
    person = roster_of(HEADER + "U1,A,One,\n").people["U1"]
    assert (person.locale, person.office, person.time_zone, person.email) == (None, None, None, None)


def test_rows_are_given_by_column_with_their_lines():
    data = 'Slack-ID;Name;Team;Führungskraft\nU1;"Jo\nMeier";A;\n\nU2;An;A\n'.encode()
    assert read_rows(data) == [
        (2, {"slack_id": "U1", "name": "Jo\nMeier", "unit": "A", "manager": ""}),
        (5, {"slack_id": "U2", "name": "An", "unit": "A", "manager": ""}),
    ]


def test_hostile_names_are_kept_as_they_are():
    name = "<!channel> *Jo* \u202e =1+1 🙂"
    assert roster_of(HEADER + f"U1,{name},<@U1>,\n").people["U1"].name == name


# --- what is wrong --------------------------------------------------------------------------------------------------

COLUMNS = "slack_id, email, name, unit, manager, language, office, away_from, away_until"


@pytest.mark.parametrize("text", ["", "\n\n", "\ufeff", "slack_id,name,unit,manager\n", ";;;\n"])
def test_an_empty_file_is_refused_with_the_columns_expected(text):
    assert problems_of(text) == [(1, None, f"there are no people in the file. Expected columns: {COLUMNS}.")]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (
            "slack_id,name,unit\nU1,A,B\n",
            (1, "manager", f'the column "manager" is missing. Expected columns: {COLUMNS}.'),
        ),
        (
            "name,unit,manager\nA,B,\n",
            (1, "slack_id, email", f'the column "slack_id, email" is missing. Expected columns: {COLUMNS}.'),
        ),
        (
            "slack_id,name,unit,manager,mood\nU1,A,B,,x\n",
            (1, "mood", f'the column "mood" is unknown. Expected columns: {COLUMNS}.'),
        ),
        ("slack_id,name,unit,team,manager\nU1,A,B,B,\n", (1, "team", 'the column "unit" is there twice.')),
        (HEADER + "U1,,B,\n", (2, "name", "the cell is empty.")),
        (HEADER + "U1,A,,\n", (2, "unit", "the cell is empty.")),
        (HEADER + ",A,B,\n", (2, "slack_id", "the cell is empty.")),
        (HEADER + "U1,A\n", (2, "unit", "the cell is empty.")),
        (
            HEADER + "U1,A,B,,x\n",
            (2, None, "this row has more cells than there are columns. Is a quotation mark missing?"),
        ),
        (HEADER + f"U1,{'x' * 201},B,\n", (2, "name", "the cell is longer than 200 characters.")),
        (HEADER + "jo,A,B,\n", (2, "slack_id", '"JO" is not a Slack member ID such as U024BE7LH.')),
        (HEADER + "U1,A,B,\nu1,Also A,B,\n", (3, "slack_id", "Also A is in the list twice: in lines 2 and 3.")),
        (HEADER + "U1,A,B,\nU2,C,B,jo.meier@x.de\n", (3, "manager", 'the manager "jo.meier@x.de" is not in the list.')),
        (HEADER + "U1,A,B,U1\n", (2, "manager", "A is their own manager. Leave the cell empty for the top leader.")),
        (
            HEADER + "U1,A,One,U2\nU2,B,Two,U3\nU3,C,Three,U1\n",
            (2, "manager", "these people manage each other in a circle: A, B, C."),
        ),
        (
            HEADER + "U1,A,One,U2\nU2,B,One,U1\n",
            (1, "manager", "there is no top leader. Leave the manager's cell empty for the person at the top."),
        ),
        (
            HEADER + "U1,A,One,\nU2,B,One,U1\nU3,C,One,U2\n",
            (3, "unit", 'the unit "One" has several leaders: A, B. Give the team of each a unit of its own.'),
        ),
        (
            HEADER + COMPANY + "U8,Eve,Night shift,U1\n",
            (9, "manager", 'in the unit "Night shift", Eve has another manager than the others, who have Otto.'),
        ),
        (
            HEADER + COMPANY + "U8,Eve,North,U2\n",
            (9, "manager", 'in the unit "North", Eve has another manager than the others, who have Nora.'),
        ),
        (
            HEADER + COMPANY + "U8,Eve,North,\n",
            (9, "manager", 'in the unit "North", Eve has no manager; the others have Nora.'),
        ),
        (
            HEADER + "U1,A,One,\nU2,B,One,\n",
            (2, "manager", 'nobody leads the unit "One": none of its people has a manager.'),
        ),
        (
            HEADER + "U1,Clara,Board,\nU2,Finn,Board,U1\nU3,An,Ledgers,U2\nU4,Bo,Ledgers,U3\n",
            (3, "unit", "Finn manages An, who leads a unit, but leads no unit of their own."),
        ),
        (
            HEADER + "U1,Clara,Board,\nU2,Finn,Board,U1\nU3,An,Ledgers,U2\nU4,Bo,Ledgers,U3\nU5,Cy,X,U2\nU6,Di,Y,U2\n",
            (3, "unit", "Finn manages An, who leads a unit, and leads several units but none of their own."),
        ),
        (
            "slack_id,name,unit,manager,sprache\nU1,A,B,,Klingon\n",
            (2, "sprache", 'the language "Klingon" is unknown. Write German or English, or leave it empty.'),
        ),
    ],
)
def test_each_problem_is_named_with_its_line_and_column(text, expected):
    assert expected in problems_of(text)


def test_an_address_outside_the_workspace_is_a_problem():
    text = "email,name,unit,manager\njo@example.com,Jo,A,\n"
    for directory in ({}, {"an@example.com": "U1"}):
        assert problems_of(text, directory)[0] == (
            2,
            "email",
            'no one in this workspace has the address "jo@example.com".',
        )


def test_an_address_of_somebody_else_is_a_problem():
    text = "slack_id,email,name,unit,manager\nU1,jo@example.com,Jo,A,\n"
    expected = (2, "email", 'the address "jo@example.com" belongs to another member than U1.')
    assert expected in problems_of(text, {"jo@example.com": "U2"})


def test_one_address_for_two_people_is_a_problem():
    text = "slack_id,email,name,unit,manager\nU1,jo@example.com,Jo,A,\nU2,JO@example.com,An,A,U1\n"
    assert problems_of(text) == [(3, "slack_id", "An is in the list twice: in lines 2 and 3.")]


def test_a_bad_row_of_a_leader_does_not_accuse_the_people_they_lead():
    text = "email,name,unit,manager\njo@x.de,Jo,A,\nan@x.de,An,A,jo@x.de\nbo@x.de,Bo,A,jo@x.de\n"
    found = problems_of(text, {"an@x.de": "U2", "bo@x.de": "U3"})
    assert [(line, column) for line, column, _ in found if line > 1] == [(2, "email")]


def test_the_header_is_named_as_it_is_written_in_the_file():
    text = "Slack-ID;Name;Team;Führungskraft\nU1;A;B;U9\n"
    assert (2, "Führungskraft", 'the manager "U9" is not in the list.') in problems_of(text)


def test_each_circle_is_named_once():
    text = HEADER + "U1,A,One,U2\nU2,B,Two,U1\nU3,C,Three,U4\nU4,D,Four,U3\nU5,E,Five,U4\n"
    circles = [problem for problem in problems_of(text) if "circle" in problem[2]]
    assert [line for line, _, _ in circles] == [2, 4]


def test_a_long_circle_names_ten_people():
    rows = "".join(f"U{n},P{n},Unit {n},U{n % 5000 + 1}\n" for n in range(1, 5001))
    (circle,) = [problem for problem in problems_of(HEADER + rows) if "circle" in problem[2]]
    assert circle[2].endswith("P9, P10, ….")


def test_all_problems_are_found_at_once_in_the_order_of_lines():
    text = "slack_id,name,unit,manager,sprache,mood\nU1,,B,,xx,\nU1,A,B,,,\nU2,C,,U1,,\nU3,D,B,U9,fr,\n"
    found = problems_of(text)
    assert [(line, column) for line, column, _ in found] == [
        (1, "mood"),
        (2, "name"),
        (2, "sprache"),
        (3, "slack_id"),
        (4, "unit"),
        (5, "sprache"),
        (5, "manager"),
    ]


def test_the_refusal_says_that_nothing_was_imported():
    with pytest.raises(ProblemsError, match=r"^Nothing was imported: one problem\.$"):
        roster_of(HEADER + "U1,,B,\n")
    with pytest.raises(ProblemsError, match=r"^Nothing was imported: 2 problems\.$"):
        roster_of(HEADER + "U1,,,\n")


# --- size -----------------------------------------------------------------------------------------------------------


def a_company_of(n: int) -> bytes:
    """Build teams of eight; the first of each leads it and stands beneath one of eight other leaders."""
    lines = ["email;name;einheit;führungskraft;sprache"]
    for number in range(n):
        team, above = number // 8, (number // 8 - 1) // 8
        manager = 8 * team if number % 8 else 8 * above
        address = f"p{manager}@x.de" if number else ""
        lines.append(f"p{number}@x.de;Jörg {number};Team {team};{address};de")
    return "\n".join(lines).encode("cp1252")


def test_a_hundred_thousand_people_are_read_in_seconds():
    n = 100_000
    directory = {f"p{number}@x.de": f"U{number:06}" for number in range(n)}
    begin = time.process_time()
    roster = parse_roster(a_company_of(n), directory)
    assert time.process_time() - begin < 10 * 2  # twice the promise, for busy machines
    assert len(roster.people) == n
    assert len(roster.beneath("team-0")) == n // 8
    assert sum(len(roster.members(unit_id)) for unit_id in roster.units) == n - 1


def test_a_chain_of_thousands_of_managers_is_no_deep_water():
    rows = "".join(f"U{number},P,Unit {number},{f'U{number - 1}' if number > 1 else ''}\n" for number in range(1, 5001))
    roster = roster_of(HEADER + rows)
    assert roster.depth("unit-4999") == 4998


# --- several units, absences, and who is in the workspace ---------------------------------------------------------------


def test_a_person_in_two_units_is_asked_once_and_counted_where_their_manager_is():
    rows = COMPANY + "U4,An,Night shift,U3\nU8,Ed,Night shift,U3\nU8,Ed,North,U3\n"
    roster = roster_of(HEADER + rows)
    assert counted(roster)["north"] == ["U4", "U5", "U8"]
    assert counted(roster)["night-shift"] == ["U6", "U7"]


def test_a_person_twice_in_one_unit_or_with_two_managers_is_a_problem_with_its_line():
    again, other = COMPANY + "U4,An,North,U3\n", COMPANY + "U4,An,Night shift,U2\n"
    for rows in (again, other):
        assert [(line, column) for line, column, _ in problems_of(HEADER + rows)] == [(9, "slack_id")]


def test_days_of_absence_are_read_in_both_ways_of_writing_them():
    text = "Slack-ID,Name,Einheit,Führungskraft,Abwesend von,Abwesend bis\nU1,Clara,Company,,24.12.2026,2027-01-02\nU2,Bo,Company,U1,,\n"
    read = read_roster(text.encode(), {})
    assert read.absences == {"U1": (Absence(date(2026, 12, 24), date(2027, 1, 2)),), "U2": ()}
    assert read_roster((HEADER + COMPANY).encode(), {}).absences is None


@pytest.mark.parametrize(
    ("days", "column", "says"),
    [
        ("2026-12-24,", "away_until", "empty"),
        ("2026-13-24,2026-12-25", "away_from", "not a date"),
        ("2026-12-24,2026-12-20", "away_until", "before the first"),
    ],
)
def test_wrong_days_are_told_with_line_and_column(days, column, says):
    text = f"slack_id,name,unit,manager,away_from,away_until\nU1,Clara,Company,,,\nU2,Bo,Company,U1,{days}\n"
    ((line, where, message),) = problems_of(text)
    assert (line, where) == (3, column)
    assert says in message


def test_a_slack_id_that_nobody_in_the_workspace_has_is_told_with_its_line():
    with pytest.raises(ProblemsError) as refused:
        read_roster((HEADER + COMPANY).encode(), {}, members=["U1", "U2", "U3", "U4", "U5", "U6"])
    (problem,) = refused.value.problems
    assert (problem.line, problem.column) == (8, "slack_id")
    assert "U7" in str(problem.message)
