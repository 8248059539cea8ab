//! The shop: made once, then let live day by day.

use std::path::{Path, PathBuf};

#[cfg(test)]
use garim_core::Entity;
use garim_core::{Error, Result, time::Day};
use garim_ports::Progress;

use super::{log, project, tables, world::World};

/// A shop on disk: a project folder with sources that move on.
#[derive(Debug, Clone)]
pub struct Shop {
    root: PathBuf,
    world: World,
}

/// The database of a shop's folder.
pub(super) fn database(root: &Path) -> PathBuf {
    root.join("sources/shop.db")
}

impl Shop {
    /// Makes a shop: the example's project files (those that are not there yet) and its sources as they were on the evening before
    /// the first day. A shop that is there already is opened, whatever size is asked for.
    ///
    /// # Errors
    /// `Invalid` where the folder cannot be written.
    pub async fn generate(root: &Path, users: u64, days: u32, seed: u64, progress: &dyn Progress) -> Result<Self> {
        let sources = root.join("sources/access");
        std::fs::create_dir_all(&sources).map_err(|e| Error::invalid(format!("`{}` cannot be made: {e}", sources.display())))?;
        project::write(root)?;
        let mut db = tables::open(&database(root)).await?;
        if let Some((users, days, seed)) = tables::plan(&mut db).await? {
            return Ok(Self { root: root.to_owned(), world: World::new(users, days, seed)? });
        }
        let world = World::new(users, days, seed)?;
        tables::create(&mut db, &world, progress).await?;
        Ok(Self { root: root.to_owned(), world })
    }

    /// Opens a shop that was made before.
    ///
    /// # Errors
    /// `NotFound` where there is none.
    #[cfg(test)]
    pub async fn open(root: &Path) -> Result<Self> {
        let missing = || Error::not_found(Entity::File, database(root).display());
        if !database(root).is_file() {
            return Err(missing());
        }
        let mut db = tables::open(&database(root)).await?;
        let (users, days, seed) = tables::plan(&mut db).await?.ok_or_else(missing)?;
        Ok(Self { root: root.to_owned(), world: World::new(users, days, seed)? })
    }

    /// The first day.
    pub fn start(&self) -> Day {
        self.world.start
    }

    /// The days for which it was planned.
    pub fn days(&self) -> impl Iterator<Item = Day> {
        let last = i64::try_from(self.world.days).unwrap_or(1) - 1;
        self.world.start.through(self.world.day(last))
    }

    /// How many users it was planned for.
    pub fn users(&self) -> u64 {
        self.world.users
    }

    /// The last day that has happened; nothing before the first.
    ///
    /// # Errors
    /// `Internal` where its database cannot be read.
    #[cfg(test)]
    pub async fn newest(&self) -> Result<Option<Day>> {
        let mut db = tables::open(&database(&self.root)).await?;
        Ok(tables::newest(&mut db).await?.map(|number| self.world.day(number)))
    }

    /// Makes the sources look as they do on the evening of a day; days between happen too. A day that has happened changes
    /// nothing: the sources do not go back.
    ///
    /// # Errors
    /// `Internal` where a source cannot be written.
    pub async fn advance(&self, day: Day, progress: &dyn Progress) -> Result<()> {
        let mut db = tables::open(&database(&self.root)).await?;
        let next = tables::newest(&mut db).await?.map_or(0, |newest| newest + 1);
        for number in next..=self.world.number(day) {
            let (root, world) = (self.root.clone(), self.world);
            let written = tokio::task::spawn_blocking(move || log::write(&root, &world, number)).await;
            let failed = |e: &dyn std::fmt::Display| Error::internal("writing the demo's access log", e);
            written.map_err(|e| failed(&e))?.map_err(|e| failed(&e))?;
            tables::advance(&mut db, &self.world, number, progress).await?;
        }
        Ok(())
    }
}
