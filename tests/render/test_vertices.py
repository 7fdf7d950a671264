"""A patch in a pass' own layout: what it has is there, the rest is left to the pass."""

import numpy as np

from griffin.meshes.perch_tree import perch_tree
from griffin.render.vertices import lay_out


def test_fields_come_from_the_patch_by_their_names() -> None:
    tree = perch_tree((3.4, -4.6, 1.4))
    layout = np.dtype([("a_normal", "f4", 3), ("a_position", "f4", 3), ("a_of_my_own", "f4", 2)])
    vertices = lay_out(tree, layout)
    assert vertices.dtype == layout
    np.testing.assert_array_equal(vertices["a_position"], tree.position.astype(np.float32))
    np.testing.assert_array_equal(vertices["a_normal"], tree.normal.astype(np.float32))
    assert not vertices["a_of_my_own"].any()
