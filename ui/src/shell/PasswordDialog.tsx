import { useMutation, useQueryClient, useSuspenseQuery } from "@tanstack/react-query";
import { type FormEvent, useState } from "react";
import { put } from "../api/client";
import { session } from "../api/queries";
import { Button } from "../design/Button";
import { Dialog } from "../design/Dialog";
import { FailureLine } from "../design/Failure";
import { Input } from "../design/Field";
import { useWords } from "../i18n";

const SHORTEST = 12;

export function PasswordDialog({ onClose }: { onClose: () => void }) {
  const { t } = useWords();
  const { data } = useSuspenseQuery(session);
  const client = useQueryClient();
  const [password, setPassword] = useState("");
  const save = useMutation({
    mutationFn: () => put("/session/password", { password }),
    onSuccess: () => client.invalidateQueries(session),
  });
  const submit = (event: FormEvent) => {
    event.preventDefault();
    save.mutate();
  };
  return (
    <Dialog title={data.hasPassword ? t("account.changePassword") : t("account.setPassword")} onClose={onClose}>
      {save.isSuccess ? (
        <div className="space-y-4">
          <p role="status">{t("account.saved")}</p>
          <Button look="primary" onClick={onClose}>
            {t("common.close")}
          </Button>
        </div>
      ) : (
        <form onSubmit={submit} className="space-y-4">
          <input type="text" name="username" autoComplete="username" value={data.name} readOnly hidden />
          <Input
            label={t("account.password")}
            hint={t("account.passwordHint")}
            type="password"
            autoComplete="new-password"
            minLength={SHORTEST}
            required
            value={password}
            onChange={(event) => setPassword(event.target.value)}
          />
          <FailureLine error={save.error} />
          <div className="flex gap-2">
            <Button look="primary" type="submit" disabled={save.isPending}>
              {t("common.save")}
            </Button>
            <Button onClick={onClose}>{t("common.cancel")}</Button>
          </div>
        </form>
      )}
    </Dialog>
  );
}
