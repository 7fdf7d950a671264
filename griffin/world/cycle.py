"""The world's time as shaders get it: within one long cycle, after which whatever moves in it begins anew.

A shader's float has 24 bits, which leave steps of 1/16 s to the seconds of a week. So time is wrapped here,
in 64 bits, and a shader rounds its rates to whole turns in a cycle (shaders/lib/cycle.glsl): nothing jumps.
"""

CYCLE_S = 3600.0  # a float's step is 1/4096 s at its end, and a rate of 0.1 rad/s changes by less than 1 %


def in_cycle_s(world_s: float) -> float:
    """The time since the cycle began, 0 to CYCLE_S."""
    return world_s % CYCLE_S
