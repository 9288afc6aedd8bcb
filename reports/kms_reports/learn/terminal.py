"""What was learned on a terminal: a bar while requests are sent, then the rows, member by member."""

from __future__ import annotations

import time
from itertools import groupby

from rich.box import SIMPLE_HEAD
from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn
from rich.table import Column, Table
from rich.text import Text

from kms_reports.formats.terminal.live import live
from kms_reports.learn.learned import (
    CELL,
    Found,
    Learned,
    Row,
    evidence,
)
from kms_reports.sanitize import cut, shown

REFRESH = 0.1  # seconds
COLUMNS = (("fact", 10, 0), ("documented", 0, 3), ("measured", 0, 3), ("", 11, 0), ("shown by", 0, 4))
"""Name, width where it is fixed, and share of the rest."""
STYLES = {Found.SAME: "green", Found.DIFFERS: "bold red", Found.UNSETTLED: "yellow", Found.INAPPLICABLE: "dim"}


class Bar:
    """How many requests have been sent, and for what; shown on a terminal alone."""

    def __init__(self, console: Console, most: int) -> None:
        self._console, self._drawn = console, 0.0
        rest = Column(ratio=1, no_wrap=True, overflow="ellipsis")
        self._bar = Progress(
            MofNCompleteColumn(),
            BarColumn(24),
            TextColumn("{task.description}", markup=False, table_column=rest),
            console=console,
            expand=True,
            transient=True,
            auto_refresh=False,
            redirect_stdout=False,
            redirect_stderr=False,
            disable=not live(console),
        )
        self._task = self._bar.add_task("", total=most)

    def __enter__(self) -> Bar:
        self._bar.start()
        return self

    def __exit__(self, *error: object) -> None:
        self._bar.stop()

    def tell(self, what: str) -> None:
        """What the requests are sent for now."""
        self._bar.update(self._task, description=shown(what), refresh=True)

    def sent(self, requests: int) -> None:
        """So many have been sent."""
        if time.monotonic() - self._drawn >= REFRESH:
            self._drawn = time.monotonic()
            self._bar.update(self._task, completed=requests, refresh=True)


def show(console: Console, learned: Learned) -> None:
    """Prints everything."""
    console.print(_text(f"kms-conformance {learned.version} · what {learned.operation} enforces"))
    console.print(_text(f"  target: {learned.target}", "dim"))
    for name, what in ({} if learned.pointless else learned.environment).items():
        console.print(_text(f"  {name.replace('_', ' ')}: {what}", "dim"))
    rows_shown = [] if learned.pointless else learned.rows  # the note says it once
    for number, (member, rows) in enumerate(groupby(rows_shown, key=lambda row: row.member)):
        console.print()
        console.print(_text(member, "bold"))
        console.print(_table(list(rows), head=number == 0))
    for note in learned.notes:
        console.print(_text(note, "bold yellow"))
    good = learned.count(Found.SAME) and not learned.count(Found.DIFFERS) + learned.count(Found.UNSETTLED)
    console.print(_text(f"{learned.sentence}, in {learned.seconds:.1f} s", "bold green" if good else "bold red"))


def _table(rows: list[Row], *, head: bool) -> Table:
    table = Table(box=SIMPLE_HEAD, show_header=head, show_edge=False, expand=True, padding=(0, 1, 0, 0))
    for name, width, share in COLUMNS:
        table.add_column(name, width=width or None, ratio=share or None, overflow="fold")
    for row in rows:
        cells = (_text(row.fact), _text(row.documented), _text(cut(row.measured, CELL)))
        table.add_row(*cells, _text(str(row.found), STYLES[row.found]), _text(evidence(row)))
    return table


def _text(value: str, style: str = "") -> Text:
    """Text that no markup is read from, and that cannot steer a terminal."""
    return Text(shown(value, keep="\n"), style, overflow="fold")
