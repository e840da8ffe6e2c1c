def splitFields(string: str) -> list[str | list[str]]: ...  # noqa: N802  # the library's name
