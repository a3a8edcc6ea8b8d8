"""The expressions of time in prose, found by patterns over the letters of its words."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from functools import partial
from typing import Any

from onrecord.text.timex.expressions import Expression, Origin, Says
from onrecord.text.timex.tokens import FIRST_YEAR, LAST_YEAR, Token, letters, tokens

Found = Sequence[Token]
Maker = Callable[[Found], dict[str, Any] | None]

AMOUNT = r"(?:av|aaO|avO|tv|a(?:nn?)?|[dnv]h?n?|ya?|n)"
DATE = r"(?:W,?)?(?:t?M[do](?:,?y)?|t?[do]O?M(?:,?y)?)"
DAY = rf"(?:{DATE}|[lpi]?W|[eL]?Z)"
EDGE = r"(?:tBO|eh?|BO|BI)"
NUMERIC = r"(?:d/d/[dy]|yhdhd|y/d/d)"
#: Last, next, this past: which one of several.
WHICH = r"(?:i?[px]|[lif])"


def find(text: str) -> Iterator[Expression]:
    """The expressions in `text`, in order, none overlapping another. Linear in the length of the text."""
    found = tokens(text)
    line = letters(found)
    at = 0
    while (place := GRAMMAR.search(line, at)) is not None:
        at = place.start()
        said, at = _read(found, line, at) or (None, at + 1)
        if said is not None:
            yield said


def _read(found: Found, line: str, at: int) -> tuple[Expression, int] | None:
    """The expression at token `at` by the first rule that accepts it, and the token after it."""
    for pattern, make in COMPILED:
        match = pattern.match(line, at)
        fields = make(found[at : match.end()]) if match is not None else None
        if match is not None and fields is not None:
            start, end = found[at].start, found[match.end() - 1].end
            return Expression(**{"start": start, "end": end, **_around(found, at), **fields}), match.end()
    return None


def _around(found: Found, index: int) -> dict[str, Any]:
    """What stands before an expression: about, nearly."""
    return {"rough": True} if index and found[index - 1].letter == "G" and found[index - 1].value != "only" else {}


def _pick(words: Found, letter: str, place: int = 0) -> Any:
    picked = [word.value for word in words if word.letter == letter]
    return picked[place] if len(picked) > place else None


def _all(words: Found) -> str:
    return "".join(word.letter for word in words)


def _edge(words: Found) -> dict[str, Any]:
    edge = _pick(words, "e") or _pick(words, "B") or _pick(words, "L")
    return {"edge": str(edge)} if edge else {}


def _date(words: Found) -> dict[str, Any] | None:
    month, year = _pick(words, "M"), _pick(words, "y")
    days = [word.value for word in words if word.letter in "do"]
    day = int(days[-1]) if len(days) == 1 else int(days[0]) if days else None
    if day is not None and not 1 <= day <= 31:
        return None
    return {
        "says": Says.CALENDAR,
        "month": month,
        "day": day,
        "year": year,
        "weekday": _pick(words, "W"),
        **_edge(words),
    }


def _days(words: Found) -> dict[str, Any] | None:
    """March 5-7."""
    first, last = (int(word.value) for word in words if word.letter in "do")
    if not 1 <= first < last <= 31:
        return None
    return {
        "says": Says.CALENDAR,
        "month": _pick(words, "M"),
        "day": first,
        "last_day": last,
        "year": _pick(words, "y"),
    }


def _timed(words: Found) -> dict[str, Any] | None:
    """A clock time, with the day beside it."""
    at = next((i for i, word in enumerate(words) if word.letter in "mk"), None)
    at = next((i for i, word in enumerate(words) if word.letter == "m"), at)
    if at is None and "z" in _all(words):
        part, clock = _military(words[0].value), words[0]
    elif at is None:
        part, clock = str(_pick(words, "P") or _pick(words, "J")), None
    else:
        clock = words[at - 1] if words[at].letter == "m" else words[at]
        part = _clock(str(clock.value), str(words[at].value) if words[at].letter == "m" else "")
    rest = [word for word in words if word.letter in "WMdoylpieLZP" and word is not clock]
    day = _day(rest) if rest else {"says": Says.SHIFT, "unit": "D", "origin": Origin.TOLD}
    return {**day, "part": part} if part and day else None


def _military(value: int | str) -> str:
    """1730 as 17:30."""
    hour, minute = divmod(int(value), 100)
    return f"{hour:02d}:{minute:02d}" if hour < 25 and minute < 60 else ""


AM_PM = ("am", "pm", "a.m", "p.m", "a.m.", "p.m.")


def _clock(digits: str, half: str) -> str:
    hour, _, minute = digits.partition(":")
    value = int(hour)
    if value > 24 or (half and not 1 <= value <= 12):
        return ""
    if half in AM_PM:
        value = value % 12 + (12 if half.startswith("p") else 0)
    return f"{value:02d}:{minute or '00'}"


def _day(words: Found) -> dict[str, Any] | None:
    kinds = _all(words)
    if kinds in ("ddy", "ddd", "ydd"):
        return _numeric(words)
    if "M" in kinds:
        return _date([word for word in words if word.letter in "WMdoy"])
    if "W" in kinds:
        return _weekday(words)
    return _deictic(words)


def _numeric(words: Found) -> dict[str, Any] | None:
    values = [int(word.value) for word in words if word.letter in "dyn"]
    year, month, day = values if values[0] > 31 else (values[2], values[0], values[1])
    if month > 12:
        month, day = day, month
    year += 0 if year > 99 else 2000 if year < 50 else 1900
    return (
        {"says": Says.CALENDAR, "year": year, "month": month, "day": day}
        if 1 <= month <= 12 and 1 <= day <= 31
        else None
    )


STEPS = {"l": -1, "p": -1, "x": 1, "f": 1, "i": 0, "c": 0, "s": 0}


def _step(words: Found) -> int | None:
    """How many units away: of "this past" the past counts. None where nothing says it."""
    steps = [STEPS[word.letter] for word in words if word.letter in STEPS]
    return steps[-1] if steps else None


def _weekday(words: Found) -> dict[str, Any] | None:
    step = _step(words)
    day = {"weekday": _pick(words, "W"), **_edge(words), **_part(words)}
    if step is None and _repeated(words):
        return {"says": Says.EVERY, **day}
    if step is None:
        return {"says": Says.CALENDAR, **day}
    told = any(word.letter == "f" or word.value == "previous" for word in words)
    return {"says": Says.DURING, "step": step, "origin": Origin.TOLD if told else Origin.NOW, "unit": "", **day}


#: The longest name of a day that is cut short ("Thurs") has as many letters.
SHORT = 5


def _repeated(words: Found) -> bool:
    """Mondays, Monday nights."""
    last = words[-1]
    return last.plural and last.letter in "WPU" and last.end - last.start > SHORT


def _part(words: Found) -> dict[str, Any]:
    night = "NI" if "W" in _all(words) and "U" in _all(words) else ""
    part = _pick(words, "P") or _pick(words, "J") or night
    return {"part": str(part)} if part else {}


DAYS = {"today": 0, "yesterday": -1, "tomorrow": 1, "tonight": 0}


def _deictic(words: Found) -> dict[str, Any]:
    word = str(_pick(words, "Z"))
    part = {"part": "NI"} if word == "tonight" else _part(words)
    return {"says": Says.SHIFT, "unit": "D", "step": DAYS[word], **_edge(words), **part}


def _parts(words: Found) -> dict[str, Any] | None:
    """This morning, last night, that afternoon, the evening."""
    step = _step(words) or 0
    told = words[0].letter in "stfxPJ" or "s" in _all(words)
    origin = Origin.TOLD if told else Origin.NOW
    return {"says": Says.SHIFT, "unit": "D", "step": step, "origin": origin, **_edge(words), **_part(words)}


def _month(words: Found) -> dict[str, Any] | None:
    step = _step(words)
    says = {"says": Says.CALENDAR} if step is None else {"says": Says.DURING, "step": step}
    return {**says, "month": _pick(words, "M"), "year": _pick(words, "y"), **_edge(words)}


def _month_of(words: Found) -> dict[str, Any] | None:
    """June last year."""
    step = _step(words) or 0
    return (
        {"says": Says.DURING, "month": _pick(words, "M"), "unit": "Y", "step": step}
        if _pick(words, "U") == "Y"
        else None
    )


def _season(words: Found) -> dict[str, Any] | None:
    kinds = _all(words)
    step = next(
        (STEPS[word.letter] for word in words if word.letter in "lpxf"), 0 if "i" in kinds or "c" in kinds else None
    )
    season = {"season": str(_pick(words, "S")), "year": _pick(words, "y"), **_edge(words)}
    if "U" in kinds:
        if _pick(words, "U") != "Y":
            return None
        step = next((STEPS[word.letter] for word in words[kinds.index("S") :] if word.letter in STEPS), 0)
        return {"says": Says.DURING, "unit": "Y", "step": step, "origin": _origin(words), **season}
    return {"says": Says.CALENDAR, **season} if step is None else {"says": Says.DURING, "step": step, **season}


def _origin(words: Found) -> Origin:
    told = any(word.letter in "sf" or word.value in ("previous", "preceding") for word in words)
    return Origin.TOLD if told else Origin.NOW


def _quarter(words: Found) -> dict[str, Any] | None:
    """The third quarter, this year's third quarter, the third quarter of 2020."""
    ordinal, units = int(_pick(words, "o")), [word.value for word in words if word.letter == "U"]
    if sorted(units) not in (["Q"], ["Q", "Y"]) or not 1 <= ordinal <= 4:
        return None
    return {"quarter": ordinal, "year": _pick(words, "y"), **_of_year(words)}


