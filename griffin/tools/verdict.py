"""What was measured → one sentence: whether it is quick enough to play, and what to change if not. Pure."""

SMOOTH_HZ = 28.0  # pictures a second: what films have
PLAYABLE_HZ = 15.0  # fewer, and a griffin that banks seems to jump
QUICK_LOOKS_HZ = 15.0  # with fewer looks at the player, the griffin follows late
PLAYABLE_LOOKS_HZ = 8.0  # a flap lasts half a second, and takes four looks to be seen

_PICTURE_REMEDY = {
    "low": "make the picture smaller (--size 960x540) and close other programs",
    "medium": "try --quality low",
    "high": "try --quality medium",
}
_LOOK_REMEDY = "close other programs, so that the processor has time for the pose model"


def verdict(picture_hz: float | None, look_hz: float | None, quality: str = "low") -> str:
    """Smooth, playable, or too slow and what to do; None for what wasn't measured.

    `quality`: the name of the one that was drawn.
    """
    counts = [
        f"{hz:.0f} {what}"
        for hz, what in ((picture_hz, "pictures"), (look_hz, "looks at the player"))
        if hz is not None
    ]
    if not counts:
        return "Nothing was measured that tells whether it is quick enough to play."
    remedies = []
    if picture_hz is not None and picture_hz < PLAYABLE_HZ:
        remedies.append(_PICTURE_REMEDY[quality])
    if look_hz is not None and look_hz < PLAYABLE_LOOKS_HZ:
        remedies.append(_LOOK_REMEDY)
    told = f"{' and '.join(counts)} a second"
    if remedies:
        return f"Too slow to play well, with {told}: {'; '.join(remedies)}."
    is_smooth = picture_hz is None or picture_hz >= SMOOTH_HZ
    is_quick = look_hz is None or look_hz >= QUICK_LOOKS_HZ
    return f"{'Smooth' if is_smooth and is_quick else 'Playable'}, with {told}."


def rate_hz(duration_ms: float | None) -> float | None:
    """How many a second, each of which takes so many milliseconds."""
    return 1e3 / duration_ms if duration_ms else None
