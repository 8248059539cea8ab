import type { SchemaVersion } from "../../api/types";
import { Empty } from "../../design/parts";
import { Table, Td } from "../../design/Table";
import { useWords } from "../../i18n";
import { instant } from "../../lib/format";

export function Versions({ versions }: { versions: SchemaVersion[] }) {
  const { t, lang } = useWords();
  if (versions.length === 0) return <Empty title={t("versions.empty")} />;
  const heads = [
    { text: t("versions.number") },
    { text: t("versions.at") },
    { text: t("versions.columns"), num: true },
  ];
  return (
    <div className="rounded-lg border border-line bg-surface px-4 py-2">
      <Table label={t("dataset.tab.versions")} heads={heads}>
        {[...versions]
          .sort((a, b) => b.number - a.number)
          .map((v) => (
            <tr key={v.number}>
              <Td>{v.number}</Td>
              <Td>{instant(v.at, lang)}</Td>
              <Td num>{v.columns}</Td>
            </tr>
          ))}
      </Table>
    </div>
  );
}
