use garim_core::name::DatasetName;
use garim_ports::{SealScope, Vault};

use crate::world::{World, contains, day};

fn scope(dataset: &str, on: &str, file: &str) -> SealScope {
    SealScope { dataset: DatasetName::new("shop", dataset).unwrap(), day: day(on), file: file.into() }
}

fn home() -> SealScope {
    scope("user", "2020-10-25", "part-1.sealed")
}

/// The chunks of a sealed file, the header within the first.
async fn sealed(world: &World, chunks: &[&str]) -> Vec<Vec<u8>> {
    let mut sealer = world.vault.sealer(&home()).await.unwrap();
    let last = chunks.len() - 1;
    chunks.iter().enumerate().map(|(at, chunk)| sealer.seal(chunk.as_bytes(), at == last).unwrap()).collect()
}

async fn open(world: &World, scope: &SealScope, file: &[u8]) -> Result<Vec<u8>, String> {
    let mut opener = world.vault.opener(scope).await.map_err(|e| e.to_string())?;
    opener.open(file).map_err(|e| e.to_string())
}

const FAILED: &str = "opening what the vault sealed failed";

#[tokio::test]
async fn what_is_sealed_opens_in_its_scope_and_in_any_process() {
    let world = World::new().await;
    let file = sealed(&world, &["first ", "", "last"]).await.concat();
    assert!(!contains(&file, b"first"));
    assert_eq!(open(&world, &home(), &file).await.unwrap(), b"first last");
    assert_eq!(world.another().await.opener(&home()).await.unwrap().open(&file).unwrap(), b"first last");
    let empty = sealed(&world, &[""]).await.concat();
    assert_eq!(open(&world, &home(), &empty).await.unwrap(), b"");
}

#[tokio::test]
async fn no_other_scope_opens_it() {
    let world = World::new().await;
    let file = sealed(&world, &["chunk"]).await.concat();
    let others = [
        scope("purchase", "2020-10-25", "part-1.sealed"),
        scope("user", "2020-10-26", "part-1.sealed"),
        scope("user", "2020-10-25", "part-2.sealed"),
    ];
    for other in others {
        world.vault.sealer(&other).await.unwrap();
        assert_eq!(open(&world, &other, &file).await.unwrap_err(), FAILED);
    }
}

#[tokio::test]
async fn swapped_dropped_repeated_added_and_foreign_chunks_are_rejected() {
    let world = World::new().await;
    let c = sealed(&world, &["aaaa", "bbbb", "cccc", "dddd"]).await;
    let other = sealed(&world, &["aaaa", "bbbb", "cccc", "dddd"]).await;
    let forged = [
        vec![&c[0], &c[2], &c[1], &c[3]],
        vec![&c[0], &c[1], &c[3]],
        vec![&c[0], &c[1], &c[2]],
        vec![&c[0], &c[1], &c[1], &c[2], &c[3]],
        vec![&c[0], &c[1], &c[2], &c[3], &c[3]],
        vec![&c[0], &other[1], &c[2], &c[3]],
        vec![&c[1], &c[2], &c[3]],
        vec![&c[0]],
        vec![],
    ];
    for (number, chunks) in forged.iter().enumerate() {
        let file: Vec<u8> = chunks.iter().flat_map(|c| c.iter().copied()).collect();
        assert_eq!(open(&world, &home(), &file).await.unwrap_err(), FAILED, "forgery {number}");
    }
}

#[tokio::test]
async fn every_flipped_byte_and_every_cut_is_rejected() {
    let world = World::new().await;
    let file = sealed(&world, &["aaaa", "bbbb"]).await.concat();
    let mut opener = world.vault.opener(&home()).await.unwrap();
    for at in 0..file.len() {
        let mut other = file.clone();
        other[at] ^= 1;
        assert_eq!(opener.open(&other).unwrap_err().to_string(), FAILED, "byte {at}");
        assert_eq!(opener.open(&file[..at]).unwrap_err().to_string(), FAILED, "cut at {at}");
    }
}

#[tokio::test]
async fn after_its_day_is_destroyed_a_file_stays_shut_and_so_it_does_after_a_new_key() {
    let world = World::new().await;
    let file = sealed(&world, &["chunk"]).await.concat();
    for _ in 0..2 {
        world.vault.destroy_seal(&home().dataset, home().day).await.unwrap();
        assert_eq!(open(&world, &home(), &file).await.unwrap_err(), FAILED);
    }
    sealed(&world, &["new"]).await;
    assert_eq!(open(&world, &home(), &file).await.unwrap_err(), FAILED);
}

#[tokio::test]
async fn nothing_follows_the_last_chunk() {
    let world = World::new().await;
    let mut sealer = world.vault.sealer(&home()).await.unwrap();
    sealer.seal(b"last", true).unwrap();
    assert!(sealer.seal(b"more", true).is_err());
}
