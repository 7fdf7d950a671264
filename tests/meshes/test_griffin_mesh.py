"""The griffin's mesh: sound, symmetric, of the right size, quick to make, and whole in every posture."""

import numpy as np
import pytest

from griffin.creature.posture import rest_joints
from griffin.creature.rig import pose_griffin
from griffin.creature.skeleton import JOINT_COUNT, other_side
from griffin.flight.state import FlightMode, FlightState
from griffin.meshes.griffin_mesh import (
    HIGH_DETAIL,
    LOW_DETAIL,
    GriffinDetail,
    SkinnedMesh,
    griffin_mesh,
)
from griffin.meshes.mesh import Patch
from griffin.meshes.perch_tree import perch_tree
from tests.flights import angled

DETAILS = pytest.mark.parametrize("detail", [LOW_DETAIL, HIGH_DETAIL], ids=["low", "high"])


def check_surface(surface: Patch) -> None:
    count = len(surface.position)
    for values in (surface.position, surface.normal, surface.lit, surface.shade, surface.pattern):
        assert np.isfinite(values).all()
        assert len(values) == count
    np.testing.assert_allclose(np.linalg.norm(surface.normal, axis=1), 1.0, atol=1e-6)
    np.testing.assert_allclose(surface.weights.sum(axis=1), 1.0, atol=1e-9)
    assert surface.weights.min() >= 0.0
    assert surface.lit.min() >= 0.0
    assert surface.lit.max() <= 1.05
    assert surface.triangles.min() == 0
    assert surface.triangles.max() == count - 1 < 65536
    a, b, c = (surface.position[surface.triangles[:, i]] for i in range(3))
    area = 0.5 * np.linalg.norm(np.cross(b - a, c - a), axis=1)
    assert area.min() > 1e-8


def skin(mesh: SkinnedMesh, body_from_joint: np.ndarray) -> np.ndarray:
    """What the vertex shader does: (n, 3) in the body's frame."""
    surface = mesh.surface
    matrices = body_from_joint @ mesh.joint_from_body
    points = np.column_stack([surface.position, np.ones(len(surface.position))])
    moved = np.einsum("nkij,nj->nki", matrices[surface.joints], points)
    return np.asarray(np.einsum("nk,nki->ni", surface.weights, moved)[:, :3])


@DETAILS
def test_the_mesh_is_sound(detail: GriffinDetail) -> None:
    mesh = griffin_mesh(detail)
    check_surface(mesh.surface)
    assert mesh.surface.joints.max() < JOINT_COUNT


@DETAILS
def test_the_griffin_has_its_size(detail: GriffinDetail) -> None:
    low, high = (getattr(griffin_mesh(detail).surface.position, m)(axis=0) for m in ("min", "max"))
    assert high[0] - low[0] == pytest.approx(7.0, abs=0.2)
    body_front, tail_end = low[2], high[2]
    assert 1.02 - body_front == pytest.approx(2.6, abs=0.15)
    assert tail_end - 1.02 == pytest.approx(1.8, abs=0.1)


def test_triangles_stay_within_what_each_level_may_cost() -> None:
    assert 2000 <= len(griffin_mesh(LOW_DETAIL).surface.triangles) <= 4000
    assert 8000 <= len(griffin_mesh(HIGH_DETAIL).surface.triangles) <= 15000


@DETAILS
def test_the_mesh_is_always_the_same(detail: GriffinDetail) -> None:
    first, second = griffin_mesh(detail), griffin_mesh(detail)
    assert first.surface.position.tobytes() == second.surface.position.tobytes()
    assert first.surface.triangles.tobytes() == second.surface.triangles.tobytes()


def test_the_mesh_is_symmetric() -> None:
    """Every vertex has its twin across the middle, on the twin's joints."""
    surface = griffin_mesh(LOW_DETAIL).surface
    right = surface.position[:, 0] > 0.5  # beyond torso and mantle
    left = surface.position[:, 0] < -0.5
    assert right.sum() == left.sum() > 700
    key = np.round(surface.position, 6)
    twins = {tuple(p): j for p, j in zip(key[left] + 0.0, surface.joints[left], strict=True)}
    for point, joints in zip(key[right], surface.joints[right], strict=True):
        across = (-point[0], point[1], point[2])
        assert across in twins
        assert [other_side(int(j)) for j in joints] == twins[across].tolist()


def test_the_rest_posture_leaves_the_mesh_as_it_is() -> None:
    mesh = griffin_mesh(LOW_DETAIL)
    np.testing.assert_allclose(skin(mesh, rest_joints()), mesh.surface.position, atol=1e-9)


@pytest.mark.parametrize(
    "state",
    [
        FlightState(
            mode=FlightMode.PERCHED,
            arms=angled(left_wing_rad=-1.4, right_wing_rad=-1.4, left_elbow_rad=2.3, right_elbow_rad=2.3),
        ),
        FlightState(
            mode=FlightMode.FLYING,
            mode_s=9.0,
            arms=angled(left_wing_rad=0.3, right_wing_rad=0.3),
            speed_mps=16.0,
        ),
        FlightState(
            mode=FlightMode.FLYING, mode_s=9.0, stroke_frac=1.0, stroke_phase_rad=4.8, speed_mps=16.0
        ),
    ],
    ids=["folded", "gliding", "up stroke"],
)
def test_no_posture_tears_the_skin(state: FlightState) -> None:
    """No edge of a triangle grows to more than a hand's breadth beyond its double length."""
    mesh = griffin_mesh(LOW_DETAIL)
    moved = skin(mesh, pose_griffin(state).body_from_joint)
    for i, j in ((0, 1), (1, 2), (2, 0)):
        edge = mesh.surface.triangles[:, [i, j]]
        before = np.linalg.norm(np.diff(mesh.surface.position[edge], axis=1)[:, 0], axis=1)
        after = np.linalg.norm(np.diff(moved[edge], axis=1)[:, 0], axis=1)
        assert (after <= 2.0 * before + 0.12).all()


@pytest.mark.parametrize("foot", [(3.4, -4.6, 1.4), (0.0, -8.0, 0.0), (-2.0, -6.0, 5.0)])
def test_the_tree_is_sound_wherever_its_trunk_stands(foot: tuple[float, float, float]) -> None:
    tree = perch_tree(foot)
    check_surface(tree)
    assert 1500 <= len(tree.triangles) <= 8000
    assert tree.position[:, 1].min() < foot[1]  # roots reach into the ground


def test_the_tree_leaves_room_for_wings_and_view() -> None:
    tree = perch_tree((3.4, -4.6, 1.4))
    x, y, z = tree.position.T
    in_the_wings = (np.abs(z + 0.1) < 1.0) & (np.hypot(x, y - 0.7) < 3.6) & (y > 0.15)
    assert not in_the_wings.any()
    in_the_view = (z < -1.0) & (y > 0.3) & (x < 3.0)
    assert not in_the_view.any()


def test_the_bough_carries_the_soles() -> None:
    tree = perch_tree((3.4, -4.6, 1.4))
    under = (
        (np.abs(tree.position[:, 0]) < 0.25)
        & (np.abs(tree.position[:, 2]) < 0.6)
        & (tree.position[:, 1] > -0.2)
    )
    assert tree.position[under, 1].max() == pytest.approx(0.0, abs=0.03)
