import type { ButtonHTMLAttributes } from "react";

type Look = "primary" | "quiet" | "danger" | "link";

const LOOKS: Record<Look, string> = {
  primary: "bg-accent text-on-accent hover:opacity-90 border border-transparent px-3.5 py-1.5",
  quiet: "border border-line bg-surface hover:bg-sunken px-3.5 py-1.5",
  danger: "border border-danger text-danger bg-surface hover:bg-danger-soft px-3.5 py-1.5",
  link: "text-accent underline-offset-2 hover:underline",
};

/** One look for everything that acts; links look like {@link buttonLook}. */
export function buttonLook(look: Look): string {
  return `inline-flex items-center gap-2 rounded-md text-sm font-medium transition-colors disabled:opacity-50 ${LOOKS[look]}`;
}

export function Button({
  look = "quiet",
  className = "",
  ...rest
}: ButtonHTMLAttributes<HTMLButtonElement> & { look?: Look }) {
  return <button type="button" {...rest} className={`${buttonLook(look)} ${className}`} />;
}
