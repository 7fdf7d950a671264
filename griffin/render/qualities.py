"""Which qualities of picture there are, and which one suits a driver. It needs no numpy."""

from enum import Enum

SOFTWARE_RENDERERS = ("llvmpipe", "softpipe", "swrast", "software rasterizer", "microsoft basic render")
# GPUs that share their memory's few GB/s with the processor, by what their drivers call them: Intel's HD and
# UHD Graphics, a Raspberry Pi, Arm boards, a Jetson up to the Xavier.
WEAK_GPUS = ("hd graphics", "v3d", "videocore", "mali", "panfrost", "adreno", "tegra x")


class Quality(Enum):
    """What the player may ask for. `AUTO` is resolved once the renderer's name is known."""

    LOW = "low"
    MEDIUM = "medium"
    HIGH = "high"
    AUTO = "auto"


def resolve_quality(wish: Quality, renderer_name: str) -> Quality:
    """`AUTO` turned into a real quality: low on a software renderer, medium on a weak GPU, else high."""
    if wish is not Quality.AUTO:
        return wish
    if is_software(renderer_name):
        return Quality.LOW
    return Quality.MEDIUM if is_weak(renderer_name) else Quality.HIGH


def is_software(renderer_name: str) -> bool:
    """Whether this is a software renderer, going by what the driver calls itself."""
    return any(word in renderer_name.lower() for word in SOFTWARE_RENDERERS)


def is_weak(renderer_name: str) -> bool:
    """Whether it is a GPU that many texture fetches slow down, going by what the driver calls itself."""
    return any(word in renderer_name.lower() for word in WEAK_GPUS)
