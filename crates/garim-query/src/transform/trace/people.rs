//! Which identifiers name the same person, as far as joins and filters say so.
//!
//! The claim about a class of atoms is: in every row all that are not null are equal. An inner join and a filter make one
//! class of what they equate. An outer join must not make one class of two that its preserved side had apart, since it keeps
//! rows in which they differ.

use std::collections::{BTreeMap, BTreeSet};

use datafusion::common::JoinType;

use super::column::Atom;

/// The atoms of a plan.
#[derive(Debug, Default)]
pub(super) struct People {
    parents: Vec<Atom>,
    /// Where the key is not null, some atom of each set is not null either.
    implied: BTreeMap<Atom, Vec<BTreeSet<Atom>>>,
}

/// The atoms of the two sides of an equality.
pub(super) type Pair = (BTreeSet<Atom>, BTreeSet<Atom>);

impl People {
    /// A new atom in a class of its own.
    pub fn fresh(&mut self) -> Atom {
        self.parents.push(self.parents.len());
        self.parents.len() - 1
    }

    fn root(&self, mut atom: Atom) -> Atom {
        while self.parents[atom] != atom {
            atom = self.parents[atom];
        }
        atom
    }

    /// Whether all of them are in one class.
    pub fn one(&self, atoms: &BTreeSet<Atom>) -> bool {
        let mut roots = atoms.iter().map(|a| self.root(*a));
        let first = roots.next();
        roots.all(|r| Some(r) == first)
    }

    /// Whether an identifier of `atoms` names, in every row where a value of `person` is not null, that person.
    pub fn beside(&self, person: &BTreeSet<Atom>, atoms: &BTreeSet<Atom>) -> bool {
        let all = person.union(atoms).copied().collect();
        !person.is_empty()
            && !atoms.is_empty()
            && self.one(&all)
            && person.iter().all(|p| self.covered(*p, atoms, &mut BTreeSet::new()))
    }

    /// Whether, where `atom` is not null, one of `atoms` is not null.
    fn covered(&self, atom: Atom, atoms: &BTreeSet<Atom>, met: &mut BTreeSet<Atom>) -> bool {
        if atoms.contains(&atom) {
            return true;
        }
        if !met.insert(atom) {
            return false;
        }
        let sets = self.implied.get(&atom);
        sets.is_some_and(|sets| sets.iter().any(|set| set.iter().all(|a| self.covered(*a, atoms, &mut met.clone()))))
    }

    fn merge(&mut self, a: &BTreeSet<Atom>, b: &BTreeSet<Atom>) {
        if let (Some(a), Some(b)) = (a.first(), b.first()) {
            let (a, b) = (self.root(*a), self.root(*b));
            self.parents[a] = b;
        }
    }

    fn imply(&mut self, from: &BTreeSet<Atom>, to: &BTreeSet<Atom>) {
        for atom in from {
            self.implied.entry(*atom).or_default().push(to.clone());
        }
    }

    /// A filter or an inner join keeps only rows in which both sides are equal, and so not null.
    pub fn equate(&mut self, (a, b): &Pair) {
        self.merge(a, b);
        self.imply(a, b);
        self.imply(b, a);
    }

    /// The equalities of a join; in each pair the left side's atoms come first.
    pub fn joined(&mut self, kind: JoinType, pairs: &[Pair]) {
        let (keeps_left, keeps_right) = match kind {
            JoinType::Inner => return pairs.iter().for_each(|pair| self.equate(pair)),
            JoinType::Left => (true, false),
            JoinType::Right => (false, true),
            JoinType::Full => (true, true),
            _ => return,
        };
        let (mut left_merged, mut right_merged): (BTreeSet<Atom>, BTreeSet<Atom>) = Default::default();
        for (left, right) in pairs {
            if !keeps_right {
                self.imply(right, left);
            }
            if !keeps_left {
                self.imply(left, right);
            }
            // A class of one side joins two classes of the other only where that other is not preserved.
            let apart = (keeps_left && self.touches(&right_merged, right)) || (keeps_right && self.touches(&left_merged, left));
            if !apart {
                self.merge(left, right);
                left_merged.extend(left);
                right_merged.extend(right);
            }
        }
    }

    fn touches(&self, merged: &BTreeSet<Atom>, atoms: &BTreeSet<Atom>) -> bool {
        let roots: BTreeSet<Atom> = merged.iter().map(|a| self.root(*a)).collect();
        atoms.iter().any(|a| roots.contains(&self.root(*a)))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn set(atoms: &[Atom]) -> BTreeSet<Atom> {
        atoms.iter().copied().collect()
    }

    #[test]
    fn an_inner_join_makes_one_person_of_both_sides() {
        let mut people = People::default();
        let (a, b) = (people.fresh(), people.fresh());
        people.joined(JoinType::Inner, &[(set(&[a]), set(&[b]))]);
        assert!(people.beside(&set(&[a]), &set(&[b])));
        assert!(people.beside(&set(&[b]), &set(&[a])));
    }

    #[test]
    fn a_left_join_names_the_right_sides_person_by_the_left_sides_identifier_and_not_the_other_way_round() {
        let mut people = People::default();
        let (left, right) = (people.fresh(), people.fresh());
        people.joined(JoinType::Left, &[(set(&[left]), set(&[right]))]);
        assert!(people.beside(&set(&[right]), &set(&[left])));
        assert!(!people.beside(&set(&[left]), &set(&[right])));
    }

    #[test]
    fn a_full_join_names_nobody_by_one_side_alone() {
        let mut people = People::default();
        let (left, right) = (people.fresh(), people.fresh());
        people.joined(JoinType::Full, &[(set(&[left]), set(&[right]))]);
        assert!(!people.beside(&set(&[right]), &set(&[left])));
        assert!(people.beside(&set(&[right]), &set(&[left, right])));
    }

    #[test]
    fn an_outer_join_does_not_make_one_person_of_seller_and_buyer() {
        let mut people = People::default();
        let (seller, buyer, user) = (people.fresh(), people.fresh(), people.fresh());
        people.joined(JoinType::Left, &[(set(&[seller]), set(&[user])), (set(&[buyer]), set(&[user]))]);
        assert!(!people.one(&set(&[seller, buyer])));
    }
}
