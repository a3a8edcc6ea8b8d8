"""What is missing: each kind of gap has a module that makes `onrecord.model.Gap` records of other records.

`letters` and `sheets` read what an agency says of its release from pages, `accounts` adds it up, `releases` checks it.
`vaughn` reads an agency's index of what it withheld and holds it against the pages.
"""
