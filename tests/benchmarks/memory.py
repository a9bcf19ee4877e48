"""Linux's own count of a process's memory. `getrusage` would remember the parent's."""

from pathlib import Path


def megabytes(line: str, pid: int | str = "self") -> float:
    """Give what is counted of a process: `VmRSS` is now, `VmHWM` the most there ever was."""
    status = Path(f"/proc/{pid}/status").read_text(encoding="ascii")
    (found,) = [each.split()[1] for each in status.splitlines() if each.startswith(line)]
    return int(found) / 1024
