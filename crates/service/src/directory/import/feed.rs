//! Taking in a feed on the web: its list of services page by page, each service in full, then its
//! taxonomies.

use super::Options;
use super::course::{Course, Next};
use super::fetch::{FetchFault, Fetcher, Limits};
use super::keep::{Batch, keep};
use super::report::{Ending, Progress, Report};
use super::run::Run;
use super::settle::finish;
use crate::Application;
use anyhow::{Result, bail};
use exchange::oruk::{Record, RecordFault, Service, Shape, Taxonomy, TaxonomyTerm, read_page};
use url::Url;

/// How many services are asked for at once.
const ASKED_AT_ONCE: usize = 4;
/// After a given number of services in a row that could not be had in full, no more are asked for.
const MAX_REFUSALS: u32 = 5;

/// The addresses of a feed.
#[derive(Debug, Clone)]
struct Addresses {
    list: Url,
    root: Option<Url>,
}

/// A feed being taken in.
struct Feed<'a> {
    run: Run<'a>,
    addresses: Addresses,
    fetcher: Fetcher,
    limits: &'a Limits,
    refusals: u32,
}

/// Takes in the feed at a URL: the root of its API, its list of services, or a file of it.
///
/// # Errors
/// When the URL is none, or the database refuses. What is wrong with the feed is in the report.
pub async fn import_feed(
    app: &Application,
    url: &str,
    options: &Options,
    progress: &mut (dyn FnMut(&Progress) + Send),
) -> Result<Report> {
    let addresses = addresses(url)?;
    let limits = &options.limits;
    let fetcher = Fetcher::new(limits);
    let source = options.source.clone().unwrap_or_else(|| source_of(&addresses.list));
    let asks_for_changes = addresses.list.query_pairs().any(|(name, _)| name == "modified_after");
    let mut feed = Feed { run: Run::new(app, source), addresses, fetcher, limits, refusals: 0 };
    let mut course = Course::default();
    let ending = feed.services(&mut course, progress).await?;
    let mut notes = Vec::new();
    if ending == Ending::Whole {
        let is_whole = !course.lacks() && !course.is_single() && !asks_for_changes;
        notes.extend(course.untruths());
        notes.extend(feed.taxonomies().await?);
        notes.extend(finish(&mut feed.run, is_whole, options.many_gone).await?);
    }
    Ok(Report { pages: course.pages(), summary: feed.run.summary, notes, ending })
}

