"""An attacker who adds and subtracts every published figure finds no hidden one, in any world.

The attacker is written on its own: it knows the sums of the tables, the identity of stocks and flows and
the rolling years, and solves for everything at once.
"""

import numpy as np
from hypothesis import example, given, settings
from hypothesis import strategies as st

from experio.periods import Month, months_between
from reports.disclosure import RawCube, Thresholds, protect_counts, protect_cube
from reports.disclosure.cube import WINDOW
from reports.disclosure.units import windows

G, A, D = 2, 3, 4


def world(seed: int, months: int, owners: tuple[int, ...], size: int, rate: float) -> RawCube:
    """A random world: staff by unit, gender and age, with absent persons spread over diagnoses."""
    chance = np.random.default_rng(seed)
    units = len(owners)
    staff = np.zeros((months, units, G, A))
    for unit in range(units):
        for _ in range(int(chance.integers(1, size))):
            staff[:, unit, int(chance.random() < 0.3), int(chance.integers(A))] += 1
    people = np.repeat(staff[..., None], D, axis=-1).astype(int)
    each = chance.binomial(people, rate / D).astype(float)
    together = np.minimum(each.sum(axis=-1, keepdims=True), staff[..., None])
    absent = np.concatenate([each, together], axis=-1)
    long_each = chance.binomial(each.astype(int), 0.4).astype(float)
    long_any = np.minimum(long_each.sum(axis=-1, keepdims=True), together)
    long_absent = np.concatenate([long_each, long_any], axis=-1)
    hours = each * chance.integers(8, 160, each.shape)
    flows = {
        name: chance.binomial(each.astype(int), 0.5).astype(float) for name in ("ongoing", "started", "ended")
    }
    flows["ongoing_over_90"] = np.floor(flows["ongoing"] * 0.5)
    year = np.minimum(windows(absent[..., -1].sum(axis=(2, 3))), staff.sum(axis=(2, 3)))
    year_long = np.floor(year * 0.4)
    return RawCube(
        months=months_between(Month(2019, 5), Month(2019, 5).plus(months - 1)),
        units=tuple(range(units)),
        subprojects=tuple(range(max(owners) + 1)),
        subproject_of_unit=owners,
        staff=staff,
        ordinary_hours=staff * 160,
        sums={
            "sick_hours": hours,
            "net_days": each,
            "long_hours": np.minimum(long_each * 80, hours),
            **flows,
        },
        absent=absent,
        long_absent=long_absent,
        short_absent=absent - long_absent,
        year_absent=year,
        year_long=year_long,
        year_short=year - year_long,
    )


