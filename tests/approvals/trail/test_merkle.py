"""RFC 6962's tree, worked out by hand from SHA-256 alone for up to seven leaves, as in the RFC's own example."""

from hashlib import sha256

import pytest
from hypothesis import given
from hypothesis import strategies as st

from approvals.trail import merkle


def h(*parts: bytes) -> bytes:
    return sha256(b"".join(parts)).digest()


LEAVES = [h(b"\0", bytes([n])) for n in range(7)]
A, B, C, D, E, F, J = LEAVES
# The names of section 2.1.3: g, h, i are pairs, k four leaves, l the last three.
G, H, I = h(b"\1", A, B), h(b"\1", C, D), h(b"\1", E, F)  # noqa: E741
K, L = h(b"\1", G, H), h(b"\1", I, J)
ROOT = h(b"\1", K, L)


def test_a_leaf_and_a_node_are_told_apart_by_their_first_byte():
    assert merkle.leaf(b"\3") == D
    assert merkle.node(A, B) == G


def test_the_tree_of_nothing_is_the_hash_of_nothing():
    assert merkle.root([]).hex() == "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"


def test_the_tree_of_an_empty_entry():
    assert merkle.root([merkle.leaf(b"")]).hex() == "6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d"


@pytest.mark.parametrize(
    ("size", "root"),
    [(1, A), (2, G), (3, h(b"\1", G, C)), (4, K), (5, h(b"\1", K, E)), (6, h(b"\1", K, I)), (7, ROOT)],
)
def test_roots(size, root):
    assert merkle.root(LEAVES[:size]) == root


@pytest.mark.parametrize(("place", "path"), [(0, [B, H, L]), (3, [C, G, L]), (4, [F, J, K]), (6, [I, K])])
def test_audit_paths_of_the_rfcs_example(place, path):
    assert merkle.inclusion(LEAVES, place) == path
    assert merkle.root_from(LEAVES[place], place, 7, path) == ROOT


@pytest.mark.parametrize(("before", "path"), [(3, [C, D, G, L]), (4, [L]), (6, [I, J, K])])
def test_consistency_proofs_of_the_rfcs_example(before, path):
    assert merkle.consistency(LEAVES, before) == path
    old = merkle.root(LEAVES[:before])
    assert merkle.roots_from(before, 7, old, path) == (old, ROOT)


@given(st.integers(1, 70), st.data())
def test_every_leaf_of_every_tree_has_a_path(size, data):
    place = data.draw(st.integers(0, size - 1))
    leaves = [merkle.leaf(bytes([n])) for n in range(size)]
    path = merkle.inclusion(leaves, place)
    assert merkle.root_from(leaves[place], place, size, path) == merkle.root(leaves)
    other = merkle.leaf(b"another")
    assert merkle.root_from(other, place, size, path) != merkle.root(leaves)


@given(st.integers(1, 70), st.data())
def test_every_tree_is_the_beginning_of_the_later_ones(size, data):
    before = data.draw(st.integers(1, size))
    leaves = [merkle.leaf(bytes([n])) for n in range(size)]
    path, old = merkle.consistency(leaves, before), merkle.root(leaves[:before])
    assert merkle.roots_from(before, size, old, path) == (old, merkle.root(leaves))


@given(st.integers(2, 70), st.data())
def test_a_tree_whose_beginning_was_changed_is_not_consistent(size, data):
    before = data.draw(st.integers(1, size - 1))
    leaves = [merkle.leaf(bytes([n])) for n in range(size)]
    old = merkle.root(leaves[:before])
    changed = [merkle.leaf(b"forged"), *leaves[1:]]
    path = merkle.consistency(changed, before)
    assert merkle.roots_from(before, size, old, path) != (old, merkle.root(changed))


@pytest.mark.parametrize("path", [[], [B], [B, H, L, A]])
def test_a_path_of_another_length_is_refused(path):
    with pytest.raises(ValueError, match="path"):
        merkle.root_from(A, 0, 7, path)
    with pytest.raises(ValueError, match="path"):
        merkle.roots_from(3, 7, A, path[:3])
