//! A service: what is offered, to whom, by which organisation, where and when.

use super::field::{Extra, record};
use super::{
    Attribute, Contact, CostOption, Figure, Funding, Language, Organization, Phone, Record, Schedule, ServiceArea,
    ServiceAtLocation,
};
use kernel::{Day, Moment};
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

    /// When the entry last changed, as late as what it says can mean: a time without a zone is taken in UTC (in summer the
    /// clocks here are ahead of it), a day alone at its end. So whoever asks for what changed since then misses nothing.
    /// `None` when it does not say, or not in a way that can be read.
    #[must_use]
    pub fn modified_at(&self) -> Option<Moment> {
        let text = self.last_modified.as_deref()?.trim();
        let zoned = || chrono::DateTime::parse_from_rfc3339(text).ok().map(|moment| moment.to_utc());
        let local = || {
            let forms = ["%Y-%m-%dT%H:%M:%S%.f", "%Y-%m-%d %H:%M:%S%.f", "%Y-%m-%dT%H:%M", "%Y-%m-%d %H:%M"];
            let read = |form: &&str| chrono::NaiveDateTime::parse_from_str(text, form).ok();
            forms.iter().find_map(read).map(|moment| moment.and_utc())
        };
        let day = || Some(text.parse::<Day>().ok()?.and_hms_opt(23, 59, 59)?.and_utc());
        zoned().or_else(local).or_else(day)
    }

    /// Every schedule: its own, and those of its places.
    pub fn every_schedule(&self) -> impl Iterator<Item = &Schedule> {
        self.schedules.iter().chain(self.service_at_locations.iter().flat_map(|place| &place.schedules))
    }

    /// From when until when its schedules hold, both days included: from the first to begin to the last to end. `None`
    /// for no bound; a service without schedules has none.
    #[must_use]
    pub fn holds(&self) -> (Option<Day>, Option<Day>) {
        let (from, until): (Vec<Option<Day>>, Vec<Option<Day>>) = self.every_schedule().map(Schedule::holds).unzip();
        let from: Option<Vec<Day>> = from.into_iter().collect();
        let until: Option<Vec<Day>> = until.into_iter().collect();
        (from.and_then(|days| days.into_iter().min()), until.and_then(|days| days.into_iter().max()))
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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_change_is_read_as_late_as_it_can_be_meant() {
        let read = |text: &str| {
            let service = Service { last_modified: Some(text.to_owned()), ..Service::default() };
            service.modified_at().map(|moment| moment.to_rfc3339())
        };
        for (text, moment) in [
            ("2026-07-01T10:00:00Z", Some("2026-07-01T10:00:00+00:00")),
            ("2026-07-01T10:00:00+01:00", Some("2026-07-01T09:00:00+00:00")),
            ("2026-07-01T10:00:00", Some("2026-07-01T10:00:00+00:00")),
            ("2026-07-01 10:00:00.5", Some("2026-07-01T10:00:00.500+00:00")),
            ("2026-07-01T10:00", Some("2026-07-01T10:00:00+00:00")),
            ("2026-07-01", Some("2026-07-01T23:59:59+00:00")),
            ("01/07/2026", None),
            ("", None),
        ] {
            assert_eq!(read(text).as_deref(), moment, "{text}");
        }
    }

    #[test]
    fn a_service_holds_from_its_first_schedule_to_its_last() {
        let day = |text: &str| text.parse::<Day>().ok();
        let schedule = |from: Option<&str>, to: Option<&str>| Schedule {
            byday: Some("MO".to_owned()),
            valid_from: from.map(str::to_owned),
            valid_to: to.map(str::to_owned),
            ..Schedule::default()
        };
        let of = |schedules: Vec<Schedule>| Service { schedules, ..Service::default() }.holds();
        assert_eq!(of(Vec::new()), (None, None));
        let spring = schedule(Some("2026-03-01"), Some("2026-05-31"));
        let autumn = schedule(Some("2026-09-01"), Some("2026-11-30"));
        assert_eq!(of(vec![autumn.clone(), spring.clone()]), (day("2026-03-01"), day("2026-11-30")));
        assert_eq!(of(vec![autumn, schedule(None, None)]), (None, None));
        let unread = Schedule { byday: Some("??".to_owned()), ..spring };
        assert_eq!(of(vec![unread]), (day("2026-03-01"), day("2026-05-31")));
    }
}