class Attacker:
    """Unknowns: (month, unit, gender) and (month, subproject, gender, age, diagnosis), for each series."""

    def __init__(self, raw: RawCube, series: int = 1) -> None:
        self.raw, self.months = raw, len(raw.months)
        self.units, self.employers = len(raw.units), len(raw.subprojects)
        self.per_unit = self.units * G
        self.per_month = self.per_unit + self.employers * G * A * D
        self.size = self.per_month * self.months * series
        self.known: list[np.ndarray] = []
        self.secret: list[tuple[str, np.ndarray]] = []
        for which in range(series):
            for month in range(self.months):
                for employer in range(self.employers):
                    for gender in (1, 2):
                        units = self.row()
                        for unit, owner in enumerate(raw.subproject_of_unit):
                            if owner == employer:
                                units += self.unit(which, month, unit, gender)
                        self.known.append(units - self.employer(which, month, employer + 1, gender, 0, 0))

    def row(self) -> np.ndarray:
        return np.zeros(self.size)

    def unit(self, which: int, month: int, unit: int, gender: int) -> np.ndarray:
        row = self.row()
        start = (which * self.months + month) * self.per_month
        for g in range(G):
            if gender in (0, g + 1):
                row[start + unit * G + g] = 1
        return row

    def employer(
        self, which: int, month: int, employer: int, gender: int, age: int, diagnosis: int
    ) -> np.ndarray:
        row = self.row()
        start = (which * self.months + month) * self.per_month + self.per_unit
        block = row[start : start + self.employers * G * A * D].reshape(self.employers, G, A, D)
        block[
            slice(None) if not employer else employer - 1,
            slice(None) if not gender else gender - 1,
            slice(None) if not age else age - 1,
            slice(None) if not diagnosis else diagnosis - 1,
        ] = 1
        return row

    def read(self, which: int, hidden: np.ndarray, unit_hidden: np.ndarray) -> None:
        for month, *place in np.ndindex(hidden.shape):
            row = self.employer(which, month, *place)
            if hidden[(month, *place)]:
                self.secret.append((f"{which} {month} {place}", row))
            else:
                self.known.append(row)
        for month, unit, gender in np.ndindex(unit_hidden.shape):
            row = self.unit(which, month, unit, gender)
            if unit_hidden[month, unit, gender]:
                self.secret.append((f"{which} {month} unit {unit} {gender}", row))
            else:
                self.known.append(row)

    def read_years(self, which: int, hidden: np.ndarray) -> None:
        for month in range(WINDOW - 1, self.months):
            for unit in range(self.units):
                row = sum(
                    (self.unit(which, m, unit, 0) for m in range(month - WINDOW + 1, month + 1)), self.row()
                )
                if hidden[month, unit]:
                    self.secret.append((f"{which} year to {month} unit {unit}", row))
                else:
                    self.known.append(row)

    def found(self) -> list[str]:
        """Secrets that lie in the span of what is known."""
        known = np.array(self.known)
        weights, vectors = np.linalg.eigh(known.T @ known)
        free = vectors[:, weights < 1e-9 * max(1.0, weights[-1])]
        return [name for name, row in self.secret if ((row @ free) ** 2).sum() < 1e-9]


seeds = st.integers(0, 2**31)


@settings(max_examples=12, deadline=None)
@given(
    seeds,
    st.sampled_from([(0, 0, 0, 1, 1), (0, 1, 1, 1), (0, 0, 0, 0)]),
    st.integers(6, 60),
    st.floats(0.02, 0.6),
)
def test_no_chain_of_sums_gives_back_a_hidden_hour_by_month_or_by_year(seed, owners, size, rate):
    raw = world(seed, 14, owners, size, rate)
    cube = protect_cube(raw, Thresholds())
    attacker = Attacker(raw)

    attacker.read(0, cube.hidden["sick_hours"], cube.unit_hidden["sick_hours"])
    attacker.read_years(0, cube.unit_years_hidden["sick_hours"])

    assert attacker.found() == []


@settings(max_examples=8, deadline=None)
@given(seeds, st.sampled_from([(0, 0, 0), (0, 0, 1, 1)]), st.integers(10, 60), st.floats(0.1, 0.7))
# A chain that leads through no line of its own: found once by chance, kept for good.
@example(seed=402, owners=(0, 0, 1, 1), size=19, rate=0.125)
def test_stocks_and_flows_do_not_give_each_other_away(seed, owners, size, rate):
    raw = world(seed, 4, owners, size, rate)
    cube = protect_cube(raw, Thresholds())
    attacker = Attacker(raw, series=3)

    for which, measure in enumerate(("ongoing", "started", "ended")):
        attacker.read(which, cube.hidden[measure], cube.unit_hidden[measure])
    per_series = attacker.months * attacker.per_month
    for month in range(1, attacker.months):
        for cell in range(attacker.per_month):
            identity = attacker.row()
            now = month * attacker.per_month + cell
            identity[now], identity[now - attacker.per_month] = 1, -1
            identity[per_series + now], identity[2 * per_series + now] = -1, 1
            attacker.known.append(identity)

    assert attacker.found() == []


