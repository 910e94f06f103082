//! Names for made-up people: drawn from lists of given and family names that are common where the
//! people of both places, or their parents, come from. No pair stands for a real person.

use super::draw::Draw;

/// A list of given names and one of family names that go together.
struct Names {
    given: &'static [&'static str],
    family: &'static [&'static str],
}

const WHITE: &[Names] = &[
    Names {
        given: &[
            "Amy", "Ben", "Carol", "Colin", "Dawn", "Emma", "Gary", "Hannah", "Ian", "Jade", "Joanne", "Kelly", "Liam",
            "Lisa", "Mark", "Michelle", "Nathan", "Paul", "Rachel", "Robert", "Ryan", "Sandra", "Shaun", "Stephen",
            "Tracey", "Wayne",
        ],
        family: &[
            "Armstrong",
            "Bell",
            "Carr",
            "Charlton",
            "Cooper",
            "Dixon",
            "Dodds",
            "Elliott",
            "Forster",
            "Graham",
            "Hall",
            "Harrison",
            "Hogg",
            "Hunter",
            "Milburn",
            "Pearson",
            "Ridley",
            "Robson",
            "Shaw",
            "Storey",
            "Taylor",
            "Thompson",
            "Turnbull",
            "Walker",
            "Watson",
            "Wilkinson",
        ],
    },
    Names {
        given: &["Aoife", "Bridget", "Cathal", "Ciara", "Declan", "Eileen", "Kieran", "Niamh", "Padraig", "Sinead"],
        family: &["Brennan", "Byrne", "Doyle", "Gallagher", "Kavanagh", "Maguire", "Nolan", "Quinn", "Sweeney"],
    },
    Names {
        given: &["Agnieszka", "Andrei", "Elena", "Ioana", "Jakub", "Katarzyna", "Marek", "Mihai", "Monika", "Piotr"],
        family: &["Dobre", "Ionescu", "Kaminski", "Kowal", "Lewandowski", "Mazur", "Munteanu", "Stan", "Zajac"],
    },
];

const ASIAN: &[Names] = &[
    Names {
        given: &[
            "Abida", "Adnan", "Aisha", "Asif", "Bilal", "Farah", "Haroon", "Imran", "Nadia", "Nasreen", "Rukhsana",
            "Saima", "Tahir", "Usman", "Yasmin", "Zubair",
        ],
        family: &["Akhtar", "Aziz", "Begum", "Dar", "Hussain", "Iqbal", "Khan", "Mahmood", "Malik", "Mir", "Shah"],
    },
    Names {
        given: &["Fatema", "Jahanara", "Kamrul", "Mahbub", "Nazma", "Rafiq", "Rehana", "Shahin", "Sultana", "Tariq"],
        family: &["Ahmed", "Alam", "Chowdhury", "Islam", "Karim", "Miah", "Rahman", "Sarkar", "Talukdar", "Uddin"],
    },
    Names {
        given: &["Amrit", "Gurdeep", "Harjit", "Jaspal", "Manjit", "Neha", "Pooja", "Ravi", "Sunita", "Vikram"],
        family: &["Bains", "Dhillon", "Gill", "Joshi", "Kaur", "Mistry", "Patel", "Sandhu", "Sharma", "Singh"],
    },
    Names { given: &["Jun", "Li Na", "Mei", "Wei", "Xin", "Yan"], family: &["Chan", "Cheung", "Lin", "Wong", "Zhang"] },
];

const BLACK: &[Names] = &[
    Names {
        given: &[
            "Beverley", "Carlton", "Delroy", "Errol", "Marcia", "Marlon", "Paulette", "Sharon", "Tyrone", "Yvonne",
        ],
        family: &["Bailey", "Campbell", "Clarke", "Francis", "Gordon", "Grant", "Morgan", "Reid", "Samuels", "Wynter"],
    },
    Names {
        given: &["Abena", "Adaeze", "Chidi", "Emeka", "Femi", "Funmi", "Kofi", "Kwame", "Ngozi", "Tendai"],
        family: &["Adeyemi", "Asante", "Boateng", "Eze", "Mensah", "Moyo", "Nwosu", "Okafor", "Osei", "Sibanda"],
    },
    Names {
        given: &["Abdi", "Amina", "Ayaan", "Faduma", "Hodan", "Ismail", "Khadija", "Selam", "Tesfay", "Yusuf"],
        family: &["Abdullahi", "Ali", "Farah", "Ghebre", "Hassan", "Jama", "Mohamud", "Osman", "Tekle", "Warsame"],
    },
];

const OTHER: &[Names] = &[Names {
    given: &[
        "Ahmad", "Dilan", "Hala", "Karwan", "Leyla", "Mariam", "Navid", "Omar", "Rania", "Samir", "Shirin", "Zana",
    ],
    family: &["Al-Masri", "Aziz", "Darwish", "Ebrahimi", "Haddad", "Karimi", "Mustafa", "Nasser", "Rashid", "Salih"],
}];

/// A given and a family name. `ethnicity` is a code of the fact of that name; people of more than
/// one group have names of any list.
pub(super) fn draw(chance: &mut Draw, ethnicity: &str) -> (String, String) {
    let lists = match ethnicity {
        "asian" => ASIAN,
        "black" => BLACK,
        "other" => OTHER,
        "mixed" => *chance.one_of(&[WHITE, ASIAN, BLACK]).unwrap_or(&WHITE),
        _ => WHITE,
    };
    // The first list of each group is the longest-settled one, and the most common.
    let list = if chance.percent(60) { lists.first() } else { chance.one_of(lists) };
    let (given, family) = list.map(|list| (list.given, list.family)).unwrap_or_default();
    (chance.word(given).to_owned(), chance.word(family).to_owned())
}
