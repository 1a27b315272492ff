"""Any sequence of doing, undoing and redoing: what is taken back is as it was, and the packed form is the rows."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from django.db import transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from concentric.foundation.permissions.checks import Refusal
from concentric.method.instrument.grid import ColumnKey, ContextKey
from concentric.research.coding import memos
from concentric.research.coding.actions import apply_code, re_place, redo, remove_coding, undo
from concentric.research.coding.codebook import add_code, rename
from concentric.research.coding.models import Code, Coding, Memo
from concentric.research.coding.packing import coded_rows
from concentric.research.coding.recoding import merge
from concentric.research.frameworks.models import Entry
from tests.factories.coding import CodedStudy, make_coded_study

CODES = ("duty", "attitudes", "peer")
Do = Callable[[CodedStudy, int], None]


def code_some(made: CodedStudy, n: int) -> None:
    """A code for the whole of an entry, or for some of its words."""
    entry = made.entry(n % 2, n % 3)
    start = n % 7 if n % 2 else None
    end = None if start is None else start + 1 + n % 5
    code = made.codes[CODES[n % len(CODES)]]
    apply_code(researcher=made.world.coder, entry=entry, code=code, start=start, end=end)


def take_away(made: CodedStudy, n: int) -> None:
    if coding := one_of(Coding, n):
        remove_coding(researcher=made.world.coder, coding=coding)


def write(made: CodedStudy, n: int) -> None:
    memos.write_memo(researcher=made.world.coder, about=made.entry(n % 2, n % 3), text=f"Memo {n}")


def note(made: CodedStudy, n: int) -> None:
    if coding := one_of(Coding, n):
        memos.note_coding(researcher=made.world.coder, coding=coding, text=f"Note {n}" if n % 3 else "")


def move(made: CodedStudy, n: int) -> None:
    context, column = list(ContextKey)[n % 5], list(ColumnKey)[n % 8]
    re_place(researcher=made.world.coder, entry=made.entry(n % 2, n % 3), context=context, column=column)


def name(made: CodedStudy, n: int) -> None:
    rename(researcher=made.world.coder, code=made.codes["duty"], name=f"Name {n}", reason="Clearer")


def add(made: CodedStudy, n: int) -> None:
    add_code(researcher=made.world.coder, name=f"Detail {n}", parent=made.codes["peer"])


def put_together(made: CodedStudy, n: int) -> None:
    pair = {"source": made.codes["duty"], "target": made.codes["attitudes"]}
    merge(researcher=made.world.coder, **pair, reason="The same")


def one_of(model: Any, n: int) -> Any:
    rows = list(model.objects.order_by("at", "pk"))
    return rows[n % len(rows)] if rows else None


VERBS: tuple[Do, ...] = (code_some, code_some, take_away, write, note, move, name, add, put_together)

DOINGS = st.tuples(st.sampled_from(VERBS), st.integers(0, 40))


@pytest.fixture
def made(db: None) -> CodedStudy:
    return make_coded_study(2, coded=False)


def rows() -> list[Any]:
    codes = Code.objects.filter(is_removed=False)
    found = [codes, *(model._default_manager.all() for model in (Coding, Entry, Memo))]
    return [list(some.order_by("pk").values()) for some in found]


def packed_is_the_rows(made: CodedStudy) -> None:
    coded = coded_rows(made.world.study)
    found = Coding.objects.order_by("framework__code", "entry__position", "start", "end", "code__number")
    fields = ("entry__position", "code__number", "coder__number", "start", "end", "counts")
    assert sorted(map(tuple, coded.rows.tolist())) == sorted(
        (*plain, int(counts)) for *plain, counts in found.values_list(*fields)
    )


def try_to(do: Callable[[], object]) -> bool:
    try:
        do()
    except Refusal:
        return False
    return True


@pytest.mark.django_db
@given(done=st.lists(DOINGS, min_size=1, max_size=6), back=st.integers(1, 6))
@settings(max_examples=15, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_back_and_forth_ends_where_it_was(made: CodedStudy, done: list[tuple[Do, int]], back: int) -> None:
    coder = made.world.coder
    with transaction.atomic():
        stood = [rows()]
        for do, n in done:
            if try_to(lambda do=do, n=n: do(made, n)) and rows() != stood[-1]:  # type: ignore[misc]
                stood.append(rows())
            packed_is_the_rows(made)
        steps = min(back, len(stood) - 1)
        for before in reversed(stood[-1 - steps : -1]):
            undo(coder)
            assert rows() == before
            packed_is_the_rows(made)
        for after in stood[len(stood) - steps :]:
            redo(coder)
            assert rows() == after
            packed_is_the_rows(made)
        assert not try_to(lambda: redo(coder))
        transaction.set_rollback(True)
