import time

import numpy as np

from griffin.render.land_tiles import LandPlan, Tile
from griffin.render.land_worker import LandWorker
from griffin.world.sun import sun_at
from griffin.world.terrain import Terrain

PLAN = LandPlan(cells=4)


def wait_for(worker: LandWorker, count: int) -> list[Tile]:
    taken: list[Tile] = []
    end_s = time.monotonic() + 30.0
    while len(taken) < count and time.monotonic() < end_s:
        taken += [mesh.tile for mesh in worker.take(count)]
        time.sleep(0.005)
    return taken


def test_wishes_come_true_in_their_order() -> None:
    worker = LandWorker(PLAN, Terrain(1), sun_at())
    wishes = [Tile(3, 0, column) for column in range(5)]
    worker.want(wishes)
    assert wait_for(worker, 5) == wishes
    worker.release()


def test_old_wishes_die() -> None:
    worker = LandWorker(PLAN, Terrain(1), sun_at())
    worker.want([Tile(2, column, 0) for column in range(300)])
    worker.want([Tile(2, 7, 7)])
    taken = wait_for(worker, 1)
    taken += [mesh.tile for mesh in worker.take(300)]
    worker.release()
    assert Tile(2, 7, 7) in taken
    assert len(taken) < 10


def test_made_at_once_or_in_the_thread_it_is_the_same() -> None:
    worker = LandWorker(PLAN, Terrain(1), sun_at())
    tile = Tile(4, 1, -2)
    at_once = worker.make(tile)
    worker.want([tile])
    end_s = time.monotonic() + 30.0
    while not (later := worker.take(1)) and time.monotonic() < end_s:
        time.sleep(0.005)
    worker.release()
    assert np.array_equal(later[0].vertices, at_once.vertices)


def test_release_ends_the_thread() -> None:
    worker = LandWorker(PLAN, Terrain(1), sun_at())
    worker.want([Tile(0, column, 0) for column in range(1000)])
    worker.release()
    assert not worker._thread.is_alive()
