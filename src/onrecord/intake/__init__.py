"""Intake: from paths to files of a case, and from files to what lies in them.

Its modules are imported one by one: a worker that reads pages needs `onrecord.intake.vault` alone.
"""
