"""Who flies when there are several: chosen, kept when others walk past, waited for, and relieved."""

import math
from dataclasses import dataclass, replace

import numpy as np
import pytest

from griffin.events import Onlooker
from griffin.gesture.recognizer import Recognition, Recognizer
from griffin.landmarks import Joint, Landmarks

from .bodies import ASPECT, TORSO_M, body, frame, unseen
from .crowd import ARMS_UP, BLUE, FPS, RED, Actor, Colours, play, standing, walking

MIDDLE_X = ASPECT / 2.0
RIGHT = {"left_arm": 0.4, "right_arm": -0.4}  # banks right: whoever flies can be told by it
LEFT = {"left_arm": -0.4, "right_arm": 0.4}
UP = {"left_arm": ARMS_UP, "right_arm": ARMS_UP}


@dataclass(frozen=True, slots=True, kw_only=True)
class Seen:
    """One moment of a scene."""

    t: float
    said: Recognition
    others: tuple[Onlooker, ...]
    look_interval_s: float

    @property
    def bank(self) -> int:
        """-1 left, 1 right, 0 neither, as flown."""
        steering = self.said.steering
        if not steering.is_tracked or abs(steering.roll_rad) < 0.1:
            return 0
        return 1 if steering.roll_rad > 0.0 else -1


def watch(*actors: Actor, duration_s: float, recognizer: Recognizer | None = None) -> list[Seen]:
    return [
        Seen(t=t, said=said, others=said.onlookers, look_interval_s=by.look_interval_s)
        for t, _, said, by in play(*actors, duration_s=duration_s, recognizer=recognizer)
    ]


def events(scene: list[Seen], kind: str) -> list[float]:
    return [round(each.t, 2) for each in scene for event in each.said.events if event.kind.value == kind]


def pilots(scene: list[Seen]) -> list[int]:
    """The banks flown, one after the other, those held for less than a second left out."""
    held: list[tuple[int, int]] = []
    for each in scene:
        if each.bank == 0:
            continue
        if held and held[-1][0] == each.bank:
            held[-1] = (each.bank, held[-1][1] + 1)
        else:
            held.append((each.bank, 1))
    long = [bank for bank, frames in held if frames >= FPS]
    return [bank for number, bank in enumerate(long) if number == 0 or long[number - 1] != bank]


# --- chosen ---
def test_of_several_the_first_to_raise_both_arms_flies() -> None:
    raised = Actor(pose_at=lambda t: body(x=1.05, **(UP if t < 1.5 else LEFT)), clothes=RED, depth=1.0)
    scene = watch(Actor(pose_at=standing(0.5, **RIGHT), clothes=BLUE), raised, duration_s=4.0)
    assert events(scene, "player_found")[0] < 1.6
    assert scene[-1].bank == -1


def test_else_the_one_in_the_middle_flies() -> None:
    aside = Actor(pose_at=standing(0.3, **LEFT, heights_per_m=0.4), clothes=RED)
    middle = Actor(pose_at=standing(MIDDLE_X + 0.05, **RIGHT), clothes=BLUE, depth=1.0)
    scene = watch(aside, middle, duration_s=4.0)
    assert len(events(scene, "player_found")) == 1
    assert events(scene, "player_found")[0] < 1.6
    assert scene[-1].bank == 1


def test_guessed_hands_choose_nobody() -> None:
    guessed = Actor(pose_at=lambda t: unseen(body(x=1.05, **UP), 15, 16), clothes=RED, depth=1.0)
    scene = watch(Actor(pose_at=standing(MIDDLE_X, **RIGHT), clothes=BLUE), guessed, duration_s=3.0)
    assert pilots(scene) == [1]


def test_a_single_body_is_found_as_soon_as_the_looks_agree() -> None:
    scene = watch(Actor(pose_at=standing(MIDDLE_X, **RIGHT)), duration_s=2.0)
    assert 0.3 <= events(scene, "player_found")[0] <= 0.6


def test_whom_no_look_sees_is_nobody() -> None:
    said = []
    recognizer = Recognizer()
    for number in range(90):
        t = number / FPS
        look = frame(t) if number % 3 == 0 else None
        said.append(recognizer.recognize(frame(t, body(**RIGHT)), look))
    assert not any(each.steering.is_tracked for each in said)


