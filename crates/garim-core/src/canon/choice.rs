//! One answer for a business word, or the reason why there is none.

/// An asset that answers to the word, best first as the search ranks them.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Candidate {
    /// Its id.
    pub id: String,
    /// Its own names hold what was asked for; others only speak of it.
    pub named: bool,
    /// The word is exactly what it is called.
    pub exact: bool,
    /// Deprecated, a copy or a test: nobody is sent there.
    pub retired: bool,
    /// Its certification holds.
    pub certified: bool,
    /// Other definitions of the same thing, by their ids.
    pub rivals: Vec<String>,
}

/// What was chosen.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Choice {
    /// This one answers, by its place among the candidates.
    Canonical(usize),
    /// Several are certified for the same word: their owners have to settle it.
    Contested(Vec<usize>),
    /// None deserves it. The nearest, if there is one, would if its owner vouched for it.
    Nobody {
        /// Its place among the candidates.
        nearest: Option<usize>,
    },
}

/// Chooses among candidates of one kind. What is not certified is never canonical, however much it is used: use shows where
/// people go, not whether they should.
pub fn choose(candidates: &[Candidate]) -> Choice {
    let standing: Vec<usize> = (0..candidates.len()).filter(|at| candidates[*at].named && !candidates[*at].retired).collect();
    let exact: Vec<usize> = standing.iter().copied().filter(|at| candidates[*at].exact).collect();
    // Whatever is called exactly so leaves those behind whose names merely contain the word.
    let standing = if exact.is_empty() { standing } else { exact };
    let certified: Vec<usize> = standing.iter().copied().filter(|at| candidates[*at].certified).collect();
    let Some(first) = certified.first().copied() else { return Choice::Nobody { nearest: standing.first().copied() } };
    let contests = |at: &usize| {
        let (one, other) = (&candidates[first], &candidates[*at]);
        *at == first || (one.exact && other.exact) || one.rivals.contains(&other.id) || other.rivals.contains(&one.id)
    };
    let contested: Vec<usize> = certified.into_iter().filter(contests).collect();
    if contested.len() > 1 { Choice::Contested(contested) } else { Choice::Canonical(first) }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// `n` named, `e` exact, `r` retired, `c` certified.
    fn candidate(id: &str, marks: &str, rivals: &[&str]) -> Candidate {
        let has = |mark| marks.contains(mark);
        Candidate {
            id: id.to_owned(),
            named: has('n'),
            exact: has('e'),
            retired: has('r'),
            certified: has('c'),
            rivals: rivals.iter().map(|r| (*r).to_owned()).collect(),
        }
    }

    #[test]
    fn the_certified_one_that_is_called_so_answers() {
        let all = [
            candidate("old", "nerc", &[]),
            candidate("used", "n", &[]),
            candidate("dr", "nec", &[]),
            candidate("arpu", "nc", &[]),
        ];
        assert_eq!(choose(&all), Choice::Canonical(2));
        let contained = [candidate("a", "nc", &[]), candidate("b", "nc", &[])];
        assert_eq!(choose(&contained), Choice::Canonical(0), "nobody is called exactly so: the better one answers");
    }

    #[test]
    fn two_that_are_certified_for_the_same_word_are_contested() {
        let exact = [candidate("a", "nec", &[]), candidate("b", "nec", &[]), candidate("c", "nc", &[])];
        assert_eq!(choose(&exact), Choice::Contested(vec![0, 1]));
        let rivals = [candidate("dnu", "nc", &[]), candidate("dnu_signup", "nc", &["dnu"])];
        assert_eq!(choose(&rivals), Choice::Contested(vec![0, 1]));
    }

    #[test]
    fn without_a_certification_nobody_deserves_it() {
        let all = [candidate("copy", "nr", &[]), candidate("near", "ne", &[]), candidate("talks", "c", &[])];
        assert_eq!(choose(&all), Choice::Nobody { nearest: Some(1) });
        assert_eq!(choose(&[]), Choice::Nobody { nearest: None });
    }
}
