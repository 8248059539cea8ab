import { useEffect, useState } from "react";
import type { LayoutAnswer, LayoutAsk } from "./layout";

/** Positions from the worker, so that a large graph never holds up the page. */
export function useLayout(ask: LayoutAsk): LayoutAnswer | null {
  const [answer, setAnswer] = useState<LayoutAnswer | null>(null);
  const text = JSON.stringify(ask);
  useEffect(() => {
    const worker = new Worker(new URL("./layout.worker.ts", import.meta.url), { type: "module" });
    worker.onmessage = (event: MessageEvent<LayoutAnswer>) => setAnswer(event.data);
    worker.postMessage(JSON.parse(text));
    return () => worker.terminate();
  }, [text]);
  return answer;
}
