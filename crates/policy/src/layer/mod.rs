//! Layers: a programme of the spine as one area sees it.
//!
//! An area's text may set a number inside the range that the spine gives to its level, and let further people
//! through. What comes out is a [`Programme`] like any other, kept in [`Area::layered`](crate::Area::layered), so
//! that whoever asks for the programme in that area gets it without knowing about layers.
//!
//! INVARIANT: a widening cannot take anything away. Wherever the area's text widens a criterion, the criterion that
//! is asked is the spine's own *or* the area's. What `check` proves on top of that (`prove`) is that the text says
//! so too.

pub(crate) mod prove;
mod split;
mod values;
mod widening;
mod with_value;

pub use prove::{How, Proof};
pub use widening::{Payer, Widened, Widening};
pub use with_value::NoSuchParameter;

use crate::{DatedValue, KnownUntil, Parameter, Programme};
use std::sync::Arc;
use values::laid_over;

/// What an area's text changes of one programme of the spine.
#[derive(Debug, Clone)]
pub(crate) struct Layer {
    /// The path that its reason codes start with: `areas/newcastle/layers/restart`.
    pub(crate) path: Arc<str>,
    /// Numbers of its own, which its widenings read.
    pub(crate) parameters: Vec<Parameter>,
    /// Numbers of the spine that it sets.
    pub(crate) settings: Vec<Setting>,
    /// Whom it lets through besides.
    pub(crate) widenings: Vec<Arc<Widening>>,
    /// Until when the area confirms what the spine says, where it does.
    pub(crate) known_until: Option<Arc<KnownUntil>>,
}

/// A number of the spine that an area's text sets.
#[derive(Debug, Clone)]
pub(crate) struct Setting {
    /// The id of the number.
    pub(crate) parameter: Arc<str>,
    /// The values, on the days on which the area has its own.
    pub(crate) values: Vec<DatedValue>,
}

impl Programme {
    /// The programme with the numbers that the settings give, and nothing else of a layer.
    pub(crate) fn with_settings<'a>(&self, settings: impl IntoIterator<Item = &'a Setting>) -> Self {
        let mut parameters = self.parameters.clone();
        for setting in settings {
            if let Some(parameter) = parameters.iter_mut().find(|known| known.id == setting.parameter) {
                parameter.values = laid_over(&parameter.values, &setting.values);
            }
        }
        self.clone().with_parameters(parameters)
    }

    /// The programme with all of a layer: its numbers, and the widenings of its criteria.
    pub(crate) fn with_layer(&self, layer: &Layer) -> Self {
        let set = self.with_settings(&layer.settings);
        let parameters = [set.parameters.as_slice(), layer.parameters.as_slice()].concat();
        let mut layered = set.with_parameters(parameters);
        layered.layer = Some(Arc::clone(&layer.path));
        if let Some(confirmed) = &layer.known_until {
            layered.known_until = KnownUntil::later(layered.known_until.as_ref(), confirmed);
            for criterion in &mut layered.criteria {
                criterion.known_until = KnownUntil::later(criterion.known_until.as_ref(), confirmed);
            }
        }
        let shared: Arc<[Parameter]> = Arc::from(layered.parameters.as_slice());
        let widenings: Vec<Arc<Widening>> =
            layer.widenings.iter().map(|widening| Arc::new(widening.with_parameters(&shared))).collect();
        layered.criteria =
            layered.criteria.iter().flat_map(|criterion| split::widened(criterion, &widenings)).collect();
        let set = layer.settings.iter().flat_map(|setting| &setting.values);
        let of_values =
            set.filter_map(|value| Some((Some(value.period.from), value.period.until, value.source.as_deref()?)));
        let of_widenings = widenings.iter().map(|widening| (widening.from, widening.until, widening.source.as_ref()));
        layered.cites = self.cites.joined_with(&of_values.chain(of_widenings).collect::<Vec<_>>());
        layered
    }
}
