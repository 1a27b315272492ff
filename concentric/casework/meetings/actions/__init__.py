"""Every write of the meetings stage, gathered: arranging, inviting, entries, and the room's own record."""

from concentric.casework.meetings.actions.arranging import cancel_meeting, change_meeting, open_meeting, tick_agenda
from concentric.casework.meetings.actions.convening import convene_meeting
from concentric.casework.meetings.actions.entries import (
    add_entry,
    change_entry,
    keep_prompt,
    move_entry,
    restore_entry,
    strike_entry,
)
from concentric.casework.meetings.actions.inviting import invite, send_invitations, set_attendance
from concentric.casework.meetings.actions.leaving import take_off_list
from concentric.casework.meetings.actions.room import (
    change_decision,
    mark_silence,
    record_decision,
    record_dissent,
    set_review_date,
    strike_decision,
    strike_dissent,
    write_summary,
)
from concentric.casework.meetings.outbox import announce

__all__ = [
    "add_entry",
    "announce",
    "cancel_meeting",
    "change_decision",
    "change_entry",
    "change_meeting",
    "convene_meeting",
    "invite",
    "keep_prompt",
    "mark_silence",
    "move_entry",
    "open_meeting",
    "record_decision",
    "record_dissent",
    "restore_entry",
    "send_invitations",
    "set_attendance",
    "set_review_date",
    "strike_decision",
    "strike_dissent",
    "strike_entry",
    "take_off_list",
    "tick_agenda",
    "write_summary",
]
