"""Lesson, room and who is tracked → the Overlay of a picture: guide, player, the others, signs. Pure.

What is to be shown is chosen elsewhere (`scene/hud_choice.py`, and `game/lessons.py` for the lesson); here it
gets its place, and fades. Guides and people share the lower left corner with signs and keys: whatever is to
come there waits until everything else has faded out. Times are the screen's, which go on while the game is
paused.
"""

from dataclasses import dataclass, field, replace

from griffin.easing import approach
from griffin.game.lesson_moment import DONE, NO_LESSON, LessonMoment, Move
from griffin.scene.badges import floor_ring, pearls, tick
from griffin.scene.fading import FadeTuning, Fading, FigureSpot, GlidingSpot
from griffin.scene.figure_body import breath_at
from griffin.scene.figure_shapes import PILOT, Seat, figure
from griffin.scene.frame import NOTHING_REPORTED, RoomReport
from griffin.scene.guide import guide_groups, room_groups, walker_groups
from griffin.scene.onlooker_row import OnlookerRow
from griffin.scene.player_figure import PlayerFigure
from griffin.scene.shapes import Canvas, Group, Overlay, Point
from griffin.scene.signs import HALF_HIGH, Sign, sign_groups


@dataclass(frozen=True, slots=True, kw_only=True)
class WelcomeTuning:
    """When things come and go, and where they stand. `_u` across is for a canvas of 16:9."""

    make_way_s: float = 0.2  # people go faster before a sign, which must be seen soon
    move_hz: float = 5.0  # how fast a figure goes to another place
    pass_over_hz: float = 9.0  # how fast a new pilot goes to the old one's place ...
    pass_over_s: float = 0.4  # ... for so long
    claim_s: float = 1.5  # the camera process needs no longer to name the new pilot
    sign_size_u: float = 186.0  # as large as leaves room before its words
    sign_left_u: float = 52.0
    sign_bottom_u: float = 645.0
    sign_left_fracs: tuple[float, float] = (0.60, 0.71)  # from a sign's middle: usually, and with its arrow
    floor_u: float = 656.0
    high_floor_u: float = 636.0  # with pearls below, or a ring about a figure
    flight_floor_u: float = 672.0
    pearls_u: float = 671.0
    walk_from: FigureSpot = field(default_factory=lambda: FigureSpot(x_u=158.0, height_u=288.0))
    walk_to_u: float = 412.0
    flight_walk_frac: float = 0.78  # of these, in flight
    guide: FigureSpot = field(default_factory=lambda: FigureSpot(x_u=234.0, height_u=240.0))
    # Smaller than the griffin, which it speaks of, and 108 px high at 800x450: arms and beak are still read.
    flight_guide: FigureSpot = field(default_factory=lambda: FigureSpot(x_u=181.0, height_u=172.0))
    guides: tuple[FigureSpot, FigureSpot] = field(
        default_factory=lambda: (FigureSpot(x_u=168.0, height_u=196.0), FigureSpot(x_u=368.0, height_u=196.0))
    )
    player: FigureSpot = field(default_factory=lambda: FigureSpot(x_u=514.0, height_u=184.0))
    player_with_guides: FigureSpot = field(default_factory=lambda: FigureSpot(x_u=598.0, height_u=142.0))
    player_alone: FigureSpot = field(default_factory=lambda: FigureSpot(x_u=186.0, height_u=220.0))
    claimed_player: FigureSpot = field(default_factory=lambda: FigureSpot(x_u=168.0, height_u=190.0))
    flight_player: FigureSpot = field(default_factory=lambda: FigureSpot(x_u=512.0, height_u=120.0))
    flight_player_alone: FigureSpot = field(default_factory=lambda: FigureSpot(x_u=124.0, height_u=120.0))
    arms_frac: float = 0.62  # how far arms and feathers reach, of a figure's height
    touch_u: float = 20.0  # so far into each other's reach the tips of wings are too pale to be noticed
    first_u: float = 60.0  # where the row of the others begins without a pilot
    tick_off_u: tuple[float, float] = (-80.0, -58.0)  # from the top of the player's head
    tick_least_u: float = 130.0  # its leaves keep to the safe area
    room: FigureSpot = field(default_factory=lambda: FigureSpot(x_u=1097.0, height_u=128.0))
    room_floor_u: float = 186.0

    def __post_init__(self) -> None:
        if min(self.move_hz, self.pass_over_hz, self.make_way_s) <= 0.0:
            raise ValueError("move_hz, pass_over_hz and make_way_s must be above 0")
        if min(self.pass_over_s, self.claim_s) < 0.0:
            raise ValueError("pass_over_s and claim_s must not be negative")


