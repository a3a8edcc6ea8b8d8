"""The words of dates: what a word of prose may be in an expression of time, as one letter, and what it stands for.

Letters, so that the grammar is a handful of patterns over a short string:

====  =========================================  ====  =========================================
`d`   number of one or two digits                `M`   month
`y`   four digits that may be a year             `W`   day of the week
`n`   number in words, or a larger one           `S`   season
`v`   few, several, some                         `P`   part of the day
`o`   ordinal                                    `U`   unit of time
`a`   a, an, one                                 `Z`   today, yesterday, tomorrow
`t`   the                                        `N`   now, currently
`i`   this                                       `R`   recently, previously
`s`   that same, that, the same                  `F`   soon, future
`l`   last                                       `D`   daily, monthly
`p`   past, previous                             `E`   each, every
`r`   recent                                     `Y`   nineties, 1990s
`x`   next, coming                               `k`   9:15
`f`   following                                  `m`   a.m., o'clock
`c`   current                                    `z`   EST
`e`   early, late, mid                           `A`   ago
`L`   later, earlier                             `B`   end, beginning, middle, half
`b`   before, after                              `O`   of
`q`   fiscal                                     `I`   in, on, since, until, by, from
`h`   hyphen                                     `G`   about, nearly, more than
`K`   weekend                                    `C`   and
`H`   holiday                                    `J`   noon, midnight, overnight
`w`   these, those                               `u`   yearlong, weeklong
`.`   any other word                             `_`   any other sign
====  =========================================  ====  =========================================
"""

from __future__ import annotations

MONTH_NAMES = (
    "january", "february", "march", "april", "may", "june", "july", "august", "september", "october", "november",
    "december",
)  # fmt: skip
WEEKDAY_NAMES = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
#: Season: its letters in TimeML and its first month.
SEASONS = {"spring": ("SP", 3), "summer": ("SU", 6), "fall": ("FA", 9), "autumn": ("FA", 9), "winter": ("WI", 12)}
#: Unit: its letter in ISO 8601 durations (TimeML adds Q, E and C).
UNITS = {
    "second": "S", "minute": "TM", "hour": "TH", "day": "D", "night": "D", "week": "W", "fortnight": "F", "month": "M",
    "quarter": "Q", "year": "Y", "decade": "E", "century": "C",
}  # fmt: skip
PARTS = {
    "morning": "MO", "midmorning": "MO", "afternoon": "AF", "midafternoon": "AF", "evening": "EV", "night": "NI",
    "midday": "MI", "dawn": "MO", "dusk": "EV",
}  # fmt: skip
#: Those that stand alone as a time.
ALONE = {"overnight": "NI", "noon": "12:00", "midnight": "24:00"}
SMALL = (
    "zero", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve",
    "thirteen", "fourteen", "fifteen", "sixteen", "seventeen", "eighteen", "nineteen",
)  # fmt: skip
TENS = ("twenty", "thirty", "forty", "fifty", "sixty", "seventy", "eighty", "ninety")
ORDINALS = (
    "first", "second", "third", "fourth", "fifth", "sixth", "seventh", "eighth", "ninth", "tenth", "eleventh",
    "twelfth", "thirteenth", "fourteenth", "fifteenth", "sixteenth", "seventeenth", "eighteenth", "nineteenth",
    "twentieth", "twenty-first",
)  # fmt: skip
NUMBERS = {word: value for value, word in enumerate(SMALL)} | {word: 20 + 10 * i for i, word in enumerate(TENS)}
ABBREVIATED_MONTHS = {"sept": 9} | {name[:3]: number for number, name in enumerate(MONTH_NAMES, 1)}
ABBREVIATED_DAYS = {
    "mon": 0,
    "tue": 1,
    "tues": 1,
    "wed": 2,
    "thu": 3,
    "thur": 3,
    "thurs": 3,
    "fri": 4,
    "sat": 5,
    "sun": 6,
}
#: Words that are a month, day or season only with a capital letter, or never in lower case.
CAPITALISED = {"may", "march", "august"} | set(ABBREVIATED_MONTHS) | set(ABBREVIATED_DAYS)
ZONES = {"est", "edt", "cst", "cdt", "mst", "mdt", "pst", "pdt", "gmt", "utc"}

