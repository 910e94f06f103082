//! A service: what is offered, to whom, by which organisation, where and when.

use super::field::{Extra, record};
use super::{
    Attribute, Contact, CostOption, Figure, Funding, Language, Organization, Phone, Record, Schedule, ServiceArea,
    ServiceAtLocation,
};
use kernel::Moment;
use serde::{Deserialize, Serialize};

/// Whether a service runs at present, in the standard's four words.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum ServiceStatus {
    /// It runs.
    Active,
    /// It does not run at present.
    Inactive,
    /// It has ended for good.
    Defunct,
    /// It has stopped for a while.
    #[serde(rename = "temporarily closed")]
    TemporarilyClosed,
}

record! {
    /// A service as the standard has it. `id`, `name` and `status` are required.
    Service {
        /// The identifier; a UUID in the standard, any text of up to 200 characters when read.
        id: String,
        /// The identifier of the organisation, when the organisation itself is not nested.
        organization_id: Option<String>,
        /// The name that people know it by.
        name: String,
        /// What it does, for people.
        description: Option<String>,
        /// Its page on the web.
        url: Option<String>,
        /// Its address for mail.
        email: Option<String>,
        /// Whether it runs.
        status: Option<ServiceStatus>,
        /// What it costs, in words.
        fees: Option<String>,
        /// Marks of quality it holds.
        accreditations: Option<String>,
        /// The youngest a person may be, in years, inclusive.
        minimum_age: Option<Figure>,
        /// The oldest a person may be, in years, inclusive.
        maximum_age: Option<Figure>,
        /// The day the entry was last checked (`YYYY-MM-DD`).
        assured_date: Option<String>,
        /// Who checked it.
        assurer_email: Option<String>,
        /// A short-lived notice.
        alert: Option<String>,
        /// When the entry last changed (RFC 3339).
        last_modified: Option<String>,
        /// When it is open.
        schedules: Vec<Schedule>,
        /// Where a person must live to use it.
        service_areas: Vec<ServiceArea>,
        /// Where it is given.
        service_at_locations: Vec<ServiceAtLocation>,
        /// Languages it is given in.
        languages: Vec<Language>,
        /// Who gives it.
        organization: Option<Box<Organization>>,
        /// Who pays for it.
        funding: Vec<Funding>,
        /// What it costs.
        cost_options: Vec<CostOption>,
        /// Whom to ask.
        contacts: Vec<Contact>,
        /// Numbers to ring.
        phones: Vec<Phone>,
        /// The taxonomy terms that describe it.
        attributes: Vec<Attribute>,
    }
}

impl Record for Service {
    const KIND: &'static str = "service";

    fn id(&self) -> &str {
        &self.id
    }

    fn missing(&self) -> Option<&'static str> {
        if self.name.trim().is_empty() {
            Some("name")
        } else if self.status.is_none() {
            Some("status")
        } else {
            None
        }
    }

    /// The service without its lists, as a page of services has it.
    fn summary(&self) -> Self {
        Self {
            schedules: Vec::new(),
            service_areas: Vec::new(),
            service_at_locations: Vec::new(),
            languages: Vec::new(),
            organization: self.organization.as_ref().map(|one| Box::new(one.summary())),
            funding: Vec::new(),
            cost_options: Vec::new(),
            contacts: Vec::new(),
            phones: Vec::new(),
            attributes: Vec::new(),
            extra: plain_fields(&self.extra),
            ..self.clone()
        }
    }
}

impl Service {
    /// Whether the record has none of its lists, so that the whole of it has to be asked for by id.
    #[must_use]
    pub fn is_summary(&self) -> bool {
        self.schedules.is_empty()
            && self.service_areas.is_empty()
            && self.service_at_locations.is_empty()
            && self.languages.is_empty()
            && self.cost_options.is_empty()
            && self.contacts.is_empty()
            && self.attributes.is_empty()
    }

    /// When the entry last changed; `None` when it does not say, or not in RFC 3339.
    #[must_use]
    pub fn modified_at(&self) -> Option<Moment> {
        let text = self.last_modified.as_deref()?;
        chrono::DateTime::parse_from_rfc3339(text).ok().map(|moment| moment.to_utc())
    }
}

/// The fields that are neither lists nor objects.
pub(super) fn plain_fields(extra: &Extra) -> Extra {
    extra
        .iter()
        .filter(|(_, value)| !value.is_array() && !value.is_object())
        .map(|(name, value)| (name.clone(), value.clone()))
        .collect()
}
