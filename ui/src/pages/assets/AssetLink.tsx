import { Link } from "@tanstack/react-router";
import type { ReactNode } from "react";
import { isForeign, plainName } from "../../lib/lineage";

/** To an asset's page, by its id. What has no page is only named. */
export function AssetLink({
  id,
  text,
  mono,
  onOpen,
  look = "text-accent underline decoration-1 underline-offset-2",
}: {
  id: string;
  text: ReactNode;
  mono?: boolean;
  onOpen?: () => void;
  look?: string;
}) {
  const className = `${look} ${mono ? "font-mono" : ""}`;
  const name = plainName(id);
  if (isForeign(id)) {
    return (
      <Link to="/assets" search={{ node: id }} className={className} onClick={onOpen}>
        {text}
      </Link>
    );
  }
  if (id.startsWith("dataset:")) {
    return (
      <Link to="/datasets/$name" params={{ name }} className={className} onClick={onOpen}>
        {text}
      </Link>
    );
  }
  if (id.startsWith("metric:")) {
    return (
      <Link to="/metrics/$name" params={{ name }} className={className} onClick={onOpen}>
        {text}
      </Link>
    );
  }
  return <span className={mono ? "font-mono" : ""}>{text}</span>;
}
