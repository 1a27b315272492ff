"""One thread in each server process follows the outbox and hands every event to the screens open on its meeting.

The thread alone touches the database and the lists of who listens; screens join and leave through a queue. A screen
that takes too little is told to load the page again rather than fill the memory.
"""

from __future__ import annotations

import asyncio
import logging
import queue
import random
import threading
import time
import uuid
from collections import defaultdict

from django.db import Error, connection

from concentric.casework.live import fragments
from concentric.casework.live.audience import Message
from concentric.casework.live.hub_access import Listener, still_allowed
from concentric.casework.live.hub_watch import Watch, watch_database
from concentric.casework.meetings.models import LiveEvent, Meeting

LOG = logging.getLogger(__name__)

HEARTBEAT_SECONDS = 15.0
RECHECK_SECONDS = 60.0
WAITING_AT_MOST = 200
REPLAYED_AT_MOST = 100

HEARTBEAT = b": here\n\n"
RESYNC = b"event: resync\ndata: {}\n\n"
ENDED = b"event: ended\ndata: {}\n\n"
ALTERS_ACCESS = {"attendance", "meeting"}
_spread = random.SystemRandom()


def _next_recheck() -> float:
    """Within `RECHECK_SECONDS`, for each screen at another moment: those of a meeting open together, and asking for all
    at once would hold up the saves.
    """
    return time.monotonic() + RECHECK_SECONDS * _spread.uniform(0.5, 1)


class Subscription:
    """One open screen. `hand_over` and `take` run in its event loop."""

    def __init__(self, listener: Listener, loop: asyncio.AbstractEventLoop) -> None:
        self.listener, self.loop = listener, loop
        self.viewer = listener.viewer
        self.seq = listener.after
        self.recheck_at = _next_recheck()
        self._waiting: list[bytes] = []
        self._wake = asyncio.Event()
        self._is_over = False

    def hand_over(self, chunk: bytes) -> None:
        """Queue something to be sent. After `RESYNC` or `ENDED` there is nothing more."""
        if self._is_over:
            return
        if len(self._waiting) >= WAITING_AT_MOST:
            self._waiting.clear()
            chunk = RESYNC
        self._waiting.append(chunk)
        self._is_over = chunk in (RESYNC, ENDED)
        self._wake.set()

    def stop(self) -> None:
        """Nobody reads any more."""
        self._is_over = True
        self._waiting.clear()
        self._wake.set()

    async def take(self) -> bytes:
        """What waits to be sent; nothing once it is over."""
        while not self._waiting and not self._is_over:
            self._wake.clear()
            await self._wake.wait()
        chunks, self._waiting = b"".join(self._waiting), []
        return chunks


class Channel:
    """The screens open on one meeting, and the last number told to them."""

    def __init__(self, seq: int) -> None:
        self.seq = seq
        self.screens: set[Subscription] = set()


