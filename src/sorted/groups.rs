//! Runs that are each in order go in; groups of one key come out, in the order of keys.

use std::cmp::Reverse;
use std::collections::BinaryHeap;
use std::collections::binary_heap::PeekMut;
use std::slice;

use super::disk::{Block, Disk};
use super::{Bytes, Item, Keyed, NoRoom};

/// Groups of one key, in the order of keys.
pub struct Groups<'s, T> {
    rest: &'s [T],
    runs: Vec<Run<'s, T>>,
    /// The next key of each run that has one.
    heads: BinaryHeap<Reverse<(u64, usize)>>,
    group: Vec<T>,
}

/// A run that is read once more.
struct Run<'s, T> {
    disk: &'s Disk,
    blocks: slice::Iter<'s, Block>,
    block: Vec<u8>,
    taken: usize,
    /// The item that waits for its turn.
    head: Option<T>,
}

impl<'s, T: Keyed> Groups<'s, T> {
    pub(super) fn of_list(rest: &'s [T]) -> Groups<'s, T> {
        Groups { rest, runs: Vec::new(), heads: BinaryHeap::new(), group: Vec::new() }
    }

    pub(super) fn of_runs(runs: &'s [Vec<Block>], disk: &'s Disk) -> Result<Groups<'s, T>, NoRoom> {
        let mut groups = Groups::of_list(&[]);
        let run = |blocks: &'s Vec<Block>| Run { disk, blocks: blocks.iter(), block: Vec::new(), taken: 0, head: None };
        groups.runs = runs.iter().map(run).collect();
        for run in 0..groups.runs.len() {
            let first = groups.advance(run)?;
            groups.heads.extend(first.map(|key| Reverse((key, run))));
        }
        Ok(groups)
    }

    /// The next group, if there is one.
    pub fn next_group(&mut self) -> Result<Option<&[T]>, NoRoom> {
        if !self.runs.is_empty() {
            return self.merged();
        }
        let Some(first) = self.rest.first() else { return Ok(None) };
        let alike = self.rest.iter().take_while(|item| item.sort_key() == first.sort_key()).count();
        let (group, rest) = self.rest.split_at(alike);
        self.rest = rest;
        Ok(Some(group))
    }

    fn merged(&mut self) -> Result<Option<&[T]>, NoRoom> {
        self.group.clear();
        while let Some(Reverse((key, run))) = self.heads.peek().copied() {
            if self.group.first().is_some_and(|first| first.sort_key() != key) {
                break;
            }
            self.group.extend(self.runs[run].head.take());
            let next = self.advance(run)?;
            let Some(mut head) = self.heads.peek_mut() else { break };
            match next {
                Some(key) => *head = Reverse((key, run)),
                None => drop(PeekMut::pop(head)),
            }
        }
        Ok(Some(&self.group[..]).filter(|group| !group.is_empty()))
    }

    /// Takes the next item of a run to its head: what its key is.
    fn advance(&mut self, run: usize) -> Result<Option<u64>, NoRoom> {
        let next = self.runs[run].next()?;
        let key = next.as_ref().map(T::sort_key);
        self.runs[run].head = next;
        Ok(key)
    }
}

impl<T: Item> Run<'_, T> {
    fn next(&mut self) -> Result<Option<T>, NoRoom> {
        if self.taken == self.block.len() {
            let Some(block) = self.blocks.next() else { return Ok(None) };
            self.disk.read(*block, &mut self.block)?;
            self.taken = 0;
        }
        let mut bytes = Bytes::of(&self.block[self.taken..]);
        let item = T::take(&mut bytes);
        self.taken = self.block.len() - bytes.len();
        Ok(Some(item))
    }
}
