//! Seats for connections: so many in all and so many for each address, and who has to give one up when they run out.
//!
//! A connection waits (for a head, for the rest of a body, or for another request) or is at work. When all seats are taken, the
//! one that has waited longest gives its own to whoever comes; one at work never does. So connections that ask for nothing
//! keep nobody out.

use std::{
    collections::{BTreeMap, BTreeSet},
    net::{IpAddr, Ipv6Addr},
    sync::{
        Arc, Mutex, MutexGuard, PoisonError,
        atomic::{AtomicBool, Ordering},
    },
    time::{Duration, Instant},
};
use tokio::sync::Notify;

/// How long a connection may wait before it can lose its seat: longer than a request needs to arrive.
const MIN_WAITS: Duration = Duration::from_secs(1);

/// How many connections there may be.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Bounds {
    /// In all.
    pub(crate) at_once: usize,
    /// For each address; an IPv6 address counts with all others of its /64, which one customer has.
    pub(crate) each_address: usize,
    /// Reverse proxies: everybody comes from their address, so that only the bound in all holds for them.
    pub(crate) proxies: BTreeSet<IpAddr>,
}

impl Default for Bounds {
    fn default() -> Self {
        Self { at_once: 1_000, each_address: 100, proxies: BTreeSet::new() }
    }
}

/// The seats of one listener.
#[derive(Debug)]
pub(crate) struct Seats {
    bounds: Bounds,
    taken: Mutex<Taken>,
}

#[derive(Debug, Default)]
struct Taken {
    next: u64,
    seats: BTreeMap<u64, Arc<Seat>>,
    by_address: BTreeMap<IpAddr, usize>,
}

/// The seat of one connection.
#[derive(Debug)]
pub(crate) struct Seat {
    address: IpAddr,
    state: Mutex<State>,
    gone: AtomicBool,
    asked_to_go: Notify,
}

#[derive(Debug, Clone, Copy)]
enum State {
    WaitsSince(Instant),
    AtWork,
}

/// A seat while it is held.
pub(crate) struct Held {
    seats: Arc<Seats>,
    number: u64,
    pub(crate) seat: Arc<Seat>,
}

/// Why there is no seat.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Full {
    /// This address has as many as it may have.
    OfThisAddress,
    /// All of them are taken, by connections at work.
    InAll,
}

impl Seats {
    pub(crate) fn new(bounds: Bounds) -> Arc<Self> {
        Arc::new(Self { bounds, taken: Mutex::default() })
    }

    /// A seat for a connection from an address.
    pub(crate) fn take(self: &Arc<Self>, from: IpAddr, now: Instant) -> Result<Held, Full> {
        let address = counted_as(from);
        let mut taken = self.taken();
        let bounded = !(from.to_canonical().is_loopback() || self.bounds.proxies.contains(&from.to_canonical()));
        let of_address = taken.by_address.get(&address).copied().unwrap_or_default();
        if bounded && of_address >= self.bounds.each_address && !taken.one_goes(Some(address), now) {
            return Err(Full::OfThisAddress);
        }
        if taken.seats.len() >= self.bounds.at_once && !taken.one_goes(None, now) {
            return Err(Full::InAll);
        }
        let seat = Arc::new(Seat {
            address,
            state: Mutex::new(State::WaitsSince(now)),
            gone: AtomicBool::new(false),
            asked_to_go: Notify::new(),
        });
        let number = taken.next;
        taken.next += 1;
        taken.seats.insert(number, Arc::clone(&seat));
        *taken.by_address.entry(address).or_default() += 1;
        Ok(Held { seats: Arc::clone(self), number, seat })
    }

    fn taken(&self) -> MutexGuard<'_, Taken> {
        self.taken.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Taken {
    /// Sends away whoever has waited longest, of an address or of all; whether there was one.
    fn one_goes(&mut self, of: Option<IpAddr>, now: Instant) -> bool {
        let waiting = self.seats.iter().filter(|(_, seat)| of.is_none_or(|of| seat.address == of));
        let waiting = waiting.filter_map(|(number, seat)| Some((seat.waits_since()?, *number)));
        let longest = waiting.filter(|(since, _)| now.saturating_duration_since(*since) >= MIN_WAITS).min();
        let Some((_, number)) = longest else { return false };
        self.leave(number).is_some_and(|seat| {
            seat.gone.store(true, Ordering::Release);
            seat.asked_to_go.notify_one();
            true
        })
    }

    fn leave(&mut self, number: u64) -> Option<Arc<Seat>> {
        let seat = self.seats.remove(&number)?;
        if let Some(count) = self.by_address.get_mut(&seat.address) {
            *count -= 1;
            if *count == 0 {
                self.by_address.remove(&seat.address);
            }
        }
        Some(seat)
    }
}

impl Seat {
    fn state(&self) -> MutexGuard<'_, State> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn waits_since(&self) -> Option<Instant> {
        match *self.state() {
            State::WaitsSince(since) => Some(since),
            State::AtWork => None,
        }
    }

