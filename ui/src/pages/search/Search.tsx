import { keepPreviousData, useInfiniteQuery } from "@tanstack/react-query";
import { useNavigate, useSearch } from "@tanstack/react-router";
import { lazy, Suspense, useEffect, useRef, useState } from "react";
import { search } from "../../api/queries";
import { Failure } from "../../design/Failure";
import { useTitle } from "../../design/parts";
import { useWords } from "../../i18n";
import { useDebounced } from "../../lib/useDebounced";
import { Box } from "./Box";
import { Examples } from "./Examples";

const loadFound = () => import("./Found");
const Found = lazy(() => loadFound().then((m) => ({ default: m.Found })));
const Home = lazy(() => import("./Home").then((m) => ({ default: m.Home })));

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
  // What shows results comes while the first word is typed.
  useEffect(() => void loadFound(), []);
  const found = useInfiniteQuery({ ...search(asked), placeholderData: keepPreviousData });
  const pages = found.data?.pages ?? [];
  const idle = asked === "" && text.trim() === "";
  return (
    <div className={`mx-auto transition-[padding] ${idle ? "max-w-3xl pt-[12vh]" : "max-w-5xl"}`}>
      <h1 className={idle ? "mb-6 text-center text-2xl font-semibold tracking-tight" : "sr-only"}>
        {t("app.tagline")}
      </h1>
      <Box text={text} onText={setText} />
      {idle ? (
        <>
          <Examples onPick={setText} />
          <Suspense>
            <Home onPick={setText} />
          </Suspense>
        </>
      ) : found.isError ? (
        <div className="mt-6">
          <Failure error={found.error} retry={() => void found.refetch()} />
        </div>
      ) : (
        pages[0] && (
          <Suspense>
            <Found
              q={asked}
              onQ={setText}
              first={pages[0]}
              pages={pages}
              stale={found.isPlaceholderData}
              more={found.hasNextPage ? () => void found.fetchNextPage() : undefined}
            />
          </Suspense>
        )
      )}
    </div>
  );
}
