import type { Lineage, LineageEdge, LineageNode } from "../api/types";

const key = (edge: LineageEdge) => `${edge.from}\u0000${edge.to}`;

/** What is shown, with what was loaded besides. */
export function merge(one: Lineage, other: Lineage): Lineage {
  const nodes = new Map<string, LineageNode>(one.nodes.map((n) => [n.id, n]));
  for (const node of other.nodes) nodes.set(node.id, node);
  const edges = new Map<string, LineageEdge>(one.edges.map((e) => [key(e), e]));
  for (const edge of other.edges) edges.set(key(edge), edge);
  return { nodes: [...nodes.values()], edges: [...edges.values()], more: Math.max(one.more, other.more) };
}

/** Ids by their distance from `start`, nearest first, against (`up`) or along (`down`) the arrows. */
export function reach(graph: Lineage, start: string, direction: "up" | "down"): { id: string; distance: number }[] {
  const next = new Map<string, string[]>();
  for (const { from, to } of graph.edges) {
    const [here, there] = direction === "down" ? [from, to] : [to, from];
    next.set(here, [...(next.get(here) ?? []), there]);
  }
  const seen = new Map<string, number>([[start, 0]]);
  const queue = [start];
  for (let at = queue.shift(); at !== undefined; at = queue.shift()) {
    for (const id of next.get(at) ?? []) {
      if (seen.has(id)) continue;
      seen.set(id, (seen.get(at) ?? 0) + 1);
      queue.push(id);
    }
  }
  seen.delete(start);
  return [...seen].map(([id, distance]) => ({ id, distance }));
}

/** `shop.user` of `dataset:shop.user`. */
export const plainName = (id: string): string => id.slice(id.indexOf(":") + 1);