TUNING = WelcomeTuning()
_AT_ONCE = FadeTuning(in_s=0.001)  # `tick` itself draws how the mark comes


@dataclass(frozen=True, slots=True, kw_only=True)
class WelcomeSituation:
    """What one picture knows.

    `sign`: what is in the way of being seen, if that is to be shown now. `has_guide`: the guide may be shown.
    `has_corner`: nothing else stands in the corner, as the keys do. `is_seated`: the player sits.
    `has_figure`: the player's own figure is wanted.
    """

    lesson: LessonMoment = NO_LESSON
    room: RoomReport = NOTHING_REPORTED
    is_tracked: bool = False
    is_seated: bool = False
    has_figure: bool = True
    sign: Sign | None = None
    has_guide: bool = True
    has_corner: bool = True


@dataclass(frozen=True, slots=True)
class _Lesson:
    """What the guides show. Another one is another thing, which fades in."""

    moves: tuple[Move, ...]
    is_seated: bool
    has_flown: bool
    is_by_griffin: bool = False  # begun anew, so that guide and griffin do it together


class Welcome:
    """Remembers what was shown, so that things fade and glide. One for each player's view."""

    def __init__(self, tuning: WelcomeTuning = TUNING) -> None:
        self._tuning = tuning
        self._shown_s: float | None = None
        self._guides: Fading[_Lesson] = Fading()
        self._sign: Fading[Sign] = Fading()
        self._player: Fading[bool] = Fading()
        self._room: Fading[bool] = Fading()
        self._tick: Fading[bool] = Fading(_AT_ONCE)
        self._likeness = PlayerFigure()
        self._place = GlidingSpot()
        self._row = OnlookerRow()
        self._hurry_until_s = 0.0
        self._floor = tuning.floor_u

    def shows(self, sign: Sign | None) -> bool:
        """Whether this sign is on the screen: its words go with it."""
        return self._sign.is_seen and self._sign.content is sign

    def overlay(self, situation: WelcomeSituation, shown_s: float, canvas: Canvas) -> Overlay | None:
        """All that lies over this picture but words; None where nothing does."""
        dt_s = 0.0 if self._shown_s is None else max(0.0, shown_s - self._shown_s)
        self._shown_s = shown_s
        scale = canvas.figure_scale
        sign = situation.sign if situation.has_corner else None
        is_free = situation.has_corner and sign is None and not self._sign.is_seen
        wanted = self._choose_lesson(situation) if is_free and situation.has_guide else None
        is_leaving = not (is_free and situation.has_guide) or (self._is_walker_seen and situation.is_tracked)
        is_waiting = wanted is not None and not self._guides.is_seen and self._are_in_the_way(wanted, scale)
        out_s = self._tuning.make_way_s if is_leaving else None
        self._guides.show(None if is_waiting else wanted, shown_s, dt_s, out_s=out_s)
        has_room_sign = situation.has_corner and situation.lesson.room_age_s is not None
        self._room.show(True if has_room_sign else None, shown_s, dt_s)
        groups: list[Group] = []
        if self._room.is_seen:
            groups += self._draw_room(canvas, shown_s)
        if self._guides.content is not None:
            groups += self._draw_guides(self._guides.content, situation, shown_s, scale)
        groups += self._draw_people(
            situation,
            self._guides.content or wanted,
            is_free=is_free,
            shown_s=shown_s,
            dt_s=dt_s,
            scale=scale,
        )
        fading = self._guides, self._player, self._row, self._tick
        is_empty = not any(each.is_seen for each in fading)
        self._sign.show(sign if is_empty else None, shown_s, dt_s)
        if self._sign.content is not None:
            groups += self._draw_sign(self._sign.content, scale)
        return Overlay(canvas=canvas, groups=tuple(groups)) if groups else None

    def _choose_lesson(self, situation: WelcomeSituation) -> _Lesson | None:
        lesson = situation.lesson
        # The guide goes with the tick.
        is_over = lesson.done_age_s is not None and lesson.done_age_s >= DONE.stay_s
        if not lesson.moves or is_over:
            return None
        shown = self._guides.content
        if shown is not None and (shown.moves, shown.has_flown) != (lesson.moves, lesson.has_flown):
            shown = None
        if lesson.done_age_s is not None:
            return shown  # what has been done needn't be shown anew
        # Whoever takes the controls back from the griffin sees the guide go on.
        is_by_griffin = lesson.is_by_griffin or (shown is not None and shown.is_by_griffin)
        return _Lesson(lesson.moves, situation.is_seated, lesson.has_flown, is_by_griffin)

    @property
    def _is_walker_seen(self) -> bool:
        """Whether the guide is on the screen that shows how to step in."""
        shown = self._guides.content
        return self._guides.is_seen and shown is not None and shown.moves == (Move.STEP_IN,)

    def _are_in_the_way(self, lesson: _Lesson, scale: float) -> bool:
        """Whether anybody stands where these guides are to stand."""
        tuning, spot = self._tuning, self._place.spot
        lefts_u = [self._row.left_u]
        if spot is not None and self._player.is_seen:
            lefts_u.append(spot.x_u - tuning.arms_frac * spot.height_u)
        return min(lefts_u) + tuning.touch_u * scale < self._right_end_u(lesson, scale)

    def _right_end_u(self, lesson: _Lesson, scale: float) -> float:
        """How far to the right these guides reach."""
        tuning = self._tuning
        if lesson.moves == (Move.STEP_IN,):
            size = scale * (tuning.flight_walk_frac if lesson.has_flown else 1.0)
            return size * (tuning.walk_to_u + tuning.arms_frac * tuning.walk_from.height_u)
        return scale * max(spot.x_u + tuning.arms_frac * spot.height_u for spot in self._spots_of(lesson))

    def _draw_sign(self, sign: Sign, scale: float) -> tuple[Group, ...]:
        tuning, size = self._tuning, self._tuning.sign_size_u * scale
        left = tuning.sign_left_u * scale + tuning.sign_left_fracs[sign is Sign.NOBODY] * size
        groups = sign_groups(sign, (left, tuning.sign_bottom_u - HALF_HIGH * size), size)
        alpha = self._sign.alpha_frac
        if alpha >= 1.0:
            return groups
        return tuple(replace(each, alpha_frac=alpha * each.alpha_frac) for each in groups)

    def _draw_room(self, canvas: Canvas, shown_s: float) -> list[Group]:
        spot, scale = self._tuning.room, canvas.figure_scale
        ground = canvas.width_u - (1280.0 - spot.x_u) * scale, self._tuning.room_floor_u
        age_s = shown_s - self._room.since_s
        return room_groups(age_s, ground, spot.height_u * scale, alpha_frac=self._room.alpha_frac)

    def _draw_guides(
        self, lesson: _Lesson, situation: WelcomeSituation, shown_s: float, scale: float
    ) -> list[Group]:
        tuning, age_s, alpha = self._tuning, shown_s - self._guides.since_s, self._guides.alpha_frac
        if lesson.moves == (Move.STEP_IN,):
            size = scale * (tuning.flight_walk_frac if lesson.has_flown else 1.0)
            floor = tuning.flight_floor_u if lesson.has_flown else tuning.floor_u
            start, end = tuning.walk_from.x_u * size, tuning.walk_to_u * size
            height = tuning.walk_from.height_u * size
            return walker_groups(age_s, (start, floor), (end, floor), height, alpha_frac=alpha)
        shown, spots = _guides_of(lesson), self._spots_of(lesson)
        groups: list[Group] = []
        for (moves, index, seat), spot in zip(shown, spots, strict=False):
            groups += guide_groups(
                moves,
                index,
                age_s,
                (spot.x_u * scale, self._floor),
                spot.height_u * scale,
                seat=seat,
                has_ring=not lesson.has_flown,
                has_arrows=situation.lesson.done_age_s is None,
                alpha_frac=alpha,
            )
        if situation.lesson.pearls and not lesson.has_flown:
            middle = sum(spot.x_u for spot in spots) / len(spots) * scale, tuning.pearls_u
            groups += pearls(middle, situation.lesson.pearls, alpha_frac=alpha)
        return groups

    def _draw_people(
        self,
        situation: WelcomeSituation,
        lesson: _Lesson | None,
        *,
        is_free: bool,
        shown_s: float,
        dt_s: float,
        scale: float,
    ) -> list[Group]:
        """The player, the mark of what was done, and the others.

        `lesson`: what the guides show, or will show once there is room.
        """
        tuning, room = self._tuning, situation.room
        is_claimed = room.is_claimed
        out_s = None if is_free else tuning.make_way_s
        mine = (
            next((each for each in room.figures if each.player == 0), None) if situation.is_tracked else None
        )
        self._likeness.follow(mine, shown_s)
        is_ticked = is_free and situation.lesson.done_age_s is not None
        self._tick.show(True if is_ticked else None, shown_s, dt_s, out_s=out_s)
        is_wanted = is_free and mine is not None and (situation.has_figure or is_claimed)
        is_wanted = is_wanted and not self._is_walker_seen  # whose place the player takes
        if not self._player.is_seen:  # it appears where it is to stand
            self._place.spot = None
        self._player.show(True if is_wanted else None, shown_s, dt_s, out_s=out_s)
        hz = self._take_over(is_claimed, is_wanted, shown_s)
        to = self._player_spot(situation, lesson)
        floor = self._floor_for(situation, is_claimed)
        self._floor = approach(self._floor, floor, tuning.move_hz, dt_s) if self._place.spot else floor
        spot = self._place.go(FigureSpot(x_u=to.x_u * scale, height_u=to.height_u * scale), hz, dt_s)
        ground = spot.x_u, self._floor
        groups: list[Group] = []
        if self._player.content is not None and self._likeness.is_known:
            groups += self._draw_player(ground, spot.height_u, situation, shown_s)
        groups += self._draw_tick(situation.lesson.done_age_s if self._tick.is_seen else None, spot, scale)
        others = room.onlookers if is_free and (situation.has_figure or is_claimed) else ()
        start = tuning.first_u * scale if lesson is None else self._right_end_u(lesson, scale)
        if is_wanted:
            start = spot.x_u + tuning.arms_frac * spot.height_u
        self._row.follow(others, start, spot.height_u, shown_s, dt_s, scale=scale, out_s=out_s)
        return groups + self._row.groups(self._floor, shown_s)

    def _draw_tick(self, done_s: float | None, spot: FigureSpot, scale: float) -> list[Group]:
        """The mark of what was done, above the player's head."""
        if done_s is None:
            return []
        across, down = self._tuning.tick_off_u
        x = max(spot.x_u + across * scale, self._tuning.tick_least_u)
        above = x, self._floor - spot.height_u + down
        mark = tick(above, done_s, alpha_frac=self._tick.alpha_frac)
        return [mark] if mark else []

    def _take_over(self, is_claimed: bool, is_wanted: bool, shown_s: float) -> float:
        """How fast the player's figure goes to its place: a new pilot comes from among the others."""
        tuning, claim = self._tuning, self._row.claim
        if claim is not None and shown_s - claim[0] > tuning.claim_s:
            self._row.claim = None
        elif claim is not None and not is_claimed and is_wanted:
            self._place.spot, self._row.claim = claim[1], None
            self._hurry_until_s = shown_s + tuning.pass_over_s
        return tuning.pass_over_hz if shown_s < self._hurry_until_s else tuning.move_hz

    def _player_spot(self, situation: WelcomeSituation, lesson: _Lesson | None) -> FigureSpot:
        tuning = self._tuning
        if lesson is None:
            if situation.room.is_claimed:
                return tuning.claimed_player
            return tuning.flight_player_alone if situation.lesson.has_flown else tuning.player_alone
        if lesson.moves == (Move.STEP_IN,):  # whoever steps in stands where the ghost stood
            size = tuning.flight_walk_frac if lesson.has_flown else 1.0
            return FigureSpot(x_u=size * tuning.walk_to_u, height_u=size * tuning.walk_from.height_u)
        if situation.lesson.has_flown:
            return tuning.flight_player
        return tuning.player if len(_guides_of(lesson)) == 1 else tuning.player_with_guides

    def _spots_of(self, lesson: _Lesson) -> tuple[FigureSpot, ...]:
        """Where the guides of a lesson stand."""
        tuning = self._tuning
        if len(_guides_of(lesson)) > 1:
            return tuning.guides
        return (tuning.flight_guide if lesson.has_flown else tuning.guide,)

    def _floor_for(self, situation: WelcomeSituation, is_claimed: bool) -> float:
        lesson = situation.lesson
        if is_claimed or (lesson.pearls and not lesson.has_flown):
            return self._tuning.high_floor_u
        return self._tuning.flight_floor_u if lesson.has_flown else self._tuning.floor_u

    def _draw_player(
        self, ground: Point, height_u: float, situation: WelcomeSituation, shown_s: float
    ) -> list[Group]:
        alpha = self._player.alpha_frac
        body = self._likeness.body(
            ground, height_u, breath_frac=breath_at(shown_s), is_seated=situation.is_seated
        )
        look = replace(PILOT, seat=Seat.CHAIR if situation.is_seated else Seat.NONE, alpha_frac=alpha)
        return [floor_ring(ground, height_u, alpha_frac=alpha, is_golden=True), figure(body, look)]


def _guides_of(lesson: _Lesson) -> list[tuple[tuple[Move, ...], int, Seat]]:
    """Which guides show a lesson: moves, which of them, and what it sits on.

    Who sits is shown two before the first flight: flapping goes in any chair.
    """
    if lesson.is_seated and len(lesson.moves) == 1:
        if lesson.has_flown:
            return [(lesson.moves, 0, Seat.CHAIR)]
        return [(2 * lesson.moves, index, seat) for index, seat in enumerate((Seat.CHAIR, Seat.WHEELCHAIR))]
    return [(lesson.moves, index, Seat.NONE) for index in range(min(2, len(lesson.moves)))]
