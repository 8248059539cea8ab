//! What is known of one column of a plan's node.

use std::collections::{BTreeMap, BTreeSet};

use garim_core::{
    lineage::Direct,
    name::{ColumnRef, SubjectType},
    subject::Kind,
};

/// One identifier column of one scan (or of one union): rows that hold it know one person by it.
pub(super) type Atom = usize;

/// How a stored column flows into a value.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct Step {
    /// How.
    pub how: Direct,
    /// Whether its class goes with it: a null test or an equality of identifiers tells nothing of the value.
    pub bears: bool,
}

/// Whose a value is.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Person {
    /// The vault kind.
    pub kind: Kind,
    /// Those that name the person, wherever the value is not null.
    pub atoms: BTreeSet<Atom>,
}

/// What a value is to a person.
#[derive(Debug, Clone, PartialEq, Default)]
pub(crate) enum Standing {
    /// Nothing.
    #[default]
    Neutral,
    /// A plain value that tells of somebody.
    About(Person),
    /// A pseudonym.
    Identifier {
        /// The population.
        subject: SubjectType,
        /// All of one class; where any is not null, neither is the value, and it is equal to them.
        atoms: BTreeSet<Atom>,
    },
    /// An ordinal of the vault.
    Protected(Person),
}

/// One column.
#[derive(Debug, Clone, Default)]
pub(crate) struct Traced {
    /// The stored columns that flow into it.
    pub sources: BTreeMap<ColumnRef, BTreeSet<Step>>,
    /// What it is to a person.
    pub standing: Standing,
    /// Whether it is the literal NULL.
    pub null: bool,
}

impl Traced {
    /// Whether any expression may be made of it.
    pub fn plain(&self) -> bool {
        matches!(self.standing, Standing::Neutral | Standing::About(_))
    }

    /// After one more step.
    pub fn through(self, outer: &Direct) -> Self {
        let step = |s: Step| Step { how: compose(&s.how, outer), bears: s.bears };
        let sources = self.sources.into_iter().map(|(c, steps)| (c, steps.into_iter().map(step).collect())).collect();
        Self { sources, null: false, ..self }
    }

    /// Nothing of the value is left in it.
    pub fn blind(mut self) -> Self {
        let blind = |s: &Step| Step { how: s.how.clone(), bears: false };
        for steps in self.sources.values_mut() {
            *steps = steps.iter().map(blind).collect();
        }
        Self { standing: Standing::Neutral, null: false, ..self }
    }

    /// With another standing.
    pub fn standing(self, standing: Standing) -> Self {
        Self { standing, ..self }
    }

    /// Takes over the sources of another.
    pub fn join(&mut self, other: Traced) {
        for (column, steps) in other.sources {
            self.sources.entry(column).or_default().extend(steps);
        }
    }
}

/// Several values in one, each after the same step. What they tell of somebody, the result tells too.
pub(super) fn together(parts: impl IntoIterator<Item = Traced>, outer: &Direct) -> Traced {
    let (mut whole, mut about): (Traced, Option<Person>) = (Traced::default(), None);
    for part in parts {
        if let Standing::About(person) = &part.standing {
            let all = about.get_or_insert_with(|| Person { kind: person.kind.clone(), atoms: BTreeSet::new() });
            all.atoms.extend(&person.atoms);
        }
        whole.join(part.through(outer));
    }
    whole.standing(about.map_or(Standing::Neutral, Standing::About))
}

/// Aggregates whose result says how many, not which.
fn counts(how: &Direct) -> bool {
    matches!(how, Direct::Aggregate { function } if matches!(function.as_str(), "count" | "count_distinct"))
}

/// What two steps are together; `inner` came first. A count hides what came before it and stays a count afterwards.
fn compose(inner: &Direct, outer: &Direct) -> Direct {
    match (inner, outer) {
        (_, Direct::Unresolved) | (Direct::Unresolved, _) => Direct::Unresolved,
        (_, o) if counts(o) => o.clone(),
        (i, _) if counts(i) => i.clone(),
        (Direct::Identity, o) => o.clone(),
        (i, Direct::Identity | Direct::Expression) => i.clone(),
        (_, o) => o.clone(),
    }
}
