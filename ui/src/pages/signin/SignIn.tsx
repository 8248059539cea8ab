import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useRouter, useSearch } from "@tanstack/react-router";
import { type FormEvent, useEffect, useState } from "react";
import { Problem, post } from "../../api/client";
import { session } from "../../api/queries";
import type { Session } from "../../api/types";
import { Button } from "../../design/Button";
import { FailureLine } from "../../design/Failure";
import { Input } from "../../design/Field";
import { Title } from "../../design/parts";
import { useWords } from "../../i18n";
import { safeNext, takeToken } from "../../lib/link";
import { Mark } from "../../shell/Mark";
import { LanguageSwitch } from "../../shell/Preferences";

/** A link is good once: asked for once, however often React mounts the page. */
let linked: { token: string; answer: Promise<Session> } | null = null;

function redeem(token: string): Promise<Session> {
  if (linked?.token !== token) linked = { token, answer: post<Session>("/session/link", { token }) };
  return linked.answer;
}

export function SignIn() {
  const { t } = useWords();
  const router = useRouter();
  const client = useQueryClient();
  const { next } = useSearch({ from: "/sign-in" });
  const enter = (answer: Session) => {
    client.setQueryData(session.queryKey, answer);
    router.history.replace(safeNext(next));
  };
  const link = useMutation({ mutationFn: redeem, onSuccess: enter });
  const { mutate } = link;
  useEffect(() => {
    const take = () => {
      const token = takeToken();
      if (token !== null) mutate(token);
    };
    take();
    window.addEventListener("hashchange", take);
    return () => window.removeEventListener("hashchange", take);
  }, [mutate]);
  return (
    <main className="mx-auto flex min-h-dvh max-w-sm flex-col justify-center gap-6 px-4 py-10">
      <div className="flex items-center gap-3">
        <Mark size={40} />
        <div>
          <p className="text-lg font-semibold">Garim</p>
          <p className="text-sm text-muted">{t("app.tagline")}</p>
        </div>
      </div>
      <div className="space-y-4 rounded-xl border border-line bg-surface p-6">
        <Title text={t("signin.title")} />
        {link.isPending && <p role="status">{t("signin.link")}</p>}
        {link.isError &&
          (link.error instanceof Problem && link.error.status === 0 ? (
            <FailureLine error={link.error} />
          ) : (
            <p role="alert" className="rounded-md bg-warn-soft px-3 py-2 text-sm">
              {t("signin.linkFailed")}
            </p>
          ))}
        {!link.isPending && <PasswordForm onEnter={enter} />}
      </div>
      <LanguageSwitch />
    </main>
  );
}

function PasswordForm({ onEnter }: { onEnter: (answer: Session) => void }) {
  const { t } = useWords();
  const [name, setName] = useState("");
  const [password, setPassword] = useState("");
  const sign = useMutation({ mutationFn: () => post<Session>("/session", { name, password }), onSuccess: onEnter });
  const refused = sign.error instanceof Problem && [401, 403].includes(sign.error.status);
  const submit = (event: FormEvent) => {
    event.preventDefault();
    sign.mutate();
  };
  return (
    <form onSubmit={submit} className="space-y-4">
      <Input
        label={t("signin.name")}
        autoComplete="username"
        required
        value={name}
        onChange={(e) => setName(e.target.value)}
      />
      <Input
        label={t("signin.password")}
        type="password"
        autoComplete="current-password"
        required
        value={password}
        onChange={(e) => setPassword(e.target.value)}
      />
      {refused ? (
        <p role="alert" className="rounded-md bg-danger-soft px-3 py-2 text-sm text-danger">
          {t("signin.refused")}
        </p>
      ) : (
        <FailureLine error={sign.error} />
      )}
      <Button look="primary" type="submit" disabled={sign.isPending} className="w-full justify-center">
        {t("signin.submit")}
      </Button>
      <p className="text-sm text-muted">{t("signin.hint")}</p>
    </form>
  );
}
