import { useQuery } from "@tanstack/react-query";
import { type KeyboardEvent, useId, useState } from "react";
import { suggest } from "../../api/queries";
import { isForeign, plainName } from "../../lib/lineage";
import { useDebounced } from "../../lib/useDebounced";

/** Long enough not to ask for every key. */
const REST_MS = 120;

interface Props {
  label: string;
  hint: string;
  /** An asset that cannot be picked. */
  not: string;
  value: string;
  onValue: (value: string) => void;
}

/** Picks a dataset or a metric by the beginning of any of its names. */
export function AssetPicker({ label, hint, not, value, onValue }: Props) {
  const id = useId();
  const [open, setOpen] = useState(false);
  const [at, setAt] = useState(-1);
  const asked = useDebounced(value.trim(), REST_MS);
  const found = useQuery(suggest(asked)).data?.suggestions ?? [];
  const list = found.filter((s) => /^(dataset|metric):/.test(s.id) && !isForeign(s.id) && plainName(s.id) !== not);
  const shown = open && asked !== "" && list.length > 0;
  const pick = (name: string) => {
    onValue(name);
    setOpen(false);
    setAt(-1);
  };
  const key = (event: KeyboardEvent) => {
    if (event.nativeEvent.isComposing || !shown) return;
    if (event.key === "ArrowDown" || event.key === "ArrowUp") {
      event.preventDefault();
      const step = event.key === "ArrowDown" ? 1 : -1;
      setAt((now) => (now + step + list.length) % list.length);
    }
    const chosen = list[at];
    if (event.key === "Enter" && chosen) {
      event.preventDefault();
      pick(plainName(chosen.id));
    }
    if (event.key === "Escape") {
      // The list closes first, then the dialog.
      event.preventDefault();
      event.stopPropagation();
      setOpen(false);
    }
  };
  return (
    <div>
      <label htmlFor={id} className="mb-1 block text-sm font-medium">
        {label}
      </label>
      <input
        id={id}
        role="combobox"
        aria-expanded={shown}
        aria-controls={`${id}-list`}
        aria-autocomplete="list"
        aria-activedescendant={shown && at >= 0 ? `${id}-${at}` : undefined}
        aria-describedby={`${id}-hint`}
        autoComplete="off"
        spellCheck={false}
        value={value}
        onChange={(event) => {
          onValue(event.target.value);
          setOpen(true);
          setAt(-1);
        }}
        onBlur={() => setOpen(false)}
        onKeyDown={key}
        className="w-full rounded-md border border-line-strong bg-surface px-3 py-1.5 font-mono text-ink"
      />
      <p id={`${id}-hint`} className="mt-1 text-sm text-muted">
        {hint}
      </p>
      <div
        id={`${id}-list`}
        role="listbox"
        aria-label={label}
        className={shown ? "mt-1 rounded-md border border-line" : ""}
      >
        {shown &&
          list.map((one, index) => (
            // biome-ignore lint/a11y/useKeyWithClickEvents: the input handles the keys of its list
            <div
              key={one.id}
              id={`${id}-${index}`}
              role="option"
              tabIndex={-1}
              aria-selected={index === at}
              onPointerDown={(event) => event.preventDefault()}
              onClick={() => pick(plainName(one.id))}
              className={`cursor-pointer px-3 py-1 text-sm ${index === at ? "bg-accent-soft" : "hover:bg-sunken"}`}
            >
              <span className="font-mono">{plainName(one.id)}</span>{" "}
              {one.label && one.label !== one.name && <span className="text-muted">{one.label}</span>}
            </div>
          ))}
      </div>
    </div>
  );
}