_PLAIN: dict[str, tuple[str, ...]] = {
    "a": ("a", "an"),
    "t": ("the",),
    "i": ("this",),
    "w": ("these", "those"),
    "s": ("same", "that"),
    "l": ("last",),
    "p": ("past", "previous", "preceding", "prior"),
    "r": ("recent",),
    "x": ("next", "coming", "upcoming"),
    "f": ("following", "ensuing", "subsequent"),
    "c": ("current",),
    "e": ("early", "late", "mid"),
    "L": ("later", "earlier"),
    "b": ("before", "after"),
    "C": ("and",),
    "q": ("fiscal",),
    "A": ("ago",),
    "B": ("end", "beginning", "start", "middle", "half", "close"),
    "O": ("of",),
    "I": ("in", "on", "since", "until", "till", "by", "from", "during", "through", "over", "for", "at", "to",
          "between"),
    "E": ("each", "every"),
    "v": ("few", "several", "couple", "some", "many"),
    "N": ("now", "currently", "nowadays", "presently"),
    "R": ("recently", "lately"),
    "F": ("soon", "future", "shortly"),
    "G": ("about", "nearly", "almost", "some", "roughly", "approximately", "around", "over",
          "least", "than", "barely", "only", "just"),
    "m": ("am", "pm", "a.m", "p.m", "a.m.", "p.m.", "o'clock", "o’clock"),
    "Z": ("today", "yesterday", "tomorrow", "tonight"),
}  # fmt: skip
_REPEATS = {
    "hourly": "TH",
    "daily": "D",
    "nightly": "D",
    "weekly": "W",
    "monthly": "M",
    "quarterly": "Q",
    "annually": "Y",
    "yearly": "Y",
}


def _table() -> dict[str, tuple[str, int | str]]:
    table: dict[str, tuple[str, int | str]] = {}
    for letter, words in _PLAIN.items():
        table.update((word, (letter, word)) for word in words if word not in table)
    table.update((word, ("D", unit)) for word, unit in _REPEATS.items())
    table.update((word, ("n", value)) for word, value in NUMBERS.items())
    table.update((word, ("o", value)) for value, word in enumerate(ORDINALS, 1))
    table.update((word, ("U", unit)) for word, unit in UNITS.items() if word not in ("second", "night"))
    table.update((word + "s", ("U", unit)) for word, unit in UNITS.items())
    table["weekend"] = table["weekends"] = ("K", "WE")
    table["centuries"] = ("U", "C")
    table.update((name, ("M", number)) for number, name in enumerate(MONTH_NAMES, 1))
    table.update((name, ("M", number)) for name, number in ABBREVIATED_MONTHS.items())
    table.update((name, ("W", number)) for number, name in enumerate(WEEKDAY_NAMES))
    table.update((name + "s", ("W", number)) for number, name in enumerate(WEEKDAY_NAMES))
    table.update((name, ("W", number)) for name, number in ABBREVIATED_DAYS.items())
    table.update((name, ("S", name)) for name in SEASONS)
    table.update((name, ("P", part)) for name, part in PARTS.items())
    table.update((name + "s", ("P", part)) for name, part in PARTS.items() if name != "night")
    table.update((unit + "long", ("u", UNITS[unit])) for unit in ("hour", "day", "week", "month", "year", "decade"))
    table.update((name, ("J", part)) for name, part in ALONE.items())
    table.update((name[:-1] + "ies", ("Y", 20 + 10 * i)) for i, name in enumerate(TENS))
    table.update((zone, ("z", zone)) for zone in ZONES)
    table.update({"hundred": ("n", 100), "dozen": ("n", 12), "thousand": ("n", 1000)})
    return table


#: Lower-case word: its letter and value.
WORDS = _table()
