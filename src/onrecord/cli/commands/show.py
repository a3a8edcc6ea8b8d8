"""``onrecord show``."""

from __future__ import annotations

import textwrap
from collections.abc import Sequence

import click

from onrecord.case import Case, Found
from onrecord.cli.main import Options
from onrecord.cli.output import emit, facts, format_option, one_line, writable
from onrecord.cli.person import print_person, print_role
from onrecord.model import Attempt, Citation, Finding, Message, Page, Party, Person, StampReading, Word, page_number
from onrecord.pipeline.compare import Piece
from onrecord.publish.rows import Row, finding_row, message_row, page_row, party_text
from onrecord.publish.rows.common import span_file
from onrecord.store.view import View

#: What stands around a word that OCR was not sure of.
OPEN, CLOSE = "⟦", "⟧"

#: So many badly read words of a message are named.
FEW = 12


@click.command()
@click.argument("name")
@click.option("--image", type=click.Path(dir_okay=False), default=None, help="Also draw the page into this PNG file.")
@click.option("--dpi", type=click.FloatRange(10, 600), default=100.0, show_default=True, help="Its dots an inch.")
@click.option("--best", is_flag=True, help="Show a message put together of all its copies.")
@click.option("--on", "day", default="", metavar="DATE", help="Of a person: what he or she was on that day.")
@format_option
@click.pass_obj
def command(
    options: Options, name: str, image: str | None, dpi: float, best: bool, day: str, fmt: str
) -> None:  # fmt: skip
    """Show a message or finding by its id, a page by its stamp, its key or FILE:PAGE, or a person by name.

    \b
    Examples:
      onrecord show HPA-000123
      onrecord show m1c04c5b0e8f2a7d3
      onrecord show first.pdf:12 --image page.png
      onrecord show m1c04c5b0e8f2a7d3 --best
      onrecord show "Marisol Vance" --on 2021-10-19
    """
    with options.open_case() as case:
        found = case.show(name)
        view = case.view()
        if image:
            shown = found.message or found.finding
            key = shown.citation.spans[0].page if shown else found.pages[0].key
            drawn = case.image(case.page(key), dpi)
            writable(image).write_bytes(drawn)
        if best and found.message:
            _show_best(case, found.message, fmt)
        elif fmt != "table":
            emit(_rows(view, found), fmt)
        elif isinstance(found.finding, Person):
            if day:
                print_role(case, found.finding, day)
            else:
                print_person(case, found.finding)
        elif found.message:
            _print_message(case, found.message)
        elif found.finding:
            _print_finding(case, found.finding)
        else:
            for page in found.pages:
                _print_page(case, page)


def _show_best(case: Case, message: Message, fmt: str) -> None:
    """The best text, piece by piece, each with the copy it comes from."""
    pieces = case.best_text(message)
    if fmt != "table":
        emit([_piece_row(piece) for piece in pieces], fmt)
        return
    for piece in pieces:
        where = f"page {page_number(piece.spans[0].page)}" if piece.spans else "hidden in every copy"
        click.secho(f"[{piece.source}, {where}]", dim=True)
        click.echo(piece.text or f"[hidden: {', '.join(piece.codes) or 'no code'}]")


def _piece_row(piece: Piece) -> Row:
    spans = [{"page": span.page, "start": span.start, "end": span.end} for span in piece.spans]
    return {"text": piece.text, "source": piece.source, "spans": spans, "codes": list(piece.codes)}


def _rows(view: View, found: Found) -> list[Row]:
    if found.message:
        return [message_row(view, found.message)]
    if found.finding:
        return [finding_row(view, found.finding)]
    return [page_row(view, page) for page in found.pages]


def _print_finding(case: Case, finding: Finding) -> None:
    row = finding_row(case.view(), finding)
    facts({name.replace("_", " ").capitalize(): _fact(value) for name, value in row.items() if name != "citation"})
    click.echo()
    _print_place(case, finding.citation)


def _fact(value: object) -> str:
    """A field of a row as a person reads it."""
    if isinstance(value, list):
        return "; ".join(map(_fact, value))
    if isinstance(value, dict):
        return ", ".join(f"{name} {_fact(part)}" for name, part in value.items() if part not in (None, "", [], False))
    return "" if value is None else str(value)


def _print_place(case: Case, citation: Citation) -> None:
    click.secho("Citation", bold=True)
    view = case.view()
    for span in citation.spans:
        place = view.location(span_file(view, span))
        number = page_number(span.page)
        facts({place.path: f"page {number} characters {span.start}-{span.end} ({place.release})"})
    click.echo(textwrap.indent(citation.quote, "  | "))


def _print_message(case: Case, message: Message) -> None:
    facts(
        {
            "From": _party(message.sender) if message.sender else "[not printed]",
            "To": _parties(message.to),
            "Cc": _parties(message.cc),
            "Bcc": _parties(message.bcc),
            "Sent": _sent(message),
            "Subject": message.subject.printed if message.subject else "",
            "Where": message.location.printed if message.location else "",
            "When": " to ".join(part for part in (message.starts, message.ends) if part),
            "Attached": "; ".join(attachment.printed for attachment in message.attachments),
            "Importance": message.importance,
            "Implied": "; ".join(f"{one.field}: {party_text(one.party)} ({one.reason})" for one in message.implied),
            "Doubts": "; ".join(message.doubts),
            "Unsure": _unsure(case, message),
        }
    )
    click.echo()
    click.echo(message.body)
    click.echo()
    _print_chain(case, message)
    _print_citation(case, message)


