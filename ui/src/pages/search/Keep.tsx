import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { type FormEvent, useState } from "react";
import { part, put } from "../../api/client";
import { savedSearches } from "../../api/queries";
import { Button } from "../../design/Button";
import { Dialog } from "../../design/Dialog";
import { FailureLine } from "../../design/Failure";
import { Input } from "../../design/Field";
import { useWords } from "../../i18n";
import { useDiscoverWords } from "../../i18n/discover";

/** Keeps a search for its owner, under a name. */
export function Keep({ q }: { q: string }) {
  const { say } = useDiscoverWords();
  const [open, setOpen] = useState(false);
  const own = useQuery(savedSearches).data?.searches ?? [];
  const kept = own.find((one) => one.query === q);
  if (kept) return <span className="text-sm text-muted">★ {kept.name}</span>;
  return (
    <>
      <Button look="link" onClick={() => setOpen(true)}>
        ☆ {say("save")}
      </Button>
      {open && <KeepDialog q={q} onClose={() => setOpen(false)} />}
    </>
  );
}

function KeepDialog({ q, onClose }: { q: string; onClose: () => void }) {
  const { t } = useWords();
  const { say } = useDiscoverWords();
  const client = useQueryClient();
  const [name, setName] = useState(q.slice(0, 80));
  const keep = useMutation({
    mutationFn: () => put(`/saved-searches/${part(name.trim())}`, { query: q }),
    onSuccess: async () => {
      await client.invalidateQueries(savedSearches);
      onClose();
    },
  });
  const submit = (event: FormEvent) => {
    event.preventDefault();
    keep.mutate();
  };
  return (
    <Dialog title={say("save")} onClose={onClose}>
      <form onSubmit={submit} className="space-y-4">
        <Input
          label={say("saveAs")}
          hint={say("saveHint")}
          maxLength={80}
          required
          value={name}
          onChange={(event) => setName(event.target.value)}
        />
        <FailureLine error={keep.error} />
        <div className="flex gap-2">
          <Button look="primary" type="submit" disabled={keep.isPending || name.trim() === ""}>
            {t("common.save")}
          </Button>
          <Button onClick={onClose}>{t("common.cancel")}</Button>
        </div>
      </form>
    </Dialog>
  );
}
