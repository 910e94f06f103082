//! What each shade looks like: a ground, and a pattern on it that tells it apart without colour.
//!
//! The grounds of the steps get darker one after the other, so that they keep their order on a black and white
//! printer. A place has a dark edge, which stands out from every ground but the darkest and from the page.

use super::Shade;

/// A ground and the marks on it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Look {
    /// The colour of the ground.
    pub ground: &'static str,
    /// The colour of the marks.
    pub mark: &'static str,
    /// The marks as a path on a tile of 8 by 8; none when empty.
    pub path: &'static str,
    /// How thick the marks are.
    pub thick: &'static str,
}

const DARK: &str = "#0b0c0c";
const DOTS: &str = "M1 2h2M5 6h2";
const RISING: &str = "M-2 2L2 -2M0 8L8 0M6 10L10 6";
const CLOSE_RISING: &str = "M-2 2L2 -2M-2 6L6 -2M0 8L8 0M2 10L10 2M6 10L10 6";
const LEVEL: &str = "M0 2H8M0 6H8";
const CROSSED: &str = "M-2 2L2 -2M0 8L8 0M6 10L10 6M-2 6L2 10M0 0L8 8M6 -2L10 2";

/// Steps from few to many.
pub(super) const STEPS: [Look; 5] = [
    Look { ground: "#f1f7f7", mark: DARK, path: "", thick: "0" },
    Look { ground: "#c4dfdf", mark: "#12474d", path: DOTS, thick: "1.6" },
    Look { ground: "#8fbfc1", mark: "#0c3438", path: RISING, thick: "1" },
    Look { ground: "#3f8187", mark: "#ffffff", path: CLOSE_RISING, thick: "0.9" },
    Look { ground: "#12474d", mark: DARK, path: "", thick: "0" },
];

/// Kinds in no order.
const KINDS: [Look; 5] = [
    Look { ground: "#12474d", mark: DARK, path: "", thick: "0" },
    Look { ground: "#f2b84b", mark: "#5a3c00", path: RISING, thick: "1" },
    Look { ground: "#cfe0f5", mark: "#1d3d70", path: DOTS, thick: "1.8" },
    Look { ground: "#f7e3ea", mark: "#6b1d3a", path: LEVEL, thick: "1" },
    Look { ground: "#dfe4e4", mark: DARK, path: "", thick: "0" },
];

const SUPPRESSED: Look = Look { ground: "#ffffff", mark: "#6b7273", path: CROSSED, thick: "0.8" };
const UNKNOWN: Look = Look { ground: "#ffffff", mark: DARK, path: "", thick: "0" };

/// The look of a shade, of steps or of kinds.
pub(super) fn look(shade: Shade, steps: bool, classes: usize) -> Look {
    let of = |looks: &[Look; 5], class: usize| looks.get(class).or(looks.last()).copied().unwrap_or(UNKNOWN);
    match shade {
        Shade::Suppressed => SUPPRESSED,
        Shade::Unknown => UNKNOWN,
        Shade::Class(class) if !steps => of(&KINDS, class),
        // Few steps are spread over the whole of the scale, so that they differ as much as they can.
        Shade::Class(class) => of(&STEPS, spread(class, classes)),
    }
}

fn spread(class: usize, classes: usize) -> usize {
    match (classes, class) {
        (0 | 1, _) => 2,
        (2, 1) => 3,
        (3, class) => class.saturating_mul(2),
        (4, 3) => 4,
        (_, class) => class,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The relative luminance of WCAG 2.2.
    fn luminance(colour: &str) -> f64 {
        let part = |at: usize| {
            let byte = u8::from_str_radix(colour.get(at..at + 2).unwrap_or_default(), 16).unwrap_or_default();
            let share = f64::from(byte) / 255.0;
            if share <= 0.040_45 { share / 12.92 } else { ((share + 0.055) / 1.055).powf(2.4) }
        };
        0.2126 * part(1) + 0.7152 * part(3) + 0.0722 * part(5)
    }

    fn contrast(one: &str, other: &str) -> f64 {
        let (one, other) = (luminance(one), luminance(other));
        (one.max(other) + 0.05) / (one.min(other) + 0.05)
    }

    #[test]
    fn steps_get_darker_and_marks_stand_out() {
        let grounds: Vec<f64> = STEPS.iter().map(|look| -luminance(look.ground)).collect();
        assert!(grounds.is_sorted());
        for look in STEPS.iter().chain(&KINDS).chain([&SUPPRESSED]).filter(|look| !look.path.is_empty()) {
            assert!(contrast(look.ground, look.mark) >= 4.0, "{look:?}");
        }
    }

    #[test]
    fn no_two_of_a_scale_look_alike() {
        for (steps, most) in [(true, 5), (false, 5)] {
            for classes in 1..=most {
                let mut looks: Vec<Look> =
                    (0..classes).map(|class| look(Shade::Class(class), steps, classes)).collect();
                looks.push(look(Shade::Suppressed, steps, classes));
                looks.push(look(Shade::Unknown, steps, classes));
                for (number, one) in looks.iter().enumerate() {
                    assert!(!looks.iter().skip(number + 1).any(|other| other == one), "{classes} {number}");
                }
            }
        }
    }
}
