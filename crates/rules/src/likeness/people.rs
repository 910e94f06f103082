//! Does somebody who is to be registered look like somebody who is registered?
//!
//! *Authority*: UK GDPR, article 5(1)(d): what is held on people is accurate; one person has one record.
//! *Applies*: before somebody is registered, to every record of the area.
//! *Simplified*: an address is not compared. Who has changed their whole name is not noticed, but by how they are reached.
//! *Example*: `Amina Hussain` and `Ameena Husain`, both born on 4 March 1990, look like one person; born on 5 March, they do
//! not. Where a date of birth is not known, the same telephone number says so instead.

use super::names;
use kernel::Day;

/// What is known of somebody to tell them from others.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Person<'a> {
    /// Given and family name.
    pub name: &'a str,
    /// Date of birth, where it is known.
    pub born: Option<Day>,
    /// Telephone number as it was typed.
    pub telephone: Option<&'a str>,
    /// E-mail address as it was typed.
    pub email: Option<&'a str>,
}

/// Figures at the end of a telephone number that say whose it is, without the prefix of a country.
const FIGURES: usize = 9;

/// Whether two look like one person.
#[must_use]
pub fn like(one: &Person<'_>, other: &Person<'_>) -> bool {
    if !names::people_alike(one.name, other.name) {
        return false;
    }
    match (one.born, other.born) {
        (Some(one), Some(other)) => one == other,
        _ => same_number(one.telephone, other.telephone) || same_address(one.email, other.email),
    }
}

fn same_number(one: Option<&str>, other: Option<&str>) -> bool {
    let figures = |number: &str| {
        let all: Vec<char> = number.chars().filter(char::is_ascii_digit).collect();
        all.len().checked_sub(FIGURES).and_then(|before| all.get(before..).map(<[char]>::to_vec))
    };
    one.zip(other).is_some_and(|(one, other)| figures(one).is_some_and(|known| Some(known) == figures(other)))
}

fn same_address(one: Option<&str>, other: Option<&str>) -> bool {
    let said = kernel::address_for_comparing;
    one.zip(other).is_some_and(|(one, other)| !said(one).is_empty() && said(one) == said(other))
}

#[cfg(test)]
#[expect(clippy::unwrap_used, reason = "tests")]
mod tests {
    use super::*;

    fn born<'a>(name: &'a str, on: &str) -> Person<'a> {
        Person { name, born: Some(on.parse().unwrap()), ..Person::default() }
    }

    #[test]
    fn somebody_registered_twice_is_noticed_by_name_and_date_of_birth() {
        let kept = born("Amina Hussain", "1990-03-04");
        assert!(like(&born("Ameena Husain", "1990-03-04"), &kept));
        assert!(like(&born("HUSSAIN Amina", "1990-03-04"), &kept));
        assert!(!like(&born("Amina Hussain", "1990-03-05"), &kept));
        assert!(!like(&born("Amina Hussain", "1990-03-03"), &kept));
        assert!(!like(&born("Farah Hussain", "1990-03-04"), &kept), "a twin");
    }

    #[test]
    fn where_a_date_of_birth_is_not_known_how_they_are_reached_says_it() {
        let by = |telephone, email| Person { name: "Amina Hussain", born: None, telephone, email };
        let kept = by(Some("+44 121 496 0000"), Some("amina@example.org"));
        assert!(like(&by(Some("0121 496 0000"), None), &kept));
        assert!(like(&by(None, Some(" Amina@Example.org")), &kept));
        assert!(!like(&by(Some("0121 496 0001"), Some("other@example.org")), &kept));
        assert!(!like(&by(None, None), &kept), "a name alone says nothing");
        assert!(!like(&by(Some("116 123"), None), &by(Some("116 123"), None)), "a short number is nobody's own");
        let dated = Person { born: "1990-03-04".parse().ok(), ..kept };
        let other = Person { born: "1991-03-04".parse().ok(), ..kept };
        assert!(!like(&dated, &other), "two dates of birth are two people, on one telephone");
    }
}
