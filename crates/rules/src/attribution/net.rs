//! How does the most flow through a net, at the least cost?
//!
//! *Authority*: the primal-dual method for minimum-cost flows: among the shortest ways that have room, as much as there is
//! room for; then the next shortest. The solver of each step is that of `ac-library-rs`.
//! *Applies*: to nets with whole amounts and few different costs, none below zero: a step for each length of a way.
//! *Simplified*: nothing; the answer is exact, in whole amounts.
//! *Example*: 10 may go to A at cost 1 or 2, to B at cost 2 only: A gets its 10 at 1, B at 2.

use ac_library::MfGraph;
use std::{cmp::Reverse, collections::BinaryHeap};

/// Where everything comes from.
pub(super) const SOURCE: usize = 0;
/// Where everything goes to.
pub(super) const SINK: usize = 1;

/// A net. Its nodes are numbers.
#[derive(Debug, Clone)]
pub(super) struct Net {
    nodes: usize,
    arcs: Vec<Arc>,
}

/// An arc, with what flows through it.
#[derive(Debug, Clone, Copy)]
struct Arc {
    from: usize,
    to: usize,
    most: i64,
    cost: i64,
    flow: i64,
}

/// A way along an arc that has room: with it, or back against what flows.
#[derive(Debug, Clone, Copy)]
struct Way {
    to: usize,
    arc: usize,
    back: bool,
}

impl Net {
    pub(super) fn new() -> Self {
        Self { nodes: SINK + 1, arcs: Vec::new() }
    }

    pub(super) fn node(&mut self) -> usize {
        self.nodes += 1;
        self.nodes - 1
    }

    /// An arc through which at most so much may flow, each unit at a cost of zero or more.
    pub(super) fn arc(&mut self, from: usize, to: usize, most: i64, cost: i64) {
        self.arcs.push(Arc { from, to, most, cost, flow: 0 });
    }

    /// How much can flow at all.
    pub(super) fn most(&self) -> i64 {
        let mut graph = MfGraph::new(self.nodes);
        for arc in &self.arcs {
            graph.add_edge(arc.from, arc.to, arc.most);
        }
        graph.flow(SOURCE, SINK)
    }

    /// What flows through each arc when as much flows as can, at the least cost.
    pub(super) fn cheapest(mut self) -> Vec<i64> {
        let ways = self.ways();
        let mut potentials = vec![0; self.nodes];
        while let Some(lengths) = self.lengths(&ways, &potentials) {
            let reached = lengths.get(SINK).copied().unwrap_or_default();
            for (potential, length) in potentials.iter_mut().zip(&lengths) {
                // No way to the sink is longer: what is farther stays as far beyond it.
                *potential += (*length).min(reached);
            }
            self.fill(&potentials);
        }
        self.arcs.into_iter().map(|arc| arc.flow).collect()
    }

    /// The ways out of each node, there and back.
    fn ways(&self) -> Vec<Vec<Way>> {
        let mut ways: Vec<Vec<Way>> = vec![Vec::new(); self.nodes];
        for (at, arc) in self.arcs.iter().enumerate() {
            for (from, to, back) in [(arc.from, arc.to, false), (arc.to, arc.from, true)] {
                if let Some(ways) = ways.get_mut(from) {
                    ways.push(Way { to, arc: at, back });
                }
            }
        }
        ways
    }

    /// How far each node is from the source along ways with room, in costs less potentials; `None` when nothing can reach
    /// the sink any more.
    fn lengths(&self, ways: &[Vec<Way>], potentials: &[i64]) -> Option<Vec<i64>> {
        let mut lengths = vec![i64::MAX; self.nodes];
        let mut next = BinaryHeap::from([Reverse((0, SOURCE))]);
        *lengths.get_mut(SOURCE)? = 0;
        let potential = |node: usize| potentials.get(node).copied().unwrap_or_default();
        while let Some(Reverse((length, node))) = next.pop() {
            if lengths.get(node).is_none_or(|known| *known < length) {
                continue;
            }
            if node == SINK {
                break;
            }
            for way in ways.get(node).into_iter().flatten() {
                let Some(arc) = self.arcs.get(way.arc) else { continue };
                let (room, cost) = if way.back { (arc.flow, -arc.cost) } else { (arc.most - arc.flow, arc.cost) };
                let longer = length + cost + potential(node) - potential(way.to);
                if let Some(known) = lengths.get_mut(way.to)
                    && room > 0
                    && longer < *known
                {
                    *known = longer;
                    next.push(Reverse((longer, way.to)));
                }
            }
        }
        lengths.get(SINK).is_some_and(|length| *length < i64::MAX).then_some(lengths)
    }

    /// Lets as much flow as there is room for along the shortest ways: arcs that cost nothing more than the potentials say.
    fn fill(&mut self, potentials: &[i64]) {
        let potential = |node: usize| potentials.get(node).copied().unwrap_or_default();
        let mut graph = MfGraph::new(self.nodes);
        let mut used = Vec::new();
        for (at, arc) in self.arcs.iter().enumerate() {
            if arc.cost + potential(arc.from) == potential(arc.to) {
                if arc.most > arc.flow {
                    graph.add_edge(arc.from, arc.to, arc.most - arc.flow);
                    used.push((at, 1));
                }
                if arc.flow > 0 {
                    graph.add_edge(arc.to, arc.from, arc.flow);
                    used.push((at, -1));
                }
            }
        }
        graph.flow(SOURCE, SINK);
        for ((at, sign), edge) in used.into_iter().zip(graph.edges()) {
            if let Some(arc) = self.arcs.get_mut(at) {
                arc.flow += sign * edge.flow;
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use ac_library::MinCostFlowGraph;
    use proptest::prelude::*;

    proptest! {
        /// The library's own solver of the whole, which is slower, finds the same cost and the same amount.
        #[test]
        fn as_much_flows_at_as_little_as_the_library_finds(
            arcs in proptest::collection::vec((0_usize..9, 0_usize..9, 1_i64..50, 0_i64..7), 0..60),
        ) {
            let (mut net, mut library) = (Net::new(), MinCostFlowGraph::new(9));
            (2..9).for_each(|_| { net.node(); });
            for (from, to, most, cost) in arcs.into_iter().filter(|(from, to, ..)| from != to && *to != SOURCE) {
                net.arc(from, to, most, cost);
                library.add_edge(from, to, most, cost);
            }
            let (most, costs) = (net.most(), net.arcs.clone());
            let flow = net.cheapest();
            let cost: i64 = costs.iter().zip(&flow).map(|(arc, flow)| arc.cost * flow).sum();
            prop_assert_eq!((most, cost), library.flow(SOURCE, SINK, i64::MAX));
            for (arc, flow) in costs.iter().zip(&flow) {
                prop_assert!((0..=arc.most).contains(flow));
            }
            for node in 2..9 {
                let into: i64 = costs.iter().zip(&flow).filter(|(arc, _)| arc.to == node).map(|(_, flow)| flow).sum();
                let out: i64 = costs.iter().zip(&flow).filter(|(arc, _)| arc.from == node).map(|(_, flow)| flow).sum();
                prop_assert_eq!(into, out);
            }
        }
    }
}
