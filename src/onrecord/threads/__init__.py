"""Copies of messages, and the threads that messages form.

Its modules are imported one by one: a worker that splits pages needs `onrecord.threads.sketch` alone.
"""
