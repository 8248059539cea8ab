// The API's answers as the page reads them (`/api/v1/openapi.json` is the authority).

/** `20201025` or `2020-10-25`. */
export type Day = string;
/** RFC 3339, or microseconds since 1970 UTC. */
export type Instant = string | number;

export interface Session {
  name: string;
  roles: string[];
  purpose: string;
  purposes: string[];
  hasPassword: boolean;
  project: string;
}

export interface Term {
  name: string;
  value: number;
  why: string;
}

export interface Hit {
  id: string;
  kind: "dataset" | "metric" | "query";
  name: string;
  label: string | null;
  description: string;
  deprecated: { successor: string | null } | null;
  certified: boolean;
  score: number;
  terms: Term[];
}

export interface Suggestion {
  id: string;
  name: string;
  label: string | null;
}

export type Standing = "active" | "draft" | "deprecated";
export type Stage = "source" | "staging" | "mart";

export interface DatasetRow {
  name: string;
  label: string | null;
  description: string | null;
  domain: string | null;
  owner: string | null;
  standing: Standing;
  stage: Stage;
  newestDay: Day | null;
  rows: number | null;
}

export type By = "contract" | "inherited" | "scanner" | "person" | "absent";

export interface Basis {
  by: By;
  who?: string | null;
  reason?: string | null;
  evidence?: string | null;
  confidence?: number | null;
}

export type Sight = "clear" | "masked" | "pseudonym" | "denied";

export interface Column {
  name: string;
  type: string;
  required: boolean;
  class: string;
  basis: Basis;
  label: string | null;
  description: string | null;
  sight: Sight;
  mask: string | null;
}

export interface Partition {
  day: Day;
  rows: number;
  bytes: number;
  files: number;
}

export interface SchemaVersion {
  number: number;
  at: Instant;
  columns: number;
}

export interface Dataset {
  name: string;
  label: string | null;
  description: string | null;
  domain: string | null;
  owner: { team: string | null; people: string[] };
  standing: Standing;
  successor: string | null;
  stage: Stage;
  tags: string[];
  synonyms: string[];
  schemaVersion: number | null;
  version: number | null;
  erasure: string | null;
  columns: Column[];
  partitions: Partition[];
  versions: SchemaVersion[];
  metrics: { name: string; label: string | null }[];
  canClassify: boolean;
}

export interface ClassInfo {
  name: string;
  treatment: string;
}

export interface Counts {
  read: number;
  kept: number;
  duplicates: number;
  quarantined: number;
  late: number;
  waiting: number;
  beforeStart: number;
  suppressed: number;
  withoutSubject: number;
}

export interface Contradiction {
  file: string | null;
  row: number | null;
  column: string | null;
  text: string;
}

export interface Run {
  id: string;
  pipeline: string;
  job: string;
  day: Day;
  attempt: number;
  started: Instant;
  ended: Instant | null;
  state: "running" | "succeeded" | "quarantined" | "failed" | "abandoned";
  message: string | null;
  counts: Partial<Counts> | null;
  inputs: { dataset: string; day: Day | null; version: number | null }[];
  outputs: { dataset: string; days: Day[]; version: number | null }[];
  contradictions: Contradiction[];
  notes: string[];
}

export interface ColumnEdge {
  from: string;
  to: string;
  how: string;
}

export interface LineageNode {
  id: string;
  kind: "dataset" | "metric";
  name: string;
  label: string | null;
  /** How many. */
  columns: number;
}

export interface LineageEdge {
  from: string;
  to: string;
  columns: ColumnEdge[];
}

export interface Lineage {
  nodes: LineageNode[];
  edges: LineageEdge[];
  /** Nodes that were left out. */
  more: number;
}

export interface Value {
  day: Day;
  value: string | null;
}

export interface MetricRow {
  name: string;
  label: string;
  labelKo: string | null;
  unit: string | null;
  kind: string;
  parent: string | null;
  latest: Value | null;
}

export interface Metric extends MetricRow {
  description: string;
  formula: string;
  owner: string | null;
  children: { name: string; label: string }[];
  dataset: string | null;
  conflicts: { name: string; label: string; formula: string; latest: Value | null }[];
  reconciles: { with: string; ok: boolean; detail: string } | null;
  file: string | null;
  certified: boolean;
}

export interface MetricValue extends Value {
  run: string | null;
}

/** Text, so that no digit is lost on the way. */
export type Cell = string | null;

export interface SqlAnswer {
  /** `sight` is shown where the server says it; else the page reads it from the tables' columns. */
  columns: { name: string; type: string; sight?: Sight | null; mask?: string | null }[];
  rows: Cell[][];
  truncated: boolean;
  elapsedMs: number;
  tables: string[];
}

export interface RequestRow {
  id: string;
  kind: string;
  subjectType: string;
  filedBy: string;
  filedAt: Instant;
  approvedBy: string | null;
  state: "filed" | "running" | "completed" | "rejected";
  next: string | null;
  reason: string | null;
  canApprove: boolean;
}

/** Only with the receipt can the certificate be shown to be about the person. Given once. */
export interface Filed {
  id: string;
  receipt: string;
}

export interface RequestDetail extends RequestRow {
  steps: { step: string; at: Instant; note: string }[];
}

export interface PlannedDataset {
  dataset: string;
  reach: "holds" | "aggregate_kept";
  action: string | null;
  through: string[];
  partitions: number;
  files: number;
  rows: number;
}

export interface Plan {
  datasets: PlannedDataset[];
  vaultValues: number;
  sealedFiles: number;
  outOfReach: string[];
}

/** Exactly as it was signed: handed on, never read here. */
export type SignedCertificate = Record<string, unknown>;

export interface Status {
  project: string;
  zone: string;
  pipelines: { name: string; schedule: string | null; start: Day; newestDay: Day | null }[];
  datasets: number;
  metrics: number;
  protected: { kind: string; subjects: number; values: number }[];
}
