import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { part, put } from "../../api/client";
import { classSuggestions, dataset } from "../../api/queries";
import type { Column } from "../../api/types";
import { Button } from "../../design/Button";
import { FailureLine } from "../../design/Failure";
import { useWords } from "../../i18n";

/** What the scanner found of a column: evidence in words, never a value. */
export interface Found {
  class: string;
  evidence: string;
  confidence: number;
}

/** What the scanner says of a dataset's source, once somebody asks: the source is not read for every visitor. */
export function useFound(name: string) {
  const [asked, ask] = useState(false);
  const { data, isFetching, error } = useQuery({ ...classSuggestions(name), enabled: asked });
  const of = (column: Column): Found | null => {
    const told = data?.suggestions.find((s) => s.column === column.name);
    const open = column.basis.by !== "person" && (column.class === "none" || column.class === "unclassified");
    if (!told?.suggests || !open) return null;
    return { class: told.suggests, evidence: told.evidence ?? "", confidence: told.confidence ?? 0 };
  };
  return { ask: () => ask(true), of, busy: isFetching, done: data !== undefined, error };
}

/** Asks the scanner, and says when there was nothing to say. */
export function Look({ look, columns }: { look: ReturnType<typeof useFound>; columns: Column[] }) {
  const { t } = useWords();
  const nothing = look.done && columns.every((c) => look.of(c) === null);
  return (
    <div className="flex flex-wrap items-center gap-3 py-1 text-muted" aria-live="polite">
      {!look.done && (
        <Button look="link" onClick={look.ask} disabled={look.busy}>
          {look.busy ? t("suggest.looking") : t("suggest.look")}
        </Button>
      )}
      {nothing && <span>{t("suggest.nothing")}</span>}
      <FailureLine error={look.error} />
    </div>
  );
}

interface Props {
  dataset: string;
  column: string;
  found: Found | null;
  onReject: () => void;
}

/** One finding, to be confirmed or rejected. */
export function FoundLine({ dataset: name, column, found, onReject }: Props) {
  const { t } = useWords();
  const client = useQueryClient();
  const confirm = useMutation({
    mutationFn: (to: string) =>
      put(`/datasets/${part(name)}/columns/${part(column)}/classification`, { class: to, reason: null }),
    onSuccess: () => client.invalidateQueries(dataset(name)),
  });
  if (!found) return null;
  const slots = { class: found.class, name: column, sure: Math.round(found.confidence * 100) };
  return (
    <div data-found={found.class} className="mt-1.5 max-w-md space-y-0.5 text-xs">
      <p>{t("suggest.found", slots)}</p>
      <p className="text-muted">{found.evidence}</p>
      <div className="flex gap-3">
        <Button
          look="link"
          aria-label={t("suggest.confirmOf", slots)}
          disabled={confirm.isPending}
          onClick={() => confirm.mutate(found.class)}
        >
          {t("suggest.confirm")}
        </Button>
        <Button look="link" aria-label={t("suggest.rejectOf", slots)} onClick={onReject}>
          {t("suggest.reject")}
        </Button>
      </div>
      <FailureLine error={confirm.error} />
    </div>
  );
}
