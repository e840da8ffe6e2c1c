"""The form of the call log's file: how it is made, brought up to date, and looked over.

A finished call is one short row at the end of a table without indexes, so that it costs the same
however long the log is. Everything else follows from the rows: a line's counters are the sums
over its rows, a missed call that nobody has seen is a mark on its row. Rows that fall out leave
their sums behind with their line. Whoever asks has the rows looked through from first to last,
which takes some milliseconds for as many as there may be. What people tried to dial is a table of
its own, which outlives the lines that it was tried on.
"""

from pathlib import Path
import sqlite3
from typing import Final

from .rows import COLUMNS
from .trail import ATTEMPT_COLUMNS

PAGE_SIZE: Final = 512
"""Bytes; one more call changes a page or two, and the smaller they are, the less is written."""
CHECKPOINT_PAGES: Final = 20_000
"""Ten megabytes that wait beside the file; most pages have changed many times by then."""

_MIGRATIONS: Final = (
    """
    CREATE TABLE lines (
        line INTEGER PRIMARY KEY,
        connection TEXT NOT NULL,
        line_number TEXT NOT NULL,   -- empty: of lines that are gone
        in_before INTEGER NOT NULL DEFAULT 0,
        out_before INTEGER NOT NULL DEFAULT 0,
        answered_before INTEGER NOT NULL DEFAULT 0,
        missed_before INTEGER NOT NULL DEFAULT 0,
        talk_before INTEGER NOT NULL DEFAULT 0,
        unread_before TEXT NOT NULL DEFAULT '{}',
        UNIQUE (connection, line_number)
    ) STRICT;
    CREATE TABLE calls (
        id INTEGER PRIMARY KEY,
        line INTEGER NOT NULL,
        call_id ANY NOT NULL,        -- 16 bytes, or text
        direction INTEGER,
        number TEXT,
        name TEXT,
        presentation INTEGER NOT NULL,
        called_number TEXT,          -- NULL: the line's own; empty: not known
        outcome INTEGER NOT NULL,
        cause TEXT,
        switch_call_id TEXT,
        ended_at INTEGER NOT NULL,   -- microseconds since 1970
        lasted INTEGER NOT NULL,     -- microseconds from start to end
        answered INTEGER,            -- microseconds from start to answer
        ring INTEGER NOT NULL,       -- tenths of a second
        talk INTEGER NOT NULL,
        unread INTEGER NOT NULL
    ) STRICT;
    """,
    """
    CREATE TABLE attempts (
        id INTEGER PRIMARY KEY,
        connection TEXT NOT NULL,
        at INTEGER NOT NULL,         -- microseconds since 1970
        line_number TEXT NOT NULL,
        action TEXT NOT NULL,
        number TEXT,
        way TEXT NOT NULL,
        user_id TEXT,
        context_id TEXT NOT NULL,
        outside INTEGER NOT NULL,
        admitted INTEGER NOT NULL,   -- the guard let it pass
        refused TEXT,                -- why; NULL: it was done
        call_id TEXT
    ) STRICT;
    """,
    """
    ALTER TABLE calls ADD COLUMN name_source INTEGER;
    """,
    # A cause that is often told is a number; a number that was called is not told twice; who has
    # called is written only where it changes.
    """
    ALTER TABLE lines ADD COLUMN nobody_before INTEGER NOT NULL DEFAULT 0;
    CREATE TABLE unread_callers (
        line INTEGER PRIMARY KEY,
        callers TEXT NOT NULL        -- JSON: how many unread calls, by caller
    ) STRICT;
    INSERT INTO unread_callers
        SELECT line, unread_before FROM lines WHERE unread_before <> '{}';
    ALTER TABLE lines DROP COLUMN unread_before;
    ALTER TABLE calls RENAME TO calls_before;
    CREATE TABLE calls (
        id INTEGER PRIMARY KEY,
        line INTEGER NOT NULL,
        call_id ANY NOT NULL,        -- 16 bytes, or text
        direction INTEGER,
        number TEXT,
        name TEXT,
        presentation INTEGER NOT NULL,
        called_number TEXT,          -- NULL: of an outgoing call `number`, else the line; empty: not known
        outcome INTEGER NOT NULL,
        cause ANY,                   -- a place in rows.CAUSES, or text
        switch_call_id TEXT,
        ended_at INTEGER NOT NULL,   -- microseconds since 1970
        lasted INTEGER NOT NULL,     -- microseconds from start to end
        answered INTEGER,            -- microseconds from start to answer
        ring INTEGER NOT NULL,       -- tenths of a second
        talk INTEGER NOT NULL,
        unread INTEGER NOT NULL,
        name_source INTEGER
    ) STRICT;
    INSERT INTO calls
        SELECT id, line, call_id, direction, number, name, presentation,
            CASE WHEN direction = 1 AND called_number IS NULL THEN line_number
                 WHEN direction = 1 AND called_number = number THEN NULL
                 ELSE called_number END,
            outcome, cause, switch_call_id, ended_at, lasted, answered, ring, talk,
            unread, name_source
        FROM calls_before JOIN lines USING (line) ORDER BY id;
    DROP TABLE calls_before;
    """,
    """
    ALTER TABLE calls ADD COLUMN more TEXT;  -- JSON: what few calls have
    """,
)
VERSION: Final = len(_MIGRATIONS)
_DAMAGE: Final = (
    sqlite3.SQLITE_CONSTRAINT,
    sqlite3.SQLITE_CORRUPT,
    sqlite3.SQLITE_FORMAT,
    sqlite3.SQLITE_MISMATCH,
    sqlite3.SQLITE_NOTADB,
)


