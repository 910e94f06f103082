//! Where a service is given.

use super::field::record;
use super::service::plain_fields;
use super::{Attribute, Contact, Figure, Phone, Record, Schedule, Service};
use kernel::{Coordinates, Postcode};

record! {
    /// A place, a postal address or a place on the web.
    Location {
        /// The identifier.
        id: String,
        /// `physical`, `postal` or `virtual`.
        location_type: Option<String>,
        /// The name of the building.
        name: Option<String>,
        /// What it is, for people.
        description: Option<String>,
        /// Degrees north (WGS 84).
        latitude: Option<Figure>,
        /// Degrees east (WGS 84).
        longitude: Option<Figure>,
        /// Its number in a public register of places.
        external_identifier: Option<String>,
        /// Which register: `UPRN`.
        external_identifier_type: Option<String>,
        /// Its addresses.
        addresses: Vec<Address>,
        /// What makes it usable for disabled people.
        accessibility: Vec<Accessibility>,
        /// The taxonomy terms that describe it.
        attributes: Vec<Attribute>,
    }
}

record! {
    /// An address.
    Address {
        /// The identifier.
        id: String,
        /// The location it belongs to.
        location_id: Option<String>,
        /// The person or part of the organisation it is for.
        attention: Option<String>,
        /// House and street.
        address_1: Option<String>,
        /// Town or city.
        city: Option<String>,
        /// Part of the town.
        region: Option<String>,
        /// County.
        state_province: Option<String>,
        /// Postcode.
        postal_code: Option<String>,
        /// Country, as two letters.
        country: Option<String>,
        /// `physical`, `postal` or `virtual`.
        address_type: Option<String>,
        /// The taxonomy terms that describe it.
        attributes: Vec<Attribute>,
    }
}

record! {
    /// Something that makes a place usable for disabled people.
    Accessibility {
        /// The identifier.
        id: String,
        /// The location it belongs to.
        location_id: Option<String>,
        /// What it is, for people.
        description: Option<String>,
        /// How to use it.
        details: Option<String>,
        /// A page about it.
        url: Option<String>,
        /// The taxonomy terms that describe it.
        attributes: Vec<Attribute>,
        /// What it is; the UK profile's own field.
        accessibility: Option<String>,
    }
}

record! {
    /// A service as it is given at one place. Only `id` is required.
    ServiceAtLocation {
        /// The identifier.
        id: String,
        /// The service, when it is not nested.
        service_id: Option<String>,
        /// The location, when it is not nested.
        location_id: Option<String>,
        /// The place.
        location: Option<Location>,
        /// The service, when the record is served by itself.
        service: Option<Box<Service>>,
        /// When it is open here.
        schedules: Vec<Schedule>,
        /// Whom to ask here.
        contacts: Vec<Contact>,
        /// Numbers to ring here.
        phones: Vec<Phone>,
    }
}

impl Location {
    /// The point it lies at; `None` when either number is absent or off the Earth.
    #[must_use]
    pub fn coordinates(&self) -> Option<Coordinates> {
        let point =
            Coordinates { latitude: self.latitude.as_ref()?.as_f64(), longitude: self.longitude.as_ref()?.as_f64() };
        let on_the_earth = point.latitude.abs() <= 90.0 && point.longitude.abs() <= 180.0;
        on_the_earth.then_some(point)
    }

    /// The first address that has a postcode of the right form.
    #[must_use]
    pub fn postcode(&self) -> Option<Postcode> {
        self.addresses.iter().filter_map(|address| address.postal_code.as_deref()?.parse().ok()).next()
    }

    /// The place without its lists.
    #[must_use]
    pub fn summary(&self) -> Self {
        Self {
            addresses: Vec::new(),
            accessibility: Vec::new(),
            attributes: Vec::new(),
            extra: plain_fields(&self.extra),
            ..self.clone()
        }
    }
}

impl Record for ServiceAtLocation {
    const KIND: &'static str = "service_at_location";

    fn id(&self) -> &str {
        &self.id
    }

    fn missing(&self) -> Option<&'static str> {
        None
    }

    fn summary(&self) -> Self {
        Self {
            location: self.location.as_ref().map(Location::summary),
            service: self.service.as_ref().map(|service| Box::new(service.summary())),
            schedules: Vec::new(),
            contacts: Vec::new(),
            phones: Vec::new(),
            extra: plain_fields(&self.extra),
            ..self.clone()
        }
    }
}
