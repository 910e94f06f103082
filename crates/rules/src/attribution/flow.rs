//! Which money pays which group of costs?
//!
//! *Authority*: DESIGN, "Attribution": a minimum-cost flow; the most restricted money first, the most flexible kept.
//! *Applies*: to groups of lines and years of streams. The most is paid that can be; among the ways to do so, money that
//! may pay less of the costs at hand is used before money that may pay more, money carried over before that of the year,
//! and money moved within a settlement last. No year gives more than it has, no more is carried over, moved, or spent on
//! management than its percent of the year's money (rounded down), and no group gets more of a stream than its share.
//! *Simplified*: money is carried over once, into the stream's next year, and moves between years with the same days.
//! *Example*: £10 may be paid by A or B, £10 by A only; each has £10: B pays the first, A the second, all is paid.

use super::{
    line::CostKind,
    net::{Net, SINK, SOURCE},
    sets::{Allotment, Group},
};
use kernel::Day;
use policy::{Stream, StreamYear};
use std::collections::BTreeMap;

/// What one rank costs: the flow prefers money of a lower rank, and a rank weighs more than how the money came to be there.
const RANK: i64 = 3;
/// Money of the year itself, beside money carried over.
const OWN: i64 = 1;
/// Money moved within a settlement.
const MOVED: i64 = 2;
/// More than any amount.
const UNBOUNDED: i64 = i64::MAX / 4;

/// What is left of each stream by year, in the order of the text.
pub(super) type Purse = Vec<Vec<Left>>;

/// What is left of a year, in pence.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(super) struct Left {
    /// Of its money.
    pub(super) money: i64,
    /// Of what may be carried over.
    pub(super) carries: i64,
    /// Of what may move to others of its settlement.
    pub(super) moves: i64,
    /// Of what may be spent on management.
    pub(super) management: i64,
}

/// What was paid and moved.
#[derive(Debug, Clone, Default)]
pub(super) struct Flow {
    /// For each group, what each of its allotments pays, in their order.
    pub(super) paid: Vec<Vec<(Allotment, i64)>>,
    /// Carried over from a year into the next.
    pub(super) carried: BTreeMap<Allotment, i64>,
    /// Moved out to others of a settlement.
    pub(super) moved_out: BTreeMap<Allotment, i64>,
    /// Moved in from others.
    pub(super) moved_in: BTreeMap<Allotment, i64>,
}

/// The money of all years as the text gives it.
pub(super) fn full_purse(streams: &[&Stream]) -> Purse {
    let left = |stream: &Stream, year: &StreamYear| Left {
        money: year.amount.0,
        carries: percent_of(year.amount.0, year.carry_over_percent),
        moves: percent_of(year.amount.0, stream.pool.as_ref().map_or(0, |pool| pool.virement_percent)),
        management: percent_of(year.amount.0, stream.management_percent),
    };
    streams.iter().map(|stream| stream.years.iter().map(|year| left(stream, year)).collect()).collect()
}

/// So many percent, rounded down.
pub(super) fn percent_of(amount: i64, percent: i64) -> i64 {
    i64::try_from(i128::from(amount) * i128::from(percent) / 100).unwrap_or(amount)
}

/// What flows through an arc.
#[derive(Debug, Clone, Copy)]
enum Means {
    Nothing,
    Pays(usize, Allotment),
    Carries(Allotment),
    MovesOut(Allotment),
    MovesIn(Allotment),
}

/// Where a year's money stands in the net.
struct Nodes {
    /// All that the year may spend.
    spends: usize,
    /// What it may spend on management.
    management: usize,
}

/// Who pays what.
pub(super) fn flow(streams: &[&Stream], purse: &Purse, groups: &[Group]) -> Flow {
    let (net, means) = net(streams, purse, groups);
    let mut flow = Flow { paid: vec![Vec::new(); groups.len()], ..Flow::default() };
    for (means, amount) in means.into_iter().zip(net.cheapest()) {
        if amount > 0 {
            flow.put(means, amount);
        }
    }
    flow
}

/// How much can be paid at all.
pub(super) fn most(streams: &[&Stream], purse: &Purse, groups: &[Group]) -> i64 {
    net(streams, purse, groups).0.most()
}

