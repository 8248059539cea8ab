import { useMutation, useQueryClient } from "@tanstack/react-query";
import { type FormEvent, useState } from "react";
import { part, post } from "../../api/client";
import { request, requests } from "../../api/queries";
import type { RequestDetail } from "../../api/types";
import { Button } from "../../design/Button";
import { Dialog } from "../../design/Dialog";
import { FailureLine } from "../../design/Failure";
import { Textarea } from "../../design/Field";
import { useWords } from "../../i18n";

export function Decide({ request: r }: { request: RequestDetail }) {
  const { t } = useWords();
  const [asking, ask] = useState<"approve" | "reject" | null>(null);
  return (
    <div className="flex gap-2">
      <Button onClick={() => ask("reject")}>{t("request.reject")}</Button>
      <Button look="primary" onClick={() => ask("approve")}>
        {t("request.approve")}
      </Button>
      {asking && <Ask what={asking} id={r.id} onClose={() => ask(null)} />}
    </div>
  );
}

function Ask({ what, id, onClose }: { what: "approve" | "reject"; id: string; onClose: () => void }) {
  const { t } = useWords();
  const client = useQueryClient();
  const [reason, setReason] = useState("");
  const decide = useMutation({
    mutationFn: () => post(`/requests/${part(id)}/${what}`, what === "reject" ? { reason: reason.trim() } : {}),
    onSuccess: async () => {
      await client.invalidateQueries({ ...request(id), exact: true });
      await client.invalidateQueries({ ...requests, exact: true });
      onClose();
    },
  });
  const submit = (event: FormEvent) => {
    event.preventDefault();
    decide.mutate();
  };
  return (
    <Dialog title={what === "approve" ? t("request.approveTitle") : t("request.rejectTitle")} onClose={onClose}>
      <form onSubmit={submit} className="space-y-4">
        {what === "approve" ? (
          <p>{t("request.approveText")}</p>
        ) : (
          <Textarea
            label={t("request.rejectReason")}
            required
            value={reason}
            onChange={(e) => setReason(e.target.value)}
          />
        )}
        <FailureLine error={decide.error} />
        <div className="flex gap-2">
          <Button look={what === "approve" ? "danger" : "primary"} type="submit" disabled={decide.isPending}>
            {what === "approve" ? t("request.approveConfirm") : t("request.reject")}
          </Button>
          <Button onClick={onClose}>{t("common.cancel")}</Button>
        </div>
      </form>
    </Dialog>
  );
}
