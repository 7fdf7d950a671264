"""The land's measures, and which of its noises is which."""

from dataclasses import astuple, dataclass
from enum import IntEnum

GOLDEN = 0.6180339887498949  # multiples of it, without their whole parts, are spread evenly


class Layer(IntEnum):
    """The first of the noises that something is made of."""

    WARP = 0
    COUNTRY = 10
    RANGE = 20
    SPUR = 30
    KNOB = 40
    BASIN = 50
    HILL = 60
    CLIFF = 70
    GULLY = 80
    GRAIN = 90
    FACE = 100


PLAN_LAYERS = (Layer.COUNTRY, Layer.RANGE, Layer.SPUR, Layer.KNOB, Layer.BASIN, Layer.HILL)


@dataclass(frozen=True, slots=True, kw_only=True)
class TerrainTuning:
    """The land's measures. The eye chose them, on shaded maps of 16 km and on pictures from 100 m up."""

    warp_size_m: float = 3600.0
    warp_m: float = 560.0
    wiggle_size_m: float = 1150.0
    wiggle_m: float = 130.0
    country_size_m: float = 11_000.0  # from one highland to the next
    highland_noise: tuple[float, float] = (-0.6, 0.45)
    lowland_frac: float = 0.28  # height of ranges in the low country
    range_size_m: float = 5600.0  # from one crest to the next, about
    range_width_frac: float = 0.46  # how far a range's foot reaches, in noise
    range_height_m: float = 1150.0
    crest_m: float = 110.0  # how round crests are before the water comes; sharper, and gullies tear at them
    foot_m: float = 90.0  # what is lower than this is pressed into the valley floor
    crest_frac: float = 0.42  # parts of a range's height: the crest itself ...
    spur_frac: float = 0.34  # ... its spurs ...
    knob_frac: float = 0.24  # ... and the knobs on these
    spur_size_m: float = 2300.0
    knob_size_m: float = 980.0
    basin_size_m: float = 3900.0
    basin_m: float = 58.0
    floor_m: float = 25.0  # of the low country above the water, on average
    sink_m: float = 62.0  # how much lower the middle of a valley lies
    sink_noise: tuple[float, float] = (0.2, 0.8)  # from a range's foot to the middle of the valley
    dale_noise: float = 0.32  # half a dale's width: its sides are no steeper than other slopes
    dale_frac: float = 0.5  # how much of a range's height a dale takes away: a pass to fly through
    dale_m: float = 10.0  # how much deeper its floor lies in low country
    deepest_m: float = 90.0  # of a lake
    floor_level_m: float = 9.0  # the low land is pressed towards this level ...
    floor_flat_m: float = 22.0  # ... and half as much so far above and below it: shores still slope
    hill_size_m: float = 1300.0
    hill_m: float = 40.0
    gully_size_m: float = 820.0  # the largest ribs; each octave halves it
    gully_octaves: int = 5
    gully_frac: float = 0.2  # height of a rib over its width, on a slope of 45 degrees
    gully_cut_frac: float = 0.2  # water takes more than it leaves: ribs lie so much lower than the plan
    shore_frac: float = 0.15  # of the gullies is left at the water's edge
    shore_m: float = 55.0  # lower than this above the water there are fewer gullies: smooth bays, few ponds
    slope_span_m: float = 24.0  # over which the plan's slope is measured
    cliff_size_m: float = 2600.0
    cliff_noise: tuple[float, float] = (-0.3, 0.05)  # where this noise is high the country is rocky
    cliff_slope: tuple[float, float] = (0.2, 0.42)  # rise over run of the plan from which steps form
    cliff_steep_gain: float = 0.8  # a steeper slope is rock in a milder country, too ...
    cliff_steep_slope: float = 0.35  # ... and a gentler one than this only in a rockier
    cliff_top_m: tuple[float, float] = (950.0, 480.0)  # ledges full of snow are stripes: fewer steps up there
    step_m: float = 82.0  # from ledge to ledge, on average; a face takes four fifths of it
    step_country_frac: float = 0.45  # how much taller steps are where the country is at its rockiest
    step_odd_frac: float = 0.4  # and how much two neighbours differ from their mean
    step_size_m: float = 520.0  # ledges rise and fall by a step over this, or they look like a quarry
    step_jag_frac: float = 0.05  # of a step, by which the first octave of grain breaks its edges
    ledge_frac: float = 0.66  # of a step, before it is remapped
    ledge_slope_frac: float = 0.2  # slope of a ledge over that of its hill: meadows, 8 m broad and more
    face_size_m: float = 380.0  # along a slope, from one face to the next at the same height
    face_noise: tuple[float, float] = (-0.16, 0.14)  # where this noise is high there is a face
    face_least_frac: float = 0.15  # of a face that remains where there is none
    crag_size_m: float = 260.0  # from one wall to the next
    crag_m: float = 60.0  # height of the tallest
    crag_noise: float = 0.22  # half the width of a wall's foot
    crag_ledges: float = 2.5  # from foot to top ...
    crag_jag: float = 1.2  # ... by how many of them they are higher here and lower there
    crag_country: float = 0.35  # crags stand where the country is rockier than this ...
    crag_slope: float = 0.3  # ... and the plan less steep, for steeper slopes have steps ...
    crag_shore_m: float = 6.0  # ... and not in the water
    grain_size_m: float = 34.0
    grain_octaves: int = 3
    grain_frac: float = 0.05  # height over width, on a slope of 45 degrees ...
    grain_level_frac: float = 0.15  # ... and this much of it on level ground

    def __post_init__(self) -> None:
        if min(value for value in astuple(self) if isinstance(value, float)) <= 0.0:
            raise ValueError("the land's measures must be positive")
        if max(self.ledge_frac, self.ledge_slope_frac, self.step_odd_frac) >= 1.0:
            raise ValueError("a step needs both a ledge and a face, whatever its height")

    @property
    def plan_sizes_m(self) -> tuple[float, ...]:
        """Of the noises in PLAN_LAYERS."""
        return (
            self.country_size_m,
            self.range_size_m,
            self.spur_size_m,
            self.knob_size_m,
            self.basin_size_m,
            self.hill_size_m,
        )
