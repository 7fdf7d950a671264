"""Lesson, room and who is tracked → the Overlay of a picture: guide, player, the others, signs. Pure.

What comes and goes does so by the screen's time, so it goes on while the game is paused. Only one thing is
shown in a place: what was there fades out before the next fades in. What wins over what:

1. somebody is about to take over: the figures, so that everybody sees who;
2. what keeps a player from being seen: its sign, and nothing beside it;
3. the lesson: the guides, and the player beside them;
4. the player alone, with the others.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field, replace

from griffin.easing import approach, clamp, mix
from griffin.events import Advice, Onlooker
from griffin.game.lesson_moment import DONE, NO_LESSON, LessonMoment, Move
from griffin.scene.badges import filling_ring, floor_ring, pearls, tick
from griffin.scene.fading import Fading, Place, Spot
from griffin.scene.figure_body import breath_at, posed_body
from griffin.scene.figure_shapes import ONLOOKER, PILOT, Seat, figure
from griffin.scene.frame import NOTHING_REPORTED, RoomReport
from griffin.scene.guide import guide_groups, room_groups, walker_groups
from griffin.scene.moves import ARMS_UP, STANDING
from griffin.scene.player_figure import PlayerFigure
from griffin.scene.shapes import Canvas, Group, Overlay, Point
from griffin.scene.signs import HALF_HIGH, SIGN_OF_ADVICE, Sign, sign_groups


@dataclass(frozen=True, slots=True, kw_only=True)
class WelcomeTuning:
    """When things come and go, and where they stand."""

    slow_s: float = 8.0  # a slow camera keeps nobody from flying, and may last the whole evening
    move_hz: float = 5.0  # how fast a figure goes to another place
    pass_over_hz: float = 9.0  # and a new pilot to the old one's
    pass_over_s: float = 0.4
    claim_frac: float = 0.85  # from here on a claim that ends was a success
    claim_s: float = 1.5  # the camera process needs so long at most to name the new pilot
    sign_u: float = 186.0  # as large as leaves room before its words
    sign_left_u: float = 52.0
    sign_bottom_u: float = 645.0
    sign_left_fracs: tuple[float, float] = (0.60, 0.71)  # from a sign's middle: usually, and with its arrow
    floor_u: float = 656.0
    high_floor_u: float = 636.0  # with pearls below, or a ring about a figure
    flight_floor_u: float = 672.0
    pearls_u: float = 671.0
    walk_from: Spot = field(default_factory=lambda: Spot(x_u=158.0, height_u=288.0))
    walk_to_u: float = 412.0
    flight_walk_frac: float = 0.78  # of these, in flight
    guide: Spot = field(default_factory=lambda: Spot(x_u=234.0, height_u=240.0))
    # Smaller than the griffin, which it speaks of, and 108 px high at 800x450: arms and beak are still read.
    flight_guide: Spot = field(default_factory=lambda: Spot(x_u=181.0, height_u=172.0))
    guides: tuple[Spot, Spot] = field(
        default_factory=lambda: (Spot(x_u=168.0, height_u=196.0), Spot(x_u=368.0, height_u=196.0))
    )
    player: Spot = field(default_factory=lambda: Spot(x_u=514.0, height_u=184.0))
    player_with_guides: Spot = field(default_factory=lambda: Spot(x_u=598.0, height_u=142.0))
    player_alone: Spot = field(default_factory=lambda: Spot(x_u=186.0, height_u=220.0))
    claimed_player: Spot = field(default_factory=lambda: Spot(x_u=168.0, height_u=190.0))
    flight_player: Spot = field(default_factory=lambda: Spot(x_u=512.0, height_u=120.0))
    flight_player_alone: Spot = field(default_factory=lambda: Spot(x_u=124.0, height_u=120.0))
    onlooker_frac: float = 0.78  # of the player's height, at most
    onlooker_least_frac: float = 0.75  # a small child beside a grown-up is still seen
    arms_frac: float = 0.62  # how far the player's arms and feathers reach, of the height
    beside_frac: float = 0.25  # half of what an onlooker takes up with hanging arms, and with raised ones
    beside_raised_frac: float = 0.38
    gap_u: float = 8.0
    first_u: float = 60.0  # where the row begins without a pilot
    onlooker_alpha_frac: float = 0.5
    onlookers_to_u: float = 775.0  # further right is the griffin on its branch
    claim_ring: float = 0.70  # its radius, of the figure's height
    tick_off_u: tuple[float, float] = (-80.0, -58.0)  # from the top of the player's head
    tick_least_u: float = 130.0  # its leaves keep to the safe area
    room: Spot = field(default_factory=lambda: Spot(x_u=1097.0, height_u=128.0))
    room_floor_u: float = 186.0

    def __post_init__(self) -> None:
        if min(self.move_hz, self.pass_over_hz) <= 0.0:
            raise ValueError("a figure that is to go somewhere must get there")


TUNING = WelcomeTuning()


@dataclass(frozen=True, slots=True, kw_only=True)
class WelcomeSituation:
    """What one picture knows.

    `has_figure`: the player's own figure is wanted. `is_camera_down`: the camera process is dead or hangs.
    `is_seated`: the player sits.
    """

    lesson: LessonMoment = NO_LESSON
    room: RoomReport = NOTHING_REPORTED
    is_tracked: bool = False
    is_seated: bool = False
    has_figure: bool = True
    is_camera_down: bool = False


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
        self._likeness = PlayerFigure()
        self._place = Place()
        self._row: list[_Other] = []
        self._hurry_until_s = 0.0
        self._slow_s = 0.0
        self._claim: tuple[float, Spot] | None = None  # when it was last seen nearly full, and where
        self._floor = tuning.floor_u

    def overlay(self, situation: WelcomeSituation, shown_s: float, canvas: Canvas) -> Overlay | None:
        """All that lies over this picture but words; None where nothing does."""
        dt_s = 0.0 if self._shown_s is None else max(0.0, shown_s - self._shown_s)
        self._shown_s = shown_s
        sign = self._choose_sign(situation, dt_s)
        self._sign.show(sign, shown_s, dt_s)
        is_free = sign is None and self._sign.alpha_frac == 0.0
        self._guides.show(self._choose_lesson(situation) if is_free else None, shown_s, dt_s)
        self._room.show(None if situation.lesson.room_age_s is None else True, shown_s, dt_s)
        groups: list[Group] = []
        scale = canvas.figure_scale
        if self._room.content is not None:
            groups += self._draw_room(canvas, shown_s)
        if self._guides.content is not None:
            groups += self._draw_guides(self._guides.content, situation, shown_s, scale)
        groups += self._draw_people(situation, is_free=is_free, shown_s=shown_s, dt_s=dt_s, scale=scale)
        if self._sign.content is not None:
            groups += self._draw_sign(self._sign.content, scale)
        return Overlay(canvas=canvas, groups=tuple(groups)) if groups else None

    def _choose_sign(self, situation: WelcomeSituation, dt_s: float) -> Sign | None:
        """What keeps somebody from being seen, if that is to be said now."""
        advice, moves = situation.room.advice, situation.lesson.moves
        self._slow_s = self._slow_s + dt_s if advice is Advice.CAMERA_SLOW else 0.0
        if situation.is_camera_down:
            return Sign.UNPLUGGED
        if _is_claimed(situation.room):
            return None
        if advice is Advice.NOBODY and Move.STEP_IN in moves:
            return None  # the guide shows the same, larger
        if advice is Advice.CAMERA_SLOW and (moves or self._slow_s > self._tuning.slow_s):
            return None
        return SIGN_OF_ADVICE[advice]

    def _choose_lesson(self, situation: WelcomeSituation) -> _Lesson | None:
        lesson = situation.lesson
        is_over = (
            lesson.done_age_s is not None and lesson.done_age_s >= DONE.stay_s
        )  # the guide goes with the tick
        if not lesson.moves or is_over or _is_claimed(situation.room):
            return None
        shown = self._guides.content
        if shown is not None and (shown.moves, shown.has_flown) != (lesson.moves, lesson.has_flown):
            shown = None
        if lesson.done_age_s is not None:
            return shown  # what has been done needn't be shown anew
        # Whoever takes the controls back from the griffin sees the guide go on.
        is_by_griffin = lesson.is_by_griffin or (shown is not None and shown.is_by_griffin)
        return _Lesson(lesson.moves, situation.is_seated, lesson.has_flown, is_by_griffin)

    def _draw_sign(self, sign: Sign, scale: float) -> tuple[Group, ...]:
        tuning, size = self._tuning, self._tuning.sign_u * scale
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
        shown = _guides_of(lesson)
        alone = tuning.flight_guide if lesson.has_flown else tuning.guide
        spots = (alone,) if len(shown) == 1 else tuning.guides
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
        self, situation: WelcomeSituation, *, is_free: bool, shown_s: float, dt_s: float, scale: float
    ) -> list[Group]:
        """The player, the mark of what was done, and the others."""
        tuning, room = self._tuning, situation.room
        is_claimed = _is_claimed(room)
        mine = (
            next((each for each in room.figures if each.player == 0), None) if situation.is_tracked else None
        )
        self._likeness.follow(mine, shown_s)
        is_wanted = is_free and mine is not None and (situation.has_figure or is_claimed)
        self._player.show(True if is_wanted else None, shown_s, dt_s)
        if self._player.content is None:
            self._place.spot = None
        hz = self._take_over(is_claimed, is_wanted, shown_s)
        to = self._player_spot(situation, is_claimed)
        floor = self._floor_for(situation, is_claimed)
        self._floor = approach(self._floor, floor, tuning.move_hz, dt_s) if self._place.spot else floor
        spot = self._place.go(Spot(x_u=to.x_u * scale, height_u=to.height_u * scale), hz, dt_s)
        ground = spot.x_u, self._floor
        groups: list[Group] = []
        if self._player.content is not None and self._likeness.is_known:
            groups += self._draw_player(ground, spot.height_u, situation, shown_s)
        done_s = situation.lesson.done_age_s
        if done_s is not None and is_free:
            across, down = tuning.tick_off_u
            x = max(spot.x_u + across * scale, tuning.tick_least_u)
            mark = tick((x, self._floor - spot.height_u + down), done_s)
            groups += [mark] if mark else []
        others = room.onlookers if is_free and (situation.has_figure or is_claimed) else ()
        start = spot.x_u + tuning.arms_frac * spot.height_u if is_wanted else tuning.first_u * scale
        return groups + self._draw_others(others, start, spot.height_u, shown_s, dt_s, scale)

    def _take_over(self, is_claimed: bool, is_wanted: bool, shown_s: float) -> float:
        """How fast the player's figure goes to its place: a new pilot comes from among the others."""
        tuning, claim = self._tuning, self._claim
        if claim is not None and shown_s - claim[0] > tuning.claim_s:
            self._claim = None
        elif claim is not None and not is_claimed and is_wanted:
            self._place.spot, self._claim = claim[1], None
            self._hurry_until_s = shown_s + tuning.pass_over_s
        return tuning.pass_over_hz if shown_s < self._hurry_until_s else tuning.move_hz

    def _player_spot(self, situation: WelcomeSituation, is_claimed: bool) -> Spot:
        tuning, lesson = self._tuning, self._guides.content
        if is_claimed:
            return tuning.claimed_player
        if lesson is not None and lesson.moves == (
            Move.STEP_IN,
        ):  # whoever steps in stands where the ghost stood
            size = tuning.flight_walk_frac if lesson.has_flown else 1.0
            return Spot(x_u=size * tuning.walk_to_u, height_u=size * tuning.walk_from.height_u)
        if situation.lesson.has_flown:
            return tuning.flight_player_alone if lesson is None else tuning.flight_player
        if lesson is None:
            return tuning.player_alone
        return tuning.player if len(_guides_of(lesson)) == 1 else tuning.player_with_guides

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

    def _draw_others(
        self,
        others: Sequence[Onlooker],
        start_u: float,
        player_u: float,
        shown_s: float,
        dt_s: float,
        scale: float,
    ) -> list[Group]:
        """Those who don't steer, in the camera's order, which a mirror turns round."""
        tuning = self._tuning
        ordered = sorted(others, key=lambda each: -each.across_frac)
        largest = max((each.size_frac for each in ordered), default=1.0) or 1.0
        cursor, groups = start_u, []
        for number in range(max(len(ordered), len(self._row))):
            if number == len(self._row):
                self._row.append(_Other())
            slot = self._row[number]
            fits = False
            if number < len(ordered):
                slot.onlooker = ordered[number]
                size = clamp(slot.onlooker.size_frac / largest, tuning.onlooker_least_frac, 1.0)
                height = tuning.onlooker_frac * player_u * size
                half = _half_width(slot.onlooker, tuning) * height
                fits = cursor + 2.0 * half <= tuning.onlookers_to_u * scale
            slot.fading.show(True if fits else None, shown_s, dt_s)
            if slot.fading.content is None:
                slot.place.spot = None
                continue
            if fits:
                spot = slot.place.go(Spot(x_u=cursor + half, height_u=height), tuning.move_hz, dt_s)
                if slot.onlooker is not None and slot.onlooker.claim_frac >= tuning.claim_frac:
                    self._claim = (shown_s, spot)
                cursor += 2.0 * half + tuning.gap_u
            groups += self._draw_other(slot, number, shown_s)
        return groups

    def _draw_other(self, slot: "_Other", number: int, shown_s: float) -> list[Group]:
        tuning, spot, onlooker = self._tuning, slot.place.spot, slot.onlooker
        if spot is None or onlooker is None:
            return []
        claim, ground = onlooker.claim_frac, (spot.x_u, self._floor)
        body = posed_body(
            ARMS_UP if onlooker.has_arms_up else STANDING,
            ground,
            spot.height_u,
            breath_frac=breath_at(shown_s + number + 1.0),
        )
        seen = slot.fading.alpha_frac
        alpha = seen * mix(tuning.onlooker_alpha_frac, 1.0, claim)
        groups = [figure(body, replace(ONLOOKER, alpha_frac=alpha))]
        if claim > 0.0:
            middle = spot.x_u, self._floor - 0.47 * spot.height_u
            groups += filling_ring(middle, tuning.claim_ring * spot.height_u, claim, alpha_frac=seen)
        return groups