    /// All of a request has arrived: the connection keeps its seat until it is answered.
    pub(crate) fn is_at_work(&self) {
        *self.state() = State::AtWork;
    }

    /// The connection waits again, for more of a request or for another.
    pub(crate) fn waits(&self, now: Instant) {
        *self.state() = State::WaitsSince(now);
    }

    /// Ends when the seat is given to somebody else.
    pub(crate) async fn asked_to_go(&self) {
        while !self.gone.load(Ordering::Acquire) {
            self.asked_to_go.notified().await;
        }
    }
}

impl Drop for Held {
    fn drop(&mut self) {
        // One that was given to somebody else is not there any more.
        let _ = self.seats.taken().leave(self.number);
    }
}

/// What is counted together: an address of IPv4, or the /64 of one of IPv6.
fn counted_as(address: IpAddr) -> IpAddr {
    match address.to_canonical() {
        IpAddr::V6(six) => {
            let network = u128::from(six) & (u128::MAX << 64);
            IpAddr::V6(Ipv6Addr::from(network))
        }
        four => four,
    }
}

#[cfg(test)]
#[expect(clippy::unwrap_used, reason = "tests")]
mod tests {
    use super::*;

    fn address(text: &str) -> IpAddr {
        text.parse().unwrap()
    }

    fn seats(at_once: usize, each_address: usize) -> Arc<Seats> {
        Seats::new(Bounds { at_once, each_address, proxies: BTreeSet::from([address("192.0.2.200")]) })
    }

    fn goes(held: &Held) -> bool {
        held.seat.gone.load(Ordering::Acquire)
    }

    #[test]
    fn when_all_are_taken_whoever_has_waited_longest_goes_and_nobody_at_work() {
        let (seats, begun) = (seats(3, 10), Instant::now());
        let second = |seconds| begun + Duration::from_secs(seconds);
        let works = seats.take(address("192.0.2.1"), begun).unwrap();
        works.seat.is_at_work();
        let first = seats.take(address("192.0.2.2"), second(1)).unwrap();
        let again = seats.take(address("192.0.2.3"), second(2)).unwrap();
        // It asked for something meanwhile, and waits for the next only since then.
        first.seat.is_at_work();
        first.seat.waits(second(4));
        let new = seats.take(address("192.0.2.4"), second(5)).unwrap();
        assert_eq!([goes(&works), goes(&first), goes(&again), goes(&new)], [false, false, true, false]);
        drop(again);
        let last = seats.take(address("192.0.2.5"), second(6)).unwrap();
        assert!(goes(&first) && !goes(&works) && !goes(&new));
        // All who are left work, or have come just now.
        new.seat.is_at_work();
        assert_eq!(seats.take(address("192.0.2.6"), second(6)).err(), Some(Full::InAll));
        drop(last);
        assert!(seats.take(address("192.0.2.6"), second(6)).is_ok());
    }

    #[test]
    fn an_address_has_so_many_and_a_proxy_has_no_bound_of_its_own() {
        let (seats, now) = (seats(20, 2), Instant::now());
        let mut held: Vec<Held> = (0..2).map(|_| seats.take(address("192.0.2.1"), now).unwrap()).collect();
        assert_eq!(seats.take(address("192.0.2.1"), now).err(), Some(Full::OfThisAddress));
        // The same address, written as one of IPv6.
        assert_eq!(seats.take(address("::ffff:192.0.2.1"), now).err(), Some(Full::OfThisAddress));
        // Whoever has waited there longest goes; connections of others do not.
        let other = seats.take(address("192.0.2.2"), now).unwrap();
        held.push(seats.take(address("192.0.2.1"), now + MIN_WAITS).unwrap());
        assert!(goes(held.first().unwrap()) && !goes(&other));
        // One customer of IPv6 has a whole /64.
        for last in ["2001:db8::1", "2001:db8::2:0:0:1"] {
            held.push(seats.take(address(last), now).unwrap());
        }
        assert_eq!(seats.take(address("2001:db8::3"), now).err(), Some(Full::OfThisAddress));
        assert!(seats.take(address("2001:db8:0:1::3"), now).is_ok());
        for _ in 0..3 {
            held.push(seats.take(address("192.0.2.200"), now).unwrap());
            held.push(seats.take(address("127.0.0.1"), now).unwrap());
        }
        drop(held);
        drop(other);
        assert!(seats.taken().seats.is_empty() && seats.taken().by_address.is_empty());
    }
}
