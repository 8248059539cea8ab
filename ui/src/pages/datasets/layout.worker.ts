import dagre from "@dagrejs/dagre";
import type { LayoutAnswer, LayoutAsk } from "./layout";

self.onmessage = (event: MessageEvent<LayoutAsk>) => {
  const graph = new dagre.graphlib.Graph();
  graph.setGraph({ rankdir: "LR", nodesep: 22, ranksep: 70, marginx: 12, marginy: 12 });
  graph.setDefaultEdgeLabel(() => ({}));
  for (const { id, width, height } of event.data.nodes) graph.setNode(id, { width, height });
  for (const { from, to } of event.data.edges) graph.setEdge(from, to);
  dagre.layout(graph);
  const answer: LayoutAnswer = {};
  for (const { id, width, height } of event.data.nodes) {
    const at = graph.node(id);
    answer[id] = { x: at.x - width / 2, y: at.y - height / 2 };
  }
  self.postMessage(answer);
};
