import { keepPreviousData, useQuery } from "@tanstack/react-query";
import { useNavigate, useSearch } from "@tanstack/react-router";
import { useEffect, useRef, useState } from "react";
import { search } from "../../api/queries";
import { Failure } from "../../design/Failure";
import { useTitle } from "../../design/parts";
import { useWords } from "../../i18n";
import { useDebounced } from "../../lib/useDebounced";
import { Box } from "./Box";
import { Results } from "./Results";

/** Long enough not to ask for every key, short enough to feel instant. */
const REST_MS = 120;

export function Search() {
  const { t } = useWords();
  const { q = "" } = useSearch({ from: "/inside/" });
  const navigate = useNavigate();
  const [text, setText] = useState(q);
  const asked = useDebounced(text.trim(), REST_MS);
  const current = useRef(q);
  useTitle(t("search.title"));
  // The address follows the box, and the box follows Back.
  useEffect(() => {
    if (asked === current.current) return;
    current.current = asked;
    void navigate({ to: "/", search: asked ? { q: asked } : {}, replace: true });
  }, [asked, navigate]);
  useEffect(() => {
    if (q === current.current) return;
    current.current = q;
    setText(q);
  }, [q]);
  const found = useQuery({ ...search(asked), placeholderData: keepPreviousData });
  const idle = asked === "" && text.trim() === "";
  return (
    <div className={`mx-auto max-w-3xl transition-[padding] ${idle ? "pt-[12vh]" : ""}`}>
      <h1 className={idle ? "mb-6 text-center text-2xl font-semibold tracking-tight" : "sr-only"}>
        {t("app.tagline")}
      </h1>
      <Box text={text} onText={setText} />
      {idle ? (
        <Examples onPick={setText} />
      ) : found.isError ? (
        <div className="mt-6">
          <Failure error={found.error} retry={() => void found.refetch()} />
        </div>
      ) : (
        found.data && <Results q={asked} hits={found.data.hits} stale={found.isPlaceholderData} />
      )}
    </div>
  );
}

function Examples({ onPick }: { onPick: (text: string) => void }) {
  const { t } = useWords();
  return (
    <div className="mt-5 space-y-3 text-center text-sm text-muted">
      <p className="flex flex-wrap justify-center gap-2">
        <span className="py-1">{t("search.tryThese")}</span>
        {(["search.example1", "search.example2", "search.example3", "search.example4"] as const).map((key) => (
          <button
            key={key}
            type="button"
            onClick={() => onPick(t(key))}
            className="rounded-full border border-line bg-surface px-3 py-1 text-ink hover:bg-sunken"
          >
            {t(key)}
          </button>
        ))}
      </p>
      <p>{t("search.hint")}</p>
    </div>
  );
}