# --- kept ---
@pytest.mark.parametrize("clothes", ["other", "same", "unknown"])
@pytest.mark.parametrize("depth", [-1.0, 1.0], ids=["in front", "behind"])
@pytest.mark.parametrize("heights_per_m", [0.30, 0.35, 0.42])
@pytest.mark.parametrize("speed", [0.3, 0.5, -0.8, 1.2])
def test_who_walks_past_takes_over_nothing(
    clothes: str, depth: float, heights_per_m: float, speed: float
) -> None:
    own: Colours | None = None if clothes == "unknown" else BLUE
    theirs: Colours | None = {"other": RED, "same": BLUE, "unknown": None}[clothes]
    start_x = -0.05 if speed > 0.0 else ASPECT + 0.05
    passer_by = Actor(
        pose_at=walking(start_x, speed, 2.0, heights_per_m=heights_per_m, **LEFT), clothes=theirs, depth=depth
    )
    pilot = Actor(pose_at=standing(MIDDLE_X, **RIGHT), clothes=own)
    gone_s = 2.0 + 1.45 / abs(speed)
    scene = watch(pilot, passer_by, duration_s=gone_s + 2.0)
    assert all(each.bank == 1 for each in scene if each.t > gone_s + (0.6 if clothes == "other" else 1.6))
    if clothes == "other":
        # Steered by the wrong body for a moment at most; then the griffin glides.
        assert sum(each.bank == -1 for each in scene) / FPS < 0.7
    if depth > 0.0:
        assert {each.bank for each in scene if each.t > 1.0} == {1}


@pytest.mark.parametrize("clothes", [RED, BLUE], ids=["other", "same"])
def test_who_stops_before_the_pilot_only_covers_it(clothes: Colours) -> None:
    def stops(t: float) -> Landmarks | None:
        way = 0.6 * (min(t, 3.1) - 2.0) + 0.6 * max(0.0, t - 5.1)
        return body(x=way, **LEFT) if t >= 2.0 else None

    scene = watch(
        Actor(pose_at=standing(MIDDLE_X, **RIGHT), clothes=BLUE),
        Actor(pose_at=stops, clothes=clothes, depth=-1.0),
        duration_s=9.0,
    )
    assert scene[-1].bank == 1
    assert all(each.bank == 1 for each in scene if each.t > 7.6)


# Behind a spectator in the very same clothes a walking pilot can't be told for certain: both are as likely.
@pytest.mark.parametrize(("depth", "clothes"), [(-1.0, RED), (1.0, RED), (1.0, BLUE)])
def test_a_pilot_who_walks_past_a_spectator_stays_it(depth: float, clothes: Colours) -> None:
    def strolls(t: float) -> Landmarks:
        return body(x=0.45 + 0.3 * min(max(0.0, t - 2.5), 2.2), **RIGHT)

    def watches(t: float) -> Landmarks | None:
        return standing(0.8)(t) if t > 1.0 else None

    spectator = Actor(pose_at=watches, clothes=clothes, depth=depth)
    scene = watch(Actor(pose_at=strolls, clothes=BLUE), spectator, duration_s=8.0)
    assert all(each.bank == 1 for each in scene if each.t > 5.0)


def test_a_pilot_who_turns_around_with_an_open_jacket_stays_it() -> None:
    jacket = np.stack([RED[0], BLUE[1]])
    turned = Actor(pose_at=lambda t: body(yaw=math.pi) if 2.0 < t < 4.5 else None, clothes=jacket)
    front = Actor(pose_at=lambda t: None if 2.0 < t < 4.5 else body(**RIGHT), clothes=BLUE)
    scene = watch(turned, front, duration_s=7.0)
    assert len(events(scene, "turn_away")) == 1
    assert len(events(scene, "turn_back")) == 1
    assert scene[-1].bank == 1


def test_a_covered_pilot_is_waited_for() -> None:
    """Somebody in other clothes comes and stands where the pilot was, for eight seconds."""

    def comes(t: float) -> Landmarks | None:
        way = 0.5 * min(t - 2.5, 1.3) + 0.5 * max(0.0, t - 11.0)
        return body(x=ASPECT - way, **LEFT) if t > 2.5 else None

    pilot = Actor(pose_at=lambda t: None if 3.6 < t < 11.0 else body(**RIGHT), clothes=BLUE)
    scene = watch(pilot, Actor(pose_at=comes, clothes=RED, depth=-1.0), duration_s=15.0)
    assert pilots(scene) == [1]
    assert scene[-1].bank == 1


