//! A map of bounded size that forgets what was not asked for lately.

use std::{collections::HashMap, hash::Hash};

/// Two generations: what is asked for moves to the young one; when that is full, the old one goes.
pub(crate) struct Generations<K, V> {
    young: HashMap<K, V>,
    old: HashMap<K, V>,
    most: usize,
}

impl<K: Hash + Eq + Clone, V> Generations<K, V> {
    /// At most twice so many entries.
    pub fn new(most: usize) -> Self {
        Self { young: HashMap::new(), old: HashMap::new(), most }
    }

    /// The value of a key, if it is remembered.
    pub fn get(&mut self, key: &K) -> Option<&mut V> {
        if let Some(value) = self.old.remove(key) {
            self.insert(key.clone(), value);
        }
        self.young.get_mut(key)
    }

    /// Remembers a value; what goes is given back.
    pub fn insert(&mut self, key: K, value: V) -> HashMap<K, V> {
        let mut gone = HashMap::new();
        self.old.remove(&key);
        if self.young.len() >= self.most && !self.young.contains_key(&key) {
            gone = std::mem::replace(&mut self.old, std::mem::take(&mut self.young));
        }
        self.young.insert(key, value);
        gone
    }

    /// The value of a key, which begins empty.
    pub fn get_or_default(&mut self, key: K) -> &mut V
    where
        V: Default,
    {
        if self.get(&key).is_none() {
            self.insert(key.clone(), V::default());
        }
        self.young.entry(key).or_default()
    }

    /// Forgets one.
    pub fn remove(&mut self, key: &K) -> Option<V> {
        self.young.remove(key).or_else(|| self.old.remove(key))
    }

    /// All that is remembered.
    pub fn iter(&self) -> impl Iterator<Item = (&K, &V)> {
        self.young.iter().chain(self.old.iter())
    }

    /// All values, to be changed.
    pub fn values_mut(&mut self) -> impl Iterator<Item = &mut V> {
        self.young.values_mut().chain(self.old.values_mut())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_asked_for_stays() {
        let mut map = Generations::new(2);
        map.insert(0, "stays");
        for i in 1..100 {
            map.insert(i, "goes");
            assert!(map.get(&0).is_some(), "forgotten at {i}");
        }
        assert!(map.iter().count() <= 4);
        assert!(map.get(&1).is_none());
    }
}
