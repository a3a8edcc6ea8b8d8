"""Logs in columns, whatever their headings are called and whatever parts their cells."""

from __future__ import annotations

import pytest

from onrecord import contacts
from onrecord.contacts import roles
from onrecord.model import Channel, Contact, Page, quote_at
from onrecord.pages.finish import finish


def page(text: str, number: int = 1) -> Page:
    return finish(file="a" * 64, number=number, text=text, engine="text", engine_version="1")


def read(*texts: str) -> list[Contact]:
    pages = [page(text, number) for number, text in enumerate(texts, 1)]
    found = contacts.read(pages)
    texts_by_key = {one.key: one.text for one in pages}
    for one in found:
        assert one.citation.quote == quote_at(one.citation.spans, texts_by_key)
        for party in one.parties:
            assert all(texts_by_key[span.page][span.start : span.end] for span in party.spans)
    return found


def short(one: Contact) -> tuple[object, ...]:
    return (one.channel, one.starts, one.ends, [(party.role, party.name or party.number) for party in one.parties])


VISITS = """\
HARBOR AUTHORITY - VISITOR SIGN-IN LOG
March 2021

Date      Visitor Name          Company                Time In   Time Out  Person Visited      Purpose
3/1/2021  Dana Marsh            Marsh & Reed LLP       9:05 AM   10:15 AM  Marisol Vance       Pier 9 contract
3/1/2021  Hale, Peter           Dredge Brothers Inc.   11:00 AM  11:45 AM  Ostler, Graham      Introduction,
                                                                                               new barge
3/2/2021  (b)(6)                                       1:30 PM   2:00 PM   Lucas Imre          Delivery
                                                       3:00 PM             Lucas Imre          No name
Total visitors: 4

HPA-000123
"""


def test_a_visitor_log_in_wide_columns() -> None:
    first, second, third, fourth = read(VISITS)
    assert short(first) == (
        Channel.VISIT,
        "2021-03-01T09:05",
        "2021-03-01T10:15",
        [("visitor", "Dana Marsh"), ("host", "Marisol Vance")],
    )
    assert first.parties[0].affiliation == "Marsh & Reed LLP"
    assert first.subject == "Pier 9 contract"
    # the last column goes on in the next line
    assert second.subject == "Introduction, new barge"
    assert "new barge" in second.citation.quote
    assert third.parties[0].redacted and not third.parties[0].name
    # cells that are left out do not move the others
    assert short(fourth) == (Channel.VISIT, "2021-03-02T15:00", "", [("host", "Lucas Imre")])


CALLS = """\
Call Detail Report
Extension: 4412 Marisol Vance
Period: March 2021

Date,Time,Direction,Number,Name,Duration (min)
3/5/2021,9:05 AM,Outgoing,(202) 555-0112,"Belmonte, Tomas",12
3/5/2021,10:40 AM,Incoming,202-555-0177,,3
3/6/2021,4:12 PM,Missed,202-555-0177,Graham Ostler,0
,5:00 PM,Outgoing,202-555-0191,"Imre, ""Lou"" Lucas",1
Total,,,,,16
"""


def test_a_call_log_with_its_owner() -> None:
    out, inward, missed, carried = read(CALLS)
    assert short(out)[3] == [("to", "Belmonte, Tomas"), ("from", "Marisol Vance")]
    assert (out.direction, out.duration, out.starts) == ("out", 720, "2021-03-05T09:05")
    assert short(inward)[3] == [("from", "202-555-0177"), ("to", "Marisol Vance")]
    assert missed.direction == "missed"
    # a date left out is that of the row above, and cited
    assert carried.starts == "2021-03-06T17:00"
    assert carried.citation.quote.endswith("\n3/6/2021")
    assert carried.parties[0].name == 'Imre, "Lou" Lucas'