@settings(max_examples=40, deadline=None)
@given(seeds, st.integers(3, 40), st.floats(0.02, 0.6))
def test_no_small_figure_is_shown(seed, size, rate):
    raw = world(seed, 13, (0, 0, 1, 1, 1), size, rate)
    cube = protect_cube(raw, Thresholds())

    for measure in ("started", "ended", "ongoing"):
        for table in (cube.tables[measure], cube.unit_tables[measure], cube.unit_years.get(measure)):
            if table is not None:
                shown = table[~np.isnan(table)]
                assert not ((shown > 0) & (shown < 5)).any()
    staff = cube.tables["staff"]
    assert not ((staff > 0) & (staff < 11)).any()
    few = (raw.staff.sum(axis=(2, 3)) < 11) & (raw.staff.sum(axis=(2, 3)) > 0)
    for measure in ("absence_percent", "sick_hours", "ongoing", "started", "long_share_percent"):
        assert np.isnan(cube.unit_tables[measure][:, :, 0][few]).all()


@settings(max_examples=150, deadline=None)
@given(
    st.lists(st.lists(st.integers(0, 30), min_size=2, max_size=4), min_size=2, max_size=5).filter(
        lambda rows: len({len(row) for row in rows}) == 1
    )
)
def test_a_hidden_count_of_a_small_table_is_neither_exact_nor_nearly_so(rows):
    """Every table with the same margins and no negative number is possible: try to pin a small cell."""
    cells = {(r, c): n for r, row in enumerate(rows) for c, n in enumerate(row)}
    height, width = len(rows), len(rows[0])
    cells |= {(r, "all"): sum(rows[r]) for r in range(height)}
    cells |= {("all", c): sum(row[c] for row in rows) for c in range(width)}
    cells["all", "all"] = sum(map(sum, rows))
    sums = [((r, "all"), [(r, c) for c in range(width)]) for r in [*range(height), "all"]]
    sums += [(("all", c), [(r, c) for r in range(height)]) for c in [*range(width), "all"]]

    table = protect_counts(cells, sums, Thresholds())

    for total, parts in sums:
        gone = [part for part in parts if table[part].is_hidden]
        if table[total].is_hidden:
            assert gone or all(cells[part] == 0 for part in parts)
        elif gone:
            assert len(gone) >= 2
            left = cells[total] - sum(cells[part] for part in parts if part not in gone)
            assert left == 0 or left >= 5


def test_a_unit_shown_by_year_does_not_give_away_another_units_month():
    """
    Three small units are only shown by year, three large ones by month but for one month each. The years
    of the small ones move from month to month by (this month - the same month last year), and so would
    tell what they summed to in the month in which the first large one is hidden.
    """
    months, sizes = 17, (15, 16, 17, 200, 210, 220)
    staff = np.zeros((months, 6, G, A))
    for unit, size in enumerate(sizes):
        staff[:, unit, 0, 0], staff[:, unit, 1, 0] = size - 4, 4
    each = np.zeros((*staff.shape, D))
    each[:, :3, 0, 0, 0] = 2
    each[:, 3:, 0, 0, 0] = 40
    each[3, 3, 0, 0, 0] = 3
    each[4, 4:, 0, 0, 0] = 3
    absent = np.concatenate([each, each.sum(axis=-1, keepdims=True)], axis=-1)
    year = np.minimum(windows(absent[..., -1].sum(axis=(2, 3))), staff.sum(axis=(2, 3)))
    raw = RawCube(
        months=months_between(Month(2019, 5), Month(2019, 5).plus(months - 1)),
        units=tuple(range(6)),
        subprojects=(0,),
        subproject_of_unit=(0,) * 6,
        staff=staff,
        ordinary_hours=staff * 160,
        sums=dict.fromkeys(
            ("sick_hours", "net_days", "long_hours", "ongoing", "started", "ended", "ongoing_over_90"),
            each * 8,
        ),
        absent=absent,
        long_absent=absent,
        short_absent=absent * 0,
        year_absent=year,
        year_long=year,
        year_short=year * 0,
    )

    cube = protect_cube(raw, Thresholds())
    attacker = Attacker(raw)
    attacker.read(0, cube.hidden["sick_hours"], cube.unit_hidden["sick_hours"])
    attacker.read_years(0, cube.unit_years_hidden["sick_hours"])

    assert cube.unit_hidden["sick_hours"][3, 3, 0]
    assert not cube.unit_hidden["sick_hours"][15, 3, 0]
    assert not cube.unit_years_hidden["sick_hours"][15, 2]
    assert attacker.found() == []
