"""The camera process: frame → landmarks → gesture events → wire. Its picture goes nowhere else."""

import logging
import threading
from collections.abc import Callable
from contextlib import ExitStack
from pathlib import Path
from typing import TYPE_CHECKING

from griffin.app.collector import collect_what_is_new
from griffin.app.delegate import leave_a_core_to_the_renderer, uses_gpu
from griffin.app.heartbeat import Heartbeat
from griffin.app.report import PoseTally, write_report
from griffin.app.sandbox import insist_on_closed_network
from griffin.clock import Clock
from griffin.errors import WireError
from griffin.events import MAX_TEXT_CHARS, PROTOCOL_VERSION, GoodbyeReason, Hello
from griffin.options import CAMERA_ABSENT, LIVE_CAMERA, LIVE_DEMO, MODEL_LOADED, StartMessage
from griffin.vision.source_kind import CAMERA_KINDS, find_source_kind
from griffin.wire.address import Address, connect
from griffin.wire.client import LinkClient, say_goodbye

if TYPE_CHECKING:  # cv2 and mediapipe must not be loaded before the network is closed
    from griffin.app.outbox import Outbox
    from griffin.gesture.recognizer import Recognizer
    from griffin.vision.camera import FrameSource
    from griffin.vision.landmarker import PoseLandmarker
    from griffin.vision.lookout import Looks
    from griffin.vision.model_choice import ChoosingLandmarker
    from griffin.vision.reconnect import ReconnectingSource

log = logging.getLogger(__name__)

_WAIT_FOR_FRAME_S = 0.1  # short enough to notice a stop, long enough to cost nothing
_SILENT_S = 1.0  # of waiting before a camera process that was started by hand says so
_START_PATIENCE_S = 60.0  # for a flight process that draws its first picture on a slow or busy machine
_PATIENCE_S = 20.0  # for a flight process that starts up slowly, or starts again
_FAREWELL_S = 1.0  # for the last lines to be sent


def run_camera(message: StartMessage, clock: Clock, stop: threading.Event) -> None:
    """Watch the source until it ends or `stop` is set.

    Raises:
        SandboxError: the network can't be closed, and going on without that wasn't allowed.
        CameraError, PoseModelError, WireError: as their names say.
    """
    options, link = message.options, message.link
    heartbeat = Heartbeat(message.beats, clock)
    heartbeat.announce_long_task()
    is_sandboxed = insist_on_closed_network("camera", may_go_on=options.may_reach_network)
    leave_a_core_to_the_renderer()
    from griffin.app.outbox import Outbox
    from griffin.gesture.advice import Adviser
    from griffin.gesture.recognizer import Recognizer
    from griffin.vision.lookout import BackgroundLookout

    assert message.model is not None
    tally = PoseTally()
    with ExitStack() as owned:
        landmarker = _load_landmarker(message, heartbeat)  # takes a while: a film must not start before that
        owned.callback(landmarker.close)

        def note(word: str) -> None:
            if message.live_file:
                _write_word(message.live_file, word)

        note(MODEL_LOADED)
        lookout = owned.enter_context(BackgroundLookout(message.model))
        wait_for_flight(link, clock, stop, is_child=message.live_file is not None)
        heartbeat.announce_long_task()
        source = _open_source(message, clock, stop, heartbeat, lambda: note(CAMERA_ABSENT))
        if source is None:
            return
        owned.callback(source.close)
        source.prepare = landmarker.prepare
        if source.note:
            log.warning("%s The demo pilot stands in.", source.note)
        client = LinkClient(link, _hello(source, is_sandboxed))
        owned.callback(client.close)
        recognizer = Recognizer(is_seated=options.is_seated)
        is_camera = find_source_kind(options.source) in CAMERA_KINDS and not source.is_demo
        outbox = Outbox(client, Adviser(is_camera=is_camera), clock, lambda: source.frames_seen)

        def note_live() -> None:
            note(LIVE_DEMO if source.is_demo else LIVE_CAMERA)

        collect_what_is_new()
        try:
            watch(
                source,
                landmarker,
                lookout,
                recognizer,
                outbox,
                client,
                tally,
                clock,
                stop,
                note_live,
                heartbeat,
            )
        finally:
            heartbeat.announce_long_task()  # libraries take their time to end
            tally.source_frames = source.frames_seen
            if message.report:
                write_report(message.report, {"pose": tally.as_json(), "sandboxed": is_sandboxed})


