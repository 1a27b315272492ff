"""A meeting takes its steps in order, and none from anywhere else."""

import itertools

import pytest

from concentric.casework.meetings.models import Meeting
from concentric.casework.meetings.states import Step, take
from concentric.foundation.permissions.checks import Refusal


@pytest.mark.parametrize(("status", "step"), list(itertools.product(Meeting.Status, Step)))
def test_a_step_is_taken_from_its_own_state_alone(status: Meeting.Status, step: Step) -> None:
    meeting = Meeting(status=status)
    if status == step.value.before:
        take(meeting, step)
        assert meeting.status == step.value.after
    else:
        with pytest.raises(Refusal):
            take(meeting, step)
        assert meeting.status == status


def test_nothing_leads_back_from_signed_minutes() -> None:
    assert not [step for step in Step if step.value.before == Meeting.Status.SIGNED]
