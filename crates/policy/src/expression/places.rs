//! Where people live: `area('…')` and `distance_km(home, '…')`.

use super::{
    check::{Checker, Typed},
    ir::{AreaIndex, Number},
};
use crate::{
    places::{Distances, Gazetteer},
    suggest::did_you_mean,
};
use cel::IdedExpr;
use kernel::{Coordinates, Postcode};
use std::sync::Arc;

/// The points that an expression may name.
pub(crate) struct Landmarks<'a> {
    pub(crate) gazetteer: &'a Gazetteer,
    /// Ids of the bodies of every area that have a postcode.
    pub(crate) bodies: Vec<(String, Postcode)>,
}

/// Why a name is not a point.
enum NoPoint {
    /// Neither a postcode nor the id of a body with one.
    NoSuchName,
    /// Bodies of two areas have the id, and they are in different places.
    Several,
    /// The table of places does not know where the postcode is.
    NotInTable(Postcode),
}

impl Landmarks<'_> {
    fn find(&self, name: &str) -> Result<Coordinates, NoPoint> {
        let mut postcodes: Vec<Postcode> = name.parse().into_iter().collect();
        if postcodes.is_empty() {
            postcodes.extend(self.bodies.iter().filter(|(id, _)| id == name).map(|(_, postcode)| postcode.clone()));
            postcodes.dedup();
        }
        match postcodes.as_slice() {
            [] => Err(NoPoint::NoSuchName),
            [postcode] => {
                let record = self.gazetteer.locate(postcode).and_then(|record| record.coordinates);
                record.ok_or_else(|| NoPoint::NotInTable(postcode.clone()))
            }
            _ => Err(NoPoint::Several),
        }
    }
}

impl Checker<'_> {
    /// `area('id')`.
    pub(super) fn area(&self, id: &IdedExpr) -> Option<Typed> {
        let Typed::Text(name) = self.part(id)? else {
            self.fault("policy/wrong-type", id, "`area` needs the id of an area in quotes", |fault| fault);
            return None;
        };
        let position = self.scope.areas.iter().position(|area| area.as_ref() == name);
        if position.is_none() {
            let help = did_you_mean(&name, self.scope.areas.iter().map(AsRef::as_ref))
                .unwrap_or_else(|| "an area is a folder in areas/ with an area.toml".to_owned());
            self.fault("policy/unknown-area", id, format!("there is no area `{name}`"), |fault| {
                fault.label("not known").help(help)
            });
        }
        position.map(|position| Typed::Area(AreaIndex(position)))
    }

    /// `distance_km(place, 'postcode or body')`.
    pub(super) fn distance(&self, place: &IdedExpr, to: &IdedExpr) -> Option<Typed> {
        let (typed, to_typed) = (self.part(place), self.part(to));
        let (typed, to_typed) = (typed?, to_typed?);
        let (Typed::Place(fact), Typed::Text(name)) = (&typed, &to_typed) else {
            match typed {
                Typed::Place(_) => self.wrong_type(to, &to_typed, "a postcode or the id of a body in quotes"),
                _ => self.wrong_type(place, &typed, "a place"),
            }
            return None;
        };
        let gazetteer = self.scope.landmarks.gazetteer;
        let distances = match self.scope.landmarks.find(name) {
            Ok(point) => Distances::new(gazetteer, point),
            Err(no_point) => {
                self.report_no_point(to, name, &no_point)?;
                Distances::default()
            }
        };
        Some(Typed::Number(Number::Distance(*fact, Arc::new(distances))))
    }

    /// Reports a name that is not a point. `None` when it is an error, and not for want of a table.
    fn report_no_point(&self, node: &IdedExpr, name: &str, no_point: &NoPoint) -> Option<()> {
        match no_point {
            NoPoint::NoSuchName => {
                let bodies = self.scope.landmarks.bodies.iter().map(|(id, _)| id.as_str());
                let help = did_you_mean(name, bodies).unwrap_or_else(|| {
                    "write a postcode, or the id of a body that has one in its area.toml".to_owned()
                });
                self.fault("policy/unknown-place", node, format!("there is no place `{name}`"), |fault| {
                    fault.label("neither a postcode nor a body with one").help(help)
                });
                None
            }
            NoPoint::Several => {
                self.fault("policy/unknown-place", node, format!("bodies of two areas are called `{name}`"), |fault| {
                    fault.label("which one is meant?").help("write the postcode instead")
                });
                None
            }
            // Without any table of places nothing can be found, and that is not the text's fault.
            NoPoint::NotInTable(_) if self.scope.landmarks.gazetteer.is_empty() => Some(()),
            NoPoint::NotInTable(postcode) => {
                let message = format!("the table of places does not say where `{postcode}` is");
                self.fault("policy/unknown-place", node, message, |fault| {
                    fault.into_warning().label("every distance to it is unknown").help("load a fuller table of places")
                });
                Some(())
            }
        }
    }
}
