//! Spherical k-means: every document goes to the centre whose direction is nearest to its own, centres follow.

use std::collections::BTreeMap;

use super::vectors::{Space, Vector, cosine, heaviest, unit};

/// Most rounds: documents that still change sides then lie between groups anyway.
const ROUNDS: usize = 20;
/// Fewer than this share of documents changing sides is as good as none.
const SETTLED: usize = 200;
/// Words of a centre that are kept.
const CENTRE_WORDS: usize = 64;
/// Further from every centre than this, a document belongs to none.
const BELONGS: f32 = 0.12;
/// Centres nearer to each other than this are one group.
const MERGED: f32 = 0.42;

/// Groups of documents by their numbers, and where each group points.
#[derive(Debug, Clone, Default, PartialEq)]
pub(crate) struct Groups {
    pub centres: Vec<Vector>,
    /// For each document its group and how near it is.
    pub of: Vec<Option<(usize, f32)>>,
}

/// Groups the documents around seeds, then merges groups that point the same way.
pub(crate) fn group(space: &Space, seeds: &[usize]) -> Groups {
    let mut centres: Vec<Vector> = seeds.iter().map(|s| space.vectors[*s].clone()).collect();
    let mut of = assign(space, &centres);
    for _ in 0..ROUNDS {
        centres = follow(space, &centres, &of);
        let now = assign(space, &centres);
        let moved = now.iter().zip(&of).filter(|(a, b)| a.map(|(c, _)| c) != b.map(|(c, _)| c)).count();
        of = now;
        if moved * SETTLED <= of.len() {
            break;
        }
    }
    let merged = merge(space, &centres, &of);
    let of = assign(space, &merged);
    Groups { centres: merged, of }
}

/// The nearest centre of each document. Centres are looked up by their words, so that only those are compared that share any.
fn assign(space: &Space, centres: &[Vector]) -> Vec<Option<(usize, f32)>> {
    let mut lists: Vec<Vec<(usize, f32)>> = vec![Vec::new(); space.words.len()];
    for (at, centre) in centres.iter().enumerate() {
        for (word, weight) in centre {
            if let Some(list) = lists.get_mut(*word as usize) {
                list.push((at, *weight));
            }
        }
    }
    let mut sums = vec![0.0_f32; centres.len()];
    let nearest = |vector: &Vector| {
        sums.fill(0.0);
        for (word, weight) in vector {
            for (at, other) in lists.get(*word as usize).into_iter().flatten() {
                sums[*at] += weight * other;
            }
        }
        let best = sums.iter().enumerate().max_by(|(a, x), (b, y)| x.total_cmp(y).then_with(|| b.cmp(a)));
        best.map(|(at, near)| (at, *near)).filter(|(_, near)| *near >= BELONGS)
    };
    space.vectors.iter().map(nearest).collect()
}

/// Where the members of each group point together. A group without members stays where it was.
fn follow(space: &Space, centres: &[Vector], of: &[Option<(usize, f32)>]) -> Vec<Vector> {
    let mut sums: Vec<BTreeMap<u32, f32>> = vec![BTreeMap::new(); centres.len()];
    for (vector, group) in space.vectors.iter().zip(of) {
        if let Some((group, _)) = group {
            add(&mut sums[*group], vector);
        }
    }
    let sums = sums.into_iter().zip(centres);
    sums.map(|(sum, before)| if sum.is_empty() { before.clone() } else { centre(sum) }).collect()
}

fn add(sum: &mut BTreeMap<u32, f32>, vector: &Vector) {
    for (word, weight) in vector {
        *sum.entry(*word).or_default() += weight;
    }
}

fn centre(sum: BTreeMap<u32, f32>) -> Vector {
    let mut centre: Vector = sum.into_iter().collect();
    heaviest(&mut centre, CENTRE_WORDS);
    unit(&mut centre);
    centre
}

/// Joins the two nearest groups until none are near: their centre is where their members point together.
fn merge(space: &Space, centres: &[Vector], of: &[Option<(usize, f32)>]) -> Vec<Vector> {
    let mut of: Vec<Option<usize>> = of.iter().map(|g| g.map(|(at, _)| at)).collect();
    let mut centres = centres.to_vec();
    let mut near: Vec<Vec<f32>> = (0..centres.len()).map(|a| row(&centres, a)).collect();
    while let Some((into, gone)) = nearest_pair(&near) {
        let mut sum = BTreeMap::new();
        for (vector, group) in space.vectors.iter().zip(&mut of) {
            if *group == Some(gone) || *group == Some(into) {
                *group = Some(into);
                add(&mut sum, vector);
            }
        }
        centres[into] = centre(sum);
        // What is gone is near nothing.
        centres[gone].clear();
        for changed in [into, gone] {
            near[changed] = row(&centres, changed);
            let line = near[changed].clone();
            near.iter_mut().zip(line).for_each(|(other, to)| other[changed] = to);
        }
    }
    centres.retain(|c| !c.is_empty());
    centres
}

/// How near a centre is to each other one.
fn row(centres: &[Vector], of: usize) -> Vec<f32> {
    let near = |(at, other)| if at == of { 0.0 } else { cosine(&centres[of], other) };
    centres.iter().enumerate().map(near).collect()
}

/// The two that are nearest to each other, if they are near enough.
fn nearest_pair(near: &[Vec<f32>]) -> Option<(usize, usize)> {
    let pairs = near.iter().enumerate().flat_map(|(a, line)| line.iter().enumerate().skip(a + 1).map(move |(b, n)| (*n, a, b)));
    let best =
        pairs.filter(|(n, _, _)| *n >= MERGED).max_by(|(x, a, b), (y, c, d)| x.total_cmp(y).then_with(|| (c, d).cmp(&(a, b))));
    best.map(|(_, a, b)| (a, b))
}
