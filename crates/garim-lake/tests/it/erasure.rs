//! A person leaves: from the source's rows to nothing on disk, through the lake's own port.

use garim_core::{asset::ErasureAction, name::RunId, subject::Pseudonym, subject::SubjectId};
use garim_ports::{Erase, Lake, Token, TokenAsk, Vault, WritePlan};

use crate::{
    shop::{column, day, purchase},
    world::{World, at},
};

/// Purchases with a column that nobody has classified yet.
fn plan() -> WritePlan {
    let mut plan = purchase();
    plan.schema.schema.columns.push(column("p_memo string unclassified p_uid"));
    plan
}

async fn pseudonym(world: &World, id: i64) -> Pseudonym {
    let subject = SubjectId::from_integer("customer".parse().unwrap(), id);
    let ask = TokenAsk { subject, row_day: day("2020-10-25"), since: None };
    match world.vault.tokenise(RunId::new(uuid::Uuid::nil()), &[ask]).await.unwrap()[0] {
        Token::Active(pseudonym) => pseudonym,
        Token::Suppressed => panic!("suppressed"),
    }
}

#[tokio::test]
async fn a_person_is_gone_from_every_day_and_the_others_are_as_they_were() {
    let mut world = World::new();
    let plan = plan();
    let (sunday, monday) = (at("25T10:00:00"), at("26T10:00:00"));
    let header = "p_time,p_uid,p_id,p_name,p_amount,p_memo";
    world.write("p.csv", format!("{header}\n{sunday},1,7,pear,5,gift\n{sunday},2,7,pear,6,\n{monday},2,8,plum,7,call\n"));
    let source = world.csv("p.csv");
    world.run(&plan, "2020-10-26", source).await.unwrap();
    let (one, two) = (pseudonym(&world, 1).await, pseudonym(&world, 2).await);
    let lake = world.lake.clone();

    let links = lake.locate(&plan.dataset, &plan.schema, &[two]).await.unwrap();
    assert_eq!(links.iter().map(|l| (l.dt.as_str(), l.rows)).collect::<Vec<_>>(), [("20201025", 1), ("20201026", 1)]);
    let erase = Erase {
        dataset: plan.dataset.clone(),
        schema: plan.schema.clone(),
        action: ErasureAction::Anonymise,
        row_owner: None,
        pseudonyms: vec![two],
        job: "erase".to_owned(),
    };
    let done = lake.rewrite(&erase, world.vault.clone()).await.unwrap();
    assert_eq!((done.files, done.rows), (2, 2));
    let purged = lake.purge(&plan.dataset, world.vault.clone()).await.unwrap();
    assert_eq!(lake.version(&plan.dataset).await.unwrap(), Some(purged.version));

    let expected = format!("1025 {sunday} #1 7 pear 5\n1025 {sunday} - 7 pear 6\n1026 {monday} - 8 plum 7");
    assert_eq!(world.show(&plan).await, expected);
    let back = lake.read_back(&plan.dataset, &plan.schema, &[two]).await.unwrap();
    assert_eq!((back.files, back.rows, back.found), (2, 3, 0));
    assert_eq!(lake.read_back(&plan.dataset, &plan.schema, &[one]).await.unwrap().found, 1);
    assert_eq!(lake.sealed_files(&plan.dataset).await.unwrap(), 2, "a sidecar for each data file");

    // The source still has the person; the vault says that they are gone, and the closed days stay as they are.
    world.vault.suppress("2");
    let source = world.csv("p.csv");
    let again = world.run(&plan, "2020-10-26", source).await.unwrap();
    assert_eq!(again.days(), "");
    assert_eq!(world.show(&plan).await, expected);
}
