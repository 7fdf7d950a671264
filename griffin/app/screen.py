"""A moment of the game and what the ears know → the SceneFrame of its picture: view, words, marks, figures.

It remembers what has been shown, since the camera, words and figures move and fade. None of it goes back into
the game.
"""

import math
from dataclasses import replace

from griffin.app.ears import Ears
from griffin.events import Advice, LinkState
from griffin.game.calls import Call, Caller
from griffin.game.moment import Moment, PlayerMoment, SteeredBy
from griffin.input.keymap import FIGURE
from griffin.scene.camera import ChaseCamera
from griffin.scene.compose import compose
from griffin.scene.frame import SceneFrame
from griffin.scene.hud import HudLine, HudSituation, are_keys_shown, choose_line, hud_labels
from griffin.scene.key_pictures import KeyPictures
from griffin.scene.lesson_words import LessonWords, words_of
from griffin.scene.marks import recent_calls
from griffin.scene.shapes import Canvas, Overlay
from griffin.scene.welcome import Welcome, WelcomeSituation

_NOTE_S = 2.0  # how long the answer to a key is shown
_HAND_S = 5.0  # after the last steering key somebody still counts as flying by keys


class Screen:
    """What the first player sees. Call `follow` each turn, and `frame` in those that are drawn."""

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
        self._eye = eye
        self._ears = ears
        self._moves_from_h = moves_from_h
        self._overlay_hold_s = overlay_hold_s
        self._overlay: Overlay | None = None
        self._overlay_canvas: Canvas | None = None
        self._overlay_s = -math.inf  # when it was made
        self._caller = Caller()
        self._calls: tuple[Call, ...] = ()
        self._words = LessonWords()
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

    def frame(self, moment: Moment, size_px: tuple[int, int]) -> SceneFrame:
        """The picture of this moment, for a window of that size."""
        player, shown_s = moment.players[0], moment.shown_s
        view = self._eye.follow(player.flight, shown_s - self._composed_s)
        self._composed_s = shown_s
        situation = self._situation(player, shown_s)
        canvas = Canvas.of(size_px)
        if canvas != self._overlay_canvas or shown_s - self._overlay_s >= self._overlay_hold_s:
            self._overlay = self._make_overlay(player, situation, canvas, shown_s)
            self._overlay_canvas, self._overlay_s = canvas, shown_s
        return compose(
            moment,
            (view,),
            hud_labels(player.flight, situation),
            calls=self._calls,
            moves_from_h=self._moves_from_h,
            room=self._ears.room,
            overlay=self._overlay,
        )

    def _make_overlay(
        self, player: PlayerMoment, situation: HudSituation, canvas: Canvas, shown_s: float
    ) -> Overlay | None:
        """Keys, figures and signs."""
        are_keys_wanted = are_keys_shown(player.flight, situation)
        keys = self._keys.overlay(canvas, shown_s, are_wanted=are_keys_wanted)
        people = WelcomeSituation()  # empty: the keys are drawn where figures and signs would be
        if not are_keys_wanted:
            people = self._welcome_situation(player, situation, shown_s)
        overlay = self._welcome.overlay(people, shown_s, canvas)
        return overlay if keys is None else keys.over(overlay)

    def _situation(self, player: PlayerMoment, shown_s: float) -> HudSituation:
        ears = self._ears
        if player.steered_by is SteeredBy.HAND:
            self._hand_s = shown_s
        situation = HudSituation(
            has_camera=ears.has_camera,
            link=player.link,
            is_tracked=player.is_tracked,
            absence=player.absence,
            has_privacy=player.lesson.privacy_age_s is not None and not ears.is_demo,
            is_steered_by_hand=player.steered_by is SteeredBy.HAND,
            is_demo=ears.is_demo,
            is_stand_in=ears.is_stand_in,
            is_show=player.steered_by is SteeredBy.SHOW,
            camera=ears.camera,
            refusal=ears.refusal,
            goodbye=ears.goodbye,
            advice=ears.room.advice,
            note=self._note if shown_s < self._note_until_s else HudLine.NOTHING,
        )
        wanted = words_of(player.lesson)
        if choose_line(player.flight, replace(situation, lesson=wanted)) is not wanted:
            return situation  # another line comes first: these words wait
        return replace(situation, lesson=self._words.choose(player.lesson, shown_s))

    def _welcome_situation(
        self, player: PlayerMoment, situation: HudSituation, shown_s: float
    ) -> WelcomeSituation:
        is_down = situation.is_camera_down or situation.is_camera_awaited or player.link is LinkState.STALE
        if shown_s - self._hand_s < _HAND_S:  # whoever flies by keys needn't be seen
            room = replace(self._ears.room, advice=Advice.NONE)
            return WelcomeSituation(room=room, is_tracked=player.is_tracked, has_figure=self._has_figure)
        return WelcomeSituation(
            lesson=player.lesson,
            room=self._ears.room,
            is_tracked=player.is_tracked,
            is_seated=player.is_seated,
            has_figure=self._has_figure,
            is_camera_down=self._ears.has_camera and is_down,
        )
