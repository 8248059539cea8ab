//! The root key's file: 32 random bytes that only its owner may read.

use std::{
    fs,
    io::{ErrorKind, Write},
    os::unix::fs::{OpenOptionsExt, PermissionsExt},
    path::Path,
};

use garim_core::{Error, Result};
use zeroize::Zeroizing;

use crate::crypt::{Key, fill};

/// Reads the root key, or makes one if `may_create`: never beside a database that another root key wraps.
pub(crate) fn load(path: &Path, may_create: bool) -> Result<Key> {
    match fs::metadata(path) {
        Ok(meta) => read(path, &meta),
        Err(e) if e.kind() != ErrorKind::NotFound => Err(Error::internal("reading the root key", e)),
        Err(_) if may_create => create(path),
        Err(_) => Err(Error::invalid(format!(
            "`{}` is missing, and the vault cannot be opened without it; put the root key back",
            path.display()
        ))),
    }
}

fn read(path: &Path, meta: &fs::Metadata) -> Result<Key> {
    if meta.permissions().mode() & 0o077 != 0 {
        return Err(Error::invalid(format!("`{0}` may be read by others; run `chmod 600 {0}`", path.display())));
    }
    let bytes = Zeroizing::new(fs::read(path).map_err(|e| Error::internal("reading the root key", e))?);
    let key: &[u8; 32] = bytes
        .as_slice()
        .try_into()
        .map_err(|_| Error::invalid(format!("`{}` is not a root key; one has exactly 32 bytes", path.display())))?;
    Ok(Key::new(key))
}

/// Writes to a name of its own, then links it into place: a crash leaves no half key, and of two processes one wins.
fn create(path: &Path) -> Result<Key> {
    let failed = |e| Error::internal("making the root key", e);
    let mut name = [0; 8];
    fill(&mut name)?;
    let folder = path.parent().unwrap_or(Path::new("."));
    fs::create_dir_all(folder).map_err(failed)?;
    let draft = folder.join(format!(".root-{:016x}", u64::from_be_bytes(name)));
    let key = Key::random()?;
    let mut file = fs::OpenOptions::new().write(true).create_new(true).mode(0o600).open(&draft).map_err(failed)?;
    let linked = file.write_all(key.bytes()).and_then(|()| file.sync_all()).and_then(|()| fs::hard_link(&draft, path));
    fs::remove_file(&draft).map_err(failed)?;
    match linked {
        Ok(()) => fs::File::open(folder).and_then(|f| f.sync_all()).map(|()| key).map_err(failed),
        Err(e) if e.kind() == ErrorKind::AlreadyExists => load(path, false),
        Err(e) => Err(failed(e)),
    }
}
