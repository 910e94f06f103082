//! Where the places of a map lie, and how that becomes shapes on paper.

use super::MapPlace;
use exchange::places::Polygon;
use kernel::Coordinates;
use statistics::{GroundPoint, hexagons};
use std::{collections::BTreeMap, fmt::Write};

/// The width of the paper.
pub(super) const WIDTH: f64 = 640.0;
/// The height of the paper is never more than this.
const MAX_HEIGHT: f64 = 720.0;
/// Room around the map.
const MARGIN: f64 = 6.0;
/// A point of an outline nearer to the one before than this is left out: nobody could see it.
const FINEST: f64 = 0.6;
/// Hexagons are no wider than this: a map of three places need not fill the page.
const WIDEST_HEXAGON: f64 = 44.0;
/// The corner of a hexagon is this far from its middle, which is half a step from the side; a little less than
/// the whole, so that neighbours do not touch.
const CORNER: f64 = 0.545;

/// Where places lie, by code.
#[derive(Debug, Clone, Default)]
pub struct Ground {
    /// The middle of each.
    pub middles: BTreeMap<String, Coordinates>,
    /// The outlines of those that were brought in.
    pub outlines: BTreeMap<String, Vec<Polygon>>,
}

/// The shapes of a map.
pub(super) struct Shapes {
    /// The path of each place in the order of the places; `None` for those of which nobody knows where they lie.
    pub paths: Vec<Option<String>>,
    /// The height of the paper.
    pub height: u32,
    /// Whether they are hexagons.
    pub hexagons: bool,
}

impl Ground {
    /// The shapes of the places: outlines when all that lie anywhere have one, else hexagons.
    pub(super) fn shapes(&self, places: &[MapPlace]) -> Shapes {
        let outlines: Vec<Option<&Vec<Polygon>>> = places.iter().map(|place| self.outlines.get(&place.code)).collect();
        let lies = |place: &MapPlace| self.middles.contains_key(&place.code);
        let known = places.iter().zip(&outlines).filter(|(place, outline)| outline.is_some() || lies(place)).count();
        let outlined = outlines.iter().flatten().count();
        if outlined > 0 && outlined == known { drawn_outlines(&outlines) } else { self.drawn_hexagons(places) }
    }

    fn drawn_hexagons(&self, places: &[MapPlace]) -> Shapes {
        let middles: Vec<Option<Coordinates>> = places.iter().map(|place| self.middle(&place.code)).collect();
        let flat = Flat::of(middles.iter().flatten());
        // Sorted by code, so that the order of the table does not change the layout.
        let mut known: Vec<(&str, usize, GroundPoint)> = Vec::new();
        for (number, (place, middle)) in places.iter().zip(&middles).enumerate() {
            known.extend(middle.map(|middle| (place.code.as_str(), number, flat.point(&middle))));
        }
        known.sort_by_key(|(code, ..)| *code);
        let points: Vec<GroundPoint> = known.iter().map(|(.., point)| *point).collect();
        let cells: Vec<GroundPoint> = hexagons(&points).into_iter().map(statistics::Hexagon::middle).collect();
        let corners: Vec<GroundPoint> = cells.iter().flat_map(corners).collect();
        let paper = Paper::of(corners.iter().copied(), WIDEST_HEXAGON);
        let mut paths = vec![None; places.len()];
        for ((_, number, _), cell) in known.iter().zip(&cells) {
            if let Some(path) = paths.get_mut(*number) {
                *path = Some(paper.path(corners_around(cell)));
            }
        }
        Shapes { paths, height: paper.height(), hexagons: true }
    }

    /// The middle of a place, or of its outline.
    fn middle(&self, code: &str) -> Option<Coordinates> {
        self.middles.get(code).copied().or_else(|| {
            let points: Vec<&Coordinates> = self.outlines.get(code)?.iter().flat_map(|part| &part.outline).collect();
            let count = f64::from(u32::try_from(points.len()).ok().filter(|count| *count > 0)?);
            Some(Coordinates {
                latitude: points.iter().map(|point| point.latitude).sum::<f64>() / count,
                longitude: points.iter().map(|point| point.longitude).sum::<f64>() / count,
            })
        })
    }
}