#: Each header as some office prints it, a row below it, and what must come out.
@pytest.mark.parametrize(
    ("header", "row", "channel", "starts", "parties"),
    [
        # public visitor records part names and pad with codes
        (
            "NAMELAST,NAMEFIRST,UIN,BDGNBR,TOA,TOD,APPT_START_DATE,APPT_END_DATE,MEETING_LOC,visitee_namelast,visitee_namefirst",
            "MARSH,DANA,U1234,9921,3/1/21 9:05,3/1/21 10:15,3/1/21 9:00,3/1/21 23:59,WH,VANCE,MARISOL",
            Channel.VISIT,
            "2021-03-01T09:05",
            [("visitor", "MARSH, DANA"), ("host", "VANCE, MARISOL")],
        ),
        (
            "Caller\tCalled Number\tCall Date/Time\tTalk Time",
            "Marsh, Dana\t202-555-0112\t2021-03-05 09:05:10\t0:04:12",
            Channel.CALL,
            "2021-03-05T09:05:10",
            [("from", "Marsh, Dana"), ("to", "202-555-0112")],
        ),
        (
            "Timestamp|Sender|Recipient|Message",
            "2021-03-05T09:05:10Z|+1 202-555-0112|+1 202-555-0177|call me",
            Channel.TEXT,
            "2021-03-05T09:05:10+00:00",
            [("from", "+1 202-555-0112"), ("to", "+1 202-555-0177")],
        ),
        (
            "Date;Time;Channel;User;Message",
            "05.03.2021;09:05;pier-9;Dana Marsh;hold it",
            Channel.CHAT,
            "2021-03-05T09:05",
            [("from", "Dana Marsh")],
        ),
        (
            '"Subject","Start Date","Start Time","End Date","End Time","Organizer","Required Attendees","Location"',
            '"Pier 9","3/5/2021","9:00:00 AM","3/5/2021","10:00:00 AM","Vance, Marisol","Imre, L.;Ostler, G.","4B"',
            Channel.APPOINTMENT,
            "2021-03-05T09:00:00",
            [("organizer", "Vance, Marisol"), ("required", "Imre, L."), ("required", "Ostler, G.")],
        ),
        (
            "Date\tGuest\tRepresenting\tArrival\tDeparture\tHere to see",
            "3/5/2021\tDana Marsh\tMarsh LLP\t0905\t1015\tMarisol Vance",
            Channel.VISIT,
            "2021-03-05T09:05",
            [("visitor", "Dana Marsh"), ("host", "Marisol Vance")],
        ),
    ],
    ids=["public visitor records", "tabs", "bars", "semicolons", "calendar export", "military times"],
)
def test_columns_are_told_by_their_headings(
    header: str, row: str, channel: Channel, starts: str, parties: list[tuple[str, str]]
) -> None:
    (found,) = read(f"{header}\n{row}\n")
    assert (found.channel, found.starts) == (channel, starts)
    assert [(party.role, party.name or party.number) for party in found.parties] == parties


@pytest.mark.parametrize(
    "line",
    [
        # mail, prose and other tables are no logs
        "From: Marsh, Dana, Sent: today, To: Vance",
        "Date, time and place of the visit were agreed, and the name was given.",
        "Item,Quantity,Price,Date",
        "Name,Title,Office",
        "3/5/2021,Marsh,9:05 AM,x",
    ],
)
def test_other_lines_are_no_headings(line: str) -> None:
    assert roles.header([cell.strip() for cell in line.split(",")]) is None
    assert read(f"{line}\n3/5/2021,Dana Marsh,9:05 AM,x\n") == []


def test_a_table_goes_on_over_pages_and_takes_new_headings() -> None:
    first = "Date,Time,Caller,Called\n3/5/2021,9:05 AM,Ann Lee,Bo Day\n"
    more = "Page 2 of 2\n3/6/2021,9:06 AM,Ann Lee,Cy Roe\nDate,Called,Caller,Time\n3/7/2021,Ann Lee,Cy Roe,9:07 AM\n"
    found = read(first, more)
    assert [one.starts for one in found] == ["2021-03-05T09:05", "2021-03-06T09:06", "2021-03-07T09:07"]
    assert short(found[2])[3] == [("from", "Cy Roe"), ("to", "Ann Lee")]


def test_a_day_above_its_rows_and_ditto_marks() -> None:
    text = 'Visitor Log\nTime In\tName\tHost\nMonday, March 1, 2021\n9:05 AM\tAnn Lee\tBo Day\n9:30 AM\tCy Roe\t"\n'
    first, second = read(text)
    assert first.starts == "2021-03-01T09:05"
    assert short(second)[3] == [("visitor", "Cy Roe"), ("host", "Bo Day")]
    assert second.citation.quote.endswith("Monday, March 1, 2021")


def test_an_end_before_the_start_is_doubted() -> None:
    late, plain = read(
        "Date,Visitor,Time In,Time Out\n3/1/2021,Ann Lee,11:30 PM,12:10 AM\n3/1/2021,Bo Day,11:30,1:10\n"
    )
    assert late.ends == "2021-03-02T00:10" and late.doubts == ("the end is taken for the next day",)
    assert plain.ends == "2021-03-01T13:10" and plain.doubts == ("AM or PM is not printed",)
    assert late.certainty < 1


def test_a_year_of_the_title_is_doubted() -> None:
    (found,) = read("Visitors, March 2021\nDate,Visitor,Time In,Host\n3/1,Ann Lee,9:05 AM,Bo Day\n")
    assert found.starts == "2021-03-01T09:05"
    assert found.doubts == ("the year is that of the heading",)


def test_a_quoted_cell_over_lines_is_one_cell() -> None:
    (found,) = read('Date,Sender,Recipient,Message\n3/1/2021 9:05 AM,Ann,Bo,"one\ntwo, ""three"""\n')
    assert found.text == 'one\ntwo, "three"'


def test_bills_list_calls_and_messages_in_one_table() -> None:
    call, text = read(
        "Date,Time,Number,Type,Minutes\n"
        "3/1/2021,9:05 AM,202-555-0112,Voice out,2\n"
        "3/1/2021,9:06 AM,202-555-0112,SMS,1\n"
    )
    assert (call.channel, text.channel) == (Channel.CALL, Channel.TEXT)
