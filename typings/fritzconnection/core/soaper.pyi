class Soaper:
    def __init__(
        self,
        address: str,
        port: int,
        user: str,
        password: str,
        timeout: float | None = ...,
        session: object = ...,
        redact_debug_log: bool = ...,
    ) -> None: ...