impl Flow {
    fn put(&mut self, means: Means, amount: i64) {
        match means {
            Means::Nothing => {}
            Means::Pays(group, allotment) => {
                if let Some(paid) = self.paid.get_mut(group) {
                    paid.push((allotment, amount));
                }
            }
            Means::Carries(from) => *self.carried.entry(from).or_default() += amount,
            Means::MovesOut(from) => *self.moved_out.entry(from).or_default() += amount,
            Means::MovesIn(to) => *self.moved_in.entry(to).or_default() += amount,
        }
    }
}

/// The net, and what flows through each of its arcs.
fn net(streams: &[&Stream], purse: &Purse, groups: &[Group]) -> (Net, Vec<Means>) {
    let (mut net, mut means) = (Net::new(), Vec::new());
    let mut arc = |net: &mut Net, (from, to), most: i64, cost, what| {
        if most > 0 {
            net.arc(from, to, most, cost);
            means.push(what);
        }
    };
    let ranks = ranks(streams, groups);
    let years = money(&mut net, &mut arc, streams, purse);
    for (position, group) in groups.iter().enumerate() {
        let node = net.node();
        for allotment in &group.allotments {
            let (Some(stream), Some(nodes)) = (streams.get(allotment.stream), years.get(allotment)) else { continue };
            let of_the_lines = group.shares.get(&stream.share_percent).copied();
            let most = of_the_lines.unwrap_or_else(|| percent_of(group.amount.0, stream.share_percent));
            let from = if group.kind == CostKind::Management { nodes.management } else { nodes.spends };
            let rank = ranks.get(allotment.stream).copied().unwrap_or_default();
            arc(&mut net, (from, node), most, RANK * rank, Means::Pays(position, *allotment));
        }
        arc(&mut net, (node, SINK), group.amount.0 - group.short, 0, Means::Nothing);
    }
    (net, means)
}

/// The years of all streams, and how money may go between them.
fn money(
    net: &mut Net,
    arc: &mut impl FnMut(&mut Net, (usize, usize), i64, i64, Means),
    streams: &[&Stream],
    purse: &Purse,
) -> BTreeMap<Allotment, Nodes> {
    let mut found = BTreeMap::new();
    let mut pools: BTreeMap<(&str, (Day, Option<Day>)), usize> = BTreeMap::new();
    for (position, stream) in streams.iter().enumerate() {
        let mut carried_from: Option<(Allotment, usize, i64)> = None;
        for (at, year) in stream.years.iter().enumerate() {
            let allotment = Allotment { stream: position, year: at };
            let left = purse.get(position).and_then(|years| years.get(at)).copied().unwrap_or_default();
            let (has, spends, management) = (net.node(), net.node(), net.node());
            arc(net, (SOURCE, has), left.money, 0, Means::Nothing);
            arc(net, (has, spends), left.money, OWN, Means::Nothing);
            if let Some((from, node, most)) = carried_from {
                arc(net, (node, spends), most, 0, Means::Carries(from));
            }
            arc(net, (spends, management), left.management, 0, Means::Nothing);
            if let Some(pool) = &stream.pool {
                let node =
                    *pools.entry((&pool.name, (year.period.from, year.period.until))).or_insert_with(|| net.node());
                arc(net, (has, node), left.moves, MOVED, Means::MovesOut(allotment));
                arc(net, (node, spends), UNBOUNDED, 0, Means::MovesIn(allotment));
            }
            carried_from = Some((allotment, has, left.carries));
            found.insert(allotment, Nodes { spends, management });
        }
    }
    found
}

/// The order in which money is used: first that which may pay least of the costs at hand, then that which ends first.
fn ranks(streams: &[&Stream], groups: &[Group]) -> Vec<i64> {
    let mut reach = vec![0_i128; streams.len()];
    for group in groups {
        for allotment in &group.allotments {
            if let Some(reach) = reach.get_mut(allotment.stream) {
                *reach += i128::from(group.amount.0);
            }
        }
    }
    let last = |stream: &Stream| stream.years.last().and_then(|year| year.period.until);
    let mut order: Vec<usize> = (0..streams.len()).collect();
    order.sort_by_key(|at| {
        let stream = streams.get(*at);
        (reach.get(*at), stream.and_then(|stream| last(stream)), stream.map(|stream| &stream.id))
    });
    let mut ranks = vec![0; streams.len()];
    for (rank, at) in order.into_iter().enumerate() {
        if let Some(place) = ranks.get_mut(at) {
            *place = i64::try_from(rank).unwrap_or(i64::MAX);
        }
    }
    ranks
}
