import { useMutation, useQueryClient } from "@tanstack/react-query";
import { Link } from "@tanstack/react-router";
import { type FormEvent, useState } from "react";
import { post } from "../../api/client";
import { requests } from "../../api/queries";
import type { Filed } from "../../api/types";
import { Button, buttonLook } from "../../design/Button";
import { FailureLine } from "../../design/Failure";
import { Input } from "../../design/Field";
import { Title } from "../../design/parts";
import { useWords } from "../../i18n";
import { Receipt } from "./Receipt";

/** Files an erasure. The id lives in this form until it is sent: never in the address, the cache or storage. */
export function New() {
  const { t } = useWords();
  const client = useQueryClient();
  const [subjectType, setType] = useState("customer");
  const [subjectId, setId] = useState("");
  const file = useMutation({
    mutationFn: () =>
      post<Filed>("/requests", {
        kind: "erasure",
        subjectType: subjectType.trim(),
        subjectId: subjectId.trim(),
      }),
    gcTime: 0,
    onSuccess: () => {
      setId("");
      void client.invalidateQueries({ ...requests, exact: true });
    },
  });
  const submit = (event: FormEvent) => {
    event.preventDefault();
    file.mutate();
  };
  if (file.data) return <Receipt filed={file.data} />;
  return (
    <div className="mx-auto max-w-lg space-y-4">
      <Title text={t("request.new.title")} />
      <p className="text-muted">{t("request.new.intro")}</p>
      <form onSubmit={submit} autoComplete="off" className="space-y-4 rounded-lg border border-line bg-surface p-5">
        <Input label={t("request.new.type")} required value={subjectType} onChange={(e) => setType(e.target.value)} />
        <Input
          label={t("request.new.id")}
          hint={t("request.new.idHint")}
          required
          autoComplete="off"
          spellCheck={false}
          value={subjectId}
          onChange={(e) => setId(e.target.value)}
        />
        <FailureLine error={file.error} />
        <div className="flex gap-2">
          <Button look="primary" type="submit" disabled={file.isPending}>
            {t("request.new.submit")}
          </Button>
          <Link to="/requests" className={buttonLook("quiet")}>
            {t("common.cancel")}
          </Link>
        </div>
      </form>
    </div>
  );
}
