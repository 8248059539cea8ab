import type { Lineage, LineageEdge, LineageNode } from "../api/types";

const key = (edge: LineageEdge) => `${edge.from}\u0000${edge.to}`;

/** How many neighbours each node has in all: those that an answer shows, and those that it only counts. */
function totals(graph: Lineage): Map<string, { up: number; down: number }> {
  const all = new Map(graph.nodes.map((n) => [n.id, { up: n.moreUp, down: n.moreDown }]));
  for (const { from, to } of graph.edges) {
    const [source, target] = [all.get(from), all.get(to)];
    if (source) source.down += 1;
    if (target) target.up += 1;
  }
  return all;
}

/** What is shown, with what was loaded besides; each node counts what is still not shown. */
export function merge(one: Lineage, other: Lineage): Lineage {
  const nodes = new Map<string, LineageNode>(other.nodes.map((n) => [n.id, n]));
  for (const node of one.nodes) nodes.set(node.id, node);
  const edges = new Map<string, LineageEdge>(one.edges.map((e) => [key(e), e]));
  for (const edge of other.edges) if (!edges.get(key(edge))?.columns.length) edges.set(key(edge), edge);
  const [first, second] = [totals(one), totals(other)];
  const shown = {
    nodes: [...nodes.values()].map((n) => ({ ...n, moreUp: 0, moreDown: 0 })),
    edges: [...edges.values()],
  };
  const now = totals({ ...one, ...shown });
  const rest = (id: string, way: "up" | "down") =>
    Math.max(first.get(id)?.[way] ?? 0, second.get(id)?.[way] ?? 0) - (now.get(id)?.[way] ?? 0);
  return {
    nodes: shown.nodes.map((n) => ({
      ...n,
      moreUp: Math.max(0, rest(n.id, "up")),
      moreDown: Math.max(0, rest(n.id, "down")),
    })),
    edges: shown.edges,
    more: Math.max(one.more, other.more),
    moreFlows: Math.max(one.moreFlows, other.moreFlows),
  };
}

/** The columns of each node that something flows out of or into, in order. */
export function columnsOf(graph: Lineage): Map<string, string[]> {
  const columns = new Map<string, Set<string>>();
  const add = (id: string, column: string) => {
    if (column !== "") columns.set(id, (columns.get(id) ?? new Set()).add(column));
  };
  for (const edge of graph.edges) {
    for (const flow of edge.columns) {
      add(edge.from, flow.from);
      add(edge.to, flow.to);
    }
  }
  return new Map([...columns].map(([id, names]) => [id, [...names].sort()]));
}

/** Whether an asset stands in another system: names of ours hold no slash. */
export const isForeign = (id: string): boolean => id.includes("/") || id.startsWith("dashboard:");

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
