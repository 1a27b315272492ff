"""The people: each saves every six to ten seconds, now and then a change, and watches the others' appear."""

from __future__ import annotations

import asyncio
import json
import random
import re
import secrets
import time
import uuid
from collections import Counter
from dataclasses import dataclass, field

from bench.meeting.stage import Gathering, Seat
from bench.meeting.wire import Wire

EDITS = 0.15
RESENDS = 0.02
PAUSE = (6.0, 10.0)
PRESENCE_SECONDS = 25.0
CELLS = [
    (context, column)
    for context in ("individual", "family", "peers", "school", "neighbourhood")
    for column in ("hsb", "vulnerability", "risk", "resilience", "strengths", "involvement", "challenges")
]
_VERSION = re.compile(r'data-version="(\d+)"')


@dataclass
class Tally:
    """Everything measured. Times in seconds."""

    saves: list[float] = field(default_factory=list)
    edits: list[float] = field(default_factory=list)
    seen: list[float] = field(default_factory=list)
    acknowledged: dict[str, str] = field(default_factory=dict)
    wordings: set[str] = field(default_factory=set)
    conflicts: int = 0
    faults: Counter[str] = field(default_factory=Counter)
    resent: int = 0
    not_shown: int = 0
    shown_twice: int = 0
    resyncs: int = 0


@dataclass
class Room:
    """One meeting. `sent` holds when each not yet shown change was sent, by the words it brought."""

    id: str
    entries: dict[str, tuple[int, str]] = field(default_factory=dict)
    sent: dict[str, float] = field(default_factory=dict)


class Person:
    """Somebody in the room: one connection to save, one stream to watch."""

    def __init__(self, port: int, room: Room, seat: Seat, tally: Tally, chance: random.Random) -> None:
        self.room, self.tally, self.random = room, tally, chance
        self.id, self.produces = seat["membership"], seat["produces"]
        csrf = secrets.token_hex(16)
        self.wire, self.side_wire = (Wire(port, seat["session"], csrf) for _ in range(2))
        self.numbers: set[int] = set()
        self.shown: set[str] = set()
        self.watching = asyncio.Event()

    async def write(self, until: float) -> None:
        """Save until the time is up, then let what is under way finish."""
        await self.watching.wait()
        await asyncio.sleep(self.random.uniform(0, PAUSE[1]))
        while time.monotonic() < until:
            own = [key for key, (_, by) in self.room.entries.items() if self.produces or by == self.id]
            if own and self.random.random() < EDITS:
                await self._change(self.random.choice(own))
            else:
                await self._add()
            await asyncio.sleep(self.random.uniform(*PAUSE))

    async def be_present(self) -> None:
        """Say now and then that one is here, as the page does."""
        while True:
            await asyncio.sleep(self.random.uniform(0, 2) * PRESENCE_SECONDS)
            await self.side_wire.post(f"/meetings/{self.room.id}/presence", editing="")

    async def watch(self) -> None:
        """Note when each change of the others appears, that its number comes once, and that none is left out."""
        path = f"/meetings/{self.room.id}/stream"
        try:
            async for line in self.wire.events(path + "?after=0"):
                self._note(line)
                self.watching.set()
        except ConnectionError as error:
            self.tally.faults[f"stream {error}"] += 1
            self.watching.set()

    def _note(self, line: bytes) -> None:
        now = time.monotonic()
        if not line.startswith(b'data: {"'):
            self.tally.resyncs += line.startswith(b"event: resync")
            return
        told = json.loads(line[6:])
        if told["seq"] in self.numbers:
            self.tally.shown_twice += 1
        self.numbers.add(told["seq"])
        words = re.search(r"Said [0-9a-f]{16}", told["html"])
        if told["kind"] != "entry" or not words:
            return
        version = _VERSION.search(told["html"])
        by = self.room.entries.get(told["id"], (0, told["by"]))[1]
        self.room.entries[told["id"]] = (int(version[1]) if version else 1, by)
        if words[0] not in self.shown and told["by"] != self.id and words[0] in self.room.sent:
            self.tally.seen.append(now - self.room.sent[words[0]])
        self.shown.add(words[0])

    async def _add(self) -> None:
        entry_id, words = str(uuid.uuid4()), f"Said {secrets.token_hex(8)}"
        context, column = self.random.choice(CELLS)
        fields = {"entry_id": entry_id, "context": context, "column": column, "line": f"{words} of the context itself"}
        times = 2 if self.random.random() < RESENDS else 1
        self.room.sent[words] = time.monotonic()
        for attempt in range(times):
            self.tally.resent += attempt
            status = await self._send(f"/meetings/{self.room.id}/entries/", fields, self.tally.saves)
            if status == 200:
                self.tally.acknowledged[entry_id] = words
                self.tally.wordings.add(words)

    async def _change(self, entry_id: str) -> None:
        words = f"Said {secrets.token_hex(8)}"
        version, _ = self.room.entries[entry_id]
        # Somebody thinks for a while before saving: others may have changed it meanwhile.
        await asyncio.sleep(self.random.uniform(0.5, 2.0))
        fields = {"version": str(version), "line": f"{words} in other words"}
        self.room.sent[words] = time.monotonic()
        path = f"/meetings/{self.room.id}/entries/{entry_id}/change/"
        status = await self._send(path, fields, self.tally.edits)
        if status == 200:
            self.tally.acknowledged[entry_id] = words
            self.tally.wordings.add(words)
        elif status == 409:
            self.tally.conflicts += 1

    async def _send(self, path: str, fields: dict[str, str], times: list[float]) -> int:
        began = time.monotonic()
        status, _ = await self.wire.post(path, **fields)
        times.append(time.monotonic() - began)
        if status not in (200, 409):
            self.tally.faults[f"{status} {path.split('/')[-2]}"] += 1
        return status


async def meet(port: int, meetings: list[Gathering], seconds: float) -> Tally:
    """Everybody in every meeting, for so long; then two seconds for the last words to appear."""
    tally, numbers = Tally(), random.Random(20261122)
    people: list[Person] = []
    for meeting in meetings:
        room = Room(meeting["id"])
        people += [Person(port, room, seat, tally, random.Random(numbers.random())) for seat in meeting["people"]]
    watching = [asyncio.create_task(task) for person in people for task in (person.watch(), person.be_present())]
    await asyncio.gather(*(person.watching.wait() for person in people))
    until = time.monotonic() + seconds
    await asyncio.gather(*(person.write(until) for person in people))
    await asyncio.sleep(2)
    for task in watching:
        task.cancel()
    for person in people:
        everything = max((len(other.numbers) for other in people if other.room is person.room), default=0)
        tally.not_shown += everything - len(person.numbers)
        person.wire.close()
        person.side_wire.close()
    return tally
