/** 가림: something seen, half covered. */
export function Mark({ size = 24 }: { size?: number }) {
  return (
    <svg width={size} height={size} viewBox="0 0 32 32" aria-hidden="true">
      <circle cx="16" cy="16" r="13" className="fill-accent" />
      <path d="M16 3a13 13 0 0 1 0 26z" className="fill-ink" />
      <circle cx="16" cy="16" r="4.2" className="fill-surface" />
    </svg>
  );
}
