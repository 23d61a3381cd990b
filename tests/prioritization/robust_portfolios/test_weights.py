import numpy as np
import pytest
from profiles import seeds
from scipy.optimize import linprog

from prioritization import ScoreError, WeightSet

ABC = ("a", "b", "c")


def corners(*args, **kwargs):
    return WeightSet(*args, **kwargs).extreme_points.to_numpy().tolist()


def test_nothing_known_has_a_corner_per_criterion():
    assert corners(ABC) == [[0, 0, 1], [0, 1, 0], [1, 0, 0]]
    assert corners(["a"]) == [[1]]


def test_a_full_order_has_the_corners_of_the_literature():
    """Ranked weights: (1, 0, 0), (1/2, 1/2, 0), (1/3, 1/3, 1/3)."""
    found = corners(ABC, order=[("a", "b"), ("b", "c")])
    assert found == [pytest.approx([1 / 3] * 3), [0.5, 0.5, 0], [1, 0, 0]]


def test_bounds_of_one_weight_bind_the_other():
    assert corners(["a", "b"], at_least={"a": 0.4}, at_most={"a": 0.6}) == [[0.4, 0.6], [0.6, 0.4]]


def test_a_weight_that_is_known_leaves_a_point():
    assert corners(["a", "b"], at_least={"a": 0.3}, at_most={"a": 0.3}) == [[0.3, 0.7]]


@pytest.mark.parametrize("seed", seeds(30))
def test_no_weighting_within_the_statements_is_beyond_the_corners(seed):
    """The least and the most of a random sum of weights, by linear programming and over the corners."""
    rng = np.random.default_rng(seed)
    n = int(rng.integers(2, 6))
    names = [f"c{number}" for number in range(n)]
    pairs = {tuple(sorted(rng.choice(n, 2, replace=False))) for _ in range(rng.integers(0, 4))}
    least, most = rng.uniform(0, 1 / n, n), rng.uniform(1 / n, 1, n)
    found = WeightSet(
        names,
        order=[(names[one], names[other]) for one, other in pairs],
        at_least=dict(zip(names, least, strict=True)),
        at_most=dict(zip(names, most, strict=True)),
    ).extreme_points.to_numpy()
    ordered = np.array([np.eye(n)[other] - np.eye(n)[one] for one, other in pairs]).reshape(-1, n)
    for direction in rng.normal(size=(5, n)):
        program = linprog(
            direction,
            A_ub=ordered,
            b_ub=np.zeros(len(ordered)),
            A_eq=[[1] * n],
            b_eq=[1],
            bounds=list(zip(least, most, strict=True)),
        )
        assert (found @ direction).min() == pytest.approx(program.fun, abs=1e-9)


def test_statements_with_faults_are_refused_with_all_of_them():
    with pytest.raises(ScoreError) as refusal:
        WeightSet(("growth", "loyalty"), [("grwth", "loyalty"), ("growth", "growth")], {"growth": 1.5})
    assert str(refusal.value).splitlines() == [
        "The weights cannot be used: 3 faults.",
        "  order: 'grwth' is not a criterion; did you mean 'growth'?",
        "  order: 'growth' is held against itself",
        "  at_least: 1.5 of growth is not a share from 0 to 1",
    ]


def test_statements_that_collide_are_refused():
    with pytest.raises(
        ScoreError, match=r"No weights meet all statements: a ≥ b; b ≥ 0.6; and they add up to 1"
    ):
        WeightSet(("a", "b"), [("a", "b")], {"b": 0.6})


def test_too_many_criteria_and_none_are_refused():
    with pytest.raises(ScoreError, match="there are 7; give 1 to 6"):
        WeightSet(tuple("abcdefg"))
    with pytest.raises(ScoreError, match="there are 0; give 1 to 6"):
        WeightSet(())


def test_statements_that_cannot_be_read_are_refused_at_once():
    with pytest.raises(ScoreError) as refusal:
        WeightSet("growth", order=[("g",)], at_least=0.5)
    assert str(refusal.value).splitlines() == [
        "The weights cannot be used: 3 faults.",
        "  criteria: 'growth' is not several names, such as ('growth', 'loyalty')",
        "  order: ('g',) is not a pair of criteria, such as ('growth', 'loyalty')",
        "  at_least: 0.5 is not a share per criterion, such as {'growth': 0.5}",
    ]
    with pytest.raises(ScoreError, match="at_most: 'half' of growth is not a share from 0 to 1"):
        WeightSet(("growth",), at_most={"growth": "half"})
