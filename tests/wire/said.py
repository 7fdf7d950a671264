"""Messages that the tests of the link send."""

from griffin.events import (
    PROTOCOL_VERSION,
    Advice,
    CameraAdvice,
    EventKind,
    Figure,
    FigurePoint,
    GestureEvent,
    Hello,
    Steering,
)

HELLO = Hello(protocol=PROTOCOL_VERSION, source="test")
PERIOD_S = 1 / 30


def steering(captured_s: float, player: int = 0) -> Steering:
    return Steering(captured_s=captured_s, player=player)


def figure(captured_s: float, player: int = 0) -> Figure:
    points = tuple((0.1 * point, -0.1) for point in FigurePoint)
    return Figure(captured_s=captured_s, points=points, seen=(True,) * len(FigurePoint), player=player)


def advice(captured_s: float, advice: Advice) -> CameraAdvice:
    return CameraAdvice(captured_s=captured_s, advice=advice)


def event(captured_s: float, kind: EventKind = EventKind.FLAP) -> GestureEvent:
    return GestureEvent(captured_s=captured_s, kind=kind)
