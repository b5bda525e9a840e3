//! Items go in, and come out again in any order. What has no room in memory waits on disk.

use super::disk::Disk;
use super::{Item, NoRoom};

/// Items in no order.
#[derive(Debug)]
pub struct Pile<T> {
    pub(super) items: Vec<T>,
    pub(super) disk: Option<Disk>,
    /// How many items lie on disk.
    spilled: usize,
}

/// A list is given room for what it may hold, so that it is not copied as it grows; but for no more than this.
const ROOM: usize = 64 << 20;

impl<T> Default for Pile<T> {
    fn default() -> Pile<T> {
        Pile { items: Vec::new(), disk: None, spilled: 0 }
    }
}

impl<T: Item> Pile<T> {
    /// With room for so many bytes of items; what is not used takes no memory.
    pub fn with_room(bytes: usize) -> Pile<T> {
        Pile { items: Vec::with_capacity(bytes.min(ROOM) / size_of::<T>()), ..Pile::default() }
    }

    /// Takes all items of a list.
    pub fn append(&mut self, items: &mut Vec<T>) {
        self.items.append(items);
    }

    /// How many items there are.
    pub fn len(&self) -> usize {
        self.spilled + self.items.len()
    }

    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }

    /// Bytes of memory its items take.
    pub fn size(&self) -> usize {
        self.items.len() * size_of::<T>()
    }

    /// Writes what is in memory to disk, as it stands.
    pub fn spill(&mut self) -> Result<(), NoRoom> {
        let disk = match &mut self.disk {
            Some(disk) => disk,
            none => none.insert(Disk::new()?),
        };
        disk.write(&self.items)?;
        self.spilled += self.items.len();
        self.items.clear();
        Ok(())
    }

    /// Each item, in any order.
    pub fn each(&self, mut visit: impl FnMut(&T)) -> Result<(), NoRoom> {
        for mut run in self.disk.iter().flat_map(Disk::cursors) {
            while let Some(item) = run.next()? {
                visit(&item);
            }
        }
        self.items.iter().for_each(visit);
        Ok(())
    }
}
