import { Link } from "@tanstack/react-router";
import { useState } from "react";
import type { Filed } from "../../api/types";
import { Button, buttonLook } from "../../design/Button";
import { Title } from "../../design/parts";
import { useWords } from "../../i18n";

/** What the person gets, shown once: it lives in this page and is gone when one leaves it. */
export function Receipt({ filed }: { filed: Filed }) {
  const { t } = useWords();
  const [copied, setCopied] = useState(false);
  const copy = () => void navigator.clipboard.writeText(filed.receipt).then(() => setCopied(true));
  return (
    <div className="mx-auto max-w-lg space-y-4">
      <Title text={t("request.filed.title")} />
      {filed.receipt && (
        <div className="space-y-3 rounded-lg border border-line bg-surface p-5">
          <p>{t("request.filed.text")}</p>
          <p className="text-xs text-muted">{t("request.filed.receipt")}</p>
          <p data-testid="receipt" className="rounded-md bg-sunken px-3 py-2 font-mono text-sm break-all select-all">
            {filed.receipt}
          </p>
          {"clipboard" in navigator && <Button onClick={copy}>{copied ? t("common.copied") : t("common.copy")}</Button>}
        </div>
      )}
      <Link to="/requests/$id" params={{ id: filed.id }} className={buttonLook("primary")}>
        {t("request.filed.open")}
      </Link>
    </div>
  );
}
