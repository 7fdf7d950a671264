"""What PyAV has to be told in one version and not in another."""

from typing import Any

import av

# A title that isn't UTF-8 is no reason to refuse a file: before PyAV 19 that has to be said.
READING: dict[str, Any] = {"metadata_errors": "replace"} if int(av.__version__.split(".")[0]) < 19 else {}
