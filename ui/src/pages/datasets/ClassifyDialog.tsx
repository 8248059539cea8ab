import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { type FormEvent, useState } from "react";
import { part, put } from "../../api/client";
import { classes, dataset } from "../../api/queries";
import type { Column } from "../../api/types";
import { Button } from "../../design/Button";
import { Dialog } from "../../design/Dialog";
import { FailureLine } from "../../design/Failure";
import { Select, Textarea } from "../../design/Field";
import { useWords } from "../../i18n";

interface Props {
  dataset: string;
  column: Column;
  /** The class that is chosen at first; else the one that holds. */
  start?: string;
  onClose: () => void;
}

export function ClassifyDialog({ dataset: name, column, start, onClose }: Props) {
  const { t, or } = useWords();
  const client = useQueryClient();
  const known = useQuery(classes);
  const [chosen, choose] = useState(start ?? column.class);
  const [reason, setReason] = useState("");
  const decide = useMutation({
    mutationFn: () =>
      put(`/datasets/${part(name)}/columns/${part(column.name)}/classification`, {
        class: chosen,
        reason: reason.trim() || null,
      }),
    onSuccess: async () => {
      await client.invalidateQueries(dataset(name));
      onClose();
    },
  });
  const submit = (event: FormEvent) => {
    event.preventDefault();
    decide.mutate();
  };
  const offered = known.data?.classes.filter((c) => c.name !== "unclassified") ?? [];
  return (
    <Dialog title={t("classify.title", { name: column.name })} onClose={onClose}>
      <form onSubmit={submit} className="space-y-4">
        <Select
          label={t("classify.class")}
          hint={t("classify.now", { class: column.class })}
          value={chosen}
          onChange={(event) => choose(event.target.value)}
        >
          {!offered.some((c) => c.name === chosen) && <option value={chosen}>{chosen}</option>}
          {offered.map((c) => (
            <option key={c.name} value={c.name}>
              {c.name} · {or(`treatment.${c.treatment}`, c.treatment)}
            </option>
          ))}
        </Select>
        <Textarea
          label={t("classify.reason")}
          hint={t("classify.reasonHint")}
          value={reason}
          onChange={(event) => setReason(event.target.value)}
        />
        <FailureLine error={decide.error ?? known.error} />
        <div className="flex gap-2">
          <Button look="primary" type="submit" disabled={decide.isPending || chosen === "unclassified"}>
            {t("classify.submit")}
          </Button>
          <Button onClick={onClose}>{t("common.cancel")}</Button>
        </div>
      </form>
    </Dialog>
  );
}