def _of_year(words: Found) -> dict[str, Any]:
    """Of this year, of last year."""
    step = _step(words) if any(word.letter == "U" and word.value == "Y" for word in words) else None
    return {"says": Says.CALENDAR} if step is None else {"says": Says.DURING, "unit": "Y", "step": step}


def _half(words: Found) -> dict[str, Any] | None:
    ordinal = _pick(words, "o") or 2
    if _pick(words, "B") != "half" or _pick(words, "U") not in (None, "Y"):
        return None
    ten = _pick(words, "Y")
    decade = {} if ten is None else {"decade": _full_year(int(ten)) // 10}
    return {**_of_year(words), "half": min(int(ordinal), 2), "year": _pick(words, "y"), **decade}


def _year(words: Found) -> dict[str, Any] | None:
    if "U" in _all(words) and _pick(words, "U") != "Y":
        return None
    year = _pick(words, "y") or int(_pick(words, "n"))
    return {"says": Says.CALENDAR, "year": year, **_edge(words)} if FIRST_YEAR <= year <= LAST_YEAR else None


def _full_year(value: int) -> int:
    """1980 of the eighties."""
    return value + (0 if value >= 100 else 1900 if value >= 20 else 2000)


def _decade(words: Found) -> dict[str, Any] | None:
    value = _full_year(int(_pick(words, "Y")))
    return {"says": Says.CALENDAR, "decade": value // 10, **_edge(words)} if value >= 1000 else None


def _century(words: Found) -> dict[str, Any] | None:
    return (
        {"says": Says.CALENDAR, "century": int(_pick(words, "o")), **_edge(words)} if _pick(words, "U") == "C" else None
    )


def _amount(words: Found) -> int | None:
    """How many: None for a few, some, several."""
    kinds = _all(words)
    if any(word.value == "couple" for word in words):
        return 2
    if "v" in kinds and _pick(words, "v") != "some":
        return None
    numbers = [int(word.value) for word in words if word.letter in "dny" and str(word.value).isdigit()]
    return numbers[-1] if numbers else None if "v" in kinds else 1


def _unit(words: Found) -> str:
    return str(_pick(words, "U") or _pick(words, "u") or "")


def _ago(words: Found) -> dict[str, Any] | None:
    """Two weeks ago; of "years ago" nobody knows how many."""
    unit, amount = _unit(words), _amount(words)
    if words[0].letter == "U":
        if not words[0].plural:
            return None
        amount = None
    return {"says": Says.SHIFT, "unit": unit, "amount": amount, "step": -1}


def _later(words: Found) -> dict[str, Any] | None:
    """Two days later; a year earlier; later that day has no amount."""
    unit, amount = _unit(words), _amount(words)
    if words[0].letter == "U":
        if not words[0].plural:
            return None
        amount = None
    step = -1 if "earlier" in (word.value for word in words) else 1
    return {"says": Says.SHIFT, "unit": unit, "amount": amount, "step": step, "origin": Origin.TOLD}


def _hence(words: Found) -> dict[str, Any] | None:
    if _pick(words, "I") != "from":
        return None
    return {"says": Says.SHIFT, "unit": _unit(words), "amount": _amount(words), "step": 1}


def _during(words: Found) -> dict[str, Any] | None:
    """Last week, earlier this year, the following month, that same day."""
    step = _step(words) or 0
    unit, origin = _unit(words), _origin(words)
    if unit in ("TH", "TM", "S"):
        return None
    if words[-1].plural:  # coming weeks; but of "that weeks passed" no part is a time
        return {"says": Says.VAGUE, "vague": "future" if step > 0 else "past", "unit": unit} if step else None
    if unit == "D" and "x" in _all(words):
        origin = Origin.TOLD
    return {"says": Says.DURING, "unit": unit, "step": step, "origin": origin, **_edge(words)}


def _bounded(words: Found) -> dict[str, Any] | None:
    """The end of the year, the beginning of next month."""
    unit = _unit(words)
    if unit in ("TH", "TM", "S") or _pick(words, "B") == "half":
        return None
    return {"says": Says.DURING, "unit": unit, "step": _step(words) or 0, **_edge(words)}


def _length(words: Found) -> dict[str, Any] | None:
    unit = _unit(words)
    if unit == "WE" or (len(words) == 1 and words[0].end - words[0].start < 3):
        return None
    adjective = len(words) > 3 and words[0].letter == "a" and words[2].letter == "h"  # a two-hour meeting
    start = {"start": words[1].start} if adjective else {}
    return {"says": Says.LENGTH, "unit": unit, "amount": _amount(words), **start}


def _halves(words: Found) -> dict[str, Any] | None:
    """Half an hour, 2 1/2 years: whole units and a half, in halves of the unit below where there is one."""
    kinds, unit = _all(words), _unit(words)
    if "B" in kinds and _pick(words, "B") != "half":
        return None
    if "/" in kinds and [word.value for word in words[kinds.index("/") - 1 : kinds.index("/") + 2 : 2]] != [1, 2]:
        return None
    numbers = [1 if word.letter == "a" else int(word.value) for word in words if word.letter in "dna"]
    whole = numbers[0] if "C" in kinds or (kinds[0] in "dn" and kinds[1] != "/") else 0
    return {"says": Says.LENGTH, "unit": unit, "amount": whole, "half": 1}


def _plural(words: Found) -> dict[str, Any] | None:
    """For years, within weeks, over the years, decades-long."""
    if not words[-1].plural or _unit(words) == "Q":
        return None
    return {"says": Says.LENGTH, "unit": _unit(words), "amount": None}


def _holiday(words: Found) -> dict[str, Any] | None:
    return {"says": Says.CALENDAR, "holiday": str(_pick(words, "H")), "year": _pick(words, "y")}


def _recent(words: Found) -> dict[str, Any] | None:
    unit = _unit(words)
    return {"says": Says.LENGTH, "unit": unit, "amount": None} if unit else {"says": Says.VAGUE, "vague": "past"}


def _every(words: Found) -> dict[str, Any] | None:
    return {
        "says": Says.EVERY,
        "unit": _pick(words, "U") or _pick(words, "D") or "",
        "amount": _amount(words),
        "weekday": _pick(words, "W"),
        "month": _pick(words, "M"),
        "season": str(_pick(words, "S") or ""),
        **_part(words),
    }


def _weekend(words: Found) -> dict[str, Any] | None:
    step = _step(words) or 0
    return {"says": Says.DURING, "unit": "WE", "step": step, "origin": _origin(words)}


def _vague(name: str, words: Found) -> dict[str, Any] | None:
    if name == "past" and any(word.value == "prior" for word in words):
        return None
    if name == "present" and words[0].letter == "w" and not (_unit(words) == "D" and words[0].value == "these"):
        return None
    if name == "future" and words[-1].value == "future" and words[0].letter != "t":
        return None
    return {"says": Says.VAGUE, "vague": name}


#: Patterns in the order in which they are tried at a place. A maker may decline; then the next place is tried.
RULES: tuple[tuple[str, str, Maker], ...] = (  # what it reads, the letters, the maker
    (
        "timed",
        rf"{NUMERIC},?km?z?|(?:km?|[dn]m)z?,?(?:I?t?{DAY}P?)?|{DAY},?I?(?:km?|dm)z?|eh?[PJ]{DAY}|[PJ],?I?{DAY}|{DAY}J|tPO{DAY}|[yn]z(?:,?I?{DAY})?",
        _timed,
    ),
    ("numeric", r"d/d/[dyn](?!/)|yh[d]h[d](?!h)|d/d/y", _numeric),
    ("days", r"t?M[do]h[do](?![hU:/])(?:,?y)?", _days),
    ("date", rf"{DATE}P?", _date),
    ("month_year", rf"t?{EDGE}?M(?:,|O)?y(?!h?U)", _month),
    ("season_told", rf"{EDGE}?t?SOt?[sifpl]+U", _season),
    ("season", rf"t?{EDGE}?i?[lxip]S(?!h)|{EDGE}?t?SO?y|{EDGE}?tS(?!O|\.?P)|{EDGE}S", _season),
    ("every", r"E(?:[don]?[UWMS]|o?W)|D", _every),
    ("weekday", rf"(?:[eL]|tBO)?t?{WHICH}?W(?:h?P|U)?", _weekday),
    ("month_told", rf"{EDGE}?M[lxi]U", _month_of),
    ("month", rf"{EDGE}?t?[lxip]?M(?!\.?[dkn]h)(?:i(?=U))?", _month),
    ("quarter", r"t?(?:[ilx]U\'\.)?y?[qh]*oh?U(?:O?q?y|Ot?[ilx]U(?!\'))?", _quarter),
    ("half", r"t?[ol]?BO(?:t?Y|y|t?[ilx]U)|t?oBO?t?U", _half),
    ("century", r"t?e?oh?U", _century),
    ("decade", r"t?eh?t?Y|t?Y", _decade),
    ("ago", rf"(?:{AMOUNT}h?)?UA", _ago),
    ("later", rf"(?:{AMOUNT}h?)?UL", _later),
    ("hence", rf"{AMOUNT}UIN", _hence),
    ("weekend", rf"t?(?:{WHICH}|s)?K", _weekend),
    ("several", rf"t?[lpxfr]{AMOUNT}h?U|t?{AMOUNT}[px]U", _length),
    ("recent", r"rU|r", _recent),
    ("during", rf"[eL]?(?:It)?t?(?:{WHICH}|c)U(?!h)|[eL]?(?:t?s|ss|is|st)s?U", _during),
    ("bounded", r"t?BO(?:t|[ilx])U|LItU|t?U(?:h|\'\.)?B(?!O)", _bounded),
    ("year", rf"{EDGE}?(?:tU|q)?y(?!h?U|,?[yn]|/)|tUn", _year),
    ("deictic", r"[eL]?h?ZP?", _deictic),
    ("part_of_day", r"[eL]?[islpf]+P|P(?=IS)|(?<=It)P|t?J|eh?P", _parts),
    ("half_a", r"(?:a?h?Bh?|BO?)aU|aBh?U|[dna]d/dh?U|[dn]h?Ch?ah?Bh?U|[adn]UCaB", _halves),
    ("length", rf"{AMOUNT}h?U|u", _length),
    ("several_more", r"(?<=I)(?:t[eo]?)?U(?![h'A])|U(?=h\.)", _plural),
    ("holiday", r"t?H(?:[,]?y)?", _holiday),
    ("now", r"N|c(?=\.)|wU", partial(_vague, "present")),
    ("before_now", r"R|(?<=I)tp(?![UWMn.])", partial(_vague, "past")),
    ("after_now", r"t\.?F|F", partial(_vague, "future")),
)
COMPILED = [(re.compile(pattern), make) for _, pattern, make in RULES]
GRAMMAR = re.compile("|".join(f"(?:{pattern})" for _, pattern, _ in RULES))