@pytest.mark.parametrize("clothes", [RED, BLUE, None], ids=["other", "same", "unknown"])
def test_looks_that_miss_the_pilot_give_the_game_to_nobody(clothes: Colours | None) -> None:
    pilot = Actor(pose_at=standing(0.5, **RIGHT), clothes=None if clothes is None else BLUE)
    sibling = Actor(pose_at=standing(0.9, **LEFT), clothes=clothes, depth=1.0)
    scene = [
        said
        for _, _, said, _ in play(
            pilot, sibling, duration_s=9.0, misses=lambda t, actor: actor is pilot and 5.0 < t < 5.9
        )
    ]
    assert all(said.steering.roll_rad > 0.1 for said in scene[60:])


@pytest.mark.parametrize(
    "change",
    [np.array([[-0.2, -0.12, 0.14]] * 2), np.array([[0.4, 0.0, 0.0], [np.nan] * 3])],
    ids=["a warm lamp", "a jacket off, seated"],
)
@pytest.mark.parametrize("has_company", [False, True])
def test_light_and_jackets_change_nothing(change: Colours, has_company: bool) -> None:
    before = Actor(pose_at=lambda t: body(**RIGHT) if t < 4.0 else None, clothes=BLUE)
    after = Actor(pose_at=lambda t: body(**RIGHT) if t >= 4.0 else None, clothes=BLUE + change)
    distant = Actor(pose_at=standing(0.12), clothes=RED) if has_company else None
    scene = watch(*(actor for actor in (before, after, distant) if actor is not None), duration_s=8.0)
    assert scene[-1].bank == 1
    if not has_company:
        assert all(each.bank == 1 for each in scene if each.t > 1.0)


def test_a_body_that_is_no_player_keeps_nobody_from_playing() -> None:
    lying = Actor(pose_at=standing(MIDDLE_X, lean=1.3, heights_per_m=0.5), clothes=BLUE)
    player = Actor(pose_at=standing(0.25, **RIGHT), clothes=RED, depth=1.0)
    scene = watch(lying, player, duration_s=8.0)
    assert events(scene, "player_found")[0] < 5.0
    assert scene[-1].bank == 1


# --- relieved ---
def test_after_ten_seconds_the_place_goes_to_whoever_faces_the_camera_in_the_middle() -> None:
    pilot = Actor(pose_at=lambda t: body(x=0.5, **RIGHT) if t < 3.0 else None, clothes=BLUE)
    turned = Actor(pose_at=standing(MIDDLE_X, yaw=math.pi), clothes=RED, depth=1.0)
    other = Actor(pose_at=standing(1.1, **LEFT), clothes=RED + 0.2, depth=1.0)
    scene = watch(pilot, turned, other, duration_s=17.0)
    found_s = events(scene, "player_found")
    assert len(found_s) == 2
    assert 13.0 <= found_s[1] <= 16.0
    assert scene[-1].bank == -1


@pytest.mark.parametrize("away_s", [4.0, 9.0])
def test_an_absent_pilot_is_waited_for(away_s: float) -> None:
    pilot = Actor(pose_at=lambda t: None if 3.0 < t < 3.0 + away_s else body(x=0.5, **RIGHT), clothes=BLUE)
    other = Actor(pose_at=standing(1.1, **LEFT), clothes=RED, depth=1.0)
    scene = watch(pilot, other, duration_s=6.0 + away_s)
    assert pilots(scene) == [1]
    assert scene[-1].bank == 1


def claims(since_s: float, for_s: float) -> Actor:
    return Actor(
        pose_at=lambda t: body(x=1.05, **(UP if since_s <= t < since_s + for_s else LEFT)),
        clothes=RED,
        depth=1.0,
    )


def test_on_the_branch_raised_arms_take_over_from_hanging_ones() -> None:
    pilot = Actor(pose_at=lambda t: body(x=0.5, **(RIGHT if t < 5.0 else {})), clothes=BLUE)
    scene = watch(pilot, claims(13.0, 3.3), duration_s=19.0)
    assert pilots(scene) == [1, -1]
    assert 15.0 <= events(scene, "player_found")[1] <= 16.7
    shown = [each.others[0].claim_frac for each in scene if 13.0 < each.t < 15.9 and each.others]
    assert shown == sorted(shown)
    assert max(shown) > 0.8
    assert any(each.look_interval_s < 0.2 for each in scene if 13.0 < each.t < 16.0)


def test_a_poster_does_not_hold_the_place() -> None:
    poster = Actor(pose_at=lambda t: body(x=0.5, **RIGHT), clothes=BLUE)
    scene = watch(poster, claims(13.0, 3.3), duration_s=19.0)
    assert pilots(scene) == [1, -1]


