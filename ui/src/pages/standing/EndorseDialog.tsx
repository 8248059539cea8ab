import { useMutation, useQueryClient } from "@tanstack/react-query";
import { type FormEvent, useState } from "react";
import { part, put } from "../../api/client";
import type { Standing } from "../../api/types";
import { Button } from "../../design/Button";
import { Dialog } from "../../design/Dialog";
import { FailureLine } from "../../design/Failure";
import { Textarea } from "../../design/Field";
import { useWords } from "../../i18n";
import { useDiscoverWords } from "../../i18n/discover";
import { AssetPicker } from "./AssetPicker";

/** What an owner wants said; `none` takes back what was said. */
export type Ask = "certified" | "deprecated" | "none";

/** An owner's word on an asset, with a reason, and what to use instead. */
export function EndorseDialog({ asset, ask, onClose }: { asset: string; ask: Ask; onClose: () => void }) {
  const { t } = useWords();
  const { say } = useDiscoverWords();
  const client = useQueryClient();
  const [reason, setReason] = useState("");
  const [successor, setSuccessor] = useState("");
  const endorse = useMutation({
    mutationFn: () =>
      put<Standing>(`/assets/${part(asset)}/standing`, {
        standing: ask,
        successor: (ask === "deprecated" && successor.trim()) || null,
        reason: reason.trim() || null,
      }),
    onSuccess: async () => {
      // What is found and what answers has changed as well.
      await client.invalidateQueries();
      onClose();
    },
  });
  const submit = (event: FormEvent) => {
    event.preventDefault();
    endorse.mutate();
  };
  return (
    <Dialog title={say(`ask.${ask}`, { name: asset })} onClose={onClose}>
      <form onSubmit={submit} className="space-y-4">
        <p className="text-sm text-muted">{say(`askText.${ask}`)}</p>
        {ask === "deprecated" && (
          <AssetPicker
            label={say("successor")}
            hint={say("successorHint")}
            not={asset}
            value={successor}
            onValue={setSuccessor}
          />
        )}
        <Textarea
          label={say("reason")}
          maxLength={500}
          value={reason}
          onChange={(event) => setReason(event.target.value)}
        />
        <FailureLine error={endorse.error} />
        <div className="flex gap-2">
          <Button look={ask === "deprecated" ? "danger" : "primary"} type="submit" disabled={endorse.isPending}>
            {say(`submit.${ask}`)}
          </Button>
          <Button onClick={onClose}>{t("common.cancel")}</Button>
        </div>
      </form>
    </Dialog>
  );
}
