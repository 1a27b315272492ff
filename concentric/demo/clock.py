"""The demonstration's own time: its records are made now and must read as made over the past year."""

from __future__ import annotations

import datetime as dt
import heapq
from collections.abc import Generator, Iterable, Iterator
from contextlib import ExitStack, contextmanager
from unittest.mock import patch

from django.apps import apps
from django.utils import timezone

from concentric.method.instrument.working_days import working_day_after, working_day_before

# A story does one step at a time, and yields the moment of the next.
Story = Generator[dt.datetime, None, None]
A_BREATH = dt.timedelta(milliseconds=700)  # between two things that somebody writes


class Clock:
    """A time that passes only while something is written, and never goes back: so the audit trail is in order."""

    def __init__(self, today: dt.datetime) -> None:
        """`today` is when the demonstration begins: a timezone-aware moment. Its stories are told up to then."""
        self.today = timezone.localtime(today)
        self._now = today.astimezone(dt.UTC) - dt.timedelta(days=1_000)

    def read(self) -> dt.datetime:
        """In UTC, as Django's own clock."""
        self._now += A_BREATH
        return self._now

    @contextmanager
    def in_force(self) -> Iterator[None]:
        """While it lasts, Django asks this clock for the time, and models for when something is made."""
        fields = (field for model in apps.get_models() for field in model._meta.concrete_fields)
        made_at = [field for field in fields if field.default is timezone.now]
        with ExitStack() as patched:
            patched.enter_context(patch.object(timezone, "now", self.read))
            for field in made_at:
                patched.enter_context(patch.object(field, "_get_default", self.read))
            yield

    def turn_to(self, moment: dt.datetime) -> None:
        self._now = max(self._now, moment.astimezone(dt.UTC))

    def day(self, offset: int) -> dt.date:
        """The day that lies `offset` working days from today; before today when negative."""
        step = working_day_after if offset > 0 else working_day_before
        return step(self.today.date(), abs(offset))

    def at(self, offset: int, hour: int, minute: int = 0) -> dt.datetime:
        """That time of `day(offset)`."""
        return dt.datetime.combine(self.day(offset), dt.time(hour, minute), self.today.tzinfo)

    def minutes_ago(self, minutes: int) -> dt.datetime:
        return self.today - dt.timedelta(minutes=minutes)

    @staticmethod
    def quarter_before(moment: dt.datetime) -> dt.datetime:
        """The last full quarter of an hour."""
        return moment.replace(minute=moment.minute // 15 * 15, second=0, microsecond=0)

    def born(self, age: int, days: int) -> dt.date:
        """The birthday of somebody who turned `age` that many days ago."""
        day = self.today.date() - dt.timedelta(days=days)
        return day.replace(year=day.year - age, day=min(day.day, 28))


def tell(clock: Clock, stories: Iterable[Story]) -> None:
    """Tell all stories side by side, each step at its own moment."""
    waiting = [(next(story), number, story) for number, story in enumerate(stories)]
    heapq.heapify(waiting)
    while waiting:
        moment, number, story = heapq.heappop(waiting)
        clock.turn_to(moment)
        following = next(story, None)
        if following is not None:
            heapq.heappush(waiting, (following, number, story))