class _Other:
    """A place in the row of those who don't steer."""

    def __init__(self) -> None:
        self.fading: Fading[bool] = Fading()
        self.place = Place()
        self.onlooker: Onlooker | None = None


def _half_width(onlooker: Onlooker, tuning: WelcomeTuning) -> float:
    if onlooker.claim_frac > 0.0:
        return tuning.claim_ring + 0.04
    return tuning.beside_raised_frac if onlooker.has_arms_up else tuning.beside_frac


def _is_claimed(room: RoomReport) -> bool:
    """Whether somebody is about to take over."""
    return any(each.claim_frac > 0.0 for each in room.onlookers)


def _guides_of(lesson: _Lesson) -> list[tuple[tuple[Move, ...], int, Seat]]:
    """Which guides show a lesson: moves, which of them, and what it sits on.

    Who sits is shown two before the first flight: flapping goes in any chair.
    """
    if lesson.is_seated and len(lesson.moves) == 1:
        if lesson.has_flown:
            return [(lesson.moves, 0, Seat.CHAIR)]
        return [(2 * lesson.moves, index, seat) for index, seat in enumerate((Seat.CHAIR, Seat.WHEELCHAIR))]
    return [(lesson.moves, index, Seat.NONE) for index in range(min(2, len(lesson.moves)))]
