import { Link } from "@tanstack/react-router";
import { useWords } from "../i18n";

/** To what stands in for something deprecated: `metric:…`, `dataset:…`, or a bare name; only a dataset's has a dot. */
export function Successor({ name }: { name: string }) {
  const { t } = useWords();
  const bare = name.replace(/^(dataset|metric):/, "");
  return (
    <Link
      to={bare.includes(".") ? "/datasets/$name" : "/metrics/$name"}
      params={{ name: bare }}
      className="text-accent underline underline-offset-2"
    >
      {t("badge.useInstead", { name: bare })}
    </Link>
  );
}
