"""What a command printed and how it ended, and the surroundings in which a process of ours starts."""

import json
import os
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any


@dataclass
class Said:
    """What a command printed and how it ended."""

    code: int
    out: str
    err: str

    @property
    def json(self) -> Any:
        """Standard output as JSON: it must hold nothing else."""
        return json.loads(self.out)


Command = Callable[..., Said]


def surroundings(data_dir: Path, **others: str) -> dict[str, str]:
    """Return an environment in which only these settings of ours are set."""
    clean = {name: value for name, value in os.environ.items() if not name.startswith("CONSULT_")}
    return {**clean, "CONSULT_DATA_DIR": str(data_dir), **others}
