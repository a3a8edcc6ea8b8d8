"""onrecord: released public records in, a case of cited messages out."""

__version__ = "0.1.0"
