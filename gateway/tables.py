"""Reads one table of a TOML file, key by key; what's wrong is said with its place."""

from collections.abc import Mapping
import difflib
import os
from pathlib import Path
from typing import Any, Final

_SECRET_BYTES: Final = 4096


class SettingsError(Exception):
    """Something in the settings can't be used; the text says where and what to do."""


class Table:
    """One table of settings, of which every key must be asked for."""

    def __init__(self, content: object, place: str, folder: Path) -> None:
        """Read `content`, which stands at `place`; files are named from `folder`."""
        if not isinstance(content, Mapping):
            raise SettingsError(f"{place} must be a table: write [{place}]")
        self._content: Mapping[str, Any] = content
        self._place = place
        self._folder = folder
        self._asked: set[str] = set()

    def place(self, key: str) -> str:
        """Return the whole name of a key."""
        return f"{self._place}.{key}" if self._place else key

    def wrong(self, key: str, text: str) -> SettingsError:
        """Return the error about a key."""
        return SettingsError(f"{self.place(key)} {text}")

    def get(self, key: str) -> Any:
        """Return a value as it stands, or None."""
        self._asked.add(key)
        return self._content.get(key)

    def text(self, key: str, default: str | None = None) -> str:
        """Return a text; without a default it must be there."""
        value = self.get(key)
        if value is None and default is not None:
            return default
        if value is None:
            raise self.wrong(key, "is missing")
        if not isinstance(value, str) or not value.strip():
            raise self.wrong(key, 'must be text in quotation marks: "..."')
        return value.strip()

    def maybe(self, key: str) -> str | None:
        """Return a text, or None where it isn't there."""
        return None if self.get(key) is None else self.text(key)

    def number(self, key: str, default: int, least: int, most: int) -> int:
        """Return a whole number between two bounds."""
        value = self.get(key)
        if value is None:
            return default
        if type(value) is not int or not least <= value <= most:
            raise self.wrong(key, f"must be a whole number from {least} to {most}")
        return value

    def seconds(self, key: str, default: float, least: float, most: float) -> float:
        """Return a time in seconds between two bounds."""
        value = self.get(key)
        if value is None:
            return default
        if type(value) not in (int, float) or not least <= value <= most:
            raise self.wrong(key, f"must be a number of seconds from {least} to {most}")
        return float(value)

    def flag(self, key: str, *, default: bool) -> bool:
        """Return true or false."""
        value = self.get(key)
        if value is None:
            return default
        if not isinstance(value, bool):
            raise self.wrong(key, "must be true or false, without quotation marks")
        return value

    def texts(self, key: str, default: tuple[str, ...] = ()) -> tuple[str, ...]:
        """Return a list of texts."""
        value = self.get(key)
        if value is None:
            return default
        if not isinstance(value, list) or not all(isinstance(e, str) for e in value):
            raise self.wrong(key, 'must be a list of texts: ["...", "..."]')
        return tuple(value)

    def one_of(self, key: str, choices: tuple[str, ...], default: str | None) -> str:
        """Return one of several words."""
        value = self.text(key, default)
        if value not in choices:
            raise self.wrong(key, f"must be one of: {', '.join(choices)}")
        return value

    def table(self, key: str) -> Table:
        """Return a table within this one; it's empty where it isn't there."""
        value = self.get(key)
        content = {} if value is None else value
        return Table(content, self.place(key), self._folder)

    def tables(self, key: str) -> list[Table]:
        """Return a list of tables, at least one."""
        value = self.get(key)
        if not isinstance(value, list) or not value:
            raise self.wrong(key, f"is missing: write [[{key}]] for each")
        return [
            Table(each, f"{self.place(key)}[{number}]", self._folder)
            for number, each in enumerate(value, 1)
        ]

    def file(self, key: str) -> Path | None:
        """Return a file that can be read, or None."""
        if (name := self.maybe(key)) is None:
            return None
        path = self._folder / Path(name).expanduser()
        if not path.is_file() or not os.access(path, os.R_OK):
            raise self.wrong(key, f"names a file that can't be read: {path}")
        return path

    def secret(self, key: str) -> str | None:
        """Return a secret out of KEY_file or of the environment variable in KEY_env, or None.

        In the settings themselves it would be copied with them.
        """
        if self.get(key) is not None:
            raise self.wrong(
                key,
                f"can't stand here: put it into a file of its own and name that in {key}_file,"
                f" or name an environment variable in {key}_env",
            )
        path, name = self.file(f"{key}_file"), self.maybe(f"{key}_env")
        if path is not None and name is not None:
            raise self.wrong(f"{key}_file", f"and {key}_env can't both be given")
        if path is not None:
            try:
                text = path.read_bytes()[:_SECRET_BYTES].decode().rstrip("\r\n")
            except (OSError, UnicodeDecodeError) as error:
                raise self.wrong(f"{key}_file", f"can't be read: {error}") from None
        elif name is not None:
            text = os.environ.get(name, "")
        else:
            return None
        if not text:
            raise self.wrong(
                f"{key}_file" if path else f"{key}_env",
                "names an empty file"
                if path
                else f"names a variable without a value: {name}",
            )
        return text

    def finish(self) -> None:
        """Refuse keys that nobody asked for: they are misspelled."""
        for key in self._content:
            if key not in self._asked:
                near = difflib.get_close_matches(key, sorted(self._asked), 1)
                hint = f"; did you mean {near[0]}?" if near else ""
                raise SettingsError(f"{self.place(key)} isn't a setting{hint}")
