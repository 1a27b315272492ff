"""A table as Parquet, which R, Python, Stata and DuckDB read with its types: no guessing what a blank was."""

from __future__ import annotations

from collections.abc import Sequence
from typing import IO

from arro3.core import Array, DataType, Field, Schema, Table
from arro3.io import write_parquet


def to_parquet(rows: Sequence[Sequence[str | int | None]], columns: Sequence[str], out: IO[bytes]) -> None:
    """Columns of whole numbers (-128 to 127) where they hold nothing else, of text otherwise. None stays null.

    Raises ValueError for a row of another length than the header, and for two columns of one name.
    """
    if len(set(columns)) < len(columns):
        raise ValueError("Two columns have one name.")
    held = list(zip(*rows, strict=True)) if rows else [()] * len(columns)
    if len(held) != len(columns):
        raise ValueError(f"A row has {len(held)} values and the header {len(columns)}.")
    kinds = [_kind(values) for values in held]
    fields = [Field(name, kind) for name, kind in zip(columns, kinds, strict=True)]
    arrays = [Array(list(values), type=kind) for values, kind in zip(held, kinds, strict=True)]
    write_parquet(Table.from_arrays(arrays, schema=Schema(fields)), out, compression="zstd(3)")


def _kind(values: Sequence[str | int | None]) -> DataType:
    told = [value for value in values if value is not None]
    return DataType.int8() if told and all(isinstance(value, int) for value in told) else DataType.utf8()
