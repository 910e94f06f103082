//! Open Referral UK 3.0: the records, the page they travel in, and how a page is read.
//!
//! *Authority*: the UK profile of the Human Services Data Specification 3.0 (schemas and examples
//! of `OpenReferralUK/uk-profile`, CC BY-SA 4.0).
//!
//! Reading is forgiving and serving is exact. What a record holds beyond the fields named here is
//! kept in its `extra` and served again as it came; a `null` counts as absent, because the
//! schemas do not allow it.
//!
//! ```
//! use exchange::oruk::{Service, read_page};
//! let page = read_page::<Service>(
//!     br#"{"contents": [{"id": "a", "name": "Job club", "status": "active"}, {"id": "b"}]}"#,
//! ).unwrap();
//! assert_eq!(page.records.len(), 1);
//! assert_eq!(page.faults[0].to_string(), "record 2 (id `b`): `name` is missing");
//! ```

mod api_details;
mod believable;
mod contact;
mod field;
mod location;
mod offer;
mod organization;
mod page;
mod plain;
mod read;
mod record;
mod repair;
mod schedule;
mod service;
mod taxonomy;
mod timing;
mod weekday;

pub use api_details::{ApiDetails, PROFILE_URL, VERSION};
pub use believable::{Believed, Ground, believable};
pub use contact::{Contact, Phone};
pub use field::{Extra, Figure};
pub use location::{Accessibility, Address, Location, ServiceAtLocation};
pub use offer::{CostOption, Funding, Language, ServiceArea};
pub use organization::{Organization, OrganizationIdentifier};
pub use page::{Page, PageNumbers};
pub use read::{PageFault, PageRead, RecordFault, Shape, read_page, read_record};
pub use record::Record;
pub use schedule::Schedule;
pub use service::{Service, ServiceStatus};
pub use taxonomy::{Attribute, Taxonomy, TaxonomyTerm};
pub use timing::{
    DAYS_LOOKED_AHEAD, Hours, Reading, Repeats, Standing, Timing, day_of, standing, time_of_day, weekdays_in_words,
};
pub use weekday::Weekday;
