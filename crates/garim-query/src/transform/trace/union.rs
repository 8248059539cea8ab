//! Unions: a column is an identifier where each branch has one of the same type, and names a person anew.

use std::collections::BTreeSet;

use datafusion::logical_expr::Union;
use garim_core::{Result, lineage::Direct};

use super::{
    Standing, Tracer,
    column::{Atom, Person, Traced, together},
};

impl Tracer<'_> {
    pub(super) fn union(&mut self, union: &Union) -> Result<Vec<Traced>> {
        let branches: Result<Vec<Vec<Traced>>> = union.inputs.iter().map(|input| self.plan(input)).collect();
        let branches = branches?;
        let width = union.schema.fields().len();
        let mut columns: Vec<Traced> = Vec::with_capacity(width);
        for i in 0..width {
            let parts: Vec<Traced> = branches.iter().filter_map(|b| b.get(i).cloned()).collect();
            let null = parts.iter().all(|p| p.null);
            let standing = self.united(&parts)?;
            columns.push(Traced { null, ..together(parts, &Direct::Identity).standing(standing) });
        }
        for i in 0..width {
            let named = self.named_by(&branches, &columns, i);
            if let Standing::Protected(person) | Standing::About(person) = &mut columns[i].standing {
                person.atoms = named.into_iter().collect();
            }
        }
        Ok(columns)
    }

    /// What the same column of several branches is; a NULL fits everything.
    fn united(&mut self, parts: &[Traced]) -> Result<Standing> {
        let mut standing: Option<Standing> = None;
        for part in parts.iter().filter(|p| !p.null) {
            standing = Some(match (standing, &part.standing) {
                (None, s) => s.clone(),
                (Some(Standing::Identifier { subject, atoms }), Standing::Identifier { subject: other, .. })
                    if subject == *other =>
                {
                    Standing::Identifier { subject, atoms }
                }
                (Some(Standing::Protected(person)), Standing::Protected(other)) if person.kind == other.kind => {
                    Standing::Protected(person)
                }
                (Some(Standing::About(person)), Standing::About(_)) => Standing::About(person),
                (Some(Standing::About(_) | Standing::Neutral), Standing::About(_) | Standing::Neutral) => Standing::Neutral,
                _ => {
                    let rule = "is united with a column of another sort; each branch needs one of the same type or kind, or NULL";
                    return Err(self.rule(part, rule));
                }
            });
        }
        Ok(match standing {
            Some(Standing::Identifier { subject, .. }) => {
                Standing::Identifier { subject, atoms: BTreeSet::from([self.people.fresh()]) }
            }
            other => other.unwrap_or_default(),
        })
    }

    /// The united identifier that names the person of column `i` in every branch.
    fn named_by(&self, branches: &[Vec<Traced>], columns: &[Traced], i: usize) -> Option<Atom> {
        let person = |t: &Traced| match &t.standing {
            Standing::Protected(person) | Standing::About(person) => Some(person.clone()),
            _ => None,
        };
        let names = |branch: &Vec<Traced>, k: usize| match (&branch[i], &branch[k].standing) {
            (value, _) if value.null => true,
            (value, Standing::Identifier { atoms, .. }) => {
                person(value).is_some_and(|p: Person| self.people.beside(&p.atoms, atoms))
            }
            _ => false,
        };
        columns.iter().enumerate().find_map(|(k, column)| match &column.standing {
            Standing::Identifier { atoms, .. } if branches.iter().all(|b| names(b, k)) => atoms.first().copied(),
            _ => None,
        })
    }
}