def _unsure(case: Case, message: Message) -> str:
    """The words of a message that OCR was not sure of; the first few are named."""
    found = case.view().uncertain(message.citation.spans + message.body_spans)
    if not found:
        return ""
    texts = {span.page: case.page(span.page).text for span, _ in found[:FEW]}
    words = ", ".join(texts[span.page][span.start : span.end] for span, _ in found[:FEW])
    return f"{len(found)} words were badly read: {words}" + (", ..." if len(found) > FEW else "")


def _print_chain(case: Case, message: Message) -> None:
    chain = case.store.chain(message.chain)
    if len(chain) < 2:
        return
    click.secho(f"Printed chain of {len(chain)} messages", bold=True)
    for other in chain:
        sender = _party(other.sender) if other.sender else "[not printed]"
        sent = other.sent.iso.replace("T", " ")[:16] if other.sent else ""
        here = "→" if other.id == message.id else " "
        click.echo(
            f"{here} {'  ' * min(other.depth, 8)}{sent:16}  {one_line(sender, 40)}  {click.style(other.id, dim=True)}"
        )
    click.echo()


def _print_citation(case: Case, message: Message) -> None:
    view = case.view()
    place = view.location(message.file)
    pages = str(message.page_start)
    if message.page_end != message.page_start:
        pages += f"-{message.page_end}"
    click.secho("Citation", bold=True)
    facts(
        {
            "release": place.release,
            "file": place.path,
            "sha256": message.file,
            "page": pages,
            "stamp": view.stamp_start(message),
            "spans": "; ".join(
                f"page {s.page.rpartition('/')[2]} characters {s.start}-{s.end}" for s in message.citation.spans
            ),
            "read by": f"{message.layout} {message.layout_version} ({message.why})" if message.layout else "",
        }
    )
    click.echo(textwrap.indent(message.citation.quote, "  | "))


def _print_page(case: Case, page: Page) -> None:
    place = case.view().location(page.file)
    facts(
        {
            "Page": f"{page.number} of {place.path}",
            "Release": place.release,
            "Stamps": ", ".join(case.view().stamps_of(page)),
            "Stamps read": "; ".join(map(_stamp, case.view().stamp_readings(page))),
            "Read by": f"{page.engine} {page.engine_version}"
            + (f", confidence {page.confidence:.0f}" if page.confidence >= 0 else ""),
            "Tried": "; ".join(map(_attempt, page.tried)) if len(page.tried) > 1 else "",
            "State": page.state,
            "Language": page.language,
            "Unsure": f"{len(page.uncertain)} words, shown in {OPEN} {CLOSE}" if page.uncertain else "",
            "Redactions": _redactions(page),
            "sha256": page.file,
        }
    )
    click.echo()
    click.echo(marked(page.text, page.uncertain))
    click.echo()
    for message in case.messages_on(page):
        sender = _party(message.sender) if message.sender else "[not printed]"
        subject = one_line(message.subject.printed if message.subject else "", 60)
        click.echo(f"{click.style(message.id, dim=True)}  {one_line(sender, 40)}  {subject}")


def marked(text: str, words: Sequence[Word]) -> str:
    """`text` with each of `words`, which are in order, between the marks of what was badly read."""
    parts: list[str] = []
    done = 0
    for word in words:
        parts += text[done : word.start], OPEN, text[word.start : word.end], CLOSE
        done = word.end
    return "".join(parts) + text[done:]


def _attempt(attempt: Attempt) -> str:
    """One attempt in a few words: ``tesseract, median, turned 90°: 14 words, confidence 31``."""
    ways = [attempt.how, f"levelled by {attempt.angle}°" if attempt.angle else ""]
    ways.append(f"turned {90 * attempt.turns}°" if attempt.turns else "")
    told = f"{attempt.words} words" + (f", confidence {attempt.confidence:.0f}" if attempt.confidence >= 0 else "")
    return f"{', '.join([attempt.engine, *filter(None, ways)])}: {told}" + (" (kept)" if attempt.kept else "")


def _stamp(reading: StampReading) -> str:
    """What is to be said of a stamp: ``HPA-000123 repaired from HPA-0O0123: pages 2 and 4 bear ...``."""
    printed = f" from {reading.printed}" if reading.state == "repaired" else ""
    return f"{reading.value} {reading.state}{printed}: {reading.reason}"


def _redactions(page: Page) -> str:
    bad = sum(redaction.bad for redaction in page.redactions)
    text = f"{len(page.redactions)}" if page.redactions else ""
    return text + (f" ({bad} with text beneath: left out)" if bad else "")


def _sent(message: Message) -> str:
    if message.sent is None:
        return ""
    return f"{message.sent.printed}  ({message.sent.iso or 'cannot be read'})"


def _parties(parties: tuple[Party, ...]) -> str:
    return "; ".join(map(_party, parties))


def _party(party: Party) -> str:
    return party_text(party) or "[redacted]"
