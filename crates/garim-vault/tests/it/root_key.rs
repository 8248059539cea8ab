use std::os::unix::fs::PermissionsExt;

use garim_ports::Vault;

use crate::world::{World, open, try_open};

#[tokio::test]
async fn the_first_open_makes_a_key_that_only_its_owner_may_read() {
    let world = World::new().await;
    let file = world.folder.path().join("root.key");
    for name in ["root.key", "vault.db", "vault.db-wal"] {
        let mode = std::fs::metadata(world.folder.path().join(name)).unwrap().permissions().mode();
        assert_eq!(mode & 0o777, 0o600, "{name}");
    }
    assert_eq!(std::fs::read(&file).unwrap().len(), 32);
    let names: Vec<_> = std::fs::read_dir(world.folder.path()).unwrap().map(|e| e.unwrap().file_name()).collect();
    assert!(names.iter().all(|n| !n.to_string_lossy().starts_with(".root-")), "{names:?}");
}

#[tokio::test]
async fn a_key_that_others_may_read_is_refused() {
    let world = World::new().await;
    let file = world.folder.path().join("root.key");
    for mode in [0o640, 0o604, 0o660] {
        std::fs::set_permissions(&file, std::fs::Permissions::from_mode(mode)).unwrap();
        assert!(try_open(&world.folder).await.contains("chmod 600"));
    }
}

#[tokio::test]
async fn a_missing_key_is_not_made_anew_beside_a_database_and_a_foreign_one_is_refused() {
    let world = World::new().await;
    let file = world.folder.path().join("root.key");
    let key = std::fs::read(&file).unwrap();
    std::fs::remove_file(&file).unwrap();
    assert!(try_open(&world.folder).await.contains("is missing"));
    assert!(!file.exists());

    let write = |bytes: &[u8]| {
        std::fs::write(&file, bytes).unwrap();
        std::fs::set_permissions(&file, std::fs::Permissions::from_mode(0o600)).unwrap();
    };
    write(&[7; 32]);
    assert!(try_open(&world.folder).await.contains("belongs to another vault"));
    write(&key[..31]);
    assert!(try_open(&world.folder).await.contains("exactly 32 bytes"));
    write(&key);
    open(&world.folder).await;
}

#[tokio::test]
async fn the_project_signs_with_one_key_for_ever() {
    let world = World::new().await;
    let first = world.vault.sign(b"text").await.unwrap();
    let again = world.another().await.sign(b"text").await.unwrap();
    assert_eq!(first, again);
    let key: [u8; 32] = first.public_key.try_into().unwrap();
    let signature: [u8; 64] = first.signature.try_into().unwrap();
    let key = ed25519_dalek::VerifyingKey::from_bytes(&key).unwrap();
    key.verify_strict(b"text", &ed25519_dalek::Signature::from_bytes(&signature)).unwrap();
}