@pytest.mark.parametrize(
    ("name", "pose", "claim"),
    [
        ("against a pilot who plays", RIGHT, (13.0, 2.6)),
        ("for too short a time", {}, (13.0, 1.5)),
        ("in the pilot's first ten seconds", {}, (4.0, 2.6)),
        ("against slow wings", None, (13.0, 3.3)),
    ],
)
def test_raised_arms_take_over_nothing(
    name: str, pose: dict[str, float] | None, claim: tuple[float, float]
) -> None:
    def waves(t: float) -> Landmarks:
        wing = -0.4 + 1.0 * math.sin(2.0 * math.pi * t / 2.5)
        return body(x=0.5, left_arm=wing, right_arm=wing)

    pilot = Actor(pose_at=waves if pose is None else standing(0.5, **pose), clothes=BLUE)
    recognizer = Recognizer()
    scene = watch(pilot, claims(*claim), duration_s=19.0, recognizer=recognizer)
    assert len(events(scene, "player_found")) == 1
    assert -1 not in pilots(scene)


def test_in_the_air_raised_arms_take_over_nothing() -> None:
    def flies(t: float) -> Landmarks:
        wing = 0.9 * math.sin(2.0 * math.pi * (t - 2.0) / 0.8) if 2.0 < t < 4.8 else -1.45
        return body(x=0.5 + 0.004 * math.sin(1.3 * t), left_arm=wing, right_arm=wing)

    scene = watch(Actor(pose_at=flies, clothes=BLUE), claims(13.0, 2.6), duration_s=17.0)
    assert events(scene, "flap_run")
    assert len(events(scene, "player_found")) == 1


FEET = (Joint.LEFT_ANKLE, Joint.RIGHT_ANKLE, Joint.LEFT_HEEL, Joint.RIGHT_HEEL, 31, 32)


@pytest.mark.parametrize(("are_feet_seen", "flown"), [(False, [-1]), (True, [])])
def test_who_only_talks_holds_the_place_with_feet_alone(are_feet_seen: bool, flown: list[int]) -> None:
    """Somebody on a screen moves and has hands before the belly, but neither plays nor shows any feet."""

    def talks(t: float) -> Landmarks:
        seen = body(x=0.45 + 0.12 * math.sin(2.0 * t), left_arm=-1.0, right_arm=-1.0, forward=1.3)
        return seen if are_feet_seen else unseen(seen, *FEET)

    scene = watch(Actor(pose_at=talks, clothes=BLUE), claims(13.0, 3.5), duration_s=19.0)
    assert pilots(scene) == flown


def test_of_a_still_picture_shoulders_and_hidden_hands_may_jump_about() -> None:
    chance = np.random.default_rng(3)

    def still(t: float) -> Landmarks:
        seen = unseen(body(x=0.5, **RIGHT), Joint.LEFT_WRIST, Joint.RIGHT_WRIST)
        picture = seen.picture.copy()
        picture[[Joint.LEFT_SHOULDER, Joint.RIGHT_SHOULDER]] += 0.012 * chance.standard_normal((2, 3))
        picture[[Joint.LEFT_WRIST, Joint.RIGHT_WRIST]] += 0.05 * chance.standard_normal((2, 3))
        return replace(seen, picture=picture)

    scene = watch(Actor(pose_at=still, clothes=BLUE), claims(13.0, 3.5), duration_s=19.0)
    assert scene[-1].bank == -1


def colours_off(distance: float) -> Colours:
    """Clothes that are so far from the blue ones."""
    return BLUE + np.array([0.0, 0.0, distance])


@pytest.mark.parametrize(("distance", "earliest_s"), [(0.02, 5.0), (0.15, 13.0), (0.3, 13.0)])
def test_who_comes_in_elsewhere_must_be_dressed_like_the_pilot(distance: float, earliest_s: float) -> None:
    pilot = Actor(pose_at=lambda t: body(x=0.3, **RIGHT) if t < 3.0 else None, clothes=BLUE)
    other = Actor(
        pose_at=lambda t: body(x=1.1, **LEFT) if t > 5.0 else None, clothes=colours_off(distance), depth=1.0
    )
    found_s = events(watch(pilot, other, duration_s=16.0), "player_found")
    assert len(found_s) == 2
    assert earliest_s <= found_s[1] <= earliest_s + 2.5


