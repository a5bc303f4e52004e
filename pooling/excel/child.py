"""The process in which files are parsed. It knows the readers and nothing else of the application.

Both directions speak in pickles behind an eight-byte length. The parent trusts the answer as little as
the file: it loads it with an unpickler that knows plain values only (`reader.Plain`).
"""

import os
import pickle
import struct
import sys
from pathlib import Path
from typing import IO, Any

from pooling.excel.binary import read_binary
from pooling.excel.guard import Damaged, Limits, TooSlow, UnreadableFile, kind_of
from pooling.excel.openxml import read_openxml
from pooling.excel.tables import Book
from pooling.excel.text import read_text

if sys.platform != "win32":
    import resource

LENGTH = struct.Struct(">Q")


def parse(path: Path, limits: Limits) -> Book:
    """Reads the file here and now, without a process around it. Raises UnreadableFile, or anything."""
    kind = kind_of(path, limits)
    if kind == "text":
        return read_text(path, limits)
    if kind == "xlsx":
        return _read_either_way(path, limits)
    return read_binary(path, kind, limits)


def _read_either_way(path: Path, limits: Limits) -> Book:
    try:
        book = read_openxml(path, limits)
    except (UnreadableFile, MemoryError):
        raise
    except Exception:  # openpyxl raises a dozen kinds over odd styles and names; calamine ignores looks
        return read_binary(path, "xlsx", limits)
    if any(table.rows for table in book.sheets):
        return book
    return read_binary(path, "xlsx", limits)  # of a strict workbook openpyxl sees nothing, and says nothing


def answer(path: Path, limits: Limits, *, weigh_only: bool = False) -> tuple[Any, ...]:
    try:
        if weigh_only:
            return ("weighed", kind_of(path, limits))
        book = parse(path, limits)
    except UnreadableFile as refusal:
        return ("refused", refusal.code, refusal.values)
    except (MemoryError, RecursionError):
        return ("refused", TooSlow.CODE, {})
    except Exception:  # whatever a parser raises over a file, the person hears one sentence
        return ("refused", Damaged.CODE, {})
    return ("book", book.kind, [_flat(table) for table in book.sheets])


def _flat(table: Any) -> tuple[Any, ...]:
    notes = [(note.code, dict(note.values)) for note in table.notes]
    return (table.name, table.hidden, notes, table.rows)


def confine(limits: Limits) -> None:
    """Only the soft limits, so that the next file gets its own; Windows has the parent's clock alone."""
    if sys.platform == "win32":
        return
    used = resource.getrusage(resource.RUSAGE_SELF)
    seconds = int(used.ru_utime + used.ru_stime) + 1 + limits.cpu_seconds
    resource.setrlimit(resource.RLIMIT_CPU, (seconds, resource.RLIM_INFINITY))
    resource.setrlimit(resource.RLIMIT_AS, (limits.memory, resource.RLIM_INFINITY))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))


def receive(stream: IO[bytes]) -> bytes:
    """Raises EOFError when the other side is gone."""
    head = stream.read(LENGTH.size)
    if len(head) < LENGTH.size:
        raise EOFError
    (length,) = LENGTH.unpack(head)
    data = stream.read(length)
    if len(data) < length:
        raise EOFError
    return data


def send(stream: IO[bytes], data: bytes) -> None:
    stream.write(LENGTH.pack(len(data)))
    stream.write(data)
    stream.flush()


def serve() -> None:
    requests, answers = sys.stdin.buffer, os.fdopen(os.dup(1), "wb")
    os.dup2(2, 1)  # what a library prints must not enter the conversation
    while True:
        try:
            path, limits, weigh_only = pickle.loads(receive(requests))  # noqa: S301 - written by our own parent
        except EOFError:
            return
        confine(limits)
        send(answers, pickle.dumps(answer(Path(path), limits, weigh_only=weigh_only), protocol=5))
