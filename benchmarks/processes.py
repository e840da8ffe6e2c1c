"""What a process has used so far."""

import os
from pathlib import Path


def used(pid: int) -> tuple[float, float]:
    """Return the processor time of a process (seconds), and its memory (bytes)."""
    text = Path(f"/proc/{pid}/stat").read_text(encoding="ascii").rpartition(")")[2]
    fields = text.split()
    ticks = os.sysconf("SC_CLK_TCK")
    pages = int(Path(f"/proc/{pid}/statm").read_text(encoding="ascii").split()[1])
    worked = (int(fields[11]) + int(fields[12])) / ticks
    return worked, pages * os.sysconf("SC_PAGE_SIZE")
