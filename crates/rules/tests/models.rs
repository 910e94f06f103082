//! The worked contracts of `docs/contracts`, held against the published figures and rules of the model that each is of.
//!
//! One file for each model, named after it; its tests are named after the source.
#![expect(clippy::unwrap_used, clippy::panic, clippy::indexing_slicing, reason = "tests")]

#[path = "models/support.rs"]
mod support;

#[path = "models/always.rs"]
mod always;
#[path = "models/esf.rs"]
mod esf;
#[path = "models/fair_start_scotland.rs"]
mod fair_start_scotland;
#[path = "models/flexible_new_deal.rs"]
mod flexible_new_deal;
#[path = "models/ips_in_primary_care.rs"]
mod ips_in_primary_care;
#[path = "models/national_careers_service.rs"]
mod national_careers_service;
#[path = "models/newcastle_futures.rs"]
mod newcastle_futures;
#[path = "models/restart.rs"]
mod restart;
#[path = "models/run.rs"]
mod run;
#[path = "models/skills_bootcamps.rs"]
mod skills_bootcamps;
#[path = "models/work_programme.rs"]
mod work_programme;
