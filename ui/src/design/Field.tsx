import {
  type InputHTMLAttributes,
  type ReactNode,
  type SelectHTMLAttributes,
  type TextareaHTMLAttributes,
  useId,
} from "react";

const BOX = "w-full rounded-md border border-line-strong bg-surface px-3 py-1.5 text-ink";

interface Around {
  label: ReactNode;
  hint?: ReactNode;
}

function Labelled({ label, hint, id, children }: Around & { id: string; children: ReactNode }) {
  return (
    <div>
      <label htmlFor={id} className="mb-1 block text-sm font-medium">
        {label}
      </label>
      {children}
      {hint && (
        <p id={`${id}-hint`} className="mt-1 text-sm text-muted">
          {hint}
        </p>
      )}
    </div>
  );
}

export function Input({ label, hint, ...rest }: Around & InputHTMLAttributes<HTMLInputElement>) {
  const id = useId();
  return (
    <Labelled label={label} hint={hint} id={id}>
      <input {...rest} id={id} aria-describedby={hint ? `${id}-hint` : undefined} className={BOX} />
    </Labelled>
  );
}

export function Textarea({ label, hint, ...rest }: Around & TextareaHTMLAttributes<HTMLTextAreaElement>) {
  const id = useId();
  return (
    <Labelled label={label} hint={hint} id={id}>
      <textarea rows={3} {...rest} id={id} aria-describedby={hint ? `${id}-hint` : undefined} className={BOX} />
    </Labelled>
  );
}

export function Select({ label, hint, ...rest }: Around & SelectHTMLAttributes<HTMLSelectElement>) {
  const id = useId();
  return (
    <Labelled label={label} hint={hint} id={id}>
      <select {...rest} id={id} aria-describedby={hint ? `${id}-hint` : undefined} className={`${BOX} py-2`} />
    </Labelled>
  );
}
