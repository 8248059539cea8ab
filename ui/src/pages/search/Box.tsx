import { useQuery } from "@tanstack/react-query";
import { useNavigate } from "@tanstack/react-router";
import { type KeyboardEvent, useEffect, useRef, useState } from "react";
import { suggest } from "../../api/queries";
import type { Suggestion } from "../../api/types";
import { useWords } from "../../i18n";
import { isForeign, plainName } from "../../lib/lineage";
import { useDebounced } from "../../lib/useDebounced";

/** The search box: a combobox whose list holds names that one may go to at once. */
export function Box({ text, onText }: { text: string; onText: (text: string) => void }) {
  const { t } = useWords();
  const navigate = useNavigate();
  const [open, setOpen] = useState(false);
  const [at, setAt] = useState(-1);
  const input = useRef<HTMLInputElement>(null);
  const asked = useDebounced(text.trim(), 80);
  const list = useQuery(suggest(asked)).data?.suggestions ?? [];
  const shown = open && asked !== "" && list.length > 0;
  useEffect(() => input.current?.focus({ preventScroll: true }), []);

  const go = (one: Suggestion) => {
    setOpen(false);
    const name = plainName(one.id);
    if (isForeign(one.id)) void navigate({ to: "/assets", search: { node: one.id } });
    else if (one.id.startsWith("dataset:")) void navigate({ to: "/datasets/$name", params: { name } });
    else if (one.id.startsWith("metric:")) void navigate({ to: "/metrics/$name", params: { name } });
    else onText(one.name);
  };
  const key = (event: KeyboardEvent) => {
    // While a syllable is being composed, the arrows and Enter belong to it.
    if (event.nativeEvent.isComposing) return;
    if (!shown) {
      // Nothing to choose from: on to the results.
      const first = document.querySelector<HTMLElement>('[data-testid="hit"] h2 a');
      if (event.key === "ArrowDown" && first) {
        event.preventDefault();
        first.focus();
      }
      return;
    }
    if (event.key === "Escape") {
      // The first Escape closes the list; only the next one empties the box.
      event.preventDefault();
      setOpen(false);
    }
    if (event.key === "ArrowDown" || event.key === "ArrowUp") {
      event.preventDefault();
      const step = event.key === "ArrowDown" ? 1 : -1;
      setAt((now) => ((now + 1 + step + list.length + 1) % (list.length + 1)) - 1);
    }
    const chosen = list[at];
    if (event.key === "Enter" && chosen) go(chosen);
  };
  return (
    <search className="relative block">
      <svg
        viewBox="0 0 20 20"
        aria-hidden="true"
        className="pointer-events-none absolute top-4 left-4 size-5 text-muted"
      >
        <path
          d="M9 3a6 6 0 1 1 0 12A6 6 0 0 1 9 3Zm4.3 10.3L17 17"
          fill="none"
          stroke="currentColor"
          strokeWidth="1.8"
          strokeLinecap="round"
        />
      </svg>
      <input
        id="search"
        ref={input}
        type="search"
        role="combobox"
        aria-label={t("search.label")}
        aria-expanded={shown}
        aria-controls="suggestions"
        aria-autocomplete="list"
        aria-activedescendant={shown && at >= 0 ? `suggestion-${at}` : undefined}
        autoComplete="off"
        spellCheck={false}
        placeholder={t("search.placeholder")}
        value={text}
        onChange={(event) => {
          onText(event.target.value);
          setOpen(true);
          setAt(-1);
        }}
        onKeyDown={key}
        className="w-full rounded-xl border border-line-strong bg-surface py-3 pr-4 pl-12 text-lg shadow-sm"
      />
      {/* In the flow and one line high: suggestions never cover the results, which are there as one types. */}
      {asked !== "" && (
        <div
          id="suggestions"
          role="listbox"
          aria-label={t("search.suggestions")}
          className="mt-2 flex h-8 flex-wrap gap-1.5 overflow-hidden"
        >
          {shown &&
            list.map((one, index) => (
              // biome-ignore lint/a11y/useKeyWithClickEvents: the input handles the keys of its list
              <div
                key={one.id}
                id={`suggestion-${index}`}
                role="option"
                tabIndex={-1}
                aria-selected={index === at}
                onPointerDown={(event) => event.preventDefault()}
                onClick={() => go(one)}
                className={`flex h-7.5 cursor-pointer items-baseline gap-2 rounded-full border px-3 py-1 text-sm leading-5 ${
                  index === at ? "border-accent bg-accent-soft" : "border-line bg-surface hover:bg-sunken"
                }`}
              >
                <span className="font-mono">
                  <Typed text={one.name} matched={one.matched} />
                </span>
                {one.label && one.label !== one.name && (
                  <span className="max-w-40 truncate text-muted">
                    <Typed text={one.label} matched={one.matched} />
                  </span>
                )}
                {/* What was typed begins another of its names: that is why it is here. */}
                {one.matched && ![one.name, one.label].some((text) => text?.endsWith(one.matched?.text ?? "")) && (
                  <span className="max-w-40 truncate text-muted">
                    <Typed text={one.matched.text} matched={one.matched} />
                  </span>
                )}
              </div>
            ))}
        </div>
      )}
    </search>
  );
}

/** A name with the part that was typed standing out. A name's end may be what matched: `purchase` of `shop.purchase`. */
function Typed({ text, matched }: { text: string; matched: Suggestion["matched"] }) {
  if (!matched || !text.endsWith(matched.text)) return text;
  const letters = [...text];
  const before = letters.length - [...matched.text].length;
  const [from, to] = [before + matched.from, before + matched.to];
  return (
    <>
      {letters.slice(0, from).join("")}
      <b className="font-semibold text-accent">{letters.slice(from, to).join("")}</b>
      {letters.slice(to).join("")}
    </>
  );
}
