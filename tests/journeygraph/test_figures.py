"""Where things stand in figures: nothing covers anything else, and nothing is lost."""

from itertools import combinations
from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from graph_schema.model import Basis
from journeygraph.report.figure import WIDTH
from journeygraph.report.flow import Box, Item, Tie, lay_out
from journeygraph.report.labels import RADIUS, Rect, Spot, nearest, place_labels
from journeygraph.report.markup import document, element, wrapped
from journeygraph.report.matrix import Field, Matrix, scale_of
from journeygraph.report.tiles import MOST_TILES, Tiles, draw_tiles

LONG = "A moment whose name is longer than anybody would like, Rechtsschutzversicherungsgesellschaftenstreit included"


def rect(box: Box) -> Rect:
    return Rect(box.x, box.y, box.width, box.height)


@pytest.mark.parametrize("count", [1, 2, 15, 60])
def test_boxes_of_a_flow_never_touch(count: int):
    chance = Random(count)
    items = [Item(f"m{n}", 0, "", LONG if n % 5 == 0 else f"Moment {n}") for n in range(count)]
    items += [Item(f"c{n}", 1, "CX goal", f"Goal {n}") for n in range(9)] + [Item("b", 2, "", "Brand goal")]
    items += [Item(f"g{n}", 2, "", "Nothing is recorded.", gap=True) for n in range(3)]
    ties = [Tie(f"m{n}", f"c{chance.randrange(9)}", Basis.STATED, 2, rated=True) for n in range(count)]
    ties += [Tie(f"c{n}", f"g{n}" if n < 3 else "b", None if n < 3 else Basis.INFERRED) for n in range(9)]
    flow = lay_out(items, ties, 4, top=40)
    assert {box.item.id for box in flow.boxes} == {item.id for item in items}
    assert not any(rect(one).touches(rect(other)) for one, other in combinations(flow.boxes, 2))
    assert all(rect(box).within(Rect(0, 40, WIDTH, flow.height)) for box in flow.boxes)
    assert len(flow.lines) == len(ties)
    starts = [(line.x1, line.y1) for line in flow.lines]
    assert len(set(starts)) == len(starts)


@given(st.lists(st.tuples(st.integers(0, 40), st.integers(0, 40)), min_size=1, max_size=70))
def test_labels_cover_neither_points_nor_one_another(places: list[tuple[int, int]]):
    spots = [Spot(n, f"Touchpoint {n} of many", 20 + x * 15, 20 + y * 12) for n, (x, y) in enumerate(places, 1)]
    area = Rect(0, 0, 700, 560)
    corner = Rect(0, 0, 90, 20)
    labels = list(place_labels(spots, area, [corner]))
    assert all(label.rect.within(area) for label in labels)
    points = [Rect(s.x - RADIUS, s.y - RADIUS, 2 * RADIUS, 2 * RADIUS) for s in spots]
    for label in labels:
        assert not any(label.rect.touches(other) for other in (*points, corner))
        assert label.rect.within(area)
        assert nearest(label) != (label.spot.x, label.spot.y)
    assert not any(one.rect.touches(other.rect) for one, other in combinations(labels, 2))


def test_a_label_gives_way_to_its_number_and_the_number_to_nothing():
    alone = list(place_labels([Spot(1, "Log-in", 100, 100)], Rect(0, 0, 300, 300), ()))
    assert [label.lines for label in alone] == [("1 Log-in",)]
    narrow = list(place_labels([Spot(1, "Log-in", 20, 20)], Rect(0, 0, 44, 40), ()))
    assert [label.lines for label in narrow] == [("1",)]
    assert list(place_labels([Spot(1, "Log-in", 8, 8)], Rect(0, 0, 16, 16), ())) == []


@pytest.mark.parametrize(
    ("values", "scale"),
    [
        ((2.0, 4.8), (1, 5, 1)),
        ((0.0, 9.4), (0, 10, 2)),
        ((-40.0, 70.0), (-40, 80, 20)),
        ((0.12, 0.2), (0.12, 0.2, 0.02)),
        ((80.0, 80.0), (80, 100, 20)),
    ],
)
def test_axes_begin_and_end_at_round_numbers(values: tuple[float, ...], scale: tuple[float, float, float]):
    assert scale_of(values) == pytest.approx(scale)


def test_the_lines_of_the_matrix_belong_to_the_fields_that_the_question_gives_them():
    matrix = Matrix((), important_from=4, satisfied_from=3.5)
    assert matrix.field(4, 3.4) is Field.INVEST
    assert matrix.field(4, 3.5) is Field.KEEP
    assert matrix.field(3.9, 3.4) is Field.LEAVE
    assert matrix.field(3.9, 3.5) is Field.LESS


def test_tiles_can_be_counted_or_say_how_many_they_stand_for():
    height, parts = draw_tiles([Tiles("few", 2, 5), Tiles("not known", 3, None), Tiles("none", 0, None)])
    looks = [part.get("class") for part in parts if part.tag == "rect"]
    assert (looks.count("tile hole"), looks.count("there")) == (5, 3)
    _, many = draw_tiles([Tiles("many", 900, 1000)])
    assert len([part for part in many if part.tag == "rect"]) <= MOST_TILES + 1
    assert any("a tile is 9" in "".join(part.itertext()) for part in many)
    assert height > 0


def test_text_is_wrapped_and_a_cut_is_seen():
    assert wrapped("one two", 1000, 14, 3) == ["one two"]
    lines = wrapped(LONG, 140, 14, 3)
    assert len(lines) == 3
    assert lines[-1].endswith("…")
    assert "".join(wrapped("x" * 60, 100, 14, 99)) == "x" * 60


def test_text_stands_where_it_was_put_and_is_no_markup():
    made = element("p", "<b>", element("i", "&"), "</p>\x00", None, class_="soft", data_label="x")
    assert document(made) == ('<!DOCTYPE html>\n<p class="soft" data-label="x">&lt;b&gt;<i>&amp;</i>&lt;/p&gt;</p>\n')
