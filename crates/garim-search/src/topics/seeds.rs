//! Seeds far apart: whoever lies near a chosen seed is not looked at again, so that one pass over the documents suffices.

use super::vectors::{Space, Vector};

/// As near to a seed as this, a document is in its neighbourhood and no seed of its own.
const NEAR: f32 = 0.22;
/// Fewest words of a seed: what says little is near everything or nothing.
const LEAST_WORDS: usize = 2;

/// Numbers of documents, at most `most` of them, in the order in which they were chosen.
pub(crate) fn seeds(space: &Space, most: usize, seed: u64) -> Vec<usize> {
    let lists = lists(space);
    let mut order: Vec<usize> = (0..space.vectors.len()).filter(|d| space.vectors[*d].len() >= LEAST_WORDS).collect();
    shuffle(&mut order, seed);
    let mut covered = vec![false; space.vectors.len()];
    let mut near = vec![0.0_f32; space.vectors.len()];
    let mut chosen = Vec::new();
    for document in order {
        if chosen.len() >= most {
            break;
        }
        if covered[document] {
            continue;
        }
        chosen.push(document);
        cover(&space.vectors[document], &lists, &mut near, &mut covered);
    }
    chosen
}

/// For each word who has it, and how much.
fn lists(space: &Space) -> Vec<Vec<(usize, f32)>> {
    let mut lists = vec![Vec::new(); space.words.len()];
    for (document, vector) in space.vectors.iter().enumerate() {
        for (word, weight) in vector {
            if let Some(list) = lists.get_mut(*word as usize) {
                list.push((document, *weight));
            }
        }
    }
    lists
}

/// Marks the neighbours of a seed. `near` is room to add up in, and zero again afterwards.
fn cover(seed: &Vector, lists: &[Vec<(usize, f32)>], near: &mut [f32], covered: &mut [bool]) {
    let mut touched = Vec::new();
    for (word, weight) in seed {
        for (document, other) in lists.get(*word as usize).into_iter().flatten() {
            if near[*document] == 0.0 {
                touched.push(*document);
            }
            near[*document] += weight * other;
        }
    }
    for document in touched {
        covered[document] |= near[document] >= NEAR;
        near[document] = 0.0;
    }
}

/// An order that looks like chance and is the same for the same seed.
fn shuffle(order: &mut [usize], seed: u64) {
    let mut state = seed;
    for at in (1..order.len()).rev() {
        let other = usize::try_from(next(&mut state) % (at as u64 + 1)).unwrap_or(0);
        order.swap(at, other);
    }
}

/// SplitMix64.
fn next(state: &mut u64) -> u64 {
    *state = state.wrapping_add(0x9E37_79B9_7F4A_7C15);
    let mut z = *state;
    z = (z ^ (z >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
    z = (z ^ (z >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
    z ^ (z >> 31)
}
