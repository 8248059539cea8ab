import { useMutation, useQueryClient, useSuspenseQuery } from "@tanstack/react-query";
import { useNavigate } from "@tanstack/react-router";
import { lazy, Suspense, useEffect, useRef, useState } from "react";
import { del } from "../api/client";
import { session } from "../api/queries";
import { Button } from "../design/Button";
import { FailureLine } from "../design/Failure";
import { Facts } from "../design/parts";
import { useWords } from "../i18n";
import { ThemeSwitch } from "./Preferences";

const PasswordDialog = lazy(() => import("./PasswordDialog").then((m) => ({ default: m.PasswordDialog })));

/** Who is signed in, and what only they may change: a disclosure, opened by its button and closed by Escape. */
export function Account() {
  const { t } = useWords();
  const { data } = useSuspenseQuery(session);
  const [open, setOpen] = useState(false);
  const [password, setPassword] = useState(false);
  const box = useRef<HTMLDivElement>(null);
  useEffect(() => {
    if (!open) return;
    const outside = (event: PointerEvent) => {
      if (!box.current?.contains(event.target as Node)) setOpen(false);
    };
    document.addEventListener("pointerdown", outside);
    return () => document.removeEventListener("pointerdown", outside);
  }, [open]);
  return (
    // biome-ignore lint/a11y/noStaticElementInteractions: Escape closes what its button opened
    <div ref={box} className="relative" onKeyDown={(event) => event.key === "Escape" && setOpen(false)}>
      <Button aria-expanded={open} aria-controls="account" onClick={() => setOpen(!open)}>
        <span className="sr-only">{t("nav.account")}: </span>
        {data.name}
        {!data.hasPassword && <span aria-hidden="true" className="size-2 rounded-full bg-warn" />}
      </Button>
      {open && (
        <div
          id="account"
          className="absolute right-0 z-20 mt-2 w-80 max-w-[calc(100vw-2rem)] space-y-4 rounded-lg border border-line bg-surface p-4 shadow-lg"
        >
          <Facts
            rows={[
              [t("account.roles"), data.roles.join(", ")],
              [t("account.purpose"), data.purpose],
            ]}
          />
          <div>
            <p className="mb-1 text-xs text-muted">{t("theme.label")}</p>
            <ThemeSwitch />
          </div>
          {!data.hasPassword && <p className="rounded-md bg-warn-soft px-3 py-2 text-sm">{t("account.noPassword")}</p>}
          <div className="flex flex-wrap gap-2">
            <Button onClick={() => setPassword(true)}>
              {data.hasPassword ? t("account.changePassword") : t("account.setPassword")}
            </Button>
            <SignOut />
          </div>
        </div>
      )}
      <Suspense>{password && <PasswordDialog onClose={() => setPassword(false)} />}</Suspense>
    </div>
  );
}

function SignOut() {
  const { t } = useWords();
  const client = useQueryClient();
  const navigate = useNavigate();
  const out = useMutation({
    mutationFn: () => del("/session"),
    onSuccess: async () => {
      await navigate({ to: "/sign-in" });
      client.clear();
    },
  });
  return (
    <>
      <Button onClick={() => out.mutate()} disabled={out.isPending}>
        {t("account.signOut")}
      </Button>
      <FailureLine error={out.error} />
    </>
  );
}
