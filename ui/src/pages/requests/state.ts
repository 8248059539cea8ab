import type { RequestRow } from "../../api/types";

export const TONE: Record<RequestRow["state"], "warn" | "accent" | "ok" | "plain"> = {
  filed: "warn",
  running: "accent",
  completed: "ok",
  rejected: "plain",
};

/** The steps of an erasure, in their order. */
export const STEPS = [
  "freeze",
  "linkage",
  "ledger",
  "destroy",
  "remove_values",
  "rewrite",
  "purge",
  "read_back",
  "certify",
] as const;
