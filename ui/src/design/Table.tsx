import type { ReactNode } from "react";

export interface Head {
  text: ReactNode;
  num?: boolean;
  /** For a column of buttons: heard, not seen. */
  hidden?: boolean;
}

/** A table that scrolls sideways in its own frame, so that the page never does. */
export function Table({ label, heads, children }: { label: string; heads: Head[]; children: ReactNode }) {
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: a region that scrolls must be reachable by keyboard
    <section className="overflow-x-auto" aria-label={label} tabIndex={0}>
      <table className="w-full border-collapse text-sm">
        <thead>
          <tr className="border-b border-line text-left text-muted">
            {heads.map((head, at) => (
              <th
                // biome-ignore lint/suspicious/noArrayIndexKey: heads never move
                key={at}
                scope="col"
                className={`px-2 py-1.5 font-medium first:pl-0 last:pr-0 ${head.num ? "num" : ""}`}
              >
                {head.hidden ? <span className="sr-only">{head.text}</span> : head.text}
              </th>
            ))}
          </tr>
        </thead>
        <tbody className="divide-y divide-line">{children}</tbody>
      </table>
    </section>
  );
}

export function Td({ num, children, className = "" }: { num?: boolean; children?: ReactNode; className?: string }) {
  return <td className={`px-2 py-2 align-top first:pl-0 last:pr-0 ${num ? "num" : ""} ${className}`}>{children}</td>;
}