impl Feed<'_> {
    async fn services(&mut self, course: &mut Course, progress: &mut (dyn FnMut(&Progress) + Send)) -> Result<Ending> {
        let mut asked = 1;
        loop {
            let url = page_url(&self.addresses.list, asked);
            let bytes = match self.fetcher.fetch(&url).await? {
                Ok(bytes) => bytes,
                Err(fault) => return Ok(Ending::Early(fault.to_string())),
            };
            let page = match read_page::<Service>(&bytes) {
                Ok(page) => page,
                Err(fault) => return Ok(Ending::Early(format!("{url}: {fault}"))),
            };
            let next = course.after(asked, &page, self.limits.pages);
            if course.pages() == asked {
                self.run.page(&format!("page {asked}, "), &page.faults, &page.mended);
                let (services, stopped) = self.in_full(page.records, page.shape).await?;
                let batch = Batch { services, ..Batch::default() };
                keep(&mut self.run, &batch).await?;
                let of_pages = page.numbers.total_pages;
                progress(&Progress { pages: asked, of_pages, summary: self.run.summary.clone() });
                if let Some(fault) = stopped {
                    return Ok(Ending::Early(fault.to_string()));
                }
            }
            match next {
                Next::Page(number) => asked = number,
                Next::Done => return Ok(Ending::Whole),
                Next::Leave(why) => return Ok(Ending::Early(why)),
            }
        }
    }

    /// The services in full: those that a list gives in summary are asked for by id. One that
    /// cannot be had is kept as it came, and its fault noted.
    async fn in_full(&mut self, listed: Vec<Service>, shape: Shape) -> Result<(Vec<Service>, Option<FetchFault>)> {
        let mut services = Vec::with_capacity(listed.len());
        let mut stopped = None;
        let mut waiting = listed.into_iter().peekable();
        while waiting.peek().is_some() {
            let some: Vec<Service> = waiting.by_ref().take(ASKED_AT_ONCE).collect();
            if shape == Shape::Single || stopped.is_some() || self.refusals >= MAX_REFUSALS {
                services.extend(some);
                continue;
            }
            let asked: Vec<_> = some.into_iter().map(|service| self.ask(service)).collect();
            for task in asked {
                let (service, outcome) = task.await??;
                match outcome {
                    Ok(mended) => {
                        self.refusals = 0;
                        self.run.page("asked for in full, ", &[], &mended);
                    }
                    Err(Refusal::Fetch(fault)) if fault.is_final() => stopped = Some(fault),
                    Err(refusal) => self.refused(&service, &refusal),
                }
                services.push(service);
            }
        }
        Ok((services, stopped))
    }

    fn refused(&mut self, service: &Service, refusal: &Refusal) {
        self.refusals += 1;
        self.run.summary.fault(format!("service `{}` is kept in summary only: {refusal}", service.id()));
        if self.refusals == MAX_REFUSALS {
            self.run.summary.fault("no more services are asked for in full".to_owned());
        }
    }

    /// Asks for a service in full when it came in summary.
    fn ask(&self, service: Service) -> tokio::task::JoinHandle<Result<Asked>> {
        let url = self
            .addresses
            .root
            .as_ref()
            .filter(|_| service.is_summary())
            .map(|root| below(root, &["services", service.id()]));
        let fetcher = self.fetcher.clone();
        tokio::spawn(async move {
            let Some(url) = url else { return Ok((service, Ok(Vec::new()))) };
            let bytes = match fetcher.fetch(&url).await? {
                Ok(bytes) => bytes,
                Err(fault) => return Ok((service, Err(Refusal::Fetch(fault)))),
            };
            Ok(match whole(&bytes, service.id()) {
                Ok((whole, mended)) => (whole, Ok(mended)),
                Err(why) => (service, Err(Refusal::Unreadable(format!("{url}: {why}")))),
            })
        })
    }

    /// Takes in the taxonomies and terms, which a feed need not have. Gives notes.
    async fn taxonomies(&mut self) -> Result<Vec<String>> {
        let mut notes = Vec::new();
        let mut batch = Batch::default();
        for name in ["taxonomies", "taxonomy_terms"] {
            let Some(list) = self.addresses.root.as_ref().map(|root| below(root, &[name])) else { continue };
            let mut taxonomies = Course::default();
            let mut asked = 1;
            loop {
                let bytes = match self.fetcher.fetch(&page_url(&list, asked)).await? {
                    Ok(bytes) => bytes,
                    Err(FetchFault::Status(..)) => break,
                    Err(fault) => {
                        notes.push(fault.to_string());
                        break;
                    }
                };
                let next = match batch.take(name, &bytes, asked, &mut taxonomies, self.limits.pages) {
                    Ok(next) => next,
                    Err(why) => Next::Leave(why),
                };
                match next {
                    Next::Page(number) => asked = number,
                    Next::Done => break,
                    Next::Leave(why) => {
                        notes.push(format!("{name}: {why}"));
                        break;
                    }
                }
            }
        }
        keep(&mut self.run, &batch).await?;
        Ok(notes)
    }
}

impl Batch {
    fn take(
        &mut self,
        name: &str,
        bytes: &[u8],
        asked: u64,
        course: &mut Course,
        most_pages: u64,
    ) -> Result<Next, String> {
        if name == "taxonomies" {
            let page = read_page::<Taxonomy>(bytes).map_err(|fault| fault.to_string())?;
            let next = course.after(asked, &page, most_pages);
            self.taxonomies.extend(page.records);
            Ok(next)
        } else {
            let page = read_page::<TaxonomyTerm>(bytes).map_err(|fault| fault.to_string())?;
            let next = course.after(asked, &page, most_pages);
            self.terms.extend(page.records);
            Ok(next)
        }
    }
}

/// A service, and what was mended in it, or why it could not be had in full.
type Asked = (Service, Result<Vec<RecordFault>, Refusal>);

