//! A picture of what each group leaves for each start: bars to the right for what is kept, to the left for what is lost.

use kernel::Pence;
use rules::payment::Trial;
use std::fmt::Write;

const WIDTH: f64 = 640.0;
const STEP: usize = 56;
/// Room for the numbers at both ends.
const EDGE: f64 = 90.0;

#[expect(clippy::cast_possible_truncation, reason = "a mean of pence per person")]
pub(super) fn svg(trial: &Trial) -> String {
    let most = trial.groups.iter().map(|group| group.margin_per_start).fold(0.0, f64::max);
    let least = trial.groups.iter().map(|group| group.margin_per_start).fold(0.0, f64::min);
    let scale = (WIDTH - 2.0 * EDGE) / (most - least).max(1.0);
    let zero = EDGE - least * scale;
    let height = trial.groups.len() * STEP + 10;
    let mut svg = format!(
        "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 {WIDTH} {height}\" font-family=\"Arial, sans-serif\" \
         font-size=\"15\" role=\"img\"><title>What each start leaves, by group</title>\n\
         <line x1=\"{zero:.1}\" y1=\"0\" x2=\"{zero:.1}\" y2=\"{height}\" stroke=\"#484f50\"/>\n"
    );
    for (number, group) in trial.groups.iter().enumerate() {
        let (top, length) = (number * STEP, group.margin_per_start * scale);
        let (left, colour) = if length < 0.0 { (zero + length, "#a3480e") } else { (zero, "#12474d") };
        let (amount, says) = (Pence(group.margin_per_start.round() as i64), escaped(&group.says));
        let (at, anchor) = if length < 0.0 { (left - 6.0, "end") } else { (left + length + 6.0, "start") };
        // Writing to a String does not fail.
        let _ = writeln!(
            svg,
            "<text x=\"0\" y=\"{}\">{says}</text>\
             <rect x=\"{left:.1}\" y=\"{}\" width=\"{:.1}\" height=\"18\" fill=\"{colour}\"/>\
             <text x=\"{at:.1}\" y=\"{}\" text-anchor=\"{anchor}\" font-weight=\"bold\">{amount}</text>",
            top + 18,
            top + 24,
            length.abs().max(1.0),
            top + 38,
        );
    }
    svg.push_str("</svg>\n");
    svg
}

fn escaped(text: &str) -> String {
    text.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;")
}
