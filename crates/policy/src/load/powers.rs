//! Which powers a level of devolution needs for what an area's text does.

use super::{Context, reader::Reader};
use std::ops::Range;

/// To add programmes of the area's own.
pub(super) const ADD_PROGRAMMES: &str = "add-programmes";
/// To set numbers of the spine, and to tighten its service standards.
pub(super) const SET_LOCAL_VALUES: &str = "set-local-values";
/// To let more people into a programme of the spine, which means to pay for them beside the department.
pub(super) const CO_COMMISSION: &str = "co-commission";

/// Reports that the level `level` does not give `power`, which `what` (`to set a number of the spine`) needs. Whether
/// it does give it; a level that is not known has been reported where it is named.
pub(super) fn expect_power(
    context: &Context<'_>,
    reader: &Reader<'_>,
    span: Range<usize>,
    level: &str,
    (power, what): (&str, &str),
) -> bool {
    let gives = |powers: &[String]| powers.iter().any(|given| given == power);
    let Some(found) = context.levels.get(level).filter(|level| !gives(&level.powers)) else { return true };
    let others: Vec<String> =
        context.levels.values().filter(|level| gives(&level.powers)).map(|level| format!("`{}`", level.id)).collect();
    let help = match others.as_slice() {
        [] => format!("no level of spine/levels.toml gives the power `{power}`"),
        others => format!("it needs the power `{power}`, which {} has (spine/levels.toml)", others.join(" or ")),
    };
    reader.faults.add(
        reader
            .error("policy/no-power", span, format!("an area of the level `{}` may not {what}", found.id))
            .label("beyond the powers of this area")
            .help(help),
    );
    false
}
