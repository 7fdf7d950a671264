"""What can go wrong, in words a player understands.

Every edge translates its library's exceptions into one of these, with a hint that says what to do. Only
`cli.main` catches them: it prints the sentence and ends with the exit status.
"""


class GriffinError(Exception):
    """One clear sentence, what to do about it, and the exit status of the program."""

    exit_status = 1

    def __init__(self, sentence: str, *, hint: str = "") -> None:
        super().__init__(sentence)
        self.sentence = sentence
        self.hint = hint

    def __str__(self) -> str:
        return f"{self.sentence} {self.hint}".strip()


class ConfigError(GriffinError):
    """An option or a setting that can't be used."""

    exit_status = 2


class CameraError(GriffinError):
    """No picture from the camera, the video or the image."""

    exit_status = 3


class PoseModelError(GriffinError):
    """The pose model can't be had, read or run."""

    exit_status = 4


class SandboxError(GriffinError):
    """A process can't be kept from the network."""

    exit_status = 5


class RenderError(GriffinError):
    """No window, no OpenGL, or a picture that can't be drawn or written."""

    exit_status = 6


class ShaderError(RenderError):
    """A shader that is missing or that the driver refuses."""


class AssetError(GriffinError):
    """A file that the program should have brought along is missing or damaged."""

    exit_status = 7


class WireError(GriffinError):
    """The link between the two processes can't be made or kept."""

    exit_status = 8


class ProtocolError(WireError):
    """The other end speaks another version, or not our language at all."""


class SoundError(GriffinError):
    """There is no loudspeaker, or nothing that plays: the flight goes on silently."""

    exit_status = 9


class SoundFileError(GriffinError):
    """A file of sound that can't be used."""


def reason_of(error: Exception) -> str:
    """What the system or a library says went wrong, as part of a sentence: without a path or a full stop."""
    return (getattr(error, "strerror", None) or str(error) or type(error).__name__).rstrip(".")
