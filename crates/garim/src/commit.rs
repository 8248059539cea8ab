//! The commit that a project stands at, read from its `.git` as git keeps it: no program is called for it.

use std::{
    fs,
    path::{Path, PathBuf},
};

/// The commit, where the folder or one above it is under version control.
pub fn of(root: &Path) -> Option<String> {
    let git = root.ancestors().find_map(folder)?;
    let head = fs::read_to_string(git.join("HEAD")).ok()?;
    let Some(name) = head.trim().strip_prefix("ref: ") else { return hash(&head) };
    // A linked work tree keeps its branches where the main one does.
    let common = fs::read_to_string(git.join("commondir")).map_or_else(|_| git.clone(), |c| git.join(c.trim()));
    let loose = fs::read_to_string(common.join(name)).ok().and_then(|h| hash(&h));
    loose.or_else(|| packed(&common, name))
}

/// `.git` itself, or where a linked work tree's `.git` file points.
fn folder(dir: &Path) -> Option<PathBuf> {
    let git = dir.join(".git");
    if git.is_dir() {
        return Some(git);
    }
    let pointed = fs::read_to_string(git).ok()?;
    Some(dir.join(pointed.trim().strip_prefix("gitdir: ")?))
}

fn packed(common: &Path, name: &str) -> Option<String> {
    let all = fs::read_to_string(common.join("packed-refs")).ok()?;
    all.lines().filter_map(|l| l.split_once(' ')).find(|(_, n)| *n == name).and_then(|(h, _)| hash(h))
}

/// SHA-1 or SHA-256 in hex; anything else is no commit.
fn hash(text: &str) -> Option<String> {
    let text = text.trim();
    let right = matches!(text.len(), 40 | 64) && text.bytes().all(|b| b.is_ascii_hexdigit());
    right.then(|| text.to_owned())
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]
    use super::*;

    #[test]
    fn a_commit_is_found_loose_packed_detached_and_from_below() {
        let folder = tempfile::tempdir().unwrap();
        let (git, below) = (folder.path().join(".git"), folder.path().join("project"));
        fs::create_dir_all(git.join("refs/heads")).unwrap();
        fs::create_dir(&below).unwrap();
        let write = |name: &str, text: &str| fs::write(git.join(name), text).unwrap();
        let (one, other) = ("a".repeat(40), "b".repeat(40));
        write("HEAD", "ref: refs/heads/main\n");
        assert_eq!(of(&below), None, "no commit yet");
        write("packed-refs", &format!("# pack-refs with: peeled\n{other} refs/heads/main\n"));
        assert_eq!(of(&below), Some(other));
        write("refs/heads/main", &format!("{one}\n"));
        assert_eq!(of(&below), Some(one));
        write("HEAD", "not a hash\n");
        assert_eq!(of(&below), None);
    }
}
