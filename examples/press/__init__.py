"""The press: prints a correspondence to PDF as agencies do, and writes down the exact truth of what it printed.

It stands alone: nothing of the package under test is imported, so that truth and reading are independent.
"""
