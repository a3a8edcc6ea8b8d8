"""What the decisions of every kind share on the command line."""

from __future__ import annotations

import getpass
import os
from collections.abc import Callable
from typing import Any, TypeVar

import click

from onrecord.case import Case
from onrecord.model import Decision
from onrecord.review.decisions import now

Function = TypeVar("Function", bound=Callable[..., Any])


def deciding(function: Function) -> Function:
    """The options of every decision."""
    function = click.option("--note", default="", help="Why, in your words.")(function)
    return by_option(function)


def by_option(function: Function) -> Function:
    """The option that says who decides."""
    return click.option("--by", default="", metavar="NAME", help="Who decides. Default: your user name.")(function)


def who(by: str) -> tuple[str, str]:
    """The name of the person who decides, and the time."""
    return by or os.environ.get("ONRECORD_USER", "") or getpass.getuser(), now()


def decide(case: Case, decision: Decision, what: str) -> None:
    """Write a decision down and say what it was."""
    case.decide([decision])
    click.echo(f"{decision.id[:9]}  {what}")