class Hub(threading.Thread):
    """The follower. Use `hub()`, which gives the process's own."""

    def __init__(self) -> None:
        super().__init__(name="concentric-hub", daemon=True)
        self._doors: queue.SimpleQueue[tuple[bool, Subscription]] = queue.SimpleQueue()
        self._channels: dict[uuid.UUID, Channel] = {}
        self._watch: Watch = watch_database()
        self._outgoing: dict[asyncio.AbstractEventLoop, list[tuple[Subscription, bytes]]] = defaultdict(list)
        self._beat_at = 0.0

    def subscribe(self, listener: Listener, loop: asyncio.AbstractEventLoop) -> Subscription:
        """Join. What happened since `listener.after` comes first."""
        screen = Subscription(listener, loop)
        self._doors.put((True, screen))
        self._watch.interrupt()
        return screen

    def unsubscribe(self, screen: Subscription) -> None:
        """Leave."""
        screen.stop()
        self._doors.put((False, screen))

    def run(self) -> None:
        while True:
            try:
                self._follow()
            except Error as error:  # the database went away: say so without its words, and look again soon
                LOG.warning("live stream: %s", type(error).__name__)
                self._watch.close()
                connection.close()
                time.sleep(0.5)

    def _follow(self) -> None:
        self._let_in_and_out()
        if self._watch.wait(seconds=1.0):
            self._tell_news()
        self._keep_up()
        self._send()

    def _let_in_and_out(self) -> None:
        """Those who joined and left. With nobody here there is nothing to watch, and no connection is held."""
        if not self._channels and self._doors.empty():
            self._watch.close()
            connection.close()
            self._admit(*self._doors.get())
        while not self._doors.empty():
            self._admit(*self._doors.get())
        self._send()

    def _admit(self, joins: bool, screen: Subscription) -> None:  # noqa: FBT001  (a pair from the queue)
        meeting_id = screen.listener.meeting_id
        channel = self._channels.get(meeting_id)
        if joins:
            channel = self._channels.setdefault(meeting_id, channel or Channel(_seq_of(meeting_id)))
            channel.screens.add(screen)
            self._replay(screen, channel)
        elif channel:
            channel.screens.discard(screen)
            if not channel.screens:
                del self._channels[meeting_id]

    def _replay(self, screen: Subscription, channel: Channel) -> None:
        """What this screen missed: as it stands now, so that nothing that was since limited is shown."""
        if channel.seq - screen.seq > REPLAYED_AT_MOST:
            self._say(screen, RESYNC)
            return
        if screen.seq < channel.seq:
            self._recheck(screen)  # what it missed may have been the end of its access
            for event in _events(screen.listener.meeting_id, screen.seq, channel.seq):
                self._tell(screen, _message(event))

    def _tell_news(self) -> None:
        numbers = Meeting.objects.filter(pk__in=self._channels).order_by().values_list("pk", "live_seq")
        for meeting_id, seq in numbers:
            channel = self._channels[meeting_id]
            if seq > channel.seq:
                self._tell_channel(meeting_id, channel, seq)

    def _tell_channel(self, meeting_id: uuid.UUID, channel: Channel, seq: int) -> None:
        events = _events(meeting_id, channel.seq, seq)
        if ALTERS_ACCESS & {event.kind for event in events}:
            for screen in channel.screens:
                self._recheck(screen)
        for message in map(_message, events):
            for screen in channel.screens:
                self._tell(screen, message)
        channel.seq = seq

    def _tell(self, screen: Subscription, message: Message | None) -> None:
        if message is None:
            self._say(screen, RESYNC)
        elif message.seq > screen.seq:
            screen.seq = message.seq
            self._say(screen, message.for_viewer(screen.viewer, room=screen.listener.room))

    def _keep_up(self) -> None:
        """Heartbeats for all, and a few of the rechecks that are due, so that they never hold up the news for long."""
        now = time.monotonic()
        screens = [screen for channel in self._channels.values() for screen in channel.screens]
        if now >= self._beat_at:
            self._beat_at = now + HEARTBEAT_SECONDS
            for screen in screens:
                self._say(screen, HEARTBEAT)
        for screen in [screen for screen in screens if now >= screen.recheck_at][:4]:
            self._recheck(screen)

    def _recheck(self, screen: Subscription) -> None:
        screen.recheck_at = _next_recheck()
        viewer = still_allowed(screen.listener)
        if viewer is None:
            self._say(screen, ENDED)
        else:
            screen.viewer = viewer

    def _say(self, screen: Subscription, chunk: bytes) -> None:
        self._outgoing[screen.loop].append((screen, chunk))

    def _send(self) -> None:
        """Hand over to the event loops, each once for all its screens."""
        for loop, chunks in self._outgoing.items():
            try:
                loop.call_soon_threadsafe(_hand_over, chunks)
            except RuntimeError:  # that loop has ended, and its screens with it
                continue
        self._outgoing.clear()


def _hand_over(chunks: list[tuple[Subscription, bytes]]) -> None:
    for screen, chunk in chunks:
        screen.hand_over(chunk)


def _seq_of(meeting_id: uuid.UUID) -> int:
    return Meeting.objects.filter(pk=meeting_id).values_list("live_seq", flat=True).get()


def _events(meeting_id: uuid.UUID, after: int, until: int) -> list[LiveEvent]:
    return list(LiveEvent.objects.filter(meeting_id=meeting_id, seq__gt=after, seq__lte=until).order_by("seq"))


def _message(event: LiveEvent) -> Message | None:
    """The event as it is sent, or None when it cannot be drawn: the screens then load the page again."""
    try:
        return Message(event, fragments.render(event))
    except Error:
        raise
    except Exception as error:  # one faulty element must not silence every meeting
        LOG.error("live stream: a %s event could not be drawn: %s", event.kind, type(error).__name__)
        return None


_hub: Hub | None = None
_starting = threading.Lock()


def hub() -> Hub:
    """This process's hub, started when first asked for."""
    global _hub
    with _starting:
        if _hub is None or not _hub.is_alive():
            _hub = Hub()
            _hub.start()
        return _hub
