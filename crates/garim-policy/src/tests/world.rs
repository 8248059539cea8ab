//! What Cedar is told fits the schema; it is not checked at every question.

use cedar_policy::Entities;

use super::{caller, purposes, user};
use crate::{
    load::load,
    world::{Purposes, Types, World},
};

#[test]
fn the_entities_of_a_question_fit_the_schema() {
    let (types, loaded) = (Types::new().unwrap(), load(&[]).unwrap());
    let caller = caller("lee", &["owner", "analyst"], "marketing");
    let world = World::new(&types, &loaded.actions, &Purposes::new(&purposes()), &caller).unwrap();
    let world = world.with_dataset(&user().name, Some(&user())).unwrap().with_columns(&user()).unwrap();
    let entities = world.entities().unwrap();
    Entities::from_entities(entities.iter().cloned(), Some(&loaded.schema)).unwrap();
}
