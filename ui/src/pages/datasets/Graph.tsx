import "@xyflow/react/dist/base.css";
import "./graph.css";
import { Controls, type Edge, MarkerType, ReactFlow, ReactFlowProvider, useReactFlow } from "@xyflow/react";
import { useEffect, useState } from "react";
import type { Lineage, LineageEdge } from "../../api/types";
import { Loading } from "../../design/parts";
import { useWords } from "../../i18n";
import { columnsOf, plainName } from "../../lib/lineage";
import { EdgePanel } from "./EdgePanel";
import { GraphNode, type Shown, sizeOf } from "./GraphNode";
import { useLayout } from "./useLayout";

interface Props {
  graph: Lineage;
  start: string;
  /** Whether nodes list the columns that something flows through. */
  columns: boolean;
  onExpand: (id: string, way: "up" | "down") => void;
  onColumn: (column: string) => void;
}

const TYPES = { asset: GraphNode };

/** Under this width the whole graph would be too small to read: the dataset itself is shown, the rest is dragged to. */
const NARROW_PX = 640;

const framing = (start: string) =>
  window.innerWidth < NARROW_PX
    ? { nodes: [{ id: start }], padding: 0.2, maxZoom: 0.8 }
    : { padding: 0.12, maxZoom: 1 };

const edgeId = (edge: LineageEdge) => `${edge.from}->${edge.to}`;

export function Graph(props: Props) {
  return (
    <ReactFlowProvider>
      <Flow {...props} />
    </ReactFlowProvider>
  );
}

function Flow({ graph, start, columns, onExpand, onColumn }: Props) {
  const { t } = useWords();
  const { fitView } = useReactFlow();
  const [picked, pick] = useState<string | null>(null);
  const listed = columns ? columnsOf(graph) : new Map<string, string[]>();
  const size = (id: string) => sizeOf(listed.get(id) ?? []);
  const places = useLayout({
    nodes: graph.nodes.map((n) => ({ id: n.id, ...size(n.id) })),
    edges: graph.edges.map(({ from, to }) => ({ from, to })),
  });
  useEffect(() => {
    if (places) requestAnimationFrame(() => void fitView(framing(start)));
  }, [places, fitView, start]);
  if (!places) return <Loading />;
  const nodes: Shown[] = graph.nodes.map((node) => ({
    id: node.id,
    type: "asset",
    position: places[node.id] ?? { x: 0, y: 0 },
    data: { node, here: node.id === start, columns: listed.get(node.id) ?? [], onExpand, onColumn },
    ...size(node.id),
    draggable: false,
    focusable: false,
  }));
  const edges: Edge[] = graph.edges.map((edge) => ({
    id: edgeId(edge),
    source: edge.from,
    target: edge.to,
    selected: picked === edgeId(edge),
    ariaLabel: t("lineage.between", { from: plainName(edge.from), to: plainName(edge.to) }),
    markerEnd: { type: MarkerType.ArrowClosed, width: 16, height: 16, color: "var(--line-strong)" },
  }));
  const chosen = graph.edges.find((edge) => edgeId(edge) === picked);
  return (
    <div className="overflow-hidden rounded-lg border border-line bg-sunken">
      {/* biome-ignore lint/a11y/useSemanticElements: a group of links and buttons, not of fields */}
      <div role="group" aria-label={t("lineage.graphLabel", { name: plainName(start) })} className="h-[26rem]">
        <ReactFlow
          nodes={nodes}
          edges={edges}
          nodeTypes={TYPES}
          onEdgeClick={(_, edge) => pick(edge.id === picked ? null : edge.id)}
          onPaneClick={() => pick(null)}
          nodesConnectable={false}
          nodesDraggable={false}
          zoomOnScroll={false}
          preventScrolling={false}
          minZoom={0.2}
          fitView
          fitViewOptions={framing(start)}
          proOptions={{ hideAttribution: true }}
        >
          <Controls showInteractive={false} />
        </ReactFlow>
      </div>
      {chosen && <EdgePanel edge={chosen} />}
    </div>
  );
}
