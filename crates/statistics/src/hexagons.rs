//! Where does each place stand on a map of equal hexagons?
//!
//! *Authority*: tile maps as statistical offices draw them: one tile for each place, near where it lies.
//! *Applies*: to the middles of places on flat ground, in any unit; two never share a hexagon.
//! *Simplified*: not the best of all layouts. The places nearest to the middle choose first, each the nearest
//! free hexagon; then pairs that both come nearer by changing places do so.
//! *Example*: three places in a row from west to east stand in a row from west to east.

use std::collections::BTreeSet;

/// Height of a row of hexagons whose middles are one apart.
const ROW: f64 = 0.866_025_403_784_438_6;
/// Above this many places no pairs are tried: there would be millions.
const MAX_TO_IMPROVE: usize = 1_500;
/// How often all pairs are tried at most.
const ROUNDS: usize = 8;

/// A hexagon of a grid, standing on its tip: `across` to the east, `down` to the south-east.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Hexagon {
    /// Steps to the east.
    pub across: i32,
    /// Steps to the south-east.
    pub down: i32,
}

/// A point on flat ground: east of and south of some origin, both in the same unit.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct GroundPoint {
    /// Units to the east.
    pub east: f64,
    /// Units to the south.
    pub south: f64,
}

impl Hexagon {
    /// The middle, where the middles of neighbours are one unit apart.
    #[must_use]
    pub fn middle(self) -> GroundPoint {
        let (across, down) = (f64::from(self.across), f64::from(self.down));
        GroundPoint { east: across + down / 2.0, south: down * ROW }
    }

    /// The one whose middle is near a point: itself or a neighbour of the nearest.
    #[expect(clippy::cast_possible_truncation, reason = "a cast of a float stops at the ends")]
    fn near(point: GroundPoint) -> Self {
        let down = (point.south / ROW).round();
        Self { across: (point.east - down / 2.0).round() as i32, down: down as i32 }
    }

    /// All that are `steps` away.
    fn ring(self, steps: i32) -> Vec<Self> {
        const SIDES: [(i32, i32); 6] = [(1, 0), (0, 1), (-1, 1), (-1, 0), (0, -1), (1, -1)];
        if steps == 0 {
            return vec![self];
        }
        let mut at = Self { across: self.across, down: self.down.saturating_sub(steps) };
        let mut found = Vec::new();
        for (across, down) in SIDES {
            for _ in 0..steps {
                found.push(at);
                at = Self { across: at.across.saturating_add(across), down: at.down.saturating_add(down) };
            }
        }
        found
    }
}

/// Gives every point a hexagon of its own, in the order of the points. The same points always get the same.
#[must_use]
pub fn hexagons(points: &[GroundPoint]) -> Vec<Hexagon> {
    let wanted = in_steps(points);
    let middle = middle_of(&wanted);
    let mut order: Vec<(usize, GroundPoint)> = wanted.iter().copied().enumerate().collect();
    order.sort_by(|(one, near), (other, far)| {
        squared(*near, middle).total_cmp(&squared(*far, middle)).then(one.cmp(other))
    });
    let mut taken = BTreeSet::new();
    let mut chosen: Vec<(usize, Hexagon)> = Vec::with_capacity(points.len());
    for (number, point) in order {
        let hexagon = nearest_free(point, &taken);
        taken.insert(hexagon);
        chosen.push((number, hexagon));
    }
    chosen.sort_by_key(|(number, _)| *number);
    let mut found: Vec<(GroundPoint, Hexagon)> =
        wanted.into_iter().zip(chosen.into_iter().map(|(_, hexagon)| hexagon)).collect();
    if found.len() <= MAX_TO_IMPROVE {
        improve(&mut found);
    }
    found.into_iter().map(|(_, hexagon)| hexagon).collect()
}

/// The points measured in steps of the grid, which is made so wide that they just fill it.
fn in_steps(points: &[GroundPoint]) -> Vec<GroundPoint> {
    let (area, around) = hull(points);
    let cells = as_float(points.len()) * ROW - std::f64::consts::FRAC_PI_4;
    // The land is the hull and half a step around it: cells × step² = area + around × step ÷ 2 (and the corners).
    let step = (around / 2.0 + (around * around / 4.0 + 4.0 * cells * area).sqrt()) / (2.0 * cells);
    let step = if step.is_finite() && step > 0.0 { step } else { 1.0 };
    let origin = middle_of(points);
    let scaled = |at: &GroundPoint| GroundPoint {
        east: (at.east - origin.east) / step,
        south: (at.south - origin.south) / step,
    };
    points.iter().map(scaled).collect()
}

fn nearest_free(point: GroundPoint, taken: &BTreeSet<Hexagon>) -> Hexagon {
    let from = Hexagon::near(point);
    let distance = |hexagon: &Hexagon| squared(hexagon.middle(), point);
    let free = |steps| {
        let ring = from.ring(steps).into_iter().filter(|hexagon| !taken.contains(hexagon));
        ring.min_by(|one, other| distance(one).total_cmp(&distance(other)).then(one.cmp(other)))
    };
    let mut steps = 0;
    loop {
        if let Some(found) = free(steps) {
            // One of the next ring can lie nearer than one at a corner of this ring.
            let next = free(steps.saturating_add(1)).filter(|next| distance(next) < distance(&found));
            return next.unwrap_or(found);
        }
        steps = steps.saturating_add(1);
    }
}

