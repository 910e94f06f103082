//! On what terms a service is offered: cost, money behind it, languages, where people must live.

use super::Figure;
use super::field::record;

record! {
    /// A price.
    CostOption {
        /// The identifier.
        id: String,
        /// The service it belongs to.
        service_id: Option<String>,
        /// The first day it holds (`YYYY-MM-DD`).
        valid_from: Option<String>,
        /// The last day it holds (`YYYY-MM-DD`).
        valid_to: Option<String>,
        /// Whom or what it is for.
        option: Option<String>,
        /// The amount in pounds.
        amount: Option<Figure>,
        /// What the amount buys.
        amount_description: Option<String>,
    }
}

record! {
    /// Who pays for a service.
    Funding {
        /// The identifier.
        id: String,
        /// The service it belongs to.
        service_id: Option<String>,
        /// The source, in words.
        source: Option<String>,
    }
}

record! {
    /// A language a service is given in.
    Language {
        /// The identifier.
        id: String,
        /// The service it belongs to.
        service_id: Option<String>,
        /// The phone it belongs to.
        phone_id: Option<String>,
        /// The language, in words (not in the UK profile, kept when it comes).
        name: Option<String>,
    }
}

record! {
    /// Where a person must live to use a service.
    ServiceArea {
        /// The identifier.
        id: String,
        /// The service it belongs to.
        service_id: Option<String>,
        /// The area, in words.
        name: Option<String>,
        /// Its outline, in the format of `extent_type`.
        extent: Option<String>,
        /// `geojson`, `topojson`, `kml` or `text`.
        extent_type: Option<String>,
        /// A lasting name for the area on the web.
        uri: Option<String>,
        /// The area, in words; the UK profile's own field.
        service_area: Option<String>,
    }
}
