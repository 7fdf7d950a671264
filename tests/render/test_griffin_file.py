"""The model file: it holds what the code makes, is the committed one, and satisfies a validator."""

import json
import shutil
import subprocess
from pathlib import Path
from types import ModuleType

import numpy as np
import pytest

from griffin.creature.posture import rest_joints
from griffin.errors import AssetError
from griffin.linalg import mat_rotate_x, mat_rotate_y, mat_rotate_z
from griffin.meshes.griffin_mesh import HIGH_DETAIL, LOW_DETAIL, GriffinDetail, griffin_mesh
from griffin.paths import assets_folder
from griffin.render.griffin_export import quaternions
from griffin.render.griffin_file import GRIFFIN_FILE, load_griffin
from tests.scripts_loader import load_script

ROOT = Path(__file__).resolve().parent.parent.parent
VALIDATOR = ROOT / "node_modules" / "gltf-validator"


@pytest.fixture(scope="module")
def script() -> ModuleType:
    return load_script("build_griffin")


@pytest.fixture(scope="module")
def built(script: ModuleType) -> bytes:
    return bytes(script.build())


def test_the_script_repeats_to_the_byte(script: ModuleType, built: bytes) -> None:
    assert script.build() == built


@pytest.mark.parametrize(
    ("level", "detail"), [("low", LOW_DETAIL), ("high", HIGH_DETAIL)], ids=["low", "high"]
)
def test_the_committed_file_is_what_the_script_makes(level: str, detail: GriffinDetail) -> None:
    """Compared by value: another processor may round a last bit otherwise, and see a corner more or less."""
    loaded, made = load_griffin(assets_folder() / GRIFFIN_FILE, level), griffin_mesh(detail)
    np.testing.assert_allclose(loaded.joint_from_body, made.joint_from_body, atol=1e-5)
    np.testing.assert_array_equal(loaded.surface.triangles, made.surface.triangles)
    for name in ("position", "normal", "lit", "shade", "pattern"):
        np.testing.assert_allclose(getattr(loaded.surface, name), getattr(made.surface, name), atol=2e-5)
    np.testing.assert_allclose(loaded.surface.finish[:, 1:], made.surface.finish[:, 1:], atol=0.5 / 127)
    assert np.abs(loaded.surface.finish[:, 0] - made.surface.finish[:, 0]).mean() < 0.002
    np.testing.assert_allclose(
        skin_of(loaded.surface.joints, loaded.surface.weights),
        skin_of(made.surface.joints, made.surface.weights),
        atol=1e-4,
    )


def skin_of(joints: np.ndarray, weights: np.ndarray) -> np.ndarray:
    """(n, joints) weights by joint."""
    table = np.zeros((len(joints), 256))
    for i in range(2):
        np.add.at(table, (np.arange(len(joints)), joints[:, i]), weights[:, i])
    return table


def test_the_file_stays_small(built: bytes) -> None:
    assert len(built) < 1_500_000


def test_quaternions_turn_as_their_matrices_do() -> None:
    turns = np.stack(
        [
            (mat_rotate_x(a) @ mat_rotate_y(b) @ mat_rotate_z(c))[:3, :3]
            for a, b, c in ((0, 0, 0), (3.1, 0, 0), (0.3, -1.2, 2.0), (0, np.pi, 0), (1.0, 1.5, -3.0))
        ]
    )
    x, y, z, w = quaternions(turns).T
    np.testing.assert_allclose(x * x + y * y + z * z + w * w, 1.0)
    back = np.stack(
        [
            np.stack([1 - 2 * (y * y + z * z), 2 * (x * y - z * w), 2 * (x * z + y * w)], axis=-1),
            np.stack([2 * (x * y + z * w), 1 - 2 * (x * x + z * z), 2 * (y * z - x * w)], axis=-1),
            np.stack([2 * (x * z - y * w), 2 * (y * z + x * w), 1 - 2 * (x * x + y * y)], axis=-1),
        ],
        axis=1,
    )
    np.testing.assert_allclose(back, turns, atol=1e-9)


def test_every_joint_has_a_quaternion() -> None:
    assert np.isfinite(quaternions(rest_joints()[:, :3, :3])).all()


@pytest.mark.parametrize("content", [b"", b"glTF", b"no model at all", b"glTF\2\0\0\0\0\0\0\0"])
def test_what_is_no_model_is_an_asset_error(tmp_path: Path, content: bytes) -> None:
    path = tmp_path / "griffin.glb"
    path.write_bytes(content)
    with pytest.raises(AssetError, match="not the griffin"):
        load_griffin(path, "low")


def test_a_missing_file_or_level_is_an_asset_error(tmp_path: Path) -> None:
    with pytest.raises(AssetError):
        load_griffin(tmp_path / "gone.glb", "low")
    with pytest.raises(AssetError, match="middling"):
        load_griffin(assets_folder() / GRIFFIN_FILE, "middling")


def test_the_committed_file_satisfies_the_validator() -> None:
    """Khronos' glTF validator: `npm install gltf-validator` in the project's folder, then this test runs."""
    node = shutil.which("node")
    if node is None or not VALIDATOR.is_dir():
        pytest.skip("no node, or no node_modules/gltf-validator: npm install gltf-validator")
    code = (
        "const fs = require('fs'), v = require(process.argv[1]);"
        "v.validateBytes(new Uint8Array(fs.readFileSync(process.argv[2])))"
        ".then(r => console.log(JSON.stringify(r.issues)))"
    )
    done = subprocess.run(
        [node, "-e", code, str(VALIDATOR), str(assets_folder() / GRIFFIN_FILE)],
        capture_output=True,
        text=True,
        check=True,
        timeout=60,
    )
    issues = json.loads(done.stdout)
    assert issues["numErrors"] == issues["numWarnings"] == 0, issues["messages"]
