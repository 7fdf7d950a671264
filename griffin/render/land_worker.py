"""Makes tiles of land beside the drawing: the most wanted first. Knows nothing of OpenGL."""

import logging
import threading
from collections.abc import Sequence

from griffin.render.land_tiles import LandPlan, Tile, TileMesh, terrain_mesh
from griffin.world.ground import Ground
from griffin.world.relief import ReliefMaps
from griffin.world.sun import SunLight
from griffin.world.terrain import Terrain

log = logging.getLogger(__name__)


class LandWorker:
    """One thread that turns the wish list into meshes. The list is replaced, never added to."""

    def __init__(self, plan: LandPlan, terrain: Terrain, sun: SunLight) -> None:
        self._plan = plan
        self._terrain = terrain
        self._ground = Ground(terrain.seed, sun)
        self._relief = ReliefMaps(terrain, sun)
        self._lock = threading.Condition()
        self._making = threading.Lock()  # the relief maps belong to one maker at a time
        self._wanted: list[Tile] = []
        self._made: dict[Tile, TileMesh] = {}
        self._is_over = False
        self._thread = threading.Thread(target=self._work, name="land", daemon=True)
        self._thread.start()

    def want(self, tiles: Sequence[Tile]) -> None:
        """What is missing now, the most needed first."""
        with self._lock:
            self._wanted = [tile for tile in tiles if tile not in self._made]
            self._lock.notify()

    def take(self, count: int) -> list[TileMesh]:
        """Up to `count` finished meshes, in the order of their making."""
        with self._lock:
            return [self._made.pop(tile) for tile in list(self._made)[:count]]

    def make(self, tile: Tile) -> TileMesh:
        """One mesh here and now: for the first picture, which can't wait for a thread."""
        with self._making:
            return terrain_mesh(tile, self._plan, self._terrain, self._ground, self._relief)

    def release(self) -> None:
        """End the thread; what it made is lost."""
        with self._lock:
            self._is_over = True
            self._lock.notify()
        self._thread.join()

    def _work(self) -> None:
        while True:
            with self._lock:
                while not self._wanted and not self._is_over:
                    self._lock.wait()
                if self._is_over:
                    return
                tile = self._wanted.pop(0)
            mesh = self.make(tile)
            with self._lock:
                self._made[tile] = mesh