class UnreadableLog(Exception):
    """The file is damaged, of a newer version, or something else."""


def open_file(path: Path | None) -> sqlite3.Connection:
    """Open the file, make it, or bring it up to date; without a path it is in memory only.

    Raises UnreadableLog where the file is to blame, and sqlite3.Error where the disk is.
    """
    sql = sqlite3.connect(path or ":memory:", autocommit=True, check_same_thread=False)
    try:
        _prepare(sql)
    except (UnreadableLog, UnicodeDecodeError) as error:  # the latter of its complaint
        sql.close()
        raise UnreadableLog(str(error)) from error
    except sqlite3.Error as error:
        sql.close()
        # A disk that fails says more than just "error": this is a file that contradicts itself.
        if is_damage(error) or error.sqlite_errorcode == sqlite3.SQLITE_IOERR:
            raise UnreadableLog(str(error)) from error
        raise
    return sql


def is_damage(error: sqlite3.Error) -> bool:
    """Tell whether the file is to blame, and not the disk."""
    code: int | None = getattr(error, "sqlite_errorcode", None)
    return code is not None and (
        code == sqlite3.SQLITE_IOERR_SHORT_READ or code & 0xFF in _DAMAGE
    )


def _prepare(sql: sqlite3.Connection) -> None:
    sql.text_factory = lambda data: data.decode(errors="replace")
    sql.execute(f"PRAGMA page_size = {PAGE_SIZE}")
    [version] = sql.execute("PRAGMA user_version").fetchone()
    [tables] = sql.execute("SELECT COUNT(*) FROM sqlite_schema").fetchone()
    if version > VERSION:
        raise UnreadableLog(f"version {version}")
    if version < 0 or (version == 0 and tables):
        raise UnreadableLog("not a call log")
    if tables and sql.execute("PRAGMA integrity_check(1)").fetchone() != ("ok",):
        raise UnreadableLog("damaged")
    sql.execute("PRAGMA journal_mode = WAL")
    sql.execute("PRAGMA synchronous = FULL")
    sql.execute("PRAGMA secure_delete = ON")  # what is forgotten is gone
    sql.execute(f"PRAGMA wal_autocheckpoint = {CHECKPOINT_PAGES}")
    try:
        if version < VERSION:
            script = "".join(_MIGRATIONS[version:])
            sql.executescript(
                f"BEGIN; {script} PRAGMA user_version = {VERSION}; COMMIT"
            )
        sql.execute(f"SELECT id, line, {COLUMNS}, unread FROM calls LIMIT 0")
        sql.execute(f"SELECT id, connection, {ATTEMPT_COLUMNS} FROM attempts LIMIT 0")
        sql.execute(
            "SELECT line, nobody_before, callers"
            " FROM lines JOIN unread_callers USING (line) LIMIT 0"
        )
    except sqlite3.OperationalError as error:
        if error.sqlite_errorcode == sqlite3.SQLITE_ERROR:
            raise UnreadableLog("not a call log") from error
        raise
