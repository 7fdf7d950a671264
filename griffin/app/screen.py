"""A moment of the game and what the ears know → the SceneFrame of its picture: view, words, marks, figures.

It remembers what has been shown, since the camera, words and figures move and fade. Only one thing of it goes
back into the game, as an input: whether the guide was hidden.
"""

import math

from griffin.app.ears import Ears
from griffin.game.calls import Call, Caller
from griffin.game.moment import Moment, PlayerMoment, SteeredBy
from griffin.input.keymap import FIGURE
from griffin.scene.camera import ChaseCamera
from griffin.scene.compose import compose
from griffin.scene.frame import SceneFrame
from griffin.scene.hud import HudLine, hud_labels
from griffin.scene.hud_choice import Hud, HudChoice, HudSituation
from griffin.scene.key_pictures import KeyPictures
from griffin.scene.leave_ring import leave_overlay
from griffin.scene.marks import recent_calls
from griffin.scene.shapes import Canvas, Overlay
from griffin.scene.welcome import Welcome, WelcomeSituation

_NOTE_S = 2.0  # how long the answer to a key is shown
_HAND_S = 5.0  # after the last key that steered somebody still counts as flying by keys


class Screen:
    """What the first player sees. Call `follow` each turn, and `frame` in those that are drawn.

    `is_guide_hidden`: in the last picture something else stood where the guide shows a lesson.
    """

    def __init__(
        self,
        eye: ChaseCamera,
        ears: Ears,
        *,
        moves_from_h: float | None = None,
        overlay_hold_s: float = 0.0,
    ) -> None:
        """`moves_from_h`: the hour at which the day begins to go by; None: it stands still.

        `overlay_hold_s`: how long figures and signs stay as they were drawn; 0: for one picture.
        """
        self.is_guide_hidden = False
        self._eye = eye
        self._ears = ears
        self._moves_from_h = moves_from_h
        self._overlay_hold_s = overlay_hold_s
        self._overlay: Overlay | None = None
        self._overlay_canvas: Canvas | None = None
        self._overlay_s = -math.inf  # when it was made
        self._caller = Caller()
        self._calls: tuple[Call, ...] = ()
        self._hud = Hud()
        self._welcome = Welcome()
        self._keys = KeyPictures()
        self._has_figure = True
        self._note = HudLine.NOTHING
        self._note_until_s = 0.0
        self._composed_s = 0.0
        self._hand_s = -math.inf  # when a key steered last

    def note(self, line: HudLine, shown_s: float) -> None:
        """Show the answer to a key for a moment."""
        self._note, self._note_until_s = line, shown_s + _NOTE_S

    def follow(self, moment: Moment) -> None:
        """One turn, drawn or not: its calls are shown in later pictures as well."""
        self._calls = recent_calls((*self._calls, *self._caller.follow(moment)), moment.shown_s)
        if FIGURE in self._ears.keys.pressed:
            self._has_figure = not self._has_figure

    def frame(self, moment: Moment, size_px: tuple[int, int], *, leaving_frac: float = 0.0) -> SceneFrame:
        """The picture of this moment, for a window of that size. `leaving_frac`: see `LeaveHold`."""
        player, shown_s = moment.players[0], moment.shown_s
        view = self._eye.follow(player.flight, shown_s - self._composed_s)
        self._composed_s = shown_s
        canvas = Canvas.of(size_px)
        choice = self._hud.choose(player.flight, self._situation(player, shown_s), shown_s)
        self.is_guide_hidden = not choice.has_guide
        if canvas != self._overlay_canvas or shown_s - self._overlay_s >= self._overlay_hold_s:
            self._overlay = self._make_overlay(player, choice, canvas, shown_s, leaving_frac)
            self._overlay_canvas, self._overlay_s = canvas, shown_s
        labels = hud_labels(
            choice.line,
            has_sign=self._welcome.shows(choice.sign),
            has_privacy=choice.has_privacy,
            has_badge=choice.has_badge,
        )
        return compose(
            moment,
            (view,),
            labels,
            calls=self._calls,
            moves_from_h=self._moves_from_h,
            room=self._ears.room,
            overlay=self._overlay,
        )

    def _make_overlay(
        self, player: PlayerMoment, choice: HudChoice, canvas: Canvas, shown_s: float, leaving_frac: float
    ) -> Overlay | None:
        """Keys, figures and signs, and above all of them how far leaving has come."""
        people = WelcomeSituation(
            lesson=player.lesson,
            room=self._ears.room,
            is_tracked=player.is_tracked,
            is_seated=player.is_seated,
            has_figure=self._has_figure,
            sign=choice.sign,
            has_guide=choice.has_guide,
            has_corner=not (choice.has_keys or self._keys.are_seen),
        )
        overlay = self._welcome.overlay(people, shown_s, canvas)
        # The keys stand where figures and signs do, and wait until those are gone.
        keys = self._keys.overlay(canvas, shown_s, are_wanted=choice.has_keys and overlay is None)
        if keys is not None:
            overlay = keys.over(overlay)
        return leave_overlay(canvas, leaving_frac).over(overlay) if leaving_frac > 0.0 else overlay

    def _situation(self, player: PlayerMoment, shown_s: float) -> HudSituation:
        ears = self._ears
        if player.steered_by is SteeredBy.HAND:
            self._hand_s = shown_s
        return HudSituation(
            has_camera=ears.has_camera,
            link=player.link,
            camera=ears.camera,
            is_tracked=player.is_tracked,
            is_claimed=ears.room.is_claimed,
            is_steered_by_hand=shown_s - self._hand_s < _HAND_S,
            is_demo=ears.is_demo,
            is_stand_in=ears.is_stand_in,
            is_show=player.steered_by is SteeredBy.SHOW,
            is_replay=ears.is_replay,
            absence=player.absence,
            lesson=player.lesson,
            advice=ears.room.advice,
            refusal=ears.refusal,
            goodbye=ears.goodbye,
            note=self._note if shown_s < self._note_until_s else HudLine.NOTHING,
        )