/// Lets two change places while that brings them nearer to where they lie, both together.
fn improve(found: &mut [(GroundPoint, Hexagon)]) {
    for _ in 0..ROUNDS {
        let mut changed = false;
        for one in 1..found.len() {
            let (before, from) = found.split_at_mut(one);
            let Some(this) = from.first_mut() else { continue };
            for other in before {
                let now = squared(this.1.middle(), this.0) + squared(other.1.middle(), other.0);
                let then = squared(other.1.middle(), this.0) + squared(this.1.middle(), other.0);
                if then + 1e-9 < now {
                    std::mem::swap(&mut this.1, &mut other.1);
                    changed = true;
                }
            }
        }
        if !changed {
            return;
        }
    }
}

/// The area of the smallest outward-curved shape around the points, and the way around it.
fn hull(points: &[GroundPoint]) -> (f64, f64) {
    let mut sorted = points.to_vec();
    sorted.sort_by(|one, other| one.east.total_cmp(&other.east).then(one.south.total_cmp(&other.south)));
    let half = |points: &mut dyn Iterator<Item = &GroundPoint>| {
        let mut line: Vec<GroundPoint> = Vec::new();
        for point in points {
            while let [.., before, last] = line.as_slice()
                && cross(*before, *last, *point) <= 0.0
            {
                line.pop();
            }
            line.push(*point);
        }
        line
    };
    let mut around = half(&mut sorted.iter());
    around.pop();
    around.extend(half(&mut sorted.iter().rev()));
    let sides = around.iter().zip(around.iter().skip(1));
    sides.fold((0.0, 0.0), |(area, length), (from, to)| {
        (area + (from.east * to.south - to.east * from.south) / 2.0, length + squared(*from, *to).sqrt())
    })
}

fn cross(from: GroundPoint, one: GroundPoint, other: GroundPoint) -> f64 {
    (one.east - from.east) * (other.south - from.south) - (one.south - from.south) * (other.east - from.east)
}

fn squared(one: GroundPoint, other: GroundPoint) -> f64 {
    (one.east - other.east).powi(2) + (one.south - other.south).powi(2)
}

fn middle_of(points: &[GroundPoint]) -> GroundPoint {
    let count = as_float(points.len().max(1));
    let sum = |pick: fn(&GroundPoint) -> f64| points.iter().map(pick).sum::<f64>() / count;
    GroundPoint { east: sum(|point| point.east), south: sum(|point| point.south) }
}

#[expect(clippy::cast_precision_loss, reason = "places are far fewer than 2^53")]
fn as_float(count: usize) -> f64 {
    count as f64
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn at(east: f64, south: f64) -> GroundPoint {
        GroundPoint { east, south }
    }

    #[test]
    fn a_row_stays_a_row_and_one_place_stands_alone() {
        let row = hexagons(&[at(0.0, 0.0), at(5.0, 0.0), at(10.0, 0.0)]);
        let easts: Vec<f64> = row.iter().map(|hexagon| hexagon.middle().east).collect();
        assert!(easts.is_sorted() && row.iter().all(|hexagon| hexagon.down == 0), "{row:?}");
        assert_eq!(hexagons(&[at(3.0, 4.0)]), [Hexagon { across: 0, down: 0 }]);
        assert!(hexagons(&[]).is_empty());
    }

    #[test]
    fn places_at_one_point_stand_beside_each_other() {
        let found = hexagons(&[at(1.0, 1.0); 7]);
        assert_eq!(found.iter().collect::<BTreeSet<_>>().len(), 7);
    }

    #[test]
    fn a_grid_of_hexagons_is_laid_out_as_it_is() {
        let grid: Vec<GroundPoint> = (-4..=4)
            .flat_map(|down| (-4..=4).map(move |across| Hexagon { across, down }.middle()))
            .map(|point| at(point.east * 3.0, point.south * 3.0))
            .collect();
        let found = hexagons(&grid);
        let apart = |one: usize, other: usize| -> Option<f64> {
            Some(squared(found.get(one)?.middle(), found.get(other)?.middle()).sqrt())
        };
        // West, middle and east of the middle row keep their distance, give or take a step.
        assert!(apart(36, 44).is_some_and(|steps| (7.0..=9.0).contains(&steps)), "{:?}", apart(36, 44));
    }

    proptest! {
        #[test]
        fn no_two_share_a_hexagon_and_the_layout_is_always_the_same(
            points in proptest::collection::vec((-50.0_f64..50.0, -50.0_f64..50.0), 0..80),
        ) {
            let points: Vec<GroundPoint> = points.into_iter().map(|(east, south)| at(east, south)).collect();
            let found = hexagons(&points);
            prop_assert_eq!(found.len(), points.len());
            prop_assert_eq!(found.iter().collect::<BTreeSet<_>>().len(), points.len());
            prop_assert_eq!(hexagons(&points), found);
        }
    }
}
