"""Tables as CSV."""

from contextlib import suppress

import pytest
from hypothesis import given
from hypothesis import strategies as st

from surveys.errors import ProblemsError
from surveys.tables import defuse, read_table


def rows(data: bytes) -> list[tuple[int, tuple[str, ...]]]:
    return [(row.line, row.cells) for row in read_table(data, {"name", "unit"}.__contains__)]


def problem_of(data: bytes) -> tuple[int, str]:
    with pytest.raises(ProblemsError) as refused:
        rows(data)
    (problem,) = refused.value.problems
    return problem.line, str(problem.message)


EXPECTED = [(1, ("name", "unit")), (2, ("Jörg Groß", "Süd"))]


@pytest.mark.parametrize("delimiter", [",", ";", "\t"])
@pytest.mark.parametrize("line_end", ["\n", "\r\n", "\r"])
@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "latin-1", "cp1252"])
def test_what_spreadsheet_programs_save_is_read(delimiter, line_end, encoding):
    text = line_end.join(delimiter.join(cells) for _, cells in EXPECTED) + line_end
    assert rows(text.encode(encoding)) == EXPECTED


def test_the_characters_of_windows_1252_are_read():
    assert rows("name\nJörg – €\n".encode("cp1252"))[1] == (2, ("Jörg – €",))


def test_a_comma_in_a_cell_does_not_win_over_the_delimiter_of_the_header():
    assert rows(b"name;unit\nMeier, Jo, Dr.;A, B, C\n")[1] == (2, ("Meier, Jo, Dr.", "A, B, C"))


def test_quoted_lines_keep_the_count_of_lines_right():
    data = b'name,unit\n"Jo\nMeier","A\n\nB"\n\nAn,C\n'
    assert rows(data) == [(1, ("name", "unit")), (2, ("Jo\nMeier", "A\n\nB")), (7, ("An", "C"))]


def test_empty_rows_are_left_out_and_counted():
    assert rows(b"\n;;\nname;unit\n;\nJo;A\n") == [(3, ("name", "unit")), (5, ("Jo", "A"))]


def test_the_line_that_names_the_delimiter_is_no_header():
    assert rows(b"sep=;\nname;unit\nJo;A\n") == [(2, ("name", "unit")), (3, ("Jo", "A"))]


@pytest.mark.parametrize("data", [b"name,unit\nJ\0,A\n", "name,unit\nJ\0o,A\n".encode("utf-16")])
def test_nul_is_refused_with_its_line(data):
    assert problem_of(data) == (2, "this is not a CSV file. In a spreadsheet program, save it as CSV UTF-8.")


@pytest.mark.parametrize("data", [b"PK\x03\x04\x14\x00\x06\x00\xff\xfe\x81", bytes(range(256)) * 100])
def test_a_workbook_or_a_picture_is_refused_with_what_to_do(data):
    assert "save it as CSV" in problem_of(data)[1]


def test_a_quotation_mark_without_its_partner_is_refused_where_it_opens():
    assert problem_of(b'name,unit\nAn,A\n"Jo,A\nUlf,B\n')[0] == 3


def test_a_cell_without_end_is_refused():
    assert problem_of(b"name,unit\n" + b"x" * 200_000)[0] == 2


@given(st.binary(max_size=300))
def test_any_bytes_are_read_or_refused(data):
    with suppress(ProblemsError):
        assert all(len(row) == 2 for row in rows(data))


@pytest.mark.parametrize("cell", ["=1+1", "+49 30", "-5", "@SUM(A1)", "\tx", "\rx", "=cmd|' /C calc'!A0"])
def test_a_cell_that_a_spreadsheet_would_run_is_defused(cell):
    assert defuse(cell) == f"'{cell}"


@pytest.mark.parametrize("cell", ["", "Jo", "1-1", "a=b", "jo@example.com", "'=1"])
def test_any_other_cell_stays(cell):
    assert defuse(cell) == cell
