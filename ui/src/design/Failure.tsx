import { Link } from "@tanstack/react-router";
import { Problem } from "../api/client";
import { useWords } from "../i18n";
import { Button } from "./Button";

/** What went wrong, in the server's words where it has some. */
export function useFailureText(): (error: unknown) => string {
  const { t } = useWords();
  return (error) => {
    if (!(error instanceof Problem)) return t("error.unexpected");
    if (error.status === 0) return t("error.unreachable");
    if (error.status === 404) return t("error.notFound");
    if (error.detail) return error.detail;
    return error.status === 403 ? t("error.forbidden") : error.title;
  };
}

/** A calm line for what failed beside something that still stands. */
export function FailureLine({ error }: { error: unknown }) {
  const text = useFailureText();
  if (!error) return null;
  return (
    <p role="alert" className="rounded-md bg-danger-soft px-3 py-2 text-sm text-danger">
      {text(error)}
    </p>
  );
}

/** In the place of a page or a part that could not be loaded. */
export function Failure({ error, retry }: { error: unknown; retry?: () => void }) {
  const { t } = useWords();
  const text = useFailureText();
  const missing = error instanceof Problem && error.status === 404;
  return (
    <div role="alert" className="rounded-lg border border-line bg-surface px-6 py-8">
      <p className="font-medium">{missing ? t("error.notFound") : t("error.title")}</p>
      <p className="mt-1 text-muted">{missing ? t("error.notFoundHint") : text(error)}</p>
      <div className="mt-4 flex gap-4">
        {retry && !missing && <Button onClick={retry}>{t("common.retry")}</Button>}
        {missing && (
          <Link to="/" className="text-accent underline">
            {t("error.home")}
          </Link>
        )}
      </div>
    </div>
  );
}