fn drawn_outlines(outlines: &[Option<&Vec<Polygon>>]) -> Shapes {
    let flat = Flat::of(outlines.iter().flatten().flat_map(|parts| parts.iter()).flat_map(|part| &part.outline));
    let all = outlines.iter().flatten().flat_map(|parts| parts.iter()).flat_map(|part| &part.outline);
    let paper = Paper::of(all.map(|point| flat.point(point)), f64::MAX);
    let path = |parts: &Vec<Polygon>| {
        let rings = parts.iter().flat_map(|part| std::iter::once(&part.outline).chain(&part.holes));
        rings.map(|ring| paper.path(ring.iter().map(|point| flat.point(point)))).collect::<String>()
    };
    Shapes { paths: outlines.iter().map(|parts| parts.map(path)).collect(), height: paper.height(), hexagons: false }
}

/// The Earth laid flat around one parallel: good for a region, not for the globe.
struct Flat {
    narrowing: f64,
}

impl Flat {
    fn of<'a>(points: impl Iterator<Item = &'a Coordinates>) -> Self {
        let (sum, count) = points.fold((0.0, 0.0), |(sum, count), point| (sum + point.latitude, count + 1.0));
        Self { narrowing: if count > 0.0 { (sum / count).to_radians().cos() } else { 1.0 } }
    }

    fn point(&self, at: &Coordinates) -> GroundPoint {
        GroundPoint { east: at.longitude * self.narrowing, south: -at.latitude }
    }
}

/// How the ground is made to fit the paper.
struct Paper {
    west: f64,
    north: f64,
    scale: f64,
    left: f64,
    deep: f64,
}

impl Paper {
    fn of(points: impl Iterator<Item = GroundPoint>, widest: f64) -> Self {
        let none = (f64::INFINITY, f64::NEG_INFINITY);
        let widened = |(least, most): (f64, f64), value: f64| (least.min(value), most.max(value));
        let (east, south) =
            points.fold((none, none), |(east, south), at| (widened(east, at.east), widened(south, at.south)));
        let size = |(least, most): (f64, f64)| if most > least { most - least } else { 1.0 };
        let room = |whole: f64| whole - 2.0 * MARGIN;
        let scale = (room(WIDTH) / size(east)).min(room(MAX_HEIGHT) / size(south)).min(widest);
        let left = (WIDTH - size(east) * scale) / 2.0;
        Self { west: east.0, north: south.0, scale, left, deep: size(south) * scale + 2.0 * MARGIN }
    }

    fn at(&self, point: GroundPoint) -> (f64, f64) {
        (self.left + (point.east - self.west) * self.scale, MARGIN + (point.south - self.north) * self.scale)
    }

    #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "between 0 and MAX_HEIGHT")]
    fn height(&self) -> u32 {
        if self.deep.is_finite() { self.deep.ceil() as u32 } else { 0 }
    }

    /// A closed line, without points too close to be seen.
    fn path(&self, points: impl Iterator<Item = GroundPoint>) -> String {
        let mut path = String::new();
        let mut last: Option<(f64, f64)> = None;
        for point in points {
            let (across, down) = self.at(point);
            let far = |(x, y): (f64, f64)| (x - across).abs() >= FINEST || (y - down).abs() >= FINEST;
            if last.is_none_or(far) {
                let sign = if last.is_none() { 'M' } else { 'L' };
                // Writing to a String does not fail.
                let _ = write!(path, "{sign}{across:.1} {down:.1}");
                last = Some((across, down));
            }
        }
        path + "Z"
    }
}

fn corners(middle: &GroundPoint) -> Vec<GroundPoint> {
    corners_around(middle).collect()
}

/// The corners of a hexagon on its tip, from the top round by the east.
fn corners_around(middle: &GroundPoint) -> impl Iterator<Item = GroundPoint> {
    const SIDE: f64 = 0.866_025_403_784_438_6;
    let corners = [(0.0, -1.0), (SIDE, -0.5), (SIDE, 0.5), (0.0, 1.0), (-SIDE, 0.5), (-SIDE, -0.5)];
    let middle = *middle;
    corners.into_iter().map(move |(east, south)| GroundPoint {
        east: middle.east + CORNER * east,
        south: middle.south + CORNER * south,
    })
}
