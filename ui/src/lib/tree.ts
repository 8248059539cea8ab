export interface Branch<T> {
  item: T;
  depth: number;
}

/** A list whose items name their parent, as a tree read from above: parents before children, order kept. */
export function tree<T extends { name: string; parent: string | null }>(items: T[]): Branch<T>[] {
  const names = new Set(items.map((i) => i.name));
  const below = new Map<string | null, T[]>();
  for (const item of items) {
    const parent = item.parent !== null && names.has(item.parent) ? item.parent : null;
    below.set(parent, [...(below.get(parent) ?? []), item]);
  }
  const out: Branch<T>[] = [];
  const seen = new Set<string>();
  const walk = (parent: string | null, depth: number) => {
    for (const item of below.get(parent) ?? []) {
      if (seen.has(item.name)) continue;
      seen.add(item.name);
      out.push({ item, depth });
      walk(item.name, depth + 1);
    }
  };
  walk(null, 0);
  // A circle of parents hangs on nothing: shown, not lost.
  for (const item of items) if (!seen.has(item.name)) out.push({ item, depth: 0 });
  return out;
}