def watch(
    source: "FrameSource | ReconnectingSource",
    landmarker: "PoseLandmarker | ChoosingLandmarker",
    lookout: "Looks",
    recognizer: "Recognizer",
    outbox: "Outbox",
    client: LinkClient,
    tally: PoseTally,
    clock: Clock,
    stop: threading.Event,
    note_live: Callable[[], None],
    heartbeat: Heartbeat,
) -> None:
    """The loop, in the order of the data, until the source has ended or `stop` is set.

    `note_live` is called once, when a first picture has got through. `heartbeat` beats from then on, in every
    turn. Only a source that has ended says goodbye: a process that was stopped may be started again.
    """
    is_live = False
    while not stop.is_set():
        frame = source.newest(_WAIT_FOR_FRAME_S)  # camera → frame
        available_s = clock.now_s()
        if frame is None:
            if source.has_ended:
                say_goodbye(client, GoodbyeReason.FILM_OVER, clock, _FAREWELL_S)
                return
        else:
            seen = landmarker.detect(frame, within=recognizer.view)  # frame → landmarks
            frame = landmarker.upright(frame)
            look = lookout.look(frame, recognizer.look_interval_s, recognizer.known_in(seen))
            said = recognizer.recognize(seen, look)  # landmarks → gestures
            outbox.post(frame, seen, said)  # gestures → messages
            tally.inferred += 1
            tally.with_player += said.frames_with_player
        silent_s = client.pump(clock.now_s())  # messages → wire
        if frame is not None:
            model_s = landmarker.last_model_s
            overhead_s = clock.now_s() - available_s - model_s
            tally.model_s.note(model_s)
            tally.overhead_s.note(overhead_s)
            log.debug("pose %.1f ms, rest %.1f ms", 1e3 * model_s, 1e3 * overhead_s)
            if not is_live and silent_s == 0.0:
                is_live = True
                note_live()
        if silent_s > _PATIENCE_S:
            raise _nobody_listens()
        if tally.inferred:  # the model prepares itself for the first picture, which takes long
            heartbeat.beat()


def _write_word(path: Path, word: str) -> None:
    try:
        path.write_text(word)
    except OSError as error:  # it is missed only if this process fails later
        log.warning("The file %s can't be written: %s.", path, error.strerror)


def _hello(source: "FrameSource | ReconnectingSource", is_sandboxed: bool) -> Hello:
    return Hello(
        protocol=PROTOCOL_VERSION,
        source=source.name[:MAX_TEXT_CHARS],
        note=source.note[:MAX_TEXT_CHARS],
        is_demo=source.is_demo,
        is_sandboxed=is_sandboxed,
    )


def _load_landmarker(message: StartMessage, heartbeat: Heartbeat) -> "PoseLandmarker | ChoosingLandmarker":
    from griffin.vision.landmarker import PoseLandmarker
    from griffin.vision.model_choice import ChoosingLandmarker
    from griffin.vision.orientation import Rotation
    from griffin.vision.search_view import ViewSearch

    assert message.model is not None
    options = message.options
    is_on_gpu = uses_gpu(options.delegate, message.model)
    # Shared by both models: it knows where the player is, and which way is up.
    views = ViewSearch(finds_rotation=options.rotation is Rotation.AUTO)

    def load(model: Path) -> PoseLandmarker:
        heartbeat.announce_long_task()
        return PoseLandmarker(model, uses_gpu=is_on_gpu, views=views)

    if options.faster_model is None:
        return load(message.model)
    return ChoosingLandmarker(message.model, options.faster_model, load=load)


def _open_source(
    message: StartMessage,
    clock: Clock,
    stop: threading.Event,
    heartbeat: Heartbeat,
    note_absent: Callable[[], None],
) -> "FrameSource | ReconnectingSource | None":
    """What is watched; None when the game ends before a late camera comes.

    `note_absent` is called once, when there is no camera yet and one is waited for.
    """
    options = message.options
    if options.waits_for_camera:
        from griffin.vision.reconnect import LOST_CAMERA, ReconnectingSource

        source = ReconnectingSource(
            options.source,
            clock,
            orientation=options.orientation,
            tuning=LOST_CAMERA if message.is_camera_lost else None,
            before_look=heartbeat.announce_long_task,
        )
        return source if source.wait(stop, note_absent) else None
    from griffin.vision.camera import open_source

    return open_source(
        options.source,
        loop=options.is_looped,
        every_frame=options.wants_every_frame,
        orientation=options.orientation,
        clock=clock,
    )


def wait_for_flight(address: Address, clock: Clock, stop: threading.Event, *, is_child: bool) -> None:
    """Connect once somebody listens at the address: what the source showed before would be lost."""
    started_s = clock.now_s()
    is_told = is_child  # then the flight process is on its way
    while not stop.is_set():
        if (connection := connect(address, _WAIT_FOR_FRAME_S)) is not None:
            connection.close()
            return
        waited_s = clock.now_s() - started_s
        if waited_s > _START_PATIENCE_S:
            raise _nobody_listens()
        if waited_s > _SILENT_S and not is_told:
            log.warning("Waiting for the flight process. Start it with `griffin fly`.")
            is_told = True
        clock.sleep(_WAIT_FOR_FRAME_S)


def _nobody_listens() -> WireError:
    return WireError("The flight process doesn't listen.", hint="Start it with `griffin fly`.")
