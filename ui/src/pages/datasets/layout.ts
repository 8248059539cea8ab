/** What the worker is asked: sizes and arrows, nothing else. */
export interface LayoutAsk {
  nodes: { id: string; width: number; height: number }[];
  edges: { from: string; to: string }[];
}

/** Where each node's upper left corner goes. */
export type LayoutAnswer = Record<string, { x: number; y: number }>;
