// The API's answers: shapes are generated from what the server says (`generated.ts`), words that it uses are closed here.
import type * as G from "./generated";

/** A shape with some of its fields told more exactly. */
type With<Shape, Fields> = Omit<Shape, keyof Fields> & Fields;

/** `2020-10-25`. */
export type Day = string;
/** RFC 3339. */
export type Instant = string;

export type Session = G.Session;
export type Term = G.Term;
export type Kind = "dataset" | "metric" | "query" | "dashboard" | "job" | "term" | "owner" | "topic";
export type Hit = With<G.Hit, { kind: Kind }>;
export type Facet = G.Facet;
export type ReadAs = G.ReadAs;
export type Found = With<G.Hits, { hits: Hit[] }>;
export type Suggestion = With<G.Suggestion, { kind: Kind }>;
export type CanonicalAnswer = With<
  G.CanonicalAnswer,
  {
    verdict: "canonical" | "contested" | "none";
    metric: Definition | null;
    dataset: Evidence | null;
    conflicts: Definition[];
  }
>;
/** How an asset stands. */
export type Standing = With<G.Standing, { held: "certified" | "expired" | "deprecated" | "none" }>;
export type Said = With<G.Said, { standing: "certified" | "deprecated" | "none" }>;
export type Vouched = With<G.Vouched, { standing: Standing; said: Said[] }>;
export type Definition = With<G.Definition, { standing: Standing }>;
export type Evidence = With<G.Evidence, { standing: Standing }>;
export type LookAlike = G.LookAlike;
export type Listed = With<G.Listed, { kind: Kind }>;
export type Browse = With<G.Browse, { popular: Listed[]; recent: Listed[] }>;
export type Related = With<G.Related, { joined: Listed[]; samePeople: Listed[]; sameLineage: Listed[] }>;
export type Topic = With<G.Topic, { members: With<G.Member, { kind: Kind }>[] }>;
export type SavedSearch = G.Saved;

/** What a contract declares. */
export type Declared = "active" | "draft" | "deprecated";
export type Stage = "source" | "staging" | "mart";
export type DatasetRow = With<G.DatasetRow, { standing: Declared; stage: Stage }>;

export type By = "contract" | "inherited" | "scanner" | "person" | "absent";
export type Basis = With<G.Basis, { by: By }>;
export type Sight = "clear" | "masked" | "pseudonym" | "denied";
export type Column = With<G.Column, { basis: Basis; sight: Sight }>;
export type Partition = G.Partition;
export type SchemaVersion = G.Version;
export type Dataset = With<G.Dataset, { standing: Declared; stage: Stage; columns: Column[]; vouched: Vouched }>;
export type ClassInfo = G.ClassRow;
export type ClassSuggestion = G.ClassSuggestion;

export type Counts = G.Counts;
export type Contradiction = G.Contradiction;
export type RunState = "running" | "succeeded" | "quarantined" | "failed" | "abandoned";
export type Run = With<G.Run, { state: RunState }>;

export type ColumnEdge = G.Flow;
export type LineageNode = With<G.Node, { kind: "dataset" | "metric" | "dashboard" }>;
export type LineageEdge = G.Edge;
export type Lineage = With<G.Lineage, { nodes: LineageNode[] }>;
export type Impact = G.Impact;
export type Asset = G.Asset;

export type Value = G.Latest;
export type MetricRow = G.MetricRow;
export type Metric = With<G.Metric, { vouched: Vouched }>;
export type MetricValue = G.ValueRow;

/** Text, so that no digit is lost on the way. */
export type Cell = string | null;
export type SqlAnswer = With<G.Table, { columns: With<G.Heading, { sight: Sight | null }>[] }>;

export type RequestState = "filed" | "running" | "completed" | "rejected";
export type RequestRow = With<G.Request, { state: RequestState }>;
export type RequestDetail = RequestRow;
/** Only with the receipt can the certificate be shown to be about the person. Given once. */
export type Filed = G.Filed;
export type PlannedDataset = With<G.Planned, { reach: "holds" | "aggregate_kept" | "sealed" }>;
export type Plan = With<G.Plan, { datasets: PlannedDataset[] }>;
/** Exactly as it was signed: handed on, never read here. */
export type SignedCertificate = Record<string, unknown>;

export type Status = G.Status;
