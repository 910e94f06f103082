//! The figure: the SVG, its key and its table, from the map's template.

use super::{
    Map, SUPPRESSED, Scale, Shade, UNKNOWN,
    ground::{Ground, WIDTH},
    look::{Look, look},
};
use crate::PageError;
use askama::{Template, filters::HtmlSafe};
use std::fmt;

/// A map as HTML: a figure with an SVG and a key, and a table. A page's template prints it as it is:
/// `{{ drawing }}`.
#[derive(Debug, Clone)]
pub struct Drawing(String);

impl Drawing {
    /// The HTML.
    #[must_use]
    pub fn html(&self) -> &str {
        &self.0
    }
}

impl fmt::Display for Drawing {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str(&self.0)
    }
}

impl askama::FastWritable for Drawing {
    fn write_into(&self, target: &mut dyn fmt::Write, _: &dyn askama::Values) -> askama::Result<()> {
        Ok(target.write_str(&self.0)?)
    }
}

impl HtmlSafe for Drawing {}

#[derive(Template)]
#[template(path = "map/map.html")]
struct MapFigure<'a> {
    id: &'a str,
    map: &'a Map,
    width: f64,
    height: u32,
    hexagons: bool,
    looks: Vec<KeyLine>,
    shapes: Vec<Shape>,
    rows: Vec<(String, String, String)>,
    rule: &'static str,
    lost: String,
}

/// A line of the key, with its look.
struct KeyLine {
    shade: Shade,
    look: Look,
    /// Its number among the looks of this map.
    number: usize,
    /// Its colour, or the pattern of that number.
    fill: String,
    words: String,
    places: usize,
}

impl KeyLine {
    fn dashed(&self) -> bool {
        self.shade == Shade::Unknown
    }
}

/// A place on the map.
struct Shape {
    path: String,
    fill: String,
    dashed: bool,
    /// Its name and its value.
    says: String,
}

impl Map {
    /// Draws it. `id`: unlike any other on the page, of letters, digits and hyphens. A place of which `ground`
    /// knows nothing is in the table only, and that is said.
    ///
    /// # Errors
    /// A fault when the template cannot be written.
    pub fn draw(&self, id: &str, ground: &Ground) -> Result<Drawing, PageError> {
        let shades = self.shades();
        let drawn = ground.shapes(&self.places);
        let steps = matches!(self.scale, Scale::Steps { .. });
        let classes = shades.classes.len();
        let lines = shades.classes.into_iter().enumerate().map(|(class, words)| (Shade::Class(class), words));
        let others = [(Shade::Suppressed, SUPPRESSED.to_owned()), (Shade::Unknown, UNKNOWN.to_owned())];
        let of_shade = |shade: Shade| shades.of_places.iter().filter(|one| **one == shade).count();
        let lines = lines.chain(others.into_iter().filter(|(shade, _)| of_shade(*shade) > 0));
        let looks: Vec<KeyLine> = lines
            .enumerate()
            .map(|(number, (shade, words))| {
                let look = look(shade, steps, classes);
                let pattern = || format!("url(#{id}-look-{number})");
                let fill = if look.path.is_empty() { look.ground.to_owned() } else { pattern() };
                KeyLine { shade, look, number, fill, words, places: of_shade(shade) }
            })
            .collect();
        let mut shapes = Vec::new();
        for ((place, shade), path) in self.places.iter().zip(&shades.of_places).zip(&drawn.paths) {
            let line = looks.iter().find(|line| line.shade == *shade);
            if let (Some(path), Some(line)) = (path, line) {
                let says = format!("{}: {}", place.name, self.told(place.reading));
                shapes.push(Shape { path: path.clone(), fill: line.fill.clone(), dashed: line.dashed(), says });
            }
        }
        let lost = self.places.len() - shapes.len();
        let figure = MapFigure {
            id,
            map: self,
            width: WIDTH,
            height: drawn.height,
            hexagons: drawn.hexagons,
            rows: self
                .places
                .iter()
                .map(|place| (place.name.clone(), place.code.clone(), self.told(place.reading)))
                .collect(),
            looks,
            shapes,
            rule: shades.rule,
            lost: match lost {
                0 => String::new(),
                1 => "1 place is not on the map, because nobody said where it lies. It is in the table.".to_owned(),
                lost => format!(
                    "{lost} places are not on the map, because nobody said where they lie. They are in the table."
                ),
            },
        };
        Ok(Drawing(figure.render()?))
    }
}
