"""The HUD pass: the veil over the picture, the marks of what is heard, and the words."""

import math

import numpy as np
from OpenGL import GL

from griffin.render.context import DrawContext, Layer, Pass, PassSetup
from griffin.render.core.gpu import Program
from griffin.render.core.owned import Owned
from griffin.render.core.texture import Texture
from griffin.render.hud_layout import LAYOUT, place_words
from griffin.render.lettering import TUNING as LETTERING
from griffin.render.pictograms import pictogram
from griffin.scene.frame import LabelPlace, Mark, MarkShape, SceneFrame
from griffin.scene.marks import MOST_FRAC
from griffin.scene.shapes import HEIGHT_U, Canvas, Paint

# As shaders/hud.frag has them.
_PLAIN, _PICTURE, _WORDS = 0, 1, 2


class _Words:
    """Words that fade out before others fade in; a texture is made only when they change."""

    def __init__(self, place: LabelPlace) -> None:
        self._place = place
        self._shown = ""
        self._texture: Texture | None = None
        self._picture_px = (0, 0)
        self._corner_px = (0, 0)
        self._alpha_frac = 0.0
        self._drawn_s: float | None = None
        self._drawn_px: tuple[int, int] | None = None

    def draw(self, program: Program, text: str, shown_s: float, size_px: tuple[int, int]) -> None:
        if size_px != self._drawn_px:  # letter anew, at once
            self._show("", size_px)
            self._alpha_frac, self._drawn_s, self._drawn_px = 0.0, None, size_px
        self._fade(text, shown_s, size_px)
        if self._texture is None or self._alpha_frac <= 0.0:
            return
        width, height = size_px
        w, h = self._picture_px
        left, top = self._corner_px
        bottom = height - top - h
        self._texture.bind(0)
        program.set("u_alpha_frac", self._alpha_frac)
        program.set(
            "u_rect_ndc",
            (2.0 * left / width - 1.0, 2.0 * bottom / height - 1.0, 2.0 * w / width, 2.0 * h / height),
        )
        GL.glDrawArrays(GL.GL_TRIANGLE_STRIP, 0, 4)

    def _fade(self, text: str, shown_s: float, size_px: tuple[int, int]) -> None:
        is_first = self._drawn_s is None
        passed_s = max(0.0, shown_s - (shown_s if self._drawn_s is None else self._drawn_s))
        self._drawn_s = shown_s
        is_at_once = is_first or self._place is LabelPlace.LATENCY  # numbers that fade can't be read
        step = 1.0 if is_at_once else passed_s / LAYOUT.fade_s
        if text != self._shown:
            self._alpha_frac = max(0.0, self._alpha_frac - step)
            if self._alpha_frac == 0.0:
                self._show(text, size_px)
        if text == self._shown:
            self._alpha_frac = min(1.0, self._alpha_frac + step) if text else 0.0

    def _show(self, text: str, size_px: tuple[int, int]) -> None:
        self.release()
        self._shown = text
        if text:
            words, self._corner_px = place_words(text, self._place, size_px)
            self._picture_px = (words.covers.shape[1], words.covers.shape[0])
            self._texture = Texture(words.covers, is_mipmapped=False)

    def release(self) -> None:
        if self._texture is not None:
            self._texture.release()
            self._texture = None