/// Why a service could not be had in full.
#[derive(Debug, thiserror::Error)]
enum Refusal {
    #[error("{0}")]
    Fetch(FetchFault),
    #[error("{0}")]
    Unreadable(String),
}

/// The one service that an answer holds.
fn whole(bytes: &[u8], id: &str) -> Result<(Service, Vec<RecordFault>), String> {
    let page = read_page::<Service>(bytes).map_err(|fault| fault.to_string())?;
    if let Some(fault) = page.faults.first() {
        return Err(fault.why.clone());
    }
    let mut records = page.records.into_iter();
    match (records.next(), records.next()) {
        (Some(service), None) if service.id() == id => Ok((service, page.mended)),
        (Some(service), None) => Err(format!("it has the id `{}`", service.id())),
        _ => Err("it is not one service".to_owned()),
    }
}

/// The name of a feed by its address: without which page is asked for, how long it is and since when.
fn source_of(list: &Url) -> String {
    let passing = ["page", "per_page", "modified_after"];
    let kept: Vec<(String, String)> = list
        .query_pairs()
        .filter(|(name, _)| !passing.contains(&name.as_ref()))
        .map(|(name, value)| (name.into_owned(), value.into_owned()))
        .collect();
    let mut source = list.clone();
    source.set_query(None);
    if !kept.is_empty() {
        source.query_pairs_mut().extend_pairs(kept);
    }
    source.to_string()
}

fn addresses(text: &str) -> Result<Addresses> {
    let url = match Url::parse(text) {
        Ok(url) if matches!(url.scheme(), "http" | "https") && url.has_host() => url,
        _ => bail!("`{text}` is not an address that begins with http:// or https://"),
    };
    let path = url.path().trim_end_matches('/').to_owned();
    if path.ends_with(".json") {
        return Ok(Addresses { list: url, root: None });
    }
    let mut root = url.clone();
    root.set_path(path.strip_suffix("/services").unwrap_or(&path));
    let mut list = below(&root, &["services"]);
    list.set_query(url.query());
    Ok(Addresses { list, root: Some(root) })
}

/// The address below a root, each segment encoded. A query of the root is left off.
fn below(root: &Url, segments: &[&str]) -> Url {
    let mut url = root.clone();
    url.set_query(None);
    url.set_fragment(None);
    if let Ok(mut path) = url.path_segments_mut() {
        path.pop_if_empty().extend(segments);
    }
    url
}

/// The address of a page of a list; its other parameters stay.
fn page_url(list: &Url, number: u64) -> Url {
    let mut url = list.clone();
    let kept: Vec<(String, String)> = list
        .query_pairs()
        .filter(|(name, _)| name != "page")
        .map(|(name, value)| (name.into_owned(), value.into_owned()))
        .collect();
    url.query_pairs_mut().clear().extend_pairs(kept).append_pair("page", &number.to_string());
    url
}

#[cfg(test)]
#[expect(clippy::unwrap_used, reason = "tests")]
mod tests {
    use super::*;

    #[test]
    fn a_feed_is_found_from_its_root_its_list_or_a_file() {
        for given in ["https://a.example/o/v3", "https://a.example/o/v3/", "https://a.example/o/v3/services/"] {
            let addresses = addresses(given).unwrap();
            assert_eq!(page_url(&addresses.list, 2).as_str(), "https://a.example/o/v3/services?page=2");
            let one = below(addresses.root.as_ref().unwrap(), &["services", "a/b ?"]);
            assert_eq!(one.as_str(), "https://a.example/o/v3/services/a%2Fb%20%3F");
        }
        let filtered = addresses("http://a.example/services?per_page=5&page=9").unwrap();
        assert_eq!(page_url(&filtered.list, 1).as_str(), "http://a.example/services?per_page=5&page=1");
        assert_eq!(source_of(&filtered.list), "http://a.example/services");
        let some = addresses("http://a.example/services?modified_after=2026-01-01&taxonomy_id=a&page=2").unwrap();
        assert_eq!(source_of(&some.list), "http://a.example/services?taxonomy_id=a");
        assert!(addresses("http://a.example/feed.json").unwrap().root.is_none());
        for wrong in ["ftp://a.example/", "file:///etc/passwd", "a.example", ""] {
            assert!(addresses(wrong).is_err(), "{wrong}");
        }
    }
}
