import { Link } from "@tanstack/react-router";
import { isForeign, plainName } from "../../lib/lineage";

/** To where a node of the lineage stands for: `dataset:…` or `metric:…`. */
export function NodeLink({
  id,
  className = "text-accent underline-offset-2 hover:underline",
}: {
  id: string;
  className?: string;
}) {
  const name = plainName(id);
  if (isForeign(id)) {
    return (
      <Link to="/assets" search={{ node: id }} className={className}>
        {name}
      </Link>
    );
  }
  return id.startsWith("metric:") ? (
    <Link to="/metrics/$name" params={{ name }} className={className}>
      {name}
    </Link>
  ) : (
    <Link to="/datasets/$name" params={{ name }} search={{ tab: "lineage" }} className={className}>
      {name}
    </Link>
  );
}
