//! What Cedar is told of a question: the caller with roles, the purpose, the dataset, its columns and their classes.

use std::collections::{HashMap, HashSet};

use cedar_policy::{Context, Entities, Entity, EntityId, EntityTypeName, EntityUid, RestrictedExpression};
use garim_core::{
    Error, Result,
    asset::{Contract, Purpose},
    authz::{Action, Caller},
    class::Class,
    name::{DatasetName, PurposeName, RoleName},
    schema::Column,
};

/// The one catalog that there is.
const CATALOG: &str = "catalog";

/// The schema's entity types.
pub(crate) struct Types {
    action: EntityTypeName,
    catalog: EntityTypeName,
    class: EntityTypeName,
    column: EntityTypeName,
    dataset: EntityTypeName,
    principal: EntityTypeName,
    purpose: EntityTypeName,
    role: EntityTypeName,
}

fn uid(of: &EntityTypeName, id: impl AsRef<str>) -> EntityUid {
    EntityUid::from_type_name_and_id(of.clone(), EntityId::new(id))
}

fn failed(error: impl std::fmt::Display) -> Error {
    Error::internal("asking the policies", error)
}

impl Types {
    pub(crate) fn new() -> Result<Self> {
        let of = |name: &str| name.parse::<EntityTypeName>().map_err(failed);
        Ok(Self {
            action: of("Action")?,
            catalog: of("Catalog")?,
            class: of("Class")?,
            column: of("Column")?,
            dataset: of("Dataset")?,
            principal: of("Principal")?,
            purpose: of("Purpose")?,
            role: of("Role")?,
        })
    }

    pub(crate) fn action(&self, action: Action) -> EntityUid {
        uid(&self.action, action.as_str())
    }

    pub(crate) fn catalog(&self) -> EntityUid {
        uid(&self.catalog, CATALOG)
    }

    pub(crate) fn dataset(&self, name: &DatasetName) -> EntityUid {
        uid(&self.dataset, name.to_string())
    }

    pub(crate) fn column(&self, dataset: &DatasetName, column: &Column) -> EntityUid {
        uid(&self.column, format!("{dataset}.{}", column.name))
    }

    pub(crate) fn principal(&self, caller: &Caller) -> EntityUid {
        uid(&self.principal, caller.principal.name.as_str())
    }

    /// The session: its purpose. No grants exist yet, so nothing is granted.
    pub(crate) fn context(&self, caller: &Caller) -> Result<Context> {
        let purpose = RestrictedExpression::new_entity_uid(uid(&self.purpose, caller.purpose.as_str()));
        let granted = RestrictedExpression::new_bool(false);
        Context::from_pairs([("purpose".to_owned(), purpose), ("granted".to_owned(), granted)]).map_err(failed)
    }
}

/// The purposes with the roles that may use them.
pub(crate) struct Purposes(HashMap<PurposeName, Vec<RoleName>>);

impl Purposes {
    pub(crate) fn new(purposes: &[Purpose]) -> Self {
        Self(purposes.iter().map(|p| (p.name.clone(), p.roles.clone())).collect())
    }
}

/// The entities of one question, built anew for each.
pub(crate) struct World<'a> {
    types: &'a Types,
    entities: Vec<Entity>,
}

impl<'a> World<'a> {
    /// The actions, the caller, the purpose and the catalog. A purpose that nobody declared may be used by no role.
    pub(crate) fn new(types: &'a Types, actions: &[Entity], purposes: &Purposes, caller: &Caller) -> Result<Self> {
        let roles: HashSet<EntityUid> = caller.principal.roles.iter().map(|r| uid(&types.role, r.as_str())).collect();
        let may_use = purposes.0.get(&caller.purpose).map_or(&[][..], Vec::as_slice);
        let may_use = may_use.iter().map(|r| RestrictedExpression::new_entity_uid(uid(&types.role, r.as_str())));
        let attributes = HashMap::from([("roles".to_owned(), RestrictedExpression::new_set(may_use))]);
        let purpose = Entity::new(uid(&types.purpose, caller.purpose.as_str()), attributes, HashSet::new());
        let mut entities: Vec<Entity> = actions.to_vec();
        entities.extend(roles.iter().cloned().map(Entity::with_uid));
        entities.push(Entity::new_no_attrs(types.principal(caller), roles));
        entities.push(purpose.map_err(failed)?);
        entities.push(Entity::with_uid(types.catalog()));
        Ok(Self { types, entities })
    }

    /// A dataset with its owners; without a contract it has none.
    pub(crate) fn with_dataset(mut self, name: &DatasetName, contract: Option<&Contract>) -> Result<Self> {
        let owners = contract.map_or(&[][..], |c| c.owner.people.as_slice()).iter();
        let owners = owners.map(|p| RestrictedExpression::new_entity_uid(uid(&self.types.principal, p.as_str())));
        let domain = contract.and_then(|c| c.domain.clone()).unwrap_or_default();
        let attributes = HashMap::from([
            ("owners".to_owned(), RestrictedExpression::new_set(owners)),
            ("domain".to_owned(), RestrictedExpression::new_string(domain)),
        ]);
        let parents = HashSet::from([self.types.catalog()]);
        self.entities.push(Entity::new(self.types.dataset(name), attributes, parents).map_err(failed)?);
        Ok(self)
    }

    /// A dataset's columns, each in its class, and the classes in their families.
    pub(crate) fn with_columns(mut self, contract: &Contract) -> Result<Self> {
        let dataset = self.types.dataset(&contract.name);
        for column in &contract.schema.columns {
            let of = RestrictedExpression::new_entity_uid(dataset.clone());
            let parents = HashSet::from([dataset.clone(), uid(&self.types.class, column.class.as_str())]);
            let column = self.types.column(&contract.name, column);
            let attributes = HashMap::from([("dataset".to_owned(), of)]);
            self.entities.push(Entity::new(column, attributes, parents).map_err(failed)?);
        }
        let mut families = HashSet::new();
        let classes: HashSet<Class> = contract.schema.columns.iter().map(|c| c.class).collect();
        for class in classes {
            let nested = class.family() != class.as_str();
            let parents = nested.then(|| uid(&self.types.class, class.family())).into_iter().collect();
            self.entities.push(Entity::new_no_attrs(uid(&self.types.class, class.as_str()), parents));
            families.extend(nested.then(|| class.family()));
        }
        self.entities.extend(families.into_iter().map(|f| Entity::with_uid(uid(&self.types.class, f))));
        Ok(self)
    }

    pub(crate) fn entities(self) -> Result<Entities> {
        Entities::from_entities(self.entities, None).map_err(failed)
    }
}