def test_who_is_beside_the_pilots_place_and_dressed_otherwise_is_somebody_else() -> None:
    """Nobody was seen to come, for the last look is nearly a second old."""
    pilot = Actor(pose_at=lambda t: body(x=0.5, **RIGHT) if t < 3.8 else None, clothes=BLUE)
    other = Actor(pose_at=lambda t: body(x=0.72, **LEFT) if t > 3.9 else None, clothes=RED, depth=1.0)
    assert -1 not in pilots(watch(pilot, other, duration_s=9.0))


# --- looks ---
def test_whether_a_newcomer_walks_is_soon_known() -> None:
    pilot = Actor(pose_at=standing(0.35, **RIGHT), clothes=BLUE)
    other = Actor(pose_at=lambda t: body(x=1.2) if t > 5.0 else None, clothes=RED, depth=1.0)
    scene = watch(pilot, other, duration_s=9.0)
    assert all(each.look_interval_s == 1.0 for each in scene if 4.0 < each.t < 5.0)
    quick = [each.t for each in scene if each.t >= 5.0 and each.look_interval_s < 1.0]
    assert 5.0 < quick[0] < 6.2
    assert quick[-1] - quick[0] < 0.5


def test_looks_are_seldom_while_nothing_happens() -> None:
    scene = watch(
        Actor(pose_at=standing(0.5, **RIGHT), clothes=BLUE),
        Actor(pose_at=standing(0.75), clothes=RED, depth=1.0),
        duration_s=30.0,
    )
    busy = sum(each.look_interval_s < 1.0 for each in scene) / len(scene)
    assert busy < 0.15


@pytest.mark.parametrize("torsos", [0.9, 1.05, 1.1, 1.15, 1.4])
def test_two_who_stand_side_by_side_are_looked_at_as_seldom(torsos: float) -> None:
    x = 0.5 + torsos * 0.35 * TORSO_M
    swaying = Actor(pose_at=lambda t: body(x=x + 0.012 * math.sin(1.9 * t)), clothes=RED, depth=1.0)
    scene = watch(Actor(pose_at=standing(0.5, **RIGHT), clothes=BLUE), swaying, duration_s=30.0)
    assert sum(each.look_interval_s < 1.0 for each in scene) / len(scene) < 0.15


def test_raised_arms_that_ask_for_nothing_bring_no_looks() -> None:
    def plays(t: float) -> Landmarks:
        arms = UP if 14.0 < t < 14.6 else RIGHT
        return body(x=0.5 + 0.004 * math.sin(1.3 * t), **arms)

    scene = watch(Actor(pose_at=plays, clothes=BLUE), claims(17.0, 2.6), duration_s=22.0)
    assert {each.look_interval_s for each in scene if each.t > 12.0} == {1.0}


def known_times(*actors: Actor, duration_s: float) -> list[float]:
    """When a look needn't seek the followed body."""
    return [
        t
        for t, followed, _, by in play(*actors, duration_s=duration_s)
        if followed is not None and by.known_in(frame(t, followed)) is not None
    ]


def test_a_pilot_beyond_doubt_need_not_be_sought() -> None:
    times = known_times(Actor(pose_at=standing(0.5, **RIGHT), clothes=BLUE), duration_s=4.0)
    assert 0.3 < times[0] < 1.0
    assert len(times) > 0.95 * FPS * (4.0 - times[0])


def test_while_somebody_walks_past_the_pilot_is_sought_with_the_others() -> None:
    pilot = Actor(pose_at=standing(0.5, **RIGHT), clothes=BLUE, depth=1.0)
    passer = Actor(pose_at=walking(1.6, -0.35, 4.0), clothes=RED)
    times = known_times(pilot, passer, duration_s=11.0)
    nearest_s = 4.0 + (1.6 - 0.5) / 0.35
    assert not any(abs(t - nearest_s) < 0.7 for t in times)
    assert any(t > nearest_s + 2.5 for t in times)


def test_a_pilot_who_is_away_is_not_known() -> None:
    pilot = Actor(pose_at=lambda t: body(x=0.5, **RIGHT) if t < 3.0 else None, clothes=BLUE)
    other = Actor(pose_at=lambda t: body(x=1.2) if t > 3.5 else None, clothes=RED)
    assert max(known_times(pilot, other, duration_s=8.0)) < 3.1


def test_without_looks_a_single_pilot_flies_all_the_same() -> None:
    scene = list(play(Actor(pose_at=standing(MIDDLE_X, **RIGHT)), duration_s=2.0, has_looks=False))
    assert scene[-1][2].steering.is_tracked