class _Marks:
    """Small pictures, each made once for a height of the window, as large as it is ever drawn."""

    def __init__(self) -> None:
        self._textures: dict[MarkShape, Texture] = {}
        self._drawn_px: tuple[int, int] | None = None

    def draw(self, program: Program, context: DrawContext, marks: tuple[Mark, ...]) -> None:
        width, height = size_px = context.size_px
        if size_px != self._drawn_px:
            self.release()
            self._drawn_px = size_px
        for mark in marks:
            middle = self._middle_ndc(mark, context)
            if middle is None:
                continue
            across, down = (2.0 * side * height for side in mark.size_frac)
            w, h = across / width, down / height
            self._texture(mark.shape, height).bind(0)
            program.set("u_alpha_frac", mark.alpha_frac)
            program.set("u_rect_ndc", (middle[0] - w / 2.0, middle[1] - h / 2.0, w, h))
            GL.glDrawArrays(GL.GL_TRIANGLE_STRIP, 0, 4)

    def release(self) -> None:
        for texture in self._textures.values():
            texture.release()
        self._textures = {}

    def _middle_ndc(self, mark: Mark, context: DrawContext) -> tuple[float, float] | None:
        width, height = context.size_px
        if mark.place_world is None:
            canvas_px = Canvas.of(context.size_px).width_u * height / HEIGHT_U
            half_px = MOST_FRAC[MarkShape.DISC] * height / 2.0
            x = (width + canvas_px) / 2.0 - LAYOUT.margin_frac * canvas_px - half_px
            return 2.0 * x / width - 1.0, 1.0 - 2.0 * LAYOUT.sign_u / HEIGHT_U
        x, y, _, w = context.clip_from_rel @ np.append(mark.place_world - context.eye_world, 1.0)
        return (float(x / w), float(y / w)) if w > 0.0 else None

    def _texture(self, shape: MarkShape, height: int) -> Texture:
        if shape not in self._textures:
            side_px = max(8, math.ceil(MOST_FRAC[shape] * height))
            self._textures[shape] = Texture(pictogram(shape, side_px))
        return self._textures[shape]


class HudPass(Pass):
    """Last of all passes: what lies over the picture."""

    layer = Layer.GLASS

    def __init__(self, setup: PassSetup) -> None:
        self._program = setup.programs.load("hud")
        with Owned() as owned:
            self._corners = int(GL.glGenVertexArrays(1))  # core profile: even nothing needs a vertex array
            owned.callback(GL.glDeleteVertexArrays, 1, [self._corners])
            self._marks = owned.hold(_Marks())
            self._words = {place: owned.hold(_Words(place)) for place in LabelPlace}
            self._owned = owned.pop_all()

    def draw(self, context: DrawContext, frame: SceneFrame) -> None:
        """Veil, words and marks."""
        GL.glDisable(GL.GL_DEPTH_TEST)
        GL.glEnable(GL.GL_BLEND)
        GL.glBlendFunc(GL.GL_ONE, GL.GL_ONE_MINUS_SRC_ALPHA)
        GL.glBindVertexArray(self._corners)
        program = self._program
        program.use()
        program.set("u_picture", 0)
        if frame.veil_frac > 0.0:
            self._draw_veil(frame.veil_frac)
        program.set("u_kind", _WORDS)
        for name, paint, alpha_frac in (
            ("u_shadow", Paint.SHADOW, LETTERING.shadow_alpha_frac),
            ("u_outline", Paint.INK, LETTERING.outline_alpha_frac),
            ("u_letters", Paint.CREAM, 1.0),
        ):
            program.set(name, np.array([*(each / 255.0 for each in paint.value[0]), alpha_frac]))
        texts = {label.place: label.text for label in frame.labels}
        for place, words in self._words.items():
            words.draw(program, texts.get(place, ""), context.shown_s, context.size_px)
        if frame.marks:
            program.set("u_kind", _PICTURE)
            self._marks.draw(program, context, frame.marks)
        GL.glDisable(GL.GL_BLEND)
        GL.glEnable(GL.GL_DEPTH_TEST)

    def _draw_veil(self, veil_frac: float) -> None:
        program = self._program
        program.set("u_kind", _PLAIN)
        program.set("u_plain", np.array([*LAYOUT.veil_srgb, 1.0]))
        program.set("u_alpha_frac", veil_frac * veil_frac * (3.0 - 2.0 * veil_frac))
        program.set("u_rect_ndc", (-1.0, -1.0, 2.0, 2.0))
        GL.glDrawArrays(GL.GL_TRIANGLE_STRIP, 0, 4)
