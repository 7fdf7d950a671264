"""The constants of the flight, each with its unit and its reason."""

import math
from dataclasses import dataclass

GRAVITY_MPS2 = 9.81


@dataclass(frozen=True, slots=True, kw_only=True)
class FlightTuning:
    """How the griffin flies. Sizes are those of a creature of 7 m span."""

    bank_max_rad: float = math.radians(57.0)  # steeper looks like falling; another bird game's value
    bank_rate_hz: float = 3.5  # the body follows the arms, a little softly
    turn_gain: float = 1.6  # of a coordinated turn: children want to come round within a meadow
    glide_rad: float = math.radians(-2.6)  # level arms: a sink that is hardly seen
    climb_max_rad: float = math.radians(25.0)  # arms up
    dive_max_rad: float = math.radians(-38.0)  # arms down: fast, yet the land stays in the picture
    path_rate_hz: float = 2.5  # how fast the path follows the arms
    path_rate_max_radps: float = 0.9  # no looping feeling in the stomach
    nose_lead_rad: float = math.radians(4.0)  # the body points a little above its path
    cruise_mps: float = 18.0  # speed of the level glide
    slowest_mps: float = 9.0  # nobody stalls: a player of three must not fall
    fastest_mps: float = 46.0  # reached in the steepest dive
    own_beat_mps2: float = 6.5  # push of the griffin's own wings: holds the steepest climb at cruising speed
    beat_rate_hz: float = 4.0  # how quickly it begins and ends to beat by itself
    beat_end_frac: float = 0.01  # a beat that fades is over below this: nobody sees it
    slack_frac: float = 0.25  # of the way from cruise to slowest that it lets its speed sag before it beats
    surplus_mps: float = 2.0  # this much above cruise, beats push only uphill: they hold the path, don't race
    cruise_hold_hz: float = 2.0  # how quickly its own beats bring the speed back to cruise
    beat_hz: float = 1.4  # beats a second: a large bird's
    stroke_mps2: float = 11.0  # push of the player's strongest stroke
    stroke_s: float = 0.4  # spread over this long, or it would be a kick
    stroke_lift_rad: float = math.radians(16.0)  # and the path it lifts meanwhile
    launch_mps: float = 13.0  # off the branch and out: slow enough that the eye follows
    launch_range_mps: float = 5.0  # between the feeblest jump and the highest: seen, and both get away
    launch_rad: float = math.radians(14.0)
    launch_range_rad: float = math.radians(20.0)
    launch_push_s: float = 1.2  # nearly two beats, to get away from the tree
    launch_push_frac: float = 0.5  # of the strongest stroke
    stand_height_m: float = 0.74  # from the branch to the body's middle, as the rig stands
    look_ahead_s: tuple[float, ...] = (0.0, 0.6, 1.4, 2.6)  # where the ground is watched
    clearance_m: float = 7.0  # the griffin rises by itself to keep this: a wing's length
    escape_max_rad: float = math.radians(60.0)  # the steepest rise before a cliff
    hard_clearance_m: float = 2.5  # never below: feet above the grass
    ceiling_m: float = 1900.0  # nobody climbs beyond: the air is thin; the clouds end at 1700 m
    thin_air_m: float = 100.0  # below the ceiling, over which the climb fades
    wing_follow_hz: float = 80.0  # wings follow the arms within one picture
    folding_hz: float = 3.0  # and fold on the branch at leisure when nobody steers
    folded_wing_rad: float = math.radians(-75.0)
    folded_elbow_rad: float = math.radians(140.0)
    body_follow_hz: float = 12.0
    veil_down_s: float = 0.5  # to fade out when returning
    veil_up_s: float = 1.3  # slower, or falling and lifting would be a flash (tests/render/test_flashes.py)

    def __post_init__(self) -> None:
        if (
            not self.dive_max_rad
            < self.glide_rad
            < 0.0
            < self.climb_max_rad
            < self.escape_max_rad
            < math.pi / 2
        ):
            raise ValueError("dive, glide, climb and escape angles must be in this order")
        feeblest_mps = self.launch_mps - self.launch_range_mps / 2.0
        if not 0.0 < self.slowest_mps < feeblest_mps <= self.launch_mps < self.fastest_mps:
            raise ValueError("speeds must be in the order slowest, launch, fastest")
        if not self.slowest_mps < self.cruise_mps < self.fastest_mps:
            raise ValueError("cruise_mps must lie between the slowest and the fastest speed")
        if not 0.0 < self.hard_clearance_m < self.clearance_m:
            raise ValueError("clearance_m must be above hard_clearance_m, and both positive")
        if self.thin_air_m <= 0.0:
            raise ValueError("thin_air_m must be positive")
        if len(self.look_ahead_s) < 2 or self.look_ahead_s[0] != 0.0:
            raise ValueError("look_ahead_s must begin with here (0) and go on")

    @property
    def drag_per_m(self) -> float:
        """Deceleration over speed squared, such that the level glide keeps its speed."""
        return GRAVITY_MPS2 * math.sin(-self.glide_rad) / self.cruise_mps**2

    def turn_radius_m(self, roll_rad: float) -> float:
        """The radius of a level circle at cruising speed with this bank, which must not be 0."""
        return self.cruise_mps**2 / (self.turn_gain * GRAVITY_MPS2 * math.tan(abs(roll_rad)))

    def climb_frac_of(self, path_rad: float) -> float:
        """The climb that asks for this angle of the path: beyond -1 and 1 where it is steeper than any."""
        beyond_rad = path_rad - self.glide_rad
        steepest_rad = self.climb_max_rad if beyond_rad > 0.0 else self.dive_max_rad
        return beyond_rad / abs(steepest_rad - self.glide_rad)


# For whoever gets dizzy: once round takes at least 12 s instead of 5, and no turn begins or ends abruptly.
CALM_FLIGHT = FlightTuning(bank_max_rad=math.radians(30.0), bank_rate_hz=1.8)
